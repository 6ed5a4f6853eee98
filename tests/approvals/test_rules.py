from datetime import date
from uuid import uuid4

from gugus.access.codes import Verb
from gugus.access.rules import NEVER_LENT_VERBS
from gugus.approvals.rules import Held, facts_that_are_not_open, roles_that_count

TODAY = date(2026, 6, 15)
ASKER, OTHER = uuid4(), uuid4()


def counted(*held: Held) -> frozenset[str]:
    return roles_that_count(held, asker=ASKER, on=TODAY)


def test_a_role_that_the_asker_gave_today_or_yesterday_does_not_count():
    assert counted(Held("supervisor", date(2026, 6, 15), ASKER)) == frozenset()
    assert counted(Held("supervisor", date(2026, 6, 14), ASKER)) == frozenset()


def test_it_counts_from_the_third_day_or_when_somebody_else_gave_it():
    assert counted(Held("supervisor", date(2026, 6, 13), ASKER)) == {"supervisor"}
    assert counted(Held("supervisor", TODAY, OTHER)) == {"supervisor"}
    assert counted(Held("supervisor", TODAY, None)) == {"supervisor"}


def test_what_is_lent_during_leave_never_includes_approving():
    assert Verb.APPROVE in NEVER_LENT_VERBS


def test_facts_are_small_and_open():
    assert facts_that_are_not_open({"kind": "x", "rows": 3, "refs": ["P-1", "P-2"], "by": {"a": 1}}) == []
    assert facts_that_are_not_open({"note": "x" * 201, "what": object()}) == ["note", "what"]
