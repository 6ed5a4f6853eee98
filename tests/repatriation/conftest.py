"""Rina's case with a grown survivor abroad, on her way home by three legs."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from PIL import Image, ImageDraw
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented
from tests.referrals.conftest import settle_case

from gugus.cases.actions import add_party
from gugus.cases.models import Case
from gugus.outbox.models import Event
from gugus.people.actions import register_person
from gugus.people.models import Person
from gugus.repatriation.actions.handing import Handed, Minutes, accept, offer, write_handover
from gugus.repatriation.actions.legs import LegPlan, begin_leg, confirm_arrival, schedule, write_leg
from gugus.repatriation.actions.preparing import Plan, assess_risk, keep_consent, propose, tell_tracing
from gugus.repatriation.jobs import on_arrival, on_end, on_minutes
from gugus.repatriation.models import Handover, Leg, Repatriation, Signature
from gugus.repatriation.stations import Station

TAWAU, NUNUKAN, LOMBOK = Station("my_tawau"), Station("id_nunukan"), Station(area="52.03")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def drawing(size=(300, 120), color="black") -> str:
    """A data URL of a drawn line."""
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    ImageDraw.Draw(picture).line((10, 10, size[0] - 10, size[1] - 10), fill=color, width=4)
    out = BytesIO()
    picture.save(out, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def grown_in(world, case) -> Person:
    """A grown survivor."""
    with voice_of(world.rina):
        person = register_person(
            agency=world.unit, sex="female", birth_year=1994, names={"full": "Sekar Ayuningtyas", "aliases": []},
            by=world.rina, at=NOON,
        )  # fmt: skip
        add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
        return person


def child_in(world, case) -> Person:
    with voice_of(world.rina):
        return case.parties.select_related("person").get(role="survivor", person__birth_year=2010).person


def plan_of(**more) -> Plan:
    told = {
        "kind": "from_abroad",
        "origin": TAWAU,
        "target": LOMBOK,
        "address": "Dusun Contoh",
        "family": "Ibu Contoh",
    }
    return Plan(**(told | more))


def proposed(world, case, person, **more) -> Repatriation:
    with voice_of(world.rina):
        return propose(case=case, person=person, plan=plan_of(**more), by=world.rina, at=NOON)


def leg_plan(origin=TAWAU, target=NUNUKAN, *, leaves=NOON, hours=6, **more) -> LegPlan:
    told = {
        "transport": "ship",
        "departs_at": leaves,
        "arrives_at": leaves + hours * HOUR,
        "carrier": "KM Contoh 12",
    }
    return LegPlan(origin=origin, target=target, **(told | more))


def prepared(world, case, person, *, risk="safe", agencies=None, legs=None, at=NOON, **more) -> Repatriation:
    """Everything done but leaving: two legs unless others are given."""
    for agency in agencies or [world.shelter]:
        consented(world.rina, person, agency, purpose="return")
    made = proposed(world, case, person, **more)
    with voice_of(world.rina):
        tell_tracing(repatriation=made, tracing="found", note="", by=world.rina, at=at)
        keep_consent(repatriation=made, by=world.rina, at=at)
        assess_risk(repatriation=made, risk=risk, note="Keluarga siap.", by=world.rina, at=at)
        for plan in legs or (leg_plan(), leg_plan(NUNUKAN, LOMBOK, leaves=NOON + DAY, hours=20)):
            write_leg(repatriation=made, plan=plan, by=world.rina, at=at)
        return schedule(repatriation=made, by=world.rina, at=at)


def legs_of(world, repatriation) -> list[Leg]:
    with voice_of(world.rina):
        return list(Leg.objects.unscoped(because="test").filter(repatriation=repatriation))


def left(world, repatriation, *, at=NOON, number=1, by=None) -> Leg:
    by = by or world.rina
    with voice_of(by):
        leg = Leg.objects.unscoped(because="test").get(repatriation=repatriation, number=number)
        return begin_leg(leg=leg, by=by, at=at)


def arrived(world, leg, *, at=NOON + 6 * HOUR, by=None, how="escort") -> Leg:
    by = by or world.rina
    with voice_of(by):
        return confirm_arrival(leg=leg, arrived_at=at, how=how, by=by, at=at)


def minutes_of(world, persons, *, at=NOON + 6 * HOUR, by=None, **more) -> Handover:
    told = {
        "receiver": "agency", "happened_at": at, "station": NUNUKAN, "to_agency": world.shelter, "place": "Dermaga",
        "handing": {"name": "Rina", "nip": "0012", "position": "Manajer kasus"},
        "witnesses": [{"name": "Saksi Contoh"}], "number": "400.2/12/2026",
    }  # fmt: skip
    by = by or world.rina
    with voice_of(by):
        return write_handover(persons=persons, minutes=Minutes(**(told | more)), by=by, at=at)


def handed(repatriation, leg=None, **more) -> Handed:
    told = {"items": "Satu tas, satu telepon", "health": "Alergi obat", "services": "Konseling dua kali"}
    return Handed(repatriation=repatriation, leg=leg, **(told | more))


def agreed(world, handover, *, at=NOON + 6 * HOUR) -> Handover:
    """Sent to the shelter, which says yes."""
    with voice_of(world.rina):
        offer(handover=handover, by=world.rina, at=at)
    follow()
    with voice_of(world.maya):
        return accept(handover=handover, by=world.maya, at=at)


def follow(at=NOON) -> None:
    """Let the worker deal with everything that was announced about returns and minutes."""
    with as_role("gugus_worker"):
        with connection.cursor() as cursor:  # the last page spoke for somebody; the worker speaks for nobody
            cursor.execute("select set_config('gugus.user', '', true), set_config('gugus.agency', '', true)")
        for event in Event.objects.filter(topic__startswith="handover."):
            on_minutes(event=event, at=at)
        for event in Event.objects.filter(topic="leg.arrived"):
            on_arrival(event=event, at=at)
        for event in Event.objects.filter(topic__in=["repatriation.arrived", "repatriation.stopped"]):
            on_end(event=event, at=at)


def now_of(user, model, pk):
    """The row as the database gives it to this user; None where it gives nothing."""
    with voice_of(user):
        return model.objects.unscoped(because="the test looks").filter(pk=pk).first()


def seen_by(user, model, /, **which) -> list:
    """What the database gives to this user, without the Python lock."""
    with voice_of(user):
        return list(model.objects.unscoped(because="the test looks").filter(**which))


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def case(world) -> Case:
    return settle_case(world)


@pytest.fixture
def sekar(world, case) -> Person:
    return grown_in(world, case)


@pytest.fixture
def home(world, case, sekar) -> Repatriation:
    """Sekar's return, scheduled."""
    return prepared(world, case, sekar)


__all__ = ["Signature"]
