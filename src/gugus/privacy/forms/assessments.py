"""Forms of the impact assessment and of the privacy notice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText
from gugus.privacy.assessing import RISKS

LEVELS = (("", "–"), ("low", _("Low")), ("medium", _("Medium")), ("high", _("High")))


class AssessmentForm(Versioned):
    """Scope, necessity, each known risk with measures and what remains, the officer's opinion."""

    scope = forms.CharField(label=_("Scope of the assessment"), max_length=5000, widget=LongText(rows=4))
    necessity = forms.CharField(label=_("Necessity and proportion"), max_length=5000, widget=LongText(rows=4))
    opinion = forms.CharField(
        label=_("Opinion of the officer"), required=False, max_length=5000, widget=LongText(rows=4)
    )
    review_on = forms.DateField(label=_("Review on"), widget=DayInput())
    marks = "optional"

    def __init__(self, *args, initial: dict, **kwargs):
        held = {risk["code"]: risk for risk in initial.pop("risks", [])}
        for code in RISKS:
            for part in ("measures", "residual", "level"):
                initial.setdefault(f"{code}_{part}", held.get(code, {}).get(part, ""))
        super().__init__(*args, initial=initial, **kwargs)
        for code, words in RISKS.items():
            self.fields[f"{code}_measures"] = forms.CharField(
                label=_("%(risk)s – measures") % {"risk": words}, required=False, max_length=3000,
                widget=LongText(rows=3),
            )  # fmt: skip
            self.fields[f"{code}_residual"] = forms.CharField(
                label=_("%(risk)s – what remains") % {"risk": words}, required=False, max_length=3000,
                widget=LongText(rows=2),
            )  # fmt: skip
            self.fields[f"{code}_level"] = forms.ChoiceField(
                label=_("%(risk)s – remaining risk") % {"risk": words}, required=False, choices=LEVELS
            )
        self.order_fields(["version", "scope", "necessity", *_risk_names(), "opinion", "review_on"])

    @property
    def facts(self) -> dict:
        """What the action is given: the risks as a list in the order of the list above."""
        words = self.cleaned_data
        risks = [
            {"code": code, **{part: words[f"{code}_{part}"] for part in ("measures", "residual", "level")}}
            for code in RISKS
        ]
        return {name: words[name] for name in ("scope", "necessity", "opinion", "review_on")} | {
            "risks": risks
        }


class NoticeForm(Versioned):
    """The text that the public reads, in both languages."""

    text_id = forms.CharField(label=_("Text in Indonesian"), max_length=12000, widget=LongText(rows=14))
    text_en = forms.CharField(label=_("Text in English"), max_length=12000, widget=LongText(rows=14))
    contact = forms.CharField(
        label=_("Contact of the office"), max_length=300,
        help_text=_("An office, never the private number of a colleague."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("In force from"), widget=DayInput())


def _risk_names() -> list[str]:
    return [f"{code}_{part}" for code in RISKS for part in ("measures", "residual", "level")]
