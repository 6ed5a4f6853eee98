"""How allauth behaves here: no self sign-up, own limits, one answer to every failure, sealed seeds."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from gugus.access.gate import is_fresh
from gugus.access.models import User
from gugus.accounts import devices, keeping
from gugus.accounts.limits import Attempt, attempt
from gugus.accounts.signing_in import FACTORS, roles_of, strictness_of, way_of
from gugus.audit.actions import record
from gugus.base.context import speaking_for
from gugus.base.vault import opened_text, sealed_text

# Whoever guesses learns nothing: wrong name, wrong password, ended account and used-up tries read alike.
REFUSED = _(
    "User name and password do not fit, or there were too many tries. Wait some minutes, or ask the administrator "
    "of your agency."
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whoever tried; the trail keeps only for which agency's account."""

    agency_id: UUID | None = None


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator of the agency, never by a visitor."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": REFUSED,
        "too_many_login_attempts": REFUSED,
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own view of when a second factor was asked for already."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "gugus.accounts.issuers.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def authenticate(self, request, **credentials) -> User | None:
        """The right password within the limits; every way to fail costs one hash and leaves one line."""
        name = credentials.get("username", "").strip().lower()
        user = User.objects.filter(username__iexact=name).first()
        tried = attempt(request, what="password", name=name, user=user)
        if tried.refused == "source":  # says nothing about any account, so it may be cheap
            raise self.validation_error("too_many_login_attempts")
        found = authenticate(request, **credentials)
        if found is None or tried.refused:
            told_of_failure(user, tried)
            return None
        tried.forget()
        return found

    def post_login(self, request, user, **how):
        """A device from which somebody signed in is theirs."""
        response = super().post_login(request, user, **how)
        devices.remember(request, response, user)
        with speaking_for(agency=user.agency_id, user=user.pk):
            record(
                "accounts.signed_in", about=user, by=user, at=now(), changes={"way": way_of(request, user)}
            )
        return response

    def is_reauthentication_required(self, *, app: str) -> bool:
        """The same quarter of an hour everywhere; signing in counts as a proof."""
        return not is_fresh(context.request)

    def get_login_redirect_url(self, request) -> str:
        """Whoever typed something when a session ended finds it first."""
        with speaking_for(agency=request.user.agency_id, user=request.user.pk):
            waiting = keeping.still_kept(request.user.pk, now()).exists()
        return reverse("accounts:kept_list") if waiting else super().get_login_redirect_url(request)

    def set_password(self, user, password) -> None:
        """Choosing one's own password ends the one-time one."""
        user.must_change_password = False
        super().set_password(user, password)


def told_of_failure(user: User | None, tried: Attempt, reason: str = "password") -> None:
    """One line in the trail of the account's agency: never what was typed, not even as a name."""
    if tried.refused:  # the tries before told it; whoever hammers must not fill the trail
        return
    agency = user.agency_id if user else None
    with speaking_for(agency=agency):
        record("accounts.sign_in_failed", about=user, by=Unknown(agency), at=now(), reason=reason)


class MFAAdapter(DefaultMFAAdapter):
    """allauth stores seeds in clear unless told otherwise."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _("This code does not fit.")}

    def encrypt(self, text: str) -> str:
        return sealed_text(text, "mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return opened_text(encrypted_text, "mfa")

    def build_totp_svg(self, url: str) -> str:
        """The picture as a part of the page: the content policy allows no pictures from data addresses."""
        picture = super().build_totp_svg(url)
        return picture[picture.index("<svg") :]

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whose role asks for a second factor keeps at least one."""
        if not strictness_of(authenticator.user, roles_of(authenticator.user)).second_factor:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()
