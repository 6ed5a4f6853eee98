"""Which passes there are, for the sender; what a guest's browser reaches, through the database's narrow doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.context import speaking_for
from gugus.directory.models import Agency
from gugus.guests import rules, secrets
from gugus.guests.codes import PassState, Reach
from gugus.guests.models import Deed, GuestPass, Letter, Sheet, Slip
from gugus.referrals.models import Referral
from gugus.referrals.moving import grace_of

GLANCE = (
    "id", "ref", "state", "code", "service", "urgency", "age_band", "sex", "language", "area_code", "accessibility",
    "minor", "sent_at", "answer_due_at", "answered_at", "ended_at", "version", "agency_id", "to_agency_id",
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """A guest's browser that is bound to a pass. `referral` holds the preview columns and nothing else."""

    guest_pass: GuestPass
    referral: Referral
    reach: Reach
    session: str = field(repr=False)


def has_accounts(agency_id: UUID) -> bool:
    """Can anybody of this office sign in?"""
    return User.objects.filter(agency_id=agency_id, is_active=True).exists()


def passes_of(viewer: Viewer, referral: Referral) -> list[GuestPass]:
    """Every pass of a referral that the viewer's agency sent, the newest first."""
    rows = GuestPass.objects.visible_to(viewer).filter(referral=referral)
    return list(rows.select_related("referral", "to_agency", "made_by", "ended_by").order_by("-made_at"))


def alive(viewer: Viewer) -> QuerySet[GuestPass]:
    """The agency's passes that have not ended, the oldest first."""
    rows = GuestPass.objects.visible_to(viewer).exclude(state=PassState.ENDED)
    return rows.select_related("referral", "to_agency", "made_by").order_by("made_at")


def deeds_of(passes: list[GuestPass]) -> list[Deed]:
    """Who answered through these passes, the newest first."""
    rows = Deed.objects.unscoped(because="of passes that came through the gate").filter(guest_pass__in=passes)
    return list(rows.select_related("guest_pass", "data_key").order_by("-at"))


def slips_of(viewer: Viewer, referral: Referral) -> list[Slip]:
    """What the sender typed in for the other side, the newest first."""
    rows = Slip.objects.visible_to(viewer).filter(referral=referral)
    return list(rows.select_related("typed_by", "scan", "data_key").order_by("-typed_at"))


def letters_of(viewer: Viewer, referral: Referral) -> list[Letter]:
    """The numbered copies with a name."""
    return list(Letter.objects.visible_to(viewer).filter(referral=referral).select_related("printed_by"))


def over(at: datetime) -> QuerySet[GuestPass]:
    """Passes that are past their time. Worker only."""
    rows = GuestPass.objects.unscoped(because="the worker's minute job").exclude(state=PassState.ENDED)
    return rows.filter(Q(state=PassState.WAITING, expires_at__lte=at) | Q(until_at__lte=at))


def untold() -> QuerySet[GuestPass]:
    """Passes whose sender must hear of a second browser or of wrong codes. Worker only."""
    rows = GuestPass.objects.unscoped(because="the worker's minute job").filter(told_at=None)
    return rows.filter(Q(again_at__isnull=False) | Q(end_code="locked"))


@contextmanager
def voice(mode: str, digests: list[str]) -> Iterator[None]:
    """Inside, the database answers for the holder of a link or of a session, and for nobody else."""
    with speaking_for(guest=f"{mode}:{','.join(digests)}"):
        yield


def visit(session: str, at: datetime) -> Visit | None:
    """The pass behind a browser's session with what it shows now; None when it shows nothing (any more)."""
    if not session:
        return None
    digests = secrets.session_digests(session)
    with voice("see", digests):
        rows = GuestPass.objects.unscoped(because="the session opens exactly this pass")
        found = rows.filter(session_digest__in=digests).select_related("agency", "to_agency").first()
        referral = _glance() if found else None
    if referral is None:
        return None
    shows = rules.reach(
        state=found.state, seen_at=found.seen_at, until=found.until_at, referral_state=referral.state,
        grace=grace_of(referral), at=at,
    )  # fmt: skip
    return Visit(found, referral, shows, session) if shows != Reach.NOTHING else None


def sheet_of(one: Visit) -> dict[str, str]:
    """What the guest reads after acceptance; empty before, whatever the caller wishes: the database refuses."""
    if one.reach != Reach.SHEET:
        return {}
    with voice("see", secrets.session_digests(one.session)):
        rows = Sheet.objects.unscoped(because="the database opens it after acceptance only")
        found = rows.select_related("data_key").filter(guest_pass=one.guest_pass).first()
        content = found.content if found else None
    wanted = rules.fields_for(one.referral.service)
    return {name: content[name] for name in wanted if name in (content or {})}


def _glance() -> Referral | None:
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(GLANCE)} from guests_glance()")
        row = cursor.fetchone()
    if row is None:
        return None
    seen = Referral(**dict(zip(GLANCE, row, strict=True)))
    both = Agency.objects.in_bulk([seen.agency_id, seen.to_agency_id])
    seen.agency, seen.to_agency = both[seen.agency_id], both[seen.to_agency_id]
    return seen
