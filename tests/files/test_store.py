"""Contents lie on disk for their owner alone, whole or not at all."""

import hashlib
import stat
from uuid import uuid4

import pytest

from gugus.files import store


def test_a_content_lies_under_its_row_for_the_owner_alone(place):
    pk = uuid4()

    digest = store.keep(pk, [b"abc", b"def"])

    path = store.path_of(pk)
    assert path.read_bytes() == b"abcdef"
    assert digest == hashlib.sha256(b"abcdef").hexdigest()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.is_relative_to(place / "files")


def test_a_write_that_breaks_leaves_nothing(place):
    def broken():
        yield b"half"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.keep(uuid4(), broken())

    assert list(store.everything()) == []


def test_a_missing_content_says_so():
    with pytest.raises(store.ContentMissing):
        store.opened(uuid4())


def test_discarding_twice_is_no_error():
    pk = uuid4()
    store.keep(pk, [b"x"])

    store.discard(pk)
    store.discard(pk)

    assert not store.path_of(pk).exists()
