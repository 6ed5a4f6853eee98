"""Runs the table of decisions that officials own, row by row."""

import pytest
from tests.law.decision_table import decision_rows, expected_of, facts_of

from gugus.law.screening import proposal

ROWS = decision_rows()


@pytest.mark.parametrize("row", ROWS, ids=[f"row-{row['nomor']}" for row in ROWS])
def test_the_engine_proposes_what_the_table_says(row):
    expected = expected_of(row)

    found = proposal(facts_of(row))

    assert found.result == expected.result, row["cerita"]
    assert found.national.result == expected.national
    assert found.international.result == expected.international
    assert set(found.missing) == expected.missing
    assert found.services is expected.services
    assert found.non_punishment is expected.non_punishment
    assert {one.code.code for one in found.aggravations} == expected.aggravations
    assert {_plain(one) for one in found.possible_offences} == expected.offences
    assert {_plain(one) for one in found.related_offences} == expected.related
    if len(found.tracks) == 2:
        assert found.tracks[1].international.result == expected.international_if_adult
    else:
        assert expected.international_if_adult == ""


def test_the_table_is_complete_and_numbered():
    assert len(ROWS) >= 70
    assert [row["nomor"] for row in ROWS] == [str(number) for number in range(1, len(ROWS) + 1)]
    assert all(row["cerita"] and row["catatan dan dasar hukum"] for row in ROWS)


def test_the_table_uses_every_act_means_purpose_and_result():
    told = [facts_of(row) for row in ROWS]

    assert len(frozenset().union(*(one.acts for one in told))) == 6
    assert len(frozenset().union(*(one.means for one in told))) == 10
    assert len(frozenset().union(*(one.purposes for one in told))) == 2
    assert len({row["hasil"] for row in ROWS}) == 4


def _plain(one) -> str:
    return one.citation.id.removesuffix(" (perlu dikonfirmasi)")
