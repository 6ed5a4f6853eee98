"""Register a person, correct facts and identity, show an identity for a reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.people.models import Identity, Person, Unmasking
from gugus.people.rules import tokens_of

SHOWN_FOR = timedelta(minutes=15)
FACTS = (
    "sex",
    "birth_year",
    "birth_certainty",
    "nationality",
    "home_area",
    "education",
    "disability",
    "language",
)
IDENTITY = ("names", "documents", "phones", "address", "birth_on", "notes")


class CannotUnmask(Cannot):
    """An identity is shown for a stated reason only."""


@transaction.atomic
def register_person(
    *,
    agency: Agency,
    by: User | None,
    at: datetime,
    sex: str = "unknown",
    birth_year: int | None = None,
    birth_certainty: str = "unknown",
    nationality: str = "",
    home_area: str = "",
    education: str = "",
    disability: str = "",
    language: str = "",
    names: Mapping | None = None,
    documents: Sequence[Mapping] = (),
    phones: Sequence[str] = (),
    address: str = "",
    birth_on: str = "",
    notes: str = "",
) -> Person:
    """A person with a code; the identity, as far as it is known, goes sealed into the vault."""
    person = Person(
        agency=agency, sex=sex, birth_year=birth_year, birth_certainty=birth_certainty, nationality=nationality,
        home_area=home_area, education=education, disability=disability, language=language, created_at=at,
    )  # fmt: skip
    person.save(force_insert=True)
    record("person.registered", about=person, by=by, at=at)
    if names or documents or phones or address or birth_on or notes:
        identity = Identity(
            id=person.pk, person=person, agency=agency, names=names, documents=list(documents), phones=list(phones),
            address=address or None, birth_on=birth_on or None, notes=notes or None, updated_at=at,
        )  # fmt: skip
        identity.save(force_insert=True)
        _keep_tokens(identity)
    return person


@transaction.atomic
def update_person(
    *, person: Person, facts: Mapping, by: User, at: datetime, seen: int | None = None
) -> Person:
    """Correct open facts; `facts` holds any of FACTS."""
    rows = Person.objects.unscoped(because="came through the gate").select_for_update()
    person = rows.get(pk=person.pk)
    check_version(person, seen)
    changed = {
        name: value for name, value in facts.items() if name in FACTS and getattr(person, name) != value
    }
    for name, value in changed.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=[*changed, "version"])
    record("person.corrected", about=person, by=by, at=at, changes=changed)
    return person


@transaction.atomic
def update_identity(
    *, person: Person, facts: Mapping, by: User, at: datetime, seen: int | None = None
) -> Identity:
    """Correct or begin an identity; `facts` holds any of IDENTITY. Search follows at once."""
    rows = Person.objects.unscoped(because="came through the gate").select_for_update()
    person = rows.get(pk=person.pk)
    check_version(person, seen)
    identity = Identity.objects.unscoped(because="came through the gate").filter(person=person).first()
    fresh = identity is None
    if fresh:
        identity = Identity(id=person.pk, person=person, agency_id=person.agency_id)
    changed = {name: value for name, value in facts.items() if name in IDENTITY}
    for name, value in changed.items():
        setattr(identity, name, value)
    identity.updated_at = at
    identity.save(force_insert=fresh, update_fields=None if fresh else [*changed, "updated_at"])
    _keep_tokens(identity)
    person.version += 1
    person.save(update_fields=["version"])
    record("person.identity_changed", about=identity, within=person, by=by, at=at, changes=changed)
    return identity


@transaction.atomic
def unmask(*, person: Person, reason: str, by: User, at: datetime) -> Unmasking:
    """Show who a person is, to one user, for a quarter of an hour, for a reason (UU 21/2007 art. 24)."""
    if not reason.strip():
        raise CannotUnmask([Reason("reason_needed", _("Say why you need to see the identity."), "reason")])
    shown = Unmasking(person=person, user=by, reason=reason[:300], at=at, until_at=at + SHOWN_FOR)
    shown.save(force_insert=True)
    record("person.unmasked", about=person, by=by, at=at, reason=reason)
    return shown


def _keep_tokens(identity: Identity) -> None:
    tokens = tokens_of(identity.names, identity.phones or [], identity.documents or [])
    with connection.cursor() as cursor:
        for purpose, fresh in tokens.items():
            cursor.execute("select people_keep_tokens(%s, %s, %s::bytea[])", [identity.pk, purpose, fresh])
