"""What is read from the pages of the ledger."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.base.forms import Optional
from gugus.base.refusals import Cannot
from gugus.base.widgets import (
    CheckChips,
    Checks,
    CodeInput,
    DayInput,
    LongText,
    MomentInput,
    RadioCards,
    Radios,
)
from gugus.consent.codes import (
    Answer,
    Asker,
    Basis,
    Channel,
    ChildView,
    Form,
    Giver,
    Minority,
    NoGuardian,
    Receipt,
    RecipientKind,
    Relation,
    Verdict,
)
from gugus.consent.models import LegalDuty, Purpose
from gugus.directory.models import Agency

COVERS = (
    Section.CASE, Section.IDENTITY, Section.SCREENING, Section.REFERRAL, Section.CARE, Section.HEALTH, Section.JUSTICE,
    Section.REPATRIATION, Section.REINTEGRATION,
)  # fmt: skip
USUAL = (Section.CASE, Section.IDENTITY, Section.REFERRAL, Section.CARE)
LONGEST = 2000
CHOOSE = ("", _("Choose"))
BASES = {
    Basis.CONSENT: _('The person was asked. Also "no" and "not asked yet" are written down.'),
    Basis.LEGAL_DUTY: _("A law demands it; name which."),
    Basis.VITAL_INTEREST: _("For hours only, then the person is asked."),
}
RECEIPTS = {
    Receipt.DELETED: _("Files, copies, notes and messages"),
    Receipt.RETURNED: _("Papers were given back, nothing is left"),
    Receipt.BLOCKED: _("Locked away until it may be deleted"),
    Receipt.KEPT: _("Name the law below, and what is kept"),
}


class GroundForm(Optional):
    """One line of the ledger, in the order in which one talks with the person."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    purpose = forms.ChoiceField(label=_("What for"), widget=Radios())
    to = forms.ChoiceField(label=_("Who receives"))
    outside_name = forms.CharField(
        label=_("Name of the provider without an account"), required=False, max_length=120
    )
    sections = forms.MultipleChoiceField(
        label=_("What it covers"), required=False, choices=[(one.value, one.label) for one in COVERS],
        widget=CheckChips(), help_text=_("Only what the recipient needs for this."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices, widget=RadioCards(explain=BASES))
    answer = forms.ChoiceField(label=_("Answer"), required=False, choices=Answer.choices, widget=Radios())
    duty = forms.ChoiceField(label=_("Which duty"), required=False)
    hours = forms.IntegerField(label=_("For how many hours"), required=False, min_value=1, max_value=720)
    minority = forms.ChoiceField(
        label=_("The age is not known"), required=False, choices=Minority.choices, widget=Radios()
    )
    giver = forms.ChoiceField(label=_("Who answered"), required=False, choices=Giver.choices, widget=Radios())
    giver_name = forms.CharField(
        label=_("Name of whoever answered for the person"), required=False, max_length=120
    )
    guardian_ref = forms.CharField(
        label=_("Their person code, if they are in the register"), required=False, max_length=20, widget=CodeInput()
    )  # fmt: skip
    relation = forms.ChoiceField(label=_("How related"), required=False, choices=[CHOOSE, *Relation.choices])
    child_view = forms.ChoiceField(
        label=_("What the child itself says"), required=False, choices=ChildView.choices, widget=Radios()
    )
    child_words = forms.CharField(
        label=_("In the child's own words"), required=False, max_length=LONGEST, widget=LongText(rows=3)
    )
    no_guardian = forms.ChoiceField(
        label=_("Why no guardian decides"), required=False, choices=[CHOOSE, *NoGuardian.choices]
    )
    capacity_words = forms.CharField(
        label=_("Who found, and how, that the person cannot decide"), required=False, max_length=LONGEST,
        widget=LongText(rows=2),
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("How it was given"), required=False, choices=Form.choices, widget=Radios()
    )
    language = forms.CharField(label=_("Language in which it was explained"), required=False, max_length=40)
    witness_name = forms.CharField(label=_("Witness"), required=False, max_length=120)
    interpreter_name = forms.CharField(label=_("Interpreter"), required=False, max_length=120)
    interpreter_agency = forms.ModelChoiceField(
        label=_("The interpreter's agency"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=_("Choose"),
    )
    interpreter_office = forms.CharField(label=_("Or another office"), required=False, max_length=120)
    asked_at = forms.DateTimeField(label=_("When"), required=False, widget=MomentInput())
    until_on = forms.DateField(label=_("Counts until"), required=False, widget=DayInput())
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Danger, reason of a decision, other words. Sealed."),
    )  # fmt: skip

    def __init__(
        self, *args, purposes: list[Purpose], duties: list[LegalDuty], agencies: list[Agency], at: datetime,
        days: int, knows_age: bool, **kwargs,
    ):  # fmt: skip
        local = timezone.localtime(at)
        initial = {
            "key": uuid4(), "sections": [one.value for one in USUAL], "basis": Basis.CONSENT, "answer": Answer.GIVEN,
            "asked_at": local.replace(second=0, microsecond=0), "until_on": local.date() + timedelta(days=days),
        }  # fmt: skip
        super().__init__(*args, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        language = get_language()
        self.fields["purpose"].choices = [(one.code, one.words_in(language)) for one in purposes]
        self.fields["purpose"].widget.explain = {one.code: one.plain_in(language) for one in purposes}
        self.fields["duty"].choices = [
            CHOOSE, *((one.code, f"{one.words_in(language)} ({one.legal_basis})") for one in duties if one.gives)
        ]  # fmt: skip
        kinds = [one for one in RecipientKind.choices if one[0] != RecipientKind.AGENCY]
        self.fields["to"].choices = [
            CHOOSE, (_("Kinds of recipients"), [(f"kind:{code}", words) for code, words in kinds]),
            (_("Agencies"), [(one.slug, one.name) for one in agencies]),
        ]  # fmt: skip
        self.fields["interpreter_agency"].queryset = Agency.objects.filter(
            pk__in=[one.pk for one in agencies]
        )
        if knows_age:
            del self.fields["minority"]
        self.agencies = {one.slug: one for one in agencies}

    def show(self, refused: Cannot) -> None:
        """The action speaks of a recipient; the form has one field for agency and kind."""
        for reason in refused.reasons:
            field = "to" if reason.field == "recipient" else reason.field
            self.add_error(field if field in self.fields else None, reason.words)

    def told(self) -> dict:
        """What the action is given; moments are aware, the end of a day is its last second."""
        given = dict(self.cleaned_data)
        for name in ("key", "back", "guardian_ref"):
            given.pop(name, None)
        given |= _recipient(given.pop("to"), self.agencies)
        if given["recipient_kind"] != RecipientKind.OUTSIDE:
            given["outside_name"] = ""
        hours, until_on = given.pop("hours"), given.pop("until_on")
        asked_at = given["asked_at"] or timezone.now()
        given |= {"asked_at": asked_at, "until_at": _until(given["basis"], asked_at, hours, until_on)}
        given["answer"] = given["answer"] or Answer.GIVEN
        return given


def _recipient(to: str, agencies: dict[str, Agency]) -> dict:
    if to.startswith("kind:"):
        return {"recipient_kind": to.removeprefix("kind:"), "recipient": None}
    return {"recipient_kind": RecipientKind.AGENCY, "recipient": agencies.get(to)}


def _until(basis: str, asked_at: datetime, hours: int | None, until_on) -> datetime | None:
    if basis == Basis.VITAL_INTEREST:
        return asked_at + timedelta(hours=hours) if hours else None
    if until_on is None:
        return None
    return timezone.make_aware(datetime.combine(until_on + timedelta(days=1), time()))


class WithdrawForm(Optional):
    """What is taken back, who wants it. Nobody has to give a reason."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    grounds = forms.MultipleChoiceField(label=_("What is taken back"), required=False, widget=Checks())
    only = forms.ChoiceField(
        label=_("Only for one agency"), required=False,
        help_text=_("Where a consent names a kind of recipients: it stays for the others."),
    )  # fmt: skip
    asker = forms.ChoiceField(label=_("Who wants it"), choices=Asker.choices, widget=Radios())
    asker_name = forms.CharField(label=_("Name, if somebody else speaks"), required=False, max_length=120)
    relation = forms.ChoiceField(label=_("How related"), required=False, choices=[CHOOSE, *Relation.choices])
    channel = forms.ChoiceField(label=_("How it reached us"), choices=Channel.choices)
    asked_at = forms.DateTimeField(
        label=_("When"), required=False, widget=MomentInput(),
        help_text=_("The three times twenty-four hours run from here."),
    )  # fmt: skip
    code = forms.ChoiceField(label=_("Reason, if one was given"), required=False)
    words = forms.CharField(
        label=_("In their words"), required=False, max_length=LONGEST, widget=LongText(rows=3)
    )

    def __init__(
        self, *args, grounds: list[tuple[str, str]], agencies: list[Agency], reasons, at: datetime, **kwargs
    ):
        local = timezone.localtime(at).replace(second=0, microsecond=0)
        initial = {"key": uuid4(), "asker": Asker.SELF, "asked_at": local}
        super().__init__(*args, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        self.fields["grounds"].choices = grounds
        self.fields["only"].choices = [("", _("For everybody")), *((one.slug, one.name) for one in agencies)]
        self.fields["code"].choices = [("", _("No reason needed")), *reasons]
        self.agencies = {one.slug: one for one in agencies}


class ReceiptForm(Optional):
    """What a past recipient did."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    receipt = forms.ChoiceField(
        label=_("What was done"), choices=Receipt.choices, widget=RadioCards(explain=RECEIPTS)
    )
    duty = forms.ChoiceField(label=_("Because of which law"), required=False)
    words = forms.CharField(
        label=_("Words to the sender"), required=False, max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("If something is kept: what, and until when. No names."),
    )  # fmt: skip

    def __init__(self, *args, duties: list[LegalDuty], **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["duty"].choices = [
            CHOOSE, *((one.code, f"{one.words_in(language)} ({one.legal_basis})") for one in duties if one.keeps)
        ]  # fmt: skip


class ReviewForm(Optional):
    """A second person looks."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Was it right?"), choices=Verdict.choices, widget=Radios())
    words = forms.CharField(
        label=pgettext_lazy("review", "Why"), required=False, max_length=LONGEST, widget=LongText(rows=3)
    )


class NumberForm(Optional):
    """A number of the rules."""

    amount = forms.IntegerField(label=_("How many"), min_value=1, max_value=3650)
    legal_basis = forms.CharField(label=_("Citation"), max_length=200)
    reason = forms.CharField(label=_("Why it changes"), max_length=300)


class DutyForm(Optional):
    """A duty of the law, and what the person is told about it."""

    words_id = forms.CharField(label=_("Name in Indonesian"), max_length=200)
    words_en = forms.CharField(label=_("Name in English"), max_length=200)
    plain_id = forms.CharField(
        label=_("What the person is told, in Indonesian"), max_length=600, widget=LongText(rows=3)
    )
    plain_en = forms.CharField(
        label=_("What the person is told, in English"), max_length=600, widget=LongText(rows=3)
    )
    legal_basis = forms.CharField(label=_("Citation"), max_length=200)
    gives = forms.BooleanField(label=_("May be the basis of handing on"), required=False)
    keeps = forms.BooleanField(label=_("What was handed on for it cannot be taken back"), required=False)
    ends = forms.BooleanField(label=_("This duty no longer counts"), required=False)
    reason = forms.CharField(label=_("Why it changes"), max_length=300)


class TextForm(Optional):
    """A new version of what is read to the person."""

    text_id = forms.CharField(label=_("In Indonesian"), max_length=10_000, widget=LongText(rows=14))
    text_en = forms.CharField(label=_("In English"), max_length=10_000, widget=LongText(rows=14))
