"""What is typed on the pages of a case. Forms read; actions decide."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.forms import Refusable
from gugus.base.widgets import CheckChips, DayInput, LongText, MomentInput, RadioCards, RadioRow
from gugus.cases import wording
from gugus.cases.codes import EntryKind, FlagKind, Safety
from gugus.cases.models import Case
from gugus.kernel.ids import new_id
from gugus.places.forms import AreaField

RISKS = (("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))
LONG = 20_000  # characters of one text


class AddingForm(Refusable):
    """Makes something new: carries its future id, so that a double click makes one."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_id


class ChangingForm(Refusable):
    """Changes what others may be changing: carries the version that its page showed."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    compares: Sequence[str] = ()

    def based_on(self, version: int) -> "ChangingForm":
        """The same typing, now about a newer version that the person has seen."""
        data = self.data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data
        return self


class SafetyForm(ChangingForm):
    """Is the person safe, what was seen, when to look again."""

    safety = forms.ChoiceField(
        label=_("Is the person safe now?"),
        choices=[choice for choice in Safety.choices if choice[0] != Safety.UNKNOWN]
        + [(Safety.UNKNOWN.value, _("Nobody could be reached"))],
        widget=RadioCards(
            explain={
                Safety.SAFE: _("Out of reach of the offender, has a place to stay."),
                Safety.WATCH: _("Nothing has happened, but it may."),
                Safety.DANGER: _("Threatened, held, hurt or about to be."),
                Safety.UNKNOWN: _("Somebody tried. The clock goes on."),
            }
        ),
    )
    note = forms.CharField(
        label=_("What was seen and done"),
        required=False,
        max_length=LONG,
        help_text=_("Needed for danger and for watching. Other agencies do not read this."),
        widget=LongText(rows=3),
    )
    next_at = forms.DateTimeField(
        label=_("Look again at the latest"),
        required=False,
        help_text=_("Left empty: tomorrow in danger, in 7 days when watching, in 30 days when safe."),
        widget=MomentInput,
    )
    compares = ("safety", "note")


class EntryForm(AddingForm):
    """One line of the chronology."""

    text = forms.CharField(label=_("What happened"), max_length=LONG, widget=LongText(rows=4))
    kind = forms.ChoiceField(label=_("Kind"), choices=EntryKind.choices, initial=EntryKind.NOTE)
    happened_at = forms.DateTimeField(label=_("When"), widget=MomentInput)
    section = forms.ChoiceField(
        label=_("Who may read it"),
        help_text=_("Agencies on this case read only the parts that were opened to them."),
    )

    def __init__(self, *args, sections: Sequence, autosave_url: str = "", now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(one.value, SECTION_WORDS[one.value]) for one in sections]
        self.fields["section"].initial = sections[0].value if sections else ""
        self.fields["happened_at"].initial = timezone.localtime(now).replace(second=0, microsecond=0)
        self.only_section = ""
        if len(sections) == 1:
            self.fields["section"].widget = forms.HiddenInput()
            self.only_section = SECTION_WORDS[sections[0].value]
        if autosave_url:
            self.fields["text"].widget = LongText(rows=4, autosave_url=autosave_url)
        self.marks = "none"


SECTION_WORDS = {
    "case": _("Everybody on the case"),
    "care": _("Care: companions and shelter"),
    "health": _("Health: doctors and psychologists"),
    "justice": _("Justice: police, prosecution, legal aid"),
}


class CorrectionForm(EntryForm):
    """A correction of an earlier line; it stands in the same section."""

    text = forms.CharField(
        label=_("What is right"),
        max_length=LONG,
        help_text=_("The earlier line stays readable; both point to each other."),
        widget=LongText(rows=4),
    )
    field_order = ["text", "kind", "happened_at"]


class FlagForm(AddingForm):
    """A warning for everybody who works on the case."""

    kind = forms.ChoiceField(label=_("What about"), choices=FlagKind.choices, widget=RadioRow)
    note = forms.CharField(
        label=_("What must people know?"),
        required=False,
        max_length=1000,
        help_text=_(
            "Every agency on this case reads it; a warning about art. 18 only your agency, legal aid and LPSK. "
            "Write no name, no address and no number, and not what the person did."
        ),
        widget=LongText(rows=3),
    )


class ResolveFlagForm(Refusable):
    """Why a warning no longer holds."""

    resolution = forms.CharField(
        label=_("Why does it no longer hold?"), max_length=1000, widget=LongText(rows=3)
    )


class ReasonForm(Refusable):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LongText(rows=3))


class ColleagueForm(Refusable):
    """A colleague joins the team."""

    user = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues


class HandOverForm(ChangingForm):
    """Another colleague answers for the case."""

    to = forms.ModelChoiceField(label=_("New case manager"), queryset=User.objects.none())
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=LongText(rows=2), help_text=_("It stands in the trail.")
    )
    compares = ("to",)

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class MoveForm(ChangingForm):
    """Hold, resume, close, reopen or archive: a coded reason and words."""

    code = forms.ChoiceField(label=_("Reason"), widget=RadioCards)
    note = forms.CharField(label=_("In words"), required=False, max_length=LONG, widget=LongText(rows=3))

    def __init__(self, *args, to: str, before: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = wording.state_reasons(to, before)


class ClosingForm(ChangingForm):
    """Ask to close: why, what was reached, when somebody asks again, and whether the survivor wants that."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    code = forms.ChoiceField(label=_("Reason"), widget=RadioCards)
    note = forms.CharField(
        label=_("What was reached, and what is left"),
        max_length=2000,
        help_text=_("The supervisor reads it before agreeing. No names."),
        widget=LongText(rows=4),
    )
    contact_agreed = forms.TypedChoiceField(
        label=_("Does the survivor agree to be contacted later?"),
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not asked"))],
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        widget=RadioRow,
    )
    aftercare_on = forms.DateField(
        label=_("Ask again on"),
        required=False,
        help_text=_(
            "Becomes a task of the case manager. Leave empty where contact is not wanted or not safe."
        ),
        widget=DayInput(),
    )

    def __init__(self, *args, before: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = wording.state_reasons("closed", before)
        self.fields["key"].initial = new_id


class ChaptersForm(forms.Form):
    """What goes into the dossier: only what the reader needs."""

    chapter = forms.MultipleChoiceField(
        label=_("Chapters"), widget=CheckChips, error_messages={"required": _("Choose at least one chapter.")}
    )
    marks = "none"

    def __init__(self, *args, chapters: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chapter"].choices = chapters


class FactsForm(ChangingForm):
    """What a case is about, as the list and the figures need it."""

    summary = forms.CharField(
        label=_("Summary"),
        max_length=LONG,
        help_text=_("Three to five sentences. Other agencies do not read this."),
        widget=LongText(rows=6),
    )
    risk = forms.ChoiceField(
        label=_("Risk"),
        choices=RISKS,
        widget=RadioCards(
            explain={
                "high": _("Danger today, a child, or still held"),
                "medium": _("Danger in the coming days"),
                "low": _("Safe place, no contact with the offender"),
            }
        ),
    )
    area_code = AreaField(label=_("Where it happened"), required=False, most=4)
    crossed_border = forms.TypedChoiceField(
        label=_("Across a border?"),
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not yet known"))],
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        widget=RadioRow,
    )
    exploitation = forms.MultipleChoiceField(
        label=_("Forms of exploitation"),
        required=False,
        choices=wording.choices("exploitation_forms", blank=""),
        widget=CheckChips,
    )
    compares = ("summary", "risk")

    @staticmethod
    def from_case(case: Case) -> dict:
        """What the form shows first."""
        crossed = {True: "yes", False: "no", None: ""}[case.crossed_border]
        return {
            "summary": case.summary, "risk": case.risk, "area_code": case.area_code, "crossed_border": crossed,
            "exploitation": case.exploitation, "version": case.version,
        }  # fmt: skip


class NewCaseForm(AddingForm, FactsForm):
    """A case that is opened without a report."""

    version = None
    manager = forms.ModelChoiceField(label=_("Case manager"), queryset=User.objects.none())
    field_order = ["summary", "risk", "manager", "area_code", "crossed_border", "exploitation"]

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = colleagues
