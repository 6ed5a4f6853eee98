"""What is read from the pages of referrals."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.base.forms import Versioned
from gugus.base.widgets import CheckChips, LongText, RadioCards, Radios
from gugus.directory.models import Agency
from gugus.referrals import rules
from gugus.referrals.codes import ReturnCode, RevokeCode, Urgency
from gugus.referrals.wording import choices

LONGEST = 5000
URGENCIES = {
    Urgency.NOW: _("Answer within two hours, day and night"),
    Urgency.SOON: _("Answer within one office day"),
    Urgency.PLANNED: _("Answer within three working days"),
}
OPENABLE = (
    *rules.SECTIONS_OTHERWISE, Section.SCREENING, Section.HEALTH, Section.JUSTICE, Section.REPATRIATION,
    Section.REINTEGRATION,
)  # fmt: skip


class WishForm(Versioned):
    """What is asked for whom, how soon, on which basis, and what opens when they accept."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("Who is referred"), widget=Radios())
    urgency = forms.ChoiceField(
        label=_("How soon"), choices=Urgency.choices, widget=RadioCards(explain=URGENCIES)
    )
    message = forms.CharField(
        label=_("What is needed"),
        max_length=LONGEST,
        widget=LongText(rows=5),
        help_text=_(
            "The receiving agency reads this once it has accepted. Before, it sees only the facts below."
        ),
    )
    sections = forms.MultipleChoiceField(
        label=_("What opens on acceptance"),
        widget=CheckChips(),
        help_text=_("Chosen for this kind of agency. Take away what it does not need."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=choices("languages", blank="–"),
        help_text=_("If an interpreter is needed."),
    )
    accessibility = forms.ChoiceField(
        label=_("Accessibility"), required=False, choices=choices("disabilities", blank="–")
    )
    marks = "optional"

    def __init__(self, *args, parties: list[tuple[str, str]], to: Agency, **kwargs):
        usual = list(rules.sections_for(to.kind))
        initial = {"key": uuid4(), "sections": usual, "urgency": Urgency.SOON} | (
            kwargs.pop("initial", None) or {}
        )
        if len(parties) == 1:
            initial["party"] = parties[0][0]
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["party"].choices = parties
        named = dict(Section.choices)
        self.fields["sections"].choices = [(one, named[one]) for one in dict.fromkeys((*usual, *OPENABLE))]


class SendForm(Versioned):
    """Sending asks nothing more, unless the ledger has no ground: then a reason, of those who may."""

    override = forms.CharField(
        label=_("Reason to send without a basis"),
        required=False,
        max_length=2000,
        widget=LongText(rows=3),
        help_text=_("Only if it cannot wait. It is listed, and a second person looks at it."),
    )

    def __init__(self, *args, may_override: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_override:
            del self.fields["override"]


class PlainForm(Versioned):
    """A step that asks nothing more."""


class AcceptForm(Versioned):
    """Yes, perhaps with words."""

    answer = forms.CharField(
        label=_("Answer to the sender"),
        required=False,
        max_length=LONGEST,
        widget=LongText(rows=4),
        help_text=_("For example who comes, when, and which number to call."),
    )


class DeclineForm(Versioned):
    """No, with a reason, if possible with a better address."""

    code = forms.ChoiceField(
        label=_("Reason"), choices=choices("referral_decline_reasons", blank=_("Choose"))
    )
    answer = forms.CharField(
        label=_("Words to the sender"), required=False, max_length=LONGEST, widget=LongText(rows=4)
    )
    proposed = forms.ModelChoiceField(
        label=_("Whom to ask instead"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=_("No proposal"),
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposed"].queryset = agencies

    def clean(self) -> dict:
        return described(self, super().clean())


def described(form: Versioned, given: dict) -> dict:
    """ "Another reason" needs words."""
    if given.get("code") == "other" and not given.get("answer", "").strip():
        form.add_error("answer", _("Describe the other reason."))
    return given


class FeedbackForm(Versioned):
    """What was done."""

    feedback = forms.CharField(
        label=_("What was done"),
        max_length=LONGEST,
        widget=LongText(rows=6),
        help_text=_("Result, what is still open, and what the sender should know."),
    )


class FinalForm(Versioned):
    """The last report, after the end."""

    report = forms.CharField(
        label=_("Final report"),
        max_length=LONGEST,
        widget=LongText(rows=6),
        help_text=_("What was done until the end, and what the sender should know."),
    )


RETURNS = [one for one in ReturnCode.choices if one[0] != ReturnCode.AGENCY_CLOSED]


class ReturnForm(Versioned):
    """It cannot go on here."""

    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *RETURNS])
    answer = forms.CharField(
        label=_("Words to the sender"), required=False, max_length=LONGEST, widget=LongText(rows=4)
    )

    def clean(self) -> dict:
        return described(self, super().clean())


class RevokeForm(Versioned):
    """Taken back."""

    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *RevokeCode.choices])
