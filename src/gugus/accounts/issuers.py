"""Signing in through an agency's own sign-in service (OpenID Connect).

Only services that the operator configured are ever contacted, without following redirects. An identity opens only the
account to which its owner linked it while signed in here: what a service says about names or e-mail addresses may
change hands, its number of a person does not.
"""

import hashlib
import secrets
from urllib.parse import urlsplit

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gugus.access.gate import is_fresh, public_door
from gugus.accounts.adapters import told_of_failure
from gugus.accounts.limits import Attempt

ALGORITHMS = ("RS256", "PS256", "ES256")
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")
LEEWAY_SECONDS = 30


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def apps() -> list[dict]:
    """The services that the operator configured."""
    return settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]


class OnlyIssuers(requests.Session):
    """Speaks with configured services and with nobody to whom they point."""

    def request(self, method, url, **more):
        allowed = {origin_of(app["settings"]["server_url"]) for app in apps()}
        if origin_of(url) not in allowed:
            raise OAuth2Error("Not a configured sign-in service.")
        more |= {"allow_redirects": False, "timeout": 5}
        return super().request(method, url, **more)


def nonce_of(verifier: str) -> str:
    """The nonce that belongs to a state: derived from its secret, so it needs no place of its own."""
    return hashlib.sha256(f"nonce:{verifier}".encode()).hexdigest()


class IssuerAdapter(OpenIDConnectOAuth2Adapter):
    """Checks what allauth leaves out: signature, nonce, and that the service is who it was configured to be."""

    verifier = ""

    @property
    def openid_config(self) -> dict:
        known = hasattr(self, "_openid_config")
        config = super().openid_config
        if not known and config.get("issuer") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("The service calls itself something else.")
        return config

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None) -> dict:
        self.verifier = pkce_code_verifier or secrets.token_hex()
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token, **more):
        claims = self._claims(app, more["response"].get("id_token", ""))
        request.vouched = _vouches(app, claims)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, app: SocialApp, token: str) -> dict:
        try:
            header = jwt.get_unverified_header(token)
            key = self._key(header)
            claims = jwt.decode(
                token, key, algorithms=[header["alg"]], audience=app.client_id, issuer=app.settings["server_url"],
                leeway=LEEWAY_SECONDS, options={"require": list(NEEDED)},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as broken:
            raise OAuth2Error("The answer of the service does not hold.") from broken
        if not secrets.compare_digest(str(claims["nonce"]), nonce_of(self.verifier)):
            raise OAuth2Error("The answer belongs to another question.")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The answer was meant for another program.")
        return claims

    def _key(self, header: dict):
        if header.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError
        with OnlyIssuers() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in answer.json()["keys"] if key.get("kid") == header.get("kid")]
        if len(keys) != 1 or keys[0].get("use", "sig") != "sig":
            raise jwt.InvalidKeyError
        return jwt.PyJWK(keys[0], algorithm=header["alg"]).key


def _vouches(app: SocialApp, claims: dict) -> bool:
    """Did the service ask for a second factor, in words that the operator accepts?"""
    said = claims.get("amr") or []
    methods = set(said if isinstance(said, list) else [said])
    return bool(methods & set(app.settings["sufficient_amr"])) or (
        claims.get("acr") in app.settings["sufficient_acr"]
    )


class Issuer(OpenIDConnectProvider):
    """One service; PKCE always, and a nonce that only this browser's state can answer."""

    pkce_enabled_default = True
    oauth2_adapter_class = IssuerAdapter

    @classmethod
    def get_package(cls) -> str:
        return OpenIDConnectProvider.get_package()

    def get_pkce_params(self) -> dict:
        params = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict:
        return self.get_auth_params()  # a link from elsewhere changes nothing

    def get_scope_from_request(self, request: HttpRequest) -> list:
        return ["openid"]

    def extract_uid(self, data: dict) -> str:
        """Issuer and subject together: another service under the same name is somebody else."""
        claims = data["id_token"]
        return hashlib.sha256(f"{claims['iss']}\0{claims['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict) -> dict:
        return {}  # names and addresses stay with the service

    def extract_common_fields(self, data: dict) -> dict:
        return {}

    def extract_email_addresses(self, data: dict) -> list:
        return []


class SecondStep(AuthenticateStage):
    """Our own second factor, unless the agency's service asked for one already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not getattr(request, "vouched", False) and super()._should_handle(request)


class IssuerRules(DefaultSocialAccountAdapter):
    """Who may come in through a service: whoever linked the account before, of that very agency."""

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """From the operator's file only, never from the database."""
        found = []
        for one in apps():
            if provider in {None, "openid_connect", one["provider_id"]}:
                found.append(SocialApp(provider="openid_connect", **one))
        return [app for app in found if client_id in {None, app.client_id}]

    def get_requests_session(self) -> requests.Session:
        return OnlyIssuers()

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def can_authenticate_by_email(self, login, email) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """The account must belong to the service's agency; linking needs a fresh sign-in."""
        links = sociallogin.state.get("process") == AuthProcess.CONNECT
        user = request.user if links else sociallogin.user if sociallogin.is_existing else None
        agency = sociallogin.provider.app.settings["agency"]
        fits = user is not None and user.is_authenticated and user.is_active and user.agency.slug == agency
        if not fits or (links and not is_fresh(request)):
            raise ImmediateHttpResponse(refused(request))

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ) -> None:
        raise ImmediateHttpResponse(refused(request))


def refused(request: HttpRequest) -> HttpResponse:
    """One page for every reason; the trail hears that it happened."""
    told_of_failure(None, Attempt(), "issuer")
    return render(request, "socialaccount/authentication_error.html", status=403)


def _view(view):
    @public_door("the agency's sign-in service sends people here before they are signed in")
    def opened(request: HttpRequest, provider_id: str) -> HttpResponse:
        if provider_id not in {app["provider_id"] for app in apps()}:
            raise Http404
        try:
            return view.adapter_view(IssuerAdapter(request, provider_id))(request)
        except (OAuth2Error, requests.RequestException):
            return refused(request)

    return opened


login = _view(OAuth2LoginView)
callback = _view(OAuth2CallbackView)
