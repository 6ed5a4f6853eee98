"""What somebody with the whole database in their hands did shows by what they do not have: the anchors."""

from datetime import timedelta

import pytest
from tests.audit.conftest import seqs, superuser, write
from tests.conftest import NOON, as_role

from gugus.audit import evidence, signing, verifying
from gugus.audit.anchoring import anchor_of_day, bundle, folder
from gugus.audit.evidence import NOT_KEPT, UNREADABLE, Given, examine
from gugus.audit.models import Seal, SigningKey
from gugus.audit.sealing import seal_all
from gugus.kernel.anchors import DAY_MISSING, FOREIGN, UNKNOWN_KEY

DAY = NOON.date()


def look(**given):
    with as_role("gugus_worker"):
        return examine(**{"at": NOON, "day": DAY} | given)


def do(*statements: str) -> None:
    with superuser() as cursor:
        for statement in statements:
            cursor.execute(statement)


def seal(at=NOON) -> None:
    with as_role("gugus_worker"):
        seal_all(at=at)


def sign(number: int = 0) -> None:
    at = NOON + timedelta(days=number)
    with as_role("gugus_worker"):
        anchor_of_day(day=at.date(), at=at)


@pytest.fixture
def anchored(sealed):
    """A sealed trail with the anchor of the day."""
    sign()
    return sealed


def rewrite() -> None:
    """As the owner of the database: change a row, make all digests and seals anew with the product's own means."""
    do(
        "update audit_entry set actor = 'nobody' where seq = (select max(seq) from audit_entry)",
        "update audit_entry e set digest = audit_digest(e)",
        "delete from audit_seal",
        "insert into audit_unsealed select seq from audit_entry on conflict do nothing",
    )
    seal()


def test_an_untouched_trail_is_whole(anchored):
    finding = look()

    assert finding.is_whole and finding.anchors == 1


def test_the_newest_rows_removed_with_their_seals_are_missed_by_the_anchor(anchored):
    do(
        "delete from audit_entry where seq = (select max(seq) from audit_entry)",
        "delete from audit_seal where id = (select max(id) from audit_seal)",
    )
    with as_role("gugus_worker"):
        assert verifying.verify().first_break is None or verifying.verify().first_break.kind == "inserted"

    assert not look().is_whole
    do("delete from audit_entry where seq > (select coalesce(max(seq), 0) - 3 from audit_entry)")
    assert not look().is_whole


def test_newest_seals_and_all_their_rows_removed_shows_only_by_the_anchor(anchored):
    with as_role("gugus_worker"):
        last = Seal.objects.latest("pk")
        gone = list(verifying.chain.unpacked_seqs(bytes(last.seqs)))
    do(f"delete from audit_entry where seq in ({', '.join(map(str, gone))})",
       f"delete from audit_seal where id = {last.pk}")  # fmt: skip

    with as_role("gugus_worker"):
        assert verifying.verify().first_break is None
    assert look().verdict.first_break == verifying.Break(verifying.ANCHOR_LOST, last.pk)


def test_a_rewritten_chain_shows_only_by_the_anchor(anchored):
    rewrite()

    with as_role("gugus_worker"):
        assert verifying.verify().first_break is None
    assert look().verdict.first_break.kind == verifying.ANCHOR_LOST


def test_anchors_removed_from_the_table_are_still_in_the_folder(anchored):
    rewrite()
    do("delete from audit_anchor", "delete from audit_signingkey")

    finding = look()

    assert finding.verdict.first_break.kind == verifying.ANCHOR_LOST
    assert NOT_KEPT in {fault.code for fault in finding.faults}


def test_anchors_removed_everywhere_here_are_kept_by_others(anchored, tmp_path):
    with as_role("gugus_worker"):
        (tmp_path / "elsewhere.txt").write_text(bundle())
        public = SigningKey.objects.get().public
    rewrite()
    do("delete from audit_anchor", "delete from audit_signingkey")
    for file in folder().iterdir():
        file.unlink()

    finding = look(given=Given(files=(tmp_path / "elsewhere.txt",), trusted=(public,)))

    assert finding.verdict.first_break.kind == verifying.ANCHOR_LOST


def test_new_anchors_with_a_key_of_ones_own_are_not_trusted(anchored):
    with as_role("gugus_worker"):
        public = SigningKey.objects.get().public
    do("delete from audit_anchor", "delete from audit_signingkey")
    for file in folder().iterdir():
        file.unlink()
    signing.key_path().unlink()
    sign()

    assert UNKNOWN_KEY in {fault.code for fault in look(given=Given(trusted=(public,))).faults}


def test_an_anchor_of_another_installation_is_told(anchored):
    do("update audit_installation set id = gen_random_uuid()")

    assert FOREIGN in {fault.code for fault in look().faults}


def test_a_file_that_is_no_anchor_is_told(anchored):
    (folder() / "2026-06-14.txt").write_text("root=" + "0" * 64)

    assert [(fault.code, fault.about) for fault in look().faults] == [(UNREADABLE, "2026-06-14.txt")]


def test_missing_days_are_named(anchored):
    sign(2)

    faults = look(day=DAY + timedelta(days=4)).faults

    assert [(f.code, f.about) for f in faults] == [(DAY_MISSING, "2026-06-16"), (DAY_MISSING, "2026-06-18")]


def test_a_worker_that_stands_still_is_told(anchored, rina):
    with as_role("gugus_app"):
        write(rina)

    assert not look().late
    late = look(at=NOON + timedelta(minutes=11))
    assert late.late and not late.is_whole


def test_two_rows_that_changed_places_are_altered_rows(anchored):
    first, second = anchored[-2:]
    do(
        f"update audit_entry set seq = -1 where seq = {first}",
        f"update audit_entry set seq = {first} where seq = {second}",
        f"update audit_entry set seq = {second} where seq = -1",
    )

    found = look().verdict.first_break

    assert (found.kind, found.seq) == (verifying.ALTERED, first)


def test_rows_that_changed_places_within_a_seal_break_it(anchored):
    do("update audit_seal set seqs = substr(seqs, 9, 8) || substr(seqs, 1, 8) || substr(seqs, 17) "
       "where id = (select max(id) from audit_seal)")  # fmt: skip

    assert look().verdict.first_break.kind == verifying.SEAL_BROKEN


def test_a_clock_set_back_between_seals_is_noted(anchored, rina):
    with as_role("gugus_app"):
        write(rina)
    seal(at=NOON - timedelta(days=1))

    finding = look()

    assert len(finding.verdict.set_back) == 1 and finding.is_whole


def test_a_later_verification_begins_where_the_last_ended(anchored, rina, tmp_path):
    evidence.remember(tmp_path / "good.json", look().verdict.good)
    with as_role("gugus_app"):
        write(rina, 2)
    seal()

    again = look(since=evidence.remembered(tmp_path / "good.json"))

    assert again.is_whole and again.verdict.sealed == 2
    assert again.verdict.good.entries == len(seqs())


@pytest.mark.parametrize(
    ("attack", "kind"),
    [
        ("delete from audit_entry where seq = (select min(seq) from audit_entry)", verifying.COUNT_WRONG),
        ("delete from audit_seal where id = (select max(id) from audit_seal)", verifying.CHAIN_BROKEN),
        ("insert into audit_entry (at, verb, actor, about_kind, about_ref, parent_kind, reason, seq) "
         "values (now(), 'x', '', '', '', '', '', -5)", verifying.COUNT_WRONG),
        ("insert into audit_entry (at, verb, actor, about_kind, about_ref, parent_kind, reason, seq) "
         "values (now(), 'x', '', '', '', '', '', 1000000)", verifying.INSERTED),
    ],
)  # fmt: skip
def test_the_shortened_way_still_sees_that_something_is_wrong(anchored, attack, kind):
    good = look().verdict.good
    do(attack)

    assert look(since=good).verdict.first_break.kind == kind


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"seal": 1}'])
def test_a_damaged_memory_is_no_beginning(tmp_path, text):
    (tmp_path / "good.json").write_text(text)

    assert evidence.remembered(tmp_path / "good.json") is None
