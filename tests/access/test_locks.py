"""Row-level security of grants and of everything that keeps a list of agencies."""

import pytest
from django.db import DatabaseError, connection, transaction

from gugus.access.actions import close_because, open_to, take_up
from gugus.access.models import Grant
from gugus.base.scoped import UnscopedRead
from gugus.people.models import Person
from tests.conftest import NOON, voice_of


@pytest.fixture
def person(rina):
    made = Person(agency=rina.agency, created_at=NOON)
    made.save(force_insert=True)
    return made


def ids_seen_by(user) -> set:
    with voice_of(user):
        return {row.pk for row in Person.objects.unscoped(because="the test asks the database itself")}


def test_a_read_without_a_viewer_is_refused(person):
    with pytest.raises(UnscopedRead):
        Person.objects.count()
    with pytest.raises(UnscopedRead):
        list(Person.objects.filter(ref=person.ref))


def test_the_database_hides_a_person_from_another_agency(world, person):
    assert ids_seen_by(world.rina) == {person.pk}
    assert ids_seen_by(world.sari) == set()


def test_a_grant_opens_and_its_end_closes(world, person):
    open_to(
        kind="person", about=person, agency=world.shelter, sections=["case"], basis="test",
        because=person, by=world.rina, at=NOON,
    )  # fmt: skip
    assert ids_seen_by(world.maya) == {person.pk}

    close_because(because=person, by=world.rina, at=NOON)

    assert ids_seen_by(world.maya) == set()


def test_an_offer_opens_only_when_taken_up(world, person):
    open_to(
        kind="person", about=person, agency=world.shelter, sections=["case"], basis="test",
        because=person, by=world.rina, at=NOON, offered=True,
    )  # fmt: skip
    assert ids_seen_by(world.maya) == set()

    with voice_of(world.maya):
        assert take_up(because=person, by=world.maya, at=NOON) == 1

    assert ids_seen_by(world.maya) == {person.pk}


def test_an_agency_cannot_open_a_strangers_record_to_itself(world, person):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        open_to(
            kind="person", about=person, agency=world.outside, sections=["case"], basis="theft",
            because=person, by=world.sari, at=NOON,
        )  # fmt: skip

    assert ids_seen_by(world.sari) == set()


def test_the_receiving_side_cannot_widen_what_it_was_given(world, person):
    grant = open_to(
        kind="person", about=person, agency=world.shelter, sections=["case"], basis="test",
        because=person, by=world.rina, at=NOON,
    )  # fmt: skip

    with voice_of(world.maya), pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.unscoped(because="attack").filter(pk=grant.pk).update(sections=["case", "identity"])


def test_the_application_role_deletes_nothing(person):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from people_person")


def test_nobody_signed_in_sees_nothing(person, world):
    with voice_of(world.rina), connection.cursor() as cursor:
        cursor.execute("select set_config('gugus.agency', '', true)")

        assert not Person.objects.unscoped(because="the test asks the database itself").exists()
