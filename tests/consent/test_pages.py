"""Pages of the ledger: asking, taking back with what follows first, duties to stop, sent without a basis."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.consent.conftest import work
from tests.ledger import consented
from tests.referrals.conftest import ask, read_again, wish_for

from gugus.consent.models import Ground, Override, Recall, Withdrawal
from gugus.consent.overriding import CannotOverride, review
from gugus.referrals.actions import accept_referral, write_referral
from gugus.referrals.ending import rest_on

FILLED = {
    "purpose": "referral", "to": "rumah-melati", "sections": ["case", "identity"], "basis": "consent",
    "answer": "given", "giver": "guardian", "giver_name": "Ibu Contoh", "relation": "mother",
    "child_view": "agrees", "form": "written", "language": "Sunda",
}  # fmt: skip
GROUNDS = "the test looks"


@pytest.fixture
def waiting(world, case, child):
    """A draft to the shelter; nobody has asked the child yet."""
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        return write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)


def test_an_answer_is_recorded_and_leads_back_to_the_referral(signed_in, world, child, waiting):
    client = signed_in(world.rina)
    url = reverse("consent:new", args=[child.ref])
    page = client.get(f"{url}?purpose=referral&to=rumah-melati&back={waiting.ref}")
    key = page.context["form"]["key"].value()

    first = client.post(url, FILLED | {"key": key, "back": waiting.ref})
    second = client.post(url, FILLED | {"key": key, "back": waiting.ref})

    assert first.status_code == second.status_code == 302
    assert first.url == reverse("referrals:detail", args=[waiting.ref])
    with voice_of(world.rina):
        ground = Ground.objects.unscoped(because=GROUNDS).get()
    assert (ground.language, ground.giver_name, ground.recipient_id) == (
        "Sunda",
        "Ibu Contoh",
        world.shelter.pk,
    )


def test_what_is_missing_stands_at_its_field_and_nothing_typed_is_lost(signed_in, world, child):
    answer = signed_in(world.rina).post(
        reverse("consent:new", args=[child.ref]),
        FILLED | {"child_view": "", "form": "spoken", "note": "Kata saya."},
    )

    assert answer.status_code == 422
    assert {"child_view", "witness_name"} <= answer.context["form"].errors.keys()
    assert "Kata saya." in answer.content.decode()


def test_consent_is_taken_back_after_seeing_what_follows(signed_in, world, case, child):
    referral = ask(world, case, world.shelter)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    with voice_of(world.rina):
        ground = Ground.objects.unscoped(because=GROUNDS).get()
    client = signed_in(world.rina)
    url = reverse("consent:withdraw", args=[child.ref])
    told = {"grounds": [str(ground.pk)], "asker": "self", "channel": "in_person"}

    before = client.post(url, told)
    assert before.status_code == 200
    assert referral.ref in before.content.decode() and world.shelter.name in before.content.decode()
    assert read_again(referral, world.rina).state == "accepted"

    stale = client.post(url, told | {"confirm": "1", f"seen-{ground.pk}": "99"})
    assert stale.status_code == 422
    done = client.post(url, told | {"confirm": "1", f"seen-{ground.pk}": str(ground.version)})
    assert done.status_code == 302
    assert read_again(referral, world.rina).state == "revoked"
    with voice_of(world.rina):
        made = Withdrawal.objects.unscoped(because=GROUNDS).get()
    letter = client.get(reverse("consent:letter", args=[made.ref]))
    assert world.shelter.name in letter.content.decode() and "Kirana" not in letter.content.decode()
    assert b"You took your consent back" in client.get(f"{letter.request['PATH_INFO']}?bahasa=en").content


def test_the_recipient_finds_the_duty_and_gives_the_receipt(signed_in, world, case, child):
    referral = ask(world, case, world.shelter)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    client = signed_in(world.rina)
    with voice_of(world.rina):
        ground = Ground.objects.unscoped(because=GROUNDS).get()
    client.post(
        f"/api/v1/persons/{child.ref}/withdrawals", {"grounds": [ground.ref]}, content_type="application/json"
    )
    work()
    client = signed_in(world.maya)
    with voice_of(world.maya):
        recall = Recall.objects.unscoped(because=GROUNDS).get()
    page = reverse("consent:recall", args=[recall.ref])

    assert recall.ref in client.get(reverse("consent:recalls")).content.decode()
    shown = client.get(page).content.decode()
    assert case.ref not in shown and child.ref not in shown
    assert client.post(page, {"version": recall.version, "receipt": "kept"}).status_code == 422
    assert client.post(page, {"version": recall.version, "receipt": "blocked"}).status_code == 302
    assert client.post(page, {"version": recall.version, "receipt": "deleted"}).status_code == 409
    for user in (world.sari, world.budi):
        assert signed_in(user).get(page).status_code == 404


def test_sending_without_a_basis_is_a_right_of_its_own_and_a_second_person_looks(
    signed_in, world, child, waiting
):
    url = reverse("referrals:step", args=[waiting.ref, "kirim"])
    told = {"version": waiting.version, "override": "Ia dijemput pelaku malam ini, tidak dapat ditanya."}

    refused = signed_in(world.rina).post(url, told)
    assert refused.status_code == 422 and read_again(waiting, world.rina).state == "draft"
    short = signed_in(world.yusuf).post(url, told | {"override": "darurat"})
    assert short.status_code == 422 and "override" in short.context["form"].errors
    assert signed_in(world.yusuf).post(url, told).status_code == 302

    sent = read_again(waiting, world.rina)
    assert (sent.state, sent.basis) == ("sent", "override")
    page = reverse("consent:override", args=[sent.override.ref])
    assert signed_in(world.rina).get(page).status_code == 403
    with voice_of(world.yusuf), pytest.raises(CannotOverride):
        row = Override.objects.unscoped(because=GROUNDS).get()
        review(override=row, verdict="confirmed", words="", by=world.yusuf, at=NOON)
    client = signed_in(world.lestari)
    assert sent.override.ref in client.get(reverse("consent:overrides")).content.decode()
    objected = {"version": 1, "verdict": "objected", "words": "Orangnya dapat ditanya."}
    assert client.post(page, objected).status_code == 302
    assert read_again(waiting, world.rina).state == "revoked"


def test_the_api_says_whether_there_is_a_basis(signed_in, world, child):
    client = signed_in(world.rina)
    url = f"/api/v1/persons/{child.ref}/basis?purpose=referral&to=rumah-melati"

    assert client.get(url).json()["code"] == "none"
    ground = consented(world.rina, child, world.shelter)
    assert client.get(url).json() == {"holds": True, "code": "holds", "ground": ground.ref, "why": ""}
    assert signed_in(world.maya).get(url).status_code == 404


def test_the_ledger_asks_as_often_for_thirty_lines_as_for_three(signed_in, world, child):
    client = signed_in(world.rina)
    url = reverse("consent:person", args=[child.ref])
    asked = []
    for number in (3, 27):
        for _ in range(number):
            consented(world.rina, child, world.shelter, answer="not_asked")
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_officials_change_a_number_and_it_counts_from_today(signed_in, world):
    url = reverse("consent:number", args=["vital_hours"])
    assert signed_in(world.rina).get(url).status_code == 403
    assert (
        signed_in(world.tono).post(url, {"amount": "24", "legal_basis": "SOP", "reason": ""}).status_code
        == 422
    )


def test_whoever_keeps_the_ledger_alone_is_offered_no_door_that_is_shut(signed_in, world, waiting, child):
    ground = consented(world.rina, child, world.shelter)
    with voice_of(world.rina):
        rest_on(referral=waiting, ground=ground, by=world.rina, at=NOON)

    officer = signed_in(world.lestari).get(reverse("consent:detail", args=[ground.ref])).content.decode()
    manager = signed_in(world.rina).get(reverse("consent:detail", args=[ground.ref])).content.decode()

    doors = [reverse("people:detail", args=[child.ref]), reverse("referrals:detail", args=[waiting.ref])]
    doors = [f'href="{door}"' for door in doors]
    assert [door in officer for door in doors] == [False, False]
    assert [door in manager for door in doors] == [True, True]
