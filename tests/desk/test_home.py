"""Home and navigation by role, with a fixed number of questions to the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOON, voice_of
from tests.forces import settle_force
from tests.meetings.conftest import follow_all, invited

from gugus.cases.actions import open_case
from gugus.intake.actions import Told, receive_report

SEES = {
    "dewi": {"reports", "tasks", "providers"},
    "rina": {"safety", "tasks", "providers", "referrals_out", "reports", "figures"},
    "yusuf": {"safety", "tasks", "providers", "referrals_out", "figures", "trail"},
    "maya": {"referrals_in", "tasks", "providers", "figures"},
    "arif": {"figures"},
    "wulan": {"figures"},
    "lestari": {"privacy", "trail", "figures"},
    "tono": {"administration"},
}


@pytest.mark.parametrize("name", SEES)
def test_everybody_sees_the_parts_of_their_work(signed_in, world, name):
    answer = signed_in(getattr(world, name)).get("/")

    assert {part.key for part in answer.context["sections"]} == SEES[name]


def test_a_stranger_comes_to_the_sign_in(client, db):
    assert client.get("/")["Location"] == "/akun/login/?next=/"


def test_the_navigation_offers_only_what_opens(signed_in, world):
    for name in [*SEES, "budi", "nadia", "hasan", "putri", "eka"]:
        client = signed_in(getattr(world, name))
        for item in client.get("/").context["navigation"]:
            assert client.get(item.url).status_code == 200, (name, item.url)


def test_the_navigation_leaves_out_what_the_kind_of_agency_closes(signed_in, world):
    def offered(name):
        return {item.url for item in signed_in(getattr(world, name)).get("/").context["navigation"]}

    assert offered("maya") & {"/restitusi/", "/perkara/"} == set()  # a shelter reads no criminal track
    assert offered("budi") >= {"/restitusi/", "/perkara/"}


def test_an_agency_liaison_finds_referrals_first(signed_in, world):
    names = [item.url for item in signed_in(world.maya).get("/").context["navigation"]]

    assert names[:2] == ["/", "/rujukan/"]


def questions(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/").status_code == 200
    return len(asked)


def test_more_work_needs_no_more_questions(signed_in, world):
    def work(number):
        with voice_of(world.rina):
            for _ in range(number):
                open_case(
                    agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=NOON
                )
                told = Told(channel="phone", risk="high", narrative="x")
                receive_report(told=told, agency=world.unit, by=world.rina, at=NOON)

    client = signed_in(world.rina)
    work(3)
    few = questions(client)

    work(20)

    assert questions(client) == few


def test_the_service_says_that_it_answers(client, db):
    assert client.get("/kesehatan/").content == b"ok"
    assert b"Disallow: /" in client.get("/robots.txt").content


def test_a_liaison_hears_of_what_nobody_in_the_agency_has_taken_up(signed_in, world):
    invited(world, settle_force(world))
    follow_all()

    page = signed_in(world.budi).get("/").content.decode()

    assert "1 tugas di instansi belum ada petugasnya" in page and "/tugas/?who=free" in page
