"""Two at the same instant, with connections of their own; and killed between two lines."""

import pytest
from django.db import transaction
from tests.cases.test_at_once import both, committed, speaking
from tests.conftest import NOON
from tests.guests.conftest import TOLD
from tests.referrals.conftest import ask, settle_case

from gugus.access.models import User
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.guests import entering
from gugus.guests.actions import make_pass, revoke_pass
from gugus.guests.answering import answer
from gugus.guests.entering import enter, look
from gugus.guests.models import Deed, GuestPass
from gugus.guests.queries import visit
from gugus.kernel.ids import new_id
from gugus.referrals.actions import revoke_referral
from gugus.referrals.models import Move, Referral
from gugus.referrals.steps import BY_SLUG

__all__ = ["committed"]
BECAUSE = "the test looks what was kept"


@pytest.fixture
def sent(committed):
    world = committed
    with speaking(world.rina):
        clinic = Agency.objects.create(
            slug=f"p-{new_id().hex[:12]}", name="Puskesmas", kind=AgencyKind.HEALTH, valid_from=NOON.date()
        )
        case = settle_case(world)
    with transaction.atomic():
        return ask(world, case, clinic)


def invited(world, sent):
    with speaking(world.rina):
        return make_pass(
            referral=sent, link_by="email", code_by="phone", told=TOLD, asked=False, by=world.rina, at=NOON
        )


def opened(made) -> str:
    with transaction.atomic():
        session = enter(key=made.key, code=made.code, at=NOON)
    with transaction.atomic():
        assert look(session=session, at=NOON)
    return session


def say_yes(session):
    with transaction.atomic():
        here = visit(session, NOON)
        if here is None:
            return "nothing"
        words = {"answer": "Ya."}
        return answer(here=here, step=BY_SLUG["terima"], words=words, name="A", position="B", at=NOON).state


def kept(world, made) -> GuestPass:
    with speaking(world.rina):
        return GuestPass.objects.unscoped(because=BECAUSE).get(pk=made.guest_pass.pk)


def test_two_browsers_at_once_and_one_stays(committed, sent):
    made = invited(committed, sent)

    def browser():
        with transaction.atomic():
            session = enter(key=made.key, code=made.code, at=NOON)
        with transaction.atomic():
            return bool(session) and look(session=session, at=NOON) is not None

    assert sorted(both(browser, browser)) in ([False, True], [False, False])
    with transaction.atomic():
        bound = kept(committed, made)
    assert bound.state == "open"


def test_a_yes_and_a_revoked_question_at_once_one_wins(committed, sent):
    session = opened(invited(committed, sent))

    def take_back():
        with speaking(committed.rina):
            return revoke_referral(referral=sent, code="mistake", by=committed.rina, at=NOON).state

    outcomes = both(lambda: say_yes(session), take_back)

    with speaking(committed.rina):
        state = Referral.objects.unscoped(because=BECAUSE).get(pk=sent.pk).state
        moves = Move.objects.unscoped(because=BECAUSE).filter(referral=sent).count()
        deeds = Deed.objects.unscoped(because=BECAUSE).filter(guest_pass__referral=sent).count()
    assert state in {"accepted", "revoked"}
    assert (state, moves, deeds) in {("revoked", 2, 0), ("revoked", 3, 1), ("accepted", 2, 1)}, outcomes


def test_a_yes_and_a_revoked_link_at_once_leave_no_half_answer(committed, sent):
    made = invited(committed, sent)
    session = opened(made)

    def take_back():
        with speaking(committed.rina):
            return revoke_pass(guest_pass=made.guest_pass, by=committed.rina, at=NOON).state

    outcomes = both(lambda: say_yes(session), take_back)

    with speaking(committed.rina):
        state = Referral.objects.unscoped(because=BECAUSE).get(pk=sent.pk).state
        deeds = Deed.objects.unscoped(because=BECAUSE).filter(guest_pass=made.guest_pass).count()
    assert (state, deeds) in {("sent", 0), ("accepted", 1)}, outcomes
    assert kept(committed, made).state == "ended"


def test_two_answers_of_one_guest_at_once_count_once(committed, sent):
    session = opened(invited(committed, sent))

    both(lambda: say_yes(session), lambda: say_yes(session))

    with speaking(committed.rina):
        assert Move.objects.unscoped(because=BECAUSE).filter(referral=sent, to_state="accepted").count() == 1
        assert Deed.objects.unscoped(because=BECAUSE).filter(guest_pass__referral=sent).count() == 1


def test_many_tries_at_once_are_all_counted(committed, sent):
    made = invited(committed, sent)

    def guess():
        with transaction.atomic():
            return enter(key=made.key, code="BBBB-BBBB", at=NOON)

    assert both(guess, guess) == [None, None]
    assert kept(committed, made).failures == 2


def test_killed_between_code_and_session_the_link_still_opens(committed, sent, monkeypatch):
    made = invited(committed, sent)

    def killed(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(entering, "announce", killed)
    with pytest.raises(SystemExit), transaction.atomic():
        enter(key=made.key, code=made.code, at=NOON)
    monkeypatch.undo()

    assert kept(committed, made).state == "waiting"
    assert opened(made)


def test_two_links_made_at_once_leave_one_alive(committed, sent):
    both(lambda: invited(committed, sent), lambda: invited(committed, sent))

    with speaking(committed.rina):
        alive = GuestPass.objects.unscoped(because=BECAUSE).filter(referral=sent).exclude(state="ended")
        assert alive.count() == 1
        assert User.objects.filter(agency=sent.to_agency).count() == 0
