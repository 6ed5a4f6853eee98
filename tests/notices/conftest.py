"""Channels that lead to loopback servers, people with addresses, rounds of the worker."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from tests.conftest import NOON, as_role, voice_of
from tests.notices.servers import mail_server, provider_server

from gugus.notices.actions import notify
from gugus.notices.codes import Channel
from gugus.notices.jobs import carry_out
from gugus.notices.models import Address, Choice, Delivery, Dispatch

BECAUSE = "the test looks"
SITE = "https://gugus.example.go.id"


def secret_file(folder, name: str, content: str) -> str:
    path = folder / name
    path.write_text(content)
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def mails(settings):
    """A mail server, and the installation told to use it."""
    with mail_server() as server:
        settings.NOTICES = {
            "mail": "smtp", "smtp_host": "127.0.0.1", "smtp_port": str(server.port), "smtp_tls": "none",
            "mail_from": "gugus@example.go.id", "mail_name_id": "Pemberitahuan", "mail_name_en": "Notices",
            "site": SITE,
        }  # fmt: skip
        yield server


@pytest.fixture
def provider(settings, tmp_path):
    """One provider that plays both, and the installation told to use it."""
    with provider_server() as server:
        settings.NOTICES = {
            "site": SITE,
            "whatsapp_host": server.url, "whatsapp_number": "100200300", "whatsapp_version": "v21.0",
            "whatsapp_template": "ada_kabar", "whatsapp_code_template": "kode",
            "whatsapp_token_file": secret_file(tmp_path, "token", "very-secret-token"),
            "whatsapp_secret_file": secret_file(tmp_path, "secret", "app-secret"),
            "whatsapp_verify_file": secret_file(tmp_path, "verify", "verify-me"),
            "sms_url": f"{server.url}/kirim",
            "sms_secret_file": secret_file(tmp_path, "sms", "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="),
            "sms_receipts_file": secret_file(tmp_path, "back", "whsec_YmFjay1iYWNrLWJhY2stYmFjaw=="),
        }  # fmt: skip
        yield server


@pytest.fixture
def addressed(world):
    """Everybody of the cast has an e-mail address."""
    with as_role("gugus_worker"):
        for name in ("rina", "budi", "yusuf", "maya", "ratih"):
            user = getattr(world, name)
            user.email = f"{name}@example.go.id"
            user.save(update_fields=["email"])
    return world


def say(world, code="referral_sent", *, to=None, about=None, at=NOON, **more):
    """Rina leaves news for Budi."""
    with voice_of(world.rina):
        return notify(code=code, about=about or world.police, users=[to or world.budi], at=at, **more)


def a_round(at=NOON) -> int:
    """One round of the worker."""
    with as_role("gugus_worker"):
        return carry_out(at)


def deliveries(user) -> list[Delivery]:
    with voice_of(user):
        return list(Delivery.objects.unscoped(because=BECAUSE).filter(user=user).order_by("made_at", "pk"))


def states(user) -> list[tuple[str, str]]:
    return [(one.state, one.why) for one in deliveries(user)]


def dispatches(user) -> list[Dispatch]:
    with voice_of(user):
        return list(Dispatch.objects.unscoped(because=BECAUSE).filter(user=user).order_by("made_at", "pk"))


def number(user, channel=Channel.SMS, e164="+6280000777123", *, family="referrals", mode="at_once") -> None:
    """A confirmed number, and the wish to be told over it."""
    with voice_of(user):
        Address(user=user, channel=channel, number=e164, verified_at=now() - timedelta(days=1)).save()
        Choice(user=user, channel=channel, family=family, mode=mode).save(force_insert=True)
