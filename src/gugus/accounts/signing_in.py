"""What happens when somebody signs in or proves who they are: the session learns its clocks and duties."""

import time
from collections.abc import Iterable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.gate import FRESH_SINCE
from gugus.access.models import User
from gugus.accounts.codes import Way
from gugus.accounts.middleware import DUE
from gugus.accounts.models import Reset
from gugus.accounts.queries import of_agency
from gugus.accounts.rules import Strictness, device_called, strictest
from gugus.base.context import speaking_for

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def on_signed_in(sender, request: HttpRequest, user: User, **more) -> None:
    """Django says that somebody signed in."""
    at = timezone.now()
    strict = strictness_of(user, roles_of(user))
    request.session[FRESH_SINCE] = time.time()
    due = settings.SECOND_FACTOR and strict.second_factor and not getattr(request, "vouched", False)
    if due and not has_factor(user):
        request.session[DUE] = True
    if user.must_change_password:
        _tell_of_reset(request, user)
    request.session.begin(
        user,
        idle_minutes=strict.idle_minutes,
        way=way_of(request, user),
        device=device_called(request.META.get("HTTP_USER_AGENT", "")),
        at=at,
    )


def _tell_of_reset(request: HttpRequest, user: User) -> None:
    """Whoever made the sign-in anew is named to whom it belongs, before anything else."""
    with speaking_for(agency=user.agency_id, user=user.pk):
        last = Reset.objects.unscoped(because="one's own").filter(user=user).select_related("by").first()
    if last and hasattr(request, "_messages"):
        words = _(
            "%(who)s made your sign-in anew. If you did not ask for it, tell the data protection officer now."
        )
        messages.warning(request, words % {"who": last.by.full_name})


def on_proved(sender, request: HttpRequest, user: User, reauthenticated: bool = False, **more) -> None:
    """allauth says that somebody who is signed in proved it once more."""
    if reauthenticated:
        request.session[FRESH_SINCE] = time.time()


def way_of(request: HttpRequest, user: User) -> str:
    """How this browser signed in."""
    told = get_authentication_records(request, user)
    methods = {one["method"] for one in told}
    if any(one.get("passwordless") for one in told):
        return Way.PASSKEY
    if "socialaccount" in methods:
        return Way.ISSUER
    return Way.TWO_STEPS if "mfa" in methods else Way.PASSWORD


def roles_of(user: User) -> frozenset[str]:
    """The roles of today."""
    return frozenset(user.assignments.valid_on(timezone.localdate()).values_list("role", flat=True))


def strictness_of(user: User, roles: Iterable[str]) -> Strictness:
    """How strictly somebody with these roles signs in at their agency."""
    with speaking_for(agency=user.agency_id, user=user.pk):
        return strictest(roles, of_agency(user.agency_id))


def has_factor(user: User) -> bool:
    """A second step or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
