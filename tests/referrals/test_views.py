"""Pages of referrals, as each side sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.ledger import consented
from tests.referrals.conftest import ask, read_again

from gugus.referrals.actions import accept_referral, start_service
from gugus.referrals.models import Referral

SECRETS = ("Kirana", "Wulandari")


def page_of(client, referral) -> str:
    return client.get(reverse("referrals:detail", args=[referral.ref])).content.decode()


def step(client, referral, slug, **data):
    url = reverse("referrals:step", args=[referral.ref, slug])
    return client.post(url, {"version": referral.version, **data})


def test_the_receiver_sees_the_question_without_case_and_identity(signed_in, world, case, referral):
    shown = page_of(signed_in(world.maya), referral)

    assert "tempat aman malam ini" not in shown
    assert case.ref not in shown
    assert not any(word in shown for word in SECRETS)


def test_after_acceptance_the_receiver_sees_person_and_case(signed_in, world, case, referral):
    client = signed_in(world.maya)

    answer = step(client, referral, "terima", answer="Siap menerima.")

    assert answer.status_code == 302
    assert case.ref in page_of(client, referral)
    assert "tempat aman malam ini" in page_of(client, referral)
    assert "Siap menerima" in page_of(client, referral)


@pytest.mark.parametrize("name", ["sari", "budi", "arif"])
def test_others_do_not_find_it(signed_in, world, referral, name):
    client = signed_in(getattr(world, name))

    statuses = {
        client.get(reverse(f"referrals:{page}", args=[referral.ref])).status_code
        for page in ("detail", "letter")
    }

    assert statuses <= {403, 404}


def test_who_declined_never_reads_the_message(signed_in, world, referral):
    client = signed_in(world.maya)

    step(client, referral, "tolak", code="no_capacity", answer="Penuh sampai Senin.")

    shown = page_of(client, referral)
    assert "tempat aman malam ini" not in shown
    assert "Penuh sampai Senin" in shown


def test_a_second_answer_is_told_and_keeps_what_was_typed(signed_in, world, referral):
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)

    answer = step(signed_in(world.maya), referral, "tolak", code="no_capacity", answer="Kami penuh.")

    assert answer.status_code == 409
    assert "Kami penuh." in answer.content.decode()
    assert read_again(referral, world.maya).state == "accepted"


def test_a_step_of_the_other_side_is_not_offered(signed_in, world, referral):
    client = signed_in(world.rina)

    assert client.get(reverse("referrals:step", args=[referral.ref, "terima"])).status_code == 302
    assert step(client, referral, "terima").status_code == 409
    assert read_again(referral, world.rina).state == "sent"


def test_a_decline_without_reason_stays_on_the_page_with_its_words(signed_in, world, referral):
    answer = step(signed_in(world.maya), referral, "tolak", code="", answer="Kata-kata saya.")

    assert answer.status_code == 422
    assert "Kata-kata saya." in answer.content.decode()


def test_three_pages_lead_from_the_case_to_a_sent_referral(signed_in, world, case):
    client = signed_in(world.rina)
    url = reverse("referrals:new", args=[case.ref])
    with voice_of(world.rina):
        party = case.parties.get(role="survivor")

    assert "step" not in client.get(url).context
    assert world.shelter.name in client.get(f"{url}?service=shelter").content.decode()
    asked = f"{url}?service=shelter&to={world.shelter.slug}"
    key = client.get(asked).context["form"]["key"].value()
    with voice_of(world.rina):
        person = case.parties.select_related("person").get(role="survivor").person
    consented(world.rina, person, world.shelter)
    told = {
        "key": key, "party": party.pk, "urgency": "now", "message": "Butuh kamar.",
        "sections": ["case", "identity"], "send": "",
    }  # fmt: skip
    first, second = client.post(asked, told), client.post(asked, told)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    with voice_of(world.rina):
        assert Referral.objects.visible_to(world.viewer("rina")).get().state == "sent"


def test_without_a_basis_nothing_is_sent_and_what_was_typed_is_kept_on_the_way_to_the_ledger(
    signed_in, world, case
):
    client = signed_in(world.rina)
    url = f"{reverse('referrals:new', args=[case.ref])}?service=shelter&to={world.shelter.slug}"
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
    told = {"party": party.pk, "urgency": "now", "message": "Butuh kamar.", "sections": ["case"]}

    answer = client.post(url, told)
    assert answer.status_code == 422
    assert "party" in answer.context["form"].errors
    assert "Butuh kamar." in answer.content.decode()

    onwards = client.post(url, told | {"record": ""})
    assert onwards.status_code == 302
    assert onwards.url.startswith(reverse("consent:new", args=[party.person.ref]))
    with voice_of(world.rina):
        kept = Referral.objects.visible_to(world.viewer("rina")).get()
        assert (kept.state, kept.words.get().text) == ("draft", "Butuh kamar.")


def test_nobody_refers_from_a_case_of_another_agency(signed_in, world, case, referral):
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    url = reverse("referrals:new", args=[case.ref])

    assert signed_in(world.maya).get(url).status_code == 403
    assert signed_in(world.sari).get(url).status_code == 404


def test_the_letter_hides_the_name(signed_in, world, referral):
    shown = (
        signed_in(world.rina)
        .get(reverse("referrals:letter", args=[referral.ref]) + "?nama=1")
        .content.decode()
    )

    assert referral.ref in shown
    assert not any(word in shown for word in SECRETS)


@pytest.mark.parametrize("tab", ["waiting", "running", "ended", "outgoing"])
def test_every_tab_answers_both_sides(signed_in, world, referral, tab):
    for user in (world.rina, world.maya):
        assert signed_in(user).get(reverse("referrals:in_tray"), {"tab": tab}).status_code == 200


def test_more_referrals_need_no_more_queries(signed_in, world, case, referral):
    client = signed_in(world.maya)
    url = reverse("referrals:in_tray") + "?tab=waiting"
    client.get(url)

    few = _queries(client, url)
    for service in ("counselling", "companion", "basic_needs", "psychological_care"):
        ask(world, case, world.shelter, service=service)

    assert _queries(client, url) == few


def _queries(client, url) -> int:

    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_case_page_shows_the_panel(signed_in, world, case, referral):
    shown = signed_in(world.rina).get(reverse("cases:detail", args=[case.ref])).content.decode()

    assert referral.ref in shown


def test_feedback_and_finish_on_the_pages(signed_in, world, referral):
    with voice_of(world.maya):
        moved = accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
        moved = start_service(referral=moved, by=world.maya, at=NOON)
    step(signed_in(world.maya), moved, "umpan-balik", feedback="Sudah aman di kamar.")
    moved = read_again(referral, world.rina)

    assert "Sudah aman di kamar." in page_of(signed_in(world.rina), referral)
    assert step(signed_in(world.rina), moved, "selesai").status_code == 302
    assert read_again(referral, world.rina).state == "done"
