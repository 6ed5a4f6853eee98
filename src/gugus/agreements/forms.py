"""What is read from the pages of agreements."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.agreements import rules
from gugus.agreements.actions import Part, Terms
from gugus.agreements.codes import SHAREABLE, Ceiling, DeclineCode, EndCode, Purpose
from gugus.agreements.models import Agreement, Signatory
from gugus.agreements.wording import choices
from gugus.base.forms import Versioned
from gugus.base.widgets import CheckChips, Checks, DayInput, LongText, RadioCards, Radios
from gugus.directory.models import Agency
from gugus.places.forms import AreaField

LONGEST = 4000
DEPTHS = {
    "0": _("State, risk, area and kind of exploitation. No person, no words."),
    "1": _("Also survivors, witnesses and family; names stay masked until a reason is given."),
    "2": _("Also warnings, chronology, services and findings in the sections above."),
}
NAMED = dict(Section.choices)
SECTIONS = [(str(one), NAMED[one]) for one in SHAREABLE]
SCOPE = ("scope_worked", "scope_children", "scope_area", "scope_form", "scope_service")


class TermsForm(Versioned):
    """The terms of an agreement as one agency writes them: what each side gives, which cases, how long."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Number of the agreement"), max_length=60, help_text=_("As it stands on the signed paper.")
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    others = forms.ModelMultipleChoiceField(
        label=_("With which agencies"), queryset=Agency.objects.none(), widget=Checks
    )
    purposes = forms.MultipleChoiceField(
        label=_("For which purposes"), choices=Purpose.choices, widget=Checks
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=LONGEST, widget=LongText(rows=3),
        help_text=_("Law or regulation with article, and which duty of each agency it serves. No names of persons."),
    )  # fmt: skip
    we_give = forms.MultipleChoiceField(
        label=_("What your agency opens of its cases"), choices=SECTIONS, required=False, widget=CheckChips,
        help_text=_(
            "Nothing chosen: your agency only receives. What the matrix closes to a kind of agency stays closed."
        ),
    )  # fmt: skip
    we_ceiling = forms.TypedChoiceField(
        label=_("How deep"), coerce=int, choices=Ceiling.choices, widget=RadioCards(explain=DEPTHS)
    )
    they_give = forms.MultipleChoiceField(
        label=_("What the others open of their cases"), choices=SECTIONS, required=False, widget=CheckChips
    )
    they_ceiling = forms.TypedChoiceField(
        label=_("How deep do the others go"),
        coerce=int,
        choices=Ceiling.choices,
        widget=RadioCards(explain=DEPTHS),
    )
    scope_worked = forms.BooleanField(
        label=_("Only cases on which the receiving agency works already"), required=False,
        help_text=_("It sees the case by a referral that it accepted, for example."),
    )  # fmt: skip
    scope_children = forms.BooleanField(label=_("Only cases with a child as survivor"), required=False)
    scope_area = AreaField(label=_("Only cases in this area"), required=False, most=4)
    scope_form = forms.ChoiceField(
        label=_("Only this form of exploitation"), required=False,
        choices=choices("exploitation_forms", blank=_("Every form")),
    )  # fmt: skip
    scope_service = forms.ChoiceField(
        label=_("Only cases with this service under way"), required=False,
        choices=choices("services", blank=_("Every service or none")),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("First day"), widget=DayInput())
    valid_until = forms.DateField(
        label=_("Last day"), widget=DayInput(), help_text=_("It ends by itself at midnight in Jakarta.")
    )
    notice_days = forms.IntegerField(
        label=_("Period of notice in days"), min_value=0, max_value=rules.LONGEST_NOTICE,
        help_text=_("Where data were misused or somebody is in danger, notice counts at once."),
    )  # fmt: skip
    marks = "optional"

    def __init__(self, *args, agencies: Iterable[Agency], initial: dict | None = None, **kwargs):
        usual = {"key": uuid4(), "notice_days": 30, "we_ceiling": Ceiling.OPEN, "they_ceiling": Ceiling.OPEN}
        super().__init__(*args, initial=usual | (initial or {}), **kwargs)
        self.fields["others"].queryset = agencies

    def terms(self, ours: Agency) -> Terms:
        """The terms as the action wants them; each side receives what the other one gives."""
        told = self.cleaned_data
        we_receive, they_receive = bool(told["they_give"]), bool(told["we_give"])
        parts = [Part(ours, told["we_give"], told["we_ceiling"], we_receive)]
        parts += [
            Part(one, told["they_give"], told["they_ceiling"], they_receive or len(told["others"]) > 1 and we_receive)
            for one in told["others"]
        ]  # fmt: skip
        plain = (
            "number",
            "title",
            "purposes",
            "legal_basis",
            "valid_from",
            "valid_until",
            "notice_days",
            *SCOPE,
        )
        return Terms(parts=parts, **{name: told[name] for name in plain})


def as_initial(agreement: Agreement, parties: Iterable[Signatory], ours: Agency) -> dict:
    """An agreement as the form shows it to one of its parties."""
    mine = next((one for one in parties if one.agency_id == ours.pk), None)
    others = [one for one in parties if one.agency_id != ours.pk]
    gives = next((one for one in others if one.gives), others[0] if others else None)
    plain = ("number", "title", "purposes", "legal_basis", "valid_from", "valid_until", "notice_days", *SCOPE)
    told = {name: getattr(agreement, name) for name in plain}
    told |= {"others": [one.agency_id for one in others]}
    told |= {"we_give": mine.sections if mine else [], "we_ceiling": mine.field_class if mine else 0}
    return told | {
        "they_give": gives.sections if gives else [],
        "they_ceiling": gives.field_class if gives else 0,
    }


def renewed(initial: dict) -> dict:
    """The same for the years after: it begins the day after the last one."""
    begins, ends = rules.renewed_days(initial["valid_from"], initial["valid_until"])
    return initial | {"valid_from": begins, "valid_until": ends}


def amended(initial: dict, today) -> dict:
    """The same with other terms from tomorrow on."""
    return initial | {"valid_from": min(today + timedelta(days=1), initial["valid_until"])}


class PlainForm(Versioned):
    """A step that asks nothing more."""


class ProposeForm(Versioned):
    """Why the agency's own cases should open, for the second person."""

    reason = forms.CharField(
        label=_("Why is this needed"), max_length=2000, widget=LongText(rows=3),
        help_text=_("The colleague who agrees reads this. No names of persons."),
    )  # fmt: skip


class DeclineForm(Versioned):
    """No, with a reason."""

    code = forms.ChoiceField(label=_("Reason"), choices=DeclineCode.choices, widget=Radios())


class NoticeForm(Versioned):
    """It shall end, with a reason."""

    code = forms.ChoiceField(
        label=_("Reason"),
        widget=Radios(),
        choices=[(one.value, EndCode(one).label) for one in rules.NOTICE_CODES],
    )
