"""The words of the ledger: bases, answers, who gave them, how, and what a recipient says when told to stop."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Basis(TextChoices):
    CONSENT = "consent", _("Consent of the survivor or guardian")
    LEGAL_DUTY = "legal_duty", _("Legal duty")
    VITAL_INTEREST = "vital_interest", _("Vital interest: life or safety in danger")


class Answer(TextChoices):
    """What the person said. Only "given" is ever a basis; the two others are records too."""

    GIVEN = "given", pgettext_lazy("consent", "Given")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")
    NOT_ASKED = "not_asked", _("Not asked yet")


class RecipientKind(TextChoices):
    """To whom. Everything but one agency is a named kind of recipient."""

    AGENCY = "agency", _("One agency")
    SERVICES = "services", _("Services of this task force")
    ENFORCEMENT = "enforcement", _("Police, prosecution and witness protection of this task force")
    OUTSIDE = "outside", _("A provider without an account")
    RESEARCH = "research", _("Researchers and makers of figures")
    PUBLIC = "public", _("The public, newspapers, social media")


class Giver(TextChoices):
    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("Parent or guardian of the child")
    REPRESENTATIVE = "representative", _("Representative of a grown person without capacity")
    OFFICIAL = "official", _("The agency decides, because no guardian can")


class Relation(TextChoices):
    """How whoever gave it stands to the person."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GUARDIAN = "guardian", _("Guardian by a decision")
    GRANDPARENT = "grandparent", _("Grandparent")
    SIBLING = "sibling", _("Grown sibling")
    RELATIVE = "relative", _("Another relative")
    FOSTER = "foster", _("Foster parent or carer")
    CURATOR = "curator", _("Curator by a court (pengampu)")
    SPOUSE = "spouse", _("Husband or wife")
    OTHER = "other", _("Another (describe in the note)")


class ChildView(TextChoices):
    """What the child itself says."""

    AGREES = "agrees", _("The child agrees")
    DISAGREES = "disagrees", _("The child does not want it")
    UNABLE = "unable", _("The child is too young or unable to say")


class NoGuardian(TextChoices):
    """Why the agency decides for a child."""

    ABSENT = "absent", _("No parent or guardian can be found")
    CONFLICTED = "conflicted", _("Parent or guardian is accused or in conflict with the child")
    UNSAFE = "unsafe", _("Asking the parent or guardian would endanger the child")
    CHILD_OBJECTS = "child_objects", _("Guardian and child say different things")


class Form(TextChoices):
    WRITTEN = "written", _("Signed on paper")
    SPOKEN = "spoken", _("Spoken, before a witness")
    THUMBPRINT = "thumbprint", _("Thumbprint, before a witness")


class Minority(TextChoices):
    """What the officer says when the register does not know the age."""

    CHILD = "child", _("Under 18, or it is not certain")
    ADULT = "adult", _("Certainly 18 or older")


class Asker(TextChoices):
    """Who wants the withdrawal."""

    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("Parent or guardian of the child")
    REPRESENTATIVE = "representative", _("Representative of a grown person without capacity")
    GROWN_UP = "grown_up", _("The person, who has turned 18")


class Channel(TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By telephone")
    LETTER = "letter", _("By letter or message")
    REQUEST = "request", _("Request to the data protection officer")


class Receipt(TextChoices):
    """What a past recipient says it did."""

    DELETED = "deleted", _("Deleted")
    RETURNED = "returned", _("Given back")
    BLOCKED = "blocked", _("Kept, but nobody can use it")
    KEPT = "kept", _("Kept, because a law says so")


class Verdict(TextChoices):
    """What the second person says about an override."""

    CONFIRMED = "confirmed", _("It was right")
    OBJECTED = "objected", _("It was not right: access ends")


class Light(TextChoices):
    """How a line of the ledger stands, beside its words."""

    GREEN = "green", _("There is a basis")
    AMBER = "amber", _("Needs attention")
    RED = "red", _("No basis")


class Standing(TextChoices):
    """How sure a rule is: as in the table of clocks."""

    CONFIRMED = "C", _("confirmed in the text of the law")
    MEMORY = "M", _("from memory, to be confirmed")
    DESIGN = "D", _("our own proposal")
