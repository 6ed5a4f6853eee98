"""What is read from the pages of a task force."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.base.forms import Refusable, Versioned
from gugus.base.widgets import CheckChips, DayInput
from gugus.directory.codes import Level, WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.places.forms import AreaField
from gugus.taskforce.codes import BasisKind, MeetingKind, PositionKind
from gugus.taskforce.models import LegalBasis


class DayForm(forms.Form):
    """The day as of which a task force is looked at; read from the address."""

    hari = forms.DateField(label=_("As of the day"), required=False, widget=DayInput())


class _Kept(Versioned):
    """A form about a task force. `choices` are rows that the view has read; `day` is today there."""

    marks = "optional"

    def __init__(self, *args, choices: dict[str, Any] | None = None, day: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            if name in self.fields:
                self.fields[name].queryset = rows
        for one in self.fields.values():
            if isinstance(one, forms.ModelChoiceField):
                one.empty_label = _("Choose") if one.required else "–"
        if day is not None and "on" in self.fields:
            self.fields["on"].initial = day


def _day(label, text="") -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), help_text=text)


class FoundForm(Refusable):
    """A new task force."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name of the task force"), max_length=200)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    area_code = AreaField(
        label=_("Area"),
        required=False,
        most=2,
        help_text=_("Province, or city or regency. Empty for the centre."),
    )
    parent = forms.ModelChoiceField(
        label=_("Task force next above"), queryset=TaskForce.objects.none(), required=False
    )
    on = _day(_("Since"), _("The day on which the decree counts."))
    marks = "optional"

    def __init__(self, *args, parents, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["parent"].queryset = parents


class DescribeForm(_Kept):
    """Name and the next above."""

    name = forms.CharField(label=_("Name of the task force"), max_length=200)
    parent = forms.ModelChoiceField(
        label=_("Task force next above"), queryset=TaskForce.objects.none(), required=False
    )


class FieldsForm(_Kept):
    """In which fields a member takes part, and which it leads, from a day on."""

    fields_ = forms.MultipleChoiceField(
        label=_("Takes part in"), choices=WorkField.choices, required=False, widget=CheckChips
    )
    leads = forms.MultipleChoiceField(
        label=_("Leads"), choices=WorkField.choices, required=False, widget=CheckChips,
        help_text=_("Each field is led by one agency."),
    )  # fmt: skip
    on = _day(_("From the day"))

    @property
    def words(self) -> dict:
        """As the action is called: the field's name would hide the form's own `fields`."""
        told = super().words
        return {("fields" if name == "fields_" else name): value for name, value in told.items()}


class SeatForm(FieldsForm):
    """A new member."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    field_order = ("agency", "fields_", "leads", "on")


class OnForm(_Kept):
    """Only a day: something ends or passes on from it."""

    on = _day(_("From the day"))


class EndSeatForm(OnForm):
    """The seat of a member ends; who takes over what it still has to do."""

    heir = forms.ModelChoiceField(
        label=_("Who takes over what it still has to do"), queryset=Agency.objects.none(), required=False,
        help_text=_("Another member. Needed only where something is still to be done."),
    )  # fmt: skip


class ReplaceSeatForm(OnForm):
    """Another agency takes the seat."""

    heir = forms.ModelChoiceField(label=_("Agency that takes the seat"), queryset=Agency.objects.none())
    field_order = ("heir", "on")


class PositionForm(_Kept):
    """A position as the decree says it."""

    kind = forms.ChoiceField(label=pgettext_lazy("task force", "Position"), choices=PositionKind.choices)
    field = forms.ChoiceField(
        label=_("Field of work"), choices=[("", "–"), *WorkField.choices], required=False,
        help_text=_("Only for the coordinator of a field."),
    )  # fmt: skip
    office = forms.CharField(
        label=_("Office that holds it"), max_length=160,
        help_text=_("Ex officio, as in the decree: “Sekretaris Kota”."),
    )  # fmt: skip
    holder = forms.CharField(
        label=_("Name of the official"), max_length=120, required=False,
        help_text=_("As printed in the annex of the decree. May stay empty."),
    )  # fmt: skip
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none(), required=False)
    basis = forms.ModelChoiceField(
        label=_("Appointed by"), queryset=LegalBasis.objects.unscoped(because="narrowed by the view").none(),
        required=False,
    )  # fmt: skip
    on = _day(_("From the day"))


class CorrectPositionForm(_Kept):
    """A slip of the pen in a position."""

    office = forms.CharField(label=_("Office that holds it"), max_length=160)
    holder = forms.CharField(label=_("Name of the official"), max_length=120, required=False)


class BasisForm(_Kept):
    """A regulation or decree."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BasisKind.choices)
    number = forms.CharField(label=_("Number and year"), max_length=80, help_text=_("For example “64/2019”."))
    title = forms.CharField(label=_("Title"), max_length=300)
    signed_on = _day(_("Signed on"))
    valid_from = _day(_("Counts from"))
    valid_to = forms.DateField(
        label=_("Counts no more from"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: without an end."),
    )


class AddBasisForm(BasisForm):
    """The same when it is new: which one it replaces."""

    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=LegalBasis.objects.unscoped(because="narrowed by the view").none(),
        required=False, help_text=_("The earlier document ends on the day on which this one begins to count."),
    )  # fmt: skip


class FrequencyForm(_Kept):
    """How often a kind of meeting is to be held at least."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingKind.choices)
    times = forms.IntegerField(label=_("Times a year, at least"), min_value=0, max_value=52)
    source = forms.CharField(
        label=_("Where this is written"), max_length=200, required=False,
        help_text=_("Rule and article. Empty: your own working rule."),
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label=_("I have read this number in the rule named above"), required=False,
        help_text=_("Otherwise it is shown as unconfirmed."),
    )  # fmt: skip
    on = _day(_("From the day"))


class TakeUpForm(_Kept):
    """Nothing to fill in."""
