"""Kinds of legal bases, positions in a task force, kinds of its meetings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BasisKind(TextChoices):
    """What a task force stands on, from the law down to a decree."""

    LAW = "law", _("Law")
    PRESIDENT = "president", _("Presidential regulation")
    MINISTER = "minister", _("Ministerial regulation")
    REGIONAL = "regional", _("Regional regulation")
    HEAD = "head", _("Regulation of the governor, regent or mayor")
    DECREE = "decree", _("Decree on the membership")
    OTHER = "other", _("Another instrument")


class PositionKind(TextChoices):
    """The places in the head of a task force and of its fields, in the order in which a decree lists them."""

    PATRON = "patron", pgettext_lazy("task force", "Patron")
    CHAIR = "chair", pgettext_lazy("task force", "Chair")
    CHAIR_TWO = "chair_two", pgettext_lazy("task force", "Chair II")
    VICE = "vice", pgettext_lazy("task force", "Vice chair")
    DAILY_CHAIR = "daily_chair", pgettext_lazy("task force", "Daily chair")
    SECRETARY = "secretary", pgettext_lazy("task force", "Head of the secretariat")
    STAFF = "staff", pgettext_lazy("task force", "Secretariat staff")
    FIELD_LEAD = "field_lead", pgettext_lazy("task force", "Coordinator of a field of work")
    MEMBER = "member", pgettext_lazy("task force", "Member")


class MeetingKind(TextChoices):
    """The meetings of a task force. Case conferences are none of them: they lie in `conferences`."""

    PLENARY = "plenary", pgettext_lazy("task force", "Plenary meeting")
    INTER_FIELD = "inter_field", pgettext_lazy("task force", "Inter-field meeting")
    COORDINATION = "coordination", pgettext_lazy("task force", "Coordination meeting")
    MONITORING = "monitoring", pgettext_lazy("task force", "Monitoring and evaluation meeting")


HEAD = (
    PositionKind.PATRON, PositionKind.CHAIR, PositionKind.CHAIR_TWO, PositionKind.VICE, PositionKind.DAILY_CHAIR,
    PositionKind.SECRETARY, PositionKind.STAFF,
)  # fmt: skip
SINGLE = frozenset(
    {PositionKind.CHAIR, PositionKind.CHAIR_TWO, PositionKind.DAILY_CHAIR, PositionKind.SECRETARY}
)
OF_A_FIELD = frozenset({PositionKind.FIELD_LEAD})
