"""Stages of a criminal track, charges, verdicts, hearings, telling the survivor, protection, non-punishment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """Where a proceeding stands. The order is the way from the police report to the final verdict."""

    REPORTED = "reported", _("Police report")
    INQUIRY = "inquiry", _("Inquiry")
    INVESTIGATION = "investigation", _("Investigation")
    FILE_SENT = "file_sent", _("File with the prosecutor (stage I)")
    FILE_RETURNED = "file_returned", _("File returned (P-18/P-19)")
    FILE_COMPLETE = "file_complete", _("File complete (P-21)")
    HANDED_OVER = "handed_over", _("Suspect and evidence handed over (stage II)")
    INDICTED = "indicted", _("Indictment")
    TRIAL = "trial", _("Trial")
    VERDICT = "verdict", _("Verdict of the first instance")
    APPEAL = "appeal", pgettext_lazy("court", "Appeal")
    APPEAL_VERDICT = "appeal_verdict", _("Verdict on appeal")
    CASSATION = "cassation", _("Cassation")
    FINAL = "final", _("Final verdict")
    STOPPED = "stopped", _("Stopped (SP3)")
    DIVERTED = "diverted", _("Diversion")
    DIED = "died", _("Accused died")


class MoveCode(TextChoices):
    """Why a proceeding was stopped, went on, or ended without a new verdict."""

    EVIDENCE = "evidence", _("Not enough evidence")
    NO_OFFENCE = "no_offence", _("Not an offence")
    BY_LAW = "by_law", _("Ended by law")
    PRETRIAL = "pretrial", _("Reopened by a pretrial ruling")
    NEW_EVIDENCE = "new_evidence", _("Reopened: new evidence")
    DIVERSION_FAILED = "diversion_failed", _("Diversion failed or was not kept")
    WITHDRAWN = "withdrawn", _("The remedy was withdrawn")
    NO_REMEDY = "no_remedy", _("Nobody asked for a remedy in time")


class Group(TextChoices):
    """The groups in which the police publish their figures."""

    INQUIRY = "inquiry", _("Inquiry (penyelidikan)")
    INVESTIGATION = "investigation", _("Investigation (penyidikan)")
    COMPLETE = "complete", _("P-21 and prosecution")
    COURT = "court", _("In court")
    FINAL = "final", _("Final verdict")
    OTHER = "other", _("Stopped, diverted or ended")


class Custody(TextChoices):
    """How an accused is held, and by whom. How long each may last stands in the table of clocks."""

    ARREST = "arrest", _("Arrest")
    INVESTIGATOR = "investigator", _("Held by the investigator")
    INVESTIGATOR_LONGER = "investigator_longer", _("Held by the investigator, extended")
    PROSECUTOR = "prosecutor", _("Held by the prosecutor")
    PROSECUTOR_LONGER = "prosecutor_longer", _("Held by the prosecutor, extended")
    COURT = "court", _("Held by the court")
    COURT_LONGER = "court_longer", _("Held by the court, extended")
    CITY = "city", _("City or house arrest")


class CustodyEnd(TextChoices):
    RELEASED = "released", pgettext_lazy("custody", "Released")
    EXTENDED = "extended", _("Extended or taken over")
    BAIL = "bail", _("Postponed with a guarantee")
    ESCAPED = "escaped", _("Escaped")
    SERVES = "serves", _("Serves the sentence")
    OVER = "over", _("The time was over")


class Level(TextChoices):
    """How a charge stands in the indictment."""

    SINGLE = "single", _("Single charge")
    PRIMARY = "primary", _("Primary")
    SUBSIDIARY = "subsidiary", _("Subsidiary")
    ALTERNATIVE = "alternative", _("Alternative")
    CUMULATIVE = "cumulative", _("Cumulative")


class Outcome(TextChoices):
    """What a verdict says about a charge."""

    CONVICTED = "convicted", _("Convicted")
    ACQUITTED = "acquitted", _("Acquitted")
    DISMISSED = "dismissed", _("Released: proven, but no offence")
    NOT_DECIDED = "not_decided", _("Not decided, another charge was proven")


class Instance(TextChoices):
    FIRST = "first", _("First instance")
    APPEAL = "appeal", pgettext_lazy("court", "Appeal")
    CASSATION = "cassation", _("Cassation")
    REVIEW = "review", _("Judicial review")


class Agenda(TextChoices):
    """What a hearing is for."""

    EXAMINATION = "examination", _("Examination by police")
    PRETRIAL = "pretrial", _("Pretrial")
    INDICTMENT = "indictment", _("Reading of the indictment")
    OBJECTION = "objection", _("Objection and answer")
    WITNESS = "witness", _("Hearing of witnesses")
    VICTIM = "victim", _("Hearing of the victim")
    EXPERT = "expert", _("Hearing of experts")
    ACCUSED = "accused", _("Hearing of the accused")
    DEMAND = "demand", _("Demand of the prosecutor")
    DEFENCE = "defence", _("Defence")
    VERDICT = "verdict", _("Reading of the verdict")
    RESTITUTION = "restitution", _("Restitution")
    OTHER = "other", _("Another agenda")


class HearingState(TextChoices):
    PLANNED = "planned", pgettext_lazy("hearing", "Planned")
    HELD = "held", pgettext_lazy("hearing", "Held")
    POSTPONED = "postponed", pgettext_lazy("hearing", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("hearing", "Cancelled")


class HearingCode(TextChoices):
    """What came of a hearing, or why it was postponed."""

    DONE = "done", _("Held as planned")
    PARTLY = "partly", _("Held, not finished")
    WITNESS_ABSENT = "witness_absent", _("A witness did not come")
    ACCUSED_ABSENT = "accused_absent", _("The accused did not come")
    COURT = "court", _("The court was not ready")
    VICTIM = "victim", _("The survivor was not able to be heard")
    SAFETY = "safety", _("It was not safe")
    OTHER = "other", _("Another reason")


class Presence(TextChoices):
    """How somebody is heard."""

    IN_PERSON = "in_person", _("In the court room")
    SCREENED = "screened", _("Without meeting the accused")
    REMOTE = "remote", _("Over a connection")
    RECORDED = "recorded", _("By recording outside the court")


class Beside(TextChoices):
    """Who is beside a child that is heard (UU 21/2007 arts. 38-40)."""

    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    FOSTER = "foster", _("Foster parent")
    ADVOCATE = "advocate", _("Advocate")
    COMPANION = "companion", pgettext_lazy("hearing", "Companion or social worker")


class Telling(TextChoices):
    WAITING = "waiting", _("To be told")
    TOLD = "told", pgettext_lazy("survivor", "Told")
    NOT_WANTED = "not_wanted", _("Does not want to know")
    NOT_SAFE = "not_safe", _("Cannot be told safely now")


class Way(TextChoices):
    """How a survivor was told: only in the way that is safe for her."""

    MEETING = "meeting", _("In a meeting")
    CALL = "call", _("By telephone, safe number and time")
    MESSAGE = "message", _("By message, agreed wording")
    COMPANION = "companion", _("Through her companion")
    LETTER = "letter", _("By letter handed over in person")


class Wish(TextChoices):
    """What a survivor wants to know of the criminal case."""

    ALL = "all", _("Wants to know every step")
    IMPORTANT = "important", _("Only what is important: release, trial, verdict")
    NOTHING = "nothing", _("Does not want to know")


class Help(TextChoices):
    """What LPSK is asked for (UU 31/2014)."""

    PHYSICAL = "physical", _("Physical protection")
    SAFE_PLACE = "safe_place", _("Safe place")
    PROCEDURAL = "procedural", _("Protection in the proceedings")
    LEGAL = "legal", _("Legal protection")
    MEDICAL = "medical", _("Medical help")
    PSYCHOLOGICAL = "psychological", _("Psychological or psychosocial help")
    RESTITUTION = "restitution", _("Help with restitution")
    LIVING = "living", _("Temporary living costs")


class ProtectionState(TextChoices):
    ASKED = "asked", pgettext_lazy("protection", "Asked for")
    INCOMPLETE = "incomplete", _("Incomplete")
    COMPLETE = "complete", _("Complete, being examined")
    GRANTED = "granted", pgettext_lazy("protection", "Granted")
    REFUSED = "refused", pgettext_lazy("protection", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("protection", "Withdrawn")
    ENDED = "ended", pgettext_lazy("protection", "Ended")


class ProtectionCode(TextChoices):
    """Why protection was refused, withdrawn or ended."""

    NO_THREAT = "no_threat", _("No threat was found")
    NOT_IMPORTANT = "not_important", _("The testimony is not essential")
    PAPERS = "papers", _("Papers stayed incomplete")
    OWN_WISH = "own_wish", _("The protected person wishes it")
    RULES = "rules", _("The conditions were not kept")
    OVER = "over", _("The time or the danger is over")
    OTHER = "other", _("Another reason")


class ShieldOrigin(TextChoices):
    """What made somebody think of art. 18."""

    SCREENING = "screening", _("Screening: an offence under force")
    ACCUSED = "accused", _("The survivor is accused")
    TOLD = "told", _("Told by somebody")


class ShieldState(TextChoices):
    """Non-punishment of a person who was forced (UU 21/2007 art. 18)."""

    POSSIBLE = "possible", _("To be examined")
    CLAIMED = "claimed", _("Claimed towards police or prosecutor")
    ACCEPTED = "accepted", pgettext_lazy("shield", "Accepted: not punished")
    REFUSED = "refused", pgettext_lazy("shield", "Refused")
    NOT_NEEDED = "not_needed", _("Not needed: nobody pursues her")


class Tab(TextChoices):
    WEEK = "week", _("Hearings of this week")
    RUNNING = "running", _("Running")
    LONG = "long", _("Long in one stage")
    TELL = "tell", _("To tell the survivor")
    PROTECTION = "protection", _("Protection")
    ENDED = "ended", pgettext_lazy("proceeding", "Ended")
