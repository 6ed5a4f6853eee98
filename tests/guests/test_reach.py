"""Consent is withdrawn: the link is over at once, and whoever read or holds something is named to the ledger."""

from datetime import timedelta

from tests.conftest import NOON, voice_of
from tests.guests.conftest import pass_again
from tests.referrals.conftest import read_again

from gugus.consent.models import Recall
from gugus.consent.withdrawing import Wish, withdraw
from gugus.guests.answering import answer
from gugus.guests.entering import enter, look
from gugus.guests.letters import print_named
from gugus.guests.queries import visit
from gugus.guests.reach import tell
from gugus.referrals.steps import BY_SLUG

LATER = NOON + timedelta(minutes=5)


def opened(made) -> str:
    session = enter(key=made.key, code=made.code, at=LATER)
    assert look(session=session, at=LATER)
    return session


def accepted(made) -> str:
    session = opened(made)
    here = visit(session, LATER)
    answer(here=here, step=BY_SLUG["terima"], words={"answer": ""}, name="A", position="B", at=LATER)
    return session


def gone(world, referral) -> None:
    with voice_of(world.rina):
        fresh = read_again(referral, world.rina)
        wish = Wish(grounds=(fresh.ground_id,), asker="self", words="Tidak mau lagi.")
        withdraw(person=fresh.person, wish=wish, by=world.rina, at=LATER)


def test_a_withdrawal_ends_the_link_in_its_own_transaction(world, made, referral):
    session = accepted(made)

    gone(world, referral)

    assert look(session=session, at=LATER) is None
    assert pass_again(made, world.rina).state == "ended"
    assert read_again(referral, world.rina).state == "revoked"


def test_whoever_read_who_it_is_owes_a_receipt(world, made, referral):
    accepted(made)

    gone(world, referral)

    with voice_of(world.rina):
        owed = Recall.objects.unscoped(because="test").filter(about_kind="guestpass", to_agency=None)
        assert owed.count() == 1


def test_whoever_saw_the_preview_only_owes_none(world, made, referral):
    opened(made)
    with voice_of(world.rina):
        told = tell(read_again(referral, world.rina).ground, LATER)

    assert [(one.had, one.running) for one in told] == [(False, True)]


def test_a_letter_with_the_name_is_named(world, referral):
    with voice_of(world.rina):
        print_named(referral=referral, by=world.rina, at=NOON)
        told = tell(read_again(referral, world.rina).ground, LATER)

    assert [(one.had, one.running, one.outside_name) for one in told] == [(True, False, "Puskesmas Senja")]
