"""Hold, resume, close, reopen, archive."""

from datetime import timedelta

import pytest

from gugus.base.refusals import Reason
from gugus.base.versions import Stale
from gugus.cases import panels
from gugus.cases.actions import check_safety
from gugus.cases.codes import CaseState, Safety
from gugus.cases.states import CannotMove, move
from gugus.tasks.queries import tasks_within
from tests.conftest import NOON

LATER = NOON + timedelta(days=2)


@pytest.fixture
def open_work(monkeypatch):
    """A higher context that still has something to do."""
    monkeypatch.setattr(
        panels, "_hurdles", [lambda case: [Reason("referral_open", "Rujukan belum dijawab.")]]
    )


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    monkeypatch.setattr(panels, "_hurdles", [])


def safe(file, by):
    return check_safety(case=file.case, safety=Safety.SAFE, note="", by=by, at=NOON)


def test_closing_names_every_hurdle_at_once(file, rina, open_work):
    with pytest.raises(CannotMove) as refused:
        move(case=file.case, to=CaseState.CLOSED, code="goals_met", note="", by=rina, at=LATER)

    assert [reason.code for reason in refused.value.reasons] == ["safety_open", "referral_open"]


@pytest.mark.parametrize(
    ("safety", "code", "closes"),
    [
        ("safe", "goals_met", True),
        ("watch", "goals_met", True),
        ("unknown", "goals_met", False),
        ("unknown", "unreachable", True),
        ("unknown", "deceased", True),
        ("danger", "unreachable", False),
        ("danger", "survivor_wish", False),
        ("danger", "duplicate", True),
    ],
)
def test_closing_waits_for_safety_unless_nobody_can_be_asked(file, rina, safety, code, closes):
    case = check_safety(case=file.case, safety=safety, note="Tercatat.", by=rina, at=NOON)

    if closes:
        assert move(case=case, to=CaseState.CLOSED, code=code, note="", by=rina, at=LATER).state == "closed"
    else:
        with pytest.raises(CannotMove):
            move(case=case, to=CaseState.CLOSED, code=code, note="", by=rina, at=LATER)


def test_closing_ends_the_safety_clock_and_reopening_starts_it_anew(file, rina):
    case = move(case=safe(file, rina), to=CaseState.CLOSED, code="goals_met", note="", by=rina, at=LATER)
    assert not tasks_within(case).exists()

    case = move(case=case, to=CaseState.OPEN, code="new_danger", note="Ada ancaman.", by=rina, at=LATER)

    assert case.safety == "unknown"
    assert tasks_within(case).get().due_at == LATER + timedelta(days=1)


def test_a_case_on_hold_keeps_its_safety_clock(file, rina):
    case = safe(file, rina)
    due_at = tasks_within(case).get().due_at

    case = move(case=case, to=CaseState.ON_HOLD, code="waiting_court", note="", by=rina, at=LATER)
    assert tasks_within(case).get().due_at == due_at
    case = move(case=case, to=CaseState.OPEN, code="reason_gone", note="", by=rina, at=LATER)

    assert case.safety == "safe" and tasks_within(case).get().due_at == due_at


def test_a_case_moves_only_along_the_procedure(file, rina):
    with pytest.raises(CannotMove) as refused:
        move(case=file.case, to=CaseState.ARCHIVED, code="nothing_open", note="", by=rina, at=LATER)

    assert refused.value.reasons[0].code == "not_from_here"


def test_every_move_needs_a_code(file, rina):
    with pytest.raises(CannotMove) as refused:
        move(case=file.case, to=CaseState.ON_HOLD, code="", note="", by=rina, at=LATER)

    assert refused.value.reasons[0].field == "code"


def test_the_second_of_two_closings_is_told(file, rina):
    case = safe(file, rina)
    move(case=case, to=CaseState.CLOSED, code="goals_met", note="", by=rina, at=LATER, seen=case.version)

    with pytest.raises(Stale):
        move(case=case, to=CaseState.ON_HOLD, code="other", note="", by=rina, at=LATER, seen=case.version)
