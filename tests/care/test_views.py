"""Pages of services, as the owner of the case, a provider and others see them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.referrals.conftest import ask, settle_case

from gugus.care.actions import finish_line, write_line
from gugus.care.models import ServiceLine
from gugus.referrals.actions import accept_referral


@pytest.fixture
def case(world):
    return settle_case(world)


def a_line(world, case, service="counselling"):
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        return write_line(
            case=case, party=party, service=service, note="Minta konselor.", by=world.rina, at=NOON
        )


@pytest.fixture
def line(world, case):
    return a_line(world, case)


@pytest.fixture
def provider(world, case):
    """Maya, whose shelter accepted a referral of the case."""
    referral = ask(world, case, world.shelter)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    return world.maya


def told(case, world, **more):
    with voice_of(world.rina):
        party = case.parties.get(role="survivor")
    return {"party": party.pk, "service": "shelter", "asked_at": "2026-06-15T12:00", **more}


def test_a_service_is_added_once_however_often_the_button_is_pressed(signed_in, world, case):
    client = signed_in(world.rina)
    url = reverse("care:new", args=[case.ref])
    key = client.get(url).context["form"]["key"].value()

    first, second = (client.post(url, told(case, world, key=key)) for _ in range(2))

    assert first.status_code == second.status_code == 302
    with voice_of(world.rina):
        assert ServiceLine.objects.visible_to(world.viewer("rina")).count() == 1


def test_the_result_is_written_on_the_page(signed_in, world, line):
    client = signed_in(world.rina)
    url = reverse("care:step", args=[line.ref, "selesai"])
    data = {"version": line.version, "done_on": "2026-06-16", "result": "reached", "note": "Selesai baik."}

    assert client.post(url, data).status_code == 302
    assert "Selesai baik." in client.get(reverse("care:detail", args=[line.ref])).content.decode()


def test_the_second_result_is_told_and_keeps_what_was_typed(signed_in, world, line):
    with voice_of(world.rina):
        finish_line(line=line, done_on=NOON.date(), result="reached", by=world.rina, at=NOON)
    url = reverse("care:step", args=[line.ref, "selesai"])
    data = {"version": line.version, "done_on": "2026-06-16", "result": "partly", "note": "Catatan saya."}

    answer = signed_in(world.rina).post(url, data)

    assert answer.status_code == 409
    assert "Catatan saya." in answer.content.decode()


def test_a_provider_writes_under_its_referral_and_sees_only_its_own_line(
    signed_in, world, case, line, provider
):
    client = signed_in(provider)

    answer = client.post(reverse("care:new", args=[case.ref]), told(case, world))

    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert client.get(reverse("care:detail", args=[line.ref])).status_code == 404
    assert line.ref not in client.get(reverse("care:list")).content.decode()
    with voice_of(world.rina):
        assert ServiceLine.objects.visible_to(world.viewer("rina")).count() == 2
        assert ServiceLine.objects.visible_to(world.viewer("rina")).exclude(pk=line.pk).get().referral_id


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "maya"])
def test_others_find_neither_line_nor_list(signed_in, world, case, line, name):
    client = signed_in(getattr(world, name))
    urls = [
        reverse("care:detail", args=[line.ref]),
        reverse("care:step", args=[line.ref, "selesai"]),
        reverse("care:new", args=[case.ref]),
        reverse("care:print", args=[case.ref]),
    ]

    assert {client.get(url).status_code for url in urls} <= {403, 404}
    with voice_of(getattr(world, name)):
        assert not ServiceLine.objects.unscoped(because="the test asks the database itself").exists()


def test_the_case_page_and_the_paper_show_the_line(signed_in, world, case, line):
    client = signed_in(world.rina)

    assert line.ref in client.get(reverse("cases:detail", args=[case.ref])).content.decode()
    paper = client.get(reverse("care:print", args=[case.ref])).content.decode()
    assert "konseling" in paper.lower()
    assert "Kirana" not in paper


def test_more_lines_need_no_more_queries(signed_in, world, case, line):
    client = signed_in(world.rina)
    url = reverse("care:list")

    few = _queries(client, url)
    for service in ("companion", "basic_needs", "legal_advice", "medical_exam"):
        a_line(world, case, service)

    assert _queries(client, url) == few


def _queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_provider_to_whom_only_health_is_open_gets_the_panel_on_the_case(signed_in, world, case):
    line = a_line(world, case, service="health")
    referral = ask(world, case, world.shelter, sections=("case", "health"))
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)

    page = signed_in(world.maya).get(reverse("cases:detail", args=[case.ref])).content.decode()

    assert 'id="panel-care"' in page
    assert line.ref not in page


def test_a_service_is_done_today_before_the_day_begins_in_greenwich(world, case, line):
    early = NOON.replace(day=17) + timedelta(hours=14)  # the 18th, 02:00 in Jakarta

    with voice_of(world.rina):
        finish_line(line=line, done_on=date(2026, 6, 18), result="reached", by=world.rina, at=early)
        line.refresh_from_db()

    assert line.state == "done"
