"""Verification names the first thing that is wrong, whatever was done to the tables."""

import pytest
from tests.audit.conftest import seqs, superuser, write
from tests.conftest import NOON, as_role

from gugus.audit.models import Seal
from gugus.audit.sealing import seal_all
from gugus.audit.verifying import (
    ALTERED,
    ANCHOR_LOST,
    CHAIN_BROKEN,
    INSERTED,
    MISSING,
    SEAL_BROKEN,
    Break,
    newest_anchor,
    read_root,
    verify,
)


def first_break(**given) -> Break | None:
    with as_role("gugus_worker"):
        return verify(**given).first_break


def do(statement: str, *values) -> None:
    with superuser() as cursor:
        cursor.execute(statement, values)


def test_a_trail_nobody_touched_is_whole(sealed, rina):
    write(rina, 2)

    with as_role("gugus_worker"):
        verdict = verify()

    assert verdict.first_break is None
    assert (verdict.sealed, verdict.unsealed) == (len(sealed), 2)
    assert verdict.seals == 2


def test_an_empty_trail_is_whole(db):
    assert first_break() is None


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'another'", "at = at + interval '1 microsecond'", "actor = 'budi'", "actor_id = null",
        "agency_id = null", "changes = '{}'", "verb = 'test.undone'", "about_ref = 'K-1'", "parent_kind = 'case'",
    ],
)  # fmt: skip
def test_an_altered_row_is_named(sealed, change):
    do(f"update audit_entry set {change} where seq = %s", sealed[-2])

    found = first_break()

    assert (found.kind, found.seq) == (ALTERED, sealed[-2])


def test_altering_the_kept_digest_too_hides_nothing(sealed):
    do("update audit_entry set reason = 'other' where seq = %s", sealed[-2])
    do("update audit_entry e set digest = audit_digest(e) where seq = %s", sealed[-2])

    assert first_break().seq == sealed[-2]


def test_a_removed_row_is_named(sealed):
    do("delete from audit_entry where seq = %s", sealed[1])

    found = first_break()

    assert (found.kind, found.seq) == (MISSING, sealed[1])


def test_the_first_of_several_is_named(sealed):
    do("update audit_entry set reason = 'x' where seq = %s", sealed[-1])
    do("delete from audit_entry where seq = %s", sealed[-3])

    assert (first_break().kind, first_break().seq) == (MISSING, sealed[-3])


def test_a_row_slipped_in_past_the_product_is_named(sealed):
    do("insert into audit_entry (at, verb, actor, about_kind, about_ref, parent_kind, reason, seq) "
       "values (now(), 'x', '', '', '', '', '', %s)", 10**12)  # fmt: skip

    assert first_break() == Break(INSERTED, None, 10**12)


def test_a_row_slipped_in_between_comes_before_a_later_break(sealed):
    do("delete from audit_entry where seq = %s", sealed[-1])
    do("insert into audit_entry (at, verb, actor, about_kind, about_ref, parent_kind, reason, seq) "
       "values (now(), 'x', '', '', '', '', '', -5)")  # fmt: skip

    assert first_break() == Break(INSERTED, None, -5)


def test_an_altered_seal_is_named(sealed):
    do("update audit_seal set digests = digests || '\\x00' where id = (select max(id) from audit_seal)")

    assert first_break().kind == SEAL_BROKEN


def test_a_removed_seal_breaks_the_chain(sealed):
    do("delete from audit_seal where id = (select min(id) from audit_seal)")

    assert first_break().kind == CHAIN_BROKEN


def test_a_rewritten_trail_does_not_hold_the_anchor(sealed, rina):
    with as_role("gugus_worker"):
        anchor = newest_anchor()
    do("delete from audit_seal")
    do("update audit_entry set reason = 'rewritten' where seq = %s", sealed[-1])
    do("update audit_entry e set digest = audit_digest(e)")
    do("insert into audit_unsealed select seq from audit_entry")
    with as_role("gugus_worker"):
        seal_all(at=NOON)

    assert first_break() is None
    assert first_break(anchor=bytes.fromhex(anchor.root)).kind == ANCHOR_LOST


def test_an_earlier_anchor_stays_in_the_trail(sealed, rina):
    with as_role("gugus_worker"):
        anchor = newest_anchor()
    with as_role("gugus_app"):
        write(rina)
    with as_role("gugus_worker"):
        seal_all(at=NOON)

    assert first_break(anchor=bytes.fromhex(anchor.root)) is None


def test_the_printed_anchor_can_be_read_again(sealed):
    with as_role("gugus_worker"):
        anchor = newest_anchor()
        last = Seal.objects.latest("pk")

    assert anchor.entries == len(seqs())
    assert read_root(str(anchor)) == read_root(anchor.root) == bytes(last.root)
    assert read_root(f"\n {str(anchor).upper()} \n") == bytes(last.root)


@pytest.mark.parametrize("text", ["", "root=abc", "f" * 63, "z" * 64])
def test_what_holds_no_root_is_refused(text):
    with pytest.raises(ValueError, match="64"):
        read_root(text)


def test_there_is_no_anchor_before_the_first_seal(db):
    with as_role("gugus_worker"):
        assert newest_anchor() is None


def test_many_rows_are_seen_in_steps(sealed, rina, monkeypatch):
    monkeypatch.setattr("gugus.audit.verifying.ROWS_AT_ONCE", 2)
    seen: list[int] = []

    with as_role("gugus_worker"):
        verdict = verify(progress=lambda rows, total: seen.append(rows))

    assert seen == sorted(seen) and seen[-1] == verdict.sealed == len(sealed)
    assert len(seen) > 1
