"""What the commands of the matrix share: whose version, in whose name, told in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import transaction

from gugus.access import wording
from gugus.access.codes import Verb
from gugus.access.impact import Impact
from gugus.access.matrix import Change
from gugus.access.models import MatrixVersion, User
from gugus.access.queries import OPEN_TO_ALL
from gugus.base.context import speaking_for
from gugus.base.refusals import Cannot
from gugus.directory.models import Agency

AGENCY_HELP = "slug of an agency: its own narrowing instead of the installation's matrix"


def agency_named(slug: str) -> Agency | None:
    """The agency of a slug; None without one."""
    if not slug:
        return None
    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"Tidak ada instansi {slug}. / There is no agency {slug}.")
    return found


def version_numbered(number: int, agency: Agency | None) -> MatrixVersion | None:
    """A version by its number; None for 0, which is what ships."""
    if number == 0:
        return None
    rows = MatrixVersion.objects.unscoped(because=OPEN_TO_ALL).select_related("agency", "made_by", "data_key")
    found = rows.filter(number=number, agency=agency).first()
    if found is None:
        raise CommandError(f"Tidak ada versi {number}. / There is no version {number}.")
    return found


@contextmanager
def in_the_name_of(username: str) -> Iterator[User]:
    """One transaction in which an administrator acts; what is refused changes nothing and is told as it is."""
    user = User.objects.select_related("agency").filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"Tidak ada pengguna {username}. / There is no user {username}.")
    try:
        with transaction.atomic(), speaking_for(agency=user.agency_id, user=user.pk):
            yield user
    except Cannot as refused:
        raise CommandError("\n".join(f"{one.code}: {one.words}" for one in refused.reasons)) from refused


def said(change: Change) -> str:
    """One line of a difference."""
    sign = (
        "+" if change.widens and not change.narrows else "-" if change.narrows and not change.widens else "±"
    )
    step = f"{change.subject} {change.section} {Verb(change.verb).value}"
    return f"{sign} {step}: {wording.depths(change.before)} → {wording.depths(change.after)}"


def told(impact: Impact) -> Iterator[str]:
    """A dry run as lines: the steps, the colleagues, the numbers elsewhere, what stands against it."""
    for change in impact.changes:
        yield f"{said(change)} [{impact.counts.get(change.subject, 0)}]"
    for one in impact.colleagues:
        yield f"  {one.user.username}: +{len(one.gains)} -{len(one.loses)}"
    yield f"  instansi lain / other agencies: +{impact.elsewhere_gain} -{impact.elsewhere_lose}"
    for reason in impact.refusals:
        yield f"! {reason.code}: {reason.words}"
