"""What all tests share: a throw-away PostgreSQL, both locks on, the cast."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from gugus.base.context import speaking_for
from gugus.operate.cluster import throwaway
from gugus.operate.provision import provision
from gugus.places import listing
from tests import cast, shelf

NOON = datetime(2026, 6, 15, 5, 0, tzinfo=UTC)  # Monday, 12:00 in Jakarta


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs a Chromium")


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL server for this run, without fsync."""
    with throwaway() as server:
        yield server


def point_to(cluster, database: str, user: str, role: str = "") -> None:
    """Let Django's default connection go to `database` as `user`, speaking with the rights of `role`."""
    connection.close()
    here = connections["default"].settings_dict
    socket_folder = cluster.url(database, user).partition("host=")[2].partition("&")[0].replace("%2F", "/")
    here.update(NAME=database, USER=user, HOST=socket_folder, PORT="5432")
    here["OPTIONS"] = {"options": f"-c role={role}"} if role else {}


# Enough places for most tests; the whole list (83,000 villages) is loaded when tests/places run.
FEW_PLACES = ("31", "32.01", "52.03", "53.01")


def few_places(folder: Path) -> Path:
    """The lines of the packaged list that begin like FEW_PLACES, and all provinces, as a file of their own."""
    path, _ = listing.packaged()
    wanted = folder / "places.csv"
    with path.open(encoding="utf-8") as lines:
        kept = [line for line in lines if line.startswith(FEW_PLACES) or "." not in line.split(",")[0]]
    wanted.write_text("".join(kept), encoding="utf-8")
    return wanted


@pytest.fixture(scope="session")
def django_db_setup(request, cluster, django_db_blocker, tmp_path_factory):
    """Migrate as the owner; tests then speak as the application role, which the policies bind."""
    every = any("/places/" in str(item.path) for item in request.session.items)
    with django_db_blocker.unblock():
        if every or not shelf.take_down(cluster):
            provision(cluster.url("postgres", "postgres"), "gugus_test")
            point_to(cluster, "gugus_test", "gugus_owner")
            call_command("migrate", verbosity=0)
            files = {} if every else {"file": [few_places(tmp_path_factory.mktemp("places"))]}
            call_command("load_places", **files)
            call_command("load_clocks", verbosity=0)
            connection.close()
            if not every:
                shelf.put_up(cluster)
        point_to(cluster, "gugus_test", "postgres", role="gugus_app")
    yield
    with django_db_blocker.unblock():
        connection.close()


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Speak with another database role for a block; only the test run's superuser login can."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("set local role gugus_app")


@contextmanager
def copied(cluster, blocker, name: str) -> Iterator[None]:
    """Speak to a copy of the empty test database, in which tests commit: two connections see each other's work."""
    with blocker.unblock():
        connection.close()
        with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server:
            server.execute(f"drop database if exists {name}")
            server.execute(f"create database {name} template gugus_test")
        point_to(cluster, name, "postgres", role="gugus_app")
        try:
            yield
        finally:
            point_to(cluster, "gugus_test", "postgres", role="gugus_app")


@contextmanager
def voice_of(user) -> Iterator[None]:
    """Speak to the database for a user, as the request's middleware does."""
    with speaking_for(agency=user.agency_id, user=user.pk):
        yield


@pytest.fixture
def world(db):
    """The agencies and people of the cast (tests/cast.py)."""
    return cast.settle(NOON)


@pytest.fixture
def rina(world):
    """Rina, case manager at the women and child protection unit; the database speaks for her."""
    with voice_of(world.rina):
        yield world.rina


@pytest.fixture
def signed_in(client, world):
    """A function that signs a user in and returns the client."""

    def sign_in(user):
        client.force_login(user, backend="gugus.access.backends.StaffBackend")
        return client

    return sign_in
