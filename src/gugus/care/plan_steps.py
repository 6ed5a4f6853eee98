"""What can be done with a plan: address, action, form, words. The page and its buttons read this list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.care import agreeing, plan_forms, reviewing
from gugus.care.codes import PlanState
from gugus.care.gate import may_approve, may_plan
from gugus.care.models import CarePlan
from gugus.cases.policies import Sight


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `approves`: made by a supervisor; otherwise by whoever writes the plan."""

    slug: str
    states: frozenset[str]
    run: Callable[..., Any]
    form: type
    label: Any
    icon: str
    text: Any
    approves: bool = False
    kind: str = ""

    def possible(self, sight: Sight, plan: CarePlan) -> bool:
        """May this viewer make it now?"""
        if plan.state not in self.states or sight.case.state in {"closed", "archived"}:
            return False
        if not self.approves:
            return may_plan(sight)
        mine = sight.viewer.user_id in {plan.written_by_id, plan.finished_by_id}
        return may_approve(sight) and plan.needs_approval and plan.approved_at is None and not mine


def _step(slug: str, states: set[PlanState], run, form, label, icon: str, text, **more) -> Step:
    return Step(slug, frozenset(states), run, form, label, icon, text, **more)


STEPS = (
    _step(
        "ajukan", {PlanState.DRAFT}, agreeing.hand_in, plan_forms.PlainForm, _("Hand in"), "send",
        _("Goals and steps stay as they are from then on. The next thing is the person's answer."), kind="main",
    ),
    _step(
        "setujui", {PlanState.WAITING}, agreeing.approve_plan, plan_forms.PlainForm, _("Approve"), "check-circle",
        _("The plan begins once the person has agreed too."), approves=True, kind="main",
    ),
    _step(
        "jawaban", {PlanState.WAITING}, agreeing.sign, plan_forms.SignatureForm, _("Note the person's answer"), "edit",
        _("Go through the plan together first. Nobody has to agree: a no is kept like a yes, and services go on."),
        kind="main",
    ),
    _step(
        "kembalikan", {PlanState.WAITING}, agreeing.send_back, plan_forms.ReturnForm, _("Send back"), "x",
        _("This version ends. The next one begins with what stands in it."), approves=True,
    ),
    _step(
        "tarik", {PlanState.WAITING}, agreeing.take_back, plan_forms.PlainForm, _("Take back"), "edit",
        _("Only while nobody signed or approved it."),
    ),
    _step(
        "tinjau", {PlanState.ACTIVE}, reviewing.review, plan_forms.ReviewForm, _("Review"), "check-circle",
        _("Note first how steps and goals stand. If the plan must change, write a new version afterwards."),
        kind="main",
    ),
    _step(
        "akhiri", {PlanState.ACTIVE}, reviewing.end_plan, plan_forms.EndForm, _("End the plan"), "x",
        _("Service lines stay as they are."), kind="danger",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in STEPS}


def possible_steps(sight: Sight, plan: CarePlan) -> list[Step]:
    """What the viewer can do now, the most likely first."""
    return [one for one in STEPS if one.possible(sight, plan)]
