"""What is read from the pages of plans."""

from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, LongText, RadioRow, Radios
from gugus.care.codes import (
    ChildView,
    Doer,
    EndCode,
    GoalResult,
    NoGuardian,
    ReviewResult,
    Signer,
    SignForm,
    StepState,
)
from gugus.care.planning import Aim, Doing
from gugus.directory.models import Agency
from gugus.law.assessing import Instrument

LONGEST = 5000
CHOOSE = ("", _("Choose"))
SEALED = _("Kept encrypted.")


def _text(label, rows: int = 3, *, required: bool = True, help_text=SEALED) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=LongText(rows=rows), help_text=help_text
    )


class StartForm(Versioned):
    """For whom a plan is written."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.ChoiceField(label=_("For whom"), widget=Radios())

    def __init__(self, *args, parties: list[tuple[str, str]], **kwargs):
        first = {"key": uuid4(), "party": parties[0][0] if len(parties) == 1 else ""}
        super().__init__(*args, initial=first | kwargs.pop("initial", {}), **kwargs)
        self.fields["party"].choices = parties


class TopForm(Versioned):
    """What stands on top of a plan, and when it is looked at again."""

    words = _text(
        _("What the person wants"),
        required=False,
        help_text=_("In the person's own words, if possible. Kept encrypted."),
    )
    review_on = forms.DateField(
        label=_("Next review"),
        required=False,
        widget=DayInput(),
        help_text=_("By the clock of the review at the latest."),
    )
    marks = "optional"


class GoalForm(Versioned):
    """One goal."""

    domain = forms.ChoiceField(
        label=_("Domain"),
        help_text=_("It decides who reads the goal: health and legal goals are read by fewer people."),
    )
    words = _text(_("What is to become different"))
    measure = _text(_("How one sees it"), 2, required=False)
    until_on = forms.DateField(label=_("Until"), widget=DayInput())
    marks = "optional"

    def __init__(self, *args, instrument: Instrument, sections: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["domain"].choices = [
            CHOOSE,
            *(
                (one.code, one.words.in_language(language))
                for one in instrument.domains
                if one.section in sections
            ),
        ]

    @property
    def aim(self) -> Aim:
        """What the action is given."""
        return Aim(**self.words)


class _Office(forms.ModelChoiceField):
    def label_from_instance(self, obj: Agency) -> str:
        return obj.name


class StepForm(Versioned):
    """One step towards a goal."""

    words = _text(_("What is done"), 2)
    doer = forms.ChoiceField(label=_("Who does it"), choices=Doer.choices, widget=Radios())
    by_agency = _Office(
        label=_("Which agency"), queryset=Agency.objects.none(), required=False, empty_label="–",
        help_text=_("Only if an agency does it. Being named here opens nothing: refer for that."),
    )  # fmt: skip
    until_on = forms.DateField(label=_("Until"), widget=DayInput())
    marks = "optional"

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by_agency"].queryset = agencies

    @property
    def doing(self) -> Doing:
        """What the action is given."""
        return Doing(**self.words)


class SignatureForm(Versioned):
    """What the person, or whoever decides for them, said."""

    signer = forms.ChoiceField(label=_("Who answered"), choices=Signer.choices, widget=Radios())
    agrees = forms.TypedChoiceField(
        label=_("Answer"), choices=[("yes", _("Agrees to the plan")), ("no", _("Does not agree"))],
        coerce=lambda value: value == "yes", widget=RadioRow(),
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("How"), choices=SignForm.choices, widget=Radios(),
        help_text=_("Print the plan, let it be signed, and attach the scan on the page of the plan."),
    )  # fmt: skip
    signed_on = forms.DateField(label=_("Day"), widget=DayInput())
    name = forms.CharField(
        label=_("Name of whoever signed"), required=False, max_length=200,
        help_text=_("For a guardian or representative, or the witness. Kept encrypted."),
    )  # fmt: skip
    child_view = forms.ChoiceField(
        label=_("What the child says"),
        required=False,
        choices=[("", "–"), *ChildView.choices],
        widget=Radios(),
    )
    no_guardian = forms.ChoiceField(
        label=_("Why no guardian decides"), required=False, choices=[("", "–"), *NoGuardian.choices]
    )
    words = _text(_("What was said"), required=False)
    marks = "optional"

    def __init__(self, *args, child: bool, **kwargs):
        super().__init__(*args, **kwargs)
        wanted = (
            (Signer.SELF, Signer.GUARDIAN, Signer.OFFICIAL) if child else (Signer.SELF, Signer.REPRESENTATIVE)
        )
        self.fields["signer"].choices = [one for one in Signer.choices if one[0] in wanted]
        if not child:
            del self.fields["child_view"], self.fields["no_guardian"]


class ReturnForm(Versioned):
    """Why a plan is sent back."""

    words = _text(_("What must change"))


class ReviewForm(Versioned):
    """A plan is looked at again."""

    on = forms.DateField(label=_("Reviewed on"), widget=DayInput())
    result = forms.ChoiceField(label=_("Result"), choices=ReviewResult.choices, widget=Radios())
    next_on = forms.DateField(label=_("Next review"), widget=DayInput())
    note = _text(_("Note"), required=False)
    marks = "optional"


class EndForm(Versioned):
    """A plan is not carried out any more."""

    code = forms.ChoiceField(label=_("Reason"), choices=[CHOOSE, *EndCode.choices])


class MarkForm(Versioned):
    """How a step stands."""

    state = forms.ChoiceField(label=_("State"), choices=StepState.choices, widget=Radios())
    done_on = forms.DateField(
        label=_("Done on"), required=False, widget=DayInput(), help_text=_("If it was done.")
    )
    words = _text(_("Note on the result"), 2, required=False)
    marks = "optional"


class SettleForm(Versioned):
    """How a goal came out."""

    result = forms.ChoiceField(label=_("Result"), choices=GoalResult.choices, widget=Radios())
    result_on = forms.DateField(label=_("Day"), widget=DayInput())
    words = _text(_("Note on the result"), 2, required=False)
    marks = "optional"


class PlainForm(Versioned):
    """A step that needs no words."""


class RuleForm(Versioned):
    """What the agency requires of its plans."""

    plan_approval = forms.TypedChoiceField(
        label=_("Does a supervisor approve each plan?"), choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes", widget=Radios(),
        help_text=_("Plans that were handed in before keep the rule of their day."),
    )  # fmt: skip
