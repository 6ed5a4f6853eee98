"""Rina's case with a child survivor and a known recruiter; its criminal track is open to Budi of the police."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from tests import cast
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import ask, settle_case

from gugus.base.context import speaking_for
from gugus.cases.actions import add_party
from gugus.directory.codes import AgencyKind
from gugus.justice import jobs
from gugus.justice.actions import charging, moving, ruling, sitting
from gugus.justice.models import Proceeding
from gugus.outbox.models import Event
from gugus.people.actions import register_person
from gugus.referrals.actions import accept_referral

TODAY = date(2026, 6, 15)
ACT = date(2026, 2, 10)
LP_ON = date(2026, 3, 2)
LP = "LP/B/112/III/2026/SPKT"


def opened_to(world, case, user, sections=("case", "identity", "justice"), service="legal_aid"):
    """The agency of a user accepts a referral with these sections."""
    referral = ask(world, case, user.agency, service=service, sections=list(sections))
    with voice_of(user):
        accept_referral(referral=referral, answer="", by=user, at=NOON)


def recruiter(world, case, name="Bimo Rekaan", birth_year=1984):
    with voice_of(world.rina):
        person = register_person(
            agency=world.unit, sex="male", birth_year=birth_year, names={"full": name, "aliases": []}, by=world.rina,
            at=NOON,
        )  # fmt: skip
        return add_party(case=case, person=person, role="accused", by=world.rina, at=NOON)


def written(world, case, accused=None, by=None, **more) -> Proceeding:
    by = by or world.rina
    told = {"lp_on": LP_ON, "lp_number": LP, "office": world.police, "acts_on": [ACT]} | more
    with voice_of(by):
        return moving.write_proceeding(
            case=case, told_of=moving.Told(accused=accused, **told), by=by, at=NOON
        )


def moved(by, proceeding, *steps, at=NOON) -> Proceeding:
    """Through these stages, one a day since the report; a step may be (stage, code) or (stage, "", asked)."""
    with voice_of(by):
        for step in steps:
            to, code, asked = (*((step,) if isinstance(step, str) else step), "", "")[:3]
            on = again(by, proceeding).stage_on + timedelta(days=1)
            proceeding = moving.move_on(
                proceeding=proceeding, to=to, on=on, code=code, asked=asked, document=f"B/{to}", by=by, at=at
            )
        return proceeding


TO_HAND_OVER = ("inquiry", "investigation", "file_sent", "file_complete", "handed_over")


def at_trial(world, proceeding) -> Proceeding:
    moved(world.rina, proceeding, *TO_HAND_OVER)
    with voice_of(world.rina):
        charging.add_charge(
            proceeding=proceeding, provision="kuhp_455", acted_on=ACT, level="primary", by=world.rina, at=NOON
        )
        charging.add_charge(
            proceeding=proceeding,
            provision="uu35_76f",
            acted_on=ACT,
            level="subsidiary",
            by=world.rina,
            at=NOON,
        )
    return moved(world.rina, proceeding, "indicted", "trial")


def ruled(world, proceeding, instance="first", outcome="convicted", **more):
    with voice_of(world.rina):
        fresh = again(world.rina, proceeding)
        first, second = fresh.charges.filter(dropped_on=None)
        sentence = {"months": 84, "fine": 250_000_000, "substitute": 6} if outcome == "convicted" else {}
        rulings = [ruling.Said(first.pk, outcome, **sentence), ruling.Said(second.pk, "not_decided")]
        return ruling.give_verdict(
            proceeding=fresh, instance=instance, on=fresh.stage_on + timedelta(days=1), rulings=rulings,
            number=f"{instance}/Pid.Sus/2026", by=world.rina, at=NOON, **more,
        )  # fmt: skip


def again(user, row):
    with voice_of(user):
        return type(row).objects.unscoped(because="the test looks").get(pk=row.pk)


def seen_by(user, model, /, **which) -> list:
    """What the database gives to this user, without the Python lock."""
    with voice_of(user):
        return list(model.objects.unscoped(because="the test looks").filter(**which))


def follow_all() -> None:
    """Let the worker deal with everything that was announced, until nothing new is announced."""
    done = set()
    with speaking_for(), as_role("gugus_worker"):
        while fresh := [one for one in Event.objects.order_by("at", "pk") if one.pk not in done]:
            for event in fresh:
                done.add(event.pk)
                context = event.topic.partition(".")[0]
                if job := JOBS.get(event.topic) or JOBS.get(context):
                    job(event=event, at=NOON)


JOBS = {
    "proceeding": jobs.on_proceeding, "hearing": jobs.on_hearing, "protection": jobs.on_protection,
    "shield": jobs.on_shield, "screening": jobs.on_screening, "case.flagged": jobs.on_flag,
}  # fmt: skip


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def hearing_on(world, proceeding, *places, by=None, **more):
    by = by or world.rina
    told = {
        "starts_at": NOON + timedelta(days=5),
        "agenda": "victim",
        "court_name": "PN Contoh",
        "places": places,
    }
    with voice_of(by):
        return sitting.plan_hearing(
            proceeding=proceeding, sitting=sitting.Sitting(**(told | more)), by=by, at=NOON
        )


@pytest.fixture
def case(world):
    return settle_case(world)


@pytest.fixture
def shared(world, case):
    """The same case, with its criminal track open to the police and its care to the shelter."""
    opened_to(world, case, world.budi)
    opened_to(world, case, world.maya, ("case", "identity", "care"), "shelter")
    return case


@pytest.fixture
def survivor(world, case):
    with voice_of(world.rina):
        return case.parties.select_related("person").get(role="survivor")


@pytest.fixture
def accused(world, case):
    return recruiter(world, case)


@pytest.fixture
def proceeding(world, case, accused):
    return written(world, case, accused)


@pytest.fixture
def helpers(world):
    """Intan of legal aid, Galih of LPSK, Yoga of the prosecution."""
    kinds = {
        "intan": AgencyKind.LEGAL_AID,
        "galih": AgencyKind.WITNESS_PROTECTION,
        "yoga": AgencyKind.PROSECUTION,
    }
    made = {}
    for name, kind in kinds.items():
        agency = cast.agency(f"kantor-{name}", f"Kantor {name.title()}", kind)
        made[name] = cast.user(name, agency, "liaison", at=NOON)
    return SimpleNamespace(**made)
