"""Link, code, one browser: what opens, what does not, and that both look alike."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOON, as_role, voice_of
from tests.guests.conftest import TOLD, invite, pass_again
from tests.referrals.conftest import ask

from gugus.audit.models import Entry
from gugus.guests import rules, secrets
from gugus.guests.actions import CannotInvite, revoke_pass
from gugus.guests.codes import Reach
from gugus.guests.entering import enter, leave, look, wake
from gugus.guests.jobs import look_at_passes
from gugus.guests.queries import sheet_of, visit
from gugus.notices.models import Notice
from gugus.referrals.actions import revoke_referral
from gugus.tasks.models import Task

LATER = NOON + timedelta(minutes=5)


def opened(made, at=LATER) -> str:
    session = enter(key=made.key, code=made.code, at=at)
    assert session and look(session=session, at=at)
    return session


def test_link_and_code_open_the_preview_for_one_browser(made, world):
    session = opened(made)

    here = visit(session, LATER)
    assert here.reach == Reach.PREVIEW
    assert here.referral.service == "medical_exam"
    assert enter(key=made.key, code=made.code, at=LATER) is None
    assert pass_again(made, world.rina).again_at == LATER


def test_the_code_is_read_as_people_write_it(made):
    typed = f"  {made.code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "

    assert enter(key=made.key, code=typed, at=LATER)


def test_a_whole_pasted_link_is_read(made):
    assert enter(key=f"https://gugus.contoh/tamu/#{made.key}", code=made.code, at=LATER)


def test_until_the_browser_shows_itself_the_link_may_open_again(made):
    """The answer got lost between the database and the phone: nobody is locked out by that."""
    first = enter(key=made.key, code=made.code, at=LATER)
    second = enter(key=made.key, code=made.code, at=LATER)

    assert look(session=second, at=LATER)
    assert look(session=first, at=LATER) is None
    assert enter(key=made.key, code=made.code, at=LATER) is None


REFUSALS = {
    "unknown": lambda made: ("x" * 32, made.code),
    "rubbish": lambda made: ("'; drop table --", "%00"),
    "nothing": lambda made: ("", ""),
    "wrong code": lambda made: (made.key, "00000000"),
    "code of another form": lambda made: (made.key, "KURZ"),
}


def prepare(kind, made, world):
    if kind == "revoked":
        with voice_of(world.rina):
            revoke_pass(guest_pass=made.guest_pass, by=world.rina, at=LATER)
    if kind == "used":
        opened(made)
    return REFUSALS.get(kind, lambda made: (made.key, made.code))(made)


KINDS = [*REFUSALS, "revoked", "used", "expired"]


def statements(key, code, at) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert enter(key=key, code=code, at=at) is None
    return [one["sql"].split()[0] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_does_not_open_takes_the_same_way(kind, made, world):
    key, code = prepare(kind, made, world)
    at = NOON + timedelta(days=9) if kind == "expired" else LATER
    unknown = statements("y" * 32, "00000000", at)

    assert statements(key, code, at) == unknown


def test_five_wrong_codes_close_it_and_the_sender_is_told_with_a_task(made, world):
    for _ in range(rules.MOST_WRONG):
        assert enter(key=made.key, code="BBBB-BBBB", at=LATER) is None

    assert enter(key=made.key, code=made.code, at=LATER) is None
    found = pass_again(made, world.rina)
    assert (found.state, found.end_code) == ("ended", "locked")
    with as_role("gugus_worker"):
        assert look_at_passes(LATER) == (0, 1)
        assert look_at_passes(LATER) == (0, 0)
        assert Task.objects.unscoped(because="test").filter(kind="guest_locked").count() == 1
        assert Notice.objects.unscoped(because="test").filter(code="guest_locked").count() == 1


def test_a_closed_pass_keeps_the_sender_from_nothing(made, world, referral):
    for _ in range(rules.MOST_WRONG):
        enter(key=made.key, code="BBBB-BBBB", at=LATER)

    again = invite(world, referral, at=LATER)

    assert enter(key=again.key, code=again.code, at=LATER)


def test_wrong_codes_do_not_close_a_link_that_is_in_use(made):
    session = opened(made)

    for _ in range(rules.MOST_WRONG + 1):
        enter(key=made.key, code="BBBB-BBBB", at=LATER)

    assert visit(session, LATER)


def test_a_second_browser_is_told_to_the_sender_once(made, world):
    opened(made)
    enter(key=made.key, code=made.code, at=LATER)
    enter(key=made.key, code=made.code, at=LATER)

    with as_role("gugus_worker"):
        assert look_at_passes(LATER) == (0, 1)
        assert Notice.objects.unscoped(because="test").filter(code="guest_again").count() == 1


def test_after_a_pause_the_code_is_asked_once_more(made):
    session = opened(made)
    later = LATER + rules.IDLE + timedelta(minutes=1)

    assert visit(session, later).reach == Reach.ASLEEP
    assert not wake(session=session, code="BBBB-BBBB", at=later)
    assert not wake(session="x" * 43, code=made.code, at=later)
    assert wake(session=session, code=made.code, at=later)
    assert visit(session, later).reach == Reach.PREVIEW


def test_wrong_codes_after_a_pause_close_it_too(made, world):
    session = opened(made)
    later = LATER + rules.IDLE + timedelta(minutes=1)

    for _ in range(rules.MOST_WRONG):
        assert not wake(session=session, code="BBBB-BBBB", at=later)

    assert not wake(session=session, code=made.code, at=later)
    assert pass_again(made, world.rina).end_code == "locked"


@pytest.mark.parametrize("how", ["revoked", "replaced", "left", "run out", "referral revoked"])
def test_an_open_page_is_over_with_the_next_request(how, made, world, referral):
    session, at = opened(made), LATER
    with voice_of(world.rina):
        if how == "revoked":
            revoke_pass(guest_pass=made.guest_pass, by=world.rina, at=LATER)
        if how == "referral revoked":
            revoke_referral(referral=referral, code="mistake", by=world.rina, at=LATER)
    if how == "replaced":
        invite(world, referral, at=LATER)
    if how == "left":
        leave(session=session, at=LATER)
    if how == "run out":
        at = LATER + timedelta(days=31)

    assert look(session=session, at=at) is None


def test_the_sheet_is_emptied_when_the_pass_ends(made, world):
    with voice_of(world.rina):
        assert made.guest_pass.sheet.content["name"] == TOLD["name"]
        revoke_pass(guest_pass=made.guest_pass, by=world.rina, at=LATER)
        made.guest_pass.sheet.refresh_from_db(fields=["content"])
        assert made.guest_pass.sheet.content is None


def test_nobody_opened_it_in_time(made, world):
    at = made.guest_pass.expires_at

    assert enter(key=made.key, code=made.code, at=at) is None
    with as_role("gugus_worker"):
        assert look_at_passes(at)[0] == 1
        assert Notice.objects.unscoped(because="test").filter(code="guest_expired").exists()


@pytest.mark.parametrize(
    ("link_by", "code_by"), [("sms", "sms"), ("whatsapp", "whatsapp"), ("handed", "handed")]
)
def test_link_and_code_never_take_the_same_way(link_by, code_by, world, referral):
    with pytest.raises(CannotInvite) as refused:
        invite(world, referral, link_by=link_by, code_by=code_by)

    assert [one.code for one in refused.value.reasons] == ["same_way"]


def test_a_code_is_never_mailed(world, referral):
    with pytest.raises(CannotInvite) as refused:
        invite(world, referral, link_by="sms", code_by="email")

    assert [one.code for one in refused.value.reasons] == ["code_by"]


def test_an_office_with_accounts_must_have_asked_for_it(world, case):
    sent = ask(world, case, world.shelter)
    with pytest.raises(CannotInvite) as refused:
        invite(world, sent)

    assert [one.code for one in refused.value.reasons] == ["has_accounts"]
    assert invite(world, sent, asked=True).key


def test_every_look_and_refusal_is_in_the_trail_of_the_file(made, world, case):
    opened(made)
    enter(key=made.key, code=made.code, at=LATER)

    with voice_of(world.rina):
        rows = Entry.objects.unscoped(because="test").filter(parent_id=case.pk, verb__startswith="guest.")
        found = {one.verb: one for one in rows}
    assert {"guest.invited", "guest.opened", "guest.seen", "guest.refused"} <= found.keys()
    told = found["guest.seen"].changes["@"]
    assert told == {"guest": made.guest_pass.ref, "guest_of": "puskesmas-senja"}
    assert found["guest.seen"].actor_id is None


def test_the_database_holds_no_link_no_code_no_session(made, world):
    session = opened(made)
    secret = [made.key, made.code, secrets.read_code(made.code), session]

    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(t::text, ' ') from (select p::text t from guests_guestpass p"
            " union all select e::text from audit_entry e union all select o::text from outbox_event o) all_rows"
        )
        dump = cursor.fetchone()[0]
    assert made.guest_pass.ref in dump
    assert [one for one in secret if one in dump] == []
    assert TOLD["name"] not in dump


def test_before_acceptance_there_is_no_sheet_even_if_asked_for(made):
    session = opened(made)

    here = visit(session, LATER)
    assert sheet_of(here) == {}
    assert sheet_of(replace(here, reach=Reach.SHEET)) == {}  # the database says no by itself
