"""Which period, and whose numbers."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.kernel.periods import Kind, Period

EARLIEST = 2015


class PeriodForm(forms.Form):
    """`2024`, `2024-S1`, `2024-Q3`, `2024-06`."""

    period = forms.CharField(
        label=_("Period, for example 2026-Q2"),
        max_length=8,
        required=False,
        help_text=_("A year (2024), half-year (2024-S1), quarter (2024-Q3) or month (2024-06)."),
    )
    own = forms.BooleanField(label=_("Exact numbers of my agency"), required=False)

    def clean_period(self) -> Period | None:
        text = self.cleaned_data["period"].strip().upper()
        if not text:
            return None
        try:
            period = Period.parse(text)
        except ValueError as unreadable:
            message = _("Write a year (2024), half-year (2024-S1), quarter (2024-Q3) or month (2024-06).")
            raise forms.ValidationError(message) from unreadable
        if not EARLIEST <= period.year <= 2100:
            raise forms.ValidationError(_("Figures begin in %(year)s."), params={"year": EARLIEST})
        return period


class ReferralFiguresForm(PeriodForm):
    """Also as which side the own agency is meant, and weeks (`2026-W05`)."""

    side = forms.ChoiceField(
        label=_("As which side"),
        required=False,
        choices=[("sent", _("What we asked for")), ("received", _("What we were asked for"))],
    )

    def clean_side(self) -> str:
        return self.cleaned_data["side"] or "sent"


def years(today: date) -> list[Period]:
    """The years that the page offers, this one first."""
    return [Period.containing(Kind.YEAR, date(year, 1, 1)) for year in range(today.year, today.year - 5, -1)]
