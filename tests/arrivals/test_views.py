"""Pages and API of heads-ups: who comes in, what each side reads, nothing but the closed list on any door."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gugus.arrivals.actions import cancel_headsup
from gugus.arrivals.api import ComesOut, HeadsupOut, OfferOut, WhoComes
from gugus.arrivals.models import Headsup
from gugus.audit.models import Entry
from gugus.kernel.ids import new_ref
from tests.arrivals.conftest import ANY, again, beds_of, draft, offered, sent
from tests.arrivals.test_actions import MAY_SAY
from tests.conftest import voice_of
from tests.providers.conftest import house

JSON = {"content_type": "application/json"}


@pytest.fixture
def soon():
    """Hours from now, for pages that ask the clock."""
    return {"from_at": now() + timedelta(hours=2), "to_at": now() + timedelta(hours=5)}


@pytest.fixture
def melati(world):
    return house(world.maya, at=now())


@pytest.fixture
def other(world):
    return house(world.sari, title="Wisma Lain", at=now())


@pytest.fixture
def told(world, melati, other, soon):
    return sent(world.budi, world.shelter, world.outside, at=now(), **soon)


def page(name, one) -> str:
    return reverse(f"arrivals:{name}", args=[one.ref])


def test_budi_tells_maya_offers_budi_takes_they_arrive(signed_in, world, melati, other, soon):
    budi = signed_in(world.budi)
    form = {
        "from_at": "2026-06-15T19:00", "to_at": "2026-06-15T23:00", "zone": "wita", "persons_min": 3, "persons_max": 4,
        "minors": "yes", "minors_count": 1, "area_code": "Jakarta Selatan", "languages": ["id"], "needs": ["shelter"],
    }  # fmt: skip
    past = budi.post(reverse("arrivals:new"), form)
    assert past.status_code == 422 and "sudah lewat" in past.content.decode()
    hours = {name: shifted(at) for name, at in soon.items()}
    made = budi.post(reverse("arrivals:new"), form | hours)
    assert made.status_code == 302 and made["Location"].endswith("/kirim/")
    send = budi.get(made["Location"])
    assert "Rumah Aman Melati" in send.content.decode() and "4 tempat kosong" in send.content.decode()
    assert budi.post(made["Location"], {"agencies": [world.shelter.pk], "version": 1}).status_code == 302
    with voice_of(world.budi):
        one = Headsup.objects.unscoped(because=ANY).get()
    assert one.zone == "wita" and abs((one.from_at - soon["from_at"]).total_seconds()) < 120

    maya = signed_in(world.maya)
    assert one.ref in maya.get(reverse("arrivals:list")).content.decode()
    offer_page = maya.get(page("offer", one))
    data = {name: offer_page.context["form"][name].value() for name in ("key", "capacity")}
    data |= {"from_at": shifted(soon["from_at"]), "until_at": shifted(soon["to_at"]), "places": 9}
    refused = maya.post(page("offer", one), data)
    assert refused.status_code == 422 and "hanya 4 tempat" in refused.content.decode()
    assert maya.post(page("offer", one), data | {"places": 4}).status_code == 302

    budi = signed_in(world.budi)
    offers = budi.get(page("detail", one)).context["offers"]
    move = reverse("arrivals:move", args=[one.ref, offers[0].pk])
    assert budi.post(move, {"to": "taken", "version": 7}).status_code == 409
    assert budi.post(move, {"to": "taken", "version": offers[0].version}).status_code == 302
    come = {f"came_{offers[0].pk}": 3, "version": again_version(world, one)}
    assert budi.post(page("arrived", one), come).status_code == 302
    assert "3 tiba" in budi.get(page("detail", one)).content.decode()


def shifted(at) -> str:
    """A moment as somebody in central Indonesia types it."""
    return at.astimezone(ZoneInfo("Asia/Makassar")).strftime("%Y-%m-%dT%H:%M")


def again_version(world, one) -> int:
    with voice_of(world.budi):
        return again(one).version


# --- who comes in ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rina", "yusuf", "dewi"])
def test_an_agency_that_was_not_asked_finds_nothing(signed_in, world, told, name):
    client = signed_in(getattr(world, name))
    missing = Headsup(ref=new_ref("PA"))

    for step in ("detail", "edit", "send", "extend", "arrived", "cancel", "offer", "refuse"):
        assert client.get(page(step, told)).status_code == client.get(page(step, missing)).status_code == 404
    hidden, nothing = (client.get(f"/api/v1/arrivals/{ref}") for ref in (told.ref, missing.ref))
    assert hidden.status_code == nothing.status_code == 404 and hidden.content == nothing.content


@pytest.mark.parametrize("name", ["arif", "wulan", "nadia", "lestari", "tono", "hasan", "putri", "eka"])
def test_who_may_not_refer_does_not_come_in(signed_in, world, told, name):
    client = signed_in(getattr(world, name))

    assert client.get(reverse("arrivals:list")).status_code == 403
    assert client.get(f"/api/v1/arrivals/{told.ref}").status_code == 403


def test_a_draft_is_nobody_elses(signed_in, world, melati, soon):
    one = draft(world.budi, at=now(), **soon)

    assert signed_in(world.maya).get(page("detail", one)).status_code == 404


def test_the_wrong_side_is_refused(signed_in, world, told, melati):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2, at=now())
    maya = signed_in(world.maya)
    for step in ("send", "extend", "arrived", "cancel", "edit"):
        assert maya.get(page(step, told)).status_code == 403
    url = reverse("arrivals:move", args=[told.ref, offer.pk])
    assert maya.post(url, {"to": "taken", "version": 1}).status_code == 409
    assert signed_in(world.sari).post(url, {"to": "withdrawn", "version": 1}).status_code == 404
    assert signed_in(world.budi).get(page("offer", told)).status_code == 403


def test_an_asked_agency_sees_neither_others_nor_their_offers(signed_in, world, told, melati, other):
    offered(world.maya, told, beds_of(world.maya, melati), 2, at=now())
    sari = signed_in(world.sari)

    shown = sari.get(page("detail", told)).content.decode()
    data = sari.get(f"/api/v1/arrivals/{told.ref}").json()

    assert "Rumah Aman Melati" not in shown and "rumah-melati" not in str(data)
    assert data["asked"] is None and data["offers"] == []


def test_after_the_end_an_asked_agency_no_longer_reads_what_was_asked(signed_in, world, told):
    with voice_of(world.budi):
        cancel_headsup(headsup=told, code="called_off", by=world.budi, at=now())
    maya = signed_in(world.maya)

    assert maya.get(f"/api/v1/arrivals/{told.ref}").json()["comes"] is None
    assert "8–10 orang" not in maya.get(page("detail", told)).content.decode()
    assert signed_in(world.budi).get(f"/api/v1/arrivals/{told.ref}").json()["comes"]["persons_max"] == 10


# --- the closed list ------------------------------------------------------------------------------------------


def test_no_door_says_more_than_the_closed_list(signed_in, world, told, melati):
    offered(world.maya, told, beds_of(world.maya, melati), 2, at=now())

    data = signed_in(world.budi).get(f"/api/v1/arrivals/{told.ref}").json()

    assert set(data["comes"]) == set(ComesOut.model_fields) == set(WhoComes.model_fields) == MAY_SAY
    assert set(data) == {"ref", "state", "sender", "ended_at", "code", "comes", "arrived", "asked", "offers"}
    assert set(data["offers"][0]) == {
        "id", "agency", "state", "code", "group", "places", "from_at", "until_at", "conditions", "arrived", "etag",
        "next",
    }  # fmt: skip
    assert (
        HeadsupOut.model_fields.keys() >= data.keys()
        and OfferOut.model_fields.keys() == data["offers"][0].keys()
    )


@pytest.mark.parametrize(
    "words",
    [{"note": "Gang Contoh 3"}, {"needs": ["Gang Contoh 3"]}, {"area_code": "31.74.08.1002"}, {"zone": "Tebet"},
     {"languages": ["Kirana"]}],
)  # fmt: skip
def test_a_sentence_finds_no_field(signed_in, world, soon, words):
    client = signed_in(world.budi)
    body = {"zone": "wib", "persons_min": 1, "persons_max": 2, "minors": False, "area_code": "31.74"}
    body |= {name: at.isoformat() for name, at in soon.items()} | words

    answer = client.post("/api/v1/arrivals", body, **JSON)

    assert answer.status_code == 422 or "Contoh" not in answer.content.decode()
    with voice_of(world.budi):
        kept = [str(vars(one)) for one in Headsup.objects.unscoped(because=ANY)]
    assert not any("Contoh" in one or "Kirana" in one for one in kept)


def test_reading_leaves_a_line_and_no_words(signed_in, world, told):
    signed_in(world.maya).get(page("detail", told))

    with voice_of(world.maya):
        entry = Entry.objects.unscoped(because=ANY).filter(verb="arrival.read").get()
    assert (entry.about_ref, entry.changes) == (told.ref, {})


@pytest.mark.parametrize("many", [3, 22])
def test_the_list_takes_the_same_number_of_queries_for_3_and_22(
    signed_in, world, melati, soon, many, django_assert_max_num_queries
):
    for _one in range(many):
        sent(world.budi, world.shelter, at=now(), **soon)
    client = signed_in(world.maya)

    with django_assert_max_num_queries(20):
        assert client.get(reverse("arrivals:list")).status_code == 200


# --- the API --------------------------------------------------------------------------------------------------


def test_programs_tell_offer_take_and_end(signed_in, world, melati, soon):
    body = {"zone": "wib", "persons_min": 1, "persons_max": 2, "minors": False, "area_code": "31.74"}
    body |= {name: at.isoformat() for name, at in soon.items()}
    budi = signed_in(world.budi)
    made, twice = (
        budi.post("/api/v1/arrivals", body, **JSON, headers={"Idempotency-Key": "h"}) for _ in range(2)
    )
    ref = made.json()["ref"]
    url = f"/api/v1/arrivals/{ref}"
    assert made.status_code == 201 and twice.json()["ref"] == ref
    assert budi.put(url, body, **JSON).status_code == 428
    assert (
        budi.put(url, body | {"persons_max": 3}, **JSON, headers={"If-Match": made["ETag"]}).status_code
        == 200
    )
    assert budi.post(f"{url}/send", {"agencies": ["gibt-es-nicht"]}, **JSON).status_code == 422
    assert budi.post(f"{url}/send", {"agencies": ["rumah-melati"]}, **JSON).status_code == 200
    later = soon["to_at"].replace(microsecond=0) + (soon["to_at"] - soon["from_at"])
    assert budi.post(f"{url}/extend", {"to_at": later.isoformat()}, **JSON).status_code == 200

    maya = signed_in(world.maya)
    offer = {"service": melati.ref, "group": "female", "places": 9, "conditions": ["escort"]}
    offer |= {"from_at": soon["from_at"].isoformat(), "until_at": soon["to_at"].isoformat()}
    assert maya.post(f"{url}/offers", offer, **JSON).status_code == 409
    held = maya.post(f"{url}/offers", offer | {"places": 2}, **JSON).json()["offers"][0]
    assert held["next"] == ["withdrawn"] and maya.get("/api/v1/arrivals?tab=asked").json()[0]["ref"] == ref
    assert maya.post(f"{url}/refusals", {"code": "full"}, **JSON).status_code == 409

    budi = signed_in(world.budi)
    moves = f"{url}/offers/{held['id']}/moves"
    assert budi.post(moves, {"to": "taken"}, **JSON).status_code == 428
    assert budi.post(moves, {"to": "refused"}, **JSON, headers={"If-Match": held["etag"]}).status_code == 422
    taken = budi.post(moves, {"to": "taken"}, **JSON, headers={"If-Match": held["etag"]})
    assert taken.json()["offers"][0]["state"] == "taken"
    assert budi.post(f"{url}/arrived", {"came": {held["id"]: 2}}, **JSON).json()["state"] == "arrived"
    assert budi.post(f"{url}/cancel", {"code": "mistake"}, **JSON).status_code == 409
