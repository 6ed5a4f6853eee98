"""Committed entries are sealed in batches, once, by one sealer."""

import psycopg
import pytest
from django.db import connection, transaction
from tests.audit.conftest import seqs, superuser, write
from tests.conftest import NOON, as_role

from gugus.audit import chain
from gugus.audit.models import Seal
from gugus.audit.sealing import LOCK, seal_all, seal_batch
from gugus.audit.verifying import verify


def unsealed() -> int:
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_unsealed")
        return cursor.fetchone()[0]


def test_every_entry_waits_for_its_seal(rina):
    before = unsealed()

    write(rina, 4)

    assert unsealed() == before + 4


def test_sealing_takes_everything_that_waits(rina):
    write(rina, 4)

    with as_role("gugus_worker"):
        total = seal_all(at=NOON)
        held = [seq for seal in Seal.objects.order_by("pk") for seq in chain.unpacked_seqs(bytes(seal.seqs))]

    assert unsealed() == 0
    assert held == seqs()
    assert total == len(held)


def test_batches_are_chained(rina):
    write(rina, 5)

    with as_role("gugus_worker"):
        while seal_batch(at=NOON, most=2):
            pass
        first, second, *others = Seal.objects.order_by("pk")

    assert bytes(first.previous) == chain.FIRST
    assert bytes(second.previous) == bytes(first.root)
    assert all(seal.count <= 2 for seal in [first, second, *others])


def test_nothing_to_seal_makes_no_seal(sealed):
    with as_role("gugus_worker"):
        before = Seal.objects.count()

        assert seal_all(at=NOON) == 0
        assert Seal.objects.count() == before


def test_a_second_sealer_leaves_at_once(rina, cluster):
    write(rina)

    with psycopg.connect(cluster.url("gugus_test", "postgres")) as other:
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        with as_role("gugus_worker"):
            assert seal_batch(at=NOON) is None
    assert unsealed() > 0

    with as_role("gugus_worker"):
        assert seal_all(at=NOON) > 0


def test_an_entry_removed_before_its_seal_leaves_a_mark(rina):
    write(rina)
    gone = seqs()[-1]
    with superuser() as cursor:
        cursor.execute("delete from audit_entry where seq = %s", [gone])

    with as_role("gugus_worker"):
        seal_all(at=NOON)
        last = Seal.objects.latest("pk")

    assert chain.unpacked_seqs(bytes(last.seqs))[-1] == gone
    assert chain.split_digests(bytes(last.digests))[-1] == chain.MISSING


def test_a_sealer_that_was_killed_between_leaves_everything_waiting(rina, monkeypatch):
    write(rina, 3)
    before = unsealed()

    create = Seal.objects.create

    def killed(**values):
        create(**values)
        raise KeyboardInterrupt

    with as_role("gugus_worker"):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), transaction.atomic():
            patch.setattr("gugus.audit.sealing.Seal.objects.create", killed)
            seal_batch(at=NOON)
        assert not Seal.objects.exists()
        assert seal_all(at=NOON) == before
        assert verify().first_break is None


def test_an_entry_committed_late_is_sealed_in_a_later_batch(rina):
    """Its number is smaller than those of the seal before it; the chain holds."""
    write(rina, 2)
    late = seqs()[0]
    with superuser() as cursor:
        cursor.execute("delete from audit_unsealed where seq = %s", [late])
    with as_role("gugus_worker"):
        seal_all(at=NOON)
    with superuser() as cursor:
        cursor.execute("insert into audit_unsealed values (%s)", [late])

    with as_role("gugus_worker"):
        seal_all(at=NOON)
        assert verify().first_break is None
