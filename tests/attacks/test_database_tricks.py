"""What somebody who speaks SQL as the application role can squeeze out of rows that the policy hides."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.records import NAME, NIK

from gugus.people.models import Person
from gugus.people.rules import IdentityFacts, tokens_of

# Functions that see more rows than their caller, each with what it answers at most and the test that attacks it.
DEFINERS = {
    "meetings_feed_holder": "whose calendar link a secret of 256 bits is; the digest must be known",
    "groups_take_back": "undoes an import of one's own agency on which nobody has worked; answers how many rows",
    "gugus_depth": "how deep oneself may read a record that one names by its random id",
    "reintegration_counts": "counts of outcomes of everybody in a year; no row, no record, no agency",
    "agreements_close": "makes what an agreement of one's own opened as short as itself; answers how many",
    "base_shred_keys": "destroys data keys, leaves a trace of each",
    "base_trace_key": "trigger: writes that trace",
    "people_drop_tokens": "trigger: the search tokens of an identity go with its data key",
    "gugus_keep_acl": "trigger: writes who may see a row",
    "gugus_touch_acl": "trigger: asks the record's table to renew that list",
    "gugus_owns": "yes or no about a record that one names by its random id",
    "gugus_may": "yes or no about a section of a record that one names by its random id",
    "audit_keep_digest": "trigger: digest of a new entry",
    "outbox_wake": "queues one fixed job; answers nothing",
    "people_keep_tokens": "writes tokens of an identity that one may see",
    "people_found_inside": "ids of persons whose identity one may see",
    "people_known_outside": "agencies that know an exact term: the pointer, nothing else",
    "people_move_tokens": "trigger: tokens follow their identity",
    "places_settle": "not for the application",
    "statistics_count_any": "not for the application",
    "statistics_count": "counts of one's own agency, or of all by year",
    "statistics_referrals": "the same about referrals, with times to answer of ten and more",
    "restitution_figures": "rounded sums of all claims by year, where at least five are behind a sum; no argument",
    "tasks_knows": "yes or no about a record that one names by its random id",
    "emergency_open": "makes the grants of an opening that one has just written in one's own name; answers nothing",
    "gugus_opened": "ids of records that are open to oneself in an emergency",
    "gugus_hangs_on_nobody": "trigger: nothing is hung on what was forgotten",
    "people_keep_seal": "trigger: who is named by a seal",
    "people_born_sealed": "trigger: the same for an identity noted later",
    "people_unsealed": "ids of persons whom a second person let oneself see",
    "people_open_sealed": "carries out what a second person approved; answers nothing",
    "justice_feed_holder": "whose calendar link this is, for who knows its 256 secret bits; an id, nothing else",
    "notices_standing": "counts and moments of messages by channel and state; nobody's name or id",
    "guests_glance": "the preview columns of the one referral whose guest session one holds; no case, no person",
    "guests_reads": "yes or no about a pass whose session one holds: was its referral accepted",
    "guests_answers": "the id of the one referral whose guest session one holds",
    "transfers_left_behind": "counts of what a merged agency left, for its successor alone",
    "care_opinions": "means of five and more answers about a provider, moving in fives; no case, no line, no sheet",
    "tasks_finish_elsewhere": "settles tasks about a file that one shares; answers their references",
}


@pytest.fixture
def ask(refs, world):
    """Ask the database something in the voice of an outsider; answers all rows."""

    def asked(sql: str, values=(), user=world.sari):
        with voice_of(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    return asked


COUNTS = {
    "another agency": "select * from statistics_count('casefact', '{}', '2026-01-01', '2027-01-01', %(unit)s, '')",
    "a single day": "select * from statistics_count('casefact', '{}', '2026-06-15', '2026-06-16', null, '')",
    "another agency's referrals": "select * from statistics_referrals('{}', '2026-01-01', '2027-01-01', '', %(unit)s)",
    "a single day of referrals": "select * from statistics_referrals('{}', '2026-06-15', '2026-06-16', 'sent', null)",
    "the inner function": "select * from statistics_count_any('casefact', '{}', '2026-01-01', '2027-01-01', null, '')",
}
RECORDS = ["intake_report", "cases_case", "people_person", "people_identity", "referrals_referral",
           "screening_assessment", "care_serviceline", "tasks_task", "intake_mention", "cases_party"]  # fmt: skip


@pytest.mark.parametrize("table", RECORDS)
def test_a_count_counts_nothing(table, ask):
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone()[0] > 0

    assert ask(f"select count(*) from {table}") == [(0,)]
    assert ask(f"select count(*) from {table} tablesample system (100)") == [(0,)]
    assert ask(f"select exists (select 1 from {table} for key share)") == [(False,)]


def test_a_join_through_open_tables_brings_nothing(ask):
    joined = "select c.ref from directory_agency a left join cases_case c on c.agency_id = a.id where c.id is not null"

    assert ask(joined) == []
    assert ask("select k.id from base_datakey k join people_identity i on i.data_key_id = k.id") == []
    assert ask("with t as materialized (select * from cases_case) select count(*) from t") == [(0,)]
    assert ask("select count(*) from cases_case full join people_person on true") == [(0,)]


@pytest.mark.parametrize(
    "condition",
    [
        "ref ~ '^K-'", "ref ilike 'k-%'", "similarity(ref, 'K-0000') >= 0", "ref % 'K-0000'",
        "to_tsvector('simple', ref) @@ to_tsquery('simple', 'k:*')", "ref::bytea is not null",
    ],
)  # fmt: skip
def test_text_operators_find_nothing(condition, ask):
    assert ask(f"select ref from cases_case where {condition}", None) == []


@pytest.mark.parametrize(
    "oracle",
    [
        "1 / (case when ref like 'K-%' then 0 else 1 end) = 1",
        "ref::int > 0",
        "(ref || ' cannot be a moment')::timestamptz is null",
        "pg_catalog.set_config('gugus.leak', ref, true) is not null",
    ],
)
def test_an_error_or_a_side_effect_in_a_condition_says_nothing_of_hidden_rows(oracle, ask):
    """A condition that would fail on any row must never be tried on a hidden one."""
    assert ask(f"select count(*) from cases_case where {oracle}", None) == [(0,)]
    assert ask("select coalesce(current_setting('gugus.leak', true), '')") == [("",)]


def test_an_error_message_holds_no_value_of_a_hidden_row(refs, world):
    """A reference that exists already is refused in words that hold only what the asker sent."""
    twin = Person(ref=refs["people"], agency=world.outside, created_at=NOON)

    with voice_of(world.sari), pytest.raises(DatabaseError) as refused, transaction.atomic():
        twin.save(force_insert=True)

    said = str(refused.value)
    assert NAME.split()[0] not in said and NIK not in said and str(world.unit.pk) not in said


def test_a_row_cannot_be_given_away_or_taken(refs, world):
    with voice_of(world.sari), connection.cursor() as cursor:
        cursor.execute("update cases_case set agency_id = %s", [world.outside.pk])
        assert cursor.rowcount == 0
        cursor.execute("update people_identity set visible_to = array[%s::uuid]", [world.outside.pk])
        assert cursor.rowcount == 0


def test_sequences_tell_no_numbers(ask):
    """How many entries the whole trail has, or how many jobs ran, is no business of an agency."""
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relkind = 'S'")
        ours = [name for (name,) in cursor.fetchall()]

    assert ours
    for name in ours:
        with pytest.raises(DatabaseError, match="permission denied"):
            ask(f'select last_value from "{name}"')
    assert ask("select count(*) from pg_sequences where last_value is not null") == [(0,)]


def test_statistics_of_hidden_columns_are_hidden(ask):
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute("analyze cases_case, people_person")

    assert ask("select count(*) from pg_stats where tablename in ('cases_case', 'people_person')") == [(0,)]


@pytest.mark.parametrize(
    "attempt",
    [
        "set role gugus_owner", "set role gugus_worker",
        "alter table cases_case disable row level security", "drop policy app_rows on cases_case",
        "create policy mine on cases_case to gugus_app using (true)", "truncate cases_case",
        "delete from cases_case", "create function leak() returns int language sql as 'select 1'",
        "create table stolen as select * from cases_case", "alter role gugus_app bypassrls",
        "copy cases_case to '/tmp/stolen'", "select pg_read_file('/etc/passwd')",
        "copy (select 1) to program 'id'", "select lo_import('/etc/passwd')", "create extension dblink",
        "select * from pg_authid", "load 'x'", "alter system set log_statement = 'all'",
    ],
)  # fmt: skip
def test_the_application_role_cannot_leave_its_cage(attempt, world):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session authorization gugus_app")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(attempt)
        cursor.execute("reset session authorization")


def test_row_security_cannot_be_switched_off_for_a_session(refs, world):
    with voice_of(world.sari), transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute("set local row_security = off")
            cursor.execute("select count(*) from cases_case")
        cursor.execute("set local row_security = on")


def test_functions_that_see_more_than_their_caller_are_named(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
            " and proname not like 'procrastinate%%'"
        )
        there = {name for (name,) in cursor.fetchall()}

    assert sorted(there - DEFINERS.keys()) == []


def test_functions_do_not_answer_about_another_agencys_records(refs, world, ask):
    case, person = (
        only(table, ref) for table, ref in (("cases_case", refs["cases"]), ("people_person", refs["people"]))
    )

    assert ask("select gugus_owns('case', %s), gugus_may('case', %s, 'case')", [case, case]) == [
        (False, False)
    ]
    assert ask("select gugus_may('identity', %s, 'identity')", [person]) == [(False,)]
    assert ask("select tasks_knows('case', %s)", [case]) == [(False,)]
    finished = "select count(*) from tasks_finish_elsewhere('safety', 'case', %s, %s, now())"
    assert ask(finished, [case, world.sari.pk]) == [(0,)]
    with pytest.raises(DatabaseError, match="own name"):
        ask(finished, [case, world.rina.pk])
    with pytest.raises(DatabaseError, match="not yours"):
        ask("select people_keep_tokens(%s, '{}', '{}', 1::smallint)", [person])
    assert ask("select gugus_opened('case'), gugus_opened('report'), people_unsealed()") == [([], [], [])]
    with pytest.raises(DatabaseError, match="its own opening"):
        ask("select emergency_open(%s, true, array['case', 'identity'])", [case])
    with pytest.raises(DatabaseError, match="second person"):
        ask("select people_open_sealed(%s)", [person])


def test_a_guessed_token_finds_nobody_inside_and_only_an_agency_outside(refs, world, ask):
    facts = IdentityFacts(full=NAME, documents=(NIK,), birth_year=2008)
    tokens = [token for _purpose, token in tokens_of(facts, only("people_person", refs["people"]))]

    assert ask("select * from people_found_inside(%s::bytea[], 200)", [tokens]) == []
    assert ask("select * from people_known_outside(%s::bytea[])", [tokens]) in ([], [(world.unit.pk,)])


@pytest.mark.parametrize("count", COUNTS, ids=COUNTS)
def test_figures_of_another_agency_or_of_single_days_are_refused_by_the_database(count, world, ask):
    with pytest.raises(DatabaseError, match="own agency|by year|permission denied"):
        ask(COUNTS[count], {"unit": world.unit.pk})


def test_nobody_signed_in_counts_nothing(refs):
    count = "select * from statistics_count('casefact', '{}', '2026-01-01', '2027-01-01', null, '')"

    with (
        pytest.raises(DatabaseError, match="own agency"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(count)


def only(table: str, ref: str):
    """The id behind a reference, as the worker knows it."""
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute(f"select id from {table} where ref = %s", [ref])
        return cursor.fetchone()[0]
