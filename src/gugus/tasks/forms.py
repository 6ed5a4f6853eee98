"""What is read from the pages of tasks, clocks and days off."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.forms import Refusable
from gugus.base.widgets import DayInput, LongText, MomentInput, RadioRow
from gugus.places.forms import AreaField
from gugus.tasks.codes import Hours, Risk, Unit

WHO = (("mine", _("Mine")), ("free", _("Nobody's yet")), ("agency", _("All of my agency")))
STATES = (("open", _("Open")), ("late", _("Late")), ("asleep", _("Put off")), ("done", _("Done")))


class TaskFilter(forms.Form):
    """The filters of the list; they live in the address, wrong ones count as not given."""

    who = forms.ChoiceField(label=_("Whose"), choices=WHO, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    risk = forms.ChoiceField(label=_("Risk"), choices=[("", _("Every risk")), *Risk.choices], required=False)

    def chosen(self) -> dict[str, str]:
        """The valid filters with their defaults."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "who": given.get("who") or "mine",
            "state": given.get("state") or "open",
            "risk": given.get("risk") or "",
        }


class DoneForm(forms.Form):
    """A task is done; the note is optional and kept sealed."""

    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=LongText(rows=3))


class SnoozeForm(Refusable):
    """Put a task off."""

    until = forms.DateTimeField(label=_("Look at it again"), widget=MomentInput())
    reason = forms.CharField(
        label=_("Why can this wait?"),
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("Kept encrypted. The deadline does not move."),
    )

    @staticmethod
    def starting(at: datetime) -> dict:
        """The usual wish: tomorrow at the same hour."""
        return {"until": (at + timedelta(days=1)).replace(second=0, microsecond=0)}


class AssignForm(Refusable):
    """Give a task to a colleague."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class ClockForm(Refusable):
    """A clock as it shall run from a day on."""

    amount = forms.IntegerField(label=_("How long"), min_value=0, max_value=1000)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, widget=RadioRow())
    hours = forms.ChoiceField(
        label=_("Runs"),
        choices=Hours.choices,
        widget=RadioRow(),
        help_text=_("A task with high risk always runs round the clock."),
    )
    area_code = AreaField(
        label=_("Only in this area"), required=False, most=2, help_text=_("Empty: everywhere else.")
    )
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=160)
    valid_from = forms.DateField(label=_("Counts from"), widget=DayInput())
    reason = forms.CharField(
        label=_("Why it changes"),
        max_length=300,
        widget=LongText(rows=2),
        help_text=_("For example the number of the decree."),
    )


class HolidayForm(forms.Form):
    """A day on which offices are closed, or a listed day on which they work after all."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    name = forms.CharField(label=_("Name"), max_length=160)
    collective_leave = forms.BooleanField(label=_("Collective leave"), required=False)
    closed = forms.BooleanField(label=_("Offices are closed"), required=False, initial=True)
