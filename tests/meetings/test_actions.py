"""A meeting from its first line to its approved minutes."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.cast import agency, user
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force
from tests.meetings.conftest import (
    LATER,
    SOON,
    advice,
    approved,
    codes,
    draft,
    follow_all,
    held,
    invited,
    minuted,
    plan_by,
    seen_by,
    words,
    write,
)

from gugus.access.codes import Role
from gugus.base.versions import Stale
from gugus.directory.codes import AgencyKind
from gugus.figures.models import Published
from gugus.followup.models import Recommendation
from gugus.meetings import queries, shown_figures
from gugus.meetings.actions import attending, closing, inviting, minuting, planning
from gugus.meetings.actions.attending import Present
from gugus.meetings.actions.moving import CannotMeet
from gugus.meetings.jobs import close_rooms, look_for_forgotten, pass_on_invitations
from gugus.meetings.models import Attendee, Invitation, Item, Meeting, Point, Wording
from gugus.meetings.openings import Opening, openings_for
from gugus.notices.models import Notice
from gugus.tasks.models import Task

UNSAFE = "Korban dengan NIK 0074015608100001 dibahas."


def test_a_draft_is_the_secretariats_alone(world, force):
    made = draft(world, force)

    assert len(seen_by(world.wulan, Meeting, pk=made.pk)) == 1
    assert [seen_by(one, Meeting, pk=made.pk) for one in (world.rina, world.budi, world.sari)] == [[], [], []]


def test_members_see_what_they_are_invited_to_and_strangers_nothing(world, force):
    made = invited(world, force)

    assert len(seen_by(world.rina, Meeting, pk=made.pk)) == 1
    assert [one.title for one in seen_by(world.budi, Item, meeting=made)] == [
        "Pembukaan",
        "Pemaparan",
        "Diskusi",
    ]
    for model in (Meeting, Item, Invitation, Attendee, Point):
        which = {"pk": made.pk} if model is Meeting else {"meeting": made}
        assert seen_by(world.sari, model, **which) == []


def test_another_task_force_sees_nothing(world, force):
    made = approved(world, force)
    settle_force(world, name="Gugus Tugas Lain", host=world.outside, members=[])

    assert seen_by(world.sari, Meeting, pk=made.pk) == []
    assert seen_by(world.sari, Point, meeting=made) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"starts_at": NOON}, "in_the_past"),
        ({"minutes": 5}, "length"),
        ({"title": "  "}, "no_title"),
        ({"kind": "inter_field", "fields": ("health",)}, "fields"),
        ({"words": UNSAFE}, "names_somebody"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(world, force, more, code):
    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        planning.write_meeting(task_force=force, plan=plan_by(world, **more), by=world.wulan, at=NOON)

    assert codes(refused) == {code}


def test_a_double_click_writes_one(world, force):
    key = uuid4()
    with voice_of(world.wulan):
        made = [
            planning.write_meeting(task_force=force, plan=plan_by(world), by=world.wulan, at=NOON, key=key)
            for _ in range(2)
        ]

    assert made[0].pk == made[1].pk


def test_a_member_writes_no_meeting_for_the_task_force(world, force):
    with voice_of(world.rina), transaction.atomic(), pytest.raises(DatabaseError):
        planning.write_meeting(task_force=force, plan=plan_by(world), by=world.rina, at=NOON)


def test_an_open_item_stands_on_an_agenda_once(world, force):
    made = draft(world, force)
    one = Opening("referrals_late", "2026:x", "Rujukan lewat waktu: UPT", "<5")

    with voice_of(world.wulan):
        new = [planning.pick_items(meeting=made, openings=[one], by=world.wulan, at=NOON) for _ in range(2)]

    assert new == [1, 0]
    assert [item.count for item in seen_by(world.wulan, Item, meeting=made, source="referrals_late")] == [
        "<5"
    ]


def test_finished_minutes_are_numbered_as_they_are_read(world, force):
    made = held(world, force)
    with voice_of(world.wulan):
        opening, talk, _last = Item.objects.unscoped(because="test").filter(meeting=made)
    for text, item in (("Lain", None), ("Usul", talk), ("Hapus", opening), ("Buka", opening)):
        write(world, made, words(text, item=item))
    with voice_of(world.wulan):
        gone = Point.objects.unscoped(because="test").get(meeting=made, number=3)
        minuting.drop_point(meeting=made, point=gone, by=world.wulan, at=SOON)
        minuting.finish_minutes(meeting=made, by=world.wulan, at=LATER)

    numbers = {one.text: one.number for one in seen_by(world.wulan, Point, meeting=made)}
    assert numbers == {"Buka": 1, "Usul": 2, "Lain": 3, "Hapus": 4}


def test_the_agenda_is_put_in_order(world, force):
    made = draft(world, force)
    first, second, third = (one.pk for one in seen_by(world.wulan, Item, meeting=made))

    with voice_of(world.wulan):
        planning.order_items(meeting=made, order=[third, first], by=world.wulan, at=NOON)

    assert [one.pk for one in seen_by(world.wulan, Item, meeting=made)] == [third, first, second]


def published(world, force) -> Published:
    with voice_of(world.wulan):
        one = Published(
            task_force=force, agency=world.office, topic="Kasus", topic_key="kasus", period="2024", period_key="2024",
            value=20, source="Situs kota", recorded_by=world.wulan, recorded_at=NOON,
        )  # fmt: skip
        one.save(force_insert=True)
    return one


def test_a_meeting_names_figures_of_its_task_force_only(world, force):
    made = draft(world, force)
    ours = published(world, force)
    other = settle_force(world, name="Gugus Tugas Lain", members=[])
    theirs = published(world, other)

    with voice_of(world.wulan):
        for _ in range(2):
            planning.show_figure(
                meeting=made, figure_kind="published", figure_ref=ours.ref, title="", by=world.wulan, at=NOON
            )
        with pytest.raises(CannotMeet) as refused:
            planning.show_figure(
                meeting=made,
                figure_kind="published",
                figure_ref=theirs.ref,
                title="",
                by=world.wulan,
                at=NOON,
            )
        [told] = shown_figures.told(queries.shown_at(made))

    assert codes(refused) == {"no_such_figure"}
    assert told["words"] == "Kasus, 2024 (Situs kota)"


def test_an_empty_agenda_invites_nobody(world, force):
    with voice_of(world.wulan):
        made = planning.write_meeting(task_force=force, plan=plan_by(world), by=world.wulan, at=NOON)
        with pytest.raises(CannotMeet) as refused:
            inviting.invite(meeting=made, agencies=[world.unit], by=world.wulan, at=NOON)

    assert codes(refused) == {"no_agenda"}


def test_who_is_invited_gets_a_task_and_a_notice_once(world, force):
    made = invited(world, force)

    follow_all()
    follow_all()

    [task] = seen_by(world.budi, Task, kind="meeting_answer", done_at=None)
    assert task.about_ref == made.ref
    assert len(seen_by(world.budi, Notice, user=world.budi, code="meeting_invited")) == 1
    assert seen_by(world.wulan, Task, kind="meeting_answer") == []


def test_an_agency_answers_for_itself_and_sees_no_other_answer(world, force):
    made = invited(world, force)
    follow_all()

    with voice_of(world.budi):
        inviting.answer_invitation(
            meeting=made, answer="substitute", people="Budi, penyidik", by=world.budi, at=NOON
        )

    [mine] = seen_by(world.budi, Invitation, meeting=made)
    assert (mine.answer, mine.people) == ("substitute", "Budi, penyidik")
    assert seen_by(world.budi, Task, kind="meeting_answer", done_at=None) == []
    assert len(seen_by(world.rina, Task, kind="meeting_answer", done_at=None)) == 1
    assert len(seen_by(world.wulan, Invitation, meeting=made)) == 4


def test_an_agency_changes_nothing_of_its_invitation_but_the_answer(world, force):
    made = invited(world, force)
    [mine] = seen_by(world.budi, Invitation, meeting=made)

    with voice_of(world.budi), transaction.atomic(), pytest.raises(DatabaseError, match="only the answer"):
        Invitation.objects.unscoped(because="test").filter(pk=mine.pk).update(agency=world.shelter)


def test_a_successor_answers_what_its_predecessor_was_asked(world, force):
    made = invited(world, force)
    follow_all()
    today = timezone.localdate()
    heir = agency("unit-baru", "Direktorat PPA-PPO", AgencyKind.POLICE)
    newcomer = user("kirana", heir, Role.LIAISON, at=NOON)
    world.police.valid_to, world.police.successor = today, heir
    world.police.save(update_fields=["valid_to", "successor"])
    now = timezone.now()
    with as_role("gugus_worker"):
        Meeting.objects.unscoped(because="test").filter(pk=made.pk).update(starts_at=now + timedelta(days=9))
        passed = pass_on_invitations(now)

    with voice_of(newcomer):
        mine = inviting.answer_invitation(meeting=made, answer="comes", people="Kirana", by=newcomer, at=now)

    assert passed == 1 and mine.agency_id == world.police.pk
    assert seen_by(newcomer, Task, kind="meeting_answer", done_at=None) == []
    assert len(seen_by(newcomer, Invitation, meeting=made)) == 1
    assert seen_by(world.budi, Invitation, meeting=made) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"answer": "comes"}, "nobody"),
        ({"answer": "declines"}, "no_reason"),
        ({"answer": "waiting"}, "no_answer"),
        ({"answer": "comes", "people": UNSAFE}, "names_somebody"),
    ],
)
def test_an_answer_says_what_it_needs_to(world, force, given, code):
    made = invited(world, force)

    with voice_of(world.budi), pytest.raises(CannotMeet) as refused:
        inviting.answer_invitation(meeting=made, by=world.budi, at=NOON, **given)

    assert codes(refused) == {code}


def test_nobody_answers_for_a_meeting_that_has_begun(world, force):
    made = invited(world, force)

    with voice_of(world.budi), pytest.raises(CannotMeet) as refused:
        inviting.answer_invitation(meeting=made, answer="comes", people="Budi", by=world.budi, at=SOON)

    assert codes(refused) == {"too_late"}


def test_a_postponed_meeting_asks_everybody_again(world, force):
    made = invited(world, force)
    with voice_of(world.budi):
        inviting.answer_invitation(meeting=made, answer="comes", people="Budi", by=world.budi, at=NOON)

    with voice_of(world.wulan):
        off = inviting.postpone(meeting=made, code="chair", by=world.wulan, at=NOON)
        again = inviting.invite_again(
            meeting=off, starts_at=SOON + timedelta(days=7), minutes=90, by=world.wulan, at=NOON
        )

    assert (again.state, again.code) == ("invited", "")
    assert [one.answer for one in seen_by(world.budi, Invitation, meeting=made)] == ["waiting"]


def test_nothing_is_called_off_without_a_reason(world, force):
    made = invited(world, force)

    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        inviting.cancel(meeting=made, code="", by=world.wulan, at=NOON)

    assert codes(refused) == {"no_code"}


def test_minutes_need_an_owner_a_day_and_a_field_for_each_recommendation(world, force):
    made = held(world, force)
    write(world, made, words("Menambah pos.", kind="recommendation"))

    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        minuting.finish_minutes(meeting=made, by=world.wulan, at=LATER)

    assert codes(refused) == {"no_owner", "no_day", "no_field"}


def test_a_recommendation_for_an_agency_outside_stops_the_minutes(world, force):
    made = held(world, force)
    write(world, made, replace(advice(world), owner=world.outside))

    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        minuting.finish_minutes(meeting=made, by=world.wulan, at=LATER)

    assert len(refused.value.reasons) == 1 and refused.value.reasons[0].field == ""


def test_what_could_tell_who_somebody_is_is_kept_and_stops_the_minutes(world, force):
    made = held(world, force)
    kept = write(world, made, words(UNSAFE))

    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        minuting.finish_minutes(meeting=made, by=world.wulan, at=LATER)

    assert kept.point.text == UNSAFE
    assert codes(refused) == {"names_somebody"}


def test_members_read_the_minutes_when_they_were_drafted(world, force):
    made = held(world, force)
    write(world, made, words("Belum selesai."))
    before = seen_by(world.rina, Point, meeting=made)
    write(world, made, advice(world))
    with voice_of(world.wulan):
        minuting.finish_minutes(meeting=made, by=world.wulan, at=LATER)

    assert before == []
    assert len(seen_by(world.rina, Point, meeting=made)) == 2
    assert seen_by(world.rina, Wording, meeting=made) == []


def test_only_the_named_person_approves(world, force):
    made = minuted(world, force)

    with voice_of(world.wulan), pytest.raises(CannotMeet) as refused:
        closing.approve(meeting=made, by=world.wulan, at=LATER)
    with (
        voice_of(world.wulan),
        transaction.atomic(),
        pytest.raises(DatabaseError, match="only the named person"),
    ):
        Meeting.objects.unscoped(because="test").filter(pk=made.pk).update(
            state="approved",
            approved_at=LATER,
            approved_by=world.wulan,
            year=2026,
            seq=9,
            number="x",
            digest="x",
        )

    assert codes(refused) == {"not_the_approver"}


def test_a_named_person_of_another_agency_approves_and_changes_nothing_else(world, force):
    made = minuted(world, force, approver=world.yusuf)

    with voice_of(world.yusuf):
        with transaction.atomic(), pytest.raises(DatabaseError, match="only the secretariat"):
            Meeting.objects.unscoped(because="test").filter(pk=made.pk).update(minutes=5)
        done = closing.approve(meeting=made, by=world.yusuf, at=LATER)

    assert (done.state, done.seq) == ("approved", 1)


def test_approved_minutes_get_the_next_number(world, force):
    numbers = [approved(world, force).number for _ in range(2)]

    assert numbers == ["001/NOT/GT-PPTPPO/VI/2026", "002/NOT/GT-PPTPPO/VI/2026"]


@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker"])
def test_approved_minutes_stay_as_they_are(world, force, role):
    made = approved(world, force)
    [first, *_rest] = seen_by(world.wulan, Point, meeting=made)

    with voice_of(world.wulan), as_role(role):
        for rows, values in (
            (Point.objects.unscoped(because="test").filter(pk=first.pk), {"kind": "decision"}),
            (Meeting.objects.unscoped(because="test").filter(pk=made.pk), {"minutes": 5}),
            (Item.objects.unscoped(because="test").filter(meeting=made), {"number": 9}),
        ):
            with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
                rows.update(**values)
        with pytest.raises(CannotMeet):
            minuting.write_point(meeting=made, written_down=words("Lagi."), by=world.wulan, at=LATER)


def test_what_is_added_later_stands_beside(world, force):
    made = approved(world, force)

    with voice_of(world.wulan):
        added = closing.add_addendum(meeting=made, text="Ralat: 43 pos.", by=world.wulan, at=LATER)
        after = closing.digest_of(made)

    assert added.number == 1 and after == made.digest


def test_two_approve_at_once_and_one_does(world, force):
    made = minuted(world, force)

    with voice_of(world.arif):
        closing.approve(meeting=made, by=world.arif, at=LATER, seen=made.version)
        with pytest.raises(Stale):
            closing.approve(meeting=made, by=world.arif, at=LATER, seen=made.version)


def test_minutes_that_are_sent_back_are_open_again(world, force):
    made = minuted(world, force)
    follow_all(LATER)

    with voice_of(world.arif):
        back = minuting.reopen_minutes(meeting=made, by=world.arif, at=LATER)
    follow_all(LATER)

    assert back.state == "held"
    assert seen_by(world.arif, Task, kind="meeting_approve", done_at=None) == []
    assert len(seen_by(world.wulan, Task, kind="meeting_minutes", done_at=None)) == 1


def test_killed_between_two_lines_nothing_is_half_approved(world, force, monkeypatch):
    made = minuted(world, force)

    def die(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(closing, "told", die)
    with voice_of(world.arif), pytest.raises(RuntimeError):
        closing.approve(meeting=made, by=world.arif, at=LATER)

    [still] = seen_by(world.wulan, Meeting, pk=made.pk)
    assert (still.state, still.seq, still.number) == ("minuted", None, "")


def test_the_code_of_the_room_lets_guests_write_and_nobody_read(world, force):
    made = held(world, force)
    with voice_of(world.wulan):
        code = attending.open_roll(meeting=made, by=world.wulan, at=SOON)
    guest = Present("Tamu Contoh", "Lurah", None, "Kelurahan Contoh", "female")

    nobody = attending.sign_in_as_guest(code="K7QM2X9P", present=guest, at=SOON)
    line = attending.sign_in_as_guest(code=code.lower(), present=guest, at=SOON)
    late = attending.sign_in_as_guest(code=code, present=guest, at=SOON + timedelta(hours=8))

    assert (nobody, late) == (None, None)
    assert [one.name for one in seen_by(world.wulan, Attendee, meeting=made)] == ["Tamu Contoh"]
    assert seen_by(world.rina, Attendee, meeting=made) == [] and line.way == "code"


def test_a_colleague_is_there_once(world, force):
    made = held(world, force)

    with voice_of(world.rina):
        lines = [attending.confirm_presence(meeting=made, by=world.rina, at=SOON) for _ in range(2)]

    assert lines[0].pk == lines[1].pk
    assert [one.name for one in seen_by(world.rina, Attendee, meeting=made)] == ["Rina"]


def test_nobody_writes_a_line_for_a_colleague(world, force):
    made = held(world, force)

    with voice_of(world.rina), transaction.atomic(), pytest.raises(DatabaseError):
        Attendee(
            meeting=made, task_force=force, agency=world.unit, user=world.yusuf, name="Yusuf", way="staff", at=SOON
        ).save(force_insert=True)  # fmt: skip


def test_a_struck_line_stays_with_its_reason(world, force):
    made = held(world, force)
    with voice_of(world.wulan):
        [line] = attending.add_present(
            meeting=made, lines=[Present("Tamu Contoh", office="Kelurahan")], by=world.wulan, at=SOON
        )
        attending.strike(meeting=made, line=line, code="twice", by=world.wulan, at=SOON)

    [kept] = seen_by(world.wulan, Attendee, meeting=made)
    assert (kept.struck_code, kept.name) == ("twice", "Tamu Contoh")


def test_rooms_close_and_forgotten_meetings_become_a_task(world, force):
    made = invited(world, force)
    with voice_of(world.wulan):
        attending.open_roll(meeting=made, by=world.wulan, at=SOON)

    with as_role("gugus_worker"):
        found = [
            (close_rooms(SOON + timedelta(days=1)), look_for_forgotten(SOON + timedelta(days=1)))
            for _ in "12"
        ]

    assert found == [(1, 1), (0, 1)]
    assert len(seen_by(world.wulan, Task, kind="meeting_minutes", done_at=None)) == 1


def test_approved_recommendations_go_to_their_owner_once(world, force):
    made = approved(world, force)

    follow_all(LATER)
    follow_all(LATER)

    [point] = seen_by(world.rina, Point, meeting=made, kind="recommendation")
    [one] = seen_by(world.rina, Recommendation, origin_ref=made.ref)
    assert (point.recommendation, one.pk, one.owner_id) == (one.ref, point.pk, world.unit.pk)
    assert one.text == "Menambah pos pengaduan." and one.said_on == SOON.date()


def test_what_cannot_be_handed_on_stays_and_becomes_a_task(world, force):
    made = approved(world, force)
    with as_role("gugus_worker"):
        force.memberships.filter(agency=world.unit).update(valid_to=NOON.date())

    follow_all(LATER)

    [point] = seen_by(world.wulan, Point, meeting=made, kind="recommendation")
    assert point.recommendation == "" and seen_by(world.wulan, Recommendation) == []
    assert len(seen_by(world.wulan, Task, kind="meeting_recommend", done_at=None)) == 1


def test_late_recommendations_and_the_last_minutes_are_offered(world, force):
    approved(world, force)
    follow_all(LATER)
    much_later = LATER + timedelta(days=400)

    with voice_of(world.wulan):
        offered = {
            one.source
            for _offer, many in openings_for(world.viewer("wulan"), force, much_later)
            for one in many
        }

    assert offered == {"recommendations_late", "last_minutes"}
