"""Open a record to another agency, and close it again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from gugus.access.codes import FieldClass, Role
from gugus.access.models import Employment, Grant, RoleAssignment, User
from gugus.access.queries import installation, matrix_of
from gugus.audit.actions import record
from gugus.directory.models import Agency


@transaction.atomic
def open_to(
    *,
    kind: str,
    about: models.Model,
    agency: Agency,
    sections: Iterable[str],
    basis: str,
    because: models.Model | None,
    by: User | None,
    at: datetime,
    until: datetime | None = None,
    offered: bool = False,
    field_class: FieldClass | None = None,
    giver: Agency | None = None,
) -> Grant:
    """Let `agency` see these sections of a record until `until`; the database widens its list by itself.

    Only the agency that answers for the record may do this: the database refuses everyone else. With
    `offered` nothing opens yet: the other side's acceptance does (`take_up`). Sections that the matrix closes to
    this kind of agency are left out, whoever named them. `field_class` makes it for reading only, and no deeper than
    that class. `giver` is the agency that opens where nobody acts (a job); else that of `by`.
    """
    closed = matrix_of(installation()).closed
    open_sections = {section for section in sections if (agency.kind, section) not in closed}
    grant = Grant(
        record_kind=kind,
        record_id=about.pk,
        agency=agency,
        sections=sorted(open_sections),
        basis=basis,
        because_kind=because._meta.model_name if because else "",
        because_id=because.pk if because else None,
        given_by=by,
        given_by_agency_id=giver.pk if giver else by.agency_id if by else None,
        field_class=field_class,
        from_at=None if offered else at,
        until_at=until,
    )
    grant.save(force_insert=True)
    record(
        "access.offered" if offered else "access.opened",
        about=about,
        by=by,
        at=at,
        reason=basis,
        changes={"agency": agency.slug, "sections": grant.sections, "until": until},
    )
    return grant


@transaction.atomic
def take_up(*, because: models.Model, by: User, at: datetime, until: datetime | None = None) -> int:
    """The other side accepted: what was offered because of a record opens now; returns how many grants."""
    rows = Grant.objects.unscoped(because="opens only what was offered to the accepting agency")
    offered = rows.filter(
        because_kind=because._meta.model_name, because_id=because.pk, from_at=None, ended_at=None
    ).filter(agency_id=by.agency_id)
    taken = 0
    for grant in offered.select_for_update():
        grant.from_at, grant.until_at = at, until or grant.until_at
        grant.save(update_fields=["from_at", "until_at"])
        taken += 1
    record("access.taken_up", about=because, by=by, at=at, changes={"grants": taken, "until": until})
    return taken


@transaction.atomic
def close_because(
    *, because: models.Model, by: User | None, at: datetime, until: datetime | None = None
) -> int:
    """End every grant that was given because of a record, now or (grace) at `until`; returns how many."""
    rows = Grant.objects.unscoped(because="ends what this record opened, for every agency")
    live = rows.filter(because_kind=because._meta.model_name, because_id=because.pk, ended_at=None)
    changed = 0
    for grant in live.select_for_update():
        if until is None:
            grant.ended_at = at
        else:
            grant.until_at = min(until, grant.until_at or until)
        grant.save(update_fields=["ended_at", "until_at"])
        changed += 1
    record("access.closed", about=because, by=by, at=at, changes={"grants": changed, "until": until or at})
    return changed


@transaction.atomic
def pass_on(*, because: models.Model, before: Agency, to: Agency, at: datetime) -> int:
    """A successor took over: what a record opened or offered to `before` runs on for `to`; returns how many grants.

    The old grants end, new ones carry their basis, giver and times on; sections that the matrix closes to the kind of
    the successor are left out. Run by the worker.
    """
    rows = Grant.objects.unscoped(because="the worker passes on what this record opened")
    live = rows.filter(
        because_kind=because._meta.model_name, because_id=because.pk, ended_at=None, agency=before
    )
    closed = matrix_of(installation()).closed
    passed = 0
    for grant in live.select_for_update():
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
        Grant(
            record_kind=grant.record_kind, record_id=grant.record_id, agency=to, basis=grant.basis,
            sections=[section for section in grant.sections if (to.kind, section) not in closed],
            because_kind=grant.because_kind, because_id=grant.because_id, given_by=grant.given_by,
            given_by_agency_id=grant.given_by_agency_id, from_at=at if grant.from_at else None,
            until_at=grant.until_at,
        ).save(force_insert=True)  # fmt: skip
        passed += 1
    changes = {"grants": passed, "before": before.slug, "agency": to.slug}
    record("access.passed_on", about=because, by=None, at=at, changes=changes)
    return passed


@transaction.atomic
def add_user(
    *,
    username: str,
    full_name: str,
    agency: Agency,
    roles: Iterable[Role],
    password: str | None,
    by: User | None,
    at: datetime,
    title: str = "",
    email: str = "",
    language: str = "id",
    pk: UUID | None = None,
) -> User:
    """A new account in an agency with roles from today (`at` in UTC, the day in Jakarta is the caller's)."""
    identity = {"pk": pk} if pk else {}
    user = User.objects.create_user(
        username,
        password,
        full_name=full_name,
        agency=agency,
        title=title,
        email=email,
        language=language,
        **identity,
    )
    today = timezone.localdate(at)
    Employment.objects.create(user=user, agency=agency, from_on=today)
    give_roles(user=user, roles=roles, on=today, by=by)
    record(
        "access.user_added", about=user, by=by, at=at, changes={"agency": agency.slug, "roles": list(roles)}
    )
    return user


def give_roles(
    *, user: User, roles: Iterable[Role], on: date, by: User | None, until_on: date | None = None
) -> None:
    """Roles from a day on, perhaps with a last day; part of larger actions that leave the trace."""
    end = until_on + timedelta(days=1) if until_on else None
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=user, role=role, valid_from=on, valid_to=end, given_by=by) for role in roles]
    )
