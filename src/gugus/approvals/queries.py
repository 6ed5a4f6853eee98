"""The queue, and whom it concerns."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from gugus.access.codes import Role, Scope, Verb
from gugus.access.models import RoleAssignment
from gugus.access.rules import reach
from gugus.access.viewer import Viewer
from gugus.approvals.kinds import approvable_by
from gugus.approvals.models import Request

TABS = ("waiting", "mine", "decided")


def queue(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Request]:
    """One list of the page: what waits for me, what I asked, what was decided."""
    rows = Request.objects.visible_to(viewer).select_related("asked_by", "decided_by")
    if tab == "mine":
        return rows.filter(asked_by_id=viewer.user_id)
    if tab == "decided":
        return rows.exclude(Q(state="asked") & Q(until_at__gt=at))
    return rows.waiting(at).filter(kind__in=approvable_by(viewer)).exclude(asked_by_id=viewer.user_id)


def waiting_count(viewer: Viewer, at: datetime) -> int:
    """How many requests wait for this viewer's decision."""
    return queue(viewer, "waiting", at).count() if approvable_by(viewer) else 0


def waiting_about(viewer: Viewer, kind: str, about_id: UUID, at: datetime) -> Request | None:
    """The viewer's own request of a kind about a record that still waits."""
    rows = Request.objects.visible_to(viewer).waiting(at)
    return rows.filter(kind=kind, about_id=about_id, asked_by_id=viewer.user_id).first()


def approvers(request: Request, on: date) -> list[UUID]:
    """Who may be the second person on a day: to be told that something waits."""
    if request.named is None:
        return []
    section = request.named.section
    able = [role for role in Role if reach([role], section, Verb.APPROVE) >= Scope.AGENCY]
    held = RoleAssignment.objects.valid_on(on).filter(
        role__in=able, user__agency_id=request.agency_id, user__is_active=True
    )
    return list(held.exclude(user_id=request.asked_by_id).values_list("user_id", flat=True).distinct())


def words_of(request: Request) -> str | SafeString:
    """What is asked and what follows from it, as its kind tells; "" when the kind tells nothing."""
    said = request.named.words if request.named else ""
    if said.endswith(".html"):
        return render_to_string(said, {"asked": request, "facts": request.facts})
    return import_string(said)(request) if said else ""
