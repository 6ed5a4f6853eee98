"""What can be done with a conference: address, action, form, words. The page and its buttons read this list."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gugus.base import steps as base
from gugus.conferences import forms
from gugus.conferences.actions import closing, meeting, planning
from gugus.conferences.codes import State
from gugus.conferences.gate import Sight
from gugus.conferences.models import Invitation


@dataclass(frozen=True, slots=True)
class Step(base.Step):
    """One step. `side` is who makes it: the host or a guest."""

    side: str = "host"
    decides: bool = True

    def possible(self, sight: Sight, mine: Invitation | None) -> bool:
        """May this viewer make it now?"""
        if sight.conference.state not in self.states or (self.side == "host") != sight.is_host:
            return False
        if self.side == "guest" and (mine is None or (self.slug == "setuju" and not mine.came)):
            return False
        return sight.may_decide if self.decides or not sight.is_host else sight.may_write


STEPS = (
    Step(
        "jawab", {State.PLANNED}, meeting.answer_invitation, forms.AnswerForm, _("Answer the invitation"), "check",
        _("The agency that holds the conference sees your answer at once."), side="guest", kind="main",
    ),
    Step(
        "setuju", {State.MINUTED}, closing.agree, forms.AgreeForm, _("Agree or object"), "check-circle",
        _("Read the minutes first. An objection stays in them."), side="guest", kind="main",
    ),
    Step(
        "undang", {State.DRAFT, State.PLANNED}, planning.invite, forms.InviteForm, _("Invite"), "send",
        _("The agencies learn reference, time and the questions on parts that are open to them. No name, no case."),
        kind="main",
    ),
    Step(
        "mulai", {State.PLANNED}, meeting.begin, forms.BeginForm, _("Begin"), "clock",
        _("What is open to each agency at this moment is kept in the minutes."), decides=False, kind="main",
    ),
    Step(
        "selesai", {State.RUNNING}, closing.finish_minutes, forms.PlainForm, _("Finish the minutes"), "check",
        _("Whoever was there reads them and agrees or objects. Who carries something out gets a task now."),
        decides=False, kind="main",
    ),
    Step(
        "sahkan", {State.MINUTED}, closing.approve, forms.PlainForm, _("Approve the minutes"), "check-circle",
        _("From then on nobody changes them. What becomes known later is added beside them."), kind="main",
    ),
    Step(
        "lanjutkan", {State.MINUTED}, closing.reopen_minutes, forms.PlainForm, _("Write on"), "edit",
        _("Every yes and every objection so far is asked for anew."), decides=False,
    ),
    Step(
        "pindah", {State.PLANNED}, planning.move_to, forms.MoveForm, _("Another time"), "calendar",
        _("All invited agencies are told and asked again."),
    ),
    Step(
        "batal", {State.DRAFT, State.PLANNED}, planning.cancel, forms.CancelForm, _("Cancel the conference"), "x",
        _("All invited agencies are told. What was written stays."), kind="danger",
    ),
    Step(
        "tutup", {State.APPROVED}, closing.close, forms.PlainForm, _("Close"), "check-circle",
        _("Everything was carried out."),
    ),
    Step(
        "tambahan", {State.APPROVED, State.CLOSED}, closing.add_addendum, forms.AddendumForm, _("Add to the minutes"),
        "plus", _("The approved words stay as they are; this stands below them with its day."), decides=False,
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}
VERSIONED = {"undang", "mulai", "selesai", "sahkan", "lanjutkan", "pindah", "batal", "tutup"}


def possible_steps(sight: Sight, mine: Invitation | None) -> list[Step]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(sight, mine)]
