"""Entries are added with their transaction, hold no personal value, and stay as they are."""

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.audit.conftest import seqs, write
from tests.conftest import NOON, as_role, voice_of

import gugus
from gugus.audit.actions import Named, record, typed
from gugus.audit.models import Entry
from gugus.people.models import Identity, Person


def entries() -> list[Entry]:
    return list(Entry.objects.unscoped(because="the test reads the trail").order_by("seq"))


def test_an_entry_says_who_what_about_what_and_why(rina, world):
    person = Person(agency=rina.agency, created_at=NOON)
    person.save(force_insert=True)

    record(
        "people.registered",
        about=person,
        by=rina,
        at=NOON,
        reason="asked_for_help",
        changes={"sex": "female"},
    )

    entry = entries()[-1]
    assert (entry.actor, entry.agency_id, entry.verb, entry.at) == (
        "rina",
        world.unit.pk,
        "people.registered",
        NOON,
    )
    assert (entry.about_kind, entry.about_id, entry.about_ref) == ("person", person.pk, person.ref)
    assert (entry.reason, entry.changes) == ("asked_for_help", {"sex": "female"})


def test_what_was_rolled_back_left_no_entry(rina):
    before = seqs()

    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        write(rina)
        raise Changed

    assert seqs() == before


def test_a_sealed_value_is_kept_as_a_digest_that_shows_equality_only(rina):
    person = Identity(names={"full": "Mawar"})

    for address in ("Jalan Melati 1", "Jalan Melati 1", "Jalan Kenanga 2", None):
        record("people.changed", about=person, by=rina, at=NOON, changes={"address": address})

    first, same, other, emptied = [entry.changes["address"] for entry in entries()[-4:]]
    assert first == same != other
    assert emptied is None
    assert "Melati" not in first and first.startswith("~")


def test_a_record_known_by_name_only_can_be_named(rina, world):
    record(
        "task.done",
        about=Named("task", world.unit.pk, "T-1"),
        within=Named("case", rina.pk),
        by=rina,
        at=NOON,
    )

    entry = entries()[-1]
    assert (entry.about_kind, entry.about_ref) == ("task", "T-1")
    assert (entry.parent_kind, entry.parent_id) == ("case", rina.pk)


def test_a_moment_without_a_zone_is_refused(rina):
    with pytest.raises(ValueError, match="aware"):
        record("x", by=rina, at=NOON.replace(tzinfo=None))


def test_nobody_writes_in_another_agencys_name(rina, world):
    with pytest.raises(DatabaseError), transaction.atomic():
        record("x", by=world.budi, at=NOON)


def test_another_agency_reads_no_entries(rina, world):
    write(rina)

    with voice_of(world.budi):
        assert entries() == []


@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker"])
@pytest.mark.parametrize(
    "attempt",
    [
        "update audit_entry set reason = 'other'",
        "delete from audit_entry",
        "truncate audit_entry",
        "update audit_seal set count = 1",
        "delete from audit_seal",
        "truncate audit_seal",
        "drop trigger append_only on audit_entry",
        "alter table audit_entry disable trigger all",
        "insert into audit_unsealed (seq) values (1)",
    ],
)
def test_nobody_changes_or_removes_entries(sealed, role, attempt):
    with as_role(role), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


@pytest.mark.parametrize(
    "attempt", ["select * from audit_unsealed", "delete from audit_unsealed", "select * from audit_seal",
                "insert into audit_seal (sealed_at, seqs, digests, count, previous, root) "
                "values (now(), '', '', 0, '', '')"]
)  # fmt: skip
def test_the_application_role_has_nothing_to_do_with_seals(sealed, attempt):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_the_owner_of_the_tables_is_refused_too(sealed):
    with (
        as_role("gugus_owner"),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update audit_entry set reason = 'other'")


def test_typed_words_are_sealed(rina):
    record("test.done", by=rina, at=NOON, words="Melati asked for it")
    record("test.done", by=rina, at=NOON, reason="Melati asked for it")

    for entry in entries()[-2:]:
        assert entry.reason == "" and "Melati" not in str(entry.changes)
        assert typed(entry.changes) == "Melati asked for it"


def test_words_whose_key_is_gone_are_silence():
    assert typed({}) == typed({"~": "AAAA"}) == typed({"~": "not base64"}) == ""


# Where `reason` comes from a list of codes. What is typed goes into `words`.
CODED = {
    ("referrals/moving.py", "code"), ("cases/states.py", "code"), ("access/actions.py", "basis"),
    ("guests/actions.py", "code"), ("approvals/actions.py", "request.kind"), ("accounts/adapters.py", "reason"),
    ("agreements/actions.py", "code"), ("conferences/actions/moving.py", "code"),
    ("repatriation/actions/moving.py", "code"), ("repatriation/actions/handing.py", "code"),
    ("justice/actions/heart.py", "code"), ("meetings/actions/moving.py", "code"),
    ("reintegration/actions/moving.py", "code"),
    ("arrivals/actions.py", "code"), ("arrivals/offering.py", "code"),
    ("transfers/actions.py", "code"), ("transfers/handing_over.py", "code"),
    ("people/actions.py", "reason"), ("people/sealing.py", "reason"), ("people/sealing.py", "request.facts['why']"),
    ("emergency/actions.py", "verdict or opening.code"), ("retention/actions.py", "state"),
    ("retention/runs.py", "item.skipped"), ("retention/editing.py", "reason"), ("exchange/actions.py", "problem"),
    ("documents/actions.py", "code"), ("documents/actions.py", "problem.lower()"),
    ("privacy/actions/breaches.py", "code"),
    ("arrivals/actions.py", "code"), ("arrivals/offering.py", "code"),
    ("shelter/actions/placing.py", "code"), ("shelter/actions/houses.py", "code"),
    ("shelter/actions/houses.py", "reason"), ("providers/capacity.py", "kind"), ("providers/actions.py", "reason"),
    ("restitution/actions/base.py", "code"),
    ("taskforce/actions/keeping.py", "code"), ("followup/actions/moving.py", "code"),
    ("reporting/actions/moving.py", "reason"), ("reporting/actions/sending.py", "fresh.return_code"),
    ("reporting/jobs.py", "code"),
}  # fmt: skip


def test_no_caller_passes_typed_text_as_a_reason():
    source = Path(gugus.__file__).parent
    found = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                given = [word.value for word in node.keywords if word.arg == "reason"]
                file = path.relative_to(source).as_posix()
                found |= {(file, ast.unparse(one)) for one in given if not _is_code(one)}

    assert found - CODED == set()


def _is_code(node: ast.expr) -> bool:
    """A constant, or the value of a list of codes (Reason.X, x.code, x.value)."""
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.Attribute) and (node.attr in {"code", "value", "reason"} or node.attr.isupper())
    )
