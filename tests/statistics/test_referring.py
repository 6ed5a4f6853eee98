"""Figures about referrals: what is counted, what is kept back, and that nobody is ranked."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import ask, settle_case

from gugus.kernel.periods import Period
from gugus.outbox.models import Event
from gugus.referrals.actions import accept_referral, decline_referral
from gugus.statistics.counting import HIDDEN, Scale
from gugus.statistics.definitions import definitions
from gugus.statistics.jobs import keep_up
from gugus.statistics.keeping import rebuild
from gugus.statistics.referring import (
    FEWEST,
    RECEIVED,
    SENT,
    ReferralCounter,
    referral_figures,
    referral_scale,
)

TODAY = date(2025, 6, 15)
YEAR = Period.parse("2024")
PROTECTED = Scale(exact=False)
PAGE = "/data/rujukan/"


def fill(
    sender, receiver, number: int, *, hours: float | None = 5.0, kept: bool | None = True, **more
) -> None:
    """Facts of 2024, as the worker would have written them."""
    told = {
        "on": "2024-05-02", "service": "shelter", "state": "done" if hours is not None else "sent", "urgency": "soon",
        "code": "", "answered_how": "account" if hours is not None else "", "over_clock": False,
        "answer_band": "" if hours is None else "h2" if hours <= 2 else "h24" if hours <= 24 else "d7",
    } | more  # fmt: skip
    names = ", ".join(f'"{name}"' for name in told)
    with as_role("gugus_worker"), connection.cursor() as cursor:
        for _ in range(number):
            cursor.execute(
                "insert into statistics_referralfact (id, agency_id, to_agency_id, district, regency, answer_hours, "
                f"answer_kept, {names}) values (%s, %s, %s, '', '31.74', %s, %s, {', '.join(['%s'] * len(told))})",
                [uuid4(), sender.pk, receiver.pk, hours, kept, *told.values()],
            )


@pytest.fixture
def world(world):
    """The cast, with the database speaking for Yusuf, who supervises the unit."""
    with voice_of(world.yusuf):
        yield world


@pytest.fixture
def year(world):
    """The unit asked the shelter often and the police seldom; somebody else asked too."""
    fill(world.unit, world.shelter, 12, hours=4.0)
    fill(world.unit, world.shelter, 6, hours=50.0, kept=False)
    fill(world.unit, world.police, 2, hours=1.0)
    fill(world.unit, world.shelter, 1, hours=9.0, state="declined", code="no_capacity")
    fill(world.outside, world.shelter, 20, hours=10.0)
    return world


def picture(shown, code):
    return next(one for one in shown.pictures if one.code == code)


def tile(shown, label):
    return next(one.value for one in shown.tiles if str(one.label) == label)


def test_an_agency_counts_exactly_what_it_asked_for(year):
    exact = Scale(exact=True, agency=year.unit.pk)

    shown = referral_figures(YEAR, exact, TODAY, side=SENT)

    assert shown.tiles[0].value == 21
    assert shown.tiles[1].value == "71 %"  # 15 of 21
    lines = {one.name: one for one in picture(shown, "referral_agencies").parts["lines"]}
    assert (lines[year.police.name].kept, lines[year.shelter.name].late) == (2, 6)
    assert [bar.value for bar in picture(shown, "referral_decline_reasons").parts["bars"]] == [1]


def test_the_other_side_counts_what_it_was_asked_for(year):
    with voice_of(year.maya):
        shown = referral_figures(YEAR, Scale(exact=True, agency=year.shelter.pk), TODAY, side=RECEIVED)

    assert shown.tiles[0].value == 39
    assert [one.name for one in picture(shown, "referral_agencies").parts["lines"]] == sorted(
        [year.unit.name, year.outside.name]
    )


def test_the_median_and_the_ninth_decile_are_those_of_the_answers(year):
    whole = ReferralCounter(YEAR, Scale(exact=True, agency=year.unit.pk), TODAY, SENT).groups()[()]

    assert (whole.n, whole.answered, whole.half, whole.most) == (21, 21, 4.0, 50.0)


def test_the_task_force_sees_no_small_count_and_no_time_of_few(year):
    shown = referral_figures(YEAR, PROTECTED, TODAY)

    lines = {one.name: one for one in picture(shown, "referral_agencies").parts["lines"]}
    police = lines[year.police.name]
    assert (police.kept, police.share, police.half, police.most) == (HIDDEN,) * 4
    # What would give the two away is kept back with them: 41 in all less what is shown.
    assert HIDDEN in (lines[year.shelter.name].kept, lines[year.shelter.name].late)
    assert picture(shown, "referral_decline_reasons").parts["bars"][0].value == HIDDEN


def test_whoever_declined_seldom_is_not_found_out_by_subtraction(year):
    fill(year.unit, year.shelter, 2, hours=None, kept=False, state="expired")

    shown = referral_figures(YEAR, PROTECTED, TODAY)
    ends = {str(bar.label): bar.value for bar in picture(shown, "referral_ends").parts["bars"]}

    # Two expired and one declined hide each other and no reason says the rest.
    assert list(ends.values()).count(HIDDEN) >= 2
    assert all(bar.value == HIDDEN for bar in picture(shown, "referral_decline_reasons").parts["bars"])


def test_agencies_stand_by_name_and_never_by_merit(year):
    fill(year.unit, year.office, 30, hours=200.0, kept=False)

    names = [
        one.name
        for one in picture(referral_figures(YEAR, PROTECTED, TODAY), "referral_agencies").parts["lines"]
    ]

    assert names == sorted(names) and len(names) == 3


def test_a_time_of_the_task_force_needs_ten_answers_in_the_database_itself(world):
    fill(world.unit, world.shelter, FEWEST - 1, hours=7.4)
    counter = ReferralCounter(YEAR, PROTECTED, TODAY, SENT)

    assert counter.groups()[()].half is None
    fill(world.unit, world.shelter, 1, hours=7.4)
    assert counter.groups()[()].half == 7.0  # whole hours


@pytest.mark.parametrize(
    "call",
    [
        "statistics_referrals('{id}', '2024-01-01', '2025-01-01', 'sent', null)",
        "statistics_referrals('{state,code,urgency}', '2024-01-01', '2025-01-01', 'sent', null)",
        "statistics_referrals('{}', '2024-01-01', '2025-01-01', 'both', null)",
        "statistics_referrals('{}', '2024-01-01', '2024-05-03', 'sent', null)",
        "statistics_referrals('{}', '2024-05-02', '2025-01-01', 'sent', null)",
    ],
)
def test_the_database_counts_by_nothing_else(world, call):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select * from {call}")


def test_another_agency_is_not_counted_by_itself_from_either_side(year):
    for side in (SENT, RECEIVED):
        with pytest.raises(DatabaseError, match="own agency"), transaction.atomic():
            ReferralCounter(YEAR, Scale(exact=True, agency=year.shelter.pk), TODAY, side).groups()


@pytest.mark.parametrize(
    ("name", "exact"),
    [("maya", True), ("rina", True), ("yusuf", True), ("arif", False), ("nadia", False), ("putri", False)],
)
def test_who_sees_every_referral_of_an_agency_may_count_them(world, name, exact):
    assert referral_scale(world.viewer(name), own=True).exact is exact


def test_weeks_months_and_years_can_be_asked_for(year):
    exact = Scale(exact=True, agency=year.unit.pk)

    assert referral_figures(Period.parse("2024-W18"), exact, TODAY).tiles[0].value == 21
    months = picture(referral_figures(Period.parse("2024-Q2"), exact, TODAY), "referral_months").parts[
        "points"
    ]
    assert [point.value for point in months] == [0, 21, 0]
    weeks = picture(referral_figures(Period.parse("2024-05"), exact, TODAY), "referral_months").parts[
        "points"
    ]
    assert sum(point.value for point in weeks) == 21


def test_the_page_asks_a_fixed_number_of_questions(world, django_assert_num_queries):
    fill(world.unit, world.shelter, 1)
    with django_assert_num_queries(8):
        referral_figures(YEAR, PROTECTED, TODAY)
    fill(world.unit, world.shelter, 13)
    fill(world.unit, world.police, 4, service="legal_aid", urgency="now")
    with django_assert_num_queries(8):
        referral_figures(YEAR, PROTECTED, TODAY)


@pytest.mark.parametrize("name", ["arif", "wulan", "eka", "maya", "yusuf"])
def test_page_table_and_api_say_the_same(signed_in, year, name):
    client = signed_in(getattr(year, name))

    page = client.get(f"{PAGE}?period=2024")
    api = client.get("/api/v1/figures/referrals?period=2024")
    rows = client.get(f"{PAGE}unduh.csv?period=2024")

    assert page.status_code == api.status_code == 200
    assert api.json()["exact"] is False and any(row["text"] == HIDDEN for row in api.json()["rows"])
    if rows.status_code == 200:
        assert len(rows.content.decode("utf-8-sig").splitlines()) - 1 == len(api.json()["rows"])
    else:
        assert name in {"arif", "maya"} and rows.status_code == 403


def test_months_of_the_task_force_become_years_and_the_api_says_so(signed_in, year):
    client = signed_in(year.arif)

    assert client.get(f"{PAGE}?period=2024-05").context["widened"]
    assert client.get("/api/v1/figures/referrals?period=2024-W05").status_code == 409


def test_a_liaison_sees_the_own_side_exactly_and_no_other(signed_in, year):
    page = signed_in(year.maya).get(f"{PAGE}?period=2024&own=on&side=received")

    assert page.context["scale"] == Scale(exact=True, agency=year.shelter.pk)
    assert page.context["figures"].tiles[0].value == 39


def test_bad_input_is_told_at_its_field(signed_in, world):
    answer = signed_in(world.maya).get(f"{PAGE}?period=kemarin&side=oben")

    assert answer.status_code == 422
    assert {"period", "side"} <= answer.context["form"].errors.keys()


def test_every_picture_and_tile_opens_its_definition(year):
    shown = referral_figures(YEAR, PROTECTED, TODAY)

    assert {one.code for one in (*shown.tiles, *shown.pictures)} <= definitions().keys()


def test_facts_follow_a_referral_and_a_rebuild_gives_the_same(world):
    case = settle_case(world)
    first, second = ask(world, case, world.shelter), ask(world, case, world.police, urgency="soon")
    with voice_of(world.maya):
        accept_referral(referral=first, answer="", by=world.maya, at=NOON)
    with voice_of(world.budi):
        decline_referral(referral=second, code="no_capacity", answer="", by=world.budi, at=NOON)

    with as_role("gugus_worker"):
        for event in Event.objects.order_by("at"):
            keep_up(event=event, at=NOON)
        kept = facts()
        rebuild()
        assert facts() == kept

    assert sorted(row[:4] for row in kept) == [
        ("accepted", "", "now", "account"), ("declined", "no_capacity", "soon", "account"),
    ]  # fmt: skip


def facts() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select state, code, urgency, answered_how, answer_band, answer_kept, over_clock from "
            "statistics_referralfact order by id"
        )
        return cursor.fetchall()
