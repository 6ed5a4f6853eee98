"""What the workbench sends: everything that is known at once, and new evidence beside it."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.base.widgets import CheckChips, LongText, PartialDateField, RadioRow
from gugus.kernel.partials import Partial
from gugus.kernel.words import Words
from gugus.law.facts import ELEMENTS, KINDS
from gugus.law.indicators import indicators
from gugus.screening.codes import Answer, Precision
from gugus.screening.facts import COLUMN, YES_NO
from gugus.screening.models import Assessment

YES_NO_UNKNOWN = [("yes", _("Yes")), ("no", _("No")), ("", _("Not yet known"))]
STORED = {"yes": True, "no": False, "": None}
SHOWN = {value: key for key, value in STORED.items()}
ASKED = "prompt-"  # names of the indicator fields begin so


def said(words: Words) -> str:
    """A text of the law in the reader's language."""
    return words.in_language(get_language())


def choices(list_name: str) -> list[tuple[str, str]]:
    """A code list as choices, in its official order."""
    return [(one.code, said(one.words)) for one in law.codes(list_name)]


class YesNoField(forms.ChoiceField):
    """Gives True, False, or None for "not yet known"."""

    def __init__(self, **kwargs):
        super().__init__(choices=YES_NO_UNKNOWN, required=False, widget=RadioRow, **kwargs)

    def prepare_value(self, value):
        return SHOWN.get(value, value) if value is None or isinstance(value, bool) else value

    def clean(self, value):
        return STORED[super().clean(value)]


class FactsForm(forms.Form):
    """What is known about one person's story. Nothing is required: gaps become questions."""

    marks = "none"

    acts = forms.MultipleChoiceField(required=False)
    means = forms.MultipleChoiceField(required=False)
    purposes = forms.MultipleChoiceField(required=False)
    exploitation = forms.MultipleChoiceField(required=False)
    ruled_out = forms.MultipleChoiceField(required=False)
    circumstances = forms.MultipleChoiceField(
        required=False, widget=CheckChips, label=_("Circumstances that raise the penalty")
    )
    acted = PartialDateField(
        required=False, label=_("Date of the act"),
        help_text=_("At least the year. It decides which law was valid on that day."),
    )  # fmt: skip
    age_at_act = forms.IntegerField(
        required=False, min_value=0, max_value=120, label=_("Age at the time of the act"),
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input-short"}),
    )  # fmt: skip
    is_child = YesNoField(
        label=_("Was the person under 18 at the time?"),
        help_text=_("In doubt choose “Yes” or leave it open: doubt protects the child."),
    )
    consented = YesNoField(
        label=_("Did the person agree to it?"),
        help_text=_(
            "Recorded, without any effect: consent does not remove the offence (UU 21/2007 art. 26)."
        ),
    )
    crossed_border = YesNoField(label=_("Did the journey cross a national border, or was it going to?"))
    direction = forms.ChoiceField(
        required=False, label=_("Direction"), widget=RadioRow,
        choices=[
            ("into_indonesia", _("Into Indonesia")), ("out_of_indonesia", _("Out of Indonesia")),
            ("", _("Not yet known")),
        ],
    )  # fmt: skip
    indonesian_citizen = YesNoField(label=_("Is the person an Indonesian citizen?"))
    smuggled = YesNoField(
        label=_("Was the border crossing itself arranged unlawfully for payment?"),
        help_text=_("A sign of people smuggling (TPPM). It does not rule out trafficking."),
    )
    placed_without_requirements = YesNoField(
        label=_("Was the person placed for work abroad without meeting the requirements?"),
        help_text=_("A migrant worker offence. It does not rule out trafficking."),
    )
    adoption_for_gain = YesNoField(label=_("Was a child adopted or handed over for gain?"))
    committed_offence = YesNoField(label=_("Did the person commit an offence meanwhile?"))
    forced_to_offend = YesNoField(
        label=_("Was the person forced by the trafficker to do it?"),
        help_text=_("Whoever was forced is not punished for it (UU 21/2007 art. 18)."),
    )
    notes = forms.CharField(
        required=False, max_length=20_000, label=_("Notes"),
        help_text=_("For the people who handle this file. Stored encrypted."), widget=LongText(rows=6),
    )  # fmt: skip

    def __init__(self, *args, assessment: Assessment, autosave_url: str = "", **kwargs):
        kwargs.setdefault("initial", initial_of(assessment))
        super().__init__(*args, **kwargs)
        for kind, name in COLUMN.items():
            self.fields[name].choices = choices(KINDS[kind])
        self.fields["ruled_out"].choices = [(kind, kind) for kind in ELEMENTS]
        self.fields["circumstances"].choices = choices("aggravations")
        self.fields["notes"].widget = LongText(rows=6, autosave_url=autosave_url)
        for one in indicators():
            self.fields[ASKED + one.code] = forms.ChoiceField(
                required=False, label=said(one.words), choices=[("", _("Not asked")), *Answer.choices]
            )

    def facts(self) -> dict:
        """The cleaned answers by the names of the assessment's columns."""
        data = dict(self.cleaned_data)
        acted: Partial | None = data.pop("acted", None)
        asked = {name: data.pop(name) for name in list(data) if name.startswith(ASKED)}
        facts = {name: list(value) if isinstance(value, list) else value for name, value in data.items()}
        return facts | {
            "date_of_act": acted.earliest if acted else None,
            "act_precision": precision_of(acted) if acted else Precision.DAY,
            "indicators": {name.removeprefix(ASKED): answer for name, answer in asked.items() if answer},
            "notes": data["notes"] or None,
        }


def initial_of(assessment: Assessment) -> dict:
    """The assessment as the form shows it."""
    names = (*COLUMN.values(), "ruled_out", "circumstances", "age_at_act", "direction", *YES_NO)
    shown = {name: getattr(assessment, name) for name in names}
    if assessment.date_of_act:
        shown["acted"] = as_partial(assessment.date_of_act, assessment.act_precision)
    shown |= {ASKED + code: answer for code, answer in assessment.indicators.items()}
    return shown | {"notes": assessment.notes or ""}


class EvidenceForm(forms.Form):
    """One new item for one element; wholly empty means that nobody wanted to add one."""

    marks = "none"
    use_required_attribute = False

    code = forms.ChoiceField(label=_("What it speaks for"))
    source = forms.ChoiceField(label=_("Source"))
    strength = forms.ChoiceField(label=_("Strength"), initial="claimed")
    words = forms.CharField(
        max_length=4000, label=_("What it says"), widget=LongText(rows=3),
        help_text=_("As told or as seen. Stored encrypted."),
    )  # fmt: skip

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, prefix=f"new-{kind}", empty_permitted=True, **kwargs)
        self.kind = kind
        self.fields["code"].choices = [("", _("Choose …")), *choices(KINDS[kind])]
        self.fields["source"].choices = [("", _("Choose …")), *choices("evidence_sources")]
        self.fields["strength"].choices = choices("evidence_strengths")

    def has_changed(self) -> bool:
        """The preset strength alone is not yet an item."""
        return bool({"code", "source", "words"} & set(self.changed_data))


def evidence_forms(data: Mapping | None = None) -> dict[str, EvidenceForm]:
    """One form for each kind of element."""
    return {kind: EvidenceForm(data, kind=kind) for kind in KINDS}


def precision_of(day: Partial) -> Precision:
    """How much of the day is known."""
    return Precision.DAY if day.day else Precision.MONTH if day.month else Precision.YEAR


def as_partial(first_on: date, precision: str) -> Partial:
    """The stored first day and its precision as the partial date it was written as."""
    month = first_on.month if precision != Precision.YEAR else None
    return Partial(first_on.year, month, first_on.day if precision == Precision.DAY else None)
