"""Rina's case, on which the shelter works since it accepted a referral; a conference about it."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of
from tests.referrals.conftest import ask, settle_case

from gugus.conferences.actions.meeting import answer_invitation, begin
from gugus.conferences.actions.planning import Plan, add_item, invite, write_conference
from gugus.conferences.models import Conference, Decision, Invitation, Item
from gugus.referrals.actions import accept_referral

TOMORROW = NOON + timedelta(days=1)


def accepted(world):
    """A case on which the shelter works: case, identity and care are open to it."""
    case = settle_case(world)
    referral = ask(world, case, world.shelter)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
    return case


def plan_by(user, **more) -> Plan:
    told = {
        "kind": "coordination",
        "starts_at": TOMORROW,
        "minutes": 60,
        "chair": user,
        "place": "Ruang Melati lantai 2",
    }
    return Plan(**(told | more))


def draft(world, case, **more) -> Conference:
    """With a question on care and one on screening, which is closed to the shelter."""
    with voice_of(world.rina):
        made = write_conference(case=case, plan=plan_by(world.rina, **more), by=world.rina, at=NOON)
        for section, question, words in (
            ("care", "place", "Tempat tinggal Kirana Wulandari."), ("screening", "status", "Unsur cara belum kuat."),
        ):  # fmt: skip
            add_item(conference=made, section=section, question=question, words=words, by=world.rina, at=NOON)
        return made


def invited(world, case, **more) -> Conference:
    made = draft(world, case, **more)
    with voice_of(world.rina):
        return invite(conference=made, agencies=[world.shelter], by=world.rina, at=NOON)


def held(world, case) -> Conference:
    made = invited(world, case)
    with voice_of(world.maya):
        answer_invitation(conference=made, answer="comes", people="Maya, koordinator", by=world.maya, at=NOON)
    with voice_of(world.rina):
        return begin(conference=made, came=[world.shelter.pk], by=world.rina, at=TOMORROW)


def seen_by(user, model, /, **which) -> list:
    """What the database gives to this user, without the Python lock."""
    with voice_of(user):
        return list(model.objects.unscoped(because="the test looks").filter(**which))


def rows(user, conference) -> dict[str, int]:
    """How many rows of each table of a conference the database shows."""
    which = {Conference: {"pk": conference.pk}, Invitation: {"conference": conference},
             Item: {"conference": conference}, Decision: {"item__conference": conference}}  # fmt: skip
    return {model.__name__: len(seen_by(user, model, **where)) for model, where in which.items()}


@pytest.fixture
def case(world):
    return accepted(world)
