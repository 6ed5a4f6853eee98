"""What can be done with a return, a leg or minutes: address, action, form, words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.base import steps as base
from gugus.repatriation import forms, rules
from gugus.repatriation.actions import handing, legs, preparing
from gugus.repatriation.codes import LegState, MinuteState, Receiver, Risk, State
from gugus.repatriation.gate import MinuteSight, Sight
from gugus.repatriation.models import Leg

PREPARING = rules.PREPARING | {State.PAUSED}


@dataclass(frozen=True, slots=True)
class Step(base.Step):
    """One step. `who`: the right it needs, as a name of the sight."""

    who: str = "decides"


STEPS = (
    Step(
        "penelusuran", PREPARING, preparing.tell_tracing, forms.TracingForm, _("Family tracing"), "search",
        _("What looking for the family found. It may be told anew."), who="prepares",
    ),
    Step(
        "persetujuan", PREPARING, preparing.keep_consent, forms.PlainForm, _("Read her consent"), "check",
        _("The ledger of consent is asked whether the person wants to return. What she says is recorded there."),
        who="prepares",
    ),
    Step(
        "risiko", PREPARING, preparing.assess_risk, forms.RiskForm, _("Assess the risk"), "alert",
        _("A new assessment takes the place of the old one and ends a supervisor's decision about it."),
    ),
    Step(
        "tetap-pulang", PREPARING, preparing.override_risk, forms.OverrideForm, _("Let it go on all the same"),
        "unlock",
        _("The return was assessed as not safe. Whoever lets it go on answers for it by name."), who="overrides",
        kind="danger",
    ),
    Step(
        "jadwal", rules.PREPARING - {State.SCHEDULED}, legs.schedule, forms.PlainForm, _("Fix the journey"), "calendar",
        _("Legs, consent, risk and papers are looked at together."), kind="main",
    ),
    Step(
        "tiba", rules.ON_THE_WAY, legs.arrive_home, forms.PlainForm, _("Is at home"), "home",
        _("For a grown person whose last leg has arrived. A child is handed over with minutes."), who="handles",
        kind="main",
    ),
    Step(
        "bersama", rules.PREPARING, preparing.travel_together, forms.TogetherForm, _("Travel together"), "users",
        _("A link between returns: each person keeps an own record."), who="prepares",
    ),
    Step(
        "sendiri", rules.PREPARING, preparing.travel_apart, forms.PlainForm, _("Travel alone"), "user",
        _("This person is no longer linked with the others."), who="prepares",
    ),
    Step(
        "tunda", rules.PREPARING | rules.ON_THE_WAY, preparing.pause, forms.PauseForm,
        pgettext_lazy("return", "Pause"), "clock", _("What was recorded stays; nobody leaves meanwhile."),
    ),
    Step(
        "lanjut", {State.PAUSED}, preparing.resume, forms.PlainForm, _("Go on"), "arrow-right",
        _("It goes on where it stood."), kind="main",
    ),
    Step(
        "henti", rules.RUNNING, preparing.stop, forms.StopForm, pgettext_lazy("return", "Stop"), "x",
        _("There is no return. Legs that were planned are cancelled; what was written stays."), kind="danger",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible(step: Step, sight: Sight) -> bool:
    """May this viewer make this step of a return now?"""
    one = sight.repatriation
    if one.state not in step.states or not _right(step, sight):
        return False
    if step.slug == "tetap-pulang":
        return one.risk == Risk.UNSAFE and one.overridden_at is None
    if step.slug in {"bersama", "sendiri"}:
        return (one.together is None) == (step.slug == "bersama")
    return not (step.slug == "tiba" and one.child)


def _right(step: Step, sight: Sight) -> bool:
    if step.who == "overrides":
        return sight.may_override
    if step.who == "handles":
        return sight.may_decide
    return sight.is_ours and (sight.may_write if step.who == "prepares" else sight.may_decide)


def possible_steps(sight: Sight) -> list[Step]:
    """What the viewer can do now."""
    return [one for one in STEPS if possible(one, sight)]


LEG_STEPS = (
    Step(
        "mulai", {LegState.PLANNED}, legs.begin_leg, forms.MomentForm, _("Has left"), "arrow-right",
        _("From now on somebody waits for a confirmed arrival; without one there is an alarm."), kind="main",
    ),
    Step(
        "tiba", {LegState.UNDER_WAY}, legs.confirm_arrival, forms.ArrivalForm, _("Confirm the arrival"), "check",
        _("By the receiving agency, the escort, or the person. A late word ends the alarm too."), who="near",
        kind="main",
    ),
    Step(
        "batal", {LegState.PLANNED}, legs.drop_leg, forms.PlainForm, _("Cancel the leg"), "x",
        _("The line stays readable."), who="writes", kind="danger",
    ),
)  # fmt: skip
LEG_BY_SLUG = {one.slug: one for one in LEG_STEPS}


def leg_steps(sight: Sight, leg: Leg) -> list[Step]:
    """What the viewer can do with a leg now."""
    return [one for one in LEG_STEPS if leg_possible(one, sight, leg)]


def leg_possible(step: Step, sight: Sight, leg: Leg) -> bool:
    """May this viewer make this step of a leg now?"""
    state = sight.repatriation.state
    if leg.state not in step.states:
        return False
    if step.who == "near":
        near = {leg.agency_id, leg.to_agency_id, leg.escort_agency_id}
        return sight.reads_words and (sight.handles or sight.viewer.agency_id in near)
    if step.slug == "mulai":
        return sight.may_decide and state in {State.SCHEDULED, *rules.ON_THE_WAY}
    return sight.may_write and state in rules.RUNNING


MINUTE_STEPS = (
    Step(
        "kirim", {MinuteState.DRAFT}, handing.offer, forms.PlainForm, _("Send to the receiving agency"), "send",
        _("It learns place, time and how many people. Names and notes open only when it says yes."), who="writes",
        kind="main",
    ),
    Step(
        "terima", {MinuteState.OFFERED}, handing.accept, forms.PlainForm, _("Accept the hand-over"), "check",
        _("The return, its legs and these minutes open to your agency. You sign when the person is there."),
        who="answers", kind="main",
    ),
    Step(
        "tolak", {MinuteState.OFFERED}, handing.decline, forms.CodeForm, _("Decline the hand-over"), "x",
        _("Nothing opens; the agency that hands over looks for another way."), who="answers", kind="danger",
    ),
    Step(
        "batal", rules.OPEN_MINUTES, handing.cancel_handover, forms.CodeForm, _("Cancel the minutes"), "x",
        _("For a hand-over that does not take place. Not possible after a signature."), who="writes", kind="danger",
    ),
)  # fmt: skip
MINUTE_BY_SLUG = {one.slug: one for one in MINUTE_STEPS}


def minute_possible(step: Step, sight: MinuteSight) -> bool:
    """May this viewer make this step of minutes now?"""
    one = sight.handover
    if one.state not in step.states or (one.digest and step.slug == "batal"):
        return False
    if step.slug == "kirim" and one.receiver != Receiver.AGENCY:
        return False
    return sight.may_answer if step.who == "answers" else sight.may_write


def minute_steps(sight: MinuteSight) -> list[Step]:
    """What the viewer can do with minutes now."""
    return [one for one in MINUTE_STEPS if minute_possible(one, sight)]
