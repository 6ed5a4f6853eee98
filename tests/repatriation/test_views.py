"""Pages of the way home: who gets in, what is shown, what a refusal leaves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.repatriation.conftest import (
    HOUR,
    agreed,
    drawing,
    follow,
    handed,
    left,
    leg_plan,
    legs_of,
    minutes_of,
    now_of,
    plan_of,
    prepared,
    seen_by,
)

from gugus.cases.actions import add_party
from gugus.documents.kinds import kind_of
from gugus.people.actions import register_person
from gugus.repatriation.actions import legs
from gugus.repatriation.actions.preparing import propose
from gugus.repatriation.models import Cost, Handover, Leg, Repatriation, Signature

PAGE, MINUTES = "repatriation:detail", "repatriation:minutes"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Pages think it is the day of the test."""
    moment = {"at": NOON + 8 * HOUR}
    for name in ("views", "writing", "minutes", "api", "minutes_api"):
        monkeypatch.setattr(f"gugus.repatriation.{name}.now", lambda: moment["at"])
    return moment


def body(answer) -> str:
    return answer.content.decode()


def post(client, page, args, **data):
    return client.post(reverse(f"repatriation:{page}", args=args), data)


@pytest.mark.parametrize(
    ("name", "status"),
    [("rina", 200), ("yusuf", 200), ("ratih", 404), ("nadia", 404), ("maya", 404), ("budi", 404), ("sari", 404),
     ("arif", 403), ("wulan", 403), ("tono", 403)],
)  # fmt: skip
def test_who_sees_a_return(world, home, signed_in, name, status):
    assert signed_in(getattr(world, name)).get(reverse(PAGE, args=[home.ref])).status_code == status


def test_the_page_shows_the_line_and_no_name(world, home, signed_in):
    page = body(signed_in(world.rina).get(reverse(PAGE, args=[home.ref])))

    assert "Tawau" in page and "WITA" in page and "KM Contoh 12" in page and "<svg" in page
    assert "Sekar Ayuningtyas" not in page


def test_a_return_is_proposed_on_the_page_of_a_case(world, case, sekar, signed_in):
    client = signed_in(world.rina)
    data = {"person": str(sekar.pk), "kind": "from_abroad", "from_point": "my_tawau", "to_area": "Lombok Timur",
            "to_area-code": "52.03", "to_area-seen": "Lombok Timur", "key": str(Repatriation().pk)}  # fmt: skip
    answers = [client.post(reverse("repatriation:new", args=[case.ref]), data) for _ in "ab"]

    [made] = seen_by(world.rina, Repatriation, case=case)
    assert [one.status_code for one in answers] == [302, 302] and made.to_area == "52.03"


def test_a_refused_proposal_keeps_what_was_typed(world, case, sekar, signed_in):
    data = {
        "person": str(sekar.pk),
        "kind": "domestic",
        "from_point": "my_tawau",
        "address": "Dusun Melati 4",
    }
    answer = post(signed_in(world.rina), "new", [case.ref], **data)

    assert answer.status_code == 422 and "Dusun Melati 4" in body(answer)


def test_a_leg_is_written_by_the_clock_of_its_place(world, case, sekar, signed_in):
    made = prepared(world, case, sekar, legs=[leg_plan()])
    data = {"from_point": "id_nunukan", "to_point": "id_soekarno_hatta", "transport": "aircraft",
            "departs_at": "2026-06-16T10:00", "arrives_at": "2026-06-16T11:30"}  # fmt: skip
    answer = post(signed_in(world.rina), "new_leg", [made.ref], **data)

    assert answer.status_code == 302
    leg = legs_of(world, made)[1]
    assert leg.arrives_at - leg.departs_at == timedelta(hours=2, minutes=30)  # 10.00 WITA to 11.30 WIB


def test_a_journey_goes_from_page_to_page(world, home, signed_in, clock):
    client = signed_in(world.rina)
    first, _second = legs_of(world, home)
    clock["at"] = NOON + HOUR
    answer = post(
        client, "leg_step", [home.ref, first.pk, "mulai"], version=first.version, moment="2026-06-15T13:00"
    )
    assert answer.status_code == 302
    assert now_of(world.rina, Leg, first.pk).departed_at == NOON  # 13.00 at Tawau is 12.00 in Jakarta
    stale = post(
        client, "leg_step", [home.ref, first.pk, "tiba"], version=1, moment="2026-06-15T13:30", how="escort"
    )
    assert stale.status_code == 409
    fresh = now_of(world.rina, Leg, first.pk)
    done = post(
        client,
        "leg_step",
        [home.ref, first.pk, "tiba"],
        version=fresh.version,
        moment="2026-06-15T13:30",
        how="escort",
    )
    assert done.status_code == 302 and now_of(world.rina, Leg, first.pk).state == "arrived"


def test_minutes_are_written_sent_answered_and_signed_on_pages(world, home, signed_in, clock):
    client = signed_in(world.rina)
    first = left(world, home)
    data = {"persons": [str(home.pk)], "receiver": "agency", "to_agency": str(world.shelter.pk), "point": "id_nunukan",
            "happened_at": "2026-06-15T19:00", "handing_name": "Rina", "items_0": "Satu tas"}  # fmt: skip
    assert post(client, "new_minutes", [home.ref], **data).status_code == 302
    [made] = seen_by(world.rina, Handover)
    assert post(client, "minutes_step", [made.ref, "kirim"], version=made.version).status_code == 302
    follow()
    client = signed_in(world.maya)
    asked = body(client.get(reverse(MINUTES, args=[made.ref])))
    assert "Satu tas" not in asked and home.person_ref not in asked
    version = now_of(world.maya, Handover, made.pk).version
    assert post(client, "minutes_step", [made.ref, "terima"], version=version).status_code == 302
    page = body(client.get(reverse(MINUTES, args=[made.ref])))
    assert "Satu tas" in page and "Sekar Ayuningtyas" not in page and home.person_ref in page
    assert client.get(reverse(PAGE, args=[home.ref])).status_code == 200
    sign = {"name": "Maya", "drawing": drawing(), "key": str(Signature().pk)}
    assert post(client, "sign", [made.ref, "receiving"], **sign).status_code == 302
    assert (
        post(client, "sign", [made.ref, "receiving"], **sign).status_code == 302
    )  # sent twice is signed once
    [signature] = seen_by(world.maya, Signature)
    drawn = client.get(reverse("repatriation:signature", args=[made.ref, signature.pk]))
    assert drawn["Content-Type"] == "image/png" and drawn.content.startswith(b"\x89PNG")
    client = signed_in(world.rina)
    assert post(client, "sign", [made.ref, "handing"], name="Rina", drawing=drawing()).status_code == 302
    follow()
    assert now_of(world.rina, Leg, first.pk).state == "arrived"
    paper = body(client.get(reverse("repatriation:minutes_paper", args=[made.ref])))
    assert "Sekar Ayuningtyas" in paper and "Berita Acara Serah Terima" in paper


def test_a_signature_that_is_refused_keeps_what_was_typed(world, home, signed_in):
    left(world, home)
    made = minutes_of(world, [handed(home)])
    agreed(world, made)
    facts = {
        "name": "Rina Contoh",
        "position": "Manajer kasus",
        "drawing": "data:image/svg+xml;base64,PHN2Zz4=",
    }
    answer = post(signed_in(world.rina), "sign", [made.ref, "handing"], **facts)

    assert (
        answer.status_code == 422 and "Rina Contoh" in body(answer) and seen_by(world.rina, Signature) == []
    )


def test_money_is_read_as_it_is_written_here(world, home, signed_in):
    first, _ = legs_of(world, home)
    client = signed_in(world.rina)
    data = {"amount": "350,55", "currency": "MYR", "rate": "3512,5", "payer": "mission"}
    assert post(client, "new_cost", [home.ref, first.pk], **data).status_code == 302
    [cost] = seen_by(world.rina, Cost)
    assert str(cost.rupiah) == "1231306.88"
    assert post(client, "new_cost", [home.ref, first.pk], **data | {"amount": "-3"}).status_code == 422
    assert "1.231.307" in body(client.get(reverse("repatriation:list")))


@pytest.mark.parametrize("tab", ["open", "today", "late", "papers", "minutes", "past", "nonsense"])
def test_every_tab_opens_and_an_empty_one_says_what_would_be_here(world, home, signed_in, tab):
    answer = signed_in(world.rina).get(reverse("repatriation:list"), {"tab": tab})

    assert answer.status_code == 200 and ('class="empty' in body(answer) or home.ref in body(answer))


def test_a_late_leg_stands_in_its_tab(world, home, signed_in, clock):
    left(world, home)
    clock["at"] = NOON + 13 * HOUR

    assert home.ref in body(signed_in(world.rina).get(reverse("repatriation:list"), {"tab": "late"}))


def test_the_list_needs_the_same_queries_for_three_and_thirty(world, case, home, signed_in):
    client = signed_in(world.rina)

    def count() -> int:
        client.get(reverse("repatriation:list"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("repatriation:list"))
        return len(seen)

    few = count()
    with voice_of(world.rina):
        for _ in range(20):
            names = {"full": "Mawar Contoh", "aliases": []}
            facts = {"agency": world.unit, "sex": "female", "birth_year": 1990, "names": names}
            person = register_person(**facts, by=world.rina, at=NOON)
            add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
            made = propose(case=case, person=person, plan=plan_of(), by=world.rina, at=NOON)
            legs.write_leg(repatriation=made, plan=leg_plan(), by=world.rina, at=NOON)
    assert count() == few


def test_the_panel_stands_on_the_case_page(world, case, home, signed_in):
    page = body(signed_in(world.rina).get(reverse("cases:detail", args=[case.ref])))

    assert home.ref in page and 'id="repatriation"' in page


def test_documents_gather_under_the_viewers_rights(world, home):
    left(world, home)
    made = minutes_of(world, [handed(home)])
    with voice_of(world.rina):
        told = kind_of("handover_minutes").gathered(world.viewer("rina"), made.ref, NOON)
        report = kind_of("return_report").gathered(world.viewer("rina"), home.ref, NOON)
    assert told["persons"][0]["name"] == "Sekar Ayuningtyas" and told["place"].endswith("Dermaga")
    assert report["legs"][0][0].startswith("Tawau") and "Sekar" not in str(report)


def test_a_machine_does_what_a_page_does(world, home, signed_in):
    client = signed_in(world.rina)
    answer = client.get(f"/api/v1/repatriations/{home.ref}")
    assert answer.status_code == 200 and answer.json()["legs"][0]["from_zone"] == "Asia/Kuching"
    first = answer.json()["legs"][0]
    url = f"/api/v1/repatriations/{home.ref}/legs/{first['id']}"
    moments = {"departed_at": NOON.isoformat()}
    assert client.post(f"{url}/begin", moments, content_type="application/json").status_code == 428
    tag = {"HTTP_IF_MATCH": f'"{first["ref"]}:{first["version"]}"'}
    begun = client.post(f"{url}/begin", moments, content_type="application/json", **tag)
    assert begun.status_code == 200 and begun.json()["state"] == "departed"
    cost = {"amount": "12.50", "payer": "state"}
    paid = client.post(f"{url}/costs", cost, content_type="application/json")
    assert paid.status_code == 201 and paid.json()["costs"][0]["rupiah"] == "12.50"
    facts = {"persons": [{"repatriation": home.ref, "leg": first["ref"]}], "receiver": "agency",
             "to_agency": world.shelter.slug, "happened_at": (NOON + HOUR).isoformat(), "point": "id_nunukan",
             "handing": {"name": "Rina"}}  # fmt: skip
    written = client.post("/api/v1/handovers", facts, content_type="application/json")
    assert written.status_code == 201 and written.json()["state"] == "draft"
    assert signed_in(world.sari).get(f"/api/v1/repatriations/{home.ref}").status_code == 404
    assert signed_in(world.maya).get(f"/api/v1/handovers/{written.json()['ref']}").status_code == 404
