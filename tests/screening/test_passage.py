"""From a report to a case, once, with its people; or into a case that exists."""

import pytest

from gugus.access.actions import open_to
from gugus.cases.queries import stage
from gugus.intake.actions import receive_report, triage
from gugus.screening.actions import CannotScreen, decide, start_screening
from gugus.screening.gate import assessment_for
from gugus.screening.models import Assessment
from gugus.screening.panels import PANEL, offer
from gugus.screening.passage import add_to_case, open_case_from
from gugus.screening.starting import start_in_case
from tests.conftest import NOON, voice_of
from tests.screening.conftest import told


def opened(screening, rina, known=None):
    return open_case_from(
        assessment=screening, manager=rina, risk="high", summary="Anak dikurung.", known=known or {}, by=rina, at=NOON
    )  # fmt: skip


@pytest.fixture
def second(world):
    with voice_of(world.dewi):
        report = receive_report(told=told(), agency=world.unit, by=world.dewi, at=NOON)
        triage(report=report, risk="high", danger_signs=["locked_in"], reason="", by=world.dewi, at=NOON)
    with voice_of(world.rina):
        girl = report.mentions.get(role="survivor")
        return start_screening(report=report, mention=girl, by=world.rina, at=NOON)


def test_the_screening_moves_along_with_its_person(screening, rina):
    case = opened(screening, rina)

    screening.refresh_from_db()
    assert screening.case == case
    assert screening.person == case.parties.get(role="survivor").person


def test_a_report_becomes_one_case(screening, rina):
    opened(screening, rina)

    with pytest.raises(CannotScreen, match="has_case"):
        opened(screening, rina)


def test_a_second_report_joins_with_the_person_we_know(screening, second, rina):
    case = opened(screening, rina)
    girl = case.parties.get(role="survivor").person

    add_to_case(assessment=second, case=case, known={second.mention_id: girl}, by=rina, at=NOON)

    second.refresh_from_db()
    assert (second.case, second.person) == (case, girl)
    assert case.parties.filter(role="survivor").count() == 1
    assert second.report.outcome == "added"


def test_a_survivor_without_screening_can_be_screened_in_the_case(screening, rina):
    case = opened(screening, rina)
    girl = case.parties.get(role="survivor").person
    decide(assessment=screening, result="indicated", words="Anak.", by=rina, at=NOON, on=NOON.date())

    first = start_in_case(case=case, person=girl, by=rina, at=NOON)

    assert start_in_case(case=case, person=girl, by=rina, at=NOON) == first
    with pytest.raises(CannotScreen, match="not_survivor"):
        start_in_case(case=case, person=case.parties.get(role="accused").person, by=rina, at=NOON)


def test_a_decision_moves_the_stage_of_the_case(screening, rina):
    case = opened(screening, rina)
    before = stage(case)

    decide(assessment=screening, result="indicated", words="Anak.", by=rina, at=NOON, on=NOON.date())

    assert (before, stage(case)) == ("opened", "identified")


def test_the_case_page_shows_each_survivor_with_status(screening, rina, world):
    case = opened(screening, rina)
    decide(assessment=screening, result="indicated", words="Anak.", by=rina, at=NOON, on=NOON.date())

    shown = PANEL.provide(world.viewer("rina"), case, NOON)

    assert [(one.name, one.status, one.served) for one in shown["people"]] == [
        ("M*** C***", "identified", True)
    ]


def test_the_report_page_leads_to_the_screening(report, world):
    with voice_of(world.rina):
        assert offer(world.viewer("rina"), report, NOON).is_main
        assert offer(world.viewer("arif"), report, NOON) is None
        assert offer(world.viewer("sari"), report, NOON) is None


def test_a_shared_case_without_the_section_shows_no_screening(screening, rina, world):
    case = opened(screening, rina)
    open_to(
        kind="case", about=case, agency=world.shelter, sections=["case"], basis="consent", because=case, by=rina,
        at=NOON,
    )  # fmt: skip

    with voice_of(world.maya):
        assert not Assessment.objects.unscoped(because="an attack").exists()


def test_a_grant_of_the_section_opens_the_screening_to_its_liaison(screening, rina, world):
    case = opened(screening, rina)
    open_to(
        kind="case", about=case, agency=world.police, sections=["case", "screening"], basis="legal_duty",
        because=case, by=rina, at=NOON,
    )  # fmt: skip

    with voice_of(world.budi):
        assert assessment_for(world.viewer("budi"), screening.ref, at=NOON) == screening
