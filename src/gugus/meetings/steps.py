"""What can be done with a meeting: address, action, form, words. The page and its buttons read this list."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from gugus.base import steps as base
from gugus.meetings import forms
from gugus.meetings.actions import closing, inviting, minuting
from gugus.meetings.codes import State
from gugus.meetings.gate import Sight
from gugus.meetings.models import Invitation


@dataclass(frozen=True, slots=True)
class Step(base.Step):
    """One step. `side` is who makes it: host, guest (an invited agency) or approver."""

    side: str = "host"
    versioned: bool = True

    def possible(self, sight: Sight, mine: Invitation | None) -> bool:
        """May this viewer make it now?"""
        if sight.meeting.state not in self.states:
            return False
        if self.side == "guest":
            return mine is not None and sight.may_answer
        if self.side == "approver":
            return sight.may_approve
        if self.slug == "lanjutkan" and sight.may_approve:
            return True
        return sight.may_write


STEPS = (
    Step(
        "sahkan", {State.MINUTED}, closing.approve, forms.PlainForm, _("Approve the minutes"), "check-circle",
        _("They get their number and nobody changes them any more; recommendations go to who carries them out."),
        side="approver", kind="main",
    ),
    Step(
        "jawab", {State.INVITED}, inviting.answer_invitation, forms.AnswerForm, _("Answer the invitation"), "check",
        _("The secretariat sees your answer at once. You can change it until the meeting."),
        side="guest", versioned=False,
    ),
    Step(
        "undang", {State.DRAFT, State.INVITED}, inviting.invite, forms.InviteForm, _("Invite"), "send",
        _("The agencies learn time, room and agenda, and answer who comes."), kind="main",
    ),
    Step(
        "mulai", {State.INVITED}, inviting.begin, forms.PlainForm, _("Begin"), "clock",
        _("The meeting is held; invitations are answered no more. The minutes stay open until you finish them."),
        kind="main",
    ),
    Step(
        "selesai", {State.HELD}, minuting.finish_minutes, forms.PlainForm, _("Finish the minutes"), "check",
        _("The members read them. The person who was named approves them or sends them back."), kind="main",
    ),
    Step(
        "jadwal", {State.POSTPONED}, inviting.invite_again, forms.AgainForm, _("Name a new day"), "calendar",
        _("Everybody who was invited is asked again."), kind="main",
    ),
    Step(
        "lanjutkan", {State.MINUTED}, minuting.reopen_minutes, forms.PlainForm, _("Write on"), "edit",
        _("The minutes go back to the secretariat and are open again."),
    ),
    Step(
        "tambahan", {State.APPROVED}, closing.add_addendum, forms.AddendumForm, _("Add to the minutes"), "plus",
        _("The approved words stay as they are; this stands below them with its day."), versioned=False,
    ),
    Step(
        "tunda", {State.INVITED}, inviting.postpone, forms.CalledOffForm, _("Postpone"), "calendar",
        _("All invited agencies are told. Name the new day when you know it."),
    ),
    Step(
        "batal", {State.DRAFT, State.INVITED, State.POSTPONED}, inviting.cancel, forms.CalledOffForm,
        _("Cancel the meeting"), "x", _("All invited agencies are told. What was written stays."), kind="danger",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight, mine: Invitation | None) -> list[Step]:
    """What the viewer can do now, the most likely first."""
    return [as_seen(one, sight) for one in STEPS if one.possible(sight, mine)]


def as_seen(one: Step, sight: Sight) -> Step:
    """The secretariat writes on in its minutes; who signs them sends them back."""
    if one.slug == "lanjutkan" and not sight.may_write:
        return replace(one, label=_("Send back"), icon="arrow-left")
    return one
