"""Forms of data subjects' requests."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import CheckChips, Checks, CodeInput, LongText, MomentInput, RadioRow, Radios
from gugus.kernel.ids import parse_ref
from gugus.privacy.codes import (
    Asker,
    Capacity,
    Channel,
    Check,
    Delivery,
    Exemption,
    RequestKind,
    Verdict,
)

SEALED = _("Kept encrypted.")


class RequestForm(Versioned):
    """What somebody asks for. Say nothing yet about whether we know them."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(
        label=_("What is asked for"), choices=RequestKind.choices, widget=Checks()
    )
    received_at = forms.DateTimeField(
        label=_("Received at"), widget=MomentInput(), help_text=_("The clock runs from here.")
    )
    channel = forms.ChoiceField(label=_("Received how"), choices=Channel.choices)
    asker = forms.ChoiceField(label=_("Who asks"), choices=Asker.choices, widget=Radios())
    capacity = forms.ChoiceField(
        label=_("In which capacity"), choices=Capacity.choices, widget=Radios(),
        help_text=_("Decides on which side of the wall between survivor and accused we look."),
    )  # fmt: skip
    asker_name = forms.CharField(label=_("Name as given"), required=False, max_length=200, help_text=SEALED)
    asker_contact = forms.CharField(
        label=_("Contact as given"), required=False, max_length=200, help_text=SEALED
    )
    wish = forms.CharField(
        label=_("What is asked, in their words"), required=False, max_length=5000, widget=LongText(rows=4),
        help_text=SEALED,
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)


class VerifyForm(Versioned):
    """Is it certain who asks, and is asking no danger?"""

    ref = forms.CharField(
        label=_("Code of the person"), max_length=20, widget=CodeInput(),
        help_text=_("Found with the case manager; nobody is told that it exists."),
    )  # fmt: skip
    checks = forms.MultipleChoiceField(
        label=_("What was checked"), choices=Check.choices, widget=Checks(), required=False
    )
    note = forms.CharField(
        label=_("Note on the checks"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
        help_text=SEALED,
    )
    marks = "optional"

    def clean_ref(self) -> str:
        read = parse_ref(self.cleaned_data["ref"])
        if not read or not read.startswith("P-"):
            raise forms.ValidationError(_("This is not the code of a person."))
        return read


class RefuseForm(Versioned):
    """Not certain who asks. The same letter for everybody."""

    checks = forms.MultipleChoiceField(
        label=_("What was checked"), choices=Check.choices, widget=Checks(), required=False
    )
    note = forms.CharField(
        label=_("Note on the checks"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
        help_text=SEALED,
    )
    delivery = forms.ChoiceField(
        label=_("How it is delivered"), widget=Radios(),
        choices=[(one.value, one.label) for one in (Delivery.HAND, Delivery.POST, Delivery.MESSAGE)],
    )  # fmt: skip
    marks = "optional"


class ItemForm(Versioned):
    """The decision on one right."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=Verdict.choices, widget=RadioRow())
    exemptions = forms.MultipleChoiceField(
        label=_("Exemptions of the law"), required=False, choices=Exemption.choices, widget=CheckChips(),
        help_text=_("Needed for granting in part or refusing (UU 27/2022 art. 15 and duties to keep)."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=LongText(rows=3), help_text=SEALED
    )
    marks = "optional"


class FileForm(Versioned):
    """Is this file part of the copy?"""

    included = forms.TypedChoiceField(
        label=_("Part of the copy"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=RadioRow(),
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    exemption = forms.ChoiceField(
        label=_("Exemption of the law"), required=False, choices=[("", "–"), *Exemption.choices]
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=LongText(rows=3), help_text=SEALED
    )
    marks = "optional"


class AnswerForm(Versioned):
    """The answer letter."""

    answer = forms.CharField(
        label=_("Further words in the letter"), required=False, max_length=3000, widget=LongText(rows=4),
        help_text=_(
            "Plain words. The letter may be read by a stranger: nothing in it may tell what service this is."
        ),
    )  # fmt: skip
    delivery = forms.ChoiceField(label=_("How it is delivered"), widget=Radios())
    marks = "optional"

    def __init__(self, *args, allowed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delivery"].choices = [(code, Delivery(code).label) for code in allowed]


class DoneForm(Versioned):
    """What was granted was carried out."""

    done_ref = forms.CharField(
        label=_("Code of what was done"), required=False, max_length=20, widget=CodeInput()
    )
    marks = "optional"


class WithdrawalForm(Versioned):
    """Which consents are taken back."""

    grounds = forms.MultipleChoiceField(label=_("What is taken back"), widget=Checks())

    def __init__(self, *args, grounds: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grounds"].choices = grounds


class ErasureForm(Versioned):
    """Why a person may be forgotten; a second person reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=LongText(rows=3), help_text=SEALED)


class EmptyForm(Versioned):
    """A question with one button."""
