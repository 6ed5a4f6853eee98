"""What was opened until a moment closes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from gugus.access import jobs
from gugus.access.actions import open_to
from gugus.access.models import Grant
from gugus.audit.models import Entry
from gugus.people.models import Person
from tests.conftest import as_role, voice_of


@pytest.fixture
def person(rina):
    made = Person(agency=rina.agency, created_at=now())
    made.save(force_insert=True)
    return made


def share(person, world, agency, until, **given):
    return open_to(
        kind="person", about=person, agency=agency, sections=["case"], basis="test", because=person, by=world.rina,
        at=now() - timedelta(hours=2), until=until, **given,
    )  # fmt: skip


def sees(user, person) -> bool:
    with voice_of(user):
        return (
            Person.objects.unscoped(because="the test asks the database itself").filter(pk=person.pk).exists()
        )


def time_passes(grant) -> None:
    """The grant ran out, and nothing touched it since: the record's list of agencies is an old one."""
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update access_grant set until_at = now() - interval '1 minute' where id = %s", [grant.pk]
        )
        cursor.execute("set local session_replication_role = origin")


def test_a_grant_whose_time_is_over_leaves_the_list_of_agencies(world, person):
    grant = share(person, world, world.shelter, now() + timedelta(hours=1))
    share(person, world, world.police, now() + timedelta(hours=1))
    time_passes(grant)
    assert sees(world.maya, person)

    with as_role("gugus_worker"):
        jobs.expire_grants(0)

        ended = Grant.objects.unscoped(because="the test looks").get(pk=grant.pk)
    assert ended.ended_at == ended.until_at
    assert not sees(world.maya, person)
    assert sees(world.budi, person)


def test_an_offer_nobody_took_up_ends_too(world, person):
    grant = share(person, world, world.shelter, now() - timedelta(minutes=1), offered=True)

    with as_role("gugus_worker"):
        jobs.expire_grants(0)

        assert Grant.objects.unscoped(because="the test looks").get(pk=grant.pk).ended_at


def test_the_end_is_in_the_trail_once(world, person):
    share(person, world, world.shelter, now() - timedelta(minutes=1))

    with as_role("gugus_worker"):
        jobs.expire_grants(0)
        jobs.expire_grants(0)

        found = Entry.objects.unscoped(because="the test reads the trail").filter(verb="access.expired")
        assert [entry.parent_id for entry in found] == [person.pk]
