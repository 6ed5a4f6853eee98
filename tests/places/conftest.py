"""All areas of the packaged list, loaded once for the run and never written again outside a transaction."""

import pytest
from django.core.management import call_command
from django.db import connection
from tests.conftest import as_role


@pytest.fixture(scope="session")
def areas(django_db_setup, django_db_blocker):
    """The list is in the database for everybody; a second call finds it there."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("set role gugus_worker")
        call_command("load_places", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("set role gugus_app")


@pytest.fixture
def operator(areas, db):
    """The rights of a command for one test, taken back with its transaction."""
    with as_role("gugus_worker"):
        yield
