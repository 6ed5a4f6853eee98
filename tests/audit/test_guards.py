"""Whoever takes a guard away and leaves it so is seen."""

import pytest
from django.db import connection
from tests.conftest import as_role

from gugus.audit import guards
from gugus.audit.guards import Gap, gaps


def found() -> list[Gap]:
    with as_role("gugus_worker"):
        return gaps()


def tamper(statement: str) -> None:
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_is_missing_in_a_fresh_installation(db):
    assert found() == []


@pytest.mark.parametrize(
    ("statement", "gap"),
    [
        ("drop trigger append_only on audit_entry", Gap(guards.TRIGGER_GONE, "audit_entry.append_only")),
        ("alter table audit_seal disable trigger append_only", Gap(guards.TRIGGER_GONE, "audit_seal.append_only")),
        ("alter table audit_entry disable trigger user", Gap(guards.TRIGGER_GONE, "audit_entry.keep_digest")),
        ("alter table audit_entry enable replica trigger append_only",
         Gap(guards.TRIGGER_GONE, "audit_entry.append_only")),
        ("create or replace function audit_refuse() returns trigger language plpgsql as $$ begin return new; end $$",
         Gap(guards.FUNCTION_CHANGED, "audit_refuse")),
        ("create or replace function audit_digest(e audit_entry) returns bytea language sql immutable as "
         "$$ select '\\x00'::bytea $$", Gap(guards.FUNCTION_CHANGED, "audit_digest")),
        ("grant update on audit_entry to gugus_app", Gap(guards.RIGHT_TOO_MANY, "gugus_app: UPDATE audit_entry")),
        ("grant update (reason) on audit_entry to gugus_app",
         Gap(guards.RIGHT_TOO_MANY, "gugus_app: UPDATE audit_entry")),
        ("grant delete on audit_seal to gugus_worker", Gap(guards.RIGHT_TOO_MANY, "gugus_worker: DELETE audit_seal")),
        ("grant insert on audit_anchor to gugus_app", Gap(guards.RIGHT_TOO_MANY, "gugus_app: INSERT audit_anchor")),
        ("grant truncate on audit_entry to gugus_app", Gap(guards.RIGHT_TOO_MANY, "gugus_app: TRUNCATE audit_entry")),
        ("alter table audit_entry no force row level security", Gap(guards.LOCK_OPEN, "audit_entry")),
        ("alter role gugus_app bypassrls", Gap(guards.ROLE_TOO_MIGHTY, "gugus_app")),
        ("grant gugus_owner to gugus_app", Gap(guards.ROLE_TOO_MIGHTY, "gugus_app")),
    ],
)  # fmt: skip
def test_a_missing_guard_is_named(db, statement, gap):
    tamper(statement)

    assert gap in found()
