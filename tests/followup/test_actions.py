"""The way of a recommendation: said, told, moved, ended; nothing disappears."""

from dataclasses import replace as replaced
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from tests.cast import agency
from tests.conftest import NOON, as_role, voice_of
from tests.followup.conftest import DUE, TODAY, lines_of, meeting, proof, recommended, said
from tests.forces import seat, settle_force

from gugus.base.versions import Stale
from gugus.directory.codes import AgencyKind
from gugus.files.actions import remove
from gugus.files.models import Attachment
from gugus.followup.actions.ending import accept, drop, replace, send_back, split
from gugus.followup.actions.moving import CannotFollowUp
from gugus.followup.actions.progress import add_progress, ask_for_time, report_done
from gugus.followup.actions.recording import (
    Origin,
    change_recommendation,
    move_deadline,
    record_recommendation,
)
from gugus.followup.actions.succession import follow_successor
from gugus.followup.gate import sight_for
from gugus.followup.models import Line, Recommendation
from gugus.kernel.ids import new_id


def again(one: Recommendation, user) -> Recommendation:
    with voice_of(user):
        return Recommendation.objects.unscoped(because="test").get(pk=one.pk)


def reported(world, one) -> Recommendation:
    with voice_of(world.budi):
        return report_done(
            recommendation=one,
            words="Ditandatangani",
            by=world.budi,
            at=NOON,
            evidence=proof(one, world.budi),
        )


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_recommendation_keeps_what_was_said_by_whom_and_where(world, force, to_police):
    one = again(to_police, world.budi)

    assert one.text == "Menyusun prosedur penanganan bersama"
    assert (one.owner, one.due_on, one.first_due_on, one.origin_ref) == (
        world.police,
        DUE,
        DUE,
        "RG-7F3Q-9M2X",
    )
    assert lines_of(one, world.budi) == ["recorded"]


def test_a_double_click_records_once(world, force):
    key = new_id()
    with voice_of(world.wulan):
        first, second = (
            record_recommendation(
                force=force, told=said(world.police), origin=meeting(), by=world.wulan, at=NOON, key=key
            )
            for _ in range(2)
        )

    assert first == second


def test_what_does_not_fit_is_refused_all_at_once(world, force):
    wrong = said(
        world.outside, text="Korban bernama Mawar dijemput", due_on=TODAY - timedelta(days=1), target=""
    )
    with voice_of(world.wulan), pytest.raises(CannotFollowUp) as refused:
        record_recommendation(
            force=force, told=wrong, origin=meeting(TODAY + timedelta(days=1)), by=world.wulan, at=NOON
        )

    assert codes(refused) == {
        "points_to_a_person", "no_member", "in_the_future", "before_it_was_said",
    }  # fmt: skip


def test_where_it_was_said_is_named_by_a_record_or_in_words(world, force):
    for origin in (
        Origin("meeting", TODAY),
        Origin("there", TODAY, "RG-7F3Q-9M2X"),
        Origin("letter", TODAY, "", " "),
    ):
        with voice_of(world.wulan), pytest.raises(CannotFollowUp) as refused, transaction.atomic():
            record_recommendation(
                force=force, told=said(world.police), origin=origin, by=world.wulan, at=NOON
            )
        assert codes(refused) == {"no_origin"}


def test_progress_is_told_by_owner_and_supporter_and_by_nobody_else(world, force, to_police):
    with voice_of(world.budi):
        add_progress(
            recommendation=to_police, words="Naskah dibahas", by=world.budi, at=NOON, share=40,
            evidence=proof(to_police, world.budi),
        )  # fmt: skip
    with voice_of(world.maya):
        add_progress(recommendation=to_police, words="Kami membantu", by=world.maya, at=NOON, share=90)
    with voice_of(world.rina), pytest.raises(CannotFollowUp) as refused:
        add_progress(recommendation=to_police, words="Ikut campur", by=world.rina, at=NOON)

    assert codes(refused) == {"not_yours"}
    assert again(to_police, world.rina).share == 40
    assert lines_of(to_police, world.rina) == ["recorded", "progress", "progress"]


def test_done_needs_evidence_and_the_secretariat(world, force, to_police):
    with voice_of(world.budi), pytest.raises(CannotFollowUp) as refused, transaction.atomic():
        report_done(recommendation=to_police, words="Selesai", by=world.budi, at=NOON)
    assert codes(refused) == {"no_evidence"}

    reported(world, to_police)
    with voice_of(world.wulan):
        accept(recommendation=to_police, by=world.wulan, at=NOON)

    one = again(to_police, world.budi)
    assert (one.state, one.share, one.closed_on) == ("done", 100, TODAY)
    assert lines_of(one, world.budi) == ["recorded", "reported", "accepted"]


def test_a_file_that_was_taken_back_is_no_evidence_any_more(world, force, to_police):
    with voice_of(world.budi):
        file = proof(to_police, world.budi)
        add_progress(recommendation=to_police, words="Ini", by=world.budi, at=NOON, evidence=file)
        remove(attachment=file, within=to_police, code="wrong_file", by=world.budi, at=NOON)
        with pytest.raises(CannotFollowUp) as refused, transaction.atomic():
            report_done(recommendation=to_police, words="Sudah", by=world.budi, at=NOON)

    assert codes(refused) == {"no_evidence"}


def test_what_is_not_done_yet_goes_back_with_a_word(world, force, to_police):
    reported(world, to_police)
    with voice_of(world.wulan):
        send_back(recommendation=to_police, words="Lampiran belum ditandatangani", by=world.wulan, at=NOON)

    assert again(to_police, world.budi).state == "open"


def test_an_end_is_an_end(world, force, to_police):
    reported(world, to_police)
    with voice_of(world.wulan):
        accept(recommendation=to_police, by=world.wulan, at=NOON)
        for step in (
            lambda: send_back(recommendation=to_police, words="x", by=world.wulan, at=NOON),
            lambda: move_deadline(
                recommendation=to_police,
                due_on=DUE + timedelta(days=9),
                code="budget",
                by=world.wulan,
                at=NOON,
            ),
            lambda: split(
                recommendation=to_police, parts=[said(world.police)] * 2, words="x", by=world.wulan, at=NOON
            ),
        ):
            with pytest.raises(CannotFollowUp), transaction.atomic():
                step()


def test_a_deadline_moves_with_a_reason_and_the_first_one_stays(world, force, to_police):
    later = DUE + timedelta(days=60)
    with voice_of(world.budi):
        ask_for_time(recommendation=to_police, due_on=later, words="Menunggu Perwal", by=world.budi, at=NOON)
    with voice_of(world.wulan):
        with pytest.raises(CannotFollowUp) as refused, transaction.atomic():
            move_deadline(recommendation=to_police, due_on=later, code="", by=world.wulan, at=NOON)
        move_deadline(recommendation=to_police, due_on=later, code="rules", by=world.wulan, at=NOON)

    one = again(to_police, world.budi)
    assert codes(refused) == {"no_code"}
    assert (one.due_on, one.first_due_on) == (later, DUE)
    assert lines_of(one, world.budi) == ["recorded", "asked", "moved"]


def test_dropping_needs_a_named_decision(world, force, to_police):
    with voice_of(world.wulan):
        with pytest.raises(CannotFollowUp) as refused, transaction.atomic():
            drop(
                recommendation=to_police, decision=Origin("meeting", TODAY), words="Tidak perlu lagi", by=world.wulan,
                at=NOON,
            )  # fmt: skip
        drop(
            recommendation=to_police, decision=Origin("meeting", TODAY, "RG-7F3Q-9M2X"), words="Sudah diatur",
            by=world.wulan, at=NOON,
        )  # fmt: skip

    one = again(to_police, world.budi)
    assert codes(refused) == {"no_decision"}
    assert (one.state, one.ended_kind, one.ended_ref) == ("dropped", "meeting", "RG-7F3Q-9M2X")


def test_replacing_names_the_other_and_both_tell_it(world, force, to_police):
    other = recommended(world, force, text="Prosedur yang lebih luas")
    with voice_of(world.wulan):
        replace(recommendation=to_police, other=other, words="Digabung", by=world.wulan, at=NOON)

    one = again(to_police, world.budi)
    assert (one.state, one.replaced_by_id) == ("replaced", other.pk)
    assert lines_of(other, world.budi) == ["recorded", "changed"]


def test_nothing_is_replaced_by_itself_or_by_what_ended(world, force, to_police):
    with voice_of(world.wulan), pytest.raises(CannotFollowUp) as refused:
        replace(recommendation=to_police, other=to_police, words="", by=world.wulan, at=NOON)

    assert codes(refused) == {"no_replacement"}


def test_both_parts_of_a_split_keep_where_it_came_from(world, force, to_police):
    parts = [said(world.police, text="Bagian polisi"), said(world.shelter, text="Bagian rumah aman")]
    with voice_of(world.wulan):
        made = split(recommendation=to_police, parts=parts, words="Dua instansi", by=world.wulan, at=NOON)

    assert again(to_police, world.budi).state == "split"
    assert [(one.parent, one.origin_ref, one.said_on) for one in made] == [
        (to_police, "RG-7F3Q-9M2X", TODAY),
        (to_police, "RG-7F3Q-9M2X", TODAY),
    ]
    assert [one.owner for one in made] == [world.police, world.shelter]


def test_a_split_with_a_part_that_does_not_fit_changes_nothing(world, force, to_police):
    parts = [said(world.police), said(world.outside)]
    with voice_of(world.wulan), pytest.raises(CannotFollowUp), transaction.atomic():
        split(recommendation=to_police, parts=parts, words="x", by=world.wulan, at=NOON)

    assert again(to_police, world.budi).state == "open"
    with voice_of(world.wulan):
        assert Recommendation.objects.unscoped(because="test").count() == 1


def test_two_people_edit_one_and_the_second_is_told(world, force, to_police):
    with voice_of(world.wulan):
        change_recommendation(
            recommendation=to_police, told=said(world.police, text="Lebih jelas"), why="Rapat", by=world.wulan,
            at=NOON, seen=1,
        )  # fmt: skip
        with pytest.raises(Stale):
            change_recommendation(
                recommendation=to_police, told=said(world.police, text="Lain"), why="x", by=world.wulan, at=NOON,
                seen=1,
            )  # fmt: skip


def replaced_by_heir(world):
    heir = agency("unit-ppo", "Direktorat PPA-PPO", AgencyKind.POLICE)
    world.police.valid_to, world.police.successor = TODAY, heir
    world.police.save(update_fields=["valid_to", "successor"])
    return heir


def test_what_a_replaced_agency_had_to_do_is_its_successors(world, force, to_police):
    heir = replaced_by_heir(world)
    world.budi.agency = heir
    world.budi.save(update_fields=["agency"])
    with voice_of(world.budi):  # before the worker came by
        add_progress(recommendation=to_police, words="Kami lanjutkan", by=world.budi, at=NOON, share=20)

    with as_role("gugus_worker"):
        assert follow_successor(to_police, at=NOON)
        assert not follow_successor(to_police, at=NOON)

    one = again(to_police, world.budi)
    assert (one.owner, one.share) == (heir, 20)
    assert lines_of(one, world.budi) == ["recorded", "progress", "handed"]


def test_what_is_said_to_an_agency_that_was_replaced_meanwhile_goes_to_its_successor(world, force):
    heir = replaced_by_heir(world)

    one = recommended(world, force, owner=world.police, supporters=[world.shelter])

    assert one.owner == heir


def test_a_stranger_sees_and_finds_nothing(world, force, to_police):
    with voice_of(world.sari):
        assert Recommendation.objects.unscoped(because="test").count() == 0
        assert Line.objects.unscoped(because="test").count() == 0
        with pytest.raises(Http404):
            sight_for(world.viewer("sari"), to_police.ref)


def test_another_task_force_sees_nothing_though_one_agency_sits_in_both(world, force, to_police):
    other = settle_force(world, name="Lain", host=world.outside, members=[world.shelter], area="32.01")
    theirs = None
    with voice_of(world.sari):
        theirs = record_recommendation(
            force=other, told=said(world.shelter), origin=meeting(), by=world.sari, at=NOON
        )

    assert [one.pk for one in seen_by(world.maya)] == sorted([to_police.pk, theirs.pk])
    assert [one.pk for one in seen_by(world.budi)] == [to_police.pk]
    assert [one.pk for one in seen_by(world.sari)] == [theirs.pk]


def seen_by(user):
    with voice_of(user):
        return sorted(Recommendation.objects.unscoped(because="test"), key=lambda one: one.pk)


@pytest.mark.parametrize("name", ["budi", "maya", "rina"])
def test_the_database_lets_members_change_nothing_of_it(name, world, force, to_police):
    user = getattr(world, name)
    rows = Recommendation.objects.unscoped(because="test").filter(pk=to_police.pk)
    for change in (
        {"due_on": date(2030, 1, 1)}, {"owner": world.unit}, {"supporters": []}, {"state": "done", "closed_on": TODAY},
        {"share": 90} if user != world.budi else {"state": "split", "closed_on": TODAY},
        {"state": "dropped", "closed_on": TODAY, "ended_kind": "other", "ended_ref": "x"},
    ):  # fmt: skip
        with voice_of(user):
            try:
                with transaction.atomic():
                    assert rows.update(**change) == 0
            except DatabaseError:
                pass
    one = again(to_police, world.wulan)
    assert (one.due_on, one.owner, one.state, one.share) == (DUE, world.police, "open", 0)


def test_the_database_refuses_done_without_evidence_and_lines_of_others(world, force, to_police):
    rows = Recommendation.objects.unscoped(because="test").filter(pk=to_police.pk)
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state="done", closed_on=TODAY)
    for user, kind in ((world.rina, "progress"), (world.budi, "accepted"), (world.maya, "moved")):
        with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
            Line(
                recommendation=to_police, task_force=force, kind=kind, agency=user.agency, by=user, at=NOON
            ).save(force_insert=True)


@pytest.mark.parametrize("name", ["wulan", "budi", "sari"])
def test_the_database_deletes_nothing_of_it(name, world, force, to_police):
    for sentence in (
        "delete from followup_recommendation",
        "delete from followup_line",
        "truncate followup_line",
    ):
        with voice_of(getattr(world, name)), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(sentence)

    assert again(to_police, world.budi).state == "open" and lines_of(to_police, world.budi) == ["recorded"]


def test_the_database_lets_nothing_begin_at_its_end(world, force, to_police):
    for change in (
        {"state": "done", "closed_on": TODAY},
        {"state": "dropped", "closed_on": TODAY, "ended_kind": "other", "ended_ref": "x"},
        {"share": 100},
        {"first_due_on": TODAY},
    ):
        values = {
            "task_force": force, "agency": world.office, "owner": world.police, "field": "norms", "due_on": DUE,
            "first_due_on": DUE, "said_on": TODAY, "origin_kind": "other", "origin_words": "x", "text": "x",
            "written_by": world.wulan, "written_at": NOON,
        }  # fmt: skip
        with voice_of(world.wulan):
            with transaction.atomic():
                Recommendation(**values).save(force_insert=True)
            with pytest.raises(DatabaseError), transaction.atomic():
                Recommendation(**(values | change)).save(force_insert=True)


def test_even_the_secretariat_leaves_what_was_said_and_what_ended(world, force, to_police):
    rows = Recommendation.objects.unscoped(because="test").filter(pk=to_police.pk)
    other = recommended(world, force, text="Lain")
    with voice_of(world.wulan):
        for change in (
            {"said_on": date(2020, 1, 1)}, {"first_due_on": date(2030, 1, 1)}, {"origin_ref": "X"},
            {"parent": other}, {"agency": world.unit}, {"state": "dropped", "closed_on": TODAY}, {"ref": "RE-X"},
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        replace(recommendation=to_police, other=other, words="", by=world.wulan, at=NOON)
        for change in (
            {"state": "open", "closed_on": None, "replaced_by": None},
            {"replaced_by": None},
            {"share": 5},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)


def test_a_file_that_lies_elsewhere_or_was_taken_back_makes_nothing_done(world, force, to_police):
    other = recommended(world, force, text="Lain")
    rows = Recommendation.objects.unscoped(because="test").filter(pk=to_police.pk)
    with voice_of(world.budi):
        mine, elsewhere = proof(to_police, world.budi), proof(other, world.budi)
        for file in (mine, elsewhere):
            Line(
                recommendation=to_police, task_force=force, kind="progress", agency=world.police, by=world.budi,
                at=NOON, evidence=file,
            ).save(force_insert=True)  # fmt: skip
        remove(attachment=mine, within=to_police, code="wrong_file", by=world.budi, at=NOON)
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state="done", closed_on=TODAY)


def test_words_before_a_rewording_stay_in_the_way(world, force, to_police):
    told = said(world.police, text="Rapat saja", target="")
    with voice_of(world.wulan):
        change_recommendation(recommendation=to_police, told=told, why="Usul", by=world.wulan, at=NOON)
        change_recommendation(
            recommendation=to_police,
            told=replaced(told, owner=world.unit),
            why="Usul",
            by=world.wulan,
            at=NOON,
        )

    with voice_of(world.budi):
        earlier = [line.earlier for line in to_police.lines.select_related("data_key").order_by("at", "pk")]
    assert earlier == [None, "Menyusun prosedur penanganan bersama\nSatu prosedur ditandatangani", None]


def test_lines_are_never_changed(world, force, to_police):
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.unscoped(because="test").update(code="other")


def test_evidence_is_seen_by_members_only(world, force, to_police):
    with voice_of(world.budi):
        file = proof(to_police, world.budi)
        add_progress(recommendation=to_police, words="Ini", by=world.budi, at=NOON, evidence=file)

    for user, there in ((world.wulan, 1), (world.rina, 1), (world.sari, 0)):
        with voice_of(user):
            assert Attachment.objects.unscoped(because="test").filter(pk=file.pk).count() == there
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        proof(to_police, world.sari)


def test_a_file_of_another_recommendation_is_no_evidence(world, force, to_police):
    other = recommended(world, force, text="Lain")
    with voice_of(world.budi):
        file = proof(other, world.budi)
        with pytest.raises(CannotFollowUp) as refused, transaction.atomic():
            add_progress(recommendation=to_police, words="Ini", by=world.budi, at=NOON, evidence=file)

    assert codes(refused) == {"not_its_file"}


def test_a_seat_that_ended_ends_the_sight(world, force, to_police):
    seat(force, world.outside, since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=1))

    assert seen_by(world.sari) == []
