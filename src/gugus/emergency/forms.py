"""What is typed to break the glass, and to sign it off."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Refusable
from gugus.base.widgets import CodeInput, LongText, Radios
from gugus.emergency.codes import Verdict, Why
from gugus.emergency.rules import LONGEST, SHORTEST, USUAL


class OpenForm(Refusable):
    """The exact code, why, how long."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    ref = forms.CharField(
        label=_("Code of the file"),
        max_length=20,
        widget=CodeInput,
        help_text=_("The exact code of a case or report. There is no search here."),
    )
    code = forms.ChoiceField(label=_("Why now"), choices=Why.choices, widget=Radios)
    reason = forms.CharField(
        label=_("What is happening"),
        max_length=2000,
        widget=LongText(rows=4),
        help_text=_("In a full sentence, without names. A second person reviews it."),
    )
    hours = forms.TypedChoiceField(
        label=_("For how many hours"),
        coerce=int,
        choices=[(number, str(number)) for number in range(SHORTEST, LONGEST + 1)],
        initial=USUAL,
    )


class ReviewForm(Refusable):
    """Was it justified?"""

    verdict = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=[(one.value, one.label) for one in (Verdict.JUSTIFIED, Verdict.UNJUSTIFIED)],
        widget=Radios,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=LongText(rows=3),
        help_text=_("Needed when it was not justified. No names of survivors."),
    )  # fmt: skip
