"""The imagined world: same seed, same world; twenty cases in 2024; nothing before or after its time."""

from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta

import phonenumbers
import pytest

from gugus.access.codes import Role
from gugus.cases.codes import LegKind, PartyRole, Safety
from gugus.demo.areas import DISTRICTS, KELURAHAN
from gugus.demo.cast import BY_SLUG, BY_USERNAME
from gugus.demo.distributions import ECHO_SHARE
from gugus.demo.hero import HERO
from gugus.demo.imagine import CASES_A_YEAR, imagine_world, imagine_year
from gugus.demo.moments import WIB
from gugus.intake.codes import Outcome, Risk
from gugus.law import code, codes
from gugus.law.indicators import indicator
from gugus.law.triage import LEVELS, risk_of


def cases_of(reports):
    return [report.case for report in reports if report.case]


def texts_in(value):
    """Walk through everything that was imagined and yield every text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def moments_in(value):
    """Walk through everything that was imagined and yield every moment."""
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from moments_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from moments_in(getattr(value, field.name))


def age(person, on):
    return on.year - person.born_on.year - ((on.month, on.day) < (person.born_on.month, person.born_on.day))


def test_the_same_seed_tells_the_same_year_and_another_seed_another(year_2024):
    assert imagine_year(2024, 2024) == year_2024
    assert imagine_year(2025, 2024) != year_2024


def test_2024_has_ninety_reports_and_twenty_cases_mostly_of_girls(year_2024):
    survivors = [
        (report.received_at.date(), one) for report in year_2024 if report.case for one in report.survivors()
    ]
    girls = [one for day, one in survivors if one.sex == "female" and age(one, day) < 18]

    assert len(year_2024) == 90
    assert len(cases_of(year_2024)) == 20
    assert len(girls) > len(survivors) / 2


@pytest.mark.parametrize("reports, cases", [(1, 0), (1, 1), (5, 5), (60, 3), (120, 20)])
def test_a_year_has_as_many_reports_and_cases_as_asked(reports, cases):
    found = imagine_year(7, 2025, reports=reports, cases=cases)

    assert (len(found), len(cases_of(found))) == (reports, cases)


def test_more_cases_than_reports_are_refused():
    with pytest.raises(ValueError, match="cannot come out"):
        imagine_year(1, 2024, reports=3, cases=4)


def test_the_world_holds_the_cases_of_every_full_year_and_the_hero(world):
    opened = Counter(report.received_at.astimezone(WIB).year for report in world if report.case)

    assert opened[2023] == CASES_A_YEAR[2023]
    assert opened[2024] == 20
    assert opened[2025] == CASES_A_YEAR[2025] + 1
    assert HERO in world


def test_nothing_in_the_world_happens_after_its_last_day(world):
    end = datetime(2026, 3, 2, tzinfo=WIB)

    assert all(moment < end for moment in moments_in(world))
    assert world == sorted(world, key=lambda report: report.received_at)


def test_a_later_look_shows_the_same_past():
    early, late = imagine_world(until=date(2024, 6, 30)), imagine_world(until=date(2026, 3, 1))

    by_key = {report.key: report for report in late}
    for report in early:
        assert by_key[report.key].narrative == report.narrative
        assert by_key[report.key].parties == report.parties
        if report.case:
            assert {entry.text for entry in report.case.chronology} <= {
                entry.text for entry in by_key[report.key].case.chronology
            }


def test_every_moment_is_aware_and_in_utc(world):
    assert all(moment.tzinfo is UTC for moment in moments_in(world))


def test_visits_come_in_office_hours_and_some_calls_at_night(world):
    hours = {"walk_in": [], "phone": []}
    for report in world:
        if report.channel in hours:
            hours[report.channel].append(report.received_at.astimezone(WIB))

    assert all(moment.weekday() < 5 and 7 <= moment.hour < 17 for moment in hours["walk_in"])
    assert any(moment.hour >= 21 or moment.hour < 5 for moment in hours["phone"])


def test_things_happen_in_their_order(world):
    for report in world:
        assert report.triaged_at is None or report.triaged_at > report.received_at
        assert report.outcome_at is None or report.outcome_at > report.triaged_at
        for case in filter(None, [report.case]):
            entries = [entry.at for entry in case.chronology]
            assert entries == sorted(entries) and case.opened_at > report.received_at
            for one in case.referrals:
                told = [at for at in (one.sent_at, one.answered_at, one.feedback_at, one.done_at) if at]
                assert told == sorted(told) and one.sent_at > case.opened_at
            assert all(one.done_on is None or one.done_on >= one.needed_on for one in case.services)
            assert all(one.done_at is None or one.done_at >= one.made_at for one in case.tasks)


def test_a_closed_case_leaves_nothing_hanging(world):
    closed = [case for case in cases_of(world) if case.closing]

    assert closed
    for case in closed:
        assert all(one.answer == "declined" or one.done_at for one in case.referrals)
        assert all(one.done_on for one in case.services) and all(task.done_at for task in case.tasks)
        assert all(entry.at <= case.closing.at for entry in case.chronology)
        assert BY_USERNAME[case.closing.agreed_by].roles == (Role.SUPERVISOR,)


def test_recent_cases_are_still_open_and_some_referrals_wait(world):
    recent = [
        report.case
        for report in world
        if report.case and report.received_at > datetime(2025, 12, 1, tzinfo=UTC)
    ]

    assert any(case.closing is None for case in recent)
    assert any(line.done_on is None for case in recent for line in case.services)


def test_no_text_keeps_a_hole(world):
    holes = [text for text in texts_in(world) if set(text) & set("{}[]|")]

    assert holes == []


def test_ninety_reports_do_not_read_alike(year_2024):
    narratives = [report.narrative for report in year_2024]
    by_story = {}
    for report in year_2024:
        by_story.setdefault(report.story, []).append(report.narrative)

    assert len(set(narratives)) == len(narratives)
    assert max(map(len, by_story.values())) <= 5
    assert len(by_story) >= 40


def test_numbers_cannot_belong_to_anybody(world):
    people = [person for report in world for person in report.persons()]

    for person in people:
        assert not person.nik or (person.nik.startswith("00") and len(person.nik) == 16)
        assert not person.passport or person.passport.startswith("XX")
        for phone in person.phones:
            assert phone.startswith("0800-0")
            assert not phonenumbers.is_valid_number(phonenumbers.parse(phone, "ID"))


def test_about_a_tenth_of_the_survivors_turn_up_again_under_a_noisy_name(year_2024, world):
    first = {person.key: person for report in world for person in report.persons() if not person.same_as}
    survivors = [person for report in world for person in report.survivors()]
    echoes = [person for person in survivors if person.same_as]

    assert ECHO_SHARE <= len(echoes) / len(survivors) <= 0.25
    for echo in echoes:
        assert echo.full_name != first[echo.same_as].full_name
        assert echo.born_on == first[echo.same_as].born_on and echo.sex == first[echo.same_as].sex


def test_a_second_report_joins_the_case_of_the_first(year_2024):
    by_key = {report.key: report for report in year_2024}
    joined = [report for report in year_2024 if report.joins]

    assert joined
    for report in joined:
        original = by_key[report.joins]
        assert report.outcome == Outcome.ADDED and original.case and report.received_at > original.received_at
        assert report.outcome_at >= original.case.opened_at and report.area == original.area


def test_about_a_third_of_the_cases_go_to_the_police(year_2024):
    reported = [case for case in cases_of(year_2024) if case.police_stage]

    assert len(reported) == 7
    for case in cases_of(year_2024):
        assert bool(case.police_stage) == bool(case.police_reported_at)
        if not case.police_stage:
            assert not any("Laporan polisi dibuat" in text or "tersangka" in text for text in texts_in(case))


def test_every_code_of_the_world_is_known(world):
    areas = {*KELURAHAN, *DISTRICTS, "31.74"}
    for report in world:
        assert code("report_channels", report.channel) and report.risk in Risk.values
        assert report.outcome in {"", *Outcome.values} and report.area in KELURAHAN
        assert report.agency in BY_SLUG and (not report.sent_to or report.sent_to in BY_SLUG)
        assert report.sent_to != report.agency
        assert code("reporter_roles", report.reporter_role) and code("places", report.place)
        for party in report.parties:
            assert party.role in PartyRole.values
            assert not party.relation or code("relations", party.relation)
        for case in filter(None, [report.case]):
            assert case.manager in BY_USERNAME and case.safety in Safety.values
            for leg in case.incident.legs:
                assert leg.kind in LegKind.values and (leg.area in areas or len(leg.area) == 2)
                assert code("transports", leg.transport)
            for line in case.services:
                assert line.agency in BY_SLUG and code("services", line.kind)
            if case.screening:
                assert all(indicator(one) for one in case.screening.indicators)
                assert all(code("identification_results", one.result) for one in case.screening.decisions)
                assert {one.body for one in case.screening.decisions} <= set(BY_SLUG)


def test_the_risk_of_a_suspicion_is_the_one_its_danger_signs_ask_for(world):
    for report in world:
        answers = {"in_danger_now": False} | dict.fromkeys(report.danger_signs, True)
        asked = LEVELS.index(risk_of(answers).level)

        assert asked <= LEVELS.index(report.risk)
        if report.risk == "high":
            assert asked == LEVELS.index("high")


def test_agencies_are_only_asked_while_they_exist(world):
    for case in cases_of(world):
        for one in case.referrals:
            agency, day = BY_SLUG[one.to], one.sent_at.astimezone(WIB).date()
            assert agency.valid_from <= day and (agency.valid_to is None or day < agency.valid_to)
            assert agency.receives_referrals


def test_a_declined_referral_is_sent_again(world):
    settled = [report.case for report in world if report.case and report.case.closing]
    declined = [(case, one) for case in settled for one in case.referrals if one.answer == "declined"]

    assert declined
    for case, one in declined:
        assert any(
            again.service == one.service and again.sent_at > one.answered_at and again.answer == "accepted"
            for again in case.referrals
        )


def test_survivors_abroad_did_not_walk_into_an_office(world):
    for report in world:
        if report.reporter_role == "survivor" and "locked_in" in report.danger_signs:
            assert report.channel in ("whatsapp", "public_page", "phone")


def test_a_report_is_about_the_people_of_its_story(year_2024):
    for report in year_2024:
        for person in report.survivors():
            years = age(person, report.received_at.astimezone(WIB).date())
            assert 0 <= years <= 60
            if (
                report.case
                and report.case.screening.indicators
                and "false_age" in report.case.screening.indicators
            ):
                assert years < 18


def test_people_of_one_story_are_told_apart_by_their_names(year_2024):
    cast = {user.full_name.split()[0] for user in BY_USERNAME.values()}
    for report in year_2024:
        told = [party.person.nickname for party in report.parties if party.role in ("survivor", "accused")]

        assert len(set(told)) == len(told) or len(report.survivors()) > 1
        assert not cast & set(told)


def test_the_hero_walks_the_whole_path():
    case = HERO.case

    assert HERO.channel == "phone" and HERO.reporter_role == "neighbour"
    assert [leg.area for leg in case.incident.legs][0] == "52.03"
    assert age(case.parties[0].person, HERO.received_at.date()) == 15
    assert {one.answer for one in case.referrals} == {"accepted", "declined"}
    assert case.closing.at - HERO.received_at > timedelta(days=90)
    assert code("exploitation_forms", case.screening.forms[0]) in codes("exploitation_forms")
