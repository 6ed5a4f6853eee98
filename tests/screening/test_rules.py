"""Several bodies, one person: nobody is silenced, doubt keeps the person presumed."""

from datetime import date

import pytest

from gugus.law import codes
from gugus.screening.codes import Result
from gugus.screening.rules import Decided, served_as_victim, status_of, strongest

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_results_are_the_law_s_own_codes():
    assert set(Result.values) == {one.code for one in codes("identification_results")}


@pytest.mark.parametrize(
    ("decided", "status", "served"),
    [
        ([], "presumed", True),
        ([("unit", MAY, "not_yet_proven")], "presumed", True),
        ([("unit", MAY, "indicated")], "identified", True),
        ([("unit", MAY, "indicated"), ("police", JUNE, "not_yet_proven")], "identified", True),
        ([("unit", MAY, "indicated"), ("mission", JUNE, "not_trafficking")], "disputed", True),
        ([("unit", MAY, "indicated"), ("mission", JUNE, "other_offence")], "disputed", True),
        ([("mission", MAY, "not_trafficking")], "not_indicated", False),
        ([("mission", MAY, "not_trafficking"), ("unit", JUNE, "not_yet_proven")], "presumed", True),
        ([("unit", MAY, "not_trafficking"), ("unit", JUNE, "indicated")], "identified", True),
        ([("unit", JUNE, "indicated"), ("unit", MAY, "not_trafficking")], "identified", True),
    ],
)
def test_the_status_follows_from_the_last_word_of_each_body(decided, status, served):
    found = status_of(Decided(*one) for one in decided)

    assert (found, served_as_victim(found)) == (status, served)


def test_the_strongest_item_speaks():
    assert strongest(["claimed", "documented", "supported"]) == "documented"
    assert strongest([]) == ""
