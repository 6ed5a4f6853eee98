"""Sex, how sure a birth date is, kinds of documents, reasons to open an identity, what a likeness says."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not yet known")


class Certainty(TextChoices):
    STATED = "stated", _("Stated")
    DOCUMENTED = "documented", _("Documented")
    ESTIMATED = "estimated", _("Estimated")
    UNKNOWN = "unknown", _("Not yet known")


class DocumentKind(TextChoices):
    NIK = "nik", _("National identity number (NIK)")
    PASSPORT = "passport", _("Passport")
    SPLP = "splp", _("Travel document in lieu of passport (SPLP)")
    OTHER = "other", _("Other document")


class UnmaskReason(TextChoices):
    """Why somebody needs to see who a person is. The words are shown in the trail."""

    CONTACT = "contact", _("Reach or accompany the person")
    SAFETY = "safety", _("The person may be in danger")
    IDENTIFY = "identify", _("Make sure who it is, check documents")
    REFERRAL = "referral", _("Prepare a referral or an official letter")
    LEGAL = "legal", _("Legal process")
    CORRECT = "correct", _("Correct or complete the record")
    REQUEST = "request", _("The person asked for it")
    OTHER = "other", _("Another reason (write it down)")


class SealReason(TextChoices):
    """Why even colleagues must not see who somebody is."""

    PROTECTED = "protected", _("Protected witness or victim (LPSK)")
    STAFF = "staff", _("Relative of staff or of an official")
    PUBLIC = "public", _("Public figure")
    THREAT = "threat", _("Threat from inside an agency")
    OTHER = "other", _("Another reason (write it down)")


class Purpose(TextChoices):
    """What a search token was made of. Tokens of different purposes never match each other."""

    NAME = "name", "name keys: whole words, one letter less, sounds"
    NAME_YEAR = "name_year", "sound of a name word with the birth year"
    NAME_AREA = "name_area", "sound of a name word with the home regency"
    FULL_YEAR = "full_year", "sounds of all name words with the birth year"
    PHONE = "phone", "phone number in E.164"
    DOCUMENT = "document", "document number, letters and digits only"


class Field(TextChoices):
    """What a likeness is about."""

    NAME = "name", _("Name")
    BIRTH_YEAR = "birth_year", _("Birth year")
    SEX = "sex", _("Sex")
    HOME_AREA = "home_area", _("Home area")
    PHONE = "phone", _("Phone")
    DOCUMENT = "document", _("Document number")


class Verdict(TextChoices):
    """What the comparison of one field says. Unknown weighs far less than a contradiction."""

    AGREE = "agree", _("agrees")
    DIFFER = "differ", _("differs")
    UNKNOWN = "unknown", _("cannot be compared")
