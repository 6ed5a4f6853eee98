"""Codes of the data protection desk: bases, classes of data, breaches, requests, letters."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """On what processing rests (UU 27/2022 art. 20)."""

    CONSENT = "consent", _("Explicit consent")
    CONTRACT = "contract", _("A contract with the person")
    LEGAL_DUTY = "legal_duty", _("A legal duty of the controller")
    VITAL_INTEREST = "vital_interest", _("Vital interest of the person")
    PUBLIC_TASK = "public_task", _("A public task or public service")
    LEGITIMATE_INTEREST = (
        "legitimate_interest",
        _("Another legitimate interest, weighed against the person's"),
    )


class Whose(TextChoices):
    """Categories of persons."""

    SURVIVOR = "survivor", _("Survivors")
    CHILD = "child", _("Children")
    REPORTER = "reporter", _("Reporters")
    WITNESS = "witness", _("Witnesses")
    FAMILY = "family", _("Family members and guardians")
    ACCUSED = "accused", _("Alleged offenders")
    STAFF = "staff", _("Officers of the agencies")
    NOBODY = "nobody", _("No person")


class Data(TextChoices):
    """General and specific data as UU 27/2022 art. 4 sorts them."""

    NAME = "name", _("Full name")
    SEX = "sex", _("Sex")
    NATIONALITY = "nationality", _("Nationality")
    RELIGION = "religion", _("Religion")
    MARITAL = "marital", _("Marital status")
    IDENTITY_NUMBER = "identity_number", _("Identity numbers (NIK, passport)")
    CONTACT = "contact", _("Phone numbers and addresses")
    BIRTH = "birth", _("Date or year of birth")
    ACCOUNT = "account", _("Account and activity in the system")
    STORY = "story", _("What happened, as told or written down")
    HEALTH = "health", _("Health data")
    BIOMETRIC = "biometric", _("Biometric data")
    GENETIC = "genetic", _("Genetic data")
    CRIMINAL = "criminal", _("Criminal record")
    CHILD = "child", _("Data on a child")
    FINANCE = "finance", _("Personal finance")


SPECIFIC = (Data.HEALTH, Data.BIOMETRIC, Data.GENETIC, Data.CRIMINAL, Data.CHILD, Data.FINANCE)
GENERAL = tuple(one for one in Data if one not in SPECIFIC)


class BreachKind(TextChoices):
    DISCLOSED = "disclosed", _("Seen or taken by somebody who may not")
    LOST = "lost", _("Lost or destroyed")
    CHANGED = "changed", _("Changed without right")
    UNREACHABLE = "unreachable", _("Out of reach when it was needed")


class BreachSource(TextChoices):
    """What it was noticed by. Pages of the trail link here with one of these."""

    UNUSUAL_ACCESS = "unusual_access", _("Unusual access in the trail")
    BROKEN_SEAL = "broken_seal", _("A broken seal of the trail")
    LOST_DEVICE = "lost_device", _("A lost or stolen device")
    WRONG_RECIPIENT = "wrong_recipient", _("Sent or shown to the wrong person")
    ATTACK = "attack", _("An attack on the system")
    PAPER = "paper", _("Papers lost or left lying")
    TOLD = "told", _("Somebody told us")
    OTHER = "other", _("Something else")


class BreachRisk(TextChoices):
    HIGH = "high", _("High: somebody may come to harm")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Choice(TextChoices):
    """Whom to tell. Not yet decided is the empty code."""

    YES = "yes", _("Yes, notify")
    NO = "no", _("No, do not notify")


class KnownReason(TextChoices):
    """Why the moment at which a breach became known is corrected."""

    MISTYPED = "mistyped", _("The moment was mistyped")
    EARLIER_REPORT = "earlier_report", _("Somebody in the agency knew earlier")
    NOT_YET_SURE = "not_yet_sure", _("At the first moment it was not certain that data were affected")


class NoteKind(TextChoices):
    OPENED = "opened", _("Opened")
    FACTS = "facts", _("Facts written down")
    KNOWN = "known", _("Start of the clock corrected")
    DECIDED = "decided", _("Decision on notices")
    LATE = "late", _("Reason for being late")
    REMARK = "remark", _("Remark")
    CLOSED = "closed", _("Closed")


class Delivery(TextChoices):
    """How a letter reaches somebody, by the safe-contact rules of the person."""

    POST = "post", _("By post in a neutral envelope")
    HAND = "hand", _("In person, by hand")
    MESSAGE = "message", _("By the safe channel that was agreed")
    OFFICIAL = "official", _("By official letter")


class LetterKind(TextChoices):
    BREACH_SUBJECT = "breach_subject", _("Notice to the person")
    BREACH_GUARDIAN = "breach_guardian", _("Notice to the guardian")
    BREACH_AUTHORITY = "breach_authority", _("Notice to the authority")
    ANSWER = "answer", _("Answer to a request")
    REFUSAL = "refusal", _("Answer to somebody whose identity is not certain")


class RequestKind(TextChoices):
    """Rights of UU 27/2022. The code is also the end of the name of the clock."""

    COPY = "copy", _("Access and a copy")
    INFORMATION = "information", _("Information on what is done with the data")
    CORRECTION = "correction", _("Correction or completion")
    ERASURE = "erasure", _("Erasure")
    WITHDRAWAL = "withdrawal", _("Withdrawal of consent")
    OBJECTION = "objection", _("Objection to processing")
    RESTRICTION = "restriction", _("Restriction of processing")


class Channel(TextChoices):
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("Letter")
    PHONE = "phone", _("Phone")
    MESSAGE = "message", _("Message or mail")
    THROUGH_OFFICER = "through_officer", _("Through the case manager or companion")


class Asker(TextChoices):
    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("Parent or guardian of a child")
    REPRESENTATIVE = "representative", _("Somebody with a written authority")


class Capacity(TextChoices):
    """As whom somebody asks. The accused stand on the other side of the wall."""

    SURVIVOR = "survivor", _("As survivor")
    WITNESS = "witness", _("As witness")
    FAMILY = "family", _("As family member")
    REPORTER = "reporter", _("As reporter")
    ACCUSED = "accused", _("As alleged offender")


class Check(TextChoices):
    """What was looked at before anything is answered."""

    DOCUMENT_SEEN = "document_seen", _("An identity document was seen and compared")
    CALLED_BACK = "called_back", _("Called back on the number kept in the file")
    CODE_WORD = "code_word", _("The agreed code word was given")
    KNOWN_TO_OFFICER = "known_to_officer", _("The companion knows the person by sight")
    ALONE = "alone", _("Spoke with the person alone, without companions")
    FREE_WILL = "free_will", _("Nobody sends or pressures the person to ask")
    MANAGER_ASKED = "manager_asked", _("The case manager was asked whether the answer is safe")
    NOT_THE_OTHER_SIDE = (
        "not_the_other_side",
        _("The asker is not the accused of the file, nor close to them"),
    )
    AUTHORITY_SEEN = "authority_seen", _("Guardianship or written authority was seen")


class RequestState(TextChoices):
    RECEIVED = "received", _("Identity not yet certain")
    VERIFIED = "verified", _("Identity certain")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused: identity not certain")
    CLOSED = "closed", _("Closed")


class Verdict(TextChoices):
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")


class Exemption(TextChoices):
    """Why a right is limited (UU 27/2022 art. 15 and duties to keep)."""

    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement needs the data")
    OTHER_PEOPLE = "other_people", _("Other people's data would be disclosed")
    DUTY_TO_KEEP = "duty_to_keep", _("A law obliges us to keep the data")
    DEFENCE = "defence", _("National defence and security")
    DANGER = "danger", _("Somebody would be put in danger")
    NOT_HELD = "not_held", _("We do not hold such data")


class SafeToReach(TextChoices):
    """What the files say on reaching somebody."""

    UNKNOWN = "unknown", _("Nothing is written on safe contact: by hand")
    UNSAFE = "unsafe", _("Contact is not safe: by hand")
    RULES = "rules", _("Only within the agreed rules")
    SAFE = "safe", _("No limits were written down")
