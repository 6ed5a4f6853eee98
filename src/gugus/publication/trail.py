"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "publication.written": _("wrote a publication"),
    "publication.changed": _("changed a publication"),
    "publication.read": _("read a publication"),
    "publication.proposed": _("asked for approval of a publication"),
    "publication.published": _("published"),
    "publication.sent_back": _("sent a publication back"),
    "publication.withdrawn": _("withdrew a publication"),
}
