"""What is read on the pages of retention."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Refusable
from gugus.base.widgets import DayInput, LongText, RadioRow, Radios
from gugus.retention.codes import HoldReason, Standing, Unit


class RuleForm(Refusable):
    """How long a class is kept from a day on."""

    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=1000)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, widget=RadioRow())
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        widget=LongText(rows=2),
        help_text=_("Decree, article, archive schedule."),
    )
    status = forms.ChoiceField(label=_("How sure is the basis?"), choices=Standing.choices, widget=Radios())
    valid_from = forms.DateField(label=_("Counts from"), widget=DayInput())
    reason = forms.CharField(label=_("Why it changes"), max_length=300, widget=LongText(rows=2))


class DayForm(forms.Form):
    """The day of a preview; it lives in the address, a wrong one counts as today."""

    on = forms.DateField(label=_("As of"), widget=DayInput(), required=False)

    def chosen(self) -> date:
        """The day, or today."""
        return (self.cleaned_data.get("on") if self.is_valid() else None) or timezone.localdate()


class RunForm(Refusable):
    """Ask that exactly the list on the screen be forgotten."""

    on = forms.DateField(widget=forms.HiddenInput())
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("The second person reads it. Kept encrypted. No names."),
    )


class HoldForm(Refusable):
    """Nothing of a record is forgotten."""

    ref = forms.CharField(
        label=_("Reference"),
        max_length=20,
        required=False,
        help_text=_("Case, report or person: K-…, R-… or P-…. Empty: the whole agency."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=HoldReason.choices, widget=Radios())
    review_on = forms.DateField(label=_("Look at it again on"), widget=DayInput())
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("Kept encrypted."),
    )


class ReviewForm(Refusable):
    """The reason still holds."""

    version = forms.IntegerField(widget=forms.HiddenInput())
    review_on = forms.DateField(label=_("Look at it again on"), widget=DayInput())


class ReleaseForm(Refusable):
    """Ask a second person to release a hold."""

    version = forms.IntegerField(widget=forms.HiddenInput())
    reason = forms.CharField(label=_("Why it is no longer needed"), max_length=2000, widget=LongText(rows=3))
