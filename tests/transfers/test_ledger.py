"""A case is offered on a ground of the ledger, or by who may do without one; a withdrawal takes an offer back."""

from datetime import date

import pytest
from tests.conftest import NOON, voice_of
from tests.transfers.conftest import BECAUSE, agree_to_go, draft_of, offer

from gugus.consent.models import Ground, Override
from gugus.consent.withdrawing import Wish, withdraw
from gugus.transfers.actions import CannotTransfer, offer_transfer
from gugus.transfers.basis import may_go_without
from gugus.transfers.models import Transfer

DUTY = {"basis": "legal_duty", "basis_note": "Perkara diambil alih unit daerah atas permintaan pengadilan."}


def take_back(world, ground) -> None:
    with voice_of(world.rina):
        wish = Wish(
            grounds=(ground.pk,), asker="guardian", relation="mother",
            asker_name="Ibu Contoh",
        )  # fmt: skip
        withdraw(person=ground.person, wish=wish, by=world.rina, at=NOON)


def codes(refused) -> set[str]:
    return {one.code for one in refused.value.reasons}


@pytest.mark.parametrize("more", [{"basis": "consent", "basis_on": date(2026, 6, 15)}, DUTY])
def test_without_a_ground_nothing_is_offered(world, case, more):
    draft = draft_of(world, case, **more)

    with voice_of(world.rina), pytest.raises(CannotTransfer) as refused:
        offer_transfer(transfer=draft, by=world.rina, at=NOON)

    assert codes(refused) == {"no_ground"}


def test_what_was_withdrawn_between_draft_and_offer_counts(world, case):
    ground = agree_to_go(world, case, world.outside)
    draft = draft_of(world, case)
    take_back(world, ground)

    with voice_of(world.rina), pytest.raises(CannotTransfer) as refused:
        offer_transfer(transfer=draft, by=world.rina, at=NOON)

    assert codes(refused) == {"no_ground"}


def test_who_may_do_without_is_listed_for_a_second_person(world, case):
    draft = draft_of(world, case, **DUTY)

    with voice_of(world.yusuf):
        offer_transfer(transfer=draft, by=world.yusuf, at=NOON, may_go_without=True)
        listed = list(Override.objects.unscoped(because=BECAUSE))

    assert [(one.about_ref, one.why_none, one.by_id) for one in listed] == [
        (draft.ref, "none", world.yusuf.pk)
    ]


def test_only_a_right_of_its_own_allows_that(world):
    assert may_go_without(world.viewer("yusuf")) and not may_go_without(world.viewer("rina"))


def test_a_withdrawal_takes_a_waiting_offer_back(world, case):
    made = offer(world, case)
    with voice_of(world.rina):
        ground = Ground.objects.unscoped(because=BECAUSE).get(purpose="transfer")

    take_back(world, ground)

    with voice_of(world.rina):
        left = Transfer.objects.unscoped(because=BECAUSE).get(pk=made.pk)
    assert (left.state, left.code) == ("withdrawn", "consent_gone")
