"""What is read from the page of the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText
from gugus.reintegration.models import MonitoringRules
from gugus.reintegration.rules import RISKS, Wish

DAYS_AFTER = _("Days after the reunion, for example 7 30 60 90.")


class Days(forms.CharField):
    """Whole numbers with spaces or commas between them."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The numbers as they were typed; anything else is refused."""
        parts = super().clean(value).replace(",", " ").split()
        if not all(one.isdecimal() and len(one) < 5 for one in parts):
            raise forms.ValidationError(_("Write whole days after the reunion, rising, none twice."))
        return tuple(int(one) for one in parts)


class RulesForm(Versioned):
    """Schedules and stop rule as they shall count from a day on."""

    high = Days(label=_("Visits at high risk"), max_length=250, help_text=DAYS_AFTER)
    medium = Days(label=_("Visits at medium risk"), max_length=250, help_text=DAYS_AFTER)
    low = Days(label=_("Visits at low risk"), max_length=250, help_text=DAYS_AFTER)
    visits_done = forms.IntegerField(label=_("Visits that took place, at least"), min_value=1, max_value=40)
    alone_once = forms.IntegerField(label=_("Seen or spoken to alone, at least"), min_value=0, max_value=40)
    safe_at_last = forms.BooleanField(
        label=_("The last visit that counts found the person safe"), required=False,
        help_text=_("Permensos 8/2023 art. 20 asks for it."),
    )  # fmt: skip
    supports_open = forms.IntegerField(label=_("Support still open, at most"), min_value=0, max_value=20)
    end_outcomes = forms.IntegerField(
        label=_("Outcomes answered at the end, at least"), min_value=0, max_value=6
    )
    basis = forms.CharField(label=_("Legal basis"), max_length=200)
    valid_from = forms.DateField(label=_("Counts from"), widget=DayInput())
    reason = forms.CharField(
        label=_("Why it changes"), max_length=300, widget=LongText(rows=2),
        help_text=_("For example the number of the decree."),
    )  # fmt: skip
    marks = "none"

    @staticmethod
    def starting(newest: MonitoringRules) -> dict[str, Any]:
        """What stands there now."""
        told = {name: " ".join(str(day) for day in newest.days_of(name)) for name in RISKS}
        told |= {name: value for name, value in newest.stops.items() if name != "alarms_open"}
        return told | {"version": newest.version, "basis": newest.basis}

    @property
    def wish(self) -> Wish:
        """The version that is wanted."""
        return Wish(**{name: value for name, value in self.words.items() if name != "reason"})
