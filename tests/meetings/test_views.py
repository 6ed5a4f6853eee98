"""Pages and operations of meetings: who gets in, what is kept, what the public pages give away."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.conftest import NOON, voice_of
from tests.meetings.conftest import approved, draft, held, invited, minuted, seen_by, words, write

from gugus.meetings.actions import attending, inviting, planning
from gugus.meetings.models import Addendum, Attendee, Invitation, Item, Meeting, Paper, Point, Wording

AHEAD = {"starts_at": timezone.now() + timedelta(days=14)}


def at(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def plan(**more) -> dict:
    told = {
        "kind": "coordination", "title": "Rapat koordinasi", "minutes": "120", "key": str(uuid4()),
        "starts_at": (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    return told | more


def test_the_secretariat_plans_composes_and_invites(world, force, signed_in):
    client = signed_in(world.wulan)

    made = client.post(at("new"), plan())
    meeting = seen_by(world.wulan, Meeting)[0]
    client.post(at("add_items", meeting.ref), {"title": "Pembukaan"})
    page = client.get(at("step", meeting.ref, "undang"))
    done = client.post(
        at("step", meeting.ref, "undang"),
        {
            "version": page.context["form"].initial["version"],
            "agencies": [str(world.unit.pk)],
            "offices": "Kelurahan",
        },
    )

    assert (made.status_code, done.status_code) == (302, 302)
    assert len(seen_by(world.wulan, Invitation, meeting=meeting)) == 2


def test_bad_input_says_why_at_its_field_and_keeps_what_was_typed(world, force, signed_in):
    answer = signed_in(world.wulan).post(at("new"), plan(words="NIK 0074015608100001", minutes="3"))

    assert answer.status_code == 422
    assert "0074015608100001" in answer.content.decode()
    assert seen_by(world.wulan, Meeting) == []


@pytest.mark.parametrize("name", ["rina", "budi", "maya", "sari"])
def test_hidden_and_missing_look_alike(world, force, signed_in, name):
    made = draft(world, force)
    client = signed_in(getattr(world, name))

    hidden, missing = client.get(at("detail", made.ref)), client.get(at("detail", "RG-0000-0000"))

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.replace(made.ref.encode(), b"") == missing.content.replace(b"RG-0000-0000", b"")


def test_a_member_reads_and_answers_but_changes_nothing(world, force, signed_in):
    made = invited(world, force, **AHEAD)
    client = signed_in(world.budi)

    page = client.get(at("detail", made.ref))
    answered = client.post(
        at("step", made.ref, "jawab"), {"answer": "comes", "people": "Budi", "persons": "1"}
    )
    closed = ("change", "add_items", "presence", "write_point")
    refused = [client.post(at(name, made.ref)).status_code for name in closed]

    assert page.status_code == 200 and answered.status_code == 302
    assert refused == [403] * 4
    assert [one.answer for one in seen_by(world.budi, Invitation, meeting=made)] == ["comes"]


def test_autosave_keeps_a_paragraph_and_tells_its_version(world, force, signed_in):
    made = held(world, force)
    client, key, pen = signed_in(world.wulan), uuid4(), uuid4()
    told = {"key": key, "pen": pen, "seen": 0, "kind": "discussion", "text": "Dibuka pukul"}

    first = client.post(at("write_point", made.ref), told, headers={"X-Requested-With": "autosave"})
    empty = client.post(
        at("write_point", made.ref),
        told | {"key": uuid4(), "text": " "},
        headers={"X-Requested-With": "autosave"},
    )
    other = client.post(
        at("write_point", made.ref), told | {"pen": uuid4(), "seen": 0, "text": "Lain"},
        headers={"X-Requested-With": "autosave"},
    )  # fmt: skip

    assert (first.status_code, first["X-Version"]) == (204, "1")
    assert empty.status_code == 204
    assert (other.status_code, other["X-Compare"]) == (409, at("compare", made.ref, key))
    assert [one.text for one in seen_by(world.wulan, Point, meeting=made)] == ["Dibuka pukul"]
    assert [one.text for one in seen_by(world.wulan, Wording, meeting=made)] == ["Lain"]


def test_without_a_script_both_texts_are_shown_and_brought_together(world, force, signed_in):
    made = held(world, force)
    point = write(world, made, words("Tiga puluh pos.")).point
    client = signed_in(world.wulan)

    told = {"key": point.pk, "pen": uuid4(), "seen": 0, "kind": "discussion", "text": "Empat puluh pos."}
    sent = client.post(at("write_point", made.ref), told)
    page = client.get(sent["Location"])
    form = page.context["form"]
    done = client.post(
        sent["Location"],
        {"text": "44 pos.", "version": form.initial["version"], "rivals": form.initial["rivals"]},
    )

    assert "Tiga puluh pos." in page.content.decode() and "Empat puluh pos." in page.content.decode()
    assert done.status_code == 302
    assert [one.text for one in seen_by(world.wulan, Point, meeting=made)] == ["44 pos."]


def test_the_page_of_the_minutes_shows_every_paragraph(world, force, signed_in):
    made = held(world, force)
    write(world, made, words("Dibuka pukul 09.00."))
    client = signed_in(world.wulan)

    page = client.get(at("minutes", made.ref))
    news = client.get(at("news", made.ref, uuid4()) + "?sejak=0")

    assert "Dibuka pukul 09.00." in page.content.decode()
    assert "data-autosave-form" in page.content.decode()
    assert "1 butir" in news.content.decode()


@pytest.mark.parametrize("name", ["detail", "minutes", "presence"])
def test_pages_of_three_and_thirty_rows_ask_as_often(world, force, signed_in, name):
    client = signed_in(world.wulan)
    few, many = (full(world, force, rows) for rows in (3, 30))

    assert counted(client, at(name, few.ref)) == counted(client, at(name, many.ref))


def full(world, force, rows: int) -> Meeting:
    """A meeting with so many paragraphs, lines of the list and speakers."""
    made = held(world, force)
    for number in range(rows):
        write(world, made, words(f"Butir {number}"))
    with voice_of(world.wulan):
        lines = [attending.Present(f"Tamu {number}", office="Kelurahan") for number in range(rows)]
        attending.add_present(meeting=made, lines=lines, by=world.wulan, at=timezone.now())
        for number in range(rows):
            planning.add_speaker(
                meeting=made, name=f"Narasumber {number}", position="", topic="Materi", by=world.wulan,
                at=timezone.now(),
            )  # fmt: skip
    return made


def counted(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_room_shows_a_code_once_and_guests_write_one_line(world, force, signed_in, client):
    made = invited(world, force, starts_at=timezone.now() + timedelta(hours=1))
    page = signed_in(world.wulan).post(at("room", made.ref))
    code = page.context["code"]
    client.logout()

    door = client.post(at("here"), {"code": code})
    done = client.post(
        at("here"),
        {"code": code, "name": "Tamu Contoh", "office": "Kelurahan", "position": "Lurah", "sex": "female"},
    )
    wrong = client.post(at("here"), {"code": "K7QM-2X9P"})

    assert made.title in door.content.decode() and b"Tamu Contoh" not in door.content
    assert done.status_code == 200 and wrong.status_code == 422
    assert [one.name for one in seen_by(world.wulan, Attendee, meeting=made)] == ["Tamu Contoh"]
    assert code not in str(seen_by(world.wulan, Meeting, pk=made.pk)[0].__dict__)


def test_guessing_codes_is_slowed_down(client, db):
    answers = [client.post(at("here"), {"code": "K7QM-2X9P"}).status_code for _ in range(62)]

    assert answers[0] == 422 and answers[-1] == 429


def test_a_colleague_confirms_and_a_stranger_with_an_account_is_a_guest(world, force, signed_in):
    made = invited(world, force, starts_at=timezone.now() + timedelta(hours=1))
    with voice_of(world.wulan):
        code = attending.open_roll(meeting=made, by=world.wulan, at=timezone.now())

    member = signed_in(world.rina).post(at("here"), {"code": code, "confirm": "1", "sex": "female"})
    stranger = signed_in(world.sari).post(at("here"), {"code": code})

    assert member.status_code == 200 and "name" in stranger.context["form"].fields
    assert [(one.name, one.way) for one in seen_by(world.wulan, Attendee, meeting=made)] == [
        ("Rina", "staff")
    ]


def test_an_answer_link_answers_for_one_office_and_shows_no_other(world, force, client):
    made = invited(world, force, **AHEAD)
    [one] = seen_by(world.wulan, Invitation, meeting=made, agency=None)
    with voice_of(world.wulan):
        key = inviting.make_answer_link(invitation=one, by=world.wulan, at=timezone.now())

    page = client.post(at("reply"), {"key": key})
    done = client.post(at("reply"), {"key": key, "answer": "comes", "people": "Lurah Contoh"})
    wrong = client.post(at("reply"), {"key": "a" * 32})

    assert "Kelurahan Contoh" in page.content.decode() and "Polres" not in page.content.decode()
    assert (done.status_code, wrong.status_code) == (200, 422)
    [answered] = seen_by(world.wulan, Invitation, pk=one.pk)
    assert (answered.answer, answered.people, answered.by_link) == ("comes", "Lurah Contoh", True)


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Contoh"
    Image.new("RGB", (40, 30), "navy").save(out, format="JPEG", exif=exif)
    return SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")


def test_a_photo_needs_the_tick_and_loses_its_camera(world, force, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    made = held(world, force)
    client = signed_in(world.wulan)

    bare = client.post(at("add_paper", made.ref), {"kind": "photo", "upload": picture(), "title": "Peserta"})
    kept = client.post(
        at("add_paper", made.ref),
        {"kind": "photo", "upload": picture(), "title": "Peserta", "no_person": "on"},
    )

    assert (bare.status_code, kept.status_code) == (422, 302)
    [paper] = seen_by(world.wulan, Paper, meeting=made)
    got = client.get(reverse("files:link", args=[paper.attachment_id]), follow=True)
    assert got.status_code == 200 and b"Kamera Contoh" not in got.content
    other = signed_in(world.budi).get(reverse("files:link", args=[paper.attachment_id]), follow=True)
    outside = signed_in(world.sari).get(reverse("files:link", args=[paper.attachment_id]))
    assert (other.status_code, outside.status_code) == (200, 404)


def test_a_calendar_is_fetched_by_its_link_until_it_is_revoked(world, force, signed_in, client):
    made = invited(world, force, **AHEAD)
    address = signed_in(world.budi).post(at("feed_link")).context["address"]
    client.logout()

    there = client.get(address)
    signed_in(world.budi).post(at("revoke_feed"))
    client.logout()
    gone = client.get(address)

    assert made.ref in there.content.decode() and gone.status_code == 404


def test_the_calendar_closes_with_the_right_to_meetings(world, force, signed_in, client):
    invited(world, force, **AHEAD)
    address = signed_in(world.budi).post(at("feed_link")).context["address"]
    client.logout()
    before = client.get(address)
    world.budi.assignments.update(valid_to=NOON.date() - timedelta(days=1))

    answers = [client.get(one) for one in (address, at("feed", "x" * 43))]

    assert before.status_code == 200
    assert {(one.status_code, one.content, one["Cache-Control"]) for one in answers} == {
        (404, b"", "no-store")
    }


def test_the_api_does_what_the_pages_do(world, force, signed_in):
    client = signed_in(world.wulan)
    told = {
        "kind": "plenary",
        "title": "Rapat pleno",
        "starts_at": AHEAD["starts_at"].isoformat(),
        "approver": "arif",
    }

    made = client.post(
        f"/api/v1/taskforces/{force.ref}/meetings", json.dumps(told), content_type="application/json"
    )
    ref = made.json()["ref"]
    client.post(
        f"/api/v1/meetings/{ref}/items", json.dumps({"title": "Pembukaan"}), content_type="application/json"
    )
    read = client.get(f"/api/v1/meetings/{ref}")
    sent = client.post(
        f"/api/v1/meetings/{ref}/invite", json.dumps({"agencies": [world.police.slug]}),
        content_type="application/json", headers={"If-Match": read["ETag"]},
    )  # fmt: skip
    late = client.post(
        f"/api/v1/meetings/{ref}/cancel", json.dumps({"code": "chair"}), content_type="application/json"
    )

    assert (made.status_code, sent.status_code, late.status_code) == (201, 200, 428)
    assert sent.json()["state"] == "invited"
    assert signed_in(world.rina).get(f"/api/v1/meetings/{ref}").status_code == 200
    assert signed_in(world.sari).get(f"/api/v1/meetings/{ref}").status_code == 404


def test_the_api_tells_that_a_text_is_kept_beside(world, force, signed_in):
    made = held(world, force)
    client, key = signed_in(world.wulan), uuid4()
    url = f"/api/v1/meetings/{made.ref}/points/{key}"

    for text, seen in (("Satu", 0), ("Satu dua", 1), ("Satu tiga", 1)):
        told = {"text": text, "seen": seen, "pen": str(uuid4())}
        last = client.put(url, json.dumps(told), content_type="application/json").json()
    texts = client.get(f"{url}/texts").json()

    assert last["beside"] and texts["text"] == "Satu dua"
    assert [one["text"] for one in texts["beside"]] == ["Satu tiga"]


def test_the_named_person_approves_on_the_page(world, force, signed_in):
    made = minuted(world, force)
    client = signed_in(world.arif)

    page = client.get(at("step", made.ref, "sahkan"))
    done = client.post(at("step", made.ref, "sahkan"), {"version": page.context["form"].initial["version"]})

    assert done.status_code == 302
    assert seen_by(world.arif, Meeting, pk=made.pk)[0].state == "approved"
    assert signed_in(world.wulan).get(at("step", made.ref, "sahkan")).status_code == 302


@pytest.mark.parametrize("slug", ["batal", "mulai", "undang"])
def test_a_step_that_belongs_to_the_secretariat_is_refused_as_such(world, force, signed_in, slug):
    made = invited(world, force, **AHEAD)

    answer = signed_in(world.budi).post(at("step", made.ref, slug), {"code": "other", "version": "2"})

    assert answer.status_code == 403
    assert seen_by(world.wulan, Meeting, pk=made.pk)[0].state == "invited"


def test_who_writes_on_in_finished_minutes_keeps_the_text_and_hears_what_to_do(world, force, signed_in):
    made = minuted(world, force)
    told = {"key": uuid4(), "pen": uuid4(), "seen": 0, "kind": "discussion", "text": "Tulisan terlambat"}

    page = signed_in(world.wulan).post(at("write_point", made.ref), told)

    assert page.status_code == 422
    assert "Tulisan terlambat" in page.content.decode() and "Lanjutkan menulis" in page.content.decode()


def test_who_signs_sends_back_and_who_wrote_writes_on(world, force, signed_in):
    made = minuted(world, force)

    labels = [
        {one.slug: str(one.label) for one in signed_in(user).get(at("detail", made.ref)).context["steps"]}[
            "lanjutkan"
        ]
        for user in (world.arif, world.wulan)
    ]

    assert labels == ["Kembalikan", "Lanjutkan menulis"]


def test_the_agenda_goes_up_and_down(world, force, signed_in):
    made = draft(world, force)
    _first, second, _third = seen_by(world.wulan, Item, meeting=made)

    signed_in(world.wulan).post(at("order_items", made.ref), {"up": str(second.pk)})

    assert seen_by(world.wulan, Item, meeting=made)[0].pk == second.pk


def test_paragraphs_go_up_and_down_and_come_back(world, force, signed_in):
    made = held(world, force)
    first, second = (write(world, made, words(text)).point for text in ("Satu", "Dua"))
    client = signed_in(world.wulan)

    client.post(at("order_points", made.ref), {"up": str(second.pk)})
    client.post(at("drop_point", made.ref, first.pk))
    page = client.get(at("minutes", made.ref))
    [told] = page.context["dropped"]
    form = {one.html_name: one.value() or "" for one in told["form"]}
    client.post(at("write_point", made.ref), form)

    assert [one.text for one in seen_by(world.wulan, Point, meeting=made, dropped_at=None)] == ["Dua", "Satu"]


def test_a_paragraph_moves_among_those_below_its_line_of_the_agenda(world, force, signed_in):
    made = held(world, force)
    opening, talk, _last = seen_by(world.wulan, Item, meeting=made)
    write(world, made, words("Satu", item=opening))
    write(world, made, words("Lain", item=talk))
    third = write(world, made, words("Dua", item=opening)).point

    signed_in(world.wulan).post(at("order_points", made.ref), {"up": str(third.pk)})

    texts = [one.text for one in seen_by(world.wulan, Point, meeting=made)]
    assert texts == ["Dua", "Lain", "Satu"]


@pytest.mark.parametrize("name", ["order_points", "drop_point"])
def test_what_was_typed_is_kept_before_a_paragraph_moves_or_goes(world, force, signed_in, name):
    made = held(world, force)
    point = write(world, made, words("Satu")).point
    args = [made.ref, point.pk] if name == "drop_point" else [made.ref]
    typed = {"key": point.pk, "pen": uuid4(), "seen": 1, "kind": "discussion", "up": str(point.pk)}
    client = signed_in(world.wulan)

    too_long = client.post(at(name, *args), typed | {"text": "a" * 8001})
    done = client.post(at(name, *args), typed | {"text": "Satu dan dua"})
    [stands] = seen_by(world.wulan, Point, meeting=made)

    assert too_long.status_code == 422 and "a" * 8001 in too_long.content.decode()
    assert done.status_code == 302
    assert (stands.text, stands.dropped_at is not None) == ("Satu dan dua", name == "drop_point")


@pytest.mark.parametrize("name", ["order_points", "drop_point"])
def test_what_another_hand_passed_is_shown_before_a_paragraph_moves_or_goes(world, force, signed_in, name):
    made = held(world, force)
    point = write(world, made, words("Satu")).point
    write(world, made, words("Putri", key=point.pk, seen=1))
    args = [made.ref, point.pk] if name == "drop_point" else [made.ref]
    typed = {
        "key": point.pk,
        "pen": uuid4(),
        "seen": 1,
        "kind": "discussion",
        "up": str(point.pk),
        "text": "Wulan",
    }

    answer = signed_in(world.wulan).post(at(name, *args), typed)
    [stands] = seen_by(world.wulan, Point, meeting=made)

    assert answer["Location"] == at("compare", made.ref, point.pk)
    assert (stands.text, stands.dropped_at) == ("Putri", None)
    assert [one.text for one in seen_by(world.wulan, Wording, meeting=made, kind="rival")] == ["Wulan"]


def test_a_guest_who_presses_twice_is_there_once_and_the_next_one_on_the_same_page_too(
    world, force, signed_in, client
):
    made = invited(world, force, starts_at=timezone.now() + timedelta(hours=1))
    with voice_of(world.wulan):
        code = attending.open_roll(meeting=made, by=world.wulan, at=timezone.now())
    page = client.post(at("here"), {"code": code})
    told = {"code": code, "key": page.context["form"]["key"].value(), "office": "PKK", "sex": "female"}

    answers = [client.post(at("here"), told | {"name": name}) for name in ("Sri", "Sri", "Yuni")]

    assert [one.status_code for one in answers] == [200] * 3
    assert sorted(one.name for one in seen_by(world.wulan, Attendee, meeting=made)) == ["Sri", "Yuni"]


def test_an_addendum_that_is_sent_twice_is_one(world, force, signed_in):
    made = approved(world, force)
    client = signed_in(world.wulan)

    for text in ("Ralat: 43 pos.", "Ralat: 43 pos.", "Hadir juga kelurahan."):
        client.post(at("step", made.ref, "tambahan"), {"text": text})

    assert [one.text for one in seen_by(world.wulan, Addendum, meeting=made)] == [
        "Ralat: 43 pos.",
        "Hadir juga kelurahan.",
    ]


def test_a_program_orders_paragraphs(world, force, signed_in):
    made = held(world, force)
    first, second = (write(world, made, words(text)).point for text in ("Satu", "Dua"))

    done = signed_in(world.wulan).post(
        f"/api/v1/meetings/{made.ref}/points/order", json.dumps({"order": [str(second.pk), str(first.pk)]}),
        content_type="application/json",
    )  # fmt: skip

    assert done.status_code == 200
    assert [one["text"] for one in done.json()["points"]] == ["Dua", "Satu"]
