"""Somebody new in a case, and the facts of the case itself."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.cases.actions import add_party, locked, must_be_open, own_row, touch
from gugus.cases.models import Case, Party
from gugus.outbox.actions import announce
from gugus.people.actions import register_person

FACTS = ("summary", "risk", "area_code", "crossed_border", "exploitation")


@transaction.atomic
def add_new_person(
    *, case: Case, facts: Mapping, role_facts: Mapping, by: User, at: datetime, key: UUID | None = None
) -> Party:
    """Register somebody whom nobody here knew, and give the role, in one step; twice at once makes one person."""
    case = locked(case)
    if key and (earlier := own_row(case.parties, key)):
        return earlier
    must_be_open(case)
    person = register_person(agency=case.agency, by=by, at=at, **facts)
    return add_party(case=case, person=person, by=by, at=at, key=key, **role_facts)


@transaction.atomic
def edit_case(*, case: Case, facts: Mapping, by: User, at: datetime, seen: int | None = None) -> Case:
    """Correct what the case is about; `facts` holds any of FACTS."""
    case = locked(case, seen=seen)
    must_be_open(case)
    changed = {name: facts[name] for name in FACTS if name in facts and getattr(case, name) != facts[name]}
    if not changed:
        return case
    for name, value in changed.items():
        setattr(case, name, value)
    touch(case, *changed)
    record("case.edited", about=case, within=case, by=by, at=at, changes=changed)
    announce("case.changed", about=case, at=at)
    return case
