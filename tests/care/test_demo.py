"""The demo's part of care makes its assessments and plans, through the same actions as everybody."""

from datetime import timedelta

from tests.conftest import NOON, voice_of

from gugus.care.actions import finish_line, write_line
from gugus.care.models import CarePlan, NeedsAssessment
from gugus.cases.actions import add_party, open_case
from gugus.demo.enacting import Stage
from gugus.demo.planning_care import plan_care
from gugus.people.actions import register_person


def a_case(world, *, born, at):
    case = open_case(agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=at)
    person = register_person(agency=world.unit, sex="female", birth_year=born, by=world.rina, at=at)
    party = add_party(case=case, person=person, role="survivor", by=world.rina, at=at)
    for _number in range(3):
        line = write_line(
            case=case, party=party, service="shelter", provider=world.shelter, by=world.rina, at=at
        )
        finish_line(line=line, done_on=at.date(), result="reached", by=world.rina, at=at)


def test_one_plan_runs_one_waits_for_approval_and_one_is_a_draft(world):
    names = {one: getattr(world, one) for one in ("rina", "ratih", "yusuf", "maya")}
    with voice_of(world.rina):
        for born, days in ((2012, 20), (1990, 30), (1985, 40)):
            a_case(world, born=born, at=NOON - timedelta(days=days))

        plan_care(Stage(agencies={}, users=names), at=NOON)

        states = set(CarePlan.objects.unscoped(because="test").values_list("state", "needs_approval"))
        assert states == {("active", False), ("waiting", True), ("draft", False)}
        assert NeedsAssessment.objects.unscoped(because="test").filter(state="finished").count() == 5
