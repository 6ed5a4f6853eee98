"""What staff do with a report, and what happens when a colleague was quicker."""

import pytest
from django.urls import reverse

from gugus.intake.actions import triage
from gugus.intake.models import Report
from tests.conftest import NOON, voice_of


@pytest.fixture
def dewi(signed_in, world):
    return signed_in(world.dewi)


def post(client, route, report, **words):
    return client.post(reverse(f"intake:{route}", args=[report.ref]), words)


def now_is(report, world) -> Report:
    with voice_of(world.dewi):
        return Report.objects.unscoped(because="the test asks the database itself").get(pk=report.pk)


def test_triage_moves_it_on(dewi, report, world):
    page = post(dewi, "triage", report, risk="high", danger_signs=["locked_in"], version=report.version)

    assert page.status_code == 302
    fresh = now_is(report, world)
    assert (fresh.state, fresh.risk, fresh.triaged_by) == ("triaged", "high", world.dewi)


def test_lowering_needs_a_reason_at_its_field(dewi, report, world):
    page = post(dewi, "triage", report, risk="low", version=report.version)

    assert page.status_code == 422
    assert "reason" in page.context["triage_form"].errors
    assert now_is(report, world).risk == "medium"


def test_the_slower_one_is_told_and_keeps_the_words(dewi, report, world):
    with voice_of(world.rina):
        triage(report=report, risk="high", danger_signs=[], reason="", by=world.rina, at=NOON)

    page = post(
        dewi, "triage", report, risk="low", reason="Sudah aman di rumah bibi.", version=report.version
    )

    said = page.content.decode()
    assert page.status_code == 409
    assert "Sudah aman di rumah bibi." in said and "Rina" in said
    assert now_is(report, world).risk == "high"
    again = page.context["triage_form"]["version"].value()
    assert post(dewi, "triage", report, risk="low", reason="Sudah aman.", version=again).status_code == 302


def test_decline_needs_a_code_and_leaves_words_for_the_reporter(dewi, report, world):
    assert post(dewi, "decline", report, version=report.version).status_code == 422

    page = post(
        dewi, "decline", report, code="outside_mandate", answer="Hubungi SAPA 129.", version=report.version
    )

    assert page.status_code == 302
    fresh = now_is(report, world)
    assert (fresh.outcome, fresh.outcome_code) == ("declined", "outside_mandate")
    with voice_of(world.dewi):
        assert [one.text for one in fresh.additions.all()] == ["Hubungi SAPA 129."]


def test_the_slower_decline_is_told(dewi, report, world):
    with voice_of(world.rina):
        triage(report=report, risk="high", danger_signs=[], reason="", by=world.rina, at=NOON)

    page = post(dewi, "decline", report, code="outside_mandate", note="Catatan saya", version=report.version)

    assert page.status_code == 409
    assert "Catatan saya" in page.content.decode()
    assert now_is(report, world).outcome == ""


def test_what_has_ended_says_so(dewi, report, world):
    post(dewi, "no_case", report, code="information", version=report.version)

    page = post(dewi, "decline", report, code="outside_mandate", version=now_is(report, world).version)

    assert page.status_code == 422
    assert page.context["form"].non_field_errors()


def test_it_goes_to_the_police_and_back(signed_in, dewi, report, world):
    sent = post(dewi, "send", report, to=world.police.pk, note="Wilayah lain", version=report.version)
    assert sent.status_code == 302
    budi = signed_in(world.budi)
    refused = post(budi, "return", report, version=now_is(report, world).version)
    assert refused.status_code == 422

    page = post(budi, "return", report, note="Bukan kami", version=now_is(report, world).version)

    assert page["Location"] == reverse("intake:inbox")
    assert budi.get(reverse("intake:report", args=[report.ref])).status_code == 404
    assert now_is(report, world).outcome == ""


def test_taking_over_twice_is_one_taking_over(signed_in, dewi, report, world):
    post(dewi, "send", report, to=world.police.pk, version=report.version)
    budi, seen = signed_in(world.budi), now_is(report, world).version

    assert post(budi, "accept", report, version=seen).status_code == 302
    assert post(budi, "accept", report, version=seen).status_code == 409
    assert post(budi, "accept", report).status_code == 422


def test_a_fact_pressed_twice_is_added_once(dewi, report, world):
    page = dewi.get(reverse("intake:report", args=[report.ref]))
    words = {"staff-text": "Pintunya digembok.", "staff-key": page.context["fact_form"].initial["key"]}

    for _ in range(2):
        assert post(dewi, "add_fact", report, **words).status_code == 302

    with voice_of(world.dewi):
        assert report.additions.count() == 1


def test_a_liaison_may_not_judge_the_risk(signed_in, report, world):
    assert post(signed_in(world.budi), "triage", report, risk="low").status_code == 403
