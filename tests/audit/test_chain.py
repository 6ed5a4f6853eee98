"""Rows are packed without loss and a root depends on everything before it."""

import pytest

from gugus.audit.chain import DIGEST_BYTES, packed_seqs, root_of, split_digests, unpacked_seqs


def test_row_numbers_survive_packing():
    seqs = [1, 2, 7, 2**62]

    assert list(unpacked_seqs(packed_seqs(seqs))) == seqs


def test_a_wrong_length_is_refused():
    with pytest.raises(ValueError, match="eight bytes"):
        unpacked_seqs(b"1234567")


def test_digests_are_split_in_order():
    first, second = b"a" * DIGEST_BYTES, b"b" * DIGEST_BYTES

    assert split_digests(first + second) == [first, second]


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_a_root_depends_on_each_part(changed):
    parts = [b"previous", b"seqs", b"digests"]
    other = [part + b"!" if number == changed else part for number, part in enumerate(parts)]

    assert root_of(*parts) != root_of(*other)
