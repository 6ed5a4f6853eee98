"""What can be done with a reintegration as a whole: address, action, form, words. Page and buttons read this list."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gugus.base import steps as base
from gugus.reintegration import forms, rules
from gugus.reintegration.actions import alarming, ending, planning, preparing, supporting
from gugus.reintegration.codes import State
from gugus.reintegration.gate import Sight

ANY = frozenset(State)
PREPARED = frozenset({State.PREPARING, State.DECIDED})
FOLLOWED = frozenset({State.FOLLOWING})


@dataclass(frozen=True, slots=True)
class Step(base.Step):
    """One step. `who`: "plan" and "decide" are the case's agency, "write" also whoever follows for it."""

    who: str = "plan"
    versioned: bool = False

    def possible(self, sight: Sight) -> bool:
        """May this viewer make it now?"""
        may = {"plan": sight.may_plan, "decide": sight.may_decide, "write": sight.may_write}[self.who]
        return may and sight.one.state in self.states


def look(*, one, by, at, **words):
    """The form's words as a look at a home."""
    return preparing.look_at_home(one=one, look=preparing.Look(**words), by=by, at=at)


def help_with(*, one, by, at, key=None, **words):
    """The form's words as support."""
    return supporting.promise_support(one=one, help=supporting.Help(**words), by=by, at=at, key=key)


def outcomes(*, one, by, at, moment, asked_on, **answers):
    """The form's words as answers."""
    return supporting.ask_outcomes(one=one, moment=moment, asked_on=asked_on, answers=answers, by=by, at=at)


STEPS = (
    Step(
        "alarm", ANY, alarming.raise_alarm, forms.AlarmForm, _("Alarm"), "alert",
        _("The case manager and the supervisor get a task at once; a closed case opens again."), who="write",
        kind="danger",
    ),
    Step(
        "siapkan", rules.RUNNING, preparing.tick_step, forms.StepForm, _("Tick a step"), "check",
        _("Client, family and community are prepared. Outside the family nobody learns why the person returns."),
    ),
    Step(
        "rumah", rules.RUNNING, look, forms.HomeForm, _("Look at a home"), "home",
        _("The newest look at a home counts when somebody decides."),
    ),
    Step(
        "putuskan", rules.RUNNING, preparing.decide_place, forms.PlaceForm, _("Decide the home"), "check-circle",
        _("Everything that stands against it is said at once."), who="decide", kind="main", versioned=True,
    ),
    Step(
        "satukan", frozenset({State.DECIDED}), preparing.reunite, forms.ReuniteForm, _("Reunion"), "users",
        _("The visits are planned from this day, three months at least. Rules that change later leave them."),
        kind="main", versioned=True,
    ),
    Step(
        "kunjungan-lagi", FOLLOWED, planning.add_visit, forms.AddVisitForm, _("One more visit"), "calendar",
        _("Beside the planned visits, with a task of its own."), who="write",
    ),
    Step(
        "dukungan", rules.RUNNING, help_with, forms.SupportForm, _("Add support"), "plus",
        _("Education, training, work or capital: what was promised, and later whether it lasts."), who="write",
    ),
    Step(
        "hasil", rules.RUNNING, outcomes, forms.OutcomeForm, _("Ask the outcomes"), "chart",
        _("Six questions, asked at the beginning, in between and at the end."), who="write",
    ),
    Step(
        "pendamping", rules.RUNNING, supporting.choose_follower, forms.FollowerForm, _("Who visits"), "agency",
        _("The agency there writes the visits; you see them as long as you answer for the case."), versioned=True,
    ),
    Step(
        "selesai", FOLLOWED, ending.end_by_rule, forms.PlainForm, _("End by the rule"), "check-circle",
        _("The shortest time is over, the person was safe at last, nothing is open."), who="decide", versioned=True,
    ),
    Step(
        "hentikan", rules.RUNNING, ending.break_off, forms.BreakForm, _("Break off"), "x",
        _("It ends without the rule. Planned visits are no longer needed."), who="decide", kind="danger",
        versioned=True,
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight) -> list[Step]:
    """What the viewer can do now."""
    return [one for one in STEPS if one.possible(sight)]
