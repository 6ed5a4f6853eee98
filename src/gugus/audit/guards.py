"""Are the guards of the trail still there: triggers, functions, rights, row security?

Somebody with the database's password can take them away, write what they like and put them back; then only seals and
anchors tell. But who takes them away and forgets is seen here.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

TRIGGER_GONE, FUNCTION_CHANGED, RIGHT_TOO_MANY, LOCK_OPEN, ROLE_TOO_MIGHTY = (
    "trigger_gone", "function_changed", "right_too_many", "lock_open", "role_too_mighty",
)  # fmt: skip

KEPT = ("audit_entry", "audit_seal", "audit_anchor", "audit_signingkey", "audit_installation")
TRIGGERS = {("audit_entry", "keep_digest", "audit_keep_digest")} | {
    (table, name, "audit_refuse") for table in KEPT for name in ("append_only", "no_truncate")
}
# SHA-256 of the bodies as the migrations write them (tests/audit/test_guards.py compares).
FUNCTIONS = {
    "audit_digest": "2f86bd30d59c3aeba27dd819ae34909f3425365f14ac8c4d62208a3be4621615",
    "audit_keep_digest": "067a36d537abba41eed7587046b0255cfa21f43204affe6ed63093934ee88429",
    "audit_refuse": "065f087c3b4dadcc60934f572284a24135a0215185e1e7326ae955b51fa62430",
}
ROLES = ("gugus_app", "gugus_worker")
FORBIDDEN = {
    (role, table, right) for role in ROLES for table in KEPT for right in ("UPDATE", "DELETE", "TRUNCATE")
}
FORBIDDEN |= {("gugus_app", table, "INSERT") for table in KEPT if table != "audit_entry"}
FORBIDDEN |= {("gugus_app", "audit_unsealed", right) for right in ("SELECT", "INSERT", "UPDATE", "DELETE")}
FORBIDDEN |= {("gugus_worker", "audit_unsealed", right) for right in ("INSERT", "UPDATE")}


@dataclass(frozen=True, slots=True)
class Gap:
    """A guard that is missing: which kind, and what exactly (names of the database, never content)."""

    code: str
    what: str


def gaps() -> list[Gap]:
    """Every guard that is missing; none in an installation that nobody reached into."""
    return [*_triggers(), *_functions(), *_rights(), *_locks(), *_mighty()]


def _rows(question: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or [])
        return cursor.fetchall()


def _triggers() -> Iterator[Gap]:
    there = set(
        _rows(
            "select c.relname, t.tgname, p.proname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
            "join pg_proc p on p.oid = t.tgfoid where c.relnamespace = 'public'::regnamespace "
            "and t.tgenabled in ('O', 'A') and t.tgqual is null and p.pronamespace = c.relnamespace"
        )
    )
    for table, name, _ in sorted(TRIGGERS - there):
        yield Gap(TRIGGER_GONE, f"{table}.{name}")


def _functions() -> Iterator[Gap]:
    there = dict(
        _rows(
            "select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace "
            "and proname = any(%s)",
            [list(FUNCTIONS)],
        )
    )
    for name, digest in FUNCTIONS.items():
        if hashlib.sha256(there.get(name, "").encode()).hexdigest() != digest:
            yield Gap(FUNCTION_CHANGED, name)


def _rights() -> Iterator[Gap]:
    for role, table, right in sorted(FORBIDDEN):
        any_column = (
            " or has_any_column_privilege(%s, %s, %s)" if right in {"SELECT", "INSERT", "UPDATE"} else ""
        )
        asked = [role, table, right] * (2 if any_column else 1)
        if _rows(f"select has_table_privilege(%s, %s, %s){any_column}", asked)[0][0]:
            yield Gap(RIGHT_TOO_MANY, f"{role}: {right} {table}")


def _locks() -> Iterator[Gap]:
    for table, on, forced in _rows(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class "
        "where relnamespace = 'public'::regnamespace and relname in ('audit_entry', 'audit_seal') order by 1"
    ):
        if not (on and forced):
            yield Gap(LOCK_OPEN, table)


def _mighty() -> Iterator[Gap]:
    for role, mighty in _rows(
        "select rolname, rolsuper or rolbypassrls or rolcreaterole or pg_has_role(oid, 'gugus_owner', 'member') "
        "from pg_roles where rolname = any(%s) order by 1",
        [list(ROLES)],
    ):
        if mighty:
            yield Gap(ROLE_TOO_MIGHTY, role)
