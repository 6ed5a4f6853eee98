"""Two at the same instant: whoever sends and whoever withdraws wait for each other; two withdrawals are one."""

from tests.cases.test_at_once import both, committed, speaking
from tests.conftest import NOON
from tests.ledger import told_for
from tests.referrals.conftest import settle_case, wish_for

from gugus.access.models import Grant
from gugus.consent.models import Withdrawal
from gugus.consent.recording import record_ground
from gugus.consent.withdrawing import CannotWithdraw, Wish, withdraw
from gugus.referrals.actions import CannotRefer, send_referral, write_referral
from gugus.referrals.models import Referral

__all__ = ["committed"]
BECAUSE = "the test looks what was kept"


def settled(world):
    """A child who agreed to the shelter, and a draft to it."""
    with speaking(world.rina):
        case = settle_case(world)
        party = case.parties.select_related("person__agency").get(role="survivor")
        ground = record_ground(person=party.person, told=told_for(world.shelter), by=world.rina, at=NOON)
        draft = write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)
    return party.person, ground, draft


def taking_back(world, person, ground):
    def act():
        with speaking(world.rina):
            wish = Wish(grounds=(ground.pk,), asker="self")
            return withdraw(person=person, wish=wish, by=world.rina, at=NOON)

    return act


def test_sending_and_withdrawing_at_once_never_leaves_anything_open(committed):
    for _ in range(3):
        person, ground, draft = settled(committed)

        def send(draft=draft):
            with speaking(committed.rina):
                return send_referral(referral=draft, by=committed.rina, at=NOON)

        sent, withdrawn = both(send, taking_back(committed, person, ground))

        assert isinstance(withdrawn, Withdrawal)
        with speaking(committed.rina):
            state = Referral.objects.unscoped(because=BECAUSE).get(pk=draft.pk).state
            live = Grant.objects.unscoped(because=BECAUSE).filter(because_id=draft.pk, ended_at=None)
            assert state == ("draft" if isinstance(sent, CannotRefer) else "revoked")
            assert not live.exists()


def test_two_withdrawals_at_once_are_one(committed):
    person, ground, _draft = settled(committed)

    outcomes = both(taking_back(committed, person, ground), taking_back(committed, person, ground))

    assert sorted(type(one).__name__ for one in outcomes) == ["CannotWithdraw", "Withdrawal"]
    refused = next(one for one in outcomes if isinstance(one, CannotWithdraw))
    assert [reason.code for reason in refused.reasons] == ["withdrawn_already"]
    with speaking(committed.rina):
        assert Withdrawal.objects.unscoped(because=BECAUSE).filter(person=person).count() == 1
