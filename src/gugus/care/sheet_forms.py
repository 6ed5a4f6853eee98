"""What is read from the pages of the sheet of assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.base.forms import Versioned
from gugus.base.widgets import CodeInput, DayInput, LongText, Radios
from gugus.care.sheet_rules import LONGEST_NAME, LONGEST_SENTENCE, SECTIONS

READERS = {
    "care": _("Whoever reads the services and the plan of a case"),
    "health": _("Fewer: whoever reads the health part"),
    "justice": _("Fewer: whoever reads the criminal case"),
}
ENDS = {1: _("1: urgent need, act today"), 5: _("5: stands on one's own feet")}
SIDES = (("said_id", _("Sentence in Indonesian")), ("said_en", _("Sentence in English")))


class DomainForm(Versioned):
    """One domain: its name, who reads it, and the sentence of each score in both languages."""

    code = forms.CharField(
        label=_("Code"), max_length=20, widget=CodeInput(),
        help_text=_("Scores of earlier versions are drawn in one line with the same code."),
    )  # fmt: skip
    section = forms.ChoiceField(
        label=_("Who reads it"), widget=Radios(explain=READERS),
        choices=[(one, Section(one).label) for one in SECTIONS],
    )  # fmt: skip
    id = forms.CharField(label=_("Name in Indonesian"), max_length=LONGEST_NAME)
    en = forms.CharField(label=_("Name in English"), max_length=LONGEST_NAME)
    marks = "none"

    def __init__(self, *args, domain: dict[str, Any] | None = None, **kwargs):
        first = {name: domain[name] for name in ("code", "section", "id", "en")} if domain else {}
        for side, _words in SIDES:
            said = domain[side] if domain else [""] * 5
            first |= {f"{side}_{score}": words for score, words in enumerate(said, start=1)}
        super().__init__(*args, initial=first | kwargs.pop("initial", {}), **kwargs)
        for score in range(1, 6):
            for side, words in SIDES:
                self.fields[f"{side}_{score}"] = forms.CharField(
                    label=f"{score} · {words}", max_length=LONGEST_SENTENCE, widget=LongText(rows=2),
                    help_text=ENDS.get(score, "") if side == "said_id" else "",
                )  # fmt: skip

    @property
    def domain(self) -> dict[str, Any]:
        """The domain as it is kept."""
        given = self.cleaned_data
        told: dict[str, Any] = {name: given[name].strip() for name in ("code", "section", "id", "en")}
        return told | {
            side: [given[f"{side}_{score}"].strip() for score in range(1, 6)] for side, _words in SIDES
        }


class CountForm(Versioned):
    """From when on the sheet counts, and why."""

    valid_from = forms.DateField(label=_("Counts from"), widget=DayInput())
    reason = forms.CharField(
        label=_("Why it changes"), max_length=300, widget=LongText(rows=2),
        help_text=_("For example the number of the decree."),
    )  # fmt: skip
    marks = "none"
