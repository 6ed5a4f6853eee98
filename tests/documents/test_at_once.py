"""Two workers and two askers at the same instant: each number once, each document once. And what forgetting leaves."""

import threading

import pytest
from django.db import connection, connections, transaction
from tests import cast
from tests.conferences.conftest import accepted, invited
from tests.conftest import NOON, copied, voice_of
from tests.documents.conftest import asked

from gugus.documents import actions
from gugus.documents.models import Counter, Document
from gugus.documents.office import write_letterhead

INVITATION = "conference_invitation"


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of the module's own in which tests commit, so that two connections see each other's work."""
    with copied(cluster, django_db_blocker, "gugus_documents_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
            conference = invited(world, accepted(world))
        yield world, conference


def rows() -> dict:
    """What is there, as the worker sees it."""
    with connection.cursor() as cursor:
        cursor.execute("set role gugus_worker")
    try:
        found = Document.objects.unscoped(because="the test looks").order_by("asked_at", "pk")
        last = Counter.objects.unscoped(because="the test looks").values_list("last", flat=True).first()
        return {"documents": list(found), "last": last}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("set role gugus_app")


def at_once(*acts) -> list:
    """Run them at the same instant, each with a connection of its own as the worker."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            with connection.cursor() as cursor:
                cursor.execute("set role gugus_worker")
            outcomes[number] = act()
        except Exception as error:  # the outcome is the error
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_workers_give_each_number_once_and_make_each_document_once(committed):
    world, conference = committed
    with transaction.atomic():
        documents = [asked(world.rina, INVITATION, conference.ref) for _ in range(3)]

    def make(one):
        return lambda: actions.make(document=one, at=NOON)

    outcomes = at_once(*[make(one) for one in documents], make(documents[0]), make(documents[1]))

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    told = rows()
    assert sorted(one.seq for one in told["documents"]) == [1, 2, 3] and told["last"] == 3
    assert {one.state for one in told["documents"]} == {"ready"} and {
        one.tries for one in told["documents"]
    } == {1}


def test_the_same_press_from_two_windows_is_one_document(committed):
    world, conference = committed
    before = len(rows()["documents"])

    def press():
        with transaction.atomic(), voice_of(world.rina):
            return asked(world.rina, INVITATION, conference.ref, key="double")

    assert len({one.pk for one in at_once(press, press)}) == 1
    assert len(rows()["documents"]) == before + 1


def test_two_officials_write_the_letterhead_and_nobody_wins_silently(committed):
    world, _conference = committed
    with transaction.atomic(), voice_of(world.tono):
        write_letterhead(facts={"name": "Kantor"}, by=world.tono, at=NOON)

    def write(name):
        def act():
            with transaction.atomic(), voice_of(world.tono):
                return write_letterhead(facts={"name": name}, by=world.tono, at=NOON, seen=1)

        return act

    kinds = sorted(type(one).__name__ for one in at_once(write("A"), write("B")))
    assert kinds == ["Letterhead", "Stale"]
