"""Two minute takers in one paragraph: on one connection step by step, on two at the same moment."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests import cast
from tests.conftest import NOON, copied, voice_of
from tests.forces import settle_force
from tests.meetings.conftest import LATER, SOON, codes, held, seen_by, words, write

from gugus.base.versions import Stale
from gugus.meetings.actions import minuting
from gugus.meetings.actions.moving import CannotMeet
from gugus.meetings.models import Point, Wording


@pytest.fixture
def meeting(world, force):
    return held(world, force)


def texts(world, meeting) -> set[str]:
    """Every text of the minutes that is kept anywhere."""
    rows = [*seen_by(world.wulan, Point, meeting=meeting), *seen_by(world.wulan, Wording, meeting=meeting)]
    return {one.text for one in rows}


def test_a_paragraph_that_is_sent_twice_is_one(world, meeting):
    told = words("Dibuka.")

    first, again = write(world, meeting, told), write(world, meeting, told)

    assert (first.point.pk, again.point.version) == (again.point.pk, 1)


def test_who_saw_the_last_version_writes_on_and_the_replaced_words_stay(world, meeting):
    first = write(world, meeting, words("Tiga puluh pos.")).point

    after = write(world, meeting, words("Empat puluh empat pos.", key=first.pk, seen=1), by=world.putri).point

    assert (after.text, after.version) == ("Empat puluh empat pos.", 2)
    assert texts(world, meeting) == {"Tiga puluh pos.", "Empat puluh empat pos."}


def test_two_hands_in_one_paragraph_and_both_texts_are_kept(world, meeting):
    key = write(world, meeting, words("Masukan kepolisian:")).point.pk
    one = words("Masukan kepolisian: patroli siber.", key=key, seen=1)
    other = words("Masukan kepolisian: unit khusus.", key=key, seen=1)

    write(world, meeting, one)
    kept = write(world, meeting, other, by=world.putri)

    assert kept.point.text == one.text and kept.beside.text == other.text
    assert {one.text, other.text} <= texts(world, meeting)


def test_the_second_hand_writes_on_beside_and_nothing_is_overwritten(world, meeting):
    key, pen = write(world, meeting, words("A")).point.pk, uuid4()
    write(world, meeting, words("A satu", key=key, seen=1))

    for text in ("A dua", "A dua tiga"):
        write(world, meeting, words(text, key=key, seen=1, pen=pen), by=world.putri)

    [rival] = seen_by(world.wulan, Wording, meeting=meeting, kind="rival")
    assert rival.text == "A dua tiga"


def test_a_lost_answer_makes_no_second_text(world, meeting):
    pen = uuid4()
    key = write(world, meeting, words("Dibuka.", pen=pen)).point.pk
    write(world, meeting, words("Dibuka pukul", key=key, seen=1, pen=pen))

    kept = write(world, meeting, words("Dibuka pukul 09.00.", key=key, seen=1, pen=pen))

    assert kept.beside is None and kept.point.text == "Dibuka pukul 09.00."


def doubled(world, meeting) -> tuple[Point, Wording]:
    key = write(world, meeting, words("A")).point.pk
    write(world, meeting, words("A satu", key=key, seen=1))
    kept = write(world, meeting, words("A dua", key=key, seen=1), by=world.putri)
    return kept.point, kept.beside


def test_minutes_wait_until_the_texts_are_brought_together(world, meeting):
    point, rival = doubled(world, meeting)
    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        minuting.finish_minutes(meeting=meeting, by=world.wulan, at=LATER)

    with voice_of(world.wulan):
        minuting.merge_point(
            meeting=meeting, point=point, text="A satu dua", seen=point.version, rivals=[rival.pk], by=world.wulan,
            at=SOON,
        )  # fmt: skip
        done = minuting.finish_minutes(meeting=meeting, by=world.wulan, at=LATER)

    assert codes(refused) == {"rivals"} and done.state == "minuted"
    assert {"A satu", "A dua", "A satu dua"} <= texts(world, meeting)


def test_what_comes_while_somebody_brings_texts_together_still_waits(world, meeting):
    point, rival = doubled(world, meeting)
    late = write(world, meeting, words("A tiga", key=point.pk, seen=1), by=world.arif).beside

    with voice_of(world.wulan):
        minuting.merge_point(
            meeting=meeting, point=point, text="A satu dua", seen=point.version, rivals=[rival.pk], by=world.wulan,
            at=SOON,
        )  # fmt: skip

    assert [one.pk for one in seen_by(world.wulan, Wording, meeting=meeting, settled_at=None)] == [late.pk]


def test_a_merge_over_a_text_that_changed_is_told(world, meeting):
    point, rival = doubled(world, meeting)
    write(world, meeting, words("A satu lagi", key=point.pk, seen=point.version))

    with voice_of(world.wulan), pytest.raises(Stale):
        minuting.merge_point(
            meeting=meeting,
            point=point,
            text="x",
            seen=point.version,
            rivals=[rival.pk],
            by=world.wulan,
            at=SOON,
        )


def test_killed_between_two_lines_the_former_text_stands(world, meeting, monkeypatch):
    key = write(world, meeting, words("Tiga puluh pos.")).point.pk

    def die(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(minuting, "written", die)
    with pytest.raises(RuntimeError):
        write(world, meeting, words("Empat puluh.", key=key, seen=1))

    assert texts(world, meeting) == {"Tiga puluh pos."}


def test_what_was_taken_out_comes_back_with_a_new_text(world, meeting):
    point = write(world, meeting, words("Salah tempat.")).point
    with voice_of(world.wulan):
        minuting.drop_point(meeting=meeting, point=point, by=world.wulan, at=SOON)

    back = write(world, meeting, words("Salah tempat, benar isinya.", key=point.pk, seen=2)).point

    assert back.dropped_at is None


def test_what_was_taken_out_is_put_back_as_it_was(world, meeting):
    told = words("Salah tempat.")
    point = write(world, meeting, told).point
    with voice_of(world.wulan):
        minuting.drop_point(meeting=meeting, point=point, by=world.wulan, at=SOON)

    back = write(world, meeting, words("Salah tempat.", key=point.pk, seen=2)).point

    assert (back.dropped_at, back.text) == (None, "Salah tempat.")


def test_two_connections_at_the_same_moment_lose_no_word(cluster, django_db_blocker, django_db_setup):
    with copied(cluster, django_db_blocker, "two_hands"):
        with transaction.atomic():
            world = cast.settle(NOON)
            meeting = held(world, settle_force(world))
            key = write(world, meeting, words("Mulai")).point.pk
        start, said = Barrier(2), []

        def hand(user, text: str) -> None:
            try:
                start.wait(timeout=30)
                with transaction.atomic():
                    kept = write(
                        world, meeting, words(text, key=key, seen=1), by=user, at=SOON + timedelta(minutes=1)
                    )
                said.append(kept.beside is None)
            finally:
                connection.close()

        sent = ((world.wulan, "Mulai satu"), (world.putri, "Mulai dua"))
        hands = [Thread(target=hand, args=args) for args in sent]
        for one in hands:
            one.start()
        for one in hands:
            one.join(timeout=60)

        with transaction.atomic():
            kept = texts(world, meeting)
    assert sorted(said) == [False, True]
    assert {"Mulai satu", "Mulai dua"} <= kept


def test_who_said_it_and_what_is_asked_stay_with_the_text_beside(world, meeting):
    key = write(world, meeting, words("A")).point.pk
    write(world, meeting, words("A", key=key, seen=1, said_by="KPAI"))
    told = words(
        "A", kind="recommendation", key=key, seen=1, said_by="Polres", target="44 pos", owner=world.unit
    )

    kept = write(world, meeting, told, by=world.putri)

    [rival] = seen_by(world.wulan, Wording, meeting=meeting, kind="rival")
    assert kept.point.said_by == "KPAI"
    assert (rival.said_by, rival.target, rival.owner, rival.point_kind) == (
        "Polres",
        "44 pos",
        world.unit,
        "recommendation",
    )


def test_another_hand_that_replaces_who_said_it_leaves_the_former_among_the_earlier(world, meeting):
    key = write(world, meeting, words("A", said_by="KPAI")).point.pk

    write(world, meeting, words("A", key=key, seen=1, said_by="Polres"), by=world.putri)

    assert [one.said_by for one in seen_by(world.wulan, Wording, meeting=meeting)] == ["KPAI"]


def test_an_old_request_that_was_held_up_loses_no_newer_word(world, meeting):
    pen = uuid4()
    key = write(world, meeting, words("Satu", pen=pen)).point.pk
    write(world, meeting, words("Satu dua tiga", key=key, seen=1, pen=pen))

    write(world, meeting, words("Satu dua", key=key, seen=1, pen=pen))

    assert texts(world, meeting) == {"Satu dua", "Satu dua tiga"}


def test_two_texts_are_not_taken_out_of_sight(world, meeting):
    point, _rival = doubled(world, meeting)

    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        minuting.drop_point(meeting=meeting, point=point, by=world.wulan, at=SOON)

    assert codes(refused) == {"rivals"}


def test_what_somebody_else_writes_on_brings_a_paragraph_back_into_sight(world, meeting):
    point = write(world, meeting, words("A")).point
    with voice_of(world.wulan):
        minuting.drop_point(meeting=meeting, point=point, by=world.wulan, at=SOON)

    kept = write(world, meeting, words("A lagi", key=point.pk, seen=1), by=world.putri)

    assert kept.beside.text == "A lagi" and kept.point.dropped_at is None
    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        minuting.finish_minutes(meeting=meeting, by=world.wulan, at=LATER)
    assert codes(refused) == {"rivals"}
