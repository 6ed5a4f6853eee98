"""What the database itself refuses to whoever speaks as a guest, with the Python lock away."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import agency
from tests.conftest import NOON, as_role, voice_of
from tests.guests.conftest import invite
from tests.referrals.conftest import ask

from gugus.base.context import speaking_for
from gugus.guests import secrets
from gugus.guests.entering import enter, look
from gugus.guests.queries import visit
from gugus.referrals.models import Referral

LATER = NOON + timedelta(minutes=5)
HIDDEN = (
    "referrals_referral", "referrals_words", "referrals_move", "people_person", "people_identity", "cases_case",
    "cases_party", "intake_report", "audit_entry", "tasks_task", "files_attachment", "access_grant", "guests_slip",
    "guests_letter", "notices_notice",
)  # fmt: skip


@pytest.fixture
def session(made):
    session = enter(key=made.key, code=made.code, at=LATER)
    look(session=session, at=LATER)
    return session


def rows(sql: str, voice: str, values=()) -> list:
    with speaking_for(guest=voice), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else [cursor.rowcount]


def voices(made, session) -> dict[str, str]:
    return {
        "link": f"link:{secrets.link_digest(made.key)}",
        "see": f"see:{secrets.session_digest(session)}",
        "move": f"move:{secrets.session_digest(session)}",
    }


@pytest.mark.parametrize("table", HIDDEN)
@pytest.mark.parametrize("mode", ["link", "see"])
def test_a_guest_who_knocks_or_reads_sees_no_row_of_anything_else(mode, table, made, session):
    assert rows(f"select count(*) from {table}", voices(made, session)[mode]) == [(0,)]


@pytest.mark.parametrize(
    "table", [one for one in HIDDEN if one not in {"referrals_referral", "referrals_move"}]
)
def test_a_guest_who_answers_sees_no_case_no_person_no_words(table, made, session):
    assert rows(f"select count(*) from {table}", voices(made, session)["move"]) == [(0,)]


def test_a_guest_who_answers_reaches_one_referral_only(world, case, clinic, made, session):
    ask(world, case, clinic, service="counselling")

    found = rows("select ref from referrals_referral", voices(made, session)["move"])
    assert found == [(made.guest_pass.referral.ref,)]
    assert len(rows("select ref from guests_guestpass", voices(made, session)["move"])) == 1


def test_the_sheet_is_shut_before_acceptance_in_each_voice(made, session):
    for voice in voices(made, session).values():
        assert rows("select count(*) from guests_sheet", voice) == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "message_id = null", "urgency = 'planned'", "sections = '{case,health}'", "to_agency_id = agency_id",
        "agency_id = to_agency_id", "person_id = case_id", "basis = 'consent'", "written_by_id = null",
        "answered_by_id = written_by_id", "sent_at = now()", "ref = 'F-0000-0000'", "data_key_id = null",
        "state = 'draft'", "state = 'sent', code = 'x', agency_id = null",
    ],
)  # fmt: skip
def test_a_guest_changes_nothing_of_the_question(change, made, session):
    with pytest.raises(DatabaseError):
        rows(f"update referrals_referral set {change}", voices(made, session)["move"])


@pytest.mark.parametrize(
    "change",
    [
        "code_digest = 'x'", "link_digest = 'x'", "expires_at = now() + interval '9 years'", "days = 9000",
        "referral_id = case_id", "case_id = referral_id", "agency_id = to_agency_id", "made_by_id = null",
        "asked = true", "told_at = now()", "ended_by_id = made_by_id",
    ],
)  # fmt: skip
def test_a_guest_changes_nothing_of_its_pass(change, made, session):
    for voice in voices(made, session).values():
        with pytest.raises(DatabaseError):
            rows(f"update guests_guestpass set {change}", voice)


@pytest.mark.parametrize(
    "written",
    [
        "insert into guests_guestpass select * from guests_guestpass",
        "insert into guests_sheet (guest_pass_id, agency_id) select id, agency_id from guests_guestpass",
        "insert into guests_letter (id, referral_id, agency_id, number, printed_by_id, printed_at)"
        " select id, referral_id, agency_id, 1, made_by_id, now() from guests_guestpass",
        "insert into referrals_words (id, referral_id, kind, agency_id, at)"
        " select id, referral_id, 'message', to_agency_id, now() from guests_guestpass",
        "insert into referrals_words (id, referral_id, kind, agency_id, at)"
        " select id, referral_id, 'answer', agency_id, now() from guests_guestpass",
        "insert into referrals_move (id, referral_id, at, by_id, from_state, to_state, code, way)"
        " select id, referral_id, now(), made_by_id, 'sent', 'accepted', '', 'guest' from guests_guestpass",
        "delete from guests_guestpass", "delete from guests_deed",
    ],
)  # fmt: skip
def test_a_guest_writes_nothing_of_others(written, made, session):
    with pytest.raises(DatabaseError):
        rows(written, voices(made, session)["move"])


def test_a_reading_guest_leaves_no_answer(made, session):
    deed = (
        "insert into guests_deed (id, guest_pass_id, at, to_state) select gen_random_uuid(), id, now(), 'accepted'"
        " from guests_guestpass"
    )
    for mode in ("link", "see"):
        with pytest.raises(DatabaseError):
            rows(deed, voices(made, session)[mode])
    assert rows(deed, voices(made, session)["move"]) == [1]


@pytest.mark.parametrize(
    "voice", ["", "link:", "see:", "move:", "see:,", "move:null", "see:{}", "all:x", "link:x,,", "see"]
)
def test_a_voice_without_a_secret_sees_nothing(voice, made):
    """An unopened pass has an empty session digest: nobody may match it."""
    assert rows("select count(*) from guests_guestpass", voice) == [(0,)]
    assert rows("select count(*) from guests_glance()", voice) == [(0,)]
    assert rows("select guests_answers()", voice) == [(None,)]


def test_the_functions_answer_nobody_else(made, session, world):
    for who in (world.sari, world.maya, world.rina):
        with voice_of(who), connection.cursor() as cursor:
            cursor.execute(
                "select guests_answers(), guests_reads(%s), (select count(*) from guests_glance())",
                [made.guest_pass.pk],
            )
            assert cursor.fetchone() == (None, False, 0)


def test_other_agencies_see_no_pass_of_the_sender(made, world):
    for who, number in ((world.sari, 0), (world.maya, 0), (world.budi, 0), (world.rina, 1)):
        with voice_of(who), connection.cursor() as cursor:
            cursor.execute(
                "select (select count(*) from guests_guestpass), (select count(*) from guests_sheet)"
            )
            assert cursor.fetchone() == (number, number)


def test_the_preview_holds_these_columns_and_no_others(made, session):
    with speaking_for(guest=voices(made, session)["see"]), connection.cursor() as cursor:
        cursor.execute("select * from guests_glance()")
        columns = [one.name for one in cursor.description]

    assert not {"case_id", "person_id", "data_key_id", "written_by_id", "basis", "sections"} & set(columns)
    assert len(columns) == 19


def test_a_pass_of_another_referral_moves_nothing_here(world, case, clinic, made, session):
    other = invite(world, ask(world, case, clinic, service="counselling"), at=NOON)
    held = enter(key=other.key, code=other.code, at=LATER)
    look(session=held, at=LATER)

    changed = rows(
        "update referrals_referral set code = code where id = %s", f"move:{secrets.session_digest(held)}",
        [made.guest_pass.referral_id],
    )  # fmt: skip
    assert changed == [0]


def test_a_successor_is_not_answered_for(world, made, session, clinic):
    """The office was merged: whoever holds its link answers no more."""

    heir = agency("puskesmas-baru", "Puskesmas Baru", clinic.kind)
    with as_role("gugus_worker"):
        Referral.objects.unscoped(because="test").filter(pk=made.guest_pass.referral_id).update(
            to_agency=heir
        )

    assert visit(session, LATER) is None
    assert rows("select guests_answers()", voices(made, session)["move"]) == [(None,)]
