"""Rina's case with a child survivor; a grown woman in it too; the shelter may follow, a village office sees days."""

from datetime import date, timedelta

import pytest
from tests import cast
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import settle_case

from gugus.access.actions import open_to
from gugus.access.codes import Role
from gugus.cases.actions import add_party
from gugus.directory.codes import AgencyKind
from gugus.outbox.models import Event
from gugus.people.actions import register_person
from gugus.reintegration import jobs
from gugus.reintegration.actions.preparing import (
    Look,
    begin_reintegration,
    decide_place,
    look_at_home,
    reunite,
)
from gugus.reintegration.actions.visiting import Seen
from gugus.reintegration.models import MonitoringVisit, Reintegration

TODAY = date(2026, 6, 15)
HOME = {"place": "family", "looked_on": TODAY, "willing": "gladly", "safety": "safe", "accused": "no"}


def party_of(case, user, *, birth_year=None, **more):
    """The child survivor, or a new grown person of the case."""
    with voice_of(user):
        if birth_year is None:
            return case.parties.select_related("person").get(role="survivor")
        person = register_person(
            agency=user.agency, sex="male", birth_year=birth_year, names={"full": "Bayu Contoh", "aliases": []},
            by=user, at=NOON,
        )  # fmt: skip
        return add_party(case=case, person=person, role="survivor", by=user, at=NOON, **more)


def begun(world, case, *, birth_year=None, **more) -> Reintegration:
    party = party_of(case, world.rina, birth_year=birth_year)
    with voice_of(world.rina):
        return begin_reintegration(case=case, party=party, by=world.rina, at=NOON, **more)


def decided(world, case, *, at=NOON, **more) -> Reintegration:
    one = begun(world, case, **more)
    with voice_of(world.rina):
        look_at_home(one=one, look=Look(**HOME), by=world.rina, at=at)
        decide_place(
            one=one, place="family", wants="yes", reasons="Ibu menjemput sendiri.", by=world.rina, at=at
        )
        return one


def followed(world, case, *, on=TODAY, at=NOON, **more) -> Reintegration:
    one = decided(world, case, at=at, **more)
    with voice_of(world.rina):
        return reunite(one=one, reunited_on=on, by=world.rina, at=at)


def visits(user, one) -> list[MonitoringVisit]:
    with voice_of(user):
        rows = MonitoringVisit.objects.unscoped(because="the test looks").filter(reintegration=one)
        return list(rows.select_related("reintegration__case").order_by("number"))


def seen(on=TODAY, **more) -> Seen:
    told = {"visited_on": on, "means": "home", "alone": "seen", "safety": "safe"}
    return Seen(**(told | more))


def seen_by(user, model, /, **which) -> list:
    """What the database gives to this user, without the Python lock."""
    with voice_of(user):
        return list(model.objects.unscoped(because="the test looks").filter(**which))


def opened_to(world, case, agency):
    """The section is open to another agency, as after an accepted referral."""
    with voice_of(world.rina):
        open_to(
            kind="case", about=case, agency=agency, sections=["case", "reintegration"], basis="consent", because=case,
            by=world.rina, at=NOON - timedelta(days=1),
        )  # fmt: skip


def village(world):
    """A village office with a liaison."""
    office = cast.agency("desa-contoh", "Kantor Desa Contoh", AgencyKind.LOCAL_GOVERNMENT)
    return office, cast.user("wayan", office, Role.LIAISON, at=NOON)


def work(topic="reintegration.", at=NOON) -> int:
    """The worker hears what was announced."""
    with as_role("gugus_worker"):
        rows = list(Event.objects.filter(topic__startswith=topic).order_by("at", "pk"))
        for event in rows:
            handler = jobs.on_arrival if event.topic == "repatriation.arrived" else jobs.on_move
            handler(event=event, at=at)
        return len(rows)


@pytest.fixture
def case(world):
    return settle_case(world)
