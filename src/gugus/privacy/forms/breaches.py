"""Forms of the breach register and its letters."""

import re
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import (
    CheckChips,
    CodeInput,
    DayInput,
    LongText,
    MomentInput,
    RadioCards,
    RadioRow,
    Radios,
)
from gugus.kernel.ids import parse_ref
from gugus.privacy.codes import BreachKind, BreachRisk, BreachSource, Choice, Data, Delivery, KnownReason

LONGEST = 5000
SEALED = _("Kept encrypted.")


class OpenForm(Versioned):
    """The first minutes: when it was found, when it was known, what kind, what happened."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("Noticed by"), choices=BreachSource.choices)
    source_ref = forms.CharField(
        label=_("Code it was noticed at"), required=False, max_length=20, widget=CodeInput(),
        help_text=_("A code only, for instance of a file; never a name."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What happened to the data"), choices=BreachKind.choices, widget=Radios()
    )
    found_at = forms.DateTimeField(label=_("Found at"), widget=MomentInput())
    known_at = forms.DateTimeField(
        label=_("Known at"), widget=MomentInput(),
        help_text=_("From here the clock of 3×24 hours runs, day and night, weekends included."),
    )  # fmt: skip
    what_happened = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=5),
        help_text=SEALED,
    )
    marks = "optional"

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)

    def clean_source_ref(self) -> str:
        """A code as printed; anything that could be a name is refused."""
        typed = self.cleaned_data["source_ref"].strip()
        if not typed:
            return ""
        code = parse_ref(typed) or (typed if re.fullmatch(r"[0-9]{1,12}", typed) else None)
        if code is None:
            raise forms.ValidationError(_("This is no code."))
        return code


class FactsForm(Versioned):
    """What is known by now. Everything may be filled in later."""

    kind = forms.ChoiceField(
        label=_("What happened to the data"), choices=BreachKind.choices, widget=Radios()
    )
    happened_at = forms.DateTimeField(label=_("Happened at"), required=False, widget=MomentInput())
    data = forms.MultipleChoiceField(
        label=_("Which data"), required=False, choices=Data.choices, widget=CheckChips()
    )
    persons_count = forms.IntegerField(
        label=_("How many persons"), required=False, min_value=0, max_value=10**8
    )
    count_is_known = forms.BooleanField(label=_("The number is certain, not estimated"), required=False)
    what_happened = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=5),
        help_text=SEALED,
    )
    consequences = forms.CharField(
        label=_("Consequences"), required=False, max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED
    )
    measures = forms.CharField(
        label=_("Measures"), required=False, max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED
    )
    risk = forms.ChoiceField(
        label=_("Risk for the persons"), required=False, choices=BreachRisk.choices, widget=RadioCards()
    )
    risk_reason = forms.CharField(
        label=_("Why this risk"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=3),
        help_text=SEALED,
    )
    told_how = forms.CharField(
        label=_("In the letter: how it happened"), required=False, max_length=2000, widget=LongText(rows=3),
        help_text=_(
            "Plain words. The letter may be read by a stranger: nothing in it may tell what service this is."
        ),
    )  # fmt: skip
    told_handling = forms.CharField(
        label=_("In the letter: what was done"), required=False, max_length=2000, widget=LongText(rows=3)
    )
    told_recovery = forms.CharField(
        label=_("In the letter: how it is put right"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
    )
    marks = "none"


class KnownForm(Versioned):
    """The clock began at another moment."""

    known_at = forms.DateTimeField(label=_("Known at"), widget=MomentInput())
    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *KnownReason.choices])
    text = forms.CharField(
        label=_("What shows it"), max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("The old moment and this reason stay in the journal and in the trail."),
    )  # fmt: skip


class DecisionForm(Versioned):
    """Whom to notify."""

    tell_persons = forms.ChoiceField(label=_("Notify the persons"), choices=Choice.choices, widget=RadioRow())
    tell_authority = forms.ChoiceField(
        label=_("Notify the authority"), choices=Choice.choices, widget=RadioRow()
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=LongText(rows=4), help_text=SEALED)
    late_reason = forms.CharField(
        label=_("Why it is late"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Needed after the deadline."),
    )  # fmt: skip
    marks = "optional"


class AffectedForm(Versioned):
    """A person by code; no name is typed here."""

    ref = forms.CharField(label=_("Code of the person"), max_length=20, widget=CodeInput())

    def clean_ref(self) -> str:
        read = parse_ref(self.cleaned_data["ref"])
        if not read or not read.startswith("P-"):
            raise forms.ValidationError(_("This is not the code of a person."))
        return read


class AffectedDecisionForm(Versioned):
    """Notify this person or not."""

    tell = forms.ChoiceField(label=_("Notify this person"), choices=Choice.choices, widget=RadioRow())
    guardian = forms.BooleanField(label=_("A child: the letter goes to the guardian"), required=False)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Needed when the person is not notified. Kept encrypted."),
    )  # fmt: skip
    marks = "optional"


class DeliveryForm(Versioned):
    """How the letter reaches the person."""

    delivery = forms.ChoiceField(label=_("How it is delivered"), choices=Delivery.choices, widget=Radios())

    def __init__(self, *args, allowed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delivery"].choices = [(code, Delivery(code).label) for code in allowed]


class SentForm(DeliveryForm):
    """The letter left the house."""

    late_reason = forms.CharField(
        label=_("Why it is late"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Needed after the deadline."),
    )  # fmt: skip
    marks = "optional"


class ReceivedForm(Versioned):
    """Somebody signed for the letter."""

    received_on = forms.DateField(label=_("Received on"), widget=DayInput())
    received_by = forms.CharField(label=_("Received by"), required=False, max_length=200, help_text=SEALED)
    marks = "optional"


class RemarkForm(Versioned):
    """A line in the journal."""

    text = forms.CharField(label=_("Remark"), max_length=LONGEST, widget=LongText(rows=3), help_text=SEALED)


class CloseForm(Versioned):
    """What was learned."""

    lessons = forms.CharField(
        label=_("What was learned"), max_length=LONGEST, widget=LongText(rows=4), help_text=SEALED
    )
