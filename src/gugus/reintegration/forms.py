"""What is read from the pages of reintegration."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import CheckChips, DayInput, LongText, RadioRow, Radios
from gugus.cases.codes import Safety
from gugus.cases.wording import label
from gugus.directory.models import Agency
from gugus.law.lists import children, codes
from gugus.places.forms import AreaField
from gugus.reintegration.codes import (
    AlarmKind,
    Alone,
    Answer,
    BreakCode,
    HomeSafety,
    Means,
    MissCode,
    Moment,
    Place,
    SupportKind,
    SupportResult,
    SupportState,
    Verdict,
    Willing,
    WrongCode,
    YesNo,
)
from gugus.reintegration.models import MonitoringRules
from gugus.reintegration.rules import LOOKED_AT

LONGEST = 5000
CHOOSE = ("", _("Choose"))
SEALED = _("Kept encrypted.")
NEEDS = ("health", "counselling", "education_return", "skills_training", "business_capital", "basic_needs",
         "identity_papers", "legal_aid", "companion", "shelter")  # fmt: skip
RISKS = {"high": _("High: visits after %(days)s days"), "medium": _("Medium: visits after %(days)s days"),
         "low": _("Low: visits after %(days)s days")}  # fmt: skip


def words_field(text, *, needed: bool = False, rows: int = 3, help_text=SEALED) -> forms.CharField:
    """A field for words, sealed."""
    return forms.CharField(
        label=text, required=needed, max_length=LONGEST, widget=LongText(rows=rows), help_text=help_text
    )


class BeginForm(Versioned):
    """Whose return is prepared."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("Whose return"), widget=Radios())
    area_code = AreaField(label=_("Where the person will live"), required=False, most=4)
    risk = forms.ChoiceField(
        label=_("How dense the visits are"), widget=Radios(),
        help_text=_("By the rules that count today; those of the day of the reunion are the ones that stay."),
    )  # fmt: skip
    marks = "optional"

    def __init__(
        self, *args, parties: list[tuple[str, str]], rules: MonitoringRules, initial: dict, **kwargs
    ):
        initial = {"key": uuid4()} | initial
        if len(parties) == 1:
            initial["party"] = parties[0][0]
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["party"].choices = parties
        self.fields["risk"].choices = [
            (risk, words % {"days": ", ".join(str(day) for day in rules.days_of(risk))})
            for risk, words in RISKS.items()
        ]


class StepForm(Versioned):
    """One line of the checklist."""

    step = forms.ChoiceField(label=_("Step"))
    answer = forms.ChoiceField(label=_("How it stands"), choices=Answer.choices, widget=Radios())
    done_on = forms.DateField(label=_("Done on"), required=False, widget=DayInput())
    note = words_field(
        _("Note"), help_text=_("Kept encrypted. To school, village and neighbours nobody ever tells why.")
    )
    marks = "optional"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sides = [one for one in codes("reintegration_preparations") if not one.parent]
        name = "reintegration_preparations"
        self.fields["step"].choices = [CHOOSE] + [
            (label(name, side.code), [(one.code, label(name, one.code)) for one in children(name, side.code)])
            for side in sides
        ]


class HomeForm(Versioned):
    """A look at a home."""

    place = forms.ChoiceField(
        label=_("Which home"), choices=[one for one in Place.choices if one[0] in LOOKED_AT], widget=Radios()
    )
    looked_on = forms.DateField(label=_("Seen on"), widget=DayInput())
    willing = forms.ChoiceField(
        label=_("What the people there say"), choices=Willing.choices, widget=Radios()
    )
    safety = forms.ChoiceField(label=_("What was found"), choices=HomeSafety.choices, widget=Radios())
    accused = forms.ChoiceField(
        label=_("Does the alleged offender live there or come there?"), choices=YesNo.choices, widget=RadioRow(),
        help_text=_("Ask in the neighbourhood only so that nobody learns why. No address is written down here."),
    )  # fmt: skip
    words = words_field(_("What you saw and heard"), rows=4)
    marks = "optional"


class PlaceForm(Versioned):
    """Where the person is to live."""

    place = forms.ChoiceField(label=_("Where the person will live"), choices=Place.choices, widget=Radios())
    wants = forms.ChoiceField(
        label=_("Does the person want to live there? Asked alone."), choices=YesNo.choices, widget=RadioRow()
    )
    reasons = words_field(_("Why this home"), needed=True)
    knowingly = forms.BooleanField(
        label=_("I know what stands against it and decide so because the grown person wants it"), required=False,
        help_text=_("Only for a supervisor, only for grown persons, never where the alleged offender is."),
    )  # fmt: skip
    marks = "optional"


class ReuniteForm(Versioned):
    """Life there begins."""

    reunited_on = forms.DateField(label=_("Day of the reunion"), widget=DayInput())


class AddVisitForm(Versioned):
    """One more visit."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    planned_on = forms.DateField(label=_("Visit on"), widget=DayInput())
    marks = "none"


class FollowerForm(Versioned):
    """Who visits."""

    follower = forms.ModelChoiceField(
        label=_("Who visits"), queryset=Agency.objects.none(), required=False, empty_label=_("Our own agency"),
        help_text=_("Only agencies to which this part of the case is open now. Refer first to open it."),
    )  # fmt: skip
    marks = "none"

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["follower"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])
        self.fields["follower"].label_from_instance = lambda one: one.name


class VisitForm(Versioned):
    """What was found at a visit."""

    visited_on = forms.DateField(label=_("Visited on"), widget=DayInput())
    means = forms.ChoiceField(
        label=_("How"), choices=Means.choices, widget=Radios(),
        help_text=_("A second call in a row is kept, but does not count as a look at safety."),
    )  # fmt: skip
    alone = forms.ChoiceField(
        label=_("Was the person seen or spoken to alone?"), choices=Alone.choices, widget=Radios()
    )
    safety = forms.ChoiceField(label=_("Is the person safe?"), choices=Safety.choices, widget=Radios())
    words = words_field(_("What you saw and heard"), rows=4)
    needs = forms.MultipleChoiceField(label=_("What is needed"), required=False, widget=CheckChips())
    next_on = forms.DateField(
        label=_("Come again earlier, on"), required=False, widget=DayInput(),
        help_text=_("Beside the planned visits."),
    )  # fmt: skip
    alarm = forms.BooleanField(
        label=_("Raise an alarm where an answer speaks for one"), required=False, initial=True,
        help_text=_("A recruiter who came, pressure over a debt, violence, danger."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = [(one, label("services", one)) for one in NEEDS]
        for domain in [one.code for one in codes("reintegration_findings") if not one.parent]:
            name = "reintegration_findings"
            self.fields[domain] = forms.ChoiceField(
                label=label(name, domain), required=False, widget=Radios(),
                choices=[(one.code, label(name, one.code)) for one in children(name, domain)],
            )  # fmt: skip
        order = (
            "version",
            "visited_on",
            "means",
            "alone",
            "safety",
            *self.domains,
            "words",
            "needs",
            "next_on",
            "alarm",
        )
        self.order_fields(order)

    @property
    def domains(self) -> list[str]:
        """What is asked about."""
        return [one.code for one in codes("reintegration_findings") if not one.parent]


class MissForm(Versioned):
    """A visit that did not take place."""

    code = forms.ChoiceField(label=_("Why it did not take place"), choices=MissCode.choices, widget=Radios())
    words = words_field(_("In more words"))
    marks = "optional"


class _Corrects(Versioned):
    """What was wrong, before what is right."""

    wrong = forms.ChoiceField(label=_("What was wrong"), choices=WrongCode.choices, widget=Radios())
    why = words_field(
        _("How the mistake happened and who noticed it"), needed=True,
        help_text=_("Kept encrypted, beside what was written first."),
    )  # fmt: skip


class CorrectForm(_Corrects, VisitForm):
    """A visit as it really was; the form begins with what stands there now."""

    next_on = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(("version", "wrong", "why"))


class CorrectMissForm(_Corrects, MissForm):
    """A visit that did not take place after all, or for another reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(("version", "wrong", "why"))


class SupportForm(Versioned):
    """Something that helps to stand on one's own feet."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label=_("What kind"), choices=SupportKind.choices, widget=Radios())
    words = words_field(_("What it is"), needed=True)
    payer = forms.CharField(label=_("Who gives or pays it"), required=False, max_length=200, help_text=SEALED)
    begins_on = forms.DateField(label=_("Begins"), required=False, widget=DayInput())
    amount = forms.DecimalField(
        label=_("Amount in rupiah"), required=False, max_digits=14, decimal_places=2,
        help_text=_("It may be paid in parts. The survivor pays nothing back."),
    )  # fmt: skip
    follow_up_on = forms.DateField(
        label=_("Ask on this day whether it still runs"), required=False, widget=DayInput()
    )
    marks = "optional"


class MoveSupportForm(Versioned):
    """How a support stands."""

    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=[one for one in SupportState.choices if one[0] != "planned"],
        widget=Radios(),
    )
    still_running = forms.ChoiceField(
        label=_("Does it still run?"), required=False, choices=YesNo.choices, widget=RadioRow(),
        help_text=_("Asked some months later."),
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("Result"), required=False, choices=SupportResult.choices, widget=Radios(),
        help_text=_("When it is finished."),
    )  # fmt: skip
    words = words_field(_("In more words"))
    marks = "optional"


class PartForm(Versioned):
    """A part of an amount."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    amount = forms.DecimalField(label=_("Amount in rupiah"), max_digits=14, decimal_places=2)
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput())


class OutcomeForm(Versioned):
    """How the indicators stand."""

    moment = forms.ChoiceField(label=_("When"), choices=Moment.choices, widget=RadioRow())
    asked_on = forms.DateField(label=_("Outcomes asked on"), widget=DayInput())

    def __init__(self, *args, asked: set[str] = frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["moment"].choices = [one for one in Moment.choices if one[0] not in asked]
        name = "reintegration_outcomes"
        for indicator in self.indicators:
            self.fields[indicator] = forms.ChoiceField(
                label=label(name, indicator), widget=Radios(),
                choices=[(one.code, label(name, one.code)) for one in children(name, indicator)],
            )  # fmt: skip

    @property
    def indicators(self) -> list[str]:
        """What is asked."""
        return [one.code for one in codes("reintegration_outcomes") if not one.parent]


class AlarmForm(Versioned):
    """A sign that somebody may be trafficked again."""

    kind = forms.ChoiceField(label=_("What you know"), choices=AlarmKind.choices, widget=Radios())
    words = words_field(
        _("In more words"), help_text=_("Kept encrypted. The alarm leaves without waiting for words.")
    )
    marks = "optional"


class SettleForm(Versioned):
    """How an alarm ended."""

    verdict = forms.ChoiceField(label=_("How it ended"), choices=Verdict.choices, widget=Radios())
    words = words_field(_("In more words"), needed=True)


class BreakForm(Versioned):
    """It ends without the rule."""

    code = forms.ChoiceField(label=_("Reason"), choices=BreakCode.choices, widget=Radios())
    words = words_field(
        _("In more words"), needed=True, help_text=_("Kept encrypted in the trail of the case.")
    )


class PlainForm(Versioned):
    """A step that needs no words."""
