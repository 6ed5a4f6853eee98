from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from gugus.base import moments

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "said"),
    [("Asia/Jakarta", "12.00 WIB"), ("Asia/Makassar", "13.00 WITA"), ("Asia/Jayapura", "14.00 WIT")],
)
def test_a_moment_names_its_zone(zone, said):
    with timezone.override(zone):
        assert f"15 Jun 2026 {said}" in moments.moment(NOON)


def test_a_moment_that_is_not_known_is_a_dash():
    assert "–" in moments.moment(None) and "–" in moments.day(None)


def test_a_late_clock_speaks_to_eyes_and_to_readers():
    with translation.override("id"):
        html = drawn(start=NOON, due=NOON + timedelta(hours=1), now=NOON + timedelta(hours=4))

    assert 'role="meter"' in html and 'aria-valuetext="terlambat 3 jam"' in html and "clock-late" in html


def drawn(**context) -> str:
    return Template("{% load look %}{% clock_bar start due now %}").render(Context(context))
