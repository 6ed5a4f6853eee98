"""Prepare, decide, reunite, visit, help, warn, end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of
from tests.reintegration.conftest import (
    HOME,
    TODAY,
    begun,
    decided,
    followed,
    opened_to,
    party_of,
    seen,
    seen_by,
    visits,
    work,
)

from gugus.access.models import User
from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.cases.actions import add_party, check_safety
from gugus.cases.models import Case
from gugus.cases.panels import hurdles_of
from gugus.cases.queries import stage
from gugus.law.lists import children, codes
from gugus.notices.models import Notice
from gugus.outbox.actions import announce
from gugus.reintegration import queries
from gugus.reintegration.actions.alarming import raise_alarm, settle_alarm
from gugus.reintegration.actions.ending import break_off, end_by_rule
from gugus.reintegration.actions.moving import CannotReintegrate
from gugus.reintegration.actions.planning import add_visit
from gugus.reintegration.actions.preparing import (
    Look,
    begin_reintegration,
    decide_place,
    look_at_home,
    reunite,
    tick_step,
)
from gugus.reintegration.actions.supporting import (
    Help,
    ask_outcomes,
    choose_follower,
    move_support,
    pay_part,
    promise_support,
)
from gugus.reintegration.actions.visiting import miss_visit, record_visit
from gugus.reintegration.models import Reintegration, ReturnAlarm, SupportPayment, VisitRecord
from gugus.tasks.models import Clock, Task


def refused(code, run, /, **facts):
    with pytest.raises(CannotReintegrate) as why:
        run(**facts)
    assert code in {one.code for one in why.value.reasons}, why.value.reasons
    return {one.code: one.field for one in why.value.reasons}


def later(days) -> dict:
    return {"at": NOON + timedelta(days=days)}


def case_now(world, case) -> Case:
    return seen_by(world.rina, Case, pk=case.pk)[0]


def open_tasks(user, kind) -> list[Task]:
    return seen_by(user, Task, kind=kind, done_at=None)


def best(moment="end", on=TODAY) -> dict:
    answers = {
        one.code: children("reintegration_outcomes", one.code)[-1].code
        for one in codes("reintegration_outcomes")
        if not one.parent
    }
    return {"moment": moment, "answers": answers, "asked_on": on}


def test_beginning_makes_one_per_person_a_task_and_a_line(world, case):
    one = begun(world, case)

    assert one.ref.startswith("RI-") and one.state == "preparing"
    assert [task.assignee for task in open_tasks(world.rina, "reintegration_prepare")] == [world.rina]
    assert seen_by(world.rina, Entry, verb="reintegration.begun")[0].about_ref == one.ref
    assert seen_by(world.rina, Reintegration)[0].area_code == "31.74.07"
    refused("begun_already", begun, world=world, case=case)


def test_only_a_survivor_of_the_case_returns(world, case, rina):
    from_elsewhere = party_of(case, world.rina, birth_year=1980)
    from_elsewhere.role = "witness"

    with pytest.raises(CannotReintegrate, match="not_a_survivor"):
        begin_reintegration(case=case, party=from_elsewhere, by=rina, at=NOON)


def test_the_checklist_says_who_did_what_when(world, case):
    one = begun(world, case)
    with voice_of(world.rina):
        tick_step(
            one=one, step="family_visited", answer="done", by=world.rina, at=NOON, note="Rumah dilihat."
        )
        tick_step(one=one, step="family_visited", answer="open", by=world.yusuf, at=NOON)
        line = queries.steps_of(one)["family_visited"]

        assert (line.answer, line.done_on, line.by, line.note) == ("open", None, world.yusuf, None)
        ahead = {"one": one, "step": "family_traced", "answer": "done", "by": world.rina, "at": NOON}
        refused("in_the_future", tick_step, done_on=TODAY + timedelta(days=1), **ahead)
        refused("no_such_step", tick_step, **ahead | {"step": "family"})


def test_nobody_goes_home_before_somebody_looked(world, case):
    one = begun(world, case)
    with voice_of(world.rina):
        told = {"one": one, "place": "family", "reasons": "Dekat sekolah.", "by": world.rina, "at": NOON}

        assert refused("not_looked_at", decide_place, wants="yes", **told)["not_looked_at"] == "place"
        assert refused("not_asked", decide_place, wants="unknown", **told)["not_asked"] == "wants"
        refused("not_from_here", reunite, one=one, reunited_on=TODAY, by=world.rina, at=NOON)


def test_a_family_that_refuses_leads_to_a_substitute_family(world, case):
    one = begun(world, case)
    with voice_of(world.rina):
        look_at_home(one=one, look=Look(**HOME | {"willing": "refuses"}), by=world.rina, at=NOON)
        told = {"one": one, "wants": "yes", "reasons": "Bibi bersedia.", "by": world.yusuf, "at": NOON}
        both = {"knowingly": True, "may_override": True}
        assert refused("refuses", decide_place, place="family", **told | both) == {"refuses": "place"}
        look_at_home(one=one, look=Look(**HOME | {"place": "substitute"}), by=world.rina, at=NOON)
        row = decide_place(place="substitute", **told)

    assert (row.place, row.overridden) == ("substitute", [])


def test_a_supervisor_knowingly_lets_a_grown_man_return_to_a_home_that_is_not_safe(world, case):
    one = begun(world, case, birth_year=1984)
    with voice_of(world.rina):
        unsafe = HOME | {"safety": "unsafe", "words": "Perekrut tinggal di desa itu."}
        look_at_home(one=one, look=Look(**unsafe), by=world.rina, at=NOON)
        told = {"one": one, "place": "family", "wants": "yes", "reasons": "Ia memilih sendiri.", "at": NOON}
        refused("unsafe", decide_place, by=world.yusuf, **told)
        refused("not_yours", decide_place, by=world.rina, knowingly=True, **told)
        row = decide_place(by=world.yusuf, knowingly=True, may_override=True, **told)

    assert row.overridden == ["unsafe"]


@pytest.mark.parametrize("second_role", [True, False])
def test_an_accused_who_is_family_is_found_in_the_register(world, case, second_role):
    one = begun(world, case)
    father = party_of(case, world.rina, birth_year=1975).person
    with voice_of(world.rina):
        case.parties.filter(person=father).update(until_at=NOON)
        relation = "" if second_role else "parent"
        add_party(case=case, person=father, role="accused", relation=relation, by=world.rina, at=NOON)
        if second_role:
            add_party(case=case, person=father, role="family", by=world.rina, at=NOON)
        look_at_home(one=one, look=Look(**HOME), by=world.rina, at=NOON)
        refused(
            "accused_is_family", decide_place, one=one, place="family", wants="yes", reasons="Ibu ingin.",
            by=world.yusuf, at=NOON, knowingly=True, may_override=True,
        )  # fmt: skip


def test_the_reunion_plans_visits_each_with_a_task_and_a_clock(world, case):
    one = followed(world, case)
    rows = visits(world.rina, one)

    assert [row.planned_on for row in rows][:3] == [
        TODAY + timedelta(days=d) for d in (3, 7, 14)
    ]  # high risk
    assert one.minimum_until == date(2026, 9, 15) == rows[-1].planned_on
    tasks = open_tasks(world.rina, "reintegration_visit")
    assert len(tasks) == len(rows) and {task.clock.code for task in tasks} == {"reintegration_visit"}
    assert {task.due_at for task in tasks} == {row.due_at for row in rows}
    assert open_tasks(world.rina, "reintegration_prepare") == []


def test_a_reunion_lies_neither_ahead_nor_before_the_case(world, case):
    one = decided(world, case)
    with voice_of(world.rina):
        told = {"one": one, "by": world.rina, "at": NOON}
        refused("in_the_future", reunite, reunited_on=TODAY + timedelta(days=1), **told)
        refused("before_the_case", reunite, reunited_on=TODAY - timedelta(days=1), **told)


def test_clocks_that_officials_change_leave_visits_that_are_planned(world, case):
    one = followed(world, case)
    before = [(row.planned_on, row.due_at) for row in visits(world.rina, one)]
    with as_role("gugus_worker"):
        Clock.objects.filter(code="reintegration_visit").update(amount=30)
        Clock.objects.filter(code="reintegration_monitoring").update(amount=12)

    assert [(row.planned_on, row.due_at) for row in visits(world.rina, one)] == before
    assert seen_by(world.rina, Reintegration, pk=one.pk)[0].minimum_until == date(2026, 9, 15)
    other = followed(world, case, birth_year=1984)
    assert other.minimum_until == date(2027, 6, 15)


def test_a_visit_updates_the_banner_and_moves_the_stage(world, case):
    one = followed(world, case)
    first = visits(world.rina, one)[0]
    on = TODAY + timedelta(days=3)
    with voice_of(world.rina):
        told = seen(
            on,
            safety="watch",
            words="Bibi jarang di rumah.",
            needs=("counselling",),
            next_on=on + timedelta(days=1),
        )
        record_visit(visit=first, seen=told, by=world.rina, version=first.version, **later(3))
        assert stage(case) == "followed"
        with pytest.raises(Stale):
            record_visit(visit=first, seen=told, by=world.rina, version=first.version, **later(3))
        refused("written_already", record_visit, visit=first, seen=told, by=world.rina, **later(3))
    now = case_now(world, case)

    assert (now.safety, now.safety_by) == ("watch", world.rina)
    assert on + timedelta(days=1) in {row.planned_on for row in visits(world.rina, one)}
    assert len(open_tasks(world.rina, "reintegration_visit")) == len(visits(world.rina, one)) - 1


@pytest.mark.parametrize(
    ("told", "at", "code"),
    [({"on": TODAY - timedelta(days=1)}, 3, "before_reunion"), ({"on": TODAY + timedelta(days=4)}, 3, "in_the_future"),
     ({"safety": "danger"}, 3, "words_needed"), ({"findings": {"home": "kin_good"}}, 3, "unknown_code"),
     ({"findings": {"nothing": "x"}}, 3, "unknown_code"), ({"next_on": TODAY}, 3, "in_the_past")],
)  # fmt: skip
def test_impossible_visits_are_refused_at_their_field(world, case, told, at, code):
    one = followed(world, case)
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        refused(code, record_visit, visit=first, seen=seen(**told), by=world.rina, **later(at))

    assert seen_by(world.rina, VisitRecord) == []


def test_a_day_ends_where_the_person_lives(world, case):
    """23.30 in Jakarta is the next day in Lombok: the visit of that day is no longer ahead."""
    one = followed(world, case, area_code="52.03")
    first = visits(world.rina, one)[0]
    at = NOON.replace(hour=16, minute=30) + timedelta(days=2)
    with voice_of(world.rina):
        row = record_visit(visit=first, seen=seen(TODAY + timedelta(days=3)), by=world.rina, at=at)

    assert row.counts


def test_an_older_visit_does_not_hide_what_was_seen_later(world, case):
    one = followed(world, case)
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        check_safety(case=case, safety="danger", note="Diancam.", by=world.rina, **later(5))
        record_visit(visit=first, seen=seen(TODAY + timedelta(days=3)), by=world.rina, **later(6))

    assert case_now(world, case).safety == "danger"


def test_a_second_call_in_a_row_is_kept_but_is_no_look_at_safety(world, case):
    one = followed(world, case)
    k1, k2, k3 = visits(world.rina, one)[:3]
    with voice_of(world.rina):
        call = {"means": "phone", "alone": "spoken"}
        told = [
            record_visit(
                visit=row, seen=seen(TODAY + timedelta(days=day), **more), by=world.rina, **later(day)
            ).counts
            for row, day, more in (
                (k1, 3, call),
                (k2, 7, call | {"safety": "watch", "words": "Ragu."}),
                (k3, 14, {}),
            )
        ]

    assert told == [True, False, True]
    entries = seen_by(world.rina, Entry, verb="case.safety_checked")
    assert [one.changes["safety"] for one in entries] == ["safe", "safe"]


def test_a_missed_visit_is_tried_again_soon(world, case):
    one = followed(world, case, birth_year=1984, risk="low")
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        refused("no_code", miss_visit, visit=first, code="", by=world.rina, **later(14))
        again = miss_visit(visit=first, code="not_home", by=world.rina, **later(14))

    assert again.planned_on == TODAY + timedelta(days=28) and again.number == 4
    assert [row.state for row in visits(world.rina, one)] == ["missed", "planned", "planned", "planned"]


def test_whoever_is_no_longer_there_is_missing(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        miss_visit(visit=visits(world.rina, one)[0], code="not_found", by=world.rina, **later(3))

    assert [row.kind for row in seen_by(world.rina, ReturnAlarm)] == ["missing"]
    assert case_now(world, case).safety == "danger"


def test_an_alarm_reaches_manager_and_supervisor_at_once_and_twice_is_once(world, case):
    one = followed(world, case)
    first = visits(world.rina, one)[0]
    with voice_of(world.rina):
        told = seen(TODAY + timedelta(days=3), findings={"recruiter": "recruiter_came"})
        record_visit(visit=first, seen=told, by=world.rina, **later(3))
        again = raise_alarm(one=one, kind="recruiter", by=world.yusuf, **later(4))

    assert [row.pk for row in seen_by(world.rina, ReturnAlarm)] == [again.pk]
    act, watch = (
        open_tasks(world.rina, "reintegration_alarm"),
        open_tasks(world.rina, "reintegration_alarm_watch"),
    )
    assert [(task.assignee, task.risk) for task in act + watch] == [
        (world.rina, "high"),
        (world.yusuf, "high"),
    ]
    notice = seen_by(world.yusuf, Notice, code="reintegration_alarm")
    assert [(row.about_ref, row.risk) for row in notice] == [(one.ref, "high")]
    work(**later(4))
    assert len(open_tasks(world.rina, "reintegration_alarm")) == 1


def test_an_alarm_opens_a_closed_case_again(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        break_off(one=one, code="wish", words="Ingin sendiri.", by=world.rina, **later(1))
    with as_role("gugus_worker"):
        Case.objects.unscoped(because="test").filter(pk=case.pk).update(
            state="archived", state_code="follow_up_ended"
        )
    with voice_of(world.rina):
        raise_alarm(one=one, kind="exploited", by=world.rina, words="Terlihat di pelabuhan.", **later(40))
    now, back = case_now(world, case), seen_by(world.rina, Reintegration, pk=one.pk)[0]

    assert (now.state, now.state_code, now.safety) == ("open", "re_trafficked", "danger")
    assert (back.state, back.code, back.ended_at) == ("following", "", None)
    assert TODAY + timedelta(days=41) in {row.planned_on for row in visits(world.rina, one)}
    assert seen_by(world.rina, Entry, verb="case.reopened")[0].reason == "re_trafficked"


def test_an_alarm_takes_a_case_from_hold(world, case):
    one = followed(world, case)
    with as_role("gugus_worker"):
        Case.objects.unscoped(because="test").filter(pk=case.pk).update(
            state="on_hold", state_code="waiting_court"
        )
    with voice_of(world.rina):
        raise_alarm(one=one, kind="recruiter", by=world.rina, at=NOON)

    assert (case_now(world, case).state, case_now(world, case).state_code) == ("open", "new_danger")


def test_the_whole_chain_from_the_click_of_who_follows_to_the_open_case(signed_in, world, case):
    one = followed(world, case)
    opened_to(world, case, world.shelter)
    with voice_of(world.rina):
        choose_follower(one=one, follower=world.shelter, by=world.rina, at=NOON)
        break_off(one=one, code="wish", words="Ingin sendiri.", by=world.rina, **later(1))
    with as_role("gugus_worker"):
        Case.objects.unscoped(because="test").filter(pk=case.pk).update(
            state="archived", state_code="follow_up_ended"
        )
    work(**later(1))
    url = reverse("reintegration:step", args=[one.ref, "alarm"])
    told = {"kind": "exploited", "words": "Terlihat di pelabuhan."}
    answer = signed_in(world.maya).post(url, told)
    assert answer.status_code == 302
    assert case_now(world, case).state == "archived"  # the shelter opens no case: the worker does
    work("reintegration.alarm_raised")

    now, back = case_now(world, case), seen_by(world.rina, Reintegration, pk=one.pk)[0]
    assert (now.state, now.state_code, now.safety) == ("open", "re_trafficked", "danger")
    assert (back.state, back.ended_at) == ("following", None)
    act, watch = (
        open_tasks(world.rina, "reintegration_alarm"),
        open_tasks(world.rina, "reintegration_alarm_watch"),
    )
    assert [task.assignee for task in act + watch] == [world.rina, world.yusuf]
    assert open_tasks(world.rina, "reintegration_visit") and open_tasks(world.maya, "reintegration_visit")
    assert {note.user for note in seen_by(world.yusuf, Notice, code="reintegration_alarm")} >= {world.yusuf}
    verbs = {entry.verb for entry in seen_by(world.rina, Entry, parent_id=case.pk)}
    assert {
        "reintegration.alarm_raised",
        "case.reopened",
        "reintegration.resumed",
        "case.safety_checked",
    } <= verbs
    work("reintegration.alarm_raised")
    assert len(open_tasks(world.rina, "reintegration_alarm")) == 1


def test_a_false_alarm_says_why(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        alarm = raise_alarm(one=one, kind="debt", by=world.rina, at=NOON)
        refused("words_needed", settle_alarm, alarm=alarm, verdict="false", words=" ", by=world.rina, at=NOON)
        settle_alarm(alarm=alarm, verdict="false", words="Salah paham soal arisan.", by=world.rina, at=NOON)
        refused(
            "settled_already", settle_alarm, alarm=alarm, verdict="false", words="x", by=world.rina, at=NOON
        )
        other = raise_alarm(one=one, kind="debt", by=world.rina, **later(2))

    assert other.pk != alarm.pk and seen_by(world.rina, ReturnAlarm, pk=alarm.pk)[0].end_words
    assert len(open_tasks(world.rina, "reintegration_alarm")) == 1


def test_support_is_given_in_parts_that_never_exceed_it(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        help = Help(
            "capital", "Mesin jahit", payer="Dinas Sosial", amount=Decimal("1500000.50"), follow_up_on=TODAY
        )
        step = promise_support(one=one, help=help, by=world.rina, at=NOON)
        told = {"support": step, "paid_on": TODAY, "by": world.rina, "at": NOON}
        pay_part(amount=Decimal("1000000"), **told)
        refused("too_much", pay_part, amount=Decimal("500000.51"), **told)
        refused("negative", pay_part, amount=Decimal("-1"), **told)
        refused("not_exact", pay_part, amount=Decimal("0.001"), **told)
        pay_part(amount=Decimal("500000.50"), **told)
        refused(
            "negative",
            promise_support,
            one=one,
            help=Help("work", "Warung", amount=Decimal(0)),
            by=world.rina,
            at=NOON,
        )
        refused("no_result", move_support, support=step, state="done", by=world.rina, at=NOON)
        assert len(open_tasks(world.rina, "reintegration_support")) == 1
        move_support(support=step, state="running", still_running="yes", by=world.rina, at=NOON)
        move_support(support=step, state="done", result="lasts", by=world.rina, at=NOON)
        assert [each.paid for each in queries.supports_of(one)] == [Decimal("1500000.50")]

    assert open_tasks(world.rina, "reintegration_support") == []
    assert len(seen_by(world.rina, SupportPayment)) == 2


def test_the_end_waits_for_its_rule(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        step = promise_support(one=one, help=Help("training", "Menjahit"), by=world.rina, at=NOON)
        found = refused("too_early", end_by_rule, one=one, by=world.rina, **later(10))
        assert set(found) == {
            "too_early",
            "too_few_visits",
            "never_alone",
            "not_safe_at_last",
            "supports_open",
            "no_end_outcomes",
        }
        for row, day in zip(visits(world.rina, one)[:3], (3, 7, 14), strict=True):
            record_visit(visit=row, seen=seen(TODAY + timedelta(days=day)), by=world.rina, **later(day))
        move_support(support=step, state="given_up", words="Pindah.", by=world.rina, **later(90))
        ask_outcomes(one=one, by=world.rina, **best(on=date(2026, 9, 13)), **later(90))
        refused("asked_already", ask_outcomes, one=one, by=world.rina, **best(on=TODAY), **later(90))
        assert [reason.code for reason in hurdles_of(case)].count("reintegration_running") == 1
        refused("too_early", end_by_rule, one=one, by=world.rina, **later(91))
        end_by_rule(one=one, by=world.rina, **later(92))  # 15 September: three months to the day
        assert "reintegration_running" not in {reason.code for reason in hurdles_of(case)}

    assert {row.state for row in visits(world.rina, one)} == {"done", "cancelled"}
    assert open_tasks(world.rina, "reintegration_visit") == []


def test_nobody_breaks_off_over_an_open_alarm(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        raise_alarm(one=one, kind="debt", by=world.rina, at=NOON)
        refused("alarms_open", break_off, one=one, code="wish", words="Ingin.", by=world.rina, at=NOON)
        break_off(one=one, code="died", words="Meninggal.", by=world.rina, at=NOON)


def test_one_more_visit_lies_ahead_within_a_year(world, case):
    one = followed(world, case)
    with voice_of(world.rina):
        told = {"one": one, "by": world.rina, "at": NOON}
        refused("in_the_past", add_visit, planned_on=TODAY - timedelta(days=1), **told)
        refused("too_far", add_visit, planned_on=TODAY + timedelta(days=500), **told)
        planned = visits(world.rina, one)[0].planned_on
        assert add_visit(planned_on=planned, **told).number == 1  # there is one already
        assert add_visit(planned_on=planned + timedelta(days=1), **told).number == len(
            visits(world.rina, one)
        )


def test_an_arrival_at_home_reminds_the_manager_once(world, case):
    with voice_of(world.rina):
        for _ in range(2):
            announce("repatriation.arrived", about=world.rina, at=NOON, case=case.ref)
    work("repatriation.arrived")
    assert len(open_tasks(world.rina, "reintegration_begin")) == 1

    begun(world, case)
    assert open_tasks(world.rina, "reintegration_begin") == []
    work("repatriation.arrived")
    assert open_tasks(world.rina, "reintegration_begin") == []


def test_who_follows_visits_and_the_sender_sees_it(world, case):
    opened_to(world, case, world.shelter)
    one = followed(world, case)
    with voice_of(world.rina):
        refused("not_open", choose_follower, one=one, follower=world.outside, by=world.rina, at=NOON)
        one = choose_follower(one=one, follower=world.shelter, by=world.rina, at=NOON)
    work()
    theirs = open_tasks(world.maya, "reintegration_visit")
    assert {task.agency for task in theirs} == {world.shelter} and len(theirs) == len(visits(world.rina, one))
    first = visits(world.maya, one)[0]
    with voice_of(world.maya):
        told = seen(
            TODAY + timedelta(days=3),
            safety="danger",
            words="Lebam di lengan.",
            findings={"recruiter": "recruiter_came"},
        )
        record_visit(visit=first, seen=told, by=world.maya, **later(3))
    assert case_now(world, case).safety == "unknown"  # not before the worker
    work(**later(3))

    assert (case_now(world, case).safety, case_now(world, case).safety_by) == ("danger", world.maya)
    assert seen_by(world.rina, VisitRecord)[0].words == "Lebam di lengan."
    assert {row.kind for row in seen_by(world.rina, ReturnAlarm)} == {"recruiter", "danger"}
    assert len(open_tasks(world.rina, "reintegration_alarm")) == 2
    assert len(open_tasks(world.maya, "reintegration_visit")) == len(
        theirs
    )  # one done, one more for tomorrow
    assert User.objects.filter(pk=world.maya.pk).exists()
