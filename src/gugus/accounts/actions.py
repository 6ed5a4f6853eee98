"""Verbs about accounts of one's own agency: add, change roles, end, reset sign-in."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import add_user, give_roles
from gugus.access.codes import Role
from gugus.access.models import User
from gugus.access.rules import grantable
from gugus.access.viewer import Viewer
from gugus.accounts.administrators import LAST, one_at_a_time, would_be_lost
from gugus.accounts.models import Reset, Session
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.outbox.actions import announce

# Without look-alikes; four groups of five hold 99 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


# Roles that see or change what all colleagues do: one person alone never gives them.
FAR = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.AUDITOR})


class CannotChangeAccount(Cannot):
    """The account cannot be made or changed like this; all reasons at once."""


def one_time_password() -> str:
    """A password that is shown once and read out over the phone: `xxxxx-xxxxx-xxxxx-xxxxx`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def roles_today(user: User, on: date) -> set[str]:
    """What a colleague holds on a day."""
    return set(user.assignments.valid_on(on).values_list("role", flat=True))


def must_reach(viewer: Viewer, roles: Collection[str], user: User | None = None) -> None:
    """Nobody changes another agency's accounts or gives what they do not reach."""
    reasons = []
    if user is not None and user.agency_id != viewer.agency_id:
        reasons.append(Reason("other_agency", _("This person works for another agency.")))
    if beyond := set(roles) - grantable(viewer.roles):
        names = ", ".join(str(Role(role).label) for role in sorted(beyond))
        reasons.append(Reason("beyond_reach", _("You cannot give: %(roles)s.") % {"roles": names}, "roles"))
    if reasons:
        raise CannotChangeAccount(reasons)


@transaction.atomic
def add_colleague(
    viewer: Viewer,
    *,
    username: str,
    full_name: str,
    title: str,
    roles: Collection[str],
    at: datetime,
    on: date,
) -> tuple[User, str]:
    """A new account in one's own agency, with a password that is shown once; roles count from `on`."""
    must_reach(viewer, roles)
    _must_be_near(roles)
    password = one_time_password()
    try:
        with transaction.atomic():
            user = add_user(
                username=username, full_name=full_name, title=title, agency=viewer.user.agency, roles=[],
                password=password, by=viewer.user, at=at,
            )  # fmt: skip
    except IntegrityError as taken:
        sentence = _("This user name is already taken.")
        raise CannotChangeAccount([Reason("name_taken", sentence, "username")]) from taken
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    give_roles(user=user, roles=roles, on=on, by=viewer.user)
    return user, password


@transaction.atomic
def set_roles(viewer: Viewer, *, user: User, roles: Collection[str], at: datetime, on: date) -> User:
    """From today these roles and no others; what was held before stays readable with its last day."""
    one_at_a_time(viewer.agency_id)
    user = locked(user)
    held = user.assignments.valid_on(on)
    before = set(held.values_list("role", flat=True))
    must_reach(viewer, before ^ set(roles), user)
    _must_be_near(set(roles) - before)
    if user.pk == viewer.user_id and Role.ADMINISTRATOR in before - set(roles):
        raise CannotChangeAccount(
            [Reason("own_role", _("Somebody else must take this role from you."), "roles")]
        )
    if Role.ADMINISTRATOR in before - set(roles) and would_be_lost(user, on):
        raise CannotChangeAccount([LAST])
    # The database keeps every row; a role given and taken on one day counts until that day's end.
    tomorrow = on + timedelta(days=1)
    gone = held.filter(role__in=before - set(roles))
    gone.filter(valid_from=on).update(valid_to=tomorrow)
    gone.filter(valid_from__lt=on).update(valid_to=on)
    give_roles(user=user, roles=sorted(set(roles) - before), on=on, by=viewer.user)
    Session.objects.filter(user=user).exclude(user=viewer.user).delete()
    record("access.roles_set", about=user, by=viewer.user, at=at, changes={"roles": sorted(roles)})
    return user


@transaction.atomic
def end_account(viewer: Viewer, *, user: User, at: datetime) -> User:
    """No more access from this moment: sign-in, sessions and keys end; history stays."""
    one_at_a_time(viewer.agency_id)
    user = locked(user)
    must_reach(viewer, [], user)
    if user.pk == viewer.user_id:
        raise CannotChangeAccount([Reason("own_account", _("You cannot end your own account."))])
    if would_be_lost(user, timezone.localdate(at)):
        raise CannotChangeAccount([LAST])
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.api_keys.filter(revoked_at=None).update(revoked_at=at)
    Session.objects.filter(user=user).delete()
    record("access.account_ended", about=user, by=viewer.user, at=at)
    return user


@transaction.atomic
def resume_account(viewer: Viewer, *, user: User, at: datetime) -> User:
    """The colleague is back; keys stay revoked."""
    user = locked(user)
    must_reach(viewer, [], user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("access.account_resumed", about=user, by=viewer.user, at=at)
    return user


@transaction.atomic
def reset_sign_in(viewer: Viewer, *, user: User, at: datetime, request_id: UUID | None = None) -> str:
    """A new one-time password, no second factor and no link: for a lost phone. The colleague is told who did it.

    `escalation.renew_sign_in` asks first whether it needs a second person.
    """
    user = locked(user)
    must_reach(viewer, [], user)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    Reset.objects.create(user=user, by=viewer.user, at=at, request_id=request_id)
    record("access.sign_in_reset", about=user, by=viewer.user, at=at)
    announce(
        "access.sign_in_reset", about=user, at=at, to=str(user.pk), username=user.username,
        agency=str(user.agency_id), by=str(viewer.user_id),
    )  # fmt: skip
    return password


@transaction.atomic
def end_sessions(
    *, user: User, by: User, at: datetime, only: UUID | None = None, but_not: str | None = None
) -> int:
    """Sign somebody out, at once: everywhere, or of one session; `but_not` is the session that asks."""
    rows = Session.objects.filter(user=user).exclude(session_key=but_not or "")
    ended = (rows.filter(id=only) if only else rows).delete()[0]
    if ended:
        record("accounts.sessions_ended", about=user, by=by, at=at, changes={"sessions": ended})
    return ended


@transaction.atomic
def sign_out_colleague(viewer: Viewer, *, user: User, at: datetime) -> User:
    """A telephone was left in a taxi: every session of a colleague ends."""
    user = locked(user)
    must_reach(viewer, [], user)
    end_sessions(user=user, by=viewer.user, at=at)
    return user


def _must_be_near(roles: Collection[str]) -> None:
    if far := FAR & set(roles):
        names = ", ".join(str(Role(role).label) for role in sorted(far))
        words = _("A second person must agree to: %(roles)s.") % {"roles": names}
        raise CannotChangeAccount([Reason("second_person", words, "roles")])


def locked(user: User) -> User:
    """The account, held until the end of the transaction."""
    return User.objects.select_for_update().get(pk=user.pk)
