"""Publications on pages and by API: who finds what, what everybody reads."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.publication.conftest import TEXT

from gugus.publication import actions
from gugus.publication.codes import State
from gugus.publication.models import Publication
from gugus.publication.wording import Block, blocks_of

STAFF = ("detail", "edit", "propose", "publish", "send_back", "withdraw")


def url(name: str, one=None) -> str:
    return reverse(f"publication:{name}", args=[one.ref] if one else [])


def test_everybody_reads_what_was_published_and_nothing_else(client, shown, force):
    listed = client.get(url("public_list")).content.decode()
    read = client.get(url("public", shown)).content.decode()

    assert shown.title in listed and force.name in listed
    assert "<li>pencegahan</li>" in read
    assert "wulan" not in (listed + read).lower() and "arif" not in (listed + read).lower()


def test_drafts_withdrawn_and_unknown_look_alike_from_outside(client, draft):
    unknown = client.get("/publikasi/PU-0000-0000/")
    hidden = client.get(url("public", draft))

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content.replace(draft.ref.encode(), b"") == unknown.content.replace(b"PU-0000-0000", b"")


def test_the_way_of_a_text_on_pages(client, world, signed_in, force):
    wulan = signed_in(world.wulan)
    typed = {"force": str(force.pk), "kind": "meeting", "title": "Rapat", "body": "Hadir 44 orang."}
    made = wulan.post(url("new"), typed)
    one = _only(world)
    assert made["Location"] == url("detail", one)
    assert wulan.post(url("propose", one), {"version": 1}).status_code == 302
    assert wulan.post(url("publish", one), {"version": 2}).status_code == 403

    arif = signed_in(world.arif)
    assert arif.post(url("publish", one), {"version": 1}).status_code == 409
    assert arif.post(url("publish", one), {"version": 2}).status_code == 302
    assert (
        signed_in(world.wulan).post(url("withdraw", one), {"version": 3, "why": "keliru"}).status_code == 302
    )
    assert _only(world).state == State.WITHDRAWN


def _only(world) -> Publication:
    with voice_of(world.wulan):
        return Publication.objects.unscoped(because="the test looks").get()


def test_what_is_refused_stands_at_its_field_and_nothing_typed_is_lost(world, signed_in, draft):
    client = signed_in(world.wulan)
    typed = {"title": "Judul baru", "body": "hubungi 0812-0000-0000", "version": 1}
    assert client.post(url("edit", draft), typed).status_code == 302

    page = client.get(url("detail", draft)).content.decode()
    refused = client.post(url("propose", draft), {"version": 2})

    assert "0812-0000-0000" in page
    assert refused.status_code == 422 and "0812-0000-0000" in refused.content.decode()
    stale = client.post(url("edit", draft), typed | {"body": "yang kedua", "version": 1})
    assert stale.status_code == 409 and "yang kedua" in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode(), "sent once more it counts"
    assert client.post(url("edit", draft), typed | {"body": "yang kedua", "version": 2}).status_code == 302


@pytest.mark.parametrize("who", ["sari", "rina", "maya", "tono"])
def test_who_is_outside_or_has_no_right_gets_no_further(world, signed_in, draft, who):
    client = signed_in(getattr(world, who))
    allowed = {"rina": {"detail"}, "maya": {"detail"}}.get(who, set())

    for name in STAFF:
        answer = client.get(url(name, draft))
        assert (answer.status_code == 200) is (name in allowed), (name, answer.status_code)
        if who == "sari":
            assert answer.status_code in (403, 404)


def test_the_list_asks_the_same_number_of_questions(world, signed_in, draft):
    client = signed_in(world.wulan)
    client.get(url("list"))
    with voice_of(world.wulan):
        one = _only(world)
    with CaptureQueriesContext(connection) as few:
        client.get(url("list"))
    with voice_of(world.wulan):
        for number in range(20):
            Publication(
                task_force=one.task_force, agency=world.office, kind="note", title=f"Nomor {number}",
                written_by=world.wulan, written_at=one.written_at,
            ).save(force_insert=True)  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(url("list"))
    assert len(few) == len(many)


def test_everybodys_list_asks_as_often_for_three_and_for_fifteen_and_reads_no_file(client, world, force):
    def publish(number: int) -> None:
        for _each in range(number):
            with voice_of(world.wulan):
                one = actions.write(force=force, kind="note", words=TEXT, by=world.wulan, at=NOON)
                one = actions.propose(one=one, by=world.wulan, at=NOON)
            with voice_of(world.arif):
                actions.publish(one=one, looked_at=[], by=world.arif, at=NOON)

    publish(3)
    client.get(url("public_list"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("public_list"))
    publish(12)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url("public_list"))

    assert len(page.context["page"].object_list) == 15 and len(few) == len(many)
    assert not any('"printed"' in one["sql"] for one in many.captured_queries)


def test_reading_leaves_no_cookie_and_the_other_language_is_a_link(client, shown):
    listed, read = (client.get(path, {"bahasa": "en"}) for path in (url("public_list"), url("public", shown)))

    assert not listed.cookies and not read.cookies and not client.get(url("public_list")).cookies
    assert "From the task force" in listed.content.decode()
    assert f'{url("public", shown)}?bahasa=en"' in listed.content.decode()
    assert "?bahasa=id" in read.content.decode() and "<form" not in read.content.decode()


def test_where_nothing_is_published_the_page_says_so_and_where_one_reports(client, db):
    page = client.get(url("public_list"))

    assert page.status_code == 200 and reverse("intake:tell") in page.content.decode()


def test_programs_take_the_same_way(world, signed_in, force):
    client = signed_in(world.wulan)
    body = {
        "task_force": force.ref,
        "kind": "note",
        "title": "Pengumuman",
        "body": "Pos pengaduan buka 24 jam.",
    }
    made = client.post("/api/v1/publications", json.dumps(body), content_type="application/json")
    ref = made.json()["ref"]
    steps = f"/api/v1/publications/{ref}/steps"

    blind = client.post(steps, json.dumps({"to": "proposed"}), content_type="application/json")
    sent = client.post(
        steps,
        json.dumps({"to": "proposed"}),
        content_type="application/json",
        headers={"If-Match": made["ETag"]},
    )
    shown = signed_in(world.arif).post(
        steps,
        json.dumps({"to": "published"}),
        content_type="application/json",
        headers={"If-Match": sent["ETag"]},
    )

    assert (made.status_code, blind.status_code, sent.status_code, shown.status_code) == (201, 428, 200, 200)
    assert shown.json()["state"] == "published"
    assert signed_in(world.sari).get(f"/api/v1/publications/{ref}").status_code in (403, 404)


def test_plain_text_becomes_paragraphs_and_lists():
    text = "Satu\nbaris.\n\nDua:\n- a\n- b\n\n<b>tebal</b>"

    assert blocks_of(text) == [
        Block(("Satu baris.",), False), Block(("Dua:",), False), Block(("a", "b"), True),
        Block(("<b>tebal</b>",), False),
    ]  # fmt: skip
