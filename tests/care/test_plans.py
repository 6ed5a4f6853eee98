"""Plans: written in drafts, handed in, signed or refused, approved, carried out, reviewed, replaced."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.care.conftest import TODAY, assessed, drafted, running, yes
from tests.conftest import NOON, as_role, voice_of

from gugus.base.versions import Stale
from gugus.care import agreeing, planning, reviewing
from gugus.care.actions import write_line
from gugus.care.jobs import on_plan
from gugus.care.models import (
    CarePlan,
    DomainScore,
    Goal,
    NeedsAssessment,
    PlanSignature,
    PlanStep,
    ServiceLine,
)
from gugus.care.panels import hurdles
from gugus.care.plan_rules import Said, agreed
from gugus.care.planning import Aim, CannotPlan, Doing
from gugus.care.plans import read
from gugus.care.queries import facts_about
from gugus.care.reviewing import Seen
from gugus.cases.gate import sight_for
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.tasks.models import Task

LATER = NOON + timedelta(days=3)


def codes(refused) -> set[str]:
    return {one.code for one in refused.value.reasons}


def again(world, plan, user=None) -> CarePlan:
    with voice_of(user or world.rina):
        return CarePlan.objects.unscoped(because="the test looks").get(pk=plan.pk)


def open_tasks(world, plan) -> set[str]:
    with voice_of(world.rina):
        rows = Task.objects.unscoped(because="the test looks").open().filter(about_id=plan.pk)
        return set(rows.values_list("kind", flat=True))


def handed_in(world, case, party):
    plan = drafted(world.rina, case, party)
    with voice_of(world.rina):
        return agreeing.hand_in(plan=plan, by=world.rina, at=NOON)


SELF_YES, SELF_NO = Said("self", True), Said("self", False)
MOTHER_YES, MOTHER_NO = Said("guardian", True, "agrees"), Said("guardian", False, "agrees")


@pytest.mark.parametrize(
    ("said", "child", "expected"),
    [
        ([], False, None),
        ([SELF_YES], False, True),
        ([SELF_NO], False, False),
        ([SELF_NO, SELF_YES], False, True),
        ([Said("representative", True)], False, True),
        ([SELF_YES], True, None),
        ([MOTHER_YES], True, True),
        ([MOTHER_NO], True, False),
        ([Said("guardian", True, "disagrees")], True, None),
        ([Said("guardian", True, "disagrees"), Said("official", False, "disagrees")], True, False),
        ([Said("official", True, "unable")], True, True),
        ([Said("official", True)], False, None),
    ],
)
def test_who_has_to_say_yes(said, child, expected):
    assert agreed(said, is_child=child) is expected


def test_a_plan_without_goal_step_or_review_is_not_handed_in(world, case, grown):
    with voice_of(world.rina):
        plan = planning.start_plan(case=case, party=grown, by=world.rina, at=NOON)
        planning.change_plan(plan=plan, words="", review_on=None, by=world.rina, at=NOON)
        with pytest.raises(CannotPlan) as refused:
            agreeing.hand_in(plan=plan, by=world.rina, at=NOON)
        assert codes(refused) == {"no_goal", "no_review"}

        aim = Aim("social", "tinggal aman", "punya kamar", TODAY + timedelta(days=9))
        planning.add_goal(plan=plan, aim=aim, by=world.rina, at=NOON)
        late = TODAY + timedelta(days=31)
        planning.change_plan(plan=plan, words="", review_on=late, by=world.rina, at=NOON)
        with pytest.raises(CannotPlan) as refused:
            agreeing.hand_in(plan=plan, by=world.rina, at=NOON)

    assert codes(refused) == {"no_step", "review_too_late"}


def test_a_step_ends_with_its_goal_and_names_its_agency(world, case, grown):
    plan = drafted(world.rina, case, grown, domains=("social",))
    with voice_of(world.rina):
        goal = plan.goals.get()
        with pytest.raises(CannotPlan) as refused:
            planning.add_step(
                goal=goal, doing=Doing("x", goal.until_on + timedelta(days=1)), by=world.rina, at=NOON
            )

    assert codes(refused) == {"no_agency", "after_goal"}


def test_with_the_survivors_yes_the_plan_begins_and_its_review_is_a_task(world, case, grown):
    plan = running(world.rina, case, grown)

    assert plan.state == "active" and plan.active_at == NOON
    assert open_tasks(world, plan) == {"plan_review"}
    with voice_of(world.rina):
        task = Task.objects.unscoped(because="test").get(about_id=plan.pk, kind="plan_review")
        assert task.clock.code == "plan_review"
        assert "planned" in facts_about(case)


def test_a_survivor_who_says_no_ends_the_version_and_the_next_begins_with_it(world, case, grown):
    plan = handed_in(world, case, grown)
    with voice_of(world.rina):
        agreeing.sign(plan=plan, said=yes(agrees=False, words="Belum siap."), by=world.rina, at=NOON)
        assert again(world, plan).state == "refused"
        assert PlanSignature.objects.unscoped(because="test").get(plan=plan).words == "Belum siap."
        fresh = planning.start_plan(case=case, party=grown, by=world.rina, at=NOON)
        assert (fresh.number, fresh.follows_id) == (2, plan.pk)
        assert fresh.goals.count() == 3
    assert open_tasks(world, plan) == set()


def test_for_a_child_the_guardian_signs_and_the_child_is_heard(world, case, child):
    plan = handed_in(world, case, child)
    with voice_of(world.rina):
        agreeing.sign(plan=plan, said=yes(), by=world.rina, at=NOON)
        assert again(world, plan).state == "waiting"
        with pytest.raises(CannotPlan) as refused:
            agreeing.sign(plan=plan, said=yes(signer="guardian"), by=world.rina, at=NOON)
        assert codes(refused) == {"no_child_view", "no_name"}
        said = yes(signer="guardian", name="Ibu Kirana", child_view="disagrees")
        agreeing.sign(plan=plan, said=said, by=world.rina, at=NOON)
        assert again(world, plan).state == "waiting"
        with pytest.raises(CannotPlan) as refused:
            agreeing.sign(plan=plan, said=yes(signer="official", child_view="unable"), by=world.rina, at=NOON)
        assert codes(refused) == {"no_reason"}
        said = yes(signer="official", child_view="disagrees", no_guardian="child_objects")
        agreeing.sign(plan=plan, said=said, by=world.rina, at=NOON)

    assert again(world, plan).state == "active"


def test_impossible_days_of_signing_are_refused(world, case, grown):
    plan = handed_in(world, case, grown)
    for day, code in (
        (TODAY + timedelta(days=1), "in_the_future"),
        (TODAY - timedelta(days=1), "before_plan"),
    ):
        with voice_of(world.rina), pytest.raises(CannotPlan) as refused:
            agreeing.sign(plan=plan, said=yes(signed_on=day), by=world.rina, at=NOON)
        assert codes(refused) == {code}


def test_where_the_agency_wants_it_a_supervisor_approves_and_nobody_their_own(world, case, grown, strict):
    plan = handed_in(world, case, grown)
    assert open_tasks(world, plan) == {"plan_sign", "plan_approve"}
    with voice_of(world.rina):
        assert [one.code for one in hurdles(case) if one.code == "plan_waits"]
        agreeing.sign(plan=plan, said=yes(), by=world.rina, at=NOON)
        assert again(world, plan).state == "waiting"
        with pytest.raises(CannotPlan) as refused:
            agreeing.approve_plan(plan=plan, by=world.rina, at=NOON)
        assert codes(refused) == {"own_plan"}
        with pytest.raises(DatabaseError), transaction.atomic():
            CarePlan.objects.unscoped(because="attack").filter(pk=plan.pk).update(
                approved_by=world.rina, approved_at=NOON
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            CarePlan.objects.unscoped(because="attack").filter(pk=plan.pk).update(state="active")
    with voice_of(world.yusuf):
        agreeing.approve_plan(plan=plan, by=world.yusuf, at=NOON)

    assert again(world, plan).state == "active"
    assert open_tasks(world, plan) == {"plan_review"}
    with voice_of(world.rina):
        assert not [one.code for one in hurdles(case) if one.code == "plan_waits"]


def test_the_supervisor_is_told_and_may_send_it_back_with_words(world, case, grown, strict):
    plan = handed_in(world, case, grown)
    with as_role("gugus_worker"):
        for event in Event.objects.filter(about_id=plan.pk):
            on_plan(event=event, at=NOON)
        told = Notice._base_manager.filter(about_id=plan.pk)
        assert [(one.code, one.user_id) for one in told] == [("plan_waits", world.yusuf.pk)]
    with voice_of(world.yusuf):
        with pytest.raises(CannotPlan):
            agreeing.send_back(plan=plan, words=" ", by=world.yusuf, at=NOON)
        agreeing.send_back(plan=plan, words="Tambahkan langkah keamanan.", by=world.yusuf, at=NOON)

    assert again(world, plan).state == "returned"
    assert open_tasks(world, plan) == set()


def test_what_was_handed_in_stays_as_it_is_whoever_writes(world, case, grown):
    plan = handed_in(world, case, grown)
    with voice_of(world.rina):
        goal = Goal.objects.unscoped(because="test").filter(plan=plan).first()
        with pytest.raises(CannotPlan):
            planning.drop_goal(goal=goal, by=world.rina, at=NOON)
        for rows, values in (
            (Goal.objects.unscoped(because="attack").filter(pk=goal.pk), {"until_on": TODAY}),
            (PlanStep.objects.unscoped(because="attack").filter(goal=goal), {"until_on": TODAY}),
            (CarePlan.objects.unscoped(because="attack").filter(pk=plan.pk), {"number": 9}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**values)
        assert PlanStep.objects.unscoped(because="attack").filter(goal=goal).delete()[0] == 0


def test_nobody_signed_yet_so_it_may_be_taken_back(world, case, grown):
    plan = handed_in(world, case, grown)
    with voice_of(world.rina):
        agreeing.take_back(plan=plan, by=world.rina, at=NOON)
    assert again(world, plan).state == "draft"

    with voice_of(world.rina):
        plan = agreeing.hand_in(plan=plan, by=world.rina, at=NOON)
    assert open_tasks(world, plan) == {"plan_sign"}


def test_a_new_version_takes_over_what_was_done_and_the_services_of_each_step(world, case, grown):
    plan = running(world.rina, case, grown)
    with voice_of(world.rina):
        step = plan.goals.get(domain="social").steps.get()
        line = write_line(case=case, party=grown, service="counselling", step=step, by=world.rina, at=NOON)
        reviewing.mark_step(step=step, state="done", done_on=TODAY, by=world.rina, at=NOON)
        fresh = planning.start_plan(case=case, party=grown, by=world.rina, at=LATER)
        fresh = agreeing.hand_in(plan=fresh, by=world.rina, at=LATER)
        agreeing.sign(plan=fresh, said=yes(signed_on=LATER.date()), by=world.rina, at=LATER)
        line = ServiceLine.objects.unscoped(because="test").select_related("step__goal").get(pk=line.pk)

    assert (again(world, plan).state, again(world, fresh).state) == ("replaced", "active")
    assert line.step.goal.plan_id == fresh.pk and line.step.state == "done"
    assert open_tasks(world, plan) == set()


def test_two_at_once_the_second_hears_it_and_changes_nothing(world, case, grown):
    plan = drafted(world.rina, case, grown, domains=("social",))
    aim = Aim("family", "kembali", "", TODAY + timedelta(days=9))
    with voice_of(world.rina):
        planning.add_goal(plan=plan, aim=aim, by=world.rina, at=NOON, seen=plan.version)
        with pytest.raises(Stale):
            planning.add_goal(plan=plan, aim=aim, by=world.rina, at=NOON, seen=plan.version)

        assert plan.goals.count() == 2


def test_a_review_starts_the_next_clock_and_never_later_than_it_allows(world, case, grown):
    plan = running(world.rina, case, grown)
    with voice_of(world.rina):
        late = Seen(on=LATER.date(), result="on_track", next_on=LATER.date() + timedelta(days=31))
        with pytest.raises(CannotPlan) as refused:
            reviewing.review(plan=plan, found=late, by=world.rina, at=LATER)
        assert codes(refused) == {"review_too_late"}
        good = Seen(on=LATER.date(), result="on_track", next_on=LATER.date() + timedelta(days=20))
        reviewing.review(plan=plan, found=good, by=world.rina, at=LATER)
        rows = Task.objects.unscoped(because="test").filter(about_id=plan.pk, kind="plan_review")
        due = rows.open().get().due_at

    assert due.date() == LATER.date() + timedelta(days=20)
    assert again(world, plan).review_on == LATER.date() + timedelta(days=20)


def test_steps_and_goals_are_noted_and_progress_counts_them(world, case, grown):
    plan = running(world.rina, case, grown)
    with voice_of(world.rina):
        steps = list(
            PlanStep.objects.unscoped(because="test").filter(goal__plan=plan).order_by("goal__number")
        )
        with pytest.raises(CannotPlan):
            reviewing.mark_step(step=steps[0], state="done", done_on=None, by=world.rina, at=NOON)
        reviewing.mark_step(step=steps[0], state="done", done_on=TODAY, by=world.rina, at=NOON)
        reviewing.mark_step(step=steps[1], state="not_done", done_on=None, by=world.rina, at=NOON)
        reviewing.settle_goal(goal=steps[0].goal, result="reached", result_on=TODAY, by=world.rina, at=NOON)
        much_later = NOON + timedelta(days=20)
        told = read(sight_for(world.viewer("rina"), case.ref, at=NOON), again(world, plan), much_later)

    assert (told.progress.steps, told.progress.done, told.progress.late) == (2, 1, 1)
    assert told.progress.percent == 50


def test_a_provider_reads_the_open_parts_of_a_plan_and_writes_none(world, case, child, opened):
    plan = running(world.rina, case, child)
    drafted(world.rina, case, child)  # the next version: nobody else's business yet
    maya = opened("care")
    with voice_of(maya):
        seen = list(CarePlan.objects.unscoped(because="attack"))
        assert [one.pk for one in seen] == [plan.pk]
        assert set(Goal.objects.unscoped(because="attack").values_list("section", flat=True)) == {"care"}
        assert set(PlanStep.objects.unscoped(because="attack").values_list("section", flat=True)) == {"care"}
        assert not PlanSignature.objects.unscoped(because="attack").exists()
        assert PlanStep.objects.unscoped(because="attack").update(state="not_done") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            CarePlan(
                case_id=case.pk, person_id=child.person_id, agency_id=maya.agency_id, written_at=NOON
            ).save(force_insert=True)


def test_who_got_one_person_referred_reads_nothing_about_another(world, case, child, grown, opened):
    running(world.rina, case, grown)
    assessed(world.rina, case, grown)
    maya = opened("care", "health")

    with voice_of(maya):
        for model in (CarePlan, Goal, PlanStep, NeedsAssessment, DomainScore):
            assert not model.objects.unscoped(because="attack").exists()


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "maya"])
def test_others_find_nothing_in_the_database(world, case, grown, name):
    running(world.rina, case, grown)

    with voice_of(getattr(world, name)):
        for model in (CarePlan, Goal, PlanStep, PlanSignature):
            assert not model.objects.unscoped(because="attack").exists()


def test_an_accused_has_no_plan(world, case, grown):
    with voice_of(world.rina):
        grown.role = "accused"
        with pytest.raises(CannotPlan) as refused:
            planning.start_plan(case=case, party=grown, by=world.rina, at=NOON)

    assert codes(refused) == {"not_in_case"}
