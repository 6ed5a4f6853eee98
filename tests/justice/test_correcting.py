"""A verdict that was written down wrongly: the right words beside the first, whatever came after it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.justice.conftest import (
    TODAY,
    again,
    at_trial,
    codes,
    follow_all,
    moved,
    ruled,
    seen_by,
    written,
)
from tests.justice.test_survivors import states, tasks, told_of

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.justice import queries, wording
from gugus.justice.actions import moving, ruling, telling
from gugus.justice.actions.heart import CannotPursue
from gugus.justice.models import Informing, Ruling, Verdict
from gugus.kernel.ids import new_id

DAY = timedelta(days=1)


@pytest.fixture
def rina(world):
    with voice_of(world.rina):
        yield world.rina


@pytest.fixture
def first(world, rina, proceeding):
    at_trial(world, proceeding)
    return ruled(world, proceeding)


def put_right(by, verdict, *, on=None, outcome="convicted", months=96, reason="Salah ketik.", **more):
    said = [
        ruling.Said(one.charge_id, outcome if one.outcome == "convicted" else one.outcome,
                    months=months if outcome == one.outcome == "convicted" else None)
        for one in verdict.rulings.all()
    ]  # fmt: skip
    facts = {"rulings": said, "number": "12/Pid.Sus/2026", "reason": reason, "at": NOON} | more
    return ruling.correct_verdict(
        proceeding=verdict.proceeding, verdict=verdict, on=on or verdict.ruled_on, by=by, **facts
    )


def test_the_right_words_stand_beside_the_first_with_the_reason(rina, proceeding, first):
    right = put_right(rina, first)

    wrong = again(rina, first)
    assert (wrong.void_at, wrong.number) == (NOON, "first/Pid.Sus/2026")
    assert (right.corrects_id, right.reason, right.instance) == (first.pk, "Salah ketik.", "first")
    assert [(one.verdict, one.number) for one in queries.verdicts_of(proceeding.case)] == [
        (right.pk, "12/Pid.Sus/2026")
    ]
    kept = {
        one.verdict_id: one.months for one in Ruling.objects.unscoped(because="test").exclude(months=None)
    }
    assert kept == {first.pk: 84, right.pk: 96}
    line = Entry.objects.unscoped(because="test").get(verb="proceeding.corrected")
    assert "Salah" not in str(line.changes) and again(rina, proceeding).stage == "verdict"


def test_every_reason_why_not_is_told_at_once(rina, proceeding, first):
    before = first.ruled_on - 30 * DAY
    with pytest.raises(CannotPursue) as early:
        put_right(rina, first, on=before, reason=" ", rulings=[])
    with pytest.raises(CannotPursue) as late:
        put_right(rina, first, on=TODAY + DAY)

    assert codes(early) == {"before_last", "no_reason", "not_every_charge"}
    assert codes(late) == {"in_the_future"}
    assert again(rina, first).void_at is None


def test_a_corrected_verdict_is_not_corrected_twice_but_its_correction_is(rina, first):
    right = put_right(rina, first)

    with pytest.raises(CannotPursue) as again_:
        put_right(rina, first)
    last = put_right(rina, right, reason="Masih salah.")

    assert codes(again_) == {"void"}
    assert [one.pk for one in queries.wordings_of(last, [first, right, last])] == [
        last.pk,
        right.pk,
        first.pk,
    ]


def test_a_step_that_followed_bounds_the_day_and_stays(world, rina, proceeding, first):
    moved(rina, proceeding, "appeal")
    appealed = again(rina, proceeding)
    with pytest.raises(CannotPursue) as late:
        put_right(rina, first, on=appealed.stage_on + DAY)

    right = put_right(rina, first, on=appealed.stage_on)

    assert codes(late) == {"after_next"}
    now = again(rina, proceeding)
    assert (now.stage, now.stage_on, now.stage_due_at) == ("appeal", appealed.stage_on, appealed.stage_due_at)
    assert right.ruled_on == appealed.stage_on


def test_an_earlier_court_put_right_later_does_not_become_the_last(world, rina, proceeding, first):
    """The correction of the first verdict has the newest key; the appeal's still counts."""
    moved(rina, proceeding, "appeal")
    appeal = ruled(world, proceeding, "appeal", "acquitted")
    put_right(rina, first)
    moved(rina, proceeding, ("final", "no_remedy"))

    fact = queries.final_verdict_on(again(rina, proceeding))
    assert (fact.verdict, fact.convicted) == (appeal.pk, False)
    with voice_of(rina):
        moving.take_back(proceeding=again(rina, proceeding), by=rina, at=NOON)
        moving.take_back(proceeding=again(rina, proceeding), by=rina, at=NOON)
    assert again(rina, appeal).void_at is not None
    assert [one.instance for one in queries.verdicts_of(proceeding.case)] == ["first"]


@pytest.mark.parametrize("instance", ["appeal", "cassation"])
def test_verdicts_of_higher_courts_are_put_right_too(world, rina, proceeding, first, instance):
    moved(rina, proceeding, "appeal")
    last = ruled(world, proceeding, "appeal")
    if instance == "cassation":
        moved(rina, proceeding, "cassation")
        last = ruled(world, proceeding, "cassation")

    right = put_right(rina, last, on=last.ruled_on + DAY, outcome="acquitted")

    now = again(rina, proceeding)
    assert (now.stage_on, right.final_on) == (
        right.ruled_on,
        right.ruled_on if instance == "cassation" else None,
    )
    assert now.is_ended if hasattr(now, "is_ended") else True


def test_the_present_stage_began_on_the_right_day_and_so_does_its_picture(rina, proceeding, first):
    before = again(rina, proceeding).stage_due_at

    right = put_right(rina, first, on=first.ruled_on + 2 * DAY)

    now = again(rina, proceeding)
    assert (now.stage_on, now.stage_due_at) == (right.ruled_on, before + 2 * DAY)
    moves = list(now.moves.all())
    days = queries.right_days(moves, now.verdicts.all())
    spans = {one.label: (one.start, one.end) for one in wording.spans_of(moves, NOON, days)}
    assert [span for span in spans.values() if span[0] == right.ruled_on and span[1] is None]
    assert any("2026" in one["text"] and one["on"] == first.ruled_on for one in wording.history(moves, days))


def test_the_step_of_a_corrected_verdict_can_still_be_taken_back(rina, proceeding, first):
    right = put_right(rina, first, on=first.ruled_on + DAY)

    moving.take_back(proceeding=again(rina, proceeding), by=rina, at=NOON)

    assert again(rina, right).void_at is not None and queries.verdicts_of(proceeding.case) == []
    assert again(rina, proceeding).stage == "trial"


def test_whoever_was_told_is_told_again_and_whoever_waits_is_not_asked_twice(world, rina, proceeding, first):
    follow_all()
    row = next(one for one in seen_by(rina, Informing) if one.move.stage == "verdict")
    telling.mark_told(informing=row, way="meeting", told_at=NOON, by=rina, at=NOON)

    put_right(rina, first)
    follow_all()
    follow_all()

    rows = sorted(
        (one.correction, one.state) for one in seen_by(rina, Informing) if one.move.stage == "verdict"
    )
    assert rows == [(0, "told"), (1, "waiting")]
    assert len(tasks(rina, "justice_tell")) == 1


def test_nobody_is_asked_again_who_was_not_told_yet(world, rina, proceeding, first):
    put_right(rina, first)
    follow_all()

    assert states(rina)["verdict"] == "waiting"
    assert len([one for one in seen_by(rina, Informing) if one.move.stage == "verdict"]) == 1


def test_the_agencies_on_the_case_hear_of_it(world, shared, accused):
    proceeding = written(world, shared, accused)
    at_trial(world, proceeding)
    first = ruled(world, proceeding)
    with voice_of(world.rina):
        put_right(world.rina, first)
    follow_all()

    assert "justice_corrected" in told_of(world.budi) and "justice_corrected" not in told_of(world.maya)


def test_a_page_from_before_changes_nothing(rina, proceeding, first):
    seen = again(rina, proceeding).version
    put_right(rina, first, seen=seen)

    with pytest.raises(Stale):
        put_right(rina, first, seen=seen)


def test_the_same_form_twice_is_one_correction(rina, first):
    key = new_id()

    assert put_right(rina, first, key=key).pk == put_right(rina, first, key=key).pk
    assert len(seen_by(rina, Verdict)) == 2


def test_the_database_takes_no_correction_of_another_court_or_of_what_counts(world, rina, proceeding, first):
    moved(rina, proceeding, "appeal")
    appeal = ruled(world, proceeding, "appeal")
    for wrong, instance in ((first, "review"), (appeal, "first")):
        with pytest.raises(DatabaseError), transaction.atomic():
            Verdict(
                proceeding=proceeding, instance=instance, ruled_on=TODAY, corrects=wrong, written_by=rina,
                written_at=NOON, void_at=NOON,
            ).save(force_insert=True)  # fmt: skip


def test_the_page_holds_the_first_wording_and_shows_both_afterwards(world, proceeding, first, signed_in):
    client = signed_in(world.rina)
    address = reverse("justice:correct", args=[proceeding.ref, first.pk])
    form = client.get(address).context["form"]
    words = {name: value for name, value in form.initial.items() if value not in (None, False)}

    bad = client.post(address, words | {"reason": ""})
    done = client.post(address, words | {"reason": "Nomor keliru.", "number": "77/Pid.Sus/2026"})

    assert bad.status_code == 422 and "reason" in bad.context["form"].errors
    assert done.status_code == 302
    page = client.get(reverse("justice:detail", args=[proceeding.ref])).content.decode()
    for word in ("first/Pid.Sus/2026", "77/Pid.Sus/2026", "Nomor keliru."):
        assert word in page
    assert client.get(address).status_code == 404  # the first wording is void now


@pytest.mark.parametrize("name", ["maya", "sari", "arif"])
def test_nobody_else_finds_the_page(world, proceeding, first, signed_in, name):
    address = reverse("justice:correct", args=[proceeding.ref, first.pk])

    assert signed_in(getattr(world, name)).post(address, {"reason": "x"}).status_code in {403, 404}
    assert again(world.rina, first).void_at is None


def test_the_api_corrects_too(world, proceeding, first, signed_in):
    client, version = signed_in(world.rina), again(world.rina, proceeding).version
    rulings = [
        {"charge": str(one.charge_id), "outcome": one.outcome, "months": one.months}
        for one in seen_by(world.rina, Ruling, verdict=first)
    ]
    body = {"on": str(first.ruled_on), "reason": "Salah.", "rulings": rulings}
    address = f"/api/v1/proceedings/{proceeding.ref}/verdicts/{first.pk}/correct"

    def send(**headers):
        return client.post(address, body, content_type="application/json", headers=headers)

    assert send().status_code == 428
    answer = send(**{"If-Match": f'"{version}"'})

    assert answer.status_code == 200, answer.content
    told = {one["id"]: (one["void"], one["corrects"], one["reason"]) for one in answer.json()["verdicts"]}
    assert told[str(first.pk)] == (True, None, None) and (False, str(first.pk), "Salah.") in told.values()
