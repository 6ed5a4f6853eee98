"""States, decisions, purposes and reasons of a sharing agreement."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.codes import Section


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waiting for signatures")
    SIGNED = "signed", _("Signed by all, not begun")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")
    SUPERSEDED = "superseded", _("Followed by a successor")
    DECLINED = "declined", _("Not signed")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")


class Decision(TextChoices):
    """What an agency said about an agreement; nothing yet at first."""

    WAITING = "", _("Not yet")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed")
    DECLINED = "declined", pgettext_lazy("agreement", "Not signed")


class Purpose(TextChoices):
    PROTECTION = "protection", _("Protection and services for survivors")
    SHELTER = "shelter", _("Shelter")
    HEALTH = "health", _("Health care")
    LEGAL_AID = "legal_aid", _("Legal aid and restitution")
    INVESTIGATION = "investigation", _("Investigation and prosecution")
    RETURN = "return", _("Return and reintegration")
    COORDINATION = "coordination", _("Coordination of case handling")


class Ceiling(IntegerChoices):
    """How deep an agreement opens. Sealed facts are never opened by one."""

    OPEN = 0, _("Bare facts of the case")
    PERSONAL = 1, _("And who is in it")
    SENSITIVE = 2, _("And what is written about it")


# What an agreement can open, in the order of the page; the page of a case needs the first.
SHAREABLE = (
    Section.CASE, Section.IDENTITY, Section.SCREENING, Section.REFERRAL, Section.CARE, Section.HEALTH, Section.JUSTICE,
    Section.REPATRIATION, Section.REINTEGRATION,
)  # fmt: skip


class EndCode(TextChoices):
    """Why an agreement ended or is given notice of."""

    EXPIRED = "expired", _("Its last day has passed")
    NOT_NEEDED = "not_needed", _("No longer needed")
    LAW_CHANGED = "law_changed", _("The legal basis has changed")
    TERMS = "terms", _("The terms are not kept")
    MISUSE = "misuse", _("Data were misused")
    DANGER = "danger", _("Somebody is in danger because of it")
    AGENCY_GONE = "agency_gone", _("An agency no longer exists")
    NEVER_SIGNED = "never_signed", _("Its last day passed before all had signed")
    FOLLOWED = "followed", _("A successor is in force")


class DeclineCode(TextChoices):
    """Why an agency does not sign."""

    TOO_WIDE = "too_wide", _("It opens too much")
    BASIS = "basis", _("The legal basis does not carry it")
    TERMS = "terms", _("The terms need changes")
    NOT_NEEDED = "not_needed", _("We do not need it")


class Tab(TextChoices):
    """The lists of an agency's agreements."""

    WAITING = "waiting", _("Waiting for our signature")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    COMING = "coming", _("In preparation")
    PAST = "past", pgettext_lazy("agreement", "Past")
