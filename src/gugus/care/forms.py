"""What is read from the pages of services."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText, MomentInput, Radios
from gugus.care.codes import CancelCode, Result
from gugus.directory.models import Agency
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
    marks = "optional"

    def __init__(self, *args, parties: list[tuple[str, str]], agencies, initial: dict, **kwargs):
        initial = {"key": uuid4()} | initial
        if len(parties) == 1:
            initial["party"] = parties[0][0]
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["party"].choices = parties
        self.fields["provider"].queryset = agencies


class ArrangeForm(Versioned):
    """There is an appointment."""

    appointment_at = forms.DateTimeField(label=_("Appointment"), widget=MomentInput())


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
