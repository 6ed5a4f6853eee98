"""Pages and API of conferences: who comes in, what they show, what a refusal says."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.conferences.conftest import TOMORROW, draft, held, invited, seen_by
from tests.conferences.test_actions import approved, minuted
from tests.conftest import NOON, voice_of

from gugus.conferences import api, papers, views, writing
from gugus.conferences.actions.closing import agree
from gugus.conferences.models import Conference, Decision, Invitation, Item

SECRET = "Unsur cara belum kuat."


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A function that sets the hour of the pages and of the API; noon to begin with."""

    def strikes(moment):
        for room in (views, writing, papers, api):
            monkeypatch.setattr(room, "now", lambda: moment)

    strikes(NOON)
    return strikes


def page(client, name, *args) -> str:
    answer = client.get(reverse(f"conferences:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_story_through_the_pages(world, case, signed_in):
    rina = signed_in(world.rina)
    plan = {
        "kind": "coordination", "starts_at": "2026-06-16T10:00", "minutes": "60", "chair": str(world.rina.pk),
        "key": "019f0000-0000-7000-8000-00000000c0de",
    }  # fmt: skip
    answer = rina.post(reverse("conferences:new", args=[case.ref]), plan)
    [made] = seen_by(world.rina, Conference)
    assert answer["Location"] == reverse("conferences:detail", args=[made.ref])

    item = {"section": "care", "question": "place", "words": "Di mana ia tinggal?"}
    assert rina.post(reverse("conferences:add_item", args=[made.ref]), item).status_code == 302
    made = seen_by(world.rina, Conference)[0]
    chosen = {"agencies": [str(world.shelter.pk)], "version": made.version}
    assert rina.post(reverse("conferences:step", args=[made.ref, "undang"]), chosen).status_code == 302

    maya = signed_in(world.maya)
    shown = page(maya, "detail", made.ref)
    assert "Di mana ia tinggal?" in shown and "UPT PPPA" in shown
    words = {"answer": "comes", "people": "Maya"}
    assert maya.post(reverse("conferences:step", args=[made.ref, "jawab"]), words).status_code == 302
    assert seen_by(world.maya, Invitation)[0].answer == "comes"


def test_a_guest_reads_only_what_is_open(world, case, signed_in):
    made = invited(world, case)

    for name in ("detail", "invitation", "minutes"):
        assert SECRET not in page(signed_in(world.maya), name, made.ref)
    assert SECRET in page(signed_in(world.rina), "detail", made.ref)


@pytest.mark.parametrize("who", ["budi", "sari", "arif", "wulan", "ratih", "maya"])
def test_a_draft_and_a_missing_one_look_alike(world, case, signed_in, who):
    made = draft(world, case)
    client = signed_in(getattr(world, who))
    doors = ("detail", "change", "invitation", "minutes", "calendar")

    for name in doors:
        hidden, missing = (
            client.get(reverse(f"conferences:{name}", args=[ref])) for ref in (made.ref, "RK-AAAA-AAAA")
        )
        assert hidden.status_code == missing.status_code in {403, 404}
        assert hidden.content.replace(made.ref.encode(), b"") == missing.content.replace(b"RK-AAAA-AAAA", b"")


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(world, case, signed_in):
    client = signed_in(world.rina)
    plan = {
        "kind": "urgent", "starts_at": "2026-06-10T10:00", "minutes": "60", "chair": str(world.rina.pk),
        "words": "Kata yang sudah diketik.",
    }  # fmt: skip

    answer = client.post(reverse("conferences:new", args=[case.ref]), plan)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Kata yang sudah diketik." in shown and "id_starts_at_error" in shown


def test_the_calendar_names_nobody(world, case, signed_in):
    made = invited(world, case)

    text = signed_in(world.maya).get(reverse("conferences:calendar", args=[made.ref])).content.decode()

    assert f"SUMMARY:{made.ref}" in text and "DTSTART:20260616T050000Z" in text
    for word in (case.ref, "Kirana", "Melati", "UPT"):
        assert word not in text


def test_writing_while_it_is_held(world, case, signed_in, clock):
    clock(TOMORROW)
    made = held(world, case)
    item = seen_by(world.rina, Item, conference=made, section="care")[0]
    client = signed_in(world.rina)

    client.post(reverse("conferences:said", args=[made.ref, item.pk]), {"said": "Ia ingin dekat ibunya."})
    words = {"kind": "place", "words": "Tetap di rumah aman.", "to_agency": str(world.shelter.pk)}
    refused = client.post(reverse("conferences:decide", args=[made.ref, item.pk]), words)
    assert refused.status_code == 422 and "Tetap di rumah aman." in refused.content.decode()
    words["due_on"] = "2026-06-30"
    assert client.post(reverse("conferences:decide", args=[made.ref, item.pk]), words).status_code == 302

    assert "Tetap di rumah aman." in page(signed_in(world.maya), "detail", made.ref)


def test_what_was_carried_out(world, case, signed_in, clock):
    clock(TOMORROW)
    made, decision = minuted(world, case)

    url = reverse("conferences:result", args=[made.ref, decision.pk])
    answer = signed_in(world.maya).post(url, {"result": "Kamar siap."})

    assert answer.status_code == 302
    assert seen_by(world.rina, Decision, pk=decision.pk)[0].result == "Kamar siap."


def test_a_late_button_tells_what_happened(world, case, signed_in, clock):
    clock(TOMORROW)
    made, _ = minuted(world, case)
    with voice_of(world.maya):
        agree(conference=made, by=world.maya, at=TOMORROW)
    client = signed_in(world.rina)

    first, second = (
        client.post(reverse("conferences:step", args=[made.ref, "sahkan"]), {"version": made.version})
        for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (302, 409)


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_costs_the_same_for_few_and_many(world, case, signed_in, count, django_assert_max_num_queries):
    for number in range(count):
        draft(world, case, starts_at=TOMORROW + timedelta(hours=number))
    client = signed_in(world.rina)
    client.get(reverse("conferences:list"))

    with django_assert_max_num_queries(24):
        client.get(reverse("conferences:list"))


def test_the_api_does_the_same(world, case, signed_in):
    made = approved(world, case)[0]
    maya, rina = signed_in(world.maya), None
    whole = maya.get(f"/api/v1/conferences/{made.ref}").json()

    assert [item["section"] for item in whole["items"]] == ["care"]
    assert whole["case"] == case.ref and whole["answer"] == "comes"
    rina = signed_in(world.rina)
    assert len(rina.get(f"/api/v1/conferences/{made.ref}").json()["items"]) == 2
    body = json.dumps({"section": "care", "question": "place", "said": "Tambahan."})
    added = rina.post(f"/api/v1/conferences/{made.ref}/addenda", body, content_type="application/json")
    assert added.status_code == 200 and added.json()["items"][-1]["addendum"]
    assert signed_in(world.sari).get(f"/api/v1/conferences/{made.ref}").status_code == 404
