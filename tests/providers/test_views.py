"""The question in two clicks, the directory, one's own places on a phone."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gugus.audit.models import Entry
from gugus.exchange.lists import list_of
from gugus.exchange.sheets import written
from gugus.kernel.ids import new_ref
from gugus.providers.forms import quick_choices
from gugus.providers.models import Capacity, Offering
from tests.conftest import NOON, voice_of
from tests.providers.conftest import house

WHO = reverse("providers:who")
GIRL = f"{WHO}?who=girl&age=age_13_17"


def beds(offering):
    return Capacity.objects.unscoped(because="test").get(offering=offering)


@pytest.fixture
def melati(world):
    return house(world.maya, at=now())


def test_two_clicks_from_my_day_lead_to_a_phone_number(signed_in, world, melati):
    client = signed_in(world.dewi)
    home = client.get("/").content.decode()
    link = next(one["url"] for one in quick_choices()[0]["ages"] if "age_13_17" in one["url"])
    assert f'href="{WHO}{link.replace("&", "&amp;")}"' in home

    page = client.get(WHO + link).content.decode()

    assert 'href="tel:0800000077001"' in page and "4 tempat kosong" in page and "Rumah Melati" in page


@pytest.mark.parametrize(
    "name", ["rina", "dewi", "yusuf", "budi", "maya", "arif", "wulan", "lestari", "tono", "eka", "hasan"]
)
def test_every_role_asks_the_directory(signed_in, world, melati, name):
    client = signed_in(getattr(world, name))

    for url in (GIRL, reverse("providers:list"), reverse("providers:detail", args=[melati.ref])):
        assert client.get(url).status_code == 200


def test_the_question_is_kept_nowhere(signed_in, world, melati):
    client = signed_in(world.dewi)
    with voice_of(world.dewi):
        before = Entry.objects.unscoped(because="test").count()

    client.get(GIRL + "&pregnant=on&accessibility=hearing&language=km")

    with voice_of(world.dewi):
        assert Entry.objects.unscoped(because="test").count() == before


def test_a_wrong_filter_is_told_and_does_not_stop_the_answer(signed_in, world, melati):
    answer = signed_in(world.dewi).get(GIRL + "&day=kapan&area=tidakadatempatini")

    assert answer.status_code == 422 and "Rumah Melati" in answer.content.decode()


def test_from_a_case_the_answer_leads_back_to_the_referral(signed_in, world, melati):
    case = new_ref("K")

    page = signed_in(world.rina).get(f"{GIRL}&kasus={case}").content.decode()

    assert f"/kasus/{case}/rujuk/?service=shelter&amp;to=rumah-melati" in page
    assert "/rujuk/" not in signed_in(world.rina).get(f"{GIRL}&kasus=<script>").content.decode()


def test_a_secret_house_shows_area_and_phone_only(signed_in, world, melati):
    for url in (
        GIRL,
        reverse("providers:list"),
        reverse("providers:detail", args=[melati.ref]),
        reverse("providers:print"),
    ):
        page = signed_in(world.rina).get(url).content.decode()
        assert "Jalan" not in page.partition("<main")[2] and "0800-0000-77001" in page


def test_an_open_office_shows_its_address_on_its_page(signed_in, world):
    office = house(world.budi, is_secret=False, address="Jalan Contoh 7", total=None)

    assert (
        "Jalan Contoh 7"
        in signed_in(world.rina).get(reverse("providers:detail", args=[office.ref])).content.decode()
    )


def test_a_private_number_needs_a_reason_and_leaves_a_line(signed_in, world):
    one = house(world.maya, private_phone="0800-0777-55555")
    url = reverse("providers:number", args=[one.ref])
    client = signed_in(world.rina)

    assert "55555" not in client.get(reverse("providers:detail", args=[one.ref])).content.decode()
    assert client.post(url, {}).status_code == 422
    assert "0800-0777-55555" in client.post(url, {"reason": "safety"}).content.decode()
    with voice_of(world.rina):
        entry = Entry.objects.unscoped(because="test").filter(verb="provider.number_shown").get()
    assert entry.reason == "safety" and "55555" not in str(entry.changes)
    assert signed_in(world.arif).post(url, {"reason": "safety"}).status_code == 403


def test_our_places_take_one_tap(signed_in, world, melati):
    client = signed_in(world.maya)
    url = reverse("providers:tap", args=[melati.ref, "female"])
    page = client.get(reverse("providers:ours")).content.decode()
    assert f'action="{url}"' in page

    assert client.post(url, {"kind": "plus", "version": beds_of(world, melati).version}).status_code == 302
    late = client.post(url, {"kind": "plus", "version": 1})
    full = client.post(url, {"kind": "full", "version": beds_of(world, melati).version})

    assert (
        late.status_code == 409
        and "Angkanya sudah berubah" in late.content.decode()
        and full.status_code == 302
    )
    assert beds_of(world, melati).taken == 3
    assert "penuh malam ini" in signed_in(world.rina).get(GIRL).content.decode()


def beds_of(world, offering):
    with voice_of(world.maya):
        return beds(offering)


@pytest.mark.parametrize("name", ["rina", "budi", "wulan", "arif", "sari"])
def test_nobody_else_taps_or_writes(signed_in, world, melati, name):
    client = signed_in(getattr(world, name))
    for url in ("tap", "count", "edit", "end", "confirm"):
        args = [melati.ref, "female"] if url == "tap" else [melati.ref]
        assert (
            client.post(reverse(f"providers:{url}", args=args), {"kind": "plus", "version": 1}).status_code
            == 403
        )
    assert beds_of(world, melati).taken == 2


def test_a_group_that_does_not_exist_and_a_service_that_does_not_are_the_same(signed_in, world, melati):
    client = signed_in(world.maya)

    assert client.post(reverse("providers:tap", args=[melati.ref, "dogs"])).status_code == 404
    assert client.get(reverse("providers:detail", args=[new_ref("PL")])).status_code == 404


def filled(client, url) -> dict:
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, "", []) and value is not False}


def test_a_service_is_written_with_hours_and_bad_input_keeps_what_was_typed(signed_in, world):
    client = signed_in(world.maya)
    url = reverse("providers:new")
    told = filled(client, url) | {
        "service": "counselling", "title": "Meja konseling", "sexes": ["female", "male"], "phone": "0800-0000-11112",
        "opens_0": "08:00", "closes_0": "16:30", "area_code": "Tebet, Jakarta Selatan",
    }  # fmt: skip
    wrong = client.post(url, told | {"opens_1": "09:00", "age_from": 20, "age_to": 10})
    right = client.post(url, told)
    again = client.post(url, told)

    page = wrong.content.decode()
    assert wrong.status_code == 422 and "Meja konseling" in page and "mendahului umur pertama" in page
    assert right.status_code == 302 and right["Location"] == again["Location"]
    with voice_of(world.maya):
        one = Offering.objects.unscoped(because="test").get(service="counselling")
    assert (one.opens[0], one.closes[0], one.opens[1], one.area_code) == (480, 990, None, "31.74.01")


def test_a_lost_race_keeps_what_was_typed(signed_in, world, melati):
    client = signed_in(world.maya)
    url = reverse("providers:edit", args=[melati.ref])
    told = filled(client, url) | {
        "title": "Rumah Baru",
        "area_code": "Jakarta Selatan",
        "serves": "",
        "version": 99,
    }

    answer = client.post(url, told)

    assert answer.status_code == 409 and "Rumah Baru" in answer.content.decode()


def test_the_secretariat_writes_for_who_cannot_sign_in_and_it_is_marked(signed_in, world, silent):
    client = signed_in(world.wulan)
    url = reverse("providers:new")
    told = filled(client, url) | {
        "agency": silent.pk,
        "service": "shelter",
        "sexes": ["male"],
        "phone": "112",
    }

    answer = client.post(url, told)

    page = client.get(reverse("providers:list")).content.decode()
    assert answer.status_code == 302 and "ditulis oleh Suku Dinas PPAPP" in page
    assert client.get(answer["Location"]).context["sight"].may_write
    assert not signed_in(world.yusuf).get(answer["Location"]).context["sight"].may_write


def test_the_export_is_exactly_the_list(world, melati):
    house(world.budi, service="legal_advice", total=None)
    listed = list_of("providers")
    with voice_of(world.wulan):
        rows = listed.read(world.viewer("wulan"), {"service": "shelter"}, NOON, 100, identified=False)
        columns = listed.shown(identified=False)
        content = written(
            "csv", [str(c.label) for c in columns], [[c.of(r) for c in columns] for r in rows], []
        )

    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [line[0] for line in lines if line and line[0].startswith("PL-")] == [melati.ref]


@pytest.mark.parametrize("many", [3, 28])
def test_pages_take_the_same_number_of_queries_for_3_and_28(
    signed_in, world, many, django_assert_max_num_queries, django_assert_num_queries
):
    for number in range(many):
        house(world.maya, title=str(number), at=now())
    client = signed_in(world.maya)

    for url, limit in ((GIRL, 25), (reverse("providers:list"), 25), (reverse("providers:ours"), 25)):
        with django_assert_max_num_queries(limit):
            assert client.get(url).status_code == 200


# --- the API --------------------------------------------------------------------------------------------------


def test_programs_ask_write_and_count(signed_in, world, melati):
    client = signed_in(world.maya)
    answer = client.get("/api/v1/providers?who=girl&years=15&area=31.74").json()
    assert answer["count"] == 1 and answer["answers"][0]["free"] == 4

    body = {
        "service": "shelter",
        "sexes": ["male"],
        "phone": "0800-0000-11113",
        "private_phone": "0800-0000-99999",
    }
    sent = {"content_type": "application/json", "headers": {"Idempotency-Key": "a"}}
    made = client.post("/api/v1/providers/services", body, **sent)
    again = client.post("/api/v1/providers/services", body, **sent)
    ref = made.json()["ref"]
    assert made.status_code == 201 and again.json()["ref"] == ref and "99999" not in made.content.decode()

    url = f"/api/v1/providers/services/{ref}"
    put = client.put(url, body | {"title": "Baru", "private_phone": None}, content_type="application/json")
    assert put.status_code == 428
    put = client.put(url, body, content_type="application/json", headers={"If-Match": made["ETag"]})
    stale = client.put(url, body, content_type="application/json", headers={"If-Match": made["ETag"]})
    assert (put.status_code, stale.status_code) == (200, 412)

    counted = client.put(f"{url}/places/male", {"total": 1, "taken": 0}, content_type="application/json")
    tapped = client.post(f"{url}/places/male/taps", {"kind": "plus"}, content_type="application/json")
    refused = client.post(f"{url}/places/male/taps", {"kind": "plus"}, content_type="application/json")
    blind = client.put(f"{url}/places/male", {"total": 3, "taken": 0}, content_type="application/json")
    assert (counted.status_code, tapped.json()["free"], refused.status_code, blind.status_code) == (
        200,
        0,
        409,
        428,
    )
    assert client.post(f"{url}/confirm").status_code == 200
    assert client.post(f"{url}/end?on=2026-12-31").status_code == 200


def test_another_agencys_program_reads_and_does_not_write(signed_in, world, melati):
    client = signed_in(world.budi)
    url = f"/api/v1/providers/services/{melati.ref}"

    assert client.get(url).json()["address"] == ""
    assert (
        client.post(
            f"{url}/places/female/taps", {"kind": "plus"}, content_type="application/json"
        ).status_code
        == 403
    )
    assert (
        client.put(
            f"{url}/places/female", {"total": 1, "taken": 0}, content_type="application/json"
        ).status_code
        == 403
    )
    assert client.post("/api/v1/providers/services", {"service": "shelter", "agency": "rumah-melati", "phone": "112"},
                       content_type="application/json").status_code == 403  # fmt: skip
