"""Give the worker the application's role and a person's voice: the database itself decides what an export holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from gugus.access.models import User
from gugus.base.context import speaking_for

APPLICATION = "gugus_app"


@contextmanager
def as_if_asked_by(user: User) -> Iterator[None]:
    """Within the block row-level security answers as it would in the person's browser.

    The worker may otherwise see every row. Where it was not given the application's role (an installation provisioned
    by an older version), PostgreSQL refuses and nothing is read.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"set local role {APPLICATION}")
        try:
            with speaking_for(agency=user.agency_id, user=user.pk):
                yield
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"set local role {connection.ops.quote_name(before)}")
