"""Who is signed in where, how long still, who has not accepted the code of conduct."""

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.expressions import ExpressionWrapper
from django.db.models.fields import DateTimeField
from django.http import HttpRequest

from gugus.access.models import User
from gugus.accounts.conduct import acceptances, current
from gugus.accounts.models import RoleRule, Session
from gugus.accounts.rules import Strictness, ends_at


def live_sessions(user: User, at: datetime):
    """Sessions that still open something, the newest work first."""
    idle = ExpressionWrapper(
        F("seen_at") + F("idle_minutes") * timedelta(minutes=1), output_field=DateTimeField()
    )
    return (
        Session.objects.filter(user=user, expire_date__gt=at).annotate(rests_at=idle).filter(rests_at__gt=at)
    )


def seconds_left(request: HttpRequest, at: datetime) -> int:
    """Until this session ends if nothing more happens; 0 without one."""
    row = getattr(request.session, "row", None)
    if row is None or not row.user_id:
        return 0
    end = ends_at(begun_at=row.begun_at, seen_at=row.seen_at, idle_minutes=row.idle_minutes)
    return max(0, int((end - at).total_seconds()))


def accepted_by(users) -> set:
    """Which of these accepted the words in force."""
    rows = acceptances().filter(digest=current().digest, user__in=users)
    return set(rows.values_list("user_id", flat=True))


def of_agency(agency_id) -> dict[str, Strictness]:
    """What the agency added."""
    rows = RoleRule.objects.unscoped(because="row-level security shows one's own agency").filter(
        agency_id=agency_id
    )
    return {row.role: Strictness(row.second_factor, row.idle_minutes) for row in rows}
