"""What can be done with a stay: address, action, form, words. The page and its buttons read this list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gugus.base import steps as base
from gugus.shelter import forms
from gugus.shelter.actions import deciding, keeping, living
from gugus.shelter.codes import State
from gugus.shelter.models import Stay
from gugus.shelter.policies import Sight


@dataclass(frozen=True, slots=True)
class Step(base.Step):
    """One step of the house. `decides`: only its head, its deputy and whoever decides on care for the agency."""

    decides: bool = False
    only: Callable[[Stay], bool] = lambda stay: True
    versioned: bool = True

    def possible(self, sight: Sight) -> bool:
        """May this viewer make it now?"""
        if not sight.is_house or sight.stay.state not in self.states or not self.only(sight.stay):
            return False
        return sight.may_decide if self.decides else sight.may_write


HERE = {State.APPROVED, State.IN}
STEPS = (
    Step(
        "setujui", {State.PROPOSED}, deciding.approve, forms.ApproveForm, _("Approve with a bed"), "check",
        _("The bed is held from the expected beginning. The agency of the case is told state and dates, no address."),
        decides=True, kind="main",
    ),
    Step(
        "tolak", {State.PROPOSED}, deciding.decline, forms.DeclineForm, _("Decline the stay"), "x",
        _("The agency of the case is told the coded reason only."), decides=True, kind="danger",
    ),
    Step(
        "masuk", {State.APPROVED}, living.admit, forms.AdmitForm, _("Came in"), "arrow-right",
        _("The bed is occupied from then on. A referral it rests on is in service."), kind="main",
    ),
    Step(
        "putuskan-perpanjangan", {State.IN}, living.decide_longer, forms.DecideLongerForm,
        _("Decide on the longer stay"), "check", _("The bed must be free that long."), decides=True, kind="main",
        only=lambda stay: stay.asked_until_at is not None,
    ),
    Step(
        "ketemu", {State.IN}, living.find, forms.Words, _("Is back"), "check-circle",
        _("The alarm ends; whoever was told is told again."), kind="main",
        only=lambda stay: stay.missing_at is not None,
    ),
    Step(
        "pindah", HERE, living.move, forms.BedForm, _("Move to another bed"), "arrows",
        _("In this house or another one of your agency. The old bed is free at once."), decides=True,
    ),
    Step(
        "perpanjang", {State.IN}, living.ask_longer, forms.LongerForm, _("Ask for a longer stay"), "calendar",
        _("The head of the house decides."), only=lambda stay: stay.asked_until_at is None,
    ),
    Step(
        "catatan", {*State}, keeping.write_note, forms.NoteForm, _("Write a note"), "note",
        _("Notes are never changed; a correction is another note."), versioned=False,
    ),
    Step(
        "tata-tertib", HERE, keeping.tell_rules, forms.RulesForm, _("House rules told"), "message",
        _("In a language that the person understands."),
    ),
    Step(
        "titip", HERE, keeping.take_in, forms.ThingForm, _("Take belongings in"), "lock",
        _("Both sign the list on paper; one copy stays with the person."), versioned=False,
    ),
    Step(
        "hilang", {State.IN}, living.miss, forms.Words, _("Is missing"), "alert",
        _("The manager of the case is told at once and gets a task of high risk. The bed stays as it is."),
        kind="danger", only=lambda stay: stay.missing_at is None,
    ),
    Step(
        "keluar", {State.IN}, living.leave, forms.LeaveForm, _("Left the house"), "exit",
        _("The bed is free from then on. Without word it sets off the alarm."), kind="danger",
    ),
    Step(
        "tarik", {State.PROPOSED, State.APPROVED}, deciding.withdraw, forms.WithdrawForm, _("Take back"), "trash",
        _("A bed that was held is free at once."), kind="danger",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight) -> list[Step]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(sight)]
