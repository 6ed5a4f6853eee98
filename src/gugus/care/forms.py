"""What is read from the pages of services."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText, MomentInput, RadioCards, RadioRow, Radios
from gugus.care.codes import AbsenceCode, CancelCode, MoveCode, Question, Result
from gugus.directory.models import Agency
from gugus.referrals.codes import Urgency
from gugus.referrals.wording import service_groups

LONGEST = 5000


class LineForm(Versioned):
    """A service that somebody needs."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("For whom"), widget=Radios())
    service = forms.ChoiceField(label=_("Service"), choices=lambda: [("", "–"), *service_groups()])
    asked_at = forms.DateTimeField(
        label=_("Asked for"),
        widget=MomentInput(),
        help_text=_("The legal clock of seven days runs from here."),
    )
    provider = forms.ModelChoiceField(
        label=_("Provider"), required=False, queryset=Agency.objects.none(), empty_label=_("Not known yet")
    )
    provider_name = forms.CharField(
        label=_("Provider outside the directory"),
        required=False,
        max_length=200,
        help_text=_("Kept encrypted."),
    )
    appointment_at = forms.DateTimeField(label=_("Appointment"), required=False, widget=MomentInput())
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=3),
        help_text=_("Kept encrypted."),
    )
    step = forms.ChoiceField(
        label=_("Step of the plan"), required=False, help_text=_("If the service serves a step of a plan.")
    )
    marks = "optional"

    def __init__(
        self,
        *args,
        parties: list[tuple[str, str]],
        agencies,
        initial: dict,
        steps: list[tuple[str, str]] = (),
        **kwargs,
    ):
        initial = {"key": uuid4()} | initial
        if len(parties) == 1:
            initial["party"] = parties[0][0]
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["party"].choices = parties
        self.fields["provider"].queryset = agencies
        self.fields["step"].choices = [("", "–"), *steps]
        if not steps:
            del self.fields["step"]


class ArrangeForm(Versioned):
    """There is an appointment."""

    appointment_at = forms.DateTimeField(label=_("Appointment"), widget=MomentInput())
    code = forms.ChoiceField(
        label=_("Why another time"), required=False, choices=[("", "–"), *MoveCode.choices],
        help_text=_("If an appointment is moved. The earlier one stays in the history."),
    )  # fmt: skip
    marks = "optional"

    def clean_code(self) -> str:
        """A moved appointment always has a reason."""
        return self.cleaned_data["code"] or MoveCode.OTHER


class AttendForm(Versioned):
    """Did the person come?"""

    came = forms.TypedChoiceField(
        label=_("Did the person come?"), choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes", widget=RadioRow(),
    )  # fmt: skip
    code = forms.ChoiceField(
        label=_("Why not"), required=False, choices=[("", "–"), *AbsenceCode.choices],
        help_text=_("Nobody loses a service over a missed appointment. If it was not safe: look at the safety first."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=2),
        help_text=_("Kept encrypted."),
    )
    marks = "optional"


class FinishForm(Versioned):
    """It was done."""

    done_on = forms.DateField(label=_("Done on"), widget=DayInput())
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=Radios())
    note = forms.CharField(
        label=_("Note on the result"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=4),
        help_text=_("Kept encrypted."),
    )
    cost = forms.DecimalField(
        label=_("Cost in rupiah"), required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text=_("What the agency paid; the survivor pays nothing."),
    )  # fmt: skip


class CancelForm(Versioned):
    """It will not happen."""

    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *CancelCode.choices])


URGENCIES = {
    Urgency.NOW: _("Answer within two hours, day and night"),
    Urgency.SOON: _("Answer within one office day"),
    Urgency.PLANNED: _("Answer within three working days"),
}


class _Office(forms.ModelChoiceField):
    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class ReferForm(Versioned):
    """Whom to ask for the service of a line; who is referred and for what is known."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    to_agency = _Office(label=_("Which agency"), queryset=Agency.objects.none(), empty_label=_("Choose"))
    urgency = forms.ChoiceField(
        label=_("How soon"), choices=Urgency.choices, widget=RadioCards(explain=URGENCIES)
    )
    message = forms.CharField(
        label=_("What is needed"), max_length=LONGEST, widget=LongText(rows=4),
        help_text=_("The receiving agency reads this once it has accepted."),
    )  # fmt: skip

    def __init__(self, *args, agencies: list[Agency], initial: dict, **kwargs):
        super().__init__(*args, initial={"key": uuid4(), "urgency": Urgency.SOON} | initial, **kwargs)
        self.fields["to_agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])


ANSWERS = ((4, _("Yes")), (3, _("Mostly")), (2, _("Hardly")), (1, _("No")))


class OpinionForm(Versioned):
    """What somebody says of a service. The questions are closed; each may stay open."""

    declined = forms.BooleanField(label=_("The person does not want to answer"), required=False)
    words = forms.CharField(
        label=_("In own words"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Only your agency reads this, never the one that gave the service. Kept encrypted."),
    )  # fmt: skip
    marks = "none"

    def __init__(self, *args, words_too: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for code, label in Question.choices:
            self.fields[code] = forms.TypedChoiceField(
                label=label, choices=ANSWERS, coerce=int, empty_value=None, required=False, widget=RadioRow()
            )
        if not words_too:
            del self.fields["words"]
        self.order_fields(["declined", *Question.values, "words"])

    @property
    def answers(self) -> dict[str, int] | None:
        """What was answered; None where the person did not want to."""
        if self.cleaned_data["declined"]:
            return None
        given = {code: self.cleaned_data[code] for code in Question.values}
        return {code: value for code, value in given.items() if value is not None}
