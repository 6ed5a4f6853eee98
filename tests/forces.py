"""A task force for tests: the office keeps the secretariat, the unit, the police and the shelter are members."""

from datetime import date

from gugus.directory.models import Membership, TaskForce
from tests.cast import LONG_AGO
from tests.conftest import as_role


def settle_force(
    world, *, name="Gugus Tugas Kota", members=None, host=None, area="31.74", level="city", parent=None,
    since: date = LONG_AGO,
) -> TaskForce:  # fmt: skip
    """A task force with its seats. The outside agency (Sari) is in none of them unless named."""
    host = host or world.office
    members = [world.unit, world.police, world.shelter] if members is None else members
    with as_role("gugus_worker"):
        force = TaskForce.objects.create(
            name=name, level=level, area_code=area, parent=parent, valid_from=since
        )
        seat(force, host, secretariat=True, fields=["prevention", "cooperation"], leads=["cooperation"])
        for agency in members:
            leads = ["enforcement"] if agency == world.police else []
            seat(force, agency, fields=leads or ["social"], leads=leads)
    return force


def seat(
    force: TaskForce, agency, *, since: date = LONG_AGO, until: date | None = None, **also
) -> Membership:
    """One seat, as the worker writes it."""
    with as_role("gugus_worker"):
        return Membership.objects.create(
            task_force=force, agency=agency, valid_from=since, valid_to=until, **also
        )
