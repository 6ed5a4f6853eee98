"""The list of cases and a case without a report."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gugus.access.actions import open_to
from gugus.cases.actions import add_party, check_safety
from gugus.cases.lists import PAGE, read_list
from gugus.cases.models import Case
from gugus.cases.states import move
from gugus.kernel.ids import new_id
from tests.cases.conftest import a_case, somebody
from tests.conftest import NOON, voice_of

LIST = reverse("cases:list")


def refs(viewer, at=NOON, **chosen) -> set[str]:
    return {row.case.ref for row in read_list(viewer, chosen, at).rows}


@pytest.fixture
def cases(world, rina):
    """Three of Rina's with different facts, and one of a colleague's."""
    made = {
        "scam": a_case(world, risk="high", exploitation=["online_scam"], area_code="31.74.01"),
        "home": a_case(world, risk="low", exploitation=["domestic_work"], area_code="31.74.02"),
        "done": a_case(world, risk="low", area_code="32.73"),
    }
    check_safety(case=made["home"], safety="safe", note="", by=rina, at=NOON)
    safe = check_safety(case=made["done"], safety="safe", note="", by=rina, at=NOON)
    move(case=safe, to="closed", code="goals_met", note="", by=rina, at=NOON)
    made["theirs"] = a_case(world)
    Case.objects.unscoped(because="fixture").filter(pk=made["theirs"].pk).update(manager=world.ratih)
    return made


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, {"scam", "home"}),
        ({"state": "closed"}, {"done"}),
        ({"state": "any"}, {"scam", "home", "done"}),
        ({"risk": "high"}, {"scam"}),
        ({"safety": "safe"}, {"home"}),
        ({"form": "forced_labour"}, {"scam", "home"}),
        ({"form": "domestic_work"}, {"home"}),
        ({"area": "31.74"}, {"scam", "home"}),
        ({"area": "31.74.02"}, {"home"}),
        ({"whose": "shared"}, set()),
    ],
)
def test_each_filter_narrows_the_list(world, cases, chosen, found):
    assert refs(world.viewer("rina"), **chosen) == {cases[name].ref for name in found}


def test_a_supervisor_sees_the_agency_and_a_manager_the_own_cases(world, cases):
    with voice_of(world.yusuf):
        assert cases["theirs"].ref in refs(world.viewer("yusuf"))
    assert cases["theirs"].ref not in refs(world.viewer("rina"))


def test_late_lists_overdue_checks_and_silence(world, cases):
    later = NOON + timedelta(days=5)

    assert refs(world.viewer("rina"), at=later, late="safety") == {cases["scam"].ref}
    assert refs(world.viewer("rina"), at=later, late="quiet") == {cases["scam"].ref}
    assert refs(world.viewer("rina"), at=NOON, late="quiet") == set()


def test_a_case_shared_without_its_first_section_is_not_listed(world, cases):
    with voice_of(world.rina):
        for name, sections in (("scam", ["case"]), ("home", ["care"])):
            open_to(
                kind="case", about=cases[name], agency=world.shelter, sections=sections, basis="referral",
                because=cases[name], by=world.rina, at=NOON,
            )  # fmt: skip

    with voice_of(world.maya):
        assert refs(world.viewer("maya")) == {cases["scam"].ref}
        assert refs(world.viewer("maya"), whose="shared") == {cases["scam"].ref}


def test_pages_follow_each_other_without_gap_or_repetition(world, rina):
    made = {a_case(world).ref for _ in range(PAGE + 3)}
    viewer = world.viewer("rina")

    first = read_list(viewer, {}, NOON)
    second = read_list(viewer, {}, NOON, older=first.older)
    back = read_list(viewer, {}, NOON, newer=second.newer)

    assert first.count == PAGE + 3 and not first.newer and not second.older
    assert {row.case.ref for row in [*first.rows, *second.rows]} == made
    assert [row.case.ref for row in back.rows] == [row.case.ref for row in first.rows]


def test_a_broken_cursor_begins_at_the_top(world, cases):
    assert {row.case.ref for row in read_list(world.viewer("rina"), {}, NOON, older="x!").rows}


def test_a_typed_code_goes_straight_to_its_case_and_a_strange_one_finds_nothing(world, cases, signed_in):
    client = signed_in(world.rina)
    ref = cases["scam"].ref

    assert client.get(LIST, {"q": ref.lower().replace("-", " ")})["Location"].endswith(f"/kasus/{ref}/")
    page = client.get(LIST, {"q": "K-0000-0000"}).content.decode()
    assert "Tidak ada kasus yang sesuai" in page
    assert "Tidak ada kasus yang sesuai" in signed_in(world.sari).get(LIST, {"q": ref}).content.decode()


def test_an_empty_list_says_what_to_do(world, signed_in):
    assert "Kasus berawal dari laporan" in signed_in(world.sari).get(LIST).content.decode()


@pytest.mark.parametrize("name", ["arif", "wulan", "lestari", "tono"])
def test_who_handles_no_cases_does_not_come_in(world, signed_in, name):
    assert signed_in(getattr(world, name)).get(LIST).status_code == 403


def test_three_cases_cost_as_many_queries_as_twenty(world, rina, signed_in):
    client = signed_in(world.rina)

    def grow(number):
        with voice_of(world.rina):
            for _ in range(number):
                case = a_case(world, area_code="31.74.01")
                person = somebody(world, "Siti Rahayu")
                add_party(case=case, person=person, role="survivor", by=rina, at=NOON)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    grow(3)
    queries()
    few = queries()
    grow(17)

    assert queries() == few and few <= 16


def test_a_case_without_a_report_is_opened_once(world, rina, signed_in):
    client = signed_in(world.rina)
    key = str(new_id())
    typed = {
        "key": key, "summary": "Ditemukan saat razia.", "risk": "medium", "manager": str(world.rina.pk),
        "crossed_border": "yes", "exploitation": ["begging"],
    }  # fmt: skip

    first = client.post(reverse("cases:new"), typed)
    second = client.post(reverse("cases:new"), typed)

    case = Case.objects.unscoped(because="test").get()
    assert first["Location"] == second["Location"] and case.ref in first["Location"]
    assert case.crossed_border is True and case.manager == world.rina


def test_a_case_needs_words_and_a_colleague_as_manager(world, signed_in):
    typed = {"summary": "", "risk": "low", "manager": str(world.budi.pk)}

    response = signed_in(world.rina).post(reverse("cases:new"), typed)

    assert response.status_code == 422
    assert len(re.findall(r"error-summary|field-error", response.content.decode())) >= 2


@pytest.mark.parametrize("name", ["maya", "budi", "dewi", "arif"])
def test_only_case_workers_open_cases(world, signed_in, name):
    assert signed_in(getattr(world, name)).get(reverse("cases:new")).status_code == 403
