"""Grown referrals stand on a real board, are counted, and growing twice is growing once."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.conftest import as_role, voice_of

from gugus.access.models import User
from gugus.access.viewer import viewer_of
from gugus.referrals import board, rules
from gugus.referrals.codes import State
from gugus.referrals.models import Referral
from gugus.statistics.models import ReferralFact

SIZE = {"persons": 300, "cases": 60, "agencies": 4, "referrals": 400, "processes": 0}
BECAUSE = "a test counts"


@pytest.fixture
def grown(db):
    with as_role("gugus_worker"):
        call_command("grow", **SIZE, verbosity=0)
        yield


def rows() -> list[Referral]:
    return list(Referral.objects.unscoped(because=BECAUSE).select_related("agency", "to_agency"))


def test_every_state_is_there_and_its_moments_fit(grown):
    found = rows()

    assert len(found) == 400 and {one.state for one in found} == set(State)
    for one in found:
        moments = [one.written_at, one.sent_at, one.answered_at, one.ended_at]
        known = [moment for moment in moments if moment]
        assert known == sorted(known) and known[-1] <= timezone.now()
        assert (one.ended_at is not None) == (one.state in rules.ENDED)


def test_the_last_agency_neither_sends_nor_receives(grown):
    sides = Counter(slug for one in rows() for slug in (one.agency.slug, one.to_agency.slug))

    assert set(sides) == {"uji-01", "uji-02", "uji-03"}
    assert sides["uji-01"] > sides["uji-03"]


def test_a_grown_agency_has_a_board(grown):
    user = User.objects.get(username="uji01a")
    now = timezone.now()
    viewer = viewer_of(user, on=timezone.localdate(now))
    with as_role("gugus_app"), voice_of(user):
        piles = {pile.column.value: pile for pile in board.piles(viewer, {}, now)}

    assert piles["answer"].count and piles["serve"].count and piles["others"].count
    assert piles["serve"].cards[0].person  # acceptance opened it


def test_they_are_counted_and_growing_again_adds_nothing(grown):
    sent = sum(one.sent_at is not None for one in rows())

    call_command("grow", **SIZE, verbosity=0)

    assert (len(rows()), ReferralFact.objects.count()) == (400, sent)


def test_two_agencies_are_too_few(db):
    with as_role("gugus_worker"), pytest.raises(CommandError, match="three agencies"):
        call_command("grow", **(SIZE | {"agencies": 2}), verbosity=0)
