"""Sums by quarter, half-year and year: what may be told, and that no hidden one is the difference of two told ones."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse
from tests.conftest import NOON, as_role, voice_of

from gugus.restitution import figures
from gugus.restitution.models import Claim, LedgerLine

D = Decimal
DAYS = {1: date(2024, 2, 1), 2: date(2024, 5, 1), 3: date(2024, 8, 1), 4: date(2024, 11, 1)}


def claims(world, case, number) -> list[Claim]:
    with as_role("gugus_worker"):
        person = case.parties.get(role="survivor").person
        return [
            _saved(Claim(case=case, person=person, told_on=DAYS[1], written_by=world.rina, written_at=NOON))
            for _ in range(number)
        ]


def _saved(row):
    row.save(force_insert=True)
    return row


def granted(world, claim, on, amount="10000000") -> None:
    with as_role("gugus_worker"):
        number = LedgerLine.objects.unscoped(because="test").filter(claim=claim).count() + 1
        _saved(
            LedgerLine(
                claim=claim,
                number=number,
                kind="granted",
                head="suffering",
                amount=D(amount),
                on=on,
                agency=world.unit,
                written_by=world.rina,
                written_at=NOON,
            )  # fmt: skip
        )


def spread(world, case, counts) -> None:
    """So many claims in each quarter of 2024, each with one line."""
    for quarter, number in enumerate(counts, start=1):
        for claim in claims(world, case, number):
            granted(world, claim, DAYS[quarter])


def told(user) -> dict[str, bool]:
    """Period → may its sum be shown? As the application asks, for whoever signs in."""
    with voice_of(user):
        return {period: total is not None for (period, kind), (_n, total) in figures.all_sums().items()}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((6, 6, 0, 0), {"2024-Q1", "2024-Q2", "2024-S1", "2024"}),
        ((4, 6, 0, 0), {"2024-S1", "2024"}),
        ((2, 2, 0, 0), set()),
        ((5, 5, 2, 2), {"2024-Q1", "2024-Q2", "2024-S1"}),
        ((2, 2, 2, 2), {"2024"}),
        ((6, 0, 6, 2), {"2024-Q1", "2024-S1", "2024-S2", "2024"}),
    ],
)
def test_a_period_is_told_where_enough_claims_are_behind_it_and_behind_its_neighbours(
    world, case, counts, shown
):
    spread(world, case, counts)

    assert {period for period, may in told(world.arif).items() if may} == shown


@pytest.mark.parametrize("counts", list(product((0, 3, 5), repeat=4))[1::4])
def test_never_is_one_hidden_period_left_among_told_ones(world, case, counts):
    spread(world, case, counts)
    seen = told(world.arif)
    families = {
        "2024-S1": ["2024-Q1", "2024-Q2"], "2024-S2": ["2024-Q3", "2024-Q4"], "2024": ["2024-S1", "2024-S2"],
    }  # fmt: skip

    for whole, parts in families.items():
        there = [seen[one] for one in parts if one in seen]
        if seen.get(whole) and len(there) > 1:
            assert there.count(False) != 1, (counts, whole, seen)
        if whole in seen and not seen[whole]:
            assert not (there and all(there)), (counts, whole, seen)  # the parts would add up to it


def test_one_claim_that_is_nearly_everything_is_not_told(world, case):
    for amount, claim in zip(["900000000", *["10000000"] * 5], claims(world, case, 6), strict=True):
        granted(world, claim, DAYS[1], amount)

    assert not any(told(world.arif).values())


def test_a_period_that_is_not_over_is_not_told(world, case):
    with connection.cursor() as cursor:
        cursor.execute("select date_trunc('quarter', now())::date")
        this_quarter = cursor.fetchone()[0]
    for claim in claims(world, case, 6):
        granted(world, claim, this_quarter)

    assert told(world.arif) == {}


def test_sums_are_rounded_to_a_million(world, case):
    for claim in claims(world, case, 5):
        granted(world, claim, DAYS[2], "10123456.78")

    with voice_of(world.arif):
        assert figures.all_sums()["2024-Q2", "granted"] == (5, D(51_000_000))


def test_ones_own_agency_is_counted_exactly_in_each_period(world, case):
    for quarter, claim in enumerate(claims(world, case, 3), start=1):
        granted(world, claim, DAYS[quarter], "1000000.50")

    with voice_of(world.yusuf):
        sums = figures.own_sums(world.viewer("yusuf"))
    assert {period: total for (period, _kind), (_n, total) in sums.items()} == {
        "2024": D("3000001.50"), "2024-S1": D("2000001.00"), "2024-S2": D("1000000.50"), "2024-Q1": D("1000000.50"),
        "2024-Q2": D("1000000.50"), "2024-Q3": D("1000000.50"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("per", "period"), [("Q", "2024-Q1"), ("S", "2024-S1"), ("Y", "2024"), ("nonsense", "2024-S1")]
)
def test_the_page_draws_the_length_that_was_asked_for(world, case, signed_in, per, period):
    spread(world, case, (6, 6, 0, 0))

    page = signed_in(world.arif).get(reverse("restitution:figures"), {"per": per}).content.decode()

    assert f'<span class="nowrap">{period}</span>' in page and "<svg" in page
    assert ('<span class="nowrap">2024-Q1</span>' in page) is (per == "Q")


def test_the_api_says_the_same_and_nothing_about_hidden_ones(world, case, signed_in):
    spread(world, case, (5, 5, 2, 2))

    rows = {one["period"]: one for one in signed_in(world.arif).get("/api/v1/restitution-figures").json()}

    assert (
        rows["2024-Q1"]["total"] == "50000000.00"
        and rows["2024-S2"]["total"] is rows["2024"]["claims"] is None
    )
