"""An agreement between the unit, which gives, and the shelter, which receives; children in South Jakarta."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from tests import cast
from tests.conftest import NOON, as_role, voice_of

from gugus.access.codes import Role
from gugus.access.models import Grant, User
from gugus.agreements import actions
from gugus.agreements.actions import Part, Terms
from gugus.agreements.jobs import look_at_calendar, on_agreement, on_case
from gugus.agreements.models import Agreement
from gugus.approvals.actions import approve
from gugus.base.context import speaking_for
from gugus.cases.actions import add_party, open_case
from gugus.cases.models import Case
from gugus.outbox.models import Event
from gugus.people.actions import register_person

TODAY = date(2026, 6, 15)
LAST = date(2027, 12, 31)
BECAUSE = "the test looks"


@dataclass
class Cast:
    """Who signs: the unit's supervisor and a colleague of equal rank, the heads of shelter, police and outsiders."""

    world: cast.World
    yusuf: User
    indah: User
    mira: User
    gani: User
    surya: User


@pytest.fixture
def people(world) -> Cast:
    def head(name, agency):
        return cast.user(name, agency, Role.SUPERVISOR, at=NOON)

    return Cast(
        world, world.yusuf, head("indah", world.unit), head("mira", world.shelter), head("gani", world.police),
        head("surya", world.outside),
    )  # fmt: skip


def terms(world, **more) -> Terms:
    told = {
        "number": "12/PKS/2026", "title": "Berbagi data anak korban", "legal_basis": "Perpres 69/2008 pasal 5",
        "purposes": ["protection"], "valid_from": TODAY, "valid_until": LAST, "scope_children": True,
        "parts": [
            Part(world.unit, ["case", "identity", "care"], 2),
            Part(world.shelter, receives=True),
        ],
    }  # fmt: skip
    return Terms(**(told | more))


def draft(people, *, by=None, at=NOON, **more) -> Agreement:
    by = by or people.yusuf
    with voice_of(by):
        return actions.write_agreement(terms=terms(people.world, **more), by=by, at=at)


def proposed(people, *, at=NOON, **more) -> Agreement:
    made = draft(people, at=at, **more)
    with voice_of(people.yusuf):
        asked = actions.propose(
            agreement=made, by=people.yusuf, at=at, reason="Anak perlu tempat aman lebih cepat."
        ).request
    with voice_of(people.indah):
        approve(request=asked, by=people.indah, at=at)
    return again(made)


def signed(people, *, at=NOON, **more) -> Agreement:
    made = proposed(people, at=at, **more)
    for one, head in ((people.world.shelter, people.mira), (people.world.police, people.gani)):
        if again(made).visible_to and one.pk in again(made).visible_to and again(made).state == "proposed":
            with voice_of(head):
                actions.sign(agreement=made, by=head, at=at)
    return again(made)


def in_force(people, *, at=NOON, **more) -> Agreement:
    made = signed(people, at=at, **more)
    work(at)
    return again(made)


def again(agreement) -> Agreement:
    with as_role("gugus_worker"):
        return Agreement.objects.unscoped(because=BECAUSE).select_related("data_key").get(pk=agreement.pk)


def work(at=NOON) -> dict:
    """The worker's minute: what was announced is delivered, then the calendar."""
    with as_role("gugus_worker"), speaking_for(agency=None, user=None):
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            if event.topic.startswith("agreement."):
                on_agreement(event=event, at=at)
            elif event.topic.startswith("case."):
                on_case(event=event, at=at)
            Event.objects.filter(pk=event.pk).update(settled_at=at)
        return look_at_calendar(at)


def child_case(world, name="Melati Kusuma", *, birth_year=2012, **facts) -> Case:
    """A case of the unit with one survivor, a child unless said otherwise."""
    with voice_of(world.rina):
        told = {"risk": "high", "summary": "Ringkasan rahasia unit.", "area_code": "31.74.07"} | facts
        case = open_case(agency=world.unit, manager=world.rina, by=world.rina, at=NOON, **told)
        person = register_person(
            agency=world.unit, sex="female", birth_year=birth_year, names={"full": name, "aliases": []},
            by=world.rina, at=NOON,
        )  # fmt: skip
        add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
        return Case.objects.unscoped(because="fixture").select_related("agency", "data_key").get(pk=case.pk)


def survivor_of(case):
    with as_role("gugus_worker"):
        return case.parties.select_related("person").get(role="survivor").person


def grants(agreement, **more) -> list[Grant]:
    with as_role("gugus_worker"):
        rows = Grant.objects.unscoped(because=BECAUSE).filter(because_id=agreement.pk, ended_at=None, **more)
        return list(rows.select_related("agency"))


def seen(user, model=Case) -> set:
    """What the database itself gives to a user, with the Python lock off."""
    with voice_of(user):
        return set(model.objects.unscoped(because="attack").values_list("pk", flat=True))


@pytest.fixture
def case(people) -> Case:
    return child_case(people.world)


DAY = timedelta(days=1)
