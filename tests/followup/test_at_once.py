"""Two people at the same instant, with connections of their own: both lines stay, one ending wins."""

import pytest
from django.db import transaction
from tests import cast
from tests.cases.test_at_once import both
from tests.conftest import NOON, as_role, copied, voice_of
from tests.followup.conftest import meeting, recommended, said
from tests.forces import settle_force

from gugus.followup.actions.ending import drop, replace, split
from gugus.followup.actions.moving import CannotFollowUp
from gugus.followup.actions.progress import add_progress
from gugus.followup.actions.recording import record_recommendation
from gugus.followup.models import Line, Recommendation
from gugus.kernel.ids import new_id

BECAUSE = "the test looks what was kept"


@pytest.fixture(scope="module")
def committed(cluster, django_db_setup, django_db_blocker):
    """A database of its own in which tests commit."""
    with copied(cluster, django_db_blocker, "gugus_following_up"):
        with transaction.atomic():
            world = cast.settle(NOON)
            force = settle_force(world)
        yield world, force


def doing(user, act):
    def run():
        with transaction.atomic(), voice_of(user):
            return act()

    return run


@pytest.fixture
def one(committed) -> Recommendation:
    world, force = committed
    with transaction.atomic():
        return recommended(world, force, supporters=[world.shelter])


def kept(one) -> list[str]:
    with transaction.atomic(), as_role("gugus_worker"):
        rows = Line.objects.unscoped(because=BECAUSE).filter(recommendation=one)
        return sorted(rows.values_list("kind", flat=True))


def test_progress_told_by_two_agencies_at_once_both_stay(committed, one):
    world, _force = committed
    outcomes = both(
        *(
            doing(
                user, lambda user=user: add_progress(recommendation=one, words="Kami maju", by=user, at=NOON)
            )
            for user in (world.budi, world.maya)
        )
    )

    assert not any(isinstance(found, Exception) for found in outcomes)
    assert kept(one) == ["progress", "progress", "recorded"]


def test_split_and_dropped_at_once_is_one_of_both(committed, one):
    world, _force = committed
    wulan = world.wulan
    parts = [said(world.police, text="Satu"), said(world.shelter, text="Dua")]
    outcomes = both(
        doing(wulan, lambda: split(recommendation=one, parts=parts, words="", by=wulan, at=NOON)),
        doing(
            wulan,
            lambda: drop(recommendation=one, decision=meeting(), words="Tidak perlu", by=wulan, at=NOON),
        ),
    )

    refused = [found for found in outcomes if isinstance(found, Exception)]
    assert len(refused) == 1 and isinstance(refused[0], CannotFollowUp)
    with transaction.atomic(), as_role("gugus_worker"):
        rows = Recommendation.objects.unscoped(because=BECAUSE)
        fresh = rows.get(pk=one.pk)
        assert rows.filter(parent=one).count() == (2 if fresh.state == "split" else 0)
        assert fresh.state in {"split", "dropped"}


def test_two_that_replace_each_other_at_once_end_as_one(committed, one):
    world, force = committed
    with transaction.atomic():
        two = recommended(world, force, text="Yang lain")
    wulan = world.wulan
    outcomes = both(
        doing(wulan, lambda: replace(recommendation=one, other=two, words="", by=wulan, at=NOON)),
        doing(wulan, lambda: replace(recommendation=two, other=one, words="", by=wulan, at=NOON)),
    )

    refused = [found for found in outcomes if isinstance(found, Exception)]
    assert len(refused) == 1 and isinstance(refused[0], CannotFollowUp)
    with transaction.atomic(), as_role("gugus_worker"):
        rows = Recommendation.objects.unscoped(because=BECAUSE).filter(pk__in=[one.pk, two.pk])
        assert sorted(rows.values_list("state", flat=True)) == ["open", "replaced"]


def test_the_same_form_sent_twice_at_once_records_once(committed):
    world, force = committed
    key, wulan = new_id(), world.wulan

    def act():
        return record_recommendation(
            force=force, told=said(world.police), origin=meeting(), by=wulan, at=NOON, key=key
        )

    first, second = both(doing(wulan, act), doing(wulan, act))

    assert first == second
    with transaction.atomic(), as_role("gugus_worker"):
        assert Recommendation.objects.unscoped(because=BECAUSE).filter(pk=key).count() == 1
