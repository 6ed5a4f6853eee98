"""Lestari's desk: a breach whose letters can be written, a person with a safe-contact note, a request."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of
from tests.referrals.conftest import settle_case

from gugus.people.models import Person
from gugus.privacy.actions.breaches import open_breach, write_facts
from gugus.privacy.actions.requests import open_request
from gugus.privacy.models import Breach, SubjectRequest

TOLD = {
    "kind": "disclosed",
    "happened_at": NOON - timedelta(days=1),
    "data": ["name", "contact"],
    "risk": "high",
    "what_happened": "Laptop Bu Kirana hilang di angkot.",
    "told_how": "Sebuah komputer jinjing hilang di perjalanan.",
    "told_handling": "Akses dari komputer itu sudah ditutup.",
    "told_recovery": "Kata sandi diganti dan data tetap ada pada kami.",
}
CHECKS = ["document_seen", "alone", "free_will", "manager_asked", "not_the_other_side"]


def a_breach(user, *, known_at=NOON, at=NOON, **more) -> Breach:
    facts = {"source": "lost_device", "kind": "lost", "found_at": known_at, "known_at": known_at} | more
    with voice_of(user):
        return open_breach(facts=facts, by=user, at=at)


def told(breach, user, *, at=NOON, **more) -> Breach:
    with voice_of(user):
        return write_facts(breach=breach, facts=TOLD | more, by=user, at=at)


def a_request(user, *kinds, at=NOON, **more) -> SubjectRequest:
    facts = {
        "received_at": at, "channel": "in_person", "asker": "self", "capacity": "survivor",
        "asker_name": "Kirana Wulandari", "wish": "Minta salinan data saya.",
    }  # fmt: skip
    with voice_of(user):
        return open_request(kinds=kinds or ["copy"], facts=facts | more, by=user, at=at)


def survivor_of(world, case) -> Person:
    with voice_of(world.rina):
        return case.parties.select_related("person").get(role="survivor").person


def fresh(row, user):
    """What the database gives this user now."""
    with voice_of(user):
        return type(row).objects.unscoped(because="the test looks").get(pk=row.pk)


@pytest.fixture
def case(world):
    return settle_case(world)


@pytest.fixture
def breach(world):
    return a_breach(world.lestari)
