"""What reaches far needs two people: giving such a role, and a new sign-in for whoever holds one."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import give_roles
from gugus.access.codes import Role, Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.accounts.actions import (
    FAR,
    CannotChangeAccount,
    locked,
    must_reach,
    reset_sign_in,
    roles_today,
    set_roles,
)
from gugus.accounts.administrators import one_at_a_time
from gugus.accounts.models import Reset, Session
from gugus.approvals.actions import ask
from gugus.approvals.kinds import name_kind
from gugus.approvals.models import Request
from gugus.audit.actions import Named, record
from gugus.base.refusals import Reason

ROLES, RESET = "accounts.roles", "accounts.reset"
RESET_WITHIN = timedelta(hours=24)  # after the second person said yes


def name_kinds() -> None:
    """Say what needs two people; AppConfig.ready calls this."""
    shared = {
        "section": Section.USERS,
        "asks": Verb.WRITE,
        "may_ask": "gugus.accounts.escalation.hurdles_of_asking",
        "may_approve": "gugus.accounts.escalation.hurdles_of_approving",
    }
    name_kind(
        ROLES, label=_("Give a far-reaching role"), runs="gugus.accounts.escalation.run_roles",
        words="accounts/_asked_roles.html", **shared,
    )  # fmt: skip
    name_kind(
        RESET, label=_("New sign-in for a far-reaching account"), runs="gugus.accounts.escalation.run_reset",
        words="accounts/_asked_reset.html", **shared,
    )  # fmt: skip


@transaction.atomic
def change_roles(
    viewer: Viewer, *, user: User, roles: Collection[str], reason: str, at: datetime, on: date
) -> Request | None:
    """What stays near changes today; what reaches far is asked for, and the request is given back."""
    held = roles_today(user, on)
    far = (set(roles) - held) & FAR
    must_reach(viewer, far, user)
    near = set(roles) - far
    if near != held:
        set_roles(viewer, user=user, roles=near, at=at, on=on)
    return ask_roles(viewer, user=user, roles=far, reason=reason, at=at) if far else None


def ask_roles(viewer: Viewer, *, user: User, roles: Collection[str], reason: str, at: datetime) -> Request:
    """Let a second person say whether a colleague gets these roles."""
    facts = {"user": str(user.pk), "username": user.username, "roles": sorted(roles)}
    return ask(ROLES, facts=facts, reason=reason, about=_named(user), by=viewer.user, at=at)


def ask_reset(viewer: Viewer, *, user: User, reason: str, at: datetime) -> Request:
    """Let a second person say whether a colleague's sign-in is made anew."""
    must_reach(viewer, [], user)
    facts = {"user": str(user.pk), "username": user.username}
    return ask(RESET, facts=facts, reason=reason, about=_named(user), by=viewer.user, at=at)


def hurdles_of_asking(*, viewer: Viewer, facts: dict, about_id, at: datetime) -> list[Reason]:
    """The colleague is still there, and the asker still reaches so far."""
    user = User.objects.filter(pk=facts["user"], agency_id=viewer.agency_id, is_active=True).first()
    if user is None:
        return [Reason("account_gone", _("This account is no longer open in your agency."))]
    try:
        must_reach(viewer, facts.get("roles", []), user)
    except CannotChangeAccount as refused:
        return list(refused.reasons)
    return []


def hurdles_of_approving(*, viewer: Viewer, request: Request, at: datetime) -> list[Reason]:
    """Nobody agrees to their own rise."""
    if str(viewer.user_id) == request.facts["user"]:
        return [Reason("own_account", _("This is about your own account. Somebody else must agree."))]
    return []


def run_roles(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the roles count from today, and open sessions end so that they begin anew."""
    one_at_a_time(request.agency_id)
    user, today = locked(User(pk=request.facts["user"])), timezone.localdate(at)
    missing = sorted(set(request.facts["roles"]) - roles_today(user, today))
    give_roles(user=user, roles=[Role(role) for role in missing], on=today, by=request.asked_by)
    Session.objects.filter(user=user).delete()
    record(
        "access.roles_set", about=user, by=by, at=at, changes={"added": missing, "asked_by": request.asked_by}
    )


def run_reset(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed: the asking person may make the password, once, within a day."""


def agreed_reset(viewer: Viewer, user: User, at: datetime) -> Request | None:
    """The yes of a second person that this viewer has not used yet."""
    rows = Request.objects.unscoped(because="one's own requests").filter(
        kind=RESET, state="approved", asked_by=viewer.user, about_id=user.pk, decided_at__gt=at - RESET_WITHIN
    )
    used = Reset.objects.unscoped(because="one's own agency").filter(user=user).values("request_id")
    return rows.exclude(pk__in=used.exclude(request_id=None)).order_by("-decided_at").first()


@transaction.atomic
def renew_sign_in(viewer: Viewer, *, user: User, at: datetime) -> str:
    """A new one-time password; for far-reaching accounts only with a second person's yes."""
    agreed = None
    if needs_two(user, at) and (agreed := agreed_reset(viewer, locked(user), at)) is None:
        words = _("This account reaches far. A second person must agree first.")
        raise CannotChangeAccount([Reason("second_person", words)])
    return reset_sign_in(viewer, user=user, at=at, request_id=agreed.pk if agreed else None)


def needs_two(user: User, at: datetime) -> bool:
    """Does this colleague hold a role that reaches far?"""
    return bool(roles_today(user, timezone.localdate(at)) & FAR)


def _named(user: User) -> Named:
    return Named("user", user.pk, user.username)
