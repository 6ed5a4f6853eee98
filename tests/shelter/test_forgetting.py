"""A forgotten case leaves codes and months of a stay; two stays of one month stand beside each other."""

from datetime import timedelta

from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import settle_case
from tests.shelter.conftest import inside, proposed, referred

from gugus.base.along import Going
from gugus.retention.erasing import erase
from gugus.shelter.actions.keeping import take_in, write_note
from gugus.shelter.actions.living import leave
from gugus.shelter.along import move_stays
from gugus.shelter.models import Belonging, Check, House, Note, Placement, Stay

DAY = timedelta(days=1)


def test_codes_and_months_are_left_and_no_bed_no_word(world, melati):
    case = settle_case(world)
    for number in range(2):
        stay = inside(
            world, melati, "Kenanga 01", case=case, from_at=NOON + number * DAY, in_at=NOON + number * DAY
        )
        with voice_of(world.maya):
            write_note(stay=stay, words="Tidur nyenyak.", by=world.maya, at=NOON)
            take_in(stay=stay, what="Satu cincin", signed=True, by=world.maya, at=NOON)
            end = NOON + number * DAY + timedelta(hours=3)
            leave(stay=stay, code="reunion", out_at=end, by=world.maya, at=end)

    with as_role("gugus_worker"):
        erase("case", case.pk, certificate="", at=NOON + 4000 * DAY)
        stays = list(Stay.objects.unscoped(because="test").filter(case=case))
        assert {(one.state, one.code, one.in_at.day, one.exact) for one in stays} == {
            ("out", "reunion", 1, False)
        }
        assert (
            Placement.objects.unscoped(because="test").count()
            == 0
            == Check.objects.unscoped(because="test").count()
        )
        assert {one.text for one in Note.objects.unscoped(because="test")} == {None}
        assert {one.what for one in Belonging.objects.unscoped(because="test")} == {None}


def test_a_transferred_case_takes_the_sight_of_the_stay_along(world, melati):
    stay = proposed(world, melati, referral=referred(world))
    going = Going(
        origin=world.unit.pk, target=world.outside.pk, manager=world.sari.pk, by=None, at=NOON, because=stay.pk,
        cases=frozenset({stay.case_id}),
    )  # fmt: skip

    with as_role("gugus_worker"):
        assert [one.ref for one in move_stays(going)] == [stay.ref]

    for user, count in ((world.sari, 1), (world.rina, 0), (world.maya, 1)):
        with voice_of(user):
            assert Stay.objects.unscoped(because="test").count() == count, user
            assert House.objects.unscoped(because="test").count() == count, user
