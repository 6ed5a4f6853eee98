"""An agency signs in more strictly than what ships, never less."""

import pytest
from tests.conftest import NOON, voice_of

from gugus.access.codes import Role
from gugus.accounts.actions import CannotChangeAccount
from gugus.accounts.models import RoleRule
from gugus.accounts.rules import Strictness
from gugus.accounts.strictness import in_force, set_rules

PAGE = "/pengguna/aturan-masuk/"


@pytest.fixture
def tono(world):
    with voice_of(world.tono):
        yield world.viewer("tono")


def test_stricter_counts_for_this_agency_only(tono, world):
    set_rules(tono, rules={"companion": Strictness(True, 10)}, at=NOON)

    assert in_force(tono.agency_id)["companion"] == Strictness(True, 10)
    with voice_of(world.sari):
        assert in_force(world.outside.pk)["companion"] == Strictness(False, 30)
        assert not RoleRule.objects.unscoped(because="test").exists()


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (Strictness(False, 30), "too_lax"),
        (Strictness(True, 31), "too_long"),
        (Strictness(True, 4), "too_long"),
    ],
)
def test_weaker_is_refused(tono, rule, code):
    with pytest.raises(CannotChangeAccount, match=code):
        set_rules(tono, rules={"administrator": rule, "companion": Strictness(True, 5)}, at=NOON)

    assert not RoleRule.objects.unscoped(because="test").exists()


def filled(**changes) -> dict:
    form = {f"idle_{role}": "30" for role in Role} | {f"factor_{role}": "on" for role in Role}
    return form | changes


def test_the_page_sets_and_shows_them(signed_in, world):
    browser = signed_in(world.tono)

    assert browser.post(PAGE, filled(idle_chair="15")).status_code == 302
    page = browser.get(PAGE).content.decode()

    assert 'name="idle_chair" min="5" max="30" value="15"' in page


def test_an_error_stands_at_its_field_and_keeps_what_was_typed(signed_in, world):
    answer = signed_in(world.tono).post(PAGE, filled(idle_chair="90"))

    assert answer.status_code == 422 and 'value="90"' in answer.content.decode()


def test_a_forged_form_weakens_nothing(signed_in, world):
    form = filled()
    del form["factor_administrator"]

    assert signed_in(world.tono).post(PAGE, form).status_code == 422


@pytest.mark.parametrize("name", ["rina", "yusuf", "hasan", "arif"])
def test_only_who_manages_accounts_comes_in(signed_in, world, name):
    assert signed_in(getattr(world, name)).get(PAGE).status_code == 403
