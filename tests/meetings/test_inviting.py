"""Everybody is invited in one step, each with a link of its own; speakers are put right; who stays outside."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.conftest import voice_of
from tests.meetings.conftest import LATER, codes, draft, held, invited, minuted, seen_by

from gugus.audit.models import Entry
from gugus.files.actions import remove
from gugus.meetings.actions import attending, closing, inviting, keeping, planning
from gugus.meetings.actions.moving import CannotMeet
from gugus.meetings.models import Attendee, Invitation, Meeting, Speaker

AHEAD = {"starts_at": timezone.now() + timedelta(days=14)}
NOW = timezone.now()


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def invite_all(client, made):
    page = client.get(at("step", made.ref, "undang"))
    start = page.context["form"].initial
    told = {"version": start["version"], "agencies": [str(pk) for pk in start["agencies"]], "links": "on"}
    return client.post(at("step", made.ref, "undang"), told | {"offices": "Kelurahan Contoh"})


def keys_on(page) -> dict[str, str]:
    return {one["office"]: one["link"].rpartition("#")[2] for one in page.context["rows"]}


def test_all_members_are_invited_in_one_step_and_each_link_opens_its_own_office(
    world, force, signed_in, client
):
    made = draft(world, force, **AHEAD)

    page = invite_all(signed_in(world.wulan), made)

    keys = keys_on(page)
    members = {one.name for one in (world.office, world.unit, world.police, world.shelter)}
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert page.context["meeting"].state == "invited"
    assert set(keys) == members | {"Kelurahan Contoh"}
    client.logout()
    for office, key in keys.items():
        opened = client.post(at("reply"), {"key": key}).content.decode()
        assert f"<h2>{office}</h2>" in opened
        assert [name for name in keys if name != office and f"<h2>{name}</h2>" in opened] == []


def test_a_second_round_makes_links_only_for_who_has_none_and_kills_no_link(world, force, signed_in, client):
    made = draft(world, force, **AHEAD)
    staff = signed_in(world.wulan)
    keys = keys_on(invite_all(staff, made))

    again = staff.post(at("make_links", made.ref))

    assert again["Location"] == at("detail", made.ref)
    assert client.post(at("reply"), {"key": keys["Kelurahan Contoh"]}).status_code == 200


def test_who_has_answered_gets_no_link(world, force):
    made = invited(world, force, **AHEAD)
    with voice_of(world.budi):
        inviting.answer_invitation(
            meeting=made, answer="comes", people="Budi, penyidik", by=world.budi, at=NOW, persons=1
        )
    with voice_of(world.wulan):
        links = inviting.make_answer_links(meeting=made, by=world.wulan, at=NOW)

    assert world.police not in {one.agency for one, _secret in links} and len(links) == 3
    [line] = [one for one in trail(world, made) if one.verb == "meeting.links_made"]
    assert line.changes == {"number": 3}


def trail(world, made) -> list[Entry]:
    with voice_of(world.wulan):
        return list(Entry.objects.unscoped(because="the test looks").filter(about_id=made.pk))


@pytest.mark.parametrize(("name", "status"), [("budi", 403), ("arif", 403), ("maya", 403), ("sari", 404)])
def test_nobody_but_the_secretariat_makes_links_or_mends_speakers(world, force, signed_in, name, status):
    made = invited(world, force, **AHEAD)
    with voice_of(world.wulan):
        one = planning.add_speaker(
            meeting=made, name="Bayu Contohadi", position="", topic="Pemulangan", by=world.wulan, at=NOW
        )
    client = signed_in(getattr(world, name))
    told = {"name": "Lain", "topic": "Lain"}

    pages = [
        client.post(at("make_links", made.ref)), client.post(at("change_speaker", made.ref, one.pk), told),
        client.post(f"/api/v1/meetings/{made.ref}/invitations/links"),
        client.put(f"/api/v1/meetings/{made.ref}/speakers/{one.pk}", json.dumps(told),
                   content_type="application/json"),
    ]  # fmt: skip

    assert all(page.status_code in {status, 403} for page in pages)
    assert seen_by(world.wulan, Speaker)[0].name == "Bayu Contohadi"
    assert not any(one.link_digest for one in seen_by(world.wulan, Invitation, meeting=made))


def test_a_link_that_strayed_shows_no_name_that_a_colleague_gave(world, force, client):
    made = invited(world, force, **AHEAD)
    with voice_of(world.wulan):
        links = inviting.make_answer_links(meeting=made, by=world.wulan, at=NOW)
    key = next(secret for one, secret in links if one.agency == world.police)
    with voice_of(world.budi):
        inviting.answer_invitation(
            meeting=made, answer="comes", people="Budi Contohman, penyidik", by=world.budi, at=NOW, persons=1
        )

    stolen = client.post(at("reply"), {"key": key}).content.decode()

    assert "Contohman" not in stolen and world.unit.name not in stolen


def test_a_link_opens_nothing_once_the_meeting_has_begun(world, force, client):
    made = invited(world, force, starts_at=NOW + timedelta(hours=1))
    with voice_of(world.wulan):
        links = inviting.make_answer_links(meeting=made, by=world.wulan, at=NOW)
        inviting.begin(meeting=made, by=world.wulan, at=NOW)

    assert {client.post(at("reply"), {"key": secret}).status_code for _one, secret in links} == {422}


def test_who_was_named_for_the_first_day_is_not_shown_as_an_answer_for_the_new_one(world, force, signed_in):
    made = invited(world, force, **AHEAD)
    with voice_of(world.budi):
        inviting.answer_invitation(
            meeting=made, answer="comes", people="Budi Contohman", by=world.budi, at=NOW, persons=1
        )
    seen = signed_in(world.wulan).get(at("detail", made.ref)).content.decode()
    with voice_of(world.wulan):
        inviting.postpone(meeting=made, code="room", by=world.wulan, at=NOW)
        inviting.invite_again(
            meeting=made, starts_at=NOW + timedelta(days=20), minutes=60, by=world.wulan, at=NOW
        )

    pages = [
        signed_in(user).get(at("detail", made.ref)).content.decode() for user in (world.wulan, world.budi)
    ]

    assert "Budi Contohman" in seen
    assert not any("Budi Contohman" in page for page in pages)


def test_a_meeting_does_not_begin_before_its_day(world, force, signed_in):
    made = invited(world, force, **AHEAD)
    client = signed_in(world.wulan)
    page = client.get(at("step", made.ref, "mulai"))

    answer = client.post(at("step", made.ref, "mulai"), {"version": page.context["form"].initial["version"]})

    assert answer.status_code == 422
    assert seen_by(world.wulan, Meeting, pk=made.pk)[0].state == "invited"


def test_a_link_that_is_out_is_renewed_with_a_warning_only(world, force, signed_in):
    made = invited(world, force, **AHEAD)
    client = signed_in(world.wulan)
    warning = "membatalkan"

    before = client.get(at("detail", made.ref)).content.decode()
    client.post(at("make_links", made.ref))
    after = client.get(at("detail", made.ref)).content.decode()

    assert before.count(warning) == 0 and after.count(warning) == len(
        seen_by(world.wulan, Invitation, meeting=made)
    )


def test_the_code_of_the_room_opens_nothing_after_the_meeting(world, force, client):
    made = invited(world, force, starts_at=NOW + timedelta(minutes=30), minutes=60)
    with voice_of(world.wulan):
        code = attending.open_roll(meeting=made, by=world.wulan, at=NOW)
    told = {
        "code": code,
        "name": "Tamu Contoh",
        "office": "Kelurahan",
        "position": "Lurah",
        "sex": "female",
    }
    assert client.post(at("here"), told).status_code == 200
    with voice_of(world.wulan):
        attending.close_roll(meeting=made, by=world.wulan, at=NOW)

    assert client.post(at("here"), told | {"name": "Terlambat"}).status_code == 422
    assert attending.meeting_of_room(code, NOW + timedelta(hours=6)) is None
    [line] = seen_by(world.wulan, Attendee, meeting=made)
    assert (line.name, line.office, line.position, line.sex) == (
        "Tamu Contoh",
        "Kelurahan",
        "Lurah",
        "female",
    )


def test_the_calendar_entry_is_one_that_programs_open(world, force, signed_in):
    made = invited(world, force, **AHEAD)

    answer = signed_in(world.budi).get(at("calendar", made.ref))

    told = signed_in(world.budi).get(f"/api/v1/meetings/{made.ref}/calendar")

    assert [one["UID"] for one in Calendar.from_ical(told.content).walk("VEVENT")] == [f"{made.ref}@gugus"]
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"].endswith("Penguatan pencegahan") and event["LOCATION"] == "Ruang Dirgantara"
    assert event["DTSTART"].dt == made.starts_at.replace(microsecond=0)


def spoken(world, made) -> Speaker:
    with voice_of(world.wulan):
        return planning.add_speaker(
            meeting=made, name="Bayu", position="Our Rescue", topic="Pemulangan", by=world.wulan, at=NOW
        )


def test_a_speaker_is_put_right_on_the_page_and_by_a_program(world, force, signed_in):
    made = held(world, force)
    one, client = spoken(world, made), signed_in(world.wulan)

    empty = client.post(at("change_speaker", made.ref, one.pk), {"name": "", "topic": "Reintegrasi"})
    done = client.post(
        at("change_speaker", made.ref, one.pk),
        {"name": "Bayu Contohadi", "position": "Manajer", "topic": "Reintegrasi"},
    )
    told = {"name": "Bayu Contohadi", "position": "Manajer", "topic": "Pemulangan dan reintegrasi"}
    sent = client.put(
        f"/api/v1/meetings/{made.ref}/speakers/{one.pk}", json.dumps(told), content_type="application/json"
    )

    assert (empty.status_code, done.status_code, sent.status_code) == (422, 302, 200)
    assert "Reintegrasi" in empty.content.decode()
    [row] = seen_by(world.wulan, Speaker, meeting=made)
    assert (row.name, row.position, row.topic) == tuple(told.values())
    assert client.get(at("change_speaker", made.ref, uuid4())).status_code == 404


def test_a_speaker_goes_once_the_material_was_taken_back(world, force, signed_in):
    made = held(world, force)
    one = spoken(world, made)
    upload = SimpleUploadedFile("bahan.txt", b"Bahan paparan", content_type="text/plain")
    with voice_of(world.wulan):
        paper = keeping.keep_paper(
            meeting=made, kind="material", upload=upload, title="Paparan", speaker=one, by=world.wulan, at=NOW
        )
        with pytest.raises(CannotMeet) as refused:
            planning.drop_speaker(meeting=made, speaker=one, by=world.wulan, at=NOW)
    page = signed_in(world.wulan).get(at("detail", made.ref)).content.decode()
    with voice_of(world.wulan):
        remove(attachment=paper.attachment, within=made, code="mistake", by=world.wulan, at=NOW)
        planning.drop_speaker(meeting=made, speaker=one, by=world.wulan, at=NOW)

    assert codes(refused) == {"has_material"}
    assert reverse("files:remove", args=[paper.attachment_id]) in page
    assert seen_by(world.wulan, Speaker, meeting=made) == []


def test_speakers_of_approved_minutes_stay(world, force):
    made = minuted(world, force)
    one = spoken(world, made)
    with voice_of(world.arif):
        done = closing.approve(meeting=made, by=world.arif, at=LATER)

    with voice_of(world.wulan), pytest.raises(CannotMeet):
        planning.change_speaker(
            meeting=done, speaker=one, name="x", position="", topic="y", by=world.wulan, at=LATER
        )
    with voice_of(world.wulan), pytest.raises(DatabaseError), transaction.atomic():
        Speaker.objects.unscoped(because="the test tries").filter(pk=one.pk).update(number=9)
    with voice_of(world.wulan):
        Speaker.objects.unscoped(because="the test tries").filter(pk=one.pk).delete()
    assert seen_by(world.wulan, Speaker, meeting=done) == [one]


def test_a_program_makes_and_revokes_the_link_of_its_own_calendar(world, force, signed_in, client):
    invited(world, force, **AHEAD)
    staff = signed_in(world.budi)
    secret = staff.post("/api/v1/meeting-feed").json()["secret"]

    assert b"VEVENT" in client.get(at("feed", secret)).content
    assert staff.delete("/api/v1/meeting-feed").status_code == 204
    assert client.get(at("feed", secret)).status_code == 404
