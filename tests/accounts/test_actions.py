"""Accounts of one's own agency: nobody reaches further than they stand."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of

from gugus.access.models import ApiKey, User
from gugus.access.viewer import viewer_of
from gugus.accounts.actions import (
    CannotChangeAccount,
    add_colleague,
    end_account,
    reset_sign_in,
    set_roles,
)
from gugus.accounts.keys import make_key

TODAY = NOON.date()


@pytest.fixture
def tono(world):
    with voice_of(world.tono):
        yield world.viewer("tono")


def new(viewer, **changes):
    facts = {"username": "baru", "full_name": "Orang Baru", "title": "", "roles": ["liaison"]} | changes
    return add_colleague(viewer, **facts, at=NOON, on=TODAY)


def test_a_colleague_gets_a_password_that_must_be_changed(tono):
    user, password = new(tono)

    assert user.check_password(password) and user.must_change_password
    assert user.agency_id == tono.agency_id
    assert viewer_of(user, on=TODAY).roles == {"liaison"}


def test_a_taken_name_is_told_at_its_field(tono):
    with pytest.raises(CannotChangeAccount) as refused:
        new(tono, username="rina")

    assert [reason.field for reason in refused.value.reasons] == ["username"]


def test_nobody_gives_what_they_do_not_reach(world):
    with voice_of(world.rina), pytest.raises(CannotChangeAccount, match="beyond_reach"):
        new(world.viewer("rina"))


def test_another_agencys_people_are_out_of_reach(tono, world):
    for act in (lambda u: end_account(tono, user=u, at=NOON), lambda u: reset_sign_in(tono, user=u, at=NOON)):
        with pytest.raises(CannotChangeAccount, match="other_agency"):
            act(world.sari)


def test_an_ended_account_and_its_keys_open_nothing(tono, world, client):
    with voice_of(world.ratih):
        make_key(world.viewer("ratih"), name="x", sections=[], read_only=True, days=5, at=NOON)

    end_account(tono, user=world.ratih, at=NOON)

    assert ApiKey.objects.get(user=world.ratih).revoked_at == NOON
    assert not viewer_of(User.objects.get(pk=world.ratih.pk), on=TODAY).is_known


def test_the_last_administrator_cannot_lock_the_door_from_inside(tono, world):
    with pytest.raises(CannotChangeAccount, match="own_role"):
        set_roles(tono, user=world.tono, roles=[], at=NOON, on=TODAY)
    with pytest.raises(CannotChangeAccount, match="own_account"):
        end_account(tono, user=world.tono, at=NOON)


def test_roles_change_from_today_and_history_stays(tono, world):
    set_roles(tono, user=world.ratih, roles=["companion"], at=NOON, on=TODAY)

    assert viewer_of(world.ratih, on=TODAY).roles == {"companion"}
    assert viewer_of(world.ratih, on=TODAY - timedelta(days=1)).roles == {"case_manager"}


def test_a_key_lives_a_year_at_most(world):
    with voice_of(world.rina), pytest.raises(CannotChangeAccount, match="too_long"):
        make_key(world.viewer("rina"), name="x", sections=[], read_only=True, days=366, at=NOON)
