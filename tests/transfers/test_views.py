"""Pages of transfers, as each side sees them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.transfers.conftest import (
    BECAUSE,
    SECRETS,
    accept,
    agree_to_go,
    carry_out,
    offer,
    read_again,
    settle_case,
)

import gugus
from gugus.cases.actions import open_case
from gugus.cases.records import write_entry
from gugus.tasks.models import Task
from gugus.transfers import wording
from gugus.transfers.models import Transfer

FORM = {"reason": "moved", "basis": "consent", "basis_on": "2026-06-15", "hand_over_days": "14"}
PAGES = ("detail", "letter", "minutes")


def url(name: str, ref: str, *more) -> str:
    return reverse(f"transfers:{name}", args=[ref, *more])


def page_of(client, transfer, name="detail") -> str:
    return client.get(url(name, transfer.ref)).content.decode()


def step(client, transfer, slug, **data):
    return client.post(url("step", transfer.ref, slug), {"version": transfer.version, **data})


def test_a_case_is_offered_from_its_page(signed_in, world, case):
    agree_to_go(world, case, world.outside)
    client = signed_in(world.rina)
    page = client.get(url("new", case.ref))
    assert page.status_code == 200 and "Kirana" not in page.content.decode()
    assert url("new", case.ref) in client.get(f"/kasus/{case.ref}/").content.decode()

    answer = client.post(
        url("new", case.ref), FORM | {"to_agency": world.outside.pk, "message": "Halo.", "send": ""}
    )

    with voice_of(world.rina):
        transfer = Transfer.objects.unscoped(because=BECAUSE).get()
    assert answer.status_code == 302 and transfer.state == "offered"


def test_bad_input_is_said_at_its_field_and_keeps_what_was_typed(signed_in, world, case):
    client = signed_in(world.rina)

    answer = client.post(
        url("new", case.ref), FORM | {"basis_on": "", "to_agency": world.outside.pk, "message": "Kata."}
    )

    assert answer.status_code == 422
    assert "Kata." in answer.content.decode() and answer.context["form"].errors["basis_on"]


def test_the_receiver_sees_the_preview_and_nobodys_name(signed_in, world, case, transfer):
    client = signed_in(world.sari)

    for name in ("detail", "letter"):
        shown = page_of(client, transfer, name)
        assert case.ref not in shown and not any(word in shown for word in (*SECRETS, "bibinya"))
    assert transfer.ref in client.get("/pelimpahan/").content.decode()


def test_accepting_without_a_manager_is_refused_and_with_one_it_moves(signed_in, world, case, transfer):
    client = signed_in(world.sari)
    assert step(client, transfer, "terima", answer="Ya.").status_code == 422

    answer = step(client, transfer, "terima", answer="Ya.", manager=world.sari.pk)
    assert answer.status_code == 302
    assert "bibinya" in page_of(client, transfer)
    carry_out(read_again(transfer, world.sari), at=now())

    assert case.ref in page_of(client, transfer)
    assert client.get(f"/kasus/{case.ref}/").status_code == 200
    assert "Kirana" not in page_of(client, transfer, "minutes")


@pytest.mark.parametrize("days", [0, 14])
def test_the_old_agency_loses_page_search_api_and_open_page_at_once(signed_in, world, case, days):
    transfer = offer(world, case, hand_over_days=days)
    client = signed_in(world.rina)
    with voice_of(world.rina):
        person = case.parties.select_related("person").get().person
    assert client.get(f"/orang/{person.ref}/").status_code == 200
    carry_out(accept(world, transfer), at=now())

    status = 200 if days else 404
    assert client.get(f"/kasus/{case.ref}/").status_code == status
    assert client.get(f"/api/v1/cases/{case.ref}").status_code == status
    assert client.get(f"/orang/{person.ref}/").status_code == 404
    assert client.get(f"/api/v1/people/{person.ref}").status_code == 404
    assert client.post(f"/kasus/{case.ref}/limpahkan/", FORM).status_code in {403, 404}
    shown = page_of(client, transfer)
    assert case.ref in shown and not any(word in shown for word in (*SECRETS, "bibinya"))


def test_the_new_owner_ends_the_hand_over(signed_in, world, case, transfer):
    carry_out(accept(world, transfer), at=now())
    assert signed_in(world.sari).post(url("shorten", transfer.ref)).status_code == 302

    assert signed_in(world.rina).get(f"/kasus/{case.ref}/").status_code == 404


@pytest.mark.parametrize("name", ["maya", "budi", "arif"])
def test_others_do_not_find_it(signed_in, world, transfer, name):
    client = signed_in(getattr(world, name))

    assert {client.get(url(page, transfer.ref)).status_code for page in PAGES} <= {403, 404}
    assert client.get(f"/api/v1/transfers/{transfer.ref}").status_code in {403, 404}


def test_a_hidden_transfer_and_a_missing_one_give_the_same_bytes(signed_in, world, transfer):
    client = signed_in(world.maya)

    hidden, missing = (client.get(f"/api/v1/transfers/{ref}") for ref in (transfer.ref, "PK-0000-0000"))

    assert hidden.content == missing.content and hidden.status_code == missing.status_code == 404


def test_who_is_too_late_is_told_and_keeps_what_was_typed(signed_in, world, transfer):
    accept(world, transfer)

    answer = step(signed_in(world.sari), transfer, "tolak", code="no_capacity", answer="Kami penuh.")

    assert answer.status_code == 409 and "Kami penuh." in answer.content.decode()


def test_a_colleague_off_the_team_may_not_give_the_case_away(signed_in, world, case):
    assert signed_in(world.ratih).get(url("new", case.ref)).status_code in {403, 404}


def test_the_api_offers_and_answers(signed_in, world, case):
    agree_to_go(world, case, world.outside)
    client = signed_in(world.rina)
    body = {
        "to": world.outside.slug,
        "reason": "area",
        "basis": "legal_duty",
        "basis_note": "Wilayah.",
        "message": "Ya.",
    }
    made = client.post(f"/api/v1/cases/{case.ref}/transfers", body, content_type="application/json")
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]

    other = signed_in(world.sari)
    seen = other.get(f"/api/v1/transfers/{ref}")
    told = seen.json()
    assert told["message"] is None and told["case"] is None and told["preview"]["minors"] is True
    assert told["next"] == ["accepted", "declined"]
    steps = f"/api/v1/transfers/{ref}/steps"
    without = other.post(steps, {"to": "accepted", "manager": "sari"}, content_type="application/json")
    assert without.status_code == 428
    tag = {"HTTP_IF_MATCH": seen["ETag"]}
    nobody = other.post(steps, {"to": "accepted"}, content_type="application/json", **tag)
    assert nobody.status_code == 409
    done = other.post(steps, {"to": "accepted", "manager": "sari"}, content_type="application/json", **tag)
    assert done.status_code == 200 and done.json()["state"] == "accepted" and done.json()["message"] == "Ya."


def test_leaving_by_page_and_api_first_counts(signed_in, world, case):
    client = signed_in(world.yusuf)
    form = {"of": world.rina.pk, "to": world.ratih.pk, "reason": "Pindah."}
    shown = client.post("/pelimpahan/rekan-pergi/", form)
    assert shown.context["load"].cases == 1 and shown.context["done"] is None

    done = client.post("/pelimpahan/rekan-pergi/", form | {"expected": 1, "sure": ""})
    assert done.context["done"].cases == 1
    body = {"of": "ratih", "to": "rina", "reason": "Kembali."}
    counted = client.post("/api/v1/transfers/colleague-leaves", body, content_type="application/json").json()
    assert (counted["cases"], counted["done"]) == (1, False)


def test_a_case_manager_hands_over_only_their_own(signed_in, world, case):
    client = signed_in(world.ratih)

    answer = client.post(
        "/pelimpahan/rekan-pergi/", {"of": world.rina.pk, "to": world.ratih.pk, "reason": "Saya."}
    )

    assert answer.status_code == 422


def test_the_in_tray_asks_as_much_for_30_as_for_3(signed_in, world):
    def some(number):
        for _ in range(number):
            with voice_of(world.rina):
                case = open_case(
                    agency=world.unit, manager=world.rina, risk="low", summary="x", by=world.rina, at=NOON
                )
            offer(world, case)

    client, counts = signed_in(world.sari), []
    for number in (3, 22):
        some(number)
        client.get("/pelimpahan/?tab=waiting")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/pelimpahan/?tab=waiting")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_move_asks_as_much_for_30_records_as_for_3(world):
    counts = []
    for number in (1, 12):
        case = settle_case(world)
        with voice_of(world.rina):
            for _ in range(number):
                write_entry(case=case, kind="note", text="x", happened_at=NOON, by=world.rina, at=NOON)
        accepted = accept(world, offer(world, case))
        with as_role("gugus_worker"):
            task = Task.objects.unscoped(because=BECAUSE).filter(within_id=case.pk).first()
            Task.objects.bulk_create(
                [Task(kind="own", about_kind="case", about_id=case.pk, about_ref=case.ref, within_kind="case",
                      within_id=case.pk, agency=world.unit, started_at=NOON, data_key=task.data_key)
                 for _ in range(number)]
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            carry_out(accepted, at=NOON + timedelta(minutes=1))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_everything_that_goes_along_has_words():
    along = "".join(
        path.read_text(encoding="utf-8") for path in Path(gugus.__file__).parent.glob("*/along.py")
    )
    counted, went = set(re.findall(r'Counted\("(\w+)"', along)), set(re.findall(r'Went\("(\w+)"', along))

    assert len(counted) > 10 and counted <= wording.COUNTS.keys()
    assert len(went) > 10 and went <= wording.PIECES.keys()
