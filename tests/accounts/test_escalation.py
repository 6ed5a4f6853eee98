"""What reaches far needs two people; nobody takes an account over silently."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from tests.conftest import NOON, as_role, voice_of

from gugus.access.viewer import viewer_of
from gugus.accounts.actions import FAR, CannotChangeAccount, add_colleague, set_roles
from gugus.accounts.escalation import agreed_reset, ask_reset, change_roles, renew_sign_in
from gugus.accounts.models import Session
from gugus.approvals.actions import CannotAsk, CannotDecide, approve
from gugus.base.refusals import Cannot

TODAY = NOON.date()
WHY = "Penyelia lama pindah tugas bulan ini."


@pytest.fixture
def tono(world):
    with voice_of(world.tono):
        yield world.viewer("tono")


@pytest.fixture
def asked(tono, world):
    """Tono asks that Ratih becomes a supervisor beside being a companion."""
    return change_roles(
        tono, user=world.ratih, roles=["companion", "supervisor"], reason=WHY, at=NOON, on=TODAY
    )


def roles_of(user) -> set:
    return set(viewer_of(user, on=TODAY).roles)


def test_near_roles_change_at_once_and_far_ones_wait(asked, world):
    assert roles_of(world.ratih) == {"companion"}


def test_the_second_person_gives_the_role(asked, world):
    with voice_of(world.yusuf):
        approve(request=asked, by=world.yusuf, at=NOON)

    assert roles_of(world.ratih) == {"companion", "supervisor"}
    given = world.ratih.assignments.get(role="supervisor")
    assert given.given_by == world.tono and given.valid_from == TODAY


@pytest.mark.parametrize("name", ["tono", "ratih", "rina", "sari", "hasan"])
def test_nobody_else_gives_it(asked, world, name):
    by = getattr(world, name)

    with voice_of(by), pytest.raises((Cannot, ObjectDoesNotExist)):
        approve(request=asked, by=by, at=NOON)

    assert roles_of(world.ratih) == {"companion"}


def test_whoever_rises_does_not_agree_to_it(tono, world):
    asked = change_roles(
        tono, user=world.yusuf, roles=["supervisor", "administrator"], reason=WHY, at=NOON, on=TODAY
    )

    with voice_of(world.yusuf), pytest.raises(CannotDecide, match="own_account"):
        approve(request=asked, by=world.yusuf, at=NOON)


def test_a_reason_is_needed_and_nothing_changes_without(tono, world):
    with pytest.raises(CannotAsk, match="reason_needed"):
        change_roles(tono, user=world.ratih, roles=["companion", "auditor"], reason="", at=NOON, on=TODAY)

    assert roles_of(world.ratih) == {"case_manager"}


@pytest.mark.parametrize("role", sorted(FAR))
def test_no_other_way_gives_a_far_reaching_role(tono, world, role):
    with pytest.raises(CannotChangeAccount, match="second_person"):
        set_roles(tono, user=world.ratih, roles=[role], at=NOON, on=TODAY)
    with pytest.raises(CannotChangeAccount, match="second_person"):
        add_colleague(
            tono, username="baru", full_name="Orang Baru", title="", roles=[role], at=NOON, on=TODAY
        )


def test_the_page_asks_and_says_so(signed_in, world):
    browser = signed_in(world.tono)

    answer = browser.post(
        "/pengguna/ratih/peran/", {"roles": ["case_manager", "auditor"], "reason": WHY}, follow=True
    )

    assert "Orang kedua diminta menyetujui" in answer.content.decode()
    assert "auditor" not in roles_of(world.ratih)
    page = signed_in(world.yusuf).get("/persetujuan/").content.decode()
    assert "ratih" in page or "Berikan peran" in page


def test_a_forged_field_gives_no_role(signed_in, world):
    browser = signed_in(world.tono)

    browser.post(
        "/pengguna/ratih/peran/", {"roles": ["administrator"], "reason": "", "given": "yes", "approved": "1"}
    )

    assert roles_of(world.ratih) == {"case_manager"}


def test_a_lost_phone_of_a_near_account_is_helped_at_once(tono, world):
    password = renew_sign_in(tono, user=world.ratih, at=NOON)

    world.ratih.refresh_from_db()
    assert world.ratih.check_password(password) and world.ratih.must_change_password


def test_a_far_reaching_account_is_not_taken_over_by_one_person(tono, world):
    with pytest.raises(CannotChangeAccount, match="second_person"):
        renew_sign_in(tono, user=world.yusuf, at=NOON)

    asked = ask_reset(tono, user=world.yusuf, reason="Telepon penyelia hilang.", at=NOON)
    with voice_of(world.lestari):
        approve(request=asked, by=world.lestari, at=NOON)
    password = renew_sign_in(tono, user=world.yusuf, at=NOON + timedelta(hours=1))

    world.yusuf.refresh_from_db()
    assert world.yusuf.check_password(password)
    assert agreed_reset(tono, world.yusuf, NOON + timedelta(hours=1)) is None  # once
    with pytest.raises(CannotChangeAccount, match="second_person"):
        renew_sign_in(tono, user=world.yusuf, at=NOON + timedelta(hours=1))


def test_an_old_yes_opens_nothing(tono, world):
    asked = ask_reset(tono, user=world.yusuf, reason="Telepon penyelia hilang.", at=NOON)
    with voice_of(world.lestari):
        approve(request=asked, by=world.lestari, at=NOON)

    with pytest.raises(CannotChangeAccount, match="second_person"):
        renew_sign_in(tono, user=world.yusuf, at=NOON + timedelta(hours=25))


def test_the_colleague_reads_who_did_it(enter, tono, world):
    password = renew_sign_in(tono, user=world.ratih, at=NOON)

    browser, _ = enter("ratih", password)

    assert "Tono mengatur ulang" in browser.get("/akun/password/change/").content.decode()


def test_the_operator_helps_where_nobody_else_can(world):
    with as_role("gugus_worker"):
        call_command("give_role", "ratih", "supervisor", because="Instansi baru, belum ada orang kedua.")
        call_command("give_role", "ratih", "supervisor", because="dua kali")

    assert roles_of(world.ratih) >= {"case_manager"}
    assert world.ratih.assignments.filter(role="supervisor").count() == 1


def test_new_roles_end_open_sessions(asked, world, client):
    client.force_login(world.ratih, backend="gugus.access.backends.StaffBackend")
    with voice_of(world.yusuf):
        approve(request=asked, by=world.yusuf, at=NOON)

    assert not Session.objects.filter(user=world.ratih).exists()
