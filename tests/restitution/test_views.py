"""Pages and API of restitution, as the owner of the case, whoever it was opened to, and others see them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.restitution.conftest import a_case, a_claim, opened_to, parties, pay

from gugus.kernel.ids import new_id
from gugus.restitution import queries
from gugus.restitution.models import Claim, LedgerLine

BECAUSE = "the test looks"
STRANGERS = ("sari", "budi", "maya")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for module in ("views", "api", "figures"):
        monkeypatch.setattr(f"gugus.restitution.{module}.now", lambda: NOON)


def step(claim, slug) -> str:
    return reverse("restitution:step", args=[claim.ref, slug])


def money(claim, **more) -> dict:
    return {"version": claim.version, "key": str(new_id()), "on": "2026-06-15", **more}


def page(client, claim) -> str:
    return client.get(reverse("restitution:detail", args=[claim.ref])).content.decode()


def test_a_claim_is_begun_on_the_page_once(signed_in, world, case):
    client = signed_in(world.rina)
    url = reverse("restitution:new", args=[case.ref])
    with voice_of(world.rina):
        accused = [str(one.pk) for one in parties(case, "accused")]
        survivor = str(parties(case, "survivor")[0].pk)
    data = {"key": client.get(url).context["form"]["key"].value(), "party": survivor, "accused": accused,
            "liability": "joint", "told_on": "2026-06-15"}  # fmt: skip

    first, second = (client.post(url, data) for _ in range(2))

    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    with voice_of(world.rina):
        assert Claim.objects.unscoped(because=BECAUSE).count() == 1


@pytest.mark.parametrize(("typed", "kept"), [("1.250.000,50", "1250000.50"), ("1250000.50", "1250000.50")])
def test_both_ways_of_writing_money_are_read_on_the_page(signed_in, world, granted, typed, kept):
    answer = signed_in(world.rina).post(step(granted, "titip"), money(granted, amount=typed))

    assert answer.status_code == 302
    with voice_of(world.rina):
        line = LedgerLine.objects.unscoped(because=BECAUSE).get(kind="deposited")
    assert str(line.amount) == kept


@pytest.mark.parametrize("typed", ["-5", "NaN", "Infinity", "1e30", "1,250", "seratus", ""])
def test_what_is_no_amount_gets_its_reason_at_the_field_and_stays_typed(signed_in, world, granted, typed):
    answer = signed_in(world.rina).post(
        step(granted, "titip"), money(granted, amount=typed, note="Catatan saya.")
    )

    assert answer.status_code == 422 and answer.context["form"].errors["amount"]
    assert "Catatan saya." in answer.content.decode()
    with voice_of(world.rina):
        assert not LedgerLine.objects.unscoped(because=BECAUSE).filter(kind="deposited").exists()


def test_losses_are_written_head_by_head_and_a_broken_one_loses_nothing(signed_in, world, claim):
    client = signed_in(world.rina)
    data = money(claim, head_suffering="10.000.000", head_treatment="x")

    assert client.post(step(claim, "kerugian"), data).status_code == 422
    assert client.post(step(claim, "kerugian"), data | {"head_treatment": "2.500,25"}).status_code == 302
    with voice_of(world.rina):
        assert str(queries.balance_of(claim).of("claimed")) == "10002500.25"


def test_the_page_tells_the_whole_ledger(signed_in, world, granted):
    pay(world, granted, "deposited", "50000000", document="12/X/Rekaan")
    pay(world, granted, "fund", "1000000")
    client = signed_in(world.rina)

    said = page(client, granted)

    for words in ("Rp150.000.000,50", "Rp100.000.000,50", "12/X/Rekaan", "UU 21/2007", "<svg"):
        assert words in said
    assert "Melur" not in said  # names stay masked
    for paper in ("restitution_statement", "restitution_application"):  # one way: the documents
        assert reverse("documents:ask", args=[paper, granted.ref]) in said


def test_the_second_hand_is_told_and_keeps_what_was_typed(signed_in, world, granted):
    pay(world, granted, "deposited", "5")

    answer = signed_in(world.rina).post(
        step(granted, "titip"), money(granted, amount="7", note="Catatan saya.")
    )

    assert answer.status_code == 409 and "Catatan saya." in answer.content.decode()


def test_a_line_is_taken_back_on_its_page(signed_in, world, granted):
    line = pay(world, granted, "deposited", "5")
    client = signed_in(world.rina)
    url = reverse("restitution:take_back", args=[line.ref])

    version = client.get(url).context["form"]["version"].value()
    assert client.post(url, {"version": version}).status_code == 302
    assert client.post(url, {}).status_code == 422
    with voice_of(world.rina):
        assert queries.balance_of(granted).paid == 0


@pytest.mark.parametrize("name", STRANGERS)
def test_for_others_a_claim_is_not_there(signed_in, world, case, granted, name):
    line = pay(world, granted, "deposited", "5")
    opened_to(world, case, getattr(world, name).agency, sections=("case", "care"))
    client = signed_in(getattr(world, name))
    there = [
        reverse("restitution:detail", args=[granted.ref]), step(granted, "titip"),
        reverse("restitution:take_back", args=[line.ref]),
        reverse("files:upload", args=["claim", granted.ref, "justice"]),
        reverse("files:upload", args=["ledgerline", line.ref, "justice"]),
        f"/api/v1/restitution-claims/{granted.ref}",
    ]  # fmt: skip

    for url in there:
        missing = client.get(url.replace(granted.ref, "RS-0000-0000").replace(line.ref, "BR-0000-0000"))
        assert client.get(url).status_code == missing.status_code in {403, 404}, url
    assert granted.ref not in client.get(reverse("restitution:list") + "?tab=running").content.decode()


def test_a_shelter_reads_no_restitution_even_if_justice_was_opened(signed_in, world, case, granted):
    opened_to(world, case, world.shelter)

    assert signed_in(world.maya).get(reverse("restitution:detail", args=[granted.ref])).status_code in {
        403,
        404,
    }


def test_a_companion_reads_and_does_not_write(signed_in, world, case, granted):
    with voice_of(world.rina):
        case.team.create(user=world.nadia, from_at=NOON)
    client = signed_in(world.nadia)

    assert client.get(reverse("restitution:detail", args=[granted.ref])).status_code == 200
    assert client.post(step(granted, "titip"), money(granted, amount="5")).status_code == 403


def test_the_prosecution_writes_where_justice_was_opened(signed_in, world, case, granted):
    opened_to(world, case, world.police)
    client = signed_in(world.budi)

    assert client.post(step(granted, "titip"), money(granted, amount="5")).status_code == 302


def test_a_list_asks_the_same_number_of_questions_for_one_and_for_many(signed_in, world):
    client = signed_in(world.rina)
    counts = []
    for number in (1, 4):
        for _ in range(number):
            a_claim(world, a_case(world, accused=1))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("restitution:list") + "?tab=running")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_figures_hide_below_five_and_count_ones_own_exactly(signed_in, world, granted):
    pay(world, granted, "direct", "1000000")

    own = signed_in(world.yusuf).get(reverse("restitution:figures")).content.decode()
    chair = signed_in(world.arif).get(reverse("restitution:figures")).content.decode()

    assert "150.000.000,50" in own and "150.000.000" not in chair


def send(client, path, body, **headers):
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_the_api_writes_exact_amounts_and_refuses_numbers_of_json(signed_in, world, granted):
    client = signed_in(world.rina)
    tag = client.get(f"/api/v1/restitution-claims/{granted.ref}")["ETag"]
    path = f"restitution-claims/{granted.ref}/payments"
    body = {"kind": "deposited", "amount": "1.250.000,50", "on": "2026-06-15"}

    wrong = [send(client, path, body | {"amount": one}, **{"If-Match": tag}).status_code
             for one in (1250000.5, "NaN", "1e30", "-5", None, True)]  # fmt: skip
    bare = send(client, path, body).status_code
    right = send(client, path, body, **{"If-Match": tag})
    late = send(client, path, body, **{"If-Match": tag}).status_code

    assert wrong == [422] * 6 and (bare, right.status_code, late) == (428, 200, 412)
    assert right.json()["at_court"] == "1250000.50" and right.json()["remainder"] == "148750000.00"


def test_a_repeated_call_is_one_payment(signed_in, world, granted):
    client = signed_in(world.rina)
    tag = client.get(f"/api/v1/restitution-claims/{granted.ref}")["ETag"]
    body = {"kind": "deposited", "amount": "5", "on": "2026-06-15"}
    more = {"If-Match": tag, "Idempotency-Key": "satu-dua-tiga"}

    first, second = (
        send(client, f"restitution-claims/{granted.ref}/payments", body, **more) for _ in range(2)
    )

    assert first.status_code == second.status_code == 200
    with voice_of(world.rina):
        assert LedgerLine.objects.unscoped(because=BECAUSE).filter(kind="deposited").count() == 1
