"""The inbox and the report's page: right order, nothing shown that should not be, no name unasked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from gugus.audit.actions import typed
from gugus.audit.models import Entry
from gugus.intake.passing import send_on
from tests.conftest import voice_of

WHY = "the test asks the database itself"


def inbox(client, **asked):
    return client.get(reverse("intake:inbox"), asked)


def refs(page) -> list[str]:
    return [row.report.ref for row in page.context["rows"]]


def test_an_empty_inbox_says_what_to_do(signed_in, world):
    page = inbox(signed_in(world.dewi))

    assert page.status_code == 200
    assert reverse("intake:new") in page.content.decode()


def test_high_risk_comes_first_then_age(signed_in, world, note_down):
    at = now()
    low = note_down(risk="low", at=at - timedelta(days=3))
    high = note_down(risk="high", at=at)
    older = note_down(risk="medium", at=at - timedelta(hours=9))
    newer = note_down(risk="medium", at=at)

    assert refs(inbox(signed_in(world.dewi))) == [high.ref, older.ref, newer.ref, low.ref]


def test_the_list_shows_a_child_but_no_name_and_no_word_of_the_story(signed_in, world, report):
    said = inbox(signed_in(world.dewi)).content.decode()

    assert "Melati" not in said and "keluar rumah" not in said
    assert "chip-warn" in said


def test_filters_stand_in_the_address(signed_in, world, note_down):
    high = note_down(risk="high", area_code="31.74.01")
    note_down(risk="low", area_code="32.01")
    client = signed_in(world.dewi)

    assert refs(inbox(client, risk="high")) == [high.ref]
    assert refs(inbox(client, area="31.74", **{"area-code": "31.74", "area-seen": "31.74"})) == [high.ref]
    assert refs(inbox(client, channel="letter")) == []
    assert len(refs(inbox(client, mine="on"))) == 2


def test_pages_follow_each_other_without_gap_or_repeat(signed_in, world, note_down):
    noted = {note_down(at=now() - timedelta(minutes=number)).ref for number in range(32)}
    client = signed_in(world.dewi)

    first = inbox(client)
    second = client.get(first.context["older"])

    assert len(refs(first)) == 30
    assert set(refs(first)) | set(refs(second)) == noted
    assert second.context["older"] == ""


def test_a_broken_cursor_shows_the_first_page(signed_in, world, report):
    assert refs(inbox(signed_in(world.dewi), after="%%%")) == [report.ref]


def test_other_agencies_have_an_empty_inbox(signed_in, world, report):
    for name in ("sari", "budi", "maya"):
        assert refs(inbox(signed_in(getattr(world, name)))) == []


@pytest.mark.parametrize("name", ["arif", "wulan", "tono", "lestari"])
def test_roles_without_reports_do_not_enter(signed_in, world, report, name):
    client = signed_in(getattr(world, name))

    assert inbox(client).status_code == 403
    assert client.get(reverse("intake:report", args=[report.ref])).status_code == 403


@pytest.mark.parametrize("name", ["sari", "budi", "maya"])
def test_a_report_of_others_looks_like_a_missing_one(signed_in, world, report, name):
    client = signed_in(getattr(world, name))

    hidden = client.get(reverse("intake:report", args=[report.ref]))
    missing = client.get(reverse("intake:report", args=["R-0000-0000"]))

    assert hidden.status_code == missing.status_code == 404


@pytest.mark.parametrize("route", ["open", "triage", "add_fact", "answer", "accept", "part"])
def test_a_stranger_cannot_act_on_a_report(signed_in, world, report, route):
    client = signed_in(world.sari)

    assert client.post(reverse(f"intake:{route}", args=[report.ref]), {"risk": "low"}).status_code == 404


@pytest.mark.parametrize("route", ["decline", "no_case", "send", "return", "merge", "person", "print"])
def test_a_stranger_opens_no_form(signed_in, world, report, route):
    assert signed_in(world.sari).get(reverse(f"intake:{route}", args=[report.ref])).status_code == 404


def test_the_page_masks_names_until_somebody_gives_a_reason(signed_in, world, report):
    client = signed_in(world.dewi)
    url = reverse("intake:report", args=[report.ref])

    assert "Melati" not in client.get(url).content.decode()
    assert client.post(reverse("intake:open", args=[report.ref]), {"reason": ""}).status_code == 422
    opened = client.post(reverse("intake:open", args=[report.ref]), {"reason": "Menelepon keluarga"})

    assert "Melati Contoh" in opened.content.decode()
    assert "Melati" not in client.get(url).content.decode()
    with voice_of(world.dewi):
        entry = Entry.objects.unscoped(because=WHY).get(verb="report.opened")
    assert typed(entry.changes) == "Menelepon keluarga" and "Menelepon" not in str(entry.changes)


def test_reading_leaves_a_line(signed_in, world, report):
    signed_in(world.dewi).get(reverse("intake:report", args=[report.ref]))

    with voice_of(world.dewi):
        assert Entry.objects.unscoped(because=WHY).filter(verb="report.read", actor="dewi").count() == 1


def test_the_contact_rules_stand_before_any_number(signed_in, world, note_down):
    told = {"how": "phone", "number": "080000009999", "code_word": "mangga", "rules": ["message_only"]}
    report = note_down(safe_contact=told, reporter={"name": "Siti Contoh", "phone": "080000009999"})
    client = signed_in(world.dewi)

    closed = client.get(reverse("intake:report", args=[report.ref])).content.decode()
    opened = client.post(
        reverse("intake:open", args=[report.ref]), {"reason": "Menghubungi"}
    ).content.decode()

    assert "080000009999" not in closed and "mangga" not in closed
    assert opened.index("banner-safety") < opened.index("080000009999")


def test_what_is_missing_is_asked(signed_in, world, note_down):
    report = note_down()

    asked = signed_in(world.dewi).get(reverse("intake:report", args=[report.ref])).context["questions"]

    assert len(asked) == 7


def test_a_report_sent_to_us_stands_in_our_inbox(signed_in, world, report):
    with voice_of(world.dewi):
        send_on(report=report, to=world.police, note="", by=world.dewi, at=now())
    client = signed_in(world.budi)

    assert refs(inbox(client)) == [report.ref]
    page = client.get(reverse("intake:report", args=[report.ref]))
    assert reverse("intake:accept", args=[report.ref]) in page.content.decode()


def test_the_refresh_brings_the_list_alone(signed_in, world, report):
    page = signed_in(world.dewi).get(reverse("intake:inbox"), headers={"HX-Request": "true"})

    said = page.content.decode()
    assert "<html" not in said and report.ref in said and 'role="status"' in said


def test_the_inbox_asks_the_database_equally_often_for_few_and_many(signed_in, world, note_down):
    client = signed_in(world.dewi)
    for number in range(3):
        note_down(area_code="31.74.01", mentions=[{"role": "survivor", "age": 10 + number}])
    inbox(client)
    few = _queries(client, reverse("intake:inbox"))
    for number in range(27):
        note_down(area_code="31.74.02", mentions=[{"role": "survivor", "age": 10 + number}])

    assert _queries(client, reverse("intake:inbox")) == few


def test_the_reports_page_asks_equally_often_for_few_and_many_people(signed_in, world, note_down):
    client = signed_in(world.dewi)
    few = note_down(mentions=[{"role": "survivor", "who": {"name": "A Contoh"}}])
    many = note_down(mentions=[{"role": "witness", "who": {"name": f"B{n} Contoh"}} for n in range(30)])
    client.get(reverse("intake:report", args=[few.ref]))

    assert _queries(client, reverse("intake:report", args=[few.ref])) == _queries(
        client, reverse("intake:report", args=[many.ref])
    )


def _queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)
