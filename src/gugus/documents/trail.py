"""What the trail calls the things that happen to letters and forms."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "document.asked": _("asked for a document"),
    "document.made": _("a document was made"),
    "document.failed": _("a document could not be made"),
    "document.downloaded": _("downloaded a document"),
    "document.purged": _("the file of a document was deleted"),
    "document.voided": _("struck out a letter number"),
    "letterhead.changed": _("changed letterhead or letter numbers"),
    "letterhead.crest_changed": _("changed the crest on the letterhead"),
    "counter.raised": _("raised the counter of letter numbers"),
    "signer.added": _("added an official who signs"),
    "signer.changed": _("changed an official who signs"),
    "signer.ended": _("an official signs no more"),
}
