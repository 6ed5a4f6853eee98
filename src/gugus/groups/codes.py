"""Where a list comes from, what its columns mean, states, answers and needs. Codes are stored, words are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.law.triage import dangers


class State(TextChoices):
    LIST = "list", _("List")
    SCREENING = "screening", _("Being screened")
    SPLIT = "split", _("Being split")
    HANDED_OVER = "handed_over", _("Handed over")
    CLOSED = "closed", pgettext_lazy("group", "Closed")


class Source(TextChoices):
    """Who made the list."""

    MISSION = "mission", _("Indonesian mission abroad")
    IMMIGRATION = "immigration", _("Immigration")
    MIGRANT_WORKERS = "migrant_workers", _("Migrant-worker protection")
    POLICE = "police", _("Police")
    CARRIER = "carrier", _("Airline or ship")
    FOREIGN = "foreign", _("Authority of the other country")
    OWN = "own", _("Made by ourselves on arrival")


class LoadState(TextChoices):
    """How far a list is. `checking`: looked at, nothing was written yet."""

    CHECKING = "checking", _("Being looked at")
    RUNNING = "running", _("Is being imported")
    DONE = "done", _("Imported")
    UNDONE = "undone", _("Undone")
    DROPPED = "dropped", _("Thrown away")


class HandState(TextChoices):
    """How far the hand-over of one destination is; the worker moves it."""

    WAITING = "waiting", _("Ordered")
    RUNNING = "running", _("Being handed over")
    DONE = "done", pgettext_lazy("hand-over of a group", "Ended")


class Form(TextChoices):
    CSV = "csv", _("Text with separators (CSV)")
    XLSX = "xlsx", _("Spreadsheet (XLSX)")


class Encoding(TextChoices):
    """How letters are written as bytes; the reader may say it when we guessed wrongly."""

    UTF_8 = "utf_8", "UTF-8"
    UTF_8_SIG = "utf_8_sig", _("UTF-8 with a mark (Excel)")
    UTF_16 = "utf_16", "UTF-16"
    CP1252 = "cp1252", "Windows-1252"
    LATIN_1 = "latin_1", "ISO 8859-1"


class Separator(TextChoices):
    SEMICOLON = "semicolon", _("Semicolon ;")
    COMMA = "comma", _("Comma ,")
    TAB = "tab", _("Tab")
    BAR = "bar", _("Bar |")


class Meaning(TextChoices):
    """What a column of a list means. What nobody named is not read."""

    NAME = "name", _("Full name")
    ALIAS = "alias", _("Other name")
    SEX = "sex", _("Sex")
    BIRTH = "birth", _("Birth date")
    AGE = "age", _("Age")
    NATIONALITY = "nationality", _("Nationality")
    NIK = "nik", _("NIK")
    PASSPORT = "passport", _("Passport")
    SPLP = "splp", _("SPLP")
    PHONE = "phone", _("Phone")
    ADDRESS = "address", _("Address")
    PROVINCE = "province", _("Home province")
    REGENCY = "regency", _("Home city or regency")
    SEAT = "seat", _("Seat or order")


class Ageing(TextChoices):
    """The law's age groups, as asked on a fast line; a test keeps the two alike."""

    A0 = "age_0_5", "0–5"
    A6 = "age_6_12", "6–12"
    A13 = "age_13_17", "13–17"
    A18 = "age_18_24", "18–24"
    A25 = "age_25_44", "25–44"
    A45 = "age_45_59", "45–59"
    A60 = "age_60_up", "60+"


CHILDREN = {Ageing.A0, Ageing.A6, Ageing.A13}


class Need(TextChoices):
    """What cannot wait until tomorrow."""

    MEDICAL = "medical", _("Doctor")
    CHILD_ALONE = "child_alone", _("Child alone")
    PREGNANT = "pregnant", _("Pregnant")


class Heard(TextChoices):
    """On whose word the risk of going home rests."""

    PERSON = "person", _("The person herself")
    FAMILY = "family", _("The family, by phone")
    AGENCY = "agency", _("An agency at home")
    FILE = "file", _("What is on file")


class Stage(TextChoices):
    """Where one person of a group stands; derived, never stored."""

    WAITING = "waiting", _("Nobody has spoken to the person yet")
    BEGUN = "begun", _("Being asked")
    DECIDED = "decided", pgettext_lazy("person of a group", "Decided")
    PLACED = "placed", _("Decided, destination known")
    HANDED = "handed", pgettext_lazy("person of a group", "Handed over")
    ABSENT = "absent", _("Did not arrive")


NONE = "none"  # on a fast line: looked for and not found
DANGERS = [(one.code, one.code) for one in dangers()]
