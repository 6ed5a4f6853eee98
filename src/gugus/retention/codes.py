"""Classes of records, units, beginnings, what happens at the end; reasons of holds; states of runs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordClass(TextChoices):
    """What the schedule has a row for."""

    REPORT = "report_no_case", _("Report that did not become a case")
    CASE_ADULT = "case_adult", _("Closed case, adults only")
    CASE_CHILD = "case_child", _("Closed case with a child")
    PERSON = "person_alone", _("Person without a file")
    ACCOUNT = "account", _("Account that ended")
    DRAFTS = "drafts", _("Drafts that nobody sent")
    SESSIONS = "sessions", _("Sessions that ran out")
    ANSWERS = "answers", _("Answers kept for programs that ask twice")
    UNMASKINGS = "unmaskings", _("Who unmasked an identity")
    NOTICES_READ = "notices_read", _("Notices that were read")
    NOTICES_UNREAD = "notices_unread", _("Notices that nobody read")
    EVENTS = "events", _("Events that were dealt with")
    EXPORTS = "exports", _("Exported files")
    DOCUMENTS = "documents", _("Files of letters and forms")
    HOUSE_NOTES = "house_notes", _("What shifts of a house told each other")
    FILES = "files", _("Contents of files that were taken back")
    TRAIL = "trail", _("Entries of the trail")


# Classes that only a run makes anonymous, after two people agreed; the others go by themselves at night.
BY_RUN = (
    RecordClass.REPORT, RecordClass.CASE_ADULT, RecordClass.CASE_CHILD, RecordClass.PERSON, RecordClass.ACCOUNT,
)  # fmt: skip


class Unit(TextChoices):
    DAYS = "days", pgettext_lazy("period", "days")
    MONTHS = "months", pgettext_lazy("period", "months")
    YEARS = "years", pgettext_lazy("period", "years")


class Start(TextChoices):
    OUTCOME = "outcome", _("from the outcome of the report")
    CLOSING = "closing", _("from the closing of the case")
    ADULTHOOD = "adulthood", _("from the closing, at the earliest when the youngest child is of age")
    REGISTRATION = "registration", _("from the registration")
    ACCESS_END = "access_end", _("from the end of the last role")
    LAST_WRITTEN = "last_written", _("from the last change")
    END = "end", _("from the end of its validity")


class Method(TextChoices):
    ANONYMISE = "anonymise", _("is made anonymous")
    DELETE = "delete", _("is deleted")
    KEEP = "keep", _("stays")


class Standing(TextChoices):
    """How sure the legal basis is; the same letters as for clocks."""

    CONFIRMED = "C", _("Confirmed")
    UNCONFIRMED = "M", _("To be confirmed")
    DESIGN = "D", _("Our design")


class RecordKind(TextChoices):
    """What can be held. The values are the names of models, except for the whole agency."""

    CASE = "case", _("Case")
    REPORT = "report", _("Report")
    PERSON = "person", _("Person")
    AGENCY = "agency", _("The whole agency")


class HoldReason(TextChoices):
    CRIMINAL = "criminal", _("Criminal case is pending")
    RESTITUTION = "restitution", _("Restitution is open")
    LPSK = "lpsk", _("LPSK protection")
    SUBJECT = "subject", _("The person asked for it")
    AUDIT = "audit", _("Audit or inspection")


class RunKind(TextChoices):
    SCHEDULE = "schedule", _("By the schedule")
    REQUEST = "request", _("Erasure that somebody asked for")
    REPEAT = "repeat", _("Repeated after a restore")


class RunState(TextChoices):
    ASKED = "asked", _("Waits for a second person")
    APPROVED = "approved", _("Approved, begins within a minute")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", pgettext_lazy("run", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("run", "Withdrawn")


class ItemState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Made anonymous")
    SKIPPED = "skipped", _("Left alone")


class Skipped(TextChoices):
    """Why a record of an approved list was left alone after all."""

    HELD = "held", _("A hold was placed meanwhile")
    NOT_DUE = "not_due", _("It was reopened, or is not due any more")
    GONE = "gone", _("It was anonymous already")
    MISSING = "missing", _("It is not there")
