"""For whom the database answers: transaction-local settings that row-level security reads.

Only transaction-local settings are ever used: with a connection pool a session setting would answer the
next person's request with this person's rights.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

SETTINGS = ("gugus.agency", "gugus.user", "gugus.return_token", "gugus.guest")


def _set(values: dict[str, str]) -> None:
    marks = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"select {marks}", [part for pair in values.items() for part in pair])


def speak_for(*, agency: UUID | None, user: UUID | None) -> None:
    """Let the rest of this transaction see what `agency` and `user` may see; None sees nothing."""
    _set({"gugus.agency": str(agency or ""), "gugus.user": str(user or "")})


@contextmanager
def speaking_for(
    *, agency: UUID | None = None, user: UUID | None = None, return_token: str = "", guest: str = ""
) -> Iterator[None]:
    """The same for a block; afterwards the earlier voice speaks again. Needs an open transaction.

    `return_token` and `guest` speak for somebody without an account (intake, guests).
    """
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"current_setting('{name}', true)" for name in SETTINGS))
        before = [value or "" for value in cursor.fetchone()]
    _set(dict(zip(SETTINGS, (str(agency or ""), str(user or ""), return_token, guest), strict=True)))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set(dict(zip(SETTINGS, before, strict=True)))
