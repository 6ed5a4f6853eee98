"""Reading and printing leave a line in the trail."""

from datetime import datetime

from django.db import models

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.consent.models import Ground, Override, Withdrawal
from gugus.people.models import Person


def read_ledger(*, person: Person, by: User, at: datetime, about: Ground | None = None) -> None:
    """Somebody looked at a person's ledger, or at one line of it."""
    record("consent.read", about=about or person, within=person, by=by, at=at)


def read_withdrawal(*, withdrawal: Withdrawal, by: User, at: datetime) -> None:
    """Somebody looked at a withdrawal and its receipts."""
    record("consent.withdrawal_read", about=withdrawal, within=withdrawal.person, by=by, at=at)


def read_override(*, override: Override, by: User, at: datetime) -> None:
    """Somebody looked at why something was sent without a ground."""
    record("consent.override_read", about=override, within=override.person, by=by, at=at)


def print_sheet(
    *, about: models.Model, person: Person, what: str, named: bool, by: User, at: datetime
) -> None:
    """A sheet or letter was drawn, with the person's name or without."""
    record(
        "consent.printed", about=about, within=person, by=by, at=at, changes={"what": what, "named": named}
    )
