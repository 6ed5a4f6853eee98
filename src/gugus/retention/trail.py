"""What the trail calls the things that retention does."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "retention.rule_changed": _("changed the retention schedule"),
    "retention.previewed": _("looked what is due to be forgotten"),
    "retention.held": _("placed a legal hold"),
    "retention.reviewed": _("kept a legal hold and set another day"),
    "retention.release_asked": _("asked to release a legal hold"),
    "retention.released": _("released a legal hold"),
    "retention.asked": _("asked to make records anonymous"),
    "retention.approved": _("agreed to make records anonymous"),
    "retention.dropped": _("dropped a list of records to be forgotten"),
    "retention.started": _("began to make records anonymous"),
    "retention.forgotten": _("made a record anonymous"),
    "retention.left_alone": _("left a record of an approved list alone"),
    "retention.list_changed": _("refused a list that is not what was agreed to"),
    "retention.done": _("finished making records anonymous"),
    "retention.repeated": _("forgot again what came back with an old backup"),
    "retention.purged": _("deleted small records whose time was over"),
    "retention.printed": _("printed a certificate"),
}
