"""What is read from the pages of figures."""

from uuid import uuid4

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gugus.access.viewer import Viewer
from gugus.base.forms import Refusable
from gugus.base.widgets import Checks, DayInput, LongText, Radios
from gugus.directory.models import TaskForce
from gugus.figures.codes import Means, Standing
from gugus.figures.models import Published
from gugus.figures.queries import Beside
from gugus.figures.recording import Told
from gugus.figures.seats import forces_of
from gugus.figures.wording import figure_choices, value_said
from gugus.kernel.periods import Period
from gugus.places.forms import AreaField
from gugus.restitution.forms import RupiahField

FIRST_YEAR = 2015
NO_PERSON = _("Offices and numbers only, never the name of a person.")


class ForForce(Refusable):
    """A form about one of the viewer's task forces; with one there is nothing to choose."""

    task_force = forms.ModelChoiceField(
        label=_("Task force"), queryset=TaskForce.objects.none(), empty_label=None
    )

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        forces = forces_of(viewer.agency_id)
        self.fields["task_force"].queryset = forces
        self.only = forces[0] if forces.count() == 1 else None
        if self.only:
            del self.fields["task_force"]

    @property
    def force(self) -> TaskForce:
        """The task force that is meant."""
        return self.only or self.cleaned_data["task_force"]


class FreezeForm(ForForce):
    """Which figures of which year."""

    year = forms.ChoiceField(label=_("Year"))
    figures = forms.MultipleChoiceField(label=_("Figures"), choices=figure_choices, widget=Checks())
    marks = "none"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(localdate().year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]

    @property
    def period(self) -> Period:
        """The year that was chosen."""
        return Period.parse(self.cleaned_data["year"])

    def show(self, refused) -> None:
        """Reasons about the period belong to the year."""
        for reason in refused.reasons:
            field = "year" if reason.field == "period" else reason.field
            self.add_error(field if field in self.fields else None, reason.words)


class ValueField(RupiahField):
    """A number as people write it: "7.488.725.925" or "6,1"."""

    default_error_messages = {
        "negative": _("A published count is not negative."),
        "two_ways": _("This can be read in two ways. Write 1.250 for thousands, or 1,25 for a fraction."),
        "too_large": _("This number is too large."),
        "unreadable": _(
            "Write a number, such as 1.250 or 6,1. What is no number belongs into the next field."
        ),
    }

    def prepare_value(self, value):
        """A number that is put right, as it would be typed."""
        return super().prepare_value(value).removeprefix("Rp") if value is not None else value


class PublishedForm(ForForce):
    """A published figure."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    topic = forms.CharField(
        label=_("What was counted"),
        max_length=120,
        help_text=_("The same words for the same thing: figures of one topic stand side by side."),
    )
    period = forms.CharField(
        label=_("For which time"), max_length=40, help_text=_("For example 2024, 2019–2022 or March 2025.")
    )
    area_code = AreaField(label=_("For which area"), required=False, help_text=_("Empty: the whole country."))
    value = ValueField(label=_("Number"), required=False)
    unit = forms.CharField(
        label=_("Unit"), max_length=40, required=False, help_text=_("For example persons, cases, rupiah, %.")
    )
    value_words = forms.CharField(label=_("Or in words"), max_length=200, required=False)
    source = forms.CharField(label=_("Whose figure"), max_length=160, help_text=NO_PERSON)
    publication = forms.CharField(label=_("Published where"), max_length=200, required=False)
    published_on = forms.DateField(label=_("Published on"), required=False, widget=DayInput())
    standing = forms.ChoiceField(
        label=_("How it is known"), choices=Standing.choices, initial=Standing.READ, widget=Radios()
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=LongText(rows=3), help_text=NO_PERSON
    )
    marks = "optional"

    @property
    def told(self) -> Told:
        """What the action is given."""
        names = (
            "topic", "period", "area_code", "value", "unit", "value_words", "source", "publication", "published_on",
            "standing", "note",
        )  # fmt: skip
        return Told(**{name: self.cleaned_data[name] for name in names})


def as_initial(one: Published) -> dict:
    """A line to put right, as the form would have been filled in."""
    names = (
        "topic", "period", "area_code", "value", "unit", "value_words", "source", "publication", "published_on",
        "standing",
    )  # fmt: skip
    return {name: getattr(one, name) for name in names} | {"note": one.note or ""}


class ResolveForm(Refusable):
    """Which of the figures is used, and why."""

    choice = forms.ChoiceField(label=_("What is used"), widget=Radios())
    why = forms.CharField(
        label=_("Reason of the decision"), max_length=2000, widget=LongText(rows=3), help_text=NO_PERSON
    )
    marks = "none"

    def __init__(self, *args, beside: Beside, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {one.ref: one for one in beside.lines}
        self.fields["choice"].choices = [
            *((ref, f"{value_said(one)} – {one.source}") for ref, one in self.lines.items()),
            (Means.BOTH.value, Means.BOTH.label),
            (Means.NONE.value, Means.NONE.label),
        ]

    @property
    def means(self) -> str:
        """What was decided."""
        chosen = self.cleaned_data["choice"]
        return Means.USE.value if chosen in self.lines else chosen

    @property
    def chosen(self) -> Published | None:
        """The figure that is used."""
        return self.lines.get(self.cleaned_data["choice"])


class ListFilter(forms.Form):
    """Which frozen figures, by the address."""

    figure = forms.ChoiceField(label=_("Figure"), required=False)
    period = forms.CharField(label=_("Year"), required=False, max_length=8)
    marks = "none"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [("", _("All")), *figure_choices()]
