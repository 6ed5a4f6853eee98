"""Second factors: codes are limited like passwords, the trail hears of each, a role may keep the last one."""

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from gugus.access.gate import staff_door
from gugus.access.models import User
from gugus.accounts.adapters import told_of_failure
from gugus.accounts.limits import attempt
from gugus.audit.actions import record
from gugus.base.context import speaking_for


class LimitedCode:
    """A code that is checked only so often, whoever knows the password already."""

    def clean_code(self) -> str:
        tried = attempt(context.request, what="code", name=str(self.user.pk), user=self.user)
        if tried.refused:
            raise get_adapter().validation_error("incorrect_code")
        try:
            code = super().clean_code()
        except ValidationError:
            told_of_failure(self.user, tried, "code")
            raise
        tried.forget()
        return code


class CodeForm(LimitedCode, mfa_forms.AuthenticateForm):
    """At the sign-in."""


class CodeAgainForm(LimitedCode, mfa_forms.ReauthenticateForm):
    """Before a sensitive step."""


class RemovePasskey(RemoveWebAuthnView):
    """allauth asks only for the app whether it is the last one."""

    def get_context_data(self, **more) -> dict:
        return super().get_context_data(is_last=not self._may_go(), **more)

    def form_valid(self, form) -> HttpResponse:
        if not self._may_go():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return super().form_valid(form)

    def _may_go(self) -> bool:
        return get_adapter().can_delete_authenticator(self.get_object())


@staff_door(fresh=True)
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of one's own passkeys."""
    return RemovePasskey.as_view()(request, pk=pk)


def on_added(sender, request: HttpRequest, user: User, authenticator: Authenticator, **more) -> None:
    """allauth says that somebody set up a factor."""
    _told("accounts.factor_added", user, authenticator)


def on_removed(sender, request: HttpRequest, user: User, authenticator: Authenticator, **more) -> None:
    """allauth says that somebody removed a factor."""
    _told("accounts.factor_removed", user, authenticator)


def _told(verb: str, user: User, authenticator: Authenticator) -> None:
    # allauth tells of recovery codes after the request's transaction, when nobody speaks any more.
    with transaction.atomic(), speaking_for(agency=user.agency_id, user=user.pk):
        record(verb, about=user, by=user, at=now(), changes={"kind": authenticator.type})
