"""What is read from the pages of the criminal track. Forms of hearings and verdicts, which grow, stand in `growing`."""

from datetime import date
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Refusable, Versioned
from gugus.base.widgets import CheckCards, CodeInput, DayInput, LongText, MomentInput, Radios
from gugus.directory.models import Agency
from gugus.justice import rules
from gugus.justice.actions.charging import chargeable
from gugus.justice.codes import (
    Custody,
    CustodyEnd,
    HearingCode,
    Help,
    Level,
    MoveCode,
    ProtectionCode,
    ProtectionState,
    ShieldState,
    Stage,
    Way,
    Wish,
)
from gugus.law.lists import codes
from gugus.law.provisions import Provision

LONGEST, NAME = 5000, 200
CHOOSE = ("", _("Choose"))
SEALED = _("Kept encrypted.")
ACTS = ("act_1", "act_2", "act_3", "act_4")


class Office(forms.ModelChoiceField):
    """An agency by its name."""

    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


def office(label) -> Office:
    """A choice among agencies; the page says which."""
    return Office(
        label=label, queryset=Agency.objects.none(), required=False, empty_label=_("Not in the directory")
    )


def day(label, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def words(label, *, rows: int = 3, needed: bool = False, help_text=SEALED) -> forms.CharField:
    return forms.CharField(
        label=label, required=needed, max_length=LONGEST, widget=LongText(rows=rows), help_text=help_text
    )


def number(label) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=NAME, widget=CodeInput(), help_text=SEALED)


class ProceedingForm(Versioned):
    """A report to the police: against whom, when, where, for acts on which days."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    accused = forms.ChoiceField(
        label=_("Against whom"), required=False, widget=Radios(),
        help_text=_("Who is missing is added to the people of the case first."),
    )  # fmt: skip
    child_accused = forms.BooleanField(
        label=_("The accused is under 18"), required=False,
        help_text=_("Then diversion is possible and the juvenile court decides."),
    )  # fmt: skip
    lp_number = number(_("Number of the police report"))
    lp_on = day(_("Day of the police report"))
    office = office(_("Police office"))
    office_name = forms.CharField(
        label=_("Police office outside the directory"), required=False, max_length=NAME, help_text=SEALED
    )
    act_1 = day(
        _("Day of the act"), required=False,
        help_text=_("The law of this day decides what can be charged. Leave empty what is not known."),
    )  # fmt: skip
    act_2 = day(_("Second day"), required=False)
    act_3 = day(_("Third day"), required=False)
    act_4 = day(_("Fourth day"), required=False)
    note = words(_("Note"))
    marks = "optional"

    def __init__(
        self, *args, accused: list[tuple[str, str]], offices, initial: dict, hidden: bool = False, **kwargs
    ):
        super().__init__(*args, initial={"key": uuid4()} | initial, **kwargs)
        self.fields["accused"].choices = [("", _("Not known yet")), *accused]
        if hidden:  # known, but not to this agency: nobody changes what they do not see
            del self.fields["accused"]
        self.fields["office"].queryset = offices

    @property
    def acts_on(self) -> list[date]:
        """The days of the act that were given."""
        return [one for one in map(self.cleaned_data.get, ACTS) if one]

    def show(self, refused) -> None:
        """Reasons about the days stand at the first of them."""
        for reason in refused.reasons:
            field = "act_1" if reason.field == "acts_on" else reason.field
            self.add_error(field if field in self.fields else None, reason.words)


class FixedProceedingForm(ProceedingForm):
    """The same once steps were made: the day of the report stays."""

    lp_on = None


class MoveForm(Versioned):
    """One step to another stage."""

    to = forms.ChoiceField(label=_("Next stage"), widget=Radios())
    on = day(_("Day of the step"), help_text=_("The day on the paper, not today."))
    code = forms.ChoiceField(
        label=_("Reason"), required=False,
        help_text=_("Needed when it is stopped, taken up again, or ends without a new verdict."),
    )  # fmt: skip
    document = number(_("Number of the paper"))
    asked = words(_("What the prosecutor asks for (P-19)"))
    marks = "optional"

    def __init__(self, *args, stage: str, child: bool, **kwargs):
        super().__init__(*args, **kwargs)
        ways = [one for one in rules.NEXT[stage] if one not in rules.BY_VERDICT]
        ways = [one for one in ways if one != Stage.DIVERTED or child]
        self.fields["to"].choices = [(one.value, one.label) for one in ways]
        reasons = {code for one in ways for code in rules.REASONS.get((stage, one), ())}
        if reasons:
            self.fields["code"].choices = [
                ("", "–"),
                *((one.value, one.label) for one in MoveCode if one in reasons),
            ]
        else:
            del self.fields["code"]
        if Stage.FILE_RETURNED not in ways:
            del self.fields["asked"]
        if len(ways) == 1:
            self.initial.setdefault("to", ways[0].value)


class PassOnForm(Versioned):
    """Another police office goes on with it."""

    office = office(_("Police office"))
    office_name = forms.CharField(
        label=_("Police office outside the directory"), required=False, max_length=NAME, help_text=SEALED
    )
    on = day(_("Day of the step"))
    document = number(_("Number of the paper"))
    marks = "optional"

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class PlainForm(Versioned):
    """A step that needs no words."""


def cited(one: Provision) -> str:
    """A provision in one line: where it stands, what it says, what it threatens."""
    told = f"{one.citation.in_language(get_language())}: {one.words.in_language(get_language())}"
    years = one.penalty
    if years.prison_max:
        span = f"{years.prison_min}–{years.prison_max}" if years.prison_min else f"≤ {years.prison_max}"
        told += f" ({_('%(years)s years') % {'years': span}})"
    return told


class ChargeForm(Versioned):
    """One provision that counted on the day of the act."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    acted_on = forms.DateField(widget=forms.HiddenInput)
    provision = forms.ChoiceField(label=_("Provision"), widget=Radios())
    level = forms.ChoiceField(label=_("How it stands in the indictment"), choices=Level.choices)
    aggravations = forms.MultipleChoiceField(
        label=_("What raises the penalty"), required=False, widget=CheckCards()
    )
    marks = "optional"

    def __init__(self, *args, acted_on: date, initial: dict | None = None, **kwargs):
        start = {"key": uuid4(), "acted_on": acted_on, "level": Level.SINGLE}
        super().__init__(*args, initial=start | (initial or {}), **kwargs)
        self.fields["provision"].choices = [(one.code, cited(one)) for one in chargeable(acted_on)]
        language = get_language()
        self.fields["aggravations"].choices = [
            (one.code, one.words.in_language(language).capitalize())
            for one in codes("aggravations", on=acted_on)
        ]


class HoldForm(Versioned):
    """The accused is arrested or held."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("How"), choices=[CHOOSE, *Custody.choices])
    from_on = day(_("Since"))
    until_on = day(
        _("Until at the latest"), required=False,
        help_text=_("Left empty, the table of clocks says how long it may last."),
    )  # fmt: skip
    document = number(_("Number of the paper"))
    place = forms.CharField(label=_("Place"), required=False, max_length=NAME, help_text=SEALED)
    marks = "optional"

    def __init__(self, *args, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)


class FreeForm(Versioned):
    """The accused is not held any more."""

    on = day(_("Since"))
    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *CustodyEnd.choices])


class ResultForm(Versioned):
    """What came of a hearing."""

    code = forms.ChoiceField(
        label=_("Result"), choices=[CHOOSE, *((one.value, one.label) for one in HearingCode)]
    )
    came = forms.MultipleChoiceField(label=_("Who came"), required=False, widget=CheckCards())
    next_at = forms.DateTimeField(
        label=_("Next hearing"), required=False, widget=MomentInput(),
        help_text=_("In the time of the court. It keeps court, room, agenda and people."),
    )  # fmt: skip
    note = words(_("Note"))
    marks = "optional"

    def __init__(self, *args, seats: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = seats
        if not seats:
            del self.fields["came"]


class PostponeForm(Versioned):
    """It does not take place on that day."""

    code = forms.ChoiceField(
        label=_("Reason"),
        choices=[CHOOSE, *((one.value, one.label) for one in HearingCode if one not in {"done", "partly"})],
    )
    next_at = forms.DateTimeField(
        label=_("New day"), required=False, widget=MomentInput(),
        help_text=_("In the time of the court. Left empty, nobody knows yet."),
    )  # fmt: skip
    note = words(_("Note"))
    marks = "optional"


class CancelForm(Versioned):
    """It will not take place."""

    code = forms.ChoiceField(
        label=_("Reason"),
        choices=[CHOOSE, *((one.value, one.label) for one in HearingCode if one not in {"done", "partly"})],
    )


class ToldForm(Refusable):
    """She was told, when and how."""

    way = forms.ChoiceField(label=_("How she was told"), choices=Way.choices, widget=Radios())
    told_at = forms.DateTimeField(label=_("When"), widget=MomentInput())
    note = words(
        _("Note"), help_text=_("Kept encrypted. Nothing about health or care: the police read it too.")
    )
    marks = "optional"


class NotSafeForm(Refusable):
    """She cannot be told safely now."""

    note = words(_("Why it is not safe"), needed=True)


class WishForm(Refusable):
    """What she wants to know."""

    party = forms.ChoiceField(label=_("Survivor"), widget=Radios())
    wish = forms.ChoiceField(label=_("She"), choices=Wish.choices, widget=Radios())
    said_on = day(_("Said on"))
    note = words(_("Note"))
    marks = "optional"

    def __init__(self, *args, parties: list[tuple[str, str]], initial: dict, **kwargs):
        first = {"party": parties[0][0]} if len(parties) == 1 else {}
        super().__init__(*args, initial=first | initial, **kwargs)
        self.fields["party"].choices = parties


class ProtectionForm(Refusable):
    """A request to LPSK."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("For whom"), widget=Radios())
    kinds = forms.MultipleChoiceField(label=_("What is asked for"), choices=Help.choices, widget=CheckCards())
    asked_on = day(_("Sent on"), help_text=_("LPSK says within seven days whether the papers are complete."))
    number = number(_("Number of the paper"))
    note = words(_("Note"))
    marks = "optional"

    def __init__(self, *args, parties: list[tuple[str, str]], initial: dict, **kwargs):
        first = {"party": parties[0][0]} if len(parties) == 1 else {}
        super().__init__(*args, initial={"key": uuid4()} | first | initial, **kwargs)
        self.fields["party"].choices = parties


class ProtectionStepForm(Versioned):
    """What LPSK answered, or what became of the protection."""

    to = forms.ChoiceField(label=_("What happened"), widget=Radios())
    on = day(_("Day"))
    code = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", "–"), *ProtectionCode.choices],
        help_text=_("Needed when it was refused, withdrawn or ended."),
    )  # fmt: skip
    from_on = day(_("Protected since"), required=False)
    until_on = day(_("Protected until"), required=False)
    number = number(_("Number of the decision"))
    note = words(_("Note"))
    marks = "optional"

    def __init__(self, *args, ways: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(one, ProtectionState(one).label) for one in ways]
        if ProtectionState.GRANTED not in ways:
            del self.fields["from_on"], self.fields["until_on"]


class ShieldForm(Refusable):
    """Somebody thinks of art. 18."""

    party = forms.ChoiceField(label=_("Survivor"), widget=Radios())
    note = words(_("What she was forced to do"), help_text=_("Kept encrypted. Only her side reads it."))
    marks = "optional"

    def __init__(self, *args, parties: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = parties
        if len(parties) == 1:
            self.initial.setdefault("party", parties[0][0])


class ShieldStepForm(Versioned):
    """What was done about art. 18, or what came of it."""

    state = forms.ChoiceField(
        label=pgettext_lazy("shield", "What came of it"),
        choices=[one for one in ShieldState.choices if one[0] != ShieldState.POSSIBLE],
        widget=Radios(),
    )
    on = day(_("Day"))
    decision = words(_("Grounds"), needed=True, rows=4)


class LpForm(forms.Form):
    """The number of a police report that somebody looks for; posted, so that no address keeps it."""

    number = forms.CharField(label=_("Number of the police report"), max_length=NAME, widget=CodeInput())


def today(at) -> date:
    """The local day of a moment."""
    return timezone.localdate(at)
