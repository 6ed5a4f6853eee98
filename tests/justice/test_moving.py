"""A criminal track from the report to the final verdict, and everything that the table refuses."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction
from tests.conftest import NOON, voice_of
from tests.justice.conftest import (
    ACT,
    LP,
    LP_ON,
    TO_HAND_OVER,
    TODAY,
    again,
    at_trial,
    codes,
    moved,
    recruiter,
    ruled,
    seen_by,
    written,
)

from gugus.base.versions import Stale
from gugus.justice import queries, rules
from gugus.justice.actions import charging, moving, ruling
from gugus.justice.actions.heart import CannotPursue, lp_digest
from gugus.justice.codes import MoveCode, Stage
from gugus.justice.models import Charge, CustodySpan, Move, Proceeding, Ruling, Verdict
from gugus.tasks.models import Clock

BECAUSE = "the test looks"


@pytest.mark.parametrize(("stage", "to"), [*product(Stage, Stage)])
def test_every_pair_that_is_not_in_the_table_is_refused(stage, to):
    hurdles = rules.hurdles_to_move(
        stage=stage, to=to, on=TODAY, last_on=TODAY, today=TODAY, child=True, asked="Lengkapi.", charges=1,
        code=next(iter(rules.REASONS.get((stage, to), ("",)))),
    )  # fmt: skip

    if to not in rules.NEXT[stage]:
        assert hurdles == ["not_from_here"]
    else:
        assert hurdles == (["by_verdict"] if to in rules.BY_VERDICT else [])


def test_every_stage_has_a_place_in_the_figures_and_a_way_on():
    assert set(rules.NEXT) == set(Stage) == set(rules.GROUPS)
    assert {to for ways in rules.NEXT.values() for to in ways} == set(Stage) - {Stage.REPORTED}


def test_a_report_begins_at_its_own_day_and_its_number_is_sealed(world, proceeding):
    with pytest.raises(TypeError):
        Proceeding.objects.unscoped(because=BECAUSE).filter(lp_number=LP).first()
    move = seen_by(world.rina, Move, proceeding=proceeding)[0]
    assert (move.before, move.stage, move.on, move.document) == ("", "reported", LP_ON, LP)
    assert again(world.rina, proceeding).lp_number == LP


def test_a_report_is_found_again_however_its_number_is_typed(world, rina, case, proceeding):
    viewer = world.viewer("rina")

    found = queries.by_lp(viewer, [lp_digest("lp / b/112/iii/2026/spkt ")])

    assert found == [proceeding] and queries.by_lp(viewer, [lp_digest("LP/B/113/III/2026/SPKT")]) == []


def test_the_same_report_against_the_same_person_is_written_once(world, case, accused, proceeding):
    with pytest.raises(CannotPursue) as refused:
        written(world, case, accused)

    assert codes(refused) == {"written_already"}


def test_two_accused_of_one_report_are_two_tracks(world, rina, case, proceeding):
    other = written(world, case, recruiter(world, case, "Wati Rekaan", 1979))

    assert queries.same_report(world.viewer("rina"), other) == [proceeding]


def test_an_unknown_offender_gets_a_name_later(world, rina, case, accused):
    unknown = written(world, case, None)

    known = moving.change_proceeding(
        proceeding=unknown,
        told_of=moving.Told(lp_on=TODAY, accused=accused, lp_number=LP, acts_on=[ACT]),
        by=rina,
        at=NOON,
    )

    assert known.accused == accused and known.moves.get().on == LP_ON


def test_acts_lie_before_the_report(world, case):
    with pytest.raises(CannotPursue) as refused:
        written(world, case, None, acts_on=[LP_ON + timedelta(days=1)])

    assert codes(refused) == {"act_after_report"}


def test_a_file_comes_back_with_what_is_asked_and_goes_again(world, proceeding):
    moved(world.rina, proceeding, "inquiry", "investigation", "file_sent")

    with pytest.raises(CannotPursue) as refused:
        moved(world.rina, proceeding, "file_returned")
    back = moved(
        world.rina, proceeding, ("file_returned", "", "Periksa saksi ketiga."), "file_sent", "file_complete"
    )

    assert codes(refused) == {"nothing_asked"} and back.stage == "file_complete"
    asked = [one.asked for one in seen_by(world.rina, Move, proceeding=proceeding) if one.asked]
    assert asked == ["Periksa saksi ketiga."]


@pytest.mark.parametrize(("days", "code"), [(-1, "before_last"), (200, "in_the_future")])
def test_impossible_days_are_refused(world, rina, proceeding, days, code):
    with pytest.raises(CannotPursue) as refused:
        moving.move_on(proceeding=proceeding, to="inquiry", on=LP_ON + timedelta(days=days), by=rina, at=NOON)

    assert codes(refused) == {code} and again(rina, proceeding).stage == "reported"


def test_no_verdict_before_the_trial(world, rina, proceeding):
    moved(world.rina, proceeding, *TO_HAND_OVER)

    with pytest.raises(CannotPursue) as refused:
        ruling.give_verdict(proceeding=proceeding, instance="first", on=TODAY, rulings=[], by=rina, at=NOON)

    assert codes(refused) == {"not_at_this_stage"}


def test_no_indictment_without_a_charge(world, proceeding):
    moved(world.rina, proceeding, *TO_HAND_OVER)

    with pytest.raises(CannotPursue) as refused:
        moved(world.rina, proceeding, "indicted")

    assert codes(refused) == {"no_charge"}


def test_stopping_needs_a_reason_and_a_pretrial_ruling_opens_it_again(world, proceeding):
    moved(world.rina, proceeding, "investigation")

    with pytest.raises(CannotPursue) as refused:
        moved(world.rina, proceeding, "stopped")
    moved(world.rina, proceeding, ("stopped", MoveCode.EVIDENCE))
    with pytest.raises(CannotPursue) as bare:
        moved(world.rina, proceeding, "investigation")
    back = moved(world.rina, proceeding, ("investigation", MoveCode.PRETRIAL))

    assert codes(refused) == codes(bare) == {"no_code"} and back.stage == "investigation"


def test_diversion_is_for_an_accused_child(world, case, accused, proceeding):
    child = written(world, case, None, child_accused=True, lp_number="LP/B/9/III/2026")
    moved(world.rina, child, "investigation", "diverted")
    moved(world.rina, proceeding, "investigation")

    with pytest.raises(CannotPursue) as refused:
        moved(world.rina, proceeding, "diverted")

    assert codes(refused) == {"child_only"} and again(world.rina, child).stage == "diverted"


def test_two_colleagues_move_it_from_the_same_page_and_one_is_told(world, rina, proceeding):
    seen = proceeding.version
    moving.move_on(proceeding=proceeding, to="inquiry", on=LP_ON, by=rina, at=NOON, seen=seen)

    with pytest.raises(Stale):
        moving.move_on(proceeding=proceeding, to="investigation", on=LP_ON, by=rina, at=NOON, seen=seen)

    assert [one.stage for one in seen_by(rina, Move, proceeding=proceeding)] == ["reported", "inquiry"]


def test_a_mistaken_step_is_taken_back_and_stays_readable(world, rina, proceeding):
    moved(rina, proceeding, "inquiry", "investigation")

    back = moving.take_back(proceeding=proceeding, by=rina, at=NOON)

    assert (back.stage, back.stage_on) == ("inquiry", LP_ON + timedelta(days=1))
    undone = seen_by(rina, Move, proceeding=proceeding, undone_at__isnull=False)
    assert [one.stage for one in undone] == ["investigation"]
    assert moved(rina, proceeding, "investigation").stage == "investigation"


def test_the_report_itself_is_not_taken_back(world, rina, proceeding):
    with pytest.raises(CannotPursue) as refused:
        moving.take_back(proceeding=proceeding, by=rina, at=NOON)

    assert codes(refused) == {"first_step"}


def test_another_office_goes_on_at_the_same_stage_and_gives_it_back_when_that_was_a_mistake(
    world, rina, proceeding
):
    moved(rina, proceeding, "investigation")

    passed = moving.pass_on(
        proceeding=proceeding, on=LP_ON + timedelta(days=9), office_name="Polda Contoh", by=rina, at=NOON
    )
    assert (passed.stage, passed.office, passed.office_name) == ("investigation", None, "Polda Contoh")
    back = moving.take_back(proceeding=proceeding, by=rina, at=NOON)

    assert (back.stage, back.office, back.office_name) == ("investigation", world.police, None)
    assert back.stage_on == LP_ON + timedelta(days=1)


def test_the_clock_of_the_day_of_the_step_counts_whatever_is_changed_later(world, rina, proceeding):
    moved(rina, proceeding, "inquiry")
    due = again(rina, proceeding).stage_due_at
    Clock.objects.filter(code="justice_inquiry").update(valid_to=TODAY)
    row = Clock.objects.get(code="justice_inquiry")
    row.pk, row.amount, row.valid_from, row.valid_to = None, 5, TODAY, None
    row.save(force_insert=True)

    other = written(
        world, proceeding.case, None, lp_number="LP/B/77/VI/2026", lp_on=TODAY - timedelta(days=1)
    )
    moving.move_on(proceeding=other, to="inquiry", on=TODAY, by=rina, at=NOON)

    assert (due.date() - (LP_ON + timedelta(days=1))).days == 30 and again(
        rina, proceeding
    ).stage_due_at == due
    assert (again(rina, other).stage_due_at.date() - TODAY).days == 5


def test_without_a_clock_nothing_is_late(world, rina, case):
    Clock.objects.filter(code="justice_reported").update(valid_to=LP_ON)

    assert written(world, case, None).stage_due_at is None


def test_only_what_counted_on_the_day_of_the_act_can_be_charged(world, rina, proceeding):
    before, after = ACT.replace(year=2025), ACT

    assert "uu21_2_1" in {one.code for one in charging.chargeable(before)}
    assert "kuhp_455" not in {one.code for one in charging.chargeable(before)}
    with pytest.raises(CannotPursue) as refused:
        charging.add_charge(proceeding=proceeding, provision="uu21_2_1", acted_on=after, by=rina, at=NOON)
    made = charging.add_charge(
        proceeding=proceeding, provision="uu21_2_1", acted_on=before, aggravations=["child"], by=rina, at=NOON
    )

    assert codes(refused) == {"not_that_day"} and made.aggravations == ["child"]


def test_the_same_charge_for_the_same_day_stands_once(world, rina, proceeding):
    def charge():
        return charging.add_charge(
            proceeding=proceeding,
            provision="uu21_3",
            acted_on=ACT,
            by=rina,
            at=NOON,
            aggravations=["nonsense"],
        )

    with pytest.raises(CannotPursue) as refused:
        charge()
    charging.add_charge(proceeding=proceeding, provision="uu21_3", acted_on=ACT, by=rina, at=NOON)
    with pytest.raises(CannotPursue) as twice:
        charging.add_charge(proceeding=proceeding, provision="uu21_3", acted_on=ACT, by=rina, at=NOON)

    assert codes(refused) == {"no_such_circumstance"} and codes(twice) == {"charged_already"}


def test_from_the_first_verdict_to_cassation_every_ruling_stays_readable(world, rina, proceeding):
    at_trial(world, proceeding)
    first = ruled(world, proceeding)
    moved(rina, proceeding, "appeal")
    ruled(world, proceeding, "appeal", "acquitted")
    moved(rina, proceeding, "cassation")
    last = ruled(world, proceeding, "cassation")

    facts = queries.verdicts_of(proceeding.case)
    assert [(one.instance, one.convicted) for one in facts] == [
        ("first", True), ("appeal", False), ("cassation", True),
    ]  # fmt: skip
    final = queries.final_verdict_on(proceeding)
    assert (final.verdict, final.final_on, final.number) == (last.pk, last.ruled_on, "cassation/Pid.Sus/2026")
    assert queries.verdict_at(proceeding).verdict == first.pk
    assert again(rina, proceeding).stage == "final" and queries.running(proceeding.case) == []
    fine = seen_by(rina, Ruling, verdict=first, outcome="convicted")[0]
    assert (fine.months, fine.fine, fine.substitute_months) == (84, 250_000_000, 6)


def test_a_verdict_is_final_when_nobody_asks_for_a_remedy(world, rina, proceeding):
    at_trial(world, proceeding)
    ruled(world, proceeding)
    assert queries.final_verdict_on(proceeding) is None
    assert [one.stage for one in queries.running(proceeding.case)] == ["verdict"]

    end = moved(rina, proceeding, ("final", MoveCode.NO_REMEDY))

    assert queries.final_verdict_on(proceeding).final_on == end.stage_on


def test_a_final_day_that_was_a_mistake_is_taken_away_again(world, rina, proceeding):
    at_trial(world, proceeding)
    ruled(world, proceeding)
    moved(rina, proceeding, ("final", MoveCode.NO_REMEDY))

    moving.take_back(proceeding=proceeding, by=rina, at=NOON)

    assert queries.final_verdict_on(proceeding) is None and len(queries.verdicts_of(proceeding.case)) == 1


def test_a_verdict_that_was_a_mistake_is_void_and_can_be_written_anew(world, rina, proceeding):
    at_trial(world, proceeding)
    ruled(world, proceeding)

    moving.take_back(proceeding=proceeding, by=rina, at=NOON)
    again_ruled = ruled(world, proceeding, outcome="acquitted")

    facts = queries.verdicts_of(proceeding.case)
    assert [(one.verdict, one.convicted) for one in facts] == [(again_ruled.pk, False)]
    assert len(seen_by(rina, Verdict, proceeding=proceeding)) == 2


def test_a_verdict_speaks_of_every_charge(world, rina, proceeding):
    at_trial(world, proceeding)
    charge = proceeding.charges.first()

    with pytest.raises(CannotPursue) as refused:
        ruling.give_verdict(
            proceeding=proceeding, instance="first", on=TODAY, rulings=[ruling.Said(charge.pk, "convicted")], by=rina,
            at=NOON,
        )  # fmt: skip

    assert codes(refused) == {"not_every_charge"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"outcome": "acquitted", "months": 3}, "sentence_without_conviction"),
        ({"outcome": "convicted", "months": 3, "life": True}, "months_and_life"),
        ({"outcome": "convicted", "substitute": 3}, "substitute_without_fine"),
        ({"outcome": "convicted", "fine": -1}, "negative"),
    ],
)
def test_a_sentence_fits_its_outcome(world, rina, proceeding, told, code):
    at_trial(world, proceeding)
    first, second = proceeding.charges.all()

    with pytest.raises(CannotPursue) as refused:
        ruling.give_verdict(
            proceeding=proceeding, instance="first", on=TODAY, by=rina, at=NOON,
            rulings=[ruling.Said(first.pk, **told), ruling.Said(second.pk, "acquitted")],
        )  # fmt: skip

    assert codes(refused) == {code}


def test_charges_stand_once_a_court_has_ruled(world, rina, proceeding):
    at_trial(world, proceeding)
    ruled(world, proceeding)

    with pytest.raises(CannotPursue) as added:
        charging.add_charge(proceeding=proceeding, provision="uu21_3", acted_on=ACT, by=rina, at=NOON)
    with pytest.raises(CannotPursue) as dropped:
        charging.drop_charge(proceeding=proceeding, charge=proceeding.charges.first(), by=rina, at=NOON)

    assert codes(added) == codes(dropped) == {"ruled_already"}


def test_custody_takes_its_longest_day_from_the_table_and_ends_the_one_before(world, rina, proceeding):
    charging.hold(proceeding=proceeding, kind="investigator", from_on=LP_ON, by=rina, at=NOON)
    longer = charging.hold(
        proceeding=proceeding,
        kind="investigator_longer",
        from_on=LP_ON + timedelta(days=20),
        by=rina,
        at=NOON,
    )
    charging.end_custody(
        proceeding=proceeding, span=longer, on=LP_ON + timedelta(days=30), code="bail", by=rina, at=NOON
    )

    spans = seen_by(rina, CustodySpan, proceeding=proceeding)
    assert [(one.kind, (one.until_on - one.from_on).days, one.code) for one in spans] == [
        ("investigator", 20, "extended"), ("investigator_longer", 40, "bail"),
    ]  # fmt: skip


def test_custody_ends_after_it_began(world, rina, proceeding):
    span = charging.hold(proceeding=proceeding, kind="arrest", from_on=LP_ON, by=rina, at=NOON)

    with pytest.raises(CannotPursue) as refused:
        charging.end_custody(
            proceeding=proceeding, span=span, on=LP_ON - timedelta(days=1), code="", by=rina, at=NOON
        )

    assert codes(refused) == {"ends_before", "no_code"}


def test_the_database_lets_nobody_rewrite_a_step_or_a_verdict(world, rina, proceeding):
    at_trial(world, proceeding)
    verdict = ruled(world, proceeding)
    rows = (
        (Move, {"stage": "final"}, {"proceeding": proceeding}), (Verdict, {"instance": "review"}, {"pk": verdict.pk}),
        (Ruling, {"outcome": "acquitted"}, {"verdict": verdict}),
    )  # fmt: skip
    for model, change, which in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.unscoped(because=BECAUSE).filter(**which).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.unscoped(because=BECAUSE).filter(**which).delete()


def test_the_other_agencies_of_the_wall(world, shared, accused):
    proceeding = at_trial(world, written(world, shared, accused))
    verdict = ruled(world, proceeding)
    with voice_of(world.rina):
        charging.hold(proceeding=proceeding, kind="arrest", from_on=LP_ON, by=world.rina, at=NOON)
    which = {
        Proceeding: {"pk": proceeding.pk}, Move: {"proceeding": proceeding}, Charge: {"proceeding": proceeding},
        CustodySpan: {"proceeding": proceeding}, Verdict: {"pk": verdict.pk}, Ruling: {"verdict": verdict},
    }  # fmt: skip
    for stranger in (world.maya, world.sari, world.arif, world.wulan):
        assert {model.__name__: seen_by(stranger, model, **where) for model, where in which.items()} == {
            model.__name__: [] for model in which
        }
    assert all(seen_by(world.budi, model, **where) for model, where in which.items())


def test_the_police_write_the_next_step_of_a_shared_case(world, shared, accused):
    proceeding = written(world, shared, accused)

    done = moved(world.budi, proceeding, "inquiry")

    assert done.stage == "inquiry" and seen_by(world.rina, Move, stage="inquiry")[0].written_by == world.budi


def test_the_accused_is_a_code_to_police_without_a_right_to_names(world, shared, accused):
    proceeding = written(world, shared, accused)

    seen = seen_by(world.budi, Proceeding, pk=proceeding.pk)[0]

    assert seen.accused_id == accused.pk and "Bimo" not in str(seen.__dict__)


def test_a_stranger_writes_nothing_into_a_case(world, case):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        Proceeding(
            case=case, agency=world.outside, stage_on=TODAY, written_by=world.sari, written_at=NOON
        ).save(force_insert=True)
