"""Put the cast into the directory: agencies with successors, task forces with members, users with roles."""

from datetime import datetime

from gugus.access.actions import add_user, give_roles
from gugus.access.models import User
from gugus.demo.cast import AGENCIES, DEMO_PASSWORD, START, TASK_FORCES, USERS, seats_of
from gugus.directory.models import Agency, Membership, TaskForce


def settle_cast(at: datetime) -> tuple[dict[str, Agency], dict[str, User]]:
    """Agencies by slug and users by name, all with the one demo password and roles since the beginning."""
    agencies = {one.slug: _agency(one) for one in AGENCIES}
    for one in AGENCIES:
        if one.successor:
            agencies[one.slug].successor = agencies[one.successor]
            agencies[one.slug].save(update_fields=["successor"])
    _task_forces(agencies)
    return agencies, _users(agencies, at)


def _agency(one) -> Agency:
    return Agency.objects.create(
        slug=one.slug, name=one.name, name_en=one.name_en, kind=one.kind, level=one.level,
        area_code="" if one.area.isalpha() else one.area, services=list(one.services),
        receives_referrals=one.receives_referrals, capacity_note=one.capacity_note,
        valid_from=one.valid_from, valid_to=one.valid_to,
    )  # fmt: skip


def _task_forces(agencies: dict[str, Agency]) -> None:
    """From the centre down; who keeps a secretariat is seated last, because afterwards only it seats others."""
    forces: dict[str, TaskForce] = {}
    for one in TASK_FORCES:
        area = "" if one.area.isalpha() else one.area
        forces[one.key] = force = TaskForce.objects.create(
            name=one.name, level=one.level, area_code=area, legal_basis=one.legal_basis, valid_from=START,
            parent=forces.get(one.parent),
        )  # fmt: skip
        for seat in sorted(seats_of(one.key), key=lambda seat: seat.agency == one.host):
            agency = agencies[seat.agency]
            Membership.objects.create(
                task_force=force, agency=agency, fields=list(seat.fields), leads=list(seat.leads),
                secretariat=seat.agency == one.host, valid_from=max(START, agency.valid_from),
            )  # fmt: skip


def _users(agencies: dict[str, Agency], at: datetime) -> dict[str, User]:
    """One password for all is hashed once: Argon2 takes a third of a second each time."""
    users: dict[str, User] = {}
    hashed = ""
    for one in USERS:
        user = add_user(
            username=one.username, full_name=one.full_name, agency=agencies[one.agency], roles=[], password=None,
            title=one.duty.partition(";")[0], email=f"{one.username}@gugus.invalid", by=None, at=at,
        )  # fmt: skip
        if not hashed:
            user.set_password(DEMO_PASSWORD)
            hashed = user.password
        user.password = hashed
        user.save(update_fields=["password"])
        give_roles(user=user, roles=one.roles, on=START, by=None)
        users[one.username] = user
    return users
