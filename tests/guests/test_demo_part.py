"""The demo's part: one link, one yes by phone."""

from types import SimpleNamespace

from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import ask, read_again

from gugus.demo.outside import OFFICE, answer_from_outside
from gugus.guests.models import GuestPass, Slip


def test_the_demo_shows_a_link_and_a_typed_in_yes(world, case, clinic):
    first, second = (ask(world, case, clinic, service=one) for one in ("medical_exam", "health"))

    with as_role("gugus_worker"):
        answer_from_outside(SimpleNamespace(agencies={OFFICE: clinic}), at=NOON)

    assert (read_again(first, world.rina).state, read_again(second, world.rina).state) == ("sent", "accepted")
    with voice_of(world.rina):
        assert GuestPass.objects.unscoped(because="test").get().referral_id == first.pk
        assert Slip.objects.unscoped(because="test").get().referral_id == second.pk
