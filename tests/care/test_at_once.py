"""Two people on two connections write in one plan, one sheet, one assessment: one wins, the other hears of it."""

from datetime import timedelta

from django.db import transaction
from tests.care.conftest import PARTS, TODAY, drafted, scored
from tests.care.test_sheets import DEBTS
from tests.cases.test_at_once import as_rina, both, committed, speaking
from tests.conftest import NOON
from tests.referrals.conftest import settle_case

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.care import assessing, planning, sheet_writing
from gugus.care.assessing import CannotAssess, Sheet
from gugus.care.models import AssessmentInstrument, CarePlan, Goal, NeedsAssessment
from gugus.care.planning import Aim

__all__ = ["committed"]
BECAUSE = "the test looks what was kept"
SHEET = Sheet(assessed_on=TODAY, profession="psychologist")


def begun(world):
    """A case with its survivor, committed."""
    with transaction.atomic():
        case = settle_case(world)
    with speaking(world.rina):
        return case, case.parties.select_related("person").get(role="survivor")


def aim(words) -> Aim:
    return Aim("social", words, "Terlihat.", TODAY + timedelta(days=60))


def test_of_two_who_add_to_one_plan_one_is_kept_and_the_other_told(committed):
    case, child = begun(committed)
    with transaction.atomic():
        plan = drafted(committed.rina, case, child)
    goals = plan.goals

    def add(words):
        return as_rina(
            committed,
            lambda: planning.add_goal(
                plan=plan, aim=aim(words), by=committed.rina, at=NOON, seen=plan.version
            ),
        )

    with speaking(committed.rina):
        plan = CarePlan.objects.unscoped(because=BECAUSE).get(pk=plan.pk)
        before = goals.count()
    outcomes = both(add("Tinggal dengan aman."), add("Punya teman."))

    assert {type(one) for one in outcomes} == {Goal, Stale}
    with speaking(committed.rina):
        kept = CarePlan.objects.unscoped(because=BECAUSE).get(pk=plan.pk)
        assert (kept.goals.count(), kept.version) == (before + 1, plan.version + 1)
        lines = Entry.objects.unscoped(because=BECAUSE).filter(verb="plan.goal_added", about_id=plan.pk)
        assert lines.count() == before + 1


def test_of_two_who_change_and_drop_one_goal_only_the_faster_counts(committed):
    case, child = begun(committed)
    with transaction.atomic():
        plan = drafted(committed.rina, case, child)
    with speaking(committed.rina):
        plan = CarePlan.objects.unscoped(because=BECAUSE).get(pk=plan.pk)
        goal = plan.goals.select_related("plan", "data_key").order_by("number").first()
        number = plan.goals.count()

    change = as_rina(
        committed,
        lambda: planning.change_goal(
            goal=goal, aim=aim("Lain."), by=committed.rina, at=NOON, seen=plan.version
        ),
    )
    with speaking(committed.rina):
        same = plan.goals.select_related("plan", "data_key").get(pk=goal.pk)
    drop = as_rina(
        committed, lambda: planning.drop_goal(goal=same, by=committed.rina, at=NOON, seen=plan.version)
    )
    outcomes = both(change, drop)

    assert sum(isinstance(one, Stale) for one in outcomes) == 1
    with speaking(committed.rina):
        left = plan.goals.count()
    assert left == (number if isinstance(outcomes[1], Stale) else number - 1)


def test_of_two_who_write_one_assessment_one_is_kept_whole(committed):
    case, child = begun(committed)
    with speaking(committed.rina):
        draft = assessing.start_assessment(case=case, party=child, kind="initial", by=committed.rina, at=NOON)

    def write(score):
        given = scored(**dict.fromkeys(("medical", "social", "family"), score))
        return as_rina(
            committed,
            lambda: assessing.write_scores(
                assessment=draft,
                sheet=SHEET,
                scored=given,
                sections=PARTS,
                by=committed.rina,
                at=NOON,
                seen=1,
            ),
        )

    outcomes = both(write(2), write(5))

    assert {type(one) for one in outcomes} == {NeedsAssessment, Stale}
    won = 2 if isinstance(outcomes[1], Stale) else 5
    with speaking(committed.rina):
        found = dict(draft.scores.values_list("domain", "score"))
    assert {found[one] for one in ("medical", "social", "family")} == {won}


def test_an_assessment_is_finished_once(committed):
    case, child = begun(committed)
    with speaking(committed.rina):
        draft = assessing.start_assessment(case=case, party=child, kind="initial", by=committed.rina, at=NOON)
        assessing.write_scores(
            assessment=draft, sheet=SHEET, scored=scored(), sections=PARTS, by=committed.rina, at=NOON
        )
    finish = as_rina(
        committed,
        lambda: assessing.finish_assessment(assessment=draft, sections=PARTS, by=committed.rina, at=NOON),
    )

    assert {type(one) for one in both(finish, finish)} == {NeedsAssessment, CannotAssess}


def test_of_two_who_write_the_next_sheet_at_once_one_is_told(committed):
    with speaking(committed.tono):
        draft = sheet_writing.begin_sheet(by=committed.tono, at=NOON)

    def write(code):
        def run():
            with speaking(committed.tono):
                told = DEBTS | {"code": code}
                return sheet_writing.write_domain(domain=told, by=committed.tono, at=NOON, seen=draft.version)

        return run

    outcomes = both(write("debts"), write("papers"))

    assert {type(one) for one in outcomes} == {AssessmentInstrument, Stale}
