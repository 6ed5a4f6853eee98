"""Scores and changes over time are the same whichever order they were written in."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.care.scoring import Taken, changes, counting, course

CALM = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
DAYS = st.integers(0, 30).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
SCORES = st.dictionaries(st.sampled_from(["medical", "legal", "family"]), st.none() | st.integers(1, 5))


@st.composite
def taken_lists(draw):
    """Assessments of which some correct an earlier one, at most one each."""
    made = []
    for key in range(draw(st.integers(0, 8))):
        free = [one.key for one in made if one.key not in {each.corrects for each in made}]
        corrects = draw(st.none() | st.sampled_from(free)) if free else None
        made.append(Taken(key, draw(DAYS), draw(SCORES), corrects))
    return made


@CALM
@given(taken_lists(), st.randoms())
def test_the_order_of_writing_changes_nothing(taken, random):
    mixed = list(taken)
    random.shuffle(mixed)

    assert course(mixed) == course(taken)
    assert changes(mixed) == changes(taken)


@CALM
@given(taken_lists())
def test_the_moves_add_up_to_the_whole_change(taken):
    for domain, points in course(taken).items():
        moves = [later[1] - sooner[1] for sooner, later in zip(points, points[1:], strict=False)]
        assert sum(moves) == changes(taken)[domain].since_first
        assert [on for on, _score in points] == sorted(on for on, _score in points)


@CALM
@given(taken_lists())
def test_what_was_corrected_counts_no_more(taken):
    gone = {one.corrects for one in taken} - {None}

    assert not gone & {one.key for one in counting(taken)}
    assert len(counting(taken)) == len(taken) - len(gone)


def test_a_domain_that_was_left_out_once_keeps_its_last_score():
    first = Taken(1, date(2026, 1, 1), {"medical": 2})
    second = Taken(2, date(2026, 2, 1), {"medical": None})

    found = changes([second, first])["medical"]

    assert (found.first, found.before, found.last, found.since_before) == (2, None, 2, None)
