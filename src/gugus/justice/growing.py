"""Forms that grow with the case: a hearing with a line for each person, a verdict with a block for each charge."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.base.forms import Versioned
from gugus.base.widgets import DayInput, MomentInput
from gugus.cases.models import Party
from gugus.justice.actions.ruling import Said
from gugus.justice.actions.sitting import LONGEST as LONGEST_SITTING
from gugus.justice.actions.sitting import SHORTEST, Place, Sitting
from gugus.justice.codes import Agenda, Beside, Instance, Outcome, Presence
from gugus.justice.forms import CHOOSE, NAME, SEALED, number, office, words
from gugus.justice.models import Charge, Hearing, Ruling, Verdict
from gugus.law.clocks import zone
from gugus.law.lists import codes

ZONES = [("wib", "WIB"), ("wita", "WITA"), ("wit", "WIT")]
MOST_FINE = 10**13


def in_court_time(at: datetime | None, code: str) -> datetime | None:
    """What was typed is the court's time, whatever zone the page has."""
    if at is None:
        return None
    return timezone.localtime(at).replace(tzinfo=zone(code))


def to_type(at: datetime, code: str) -> datetime:
    """The court's hour as the page's field shows it."""
    return at.astimezone(zone(code)).replace(tzinfo=timezone.get_current_timezone())


def block_of(form: forms.Form, legend: str, names: Iterable[str]) -> dict:
    """Fields that belong together, for the page of a form that grows."""
    return {"legend": legend, "fields": [form[name] for name in names if name in form.fields]}


class GrowingForm(Versioned):
    """A form with blocks: `head` are the fields that stand before them."""

    @property
    def head(self) -> list:
        """Visible fields outside every block, in their order."""
        grouped = {field.name for block in self.blocks for field in block["fields"]}
        return [field for field in self.visible_fields() if field.name not in grouped]


class HearingForm(GrowingForm):
    """When, where, for what; then a line for each person who may have to come."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    agenda = forms.ChoiceField(label=pgettext_lazy("hearing", "Agenda"), choices=[CHOOSE, *Agenda.choices])
    starts_at = forms.DateTimeField(
        label=_("Begins"), widget=MomentInput(), help_text=_("In the time of the court.")
    )
    zone = forms.ChoiceField(label=_("Time of the court"), choices=ZONES)
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=SHORTEST, max_value=LONGEST_SITTING, initial=60
    )
    court = office(_("Court or office"))
    court_name = forms.CharField(
        label=_("Court outside the directory"), required=False, max_length=NAME, help_text=SEALED
    )
    room = forms.CharField(label=_("Room"), required=False, max_length=NAME, help_text=SEALED)
    note = words(_("Note"))
    marks = "optional"

    def __init__(
        self, *args, people: Iterable[tuple[Party, str, bool]], courts, initial: dict, seats=(), **kwargs
    ):
        held = {one.party_id: one for one in seats}
        super().__init__(*args, initial={"key": uuid4(), "zone": "wib"} | initial, **kwargs)
        self.fields["court"].queryset = courts
        self.people = list(people)
        for party, name, child in self.people:
            self._line(party, name, child, held.get(party.pk))

    def _line(self, party: Party, name: str, child: bool, seat) -> None:
        pk = party.pk
        self.fields[f"presence_{pk}"] = forms.ChoiceField(
            label=_("%(name)s: how heard") % {"name": name}, required=False,
            choices=[("", _("Need not come")), *Presence.choices], initial=seat.presence if seat else "",
        )  # fmt: skip
        if not child:
            self.fields[f"child_{pk}"] = forms.BooleanField(
                label=_("%(name)s is heard as a child") % {"name": name}, required=False,
                initial=bool(seat and seat.child),
            )  # fmt: skip
        self.fields[f"beside_{pk}"] = forms.ChoiceField(
            label=_("Who is beside %(name)s") % {"name": name}, required=False,
            choices=[("", "–"), *Beside.choices], initial=seat.beside if seat else "",
            help_text=_("A child is never heard alone in the court room (arts. 38-40).") if child else "",
        )  # fmt: skip
        self.fields[f"beside_name_{pk}"] = forms.CharField(
            label=_("Name of who is beside"), required=False, max_length=NAME, help_text=SEALED,
            initial=(seat.beside_name or "") if seat else "",
        )  # fmt: skip

    @property
    def blocks(self) -> list[dict]:
        """The lines of each person, together under the name."""
        names = ("presence", "child", "beside", "beside_name")
        return [
            block_of(self, name, [f"{one}_{party.pk}" for one in names])
            for party, name, _child in self.people
        ]

    @property
    def sitting(self) -> Sitting:
        """What the action is given."""
        given = self.cleaned_data
        names = ("agenda", "minutes", "zone", "court", "court_name", "room", "note")
        facts = {name: given[name] for name in names}
        starts_at = in_court_time(given["starts_at"], given["zone"])
        return Sitting(starts_at=starts_at, places=self._places(given), **facts)

    def _places(self, given: dict) -> list[Place]:
        return [
            Place(
                party, given[f"presence_{party.pk}"], given[f"beside_{party.pk}"], given[f"beside_name_{party.pk}"],
                bool(given.get(f"child_{party.pk}")),
            )
            for party, _name, _child in self.people
            if given[f"presence_{party.pk}"]
        ]  # fmt: skip


def initial_of(hearing: Hearing) -> dict:
    """A hearing as its form shows it."""
    names = ("version", "agenda", "minutes", "zone", "court", "court_name", "room", "note")
    facts = {name: getattr(hearing, name) for name in names}
    return facts | {"starts_at": to_type(hearing.starts_at, hearing.zone)}


class VerdictForm(GrowingForm):
    """The court, the day, the number; then a block for each charge."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(label=_("Day of the verdict"), widget=DayInput())
    number = number(_("Number of the verdict"))
    court = office(_("Court"))
    court_name = forms.CharField(
        label=_("Court outside the directory"), required=False, max_length=NAME, help_text=SEALED
    )
    marks = "optional"

    def __init__(
        self, *args, charges: Iterable[tuple[Charge, str]], courts, initial: dict | None = None, **kwargs
    ):
        super().__init__(*args, initial={"key": uuid4()} | (initial or {}), **kwargs)
        self.fields["court"].queryset = courts
        self.charges = list(charges)
        for charge, _cited in self.charges:
            self._block(charge.pk)

    def _block(self, pk) -> None:
        self.fields[f"outcome_{pk}"] = forms.ChoiceField(
            label=_("What the court ruled"), choices=[CHOOSE, *Outcome.choices]
        )
        self.fields[f"months_{pk}"] = forms.IntegerField(
            label=_("Prison in months"), required=False, min_value=0, max_value=1200
        )
        self.fields[f"life_{pk}"] = forms.BooleanField(label=_("For life"), required=False)
        self.fields[f"fine_{pk}"] = forms.IntegerField(
            label=_("Fine in rupiah"), required=False, min_value=0, max_value=MOST_FINE,
            help_text=_("Exact, without dots. Kept encrypted."),
        )  # fmt: skip
        self.fields[f"substitute_{pk}"] = forms.IntegerField(
            label=_("Months if the fine is not paid"), required=False, min_value=0, max_value=24
        )

    @property
    def blocks(self) -> list[dict]:
        """What was ruled on each charge, together under the provision."""
        names = ("outcome", "months", "life", "fine", "substitute")
        return [
            block_of(self, cited, [f"{one}_{charge.pk}" for one in names]) for charge, cited in self.charges
        ]

    @property
    def rulings(self) -> list[Said]:
        """What the action is given."""
        given = self.cleaned_data
        names = ("outcome", "months", "life", "fine", "substitute")
        return [
            Said(charge.pk, **{name: given[f"{name}_{charge.pk}"] for name in names})
            for charge, _cited in self.charges
        ]


class CorrectionForm(VerdictForm):
    """The same with the right words, and what was wrong."""

    reason = words(
        _("What was wrong"), needed=True, help_text=_("Stands beside the first wording. Kept encrypted.")
    )
    field_order = ["reason"]


def initial_of_verdict(verdict: Verdict, rulings: Iterable[Ruling]) -> dict:
    """A verdict as its form shows it."""
    facts = {name: getattr(verdict, name) for name in ("number", "court", "court_name")}
    for one in rulings:
        said = {"outcome": one.outcome, "months": one.months, "life": one.life, "fine": one.fine}
        said["substitute"] = one.substitute_months
        facts |= {f"{name}_{one.charge_id}": value for name, value in said.items()}
    return facts | {"on": verdict.ruled_on}


def instance_at(stage: str) -> str:
    """Which verdict is given at a stage; "" where none is."""
    given = {
        "trial": Instance.FIRST,
        "appeal": Instance.APPEAL,
        "cassation": Instance.CASSATION,
        "final": Instance.REVIEW,
    }
    return given.get(stage, "")


def raising_words(stored: Iterable[str], language: str | None) -> list[str]:
    """What raises the penalty, in words."""
    known = {one.code: one.words.in_language(language) for one in codes("aggravations")}
    return [known.get(one, one) for one in stored]
