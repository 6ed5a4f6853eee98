"""What is read from the pages of assessments."""

from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText, Radios
from gugus.care.assessing import Scored, Sheet
from gugus.care.codes import AssessmentKind, NotAssessed
from gugus.care.models import NeedsAssessment
from gugus.law.assessing import Domain, Instrument
from gugus.referrals.wording import choices

LONGEST = 5000
KINDS = {
    AssessmentKind.INITIAL: _("First look, in the first days"),
    AssessmentKind.COMPREHENSIVE: _("Every domain in depth, before the plan"),
}


class StartForm(Versioned):
    """Whose situation is looked at, and how deep."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("For whom"), widget=Radios())
    kind = forms.ChoiceField(label=_("Kind"), choices=AssessmentKind.choices, widget=Radios(explain=KINDS))

    def __init__(self, *args, parties: list[tuple[str, str]], **kwargs):
        first = {"key": uuid4(), "party": parties[0][0] if len(parties) == 1 else "", "kind": "initial"}
        super().__init__(*args, initial=first | kwargs.pop("initial", {}), **kwargs)
        self.fields["party"].choices = parties


class SheetForm(Versioned):
    """The sheet: what stands on top, and for each domain that the writer may write a sentence or a reason."""

    assessed_on = forms.DateField(label=_("Day of the assessment"), required=False, widget=DayInput())
    profession = forms.ChoiceField(
        label=_("In which profession"), required=False, choices=choices("assessor_professions", blank="–"),
        help_text=_("Permensos 8/2023 reserves the assessment to social workers; other professions add their part."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Summary and needs"), required=False, max_length=LONGEST, widget=LongText(rows=4),
        help_text=_("Read by everybody to whom a part of this assessment is open. Kept encrypted."),
    )  # fmt: skip
    marks = "none"

    def __init__(self, *args, draft: NeedsAssessment, instrument: Instrument, sections: list[str], **kwargs):
        self.domains = [one for one in instrument.domains if one.section in sections]
        kept = {one.domain: one for one in draft.scores.select_related("data_key")}
        first = {"version": draft.version, "assessed_on": draft.assessed_on, "profession": draft.profession}
        first["summary"] = draft.summary
        for one in self.domains:
            if (row := kept.get(one.code)) is not None:
                first |= {f"score_{one.code}": row.score, f"why_not_{one.code}": row.why_not}
                first[f"note_{one.code}"] = row.note
        super().__init__(*args, initial=first, **kwargs)
        for one in self.domains:
            self._add(one)

    def _add(self, domain: Domain) -> None:
        language = get_language()
        said = [(score, f"{score} · {words.in_language(language)}") for score, words in domain.anchors]
        self.fields[f"score_{domain.code}"] = forms.TypedChoiceField(
            label=_("Which sentence fits best"), choices=said, coerce=int, empty_value=None, required=False,
            widget=Radios(),
        )  # fmt: skip
        self.fields[f"why_not_{domain.code}"] = forms.ChoiceField(
            label=_("Or: not assessed, because"), choices=[("", "–"), *NotAssessed.choices], required=False
        )
        self.fields[f"note_{domain.code}"] = forms.CharField(
            label=_("Note"),
            required=False,
            max_length=LONGEST,
            widget=LongText(rows=2),
            help_text=_("Kept encrypted."),
        )

    @property
    def sheet(self) -> Sheet:
        """What stands on top."""
        given = self.cleaned_data
        return Sheet(given["assessed_on"], given["profession"], given["summary"])

    @property
    def scored(self) -> list[Scored]:
        """Every domain of the form, answered or not."""
        given = self.cleaned_data
        return [
            Scored(
                one.code, given[f"score_{one.code}"], given[f"why_not_{one.code}"], given[f"note_{one.code}"]
            )
            for one in self.domains
        ]
