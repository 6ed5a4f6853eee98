"""Signing in through an agency's own service: signed answers, one agency, linked accounts, nobody else asked."""

import json
import time
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from requests.adapters import BaseAdapter
from tests.accounts.test_factors import SEED

from gugus.accounts import issuers
from gugus.config import issuers as from_file
from gugus.config.environment import EnvironmentIncomplete

pytestmark = pytest.mark.usefixtures("with_passwords")
HERE, THERE = "https://masuk.unit.test", "https://masuk.lain.test"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Service(BaseAdapter):
    """A fake sign-in service behind the session that the product itself makes."""

    def __init__(self):
        super().__init__()
        self.asked: list[str] = []
        self.claims: dict = {}
        self.key, self.calls_itself, self.jwks = KEY, HERE, f"{HERE}/keys"

    def send(self, request, **more):
        self.asked.append(request.url)
        said = getattr(self, "_" + urlsplit(request.url).path.rpartition("/")[2].replace("-", "_"))()
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, request.url, request
        answer.headers["content-type"] = "application/json"
        answer.raw = BytesIO(json.dumps(said).encode())
        return answer

    def close(self):
        """Nothing is open."""

    def _openid_configuration(self):
        return {
            "issuer": self.calls_itself, "authorization_endpoint": f"{HERE}/authorize",
            "token_endpoint": f"{HERE}/token", "jwks_uri": self.jwks,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def _keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def _token(self):
        return {
            "access_token": "x",
            "id_token": jwt.encode(self.claims, self.key, "RS256", headers={"kid": "one"}),
        }


@pytest.fixture
def service(monkeypatch, world):
    """The unit's service and one of another agency."""
    made = Service()

    def app(name: str, url: str, agency: str) -> dict:
        rules = {"server_url": url, "agency": agency, "sufficient_amr": ["mfa"], "sufficient_acr": []}
        return {"provider_id": name, "name": name, "client_id": "gugus", "secret": "s", "settings": rules}

    configured = [app("unit", HERE, "upt-pppa"), app("lain", THERE, "lembaga-lain")]
    monkeypatch.setitem(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS", configured)
    real = issuers.OnlyIssuers.__init__

    def with_service(self):
        real(self)
        self.mount("https://", made)

    monkeypatch.setattr(issuers.OnlyIssuers, "__init__", with_service)
    return made


def sent_there(browser: Client, name: str = "unit", process: str = "login") -> dict:
    """The browser is sent to the service; what it carries."""
    answer = browser.post(f"/akun/oidc/{name}/login/?process={process}")
    return {key: values[0] for key, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def comes_back(browser: Client, service: Service, carried: dict, name: str = "unit", **claims):
    """The service answers and the browser returns with it."""
    at = int(time.time())
    service.claims = {
        "iss": HERE, "sub": "4711", "aud": "gugus", "iat": at, "exp": at + 60, "nonce": carried["nonce"],
    } | claims  # fmt: skip
    return browser.get(f"/akun/oidc/{name}/login/callback/", {"state": carried["state"], "code": "c"})


@pytest.fixture
def linked(enter, service, world):
    """Rina linked her account while she was signed in."""
    browser, _ = enter("rina")
    comes_back(browser, service, sent_there(browser, process="connect"))
    assert SocialAccount.objects.get().user == world.rina
    return service


def arrives(service, **claims) -> bool:
    """Does a new browser get in with these claims?"""
    browser = Client()
    comes_back(browser, service, sent_there(browser), **claims)
    return browser.get("/kasus/").status_code == 200


def test_a_linked_identity_signs_in(linked):
    assert arrives(linked)


def test_nothing_about_the_person_is_kept(linked):
    row = SocialAccount.objects.get()

    assert "4711" not in row.uid and row.extra_data == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": THERE},
        {"aud": "another-program"},
        {"azp": "another-program"},
        {"nonce": "0" * 64},
        {"exp": int(time.time()) - 3600},
        {"sub": "4712"},
        {"exp": None},
    ],
    ids=["issuer", "audience", "for another party", "nonce", "expired", "somebody else", "endless"],
)
def test_an_answer_that_does_not_hold_opens_nothing(linked, claims):
    assert not arrives(linked, **claims)


def test_an_answer_signed_by_somebody_else_opens_nothing(linked):
    linked.key = OTHER_KEY

    assert not arrives(linked)


def test_an_unsigned_answer_opens_nothing(linked, monkeypatch):
    monkeypatch.setattr(
        Service,
        "_token",
        lambda self: {"access_token": "x", "id_token": jwt.encode(self.claims, None, "none")},
    )

    assert not arrives(linked)


def test_an_answer_serves_once(linked):
    browser = Client()
    carried = sent_there(browser)
    comes_back(browser, linked, carried)
    browser.post("/akun/logout/")

    assert comes_back(browser, linked, carried).status_code == 403
    assert browser.get("/kasus/").status_code == 302


def test_another_agencys_service_opens_no_account_of_ours(linked, world):
    SocialAccount.objects.update(provider="lain")
    linked.calls_itself = THERE
    browser = Client()

    comes_back(browser, linked, sent_there(browser, "lain"), "lain", iss=THERE)

    assert browser.get("/kasus/").status_code == 302


def test_nobody_links_to_another_agencys_service(enter, service, world):
    service.calls_itself = THERE
    browser, _ = enter("rina")

    answer = comes_back(browser, service, sent_there(browser, "lain", "connect"), "lain", iss=THERE)

    assert answer.status_code == 403 and not SocialAccount.objects.exists()


def test_nobody_signs_up(service):
    browser = Client()

    answer = comes_back(
        browser, service, sent_there(browser), email="rina@unit.test", preferred_username="rina"
    )

    assert answer.status_code == 403 and browser.get("/kasus/").status_code == 302


def test_an_ended_account_stays_out(linked, world):
    world.rina.is_active = False
    world.rina.save()

    assert not arrives(linked)


def test_our_second_factor_holds_unless_the_service_asked_for_one(linked, world):
    TOTP.activate(world.rina, SEED)

    assert not arrives(linked, amr=["pwd"])
    assert arrives(linked, amr=["pwd", "mfa"])


def test_only_configured_services_are_contacted(linked):
    linked.jwks = "http://169.254.169.254/latest/meta-data"
    before = len(linked.asked)

    assert not arrives(linked)
    assert not any("169.254" in url for url in linked.asked[before:])
    with pytest.raises(OAuth2Error):
        issuers.OnlyIssuers().get("https://masuk.unit.test.evil.example/")


def test_a_service_that_calls_itself_something_else_is_not_believed(linked):
    linked.calls_itself = "https://masuk.unit.test/realms/other"

    answer = Client().post("/akun/oidc/unit/login/")

    assert answer.status_code == 403


def test_an_unknown_service_is_not_there(service):
    assert Client().post("/akun/oidc/tidak-ada/login/").status_code == 404


def test_a_link_from_elsewhere_changes_no_question(service):
    answer = Client().post("/akun/oidc/unit/login/?scope=admin&auth_params=nonce%3Dchosen%26prompt%3Dnone")

    assert "chosen" not in answer["Location"] and "admin" not in answer["Location"]


def written(tmp_path, **changes) -> str:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    secret.chmod(0o600)
    facts = {
        "id": "unit", "name": "Unit", "agency": "upt-pppa", "issuer": HERE, "client_id": "gugus",
        "client_secret_file": str(secret),
    } | changes  # fmt: skip
    path = tmp_path / "issuers.toml"
    path.write_text(
        "[[issuer]]\n" + "".join(f'{name} = "{value}"\n' for name, value in facts.items() if value)
    )
    return str(path)


def test_the_operators_file(tmp_path):
    app = from_file.apps(written(tmp_path))[0]

    assert (app["provider_id"], app["secret"], app["settings"]["agency"]) == ("unit", "geheim", "upt-pppa")
    assert from_file.origins([app]) == [HERE] and from_file.apps("") == []


@pytest.mark.parametrize("changes", [{"issuer": "http://plain.test"}, {"agency": ""}])
def test_an_unsafe_file_stops_the_start(tmp_path, changes):
    with pytest.raises(EnvironmentIncomplete):
        from_file.apps(written(tmp_path, **changes))


def test_a_secret_that_others_read_stops_the_start(tmp_path):
    path = written(tmp_path)
    (tmp_path / "secret").chmod(0o644)

    with pytest.raises(EnvironmentIncomplete, match="chmod"):
        from_file.apps(path)
