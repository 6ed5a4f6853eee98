"""A referral of the unit to a puskesmas without accounts, and a guest link for it."""

import pytest
from django.core.cache import cache
from django.utils.timezone import now
from tests.cast import agency
from tests.conftest import NOON, voice_of
from tests.referrals.conftest import ask, case, settle_case

from gugus.directory.codes import AgencyKind
from gugus.guests.actions import Made, make_pass
from gugus.guests.models import GuestPass

__all__ = ["case", "settle_case"]
TOLD = {
    "name": "Panggilan Mawarjingga",
    "meeting": "Pintu belakang puskesmas pukul 9",
    "companion": "Bu Nadia",
}


@pytest.fixture(autouse=True)
def nobody_tried_yet():
    """The counters of networks live in the process here."""
    cache.clear()


@pytest.fixture
def clinic(world):
    return agency("puskesmas-senja", "Puskesmas Senja", AgencyKind.HEALTH)


@pytest.fixture
def referral(world, case, clinic):
    return ask(world, case, clinic, service="medical_exam", message="Butuh pemeriksaan besok pagi.")


def invite(world, referral, *, at=NOON, link_by="email", code_by="phone", told=TOLD, asked=False) -> Made:
    with voice_of(world.rina):
        return make_pass(
            referral=referral, link_by=link_by, code_by=code_by, told=told, asked=asked, by=world.rina, at=at
        )


def pass_again(made: Made, user) -> GuestPass:
    with voice_of(user):
        return GuestPass.objects.unscoped(because="the test looks").get(pk=made.guest_pass.pk)


@pytest.fixture
def made(world, referral):
    return invite(world, referral)


@pytest.fixture
def fresh_made(world, case, clinic):
    """A link that is alive by the clock of the wall, for pages."""
    sent = ask(world, case, clinic, at=now(), service="medical_exam", message="Butuh pemeriksaan besok pagi.")
    return invite(world, sent, at=now())
