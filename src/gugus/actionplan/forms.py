"""What is read from the pages of action plans."""

from decimal import Decimal
from uuid import uuid4

from django import forms
from django.utils.text import Truncator, format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.codes import Section
from gugus.access.viewer import Viewer
from gugus.actionplan.codes import Better, DropCode, Every, Source
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Figure, figure_of
from gugus.actionplan.models import Activity, Plan
from gugus.actionplan.planning import Paper
from gugus.actionplan.queries import Work
from gugus.actionplan.reporting import Done
from gugus.base.forms import Refusable, Versioned
from gugus.base.widgets import CheckChips, LongText, Radios
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.restitution.forms import RupiahField
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.queries import forces_for, members_on

NO_PERSON = _("Never the name of a person.")
KINDS = ".xlsx,.csv"


class AmountField(RupiahField):
    """An amount; empty means nothing."""

    def clean(self, value) -> Decimal:
        return super().clean(value) or Decimal(0)


class FigureField(forms.CharField):
    """A number as people write it, or words where there is none."""

    def __init__(self, **kwargs):
        super().__init__(max_length=120, **kwargs)

    def clean(self, value) -> Figure:
        return figure_of(super().clean(value))

    def prepare_value(self, value):
        if isinstance(value, Figure):
            return said_plainly(value.value, value.words)
        return value


def said_plainly(value: Decimal | None, words: str) -> str:
    """A figure as it would be typed."""
    return f"{value.normalize():f}".replace(".", ",") if value is not None else words


class _Basis(forms.ModelChoiceField):
    """A number alone is not recognised: what it is and what it is called stand with it."""

    def label_from_instance(self, obj: LegalBasis) -> str:
        return f"{obj.get_kind_display()} {obj.number}: {Truncator(obj.title).chars(90)}"


class PaperForm(Versioned):
    """The cover of a plan. Years are what the legal basis says."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    task_force = forms.ModelChoiceField(
        label=_("Task force"), queryset=TaskForce.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    first_year = forms.IntegerField(label=_("First year"), min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=1990, max_value=2100)
    every = forms.ChoiceField(
        label=_("Agencies report"), choices=Every.choices, initial=Every.HALF, widget=Radios()
    )
    report_days = forms.IntegerField(
        label=_("Days to report after a period"), min_value=1, max_value=180, initial=15
    )
    basis = _Basis(
        label=_("Legal basis"),
        queryset=LegalBasis.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    basis_words = forms.CharField(label=_("Legal basis in words"), max_length=300, required=False)
    marks = "optional"

    def __init__(self, *args, viewer: Viewer, plan: Plan | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        forces = forces_for(viewer, Section.PLAN)
        self.fields["task_force"].queryset = forces
        self.only = plan.task_force if plan else forces[0] if forces.count() == 1 else None
        if self.only:
            del self.fields["task_force"]
        rows = LegalBasis.objects.visible_to(viewer).valid_on(localdate())
        self.fields["basis"].queryset = rows.filter(task_force=self.only) if self.only else rows

    @property
    def force(self) -> TaskForce:
        """The task force that is meant."""
        return self.only or self.cleaned_data["task_force"]

    @property
    def paper(self) -> Paper:
        """What the action is given."""
        names = ("title", "first_year", "last_year", "every", "report_days", "basis", "basis_words")
        return Paper(**{name: self.cleaned_data[name] for name in names})


class _Yearly(Versioned):
    """Fields for each year of the plan: targets and money by source."""

    def add_years(self, plan: Plan, *, targets: bool) -> None:
        for year in plan.years:
            if targets:
                target = format_lazy("{} {}", pgettext_lazy("matrix", "Target"), year)
                self.fields[f"target_{year}"] = FigureField(label=target, required=False)
            for source in Source:
                label = format_lazy("{} {}", source.label, year)
                self.fields[f"{source}_{year}"] = AmountField(label=label, required=False)
        self.plan = plan

    @property
    def years(self) -> list[tuple[int, list]]:
        """Bound fields by year, for the template."""
        names = ("target", *Source.values)
        return [
            (year, [self[f"{name}_{year}"] for name in names if f"{name}_{year}" in self.fields])
            for year in self.plan.years
        ]

    @property
    def budgets(self) -> dict[tuple[int, str], Decimal]:
        """Every amount that was typed."""
        return {
            (year, source): self.cleaned_data[f"{source}_{year}"]
            for year in self.plan.years
            for source in Source.values
        }

    @property
    def targets(self) -> dict[int, Figure]:
        found = {year: self.cleaned_data[f"target_{year}"] for year in self.plan.years}
        return {year: figure for year, figure in found.items() if figure}


def _members(plan: Plan):
    return Agency.objects.filter(pk__in=[one.pk for one in members_on(plan.task_force, localdate())])


class LineForm(_Yearly):
    """An activity with an indicator. Names that stand in the plan already are taken up."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    field = forms.ChoiceField(label=_("Field of work"), choices=WorkField.choices)
    strategy = forms.CharField(label=_("Strategy"), max_length=300)
    programme = forms.CharField(label=_("Programme"), max_length=300)
    activity = forms.CharField(label=_("Activity"), max_length=300, help_text=NO_PERSON)
    agency = forms.ModelChoiceField(
        label=_("Responsible agency"), queryset=Agency.objects.none(), empty_label=_("Choose")
    )
    supporting = forms.ModelMultipleChoiceField(
        label=_("Supporting agencies"), queryset=Agency.objects.none(), required=False, widget=CheckChips()
    )
    indicator = forms.CharField(label=_("Indicator"), max_length=300)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    better = forms.ChoiceField(
        label=_("Which way is better"), choices=Better.choices, initial=Better.MORE, widget=Radios()
    )
    baseline = FigureField(
        label=_("Baseline"), required=False, help_text=_("A number, or words where there is none.")
    )
    marks = "required"

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = self.fields["supporting"].queryset = _members(plan)
        self.add_years(plan, targets=True)

    @property
    def line(self) -> Line:
        """What the action is given."""
        given = self.cleaned_data
        names = (
            "key",
            "field",
            "strategy",
            "programme",
            "activity",
            "agency",
            "indicator",
            "unit",
            "better",
            "baseline",
        )
        budgets = {place: amount for place, amount in self.budgets.items() if amount}
        return Line(
            **{name: given[name] for name in names}, supporting=list(given["supporting"]), targets=self.targets,
            budgets=budgets,
        )  # fmt: skip


class ActivityForm(_Yearly):
    """Other words, another agency, other money for an activity."""

    name = forms.CharField(label=_("Activity"), max_length=300, help_text=NO_PERSON)
    agency = forms.ModelChoiceField(
        label=_("Responsible agency"), queryset=Agency.objects.none(), empty_label=None
    )
    supporting = forms.ModelMultipleChoiceField(
        label=_("Supporting agencies"), queryset=Agency.objects.none(), required=False, widget=CheckChips()
    )
    marks = "required"

    def __init__(self, *args, activity: Activity, **kwargs):
        super().__init__(*args, **kwargs)
        members = _members(activity.plan)
        kept = Agency.objects.filter(pk__in=[activity.agency_id, *activity.supporting])
        self.fields["agency"].queryset = self.fields["supporting"].queryset = members | kept
        self.add_years(activity.plan, targets=False)


def activity_initial(work: Work) -> dict:
    """An activity as its form would have been filled in."""
    one = work.activity
    given = {"name": one.name, "agency": one.agency_id, "supporting": one.supporting, "version": one.version}
    return given | {f"{each.source}_{each.year}": each.amount for each in work.budgets if each.amount}


class IndicatorForm(Versioned):
    """Other words for an indicator of a draft, another baseline, the other way."""

    name = forms.CharField(label=_("Indicator"), max_length=300, help_text=NO_PERSON)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    better = forms.ChoiceField(label=_("Which way is better"), choices=Better.choices, widget=Radios())
    baseline = FigureField(
        label=_("Baseline"), required=False, help_text=_("A number, or words where there is none.")
    )
    marks = "optional"


class TargetForm(Versioned):
    """The first target of a year, or a revision."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    target = FigureField(label=pgettext_lazy("matrix", "Target"))
    reason = forms.CharField(
        label=_("Why it is revised"), max_length=300, required=False,
        help_text=_("Needed when the year has a target already. The old one stays readable."),
    )  # fmt: skip
    marks = "required"

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in plan.years]


class DropForm(Versioned):
    """Take an activity out of the plan."""

    code = forms.ChoiceField(
        label=_("Reason for taking it out"),
        choices=[one for one in DropCode.choices if one[0] != DropCode.UNDONE],
        widget=Radios(),
    )
    marks = "none"


class MoveForm(Versioned):
    """A step of a plan or report; a reason where it is sent back."""

    reason = forms.CharField(
        label=_("What is to be mended"),
        max_length=2000,
        required=False,
        widget=LongText(rows=3),
        help_text=NO_PERSON,
    )
    marks = "none"


class FileForm(Refusable):
    """A matrix as a file."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("Matrix (XLSX or CSV)"), widget=forms.ClearableFileInput({"accept": KINDS}),
        help_text=_("Up to 5 MB and 2,000 rows. Formulas are never computed. Nothing is written before you agree."),
    )  # fmt: skip
    sheet = forms.IntegerField(
        label=_("Which sheet"), min_value=1, max_value=50, initial=1, required=False,
        help_text=_("1 is the first one."),
    )  # fmt: skip
    marks = "optional"


class EntryForm(Versioned):
    """What was done for one activity since the beginning of the year."""

    spent_apbn = AmountField(label=_("Spent from APBN"), required=False)
    spent_apbd = AmountField(label=_("Spent from APBD"), required=False)
    spent_other = AmountField(label=_("Spent from other sources"), required=False)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=1000, required=False, widget=LongText(rows=2),
        help_text=_("Numbers of documents, or where they lie. Never the name of a survivor."),
    )  # fmt: skip
    obstacle = forms.CharField(
        label=_("Obstacle"), max_length=2000, required=False, widget=LongText(rows=3), help_text=NO_PERSON
    )
    follow_up = forms.CharField(
        label=_("Follow-up (RTL)"),
        max_length=2000,
        required=False,
        widget=LongText(rows=3),
        help_text=NO_PERSON,
    )
    marks = "none"

    def __init__(self, *args, work: Work, **kwargs):
        super().__init__(*args, **kwargs)
        self.work = work
        reached = {}
        for measure in work.measures:
            target = measure.target
            said = said_plainly(target.value, target.words) if target else "–"
            words = _("Target of the year: %(target)s %(unit)s")
            reached[f"reached_{measure.indicator.pk}"] = FigureField(
                label=measure.indicator.name, required=False,
                help_text=words % {"target": said, "unit": measure.indicator.unit},
            )  # fmt: skip
        self.fields = reached | self.fields

    @property
    def reached(self) -> list:
        """Bound fields of the indicators."""
        return [self[f"reached_{measure.indicator.pk}"] for measure in self.work.measures]

    @property
    def done(self) -> Done:
        """What the action is given."""
        names = ("spent_apbn", "spent_apbd", "spent_other", "evidence", "obstacle", "follow_up")
        reached = {m.indicator.pk: self.cleaned_data[f"reached_{m.indicator.pk}"] for m in self.work.measures}
        return Done(**{name: self.cleaned_data[name] for name in names}, reached=reached)


class MatrixFilter(forms.Form):
    """Which year, field and agency of a plan, by the address."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False, empty_value=None)
    field = forms.ChoiceField(
        label=_("Field of work"), choices=[("", _("All")), *WorkField.choices], required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=_("All")
    )
    marks = "none"

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "–"), *((year, str(year)) for year in plan.years)]
        rows = Activity.objects.unscoped(because="of a plan that came through the gate").filter(plan=plan)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=rows.values("agency"))
