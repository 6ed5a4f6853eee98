"""Verbs about rights with an end: one right for one person, and roles until a day."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Role, Scope
from gugus.access.models import RoleAssignment, SingleRight, User
from gugus.access.queries import lasting_administrators
from gugus.access.rules import grantable, last_holder, may_give_single, shipped
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.outbox.actions import announce

LONGEST = timedelta(days=90)


class CannotGive(Cannot):
    """This right cannot be given, or not until then; all reasons at once."""


@transaction.atomic
def give_right(
    viewer: Viewer,
    *,
    user: User,
    section: str,
    verbs: Collection[str],
    scope: Scope,
    field_class: FieldClass,
    until_at: datetime,
    reason: str,
    at: datetime,
) -> SingleRight:
    """One right for one colleague until a moment: never more than a role that the giver could give as a whole."""
    verbs = sorted(set(verbs))
    reasons = _hurdles(viewer, user)
    if not may_give_single(
        viewer.matrix or shipped(), viewer.roles, section=section, verbs=verbs, scope=scope, depth=field_class
    ):
        reasons.append(Reason("beyond_reach", _("No role that you may give includes this right."), "verbs"))
    if not at < until_at <= at + LONGEST:
        words = _("A single right lives until a moment in the next ninety days.")
        reasons.append(Reason("too_long", words, "until_at"))
    if not reason.strip():
        reasons.append(Reason("no_reason", _("Write down why."), "reason"))
    if reasons:
        raise CannotGive(reasons)
    right = SingleRight(
        user=user, section=section, verbs=verbs, scope=scope, field_class=field_class, reason=reason.strip(),
        given_by=viewer.user, from_at=at, until_at=until_at,
    )  # fmt: skip
    right.save(force_insert=True)
    changes = {"section": section, "verbs": verbs, "scope": scope.name.lower(), "until": until_at}
    record("access.right_given", about=user, by=viewer.user, at=at, changes=changes)
    announce("right.given", about=user, at=at, to=str(user.pk), section=section)
    return right


@transaction.atomic
def end_right(viewer: Viewer, *, right: SingleRight, at: datetime) -> SingleRight:
    """The right ends now. Twice is once."""
    rows = SingleRight.objects.unscoped(because="row security: colleagues of one's own agency")
    right = rows.select_for_update(of=("self",)).select_related("user").get(pk=right.pk)
    if right.user.agency_id != viewer.agency_id or viewer.stands_in_for:
        raise CannotGive([Reason("other_agency", _("This person works for another agency."))])
    if right.ended_at is None:
        right.ended_at, right.ended_by = at, viewer.user
        right.save(update_fields=["ended_at", "ended_by"])
        changes = {"section": right.section, "verbs": right.verbs}
        record("access.right_ended", about=right.user, by=viewer.user, at=at, changes=changes)
    return right


@transaction.atomic
def end_role_on(viewer: Viewer, *, user: User, role: str, until_on: date, at: datetime) -> RoleAssignment:
    """Let a role that is held today end with a day (`until_on` is the last one with it)."""
    reasons = _hurdles(viewer, user)
    if role not in grantable(viewer.roles):
        words = _("You cannot give: %(roles)s.") % {"roles": Role(role).label}
        reasons.append(Reason("beyond_reach", words))
    today = timezone.localdate(at)
    if until_on < today:
        reasons.append(Reason("past", _("Choose today or a later day."), "until_on"))
    held = user.assignments.valid_on(today).filter(role=role).select_for_update().first()
    if held is None:
        reasons.append(Reason("not_held", _("This role is not held today.")))
    if last_administrator(user, role=role, on=today):
        reasons.append(LAST_ADMINISTRATOR)
    if reasons:
        raise CannotGive(reasons)
    held.valid_to = until_on + timedelta(days=1)
    held.save(update_fields=["valid_to"])
    changes = {"role": role, "until": until_on}
    record("access.role_limited", about=user, by=viewer.user, at=at, changes=changes)
    return held


LAST_ADMINISTRATOR = Reason(
    "last_administrator", _("An agency keeps one administrator without an end day. Name another one first.")
)


def last_administrator(user: User, *, role: str = Role.ADMINISTRATOR, on: date) -> bool:
    """Would the agency be without a lasting administrator once this one is gone? The database refuses it too."""
    return role == Role.ADMINISTRATOR and last_holder(lasting_administrators(user.agency_id, on), user.pk)


def _hurdles(viewer: Viewer, user: User) -> list[Reason]:
    reasons = []
    if user.agency_id != viewer.agency_id:
        reasons.append(Reason("other_agency", _("This person works for another agency.")))
    if user.pk == viewer.user_id:
        reasons.append(Reason("own_rights", _("Nobody changes their own rights.")))
    if viewer.stands_in_for or not grantable(viewer.roles):
        reasons.append(Reason("no_right", _("Your role does not include this step.")))
    return reasons
