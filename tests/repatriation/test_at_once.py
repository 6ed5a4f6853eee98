"""Two at the same instant with connections of their own, and a process that dies between two lines."""

import pytest
from django.db import transaction
from tests import cast
from tests.cases.test_at_once import both, speaking
from tests.conftest import NOON, copied
from tests.referrals.conftest import settle_case
from tests.repatriation.conftest import (
    HOUR,
    drawing,
    grown_in,
    handed,
    left,
    legs_of,
    minutes_of,
    now_of,
    prepared,
    seen_by,
)
from tests.transfers.test_at_once import as_worker, say

from gugus.base.versions import Stale
from gugus.outbox.models import Event
from gugus.repatriation import jobs
from gugus.repatriation.actions import handing, legs, signing
from gugus.repatriation.actions.moving import CannotReturn
from gugus.repatriation.models import Handover, Leg, Repatriation, Signature

LATER = NOON + 7 * HOUR


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit."""
    with copied(cluster, django_db_blocker, "gugus_return_at_once"):
        with transaction.atomic():
            world = cast.settle(NOON)
        yield world


@pytest.fixture
def home(committed) -> Repatriation:
    with transaction.atomic():
        case = settle_case(committed)
        return prepared(committed, case, grown_in(committed, case))


@pytest.fixture
def minutes(committed, home) -> Handover:
    """Accepted by the shelter, signed by nobody."""
    with transaction.atomic():
        leg = left(committed, home)
        made = minutes_of(committed, [handed(home, leg)])
    with speaking(committed.rina):
        handing.offer(handover=made, by=committed.rina, at=LATER)
    with speaking(committed.maya):
        return handing.accept(handover=made, by=committed.maya, at=LATER)


def signs(user, minutes, side, **more):
    facts = {"handover": minutes, "side": side, "name": user.full_name, "drawing": drawing()}
    return say(user, lambda: signing.sign(by=user, at=LATER, **facts, **more))


def signatures(committed, minutes) -> list[str]:
    with transaction.atomic():
        return sorted(one.side for one in seen_by(committed.rina, Signature, handover=minutes))


def test_of_two_who_sign_one_side_one_has_signed(committed, minutes):
    outcomes = both(signs(committed.rina, minutes, "handing"), signs(committed.yusuf, minutes, "handing"))

    assert sorted(type(one).__name__ for one in outcomes) == ["CannotReturn", "Signature"]
    assert signatures(committed, minutes) == ["handing"]


def test_both_sides_sign_at_once_and_the_person_is_handed_over_once(committed, home, minutes):
    outcomes = both(signs(committed.rina, minutes, "handing"), signs(committed.maya, minutes, "receiving"))

    assert [type(one).__name__ for one in outcomes] == ["Signature", "Signature"]
    with transaction.atomic():
        fresh = now_of(committed.rina, Handover, minutes.pk)
    assert fresh.state == "signed" and outcomes[0].digest == outcomes[1].digest == fresh.digest
    carried = both(*[as_worker(lambda: jobs.carry_over(fresh, at=LATER))] * 2)
    assert sorted(carried) == [False, True]


def test_a_leg_begins_once(committed, home):
    with transaction.atomic():
        leg = legs_of(committed, home)[0]
    begin = say(committed.rina, lambda: legs.begin_leg(leg=leg, by=committed.rina, at=NOON, seen=leg.version))

    outcomes = both(begin, begin)

    assert sorted(isinstance(one, (Stale, CannotReturn)) for one in outcomes) == [False, True]


def test_a_signature_dies_whole_and_is_repeated_with_its_key(committed, minutes, monkeypatch):
    key = Signature().pk
    with monkeypatch.context() as patch:
        patch.setattr(signing, "kept_handover", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            signs(committed.rina, minutes, "handing", key=key)()
    assert signatures(committed, minutes) == []
    with transaction.atomic():
        assert now_of(committed.rina, Handover, minutes.pk).digest == ""

    signs(committed.rina, minutes, "handing", key=key)()

    assert signatures(committed, minutes) == ["handing"]


def test_carrying_over_dies_whole_and_is_done_again(committed, home, minutes, monkeypatch):
    signs(committed.rina, minutes, "handing")()
    signs(committed.maya, minutes, "receiving")()
    carry = as_worker(lambda: jobs.carry_over(minutes, at=LATER))
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_handed", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry()
    with transaction.atomic():
        assert now_of(committed.rina, Leg, legs_of(committed, home)[0].pk).state == "under_way"

    assert carry() is True

    with transaction.atomic():
        assert now_of(committed.rina, Repatriation, home.pk).holder_id == committed.shelter.pk
    told = as_worker(lambda: Event.objects.filter(topic="repatriation.handed_over", about_id=home.pk).count())
    assert told() == 1
