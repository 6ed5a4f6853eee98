"""What counts as a basis, and what a line of the ledger needs: rules on plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gugus.consent.rules import Asked, Line, choose, grown_on, hurdles, is_child, state_of

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def line(when=-2, **more) -> Line:
    told = {"basis": "consent", "answer": "given", "asked_at": NOON + when * DAY, "specific": True}
    return Line(**(told | more))


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (line(), "holds"),
        (line(until_at=NOON), "expired"),
        (line(until_at=NOON + DAY), "holds"),
        (line(withdrawn_at=NOON - DAY), "withdrawn"),
        (line(withdrawn_at=NOON + DAY), "holds"),
        (line(answer="refused"), "refused"),
        (line(answer="not_asked"), "not_asked"),
        (line(lapsed=True), "lapsed"),
        (line(replaced=True), "replaced"),
        (line(when=1), "not_yet"),
    ],
)
def test_a_line_stands_by_itself(one, state):
    assert state_of(one, NOON) == state


def test_nothing_on_record_is_no_basis():
    assert choose([], NOON) == (None, "none")


def test_a_refusal_is_respected_and_a_later_yes_counts_again():
    assert choose([line(-3), line(-2, answer="refused")], NOON) == (1, "refused")
    assert choose([line(-3, answer="refused"), line(-2)], NOON) == (1, "holds")


def test_a_refusal_for_one_agency_stops_a_consent_for_all_services_there():
    services = line(-5, specific=False)

    assert choose([services], NOON) == (0, "holds")
    assert choose([services, line(-2, answer="refused")], NOON) == (1, "refused")
    assert choose([services, line(-2, withdrawn_at=NOON - DAY)], NOON) == (1, "withdrawn")


def test_a_refusal_for_a_kind_leaves_the_consent_for_one_agency():
    assert choose([line(-5), line(-2, specific=False, answer="refused")], NOON) == (0, "holds")
    kinds = [line(-5, specific=False), line(-2, specific=False, answer="refused")]
    assert choose(kinds, NOON) == (1, "refused")


def test_not_asked_yet_is_no_refusal():
    assert choose([line(-5, specific=False), line(-2, answer="not_asked")], NOON) == (0, "holds")


def test_a_duty_of_the_law_stands_beside_a_refusal_and_consent_comes_first():
    duty = line(-9, basis="legal_duty")

    assert choose([line(answer="refused"), duty], NOON) == (1, "holds")
    assert choose([duty, line()], NOON) == (1, "holds")


def test_danger_counts_for_its_hours_only():
    danger = line(0, basis="vital_interest", until_at=NOON + timedelta(hours=3))

    assert choose([danger], NOON)[1] == "holds"
    assert choose([danger], NOON + timedelta(hours=3))[1] == "expired"


CHILD = Asked(
    basis="consent", answer="given", child=True, age_said=True, giver="guardian", relation="mother", giver_named=True,
    child_view="agrees", age=14, objection_age=12, form="written", language="Sunda", sections=True, most_hours=72,
)  # fmt: skip
GROWN = replace(CHILD, child=False, giver="self", relation="", giver_named=False, child_view="", age=36)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (CHILD, []),
        (GROWN, []),
        (replace(CHILD, giver="self"), ["child_needs_guardian"]),
        (replace(CHILD, giver="self", answer="refused"), []),
        (replace(CHILD, child_view=""), ["child_view_needed"]),
        (replace(CHILD, child_view="disagrees"), ["child_objects"]),
        (replace(CHILD, child_view="disagrees", age=9), []),
        (replace(CHILD, child_view="disagrees", objection_age=16), []),
        (replace(CHILD, guardian_barred=True), ["barred"]),
        (replace(CHILD, giver_named=False, relation=""), ["name_needed", "relation_needed"]),
        (
            replace(CHILD, giver="official", no_guardian="absent"),
            ["not_yours_to_decide", "reason_needed"],
        ),
        (replace(CHILD, giver="official", no_guardian="absent", note=True, may_decide=True), []),
        (replace(CHILD, giver="official", note=True, may_decide=True), ["no_guardian_needed"]),
        (replace(CHILD, giver="representative"), ["child_has_guardian"]),
        (replace(GROWN, giver="guardian", giver_named=True, relation="father"), ["grown_speaks"]),
        (replace(GROWN, giver="official"), ["grown_speaks"]),
        (
            replace(GROWN, giver="representative", giver_named=True, relation="curator"),
            ["capacity_needed"],
        ),
        (
            replace(GROWN, giver="representative", giver_named=True, relation="curator", capacity_words=True),
            [],
        ),
        (replace(GROWN, age_said=False), ["age_needed"]),
        (replace(GROWN, form="spoken"), ["witness_needed"]),
        (replace(GROWN, form="thumbprint", witness_named=True), []),
        (replace(GROWN, form="", language=""), ["form_needed", "language_needed"]),
        (replace(GROWN, interpreter_named=True), ["interpreter_office_needed"]),
        (replace(GROWN, sections=False), ["sections_needed"]),
        (replace(GROWN, sections=False, answer="refused"), []),
        (replace(GROWN, giver="", form="", language="", answer="not_asked"), []),
        (replace(GROWN, until_after=timedelta(0)), ["ends_before"]),
        (replace(GROWN, basis="legal_duty"), ["duty_needed"]),
        (replace(GROWN, basis="legal_duty", duty=True, consent_only=True), ["only_consent"]),
        (replace(GROWN, basis="legal_duty", duty=True, answer="refused"), ["only_consent_refused"]),
        (replace(GROWN, basis="vital_interest"), ["danger_needed", "end_needed"]),
        (replace(GROWN, basis="vital_interest", note=True, until_after=timedelta(hours=73)), ["too_long"]),
        (replace(GROWN, basis="vital_interest", note=True, until_after=timedelta(hours=72)), []),
    ],
)
def test_what_a_line_needs(asked, codes):
    assert [code for code, _field in hurdles(asked)] == codes


@pytest.mark.parametrize(
    ("born", "year", "day", "child"),
    [
        ("2008-06-15", 2008, date(2026, 6, 14), True),
        ("2008-06-15", 2008, date(2026, 6, 15), False),
        (None, 2008, date(2026, 6, 15), None),
        (None, 2008, date(2026, 12, 31), False),
        ("2008-06", 2008, date(2026, 6, 15), None),
        ("not a date", 2010, date(2026, 6, 15), True),
        (None, None, date(2026, 6, 15), None),
    ],
)
def test_a_child_is_under_18_and_a_bare_year_leaves_it_open(born, year, day, child):
    assert is_child(born, year, day) is child


def test_somebody_is_grown_on_the_18th_birthday_or_when_it_is_certain():
    assert grown_on("2008-06-15", 2008) == date(2026, 6, 15)
    assert grown_on("2008-02-29", 2008) == date(2026, 3, 1)
    assert grown_on(None, 2008) == date(2026, 12, 31)
    assert grown_on(None, None) is None
