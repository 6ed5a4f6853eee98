"""A file survives encryption whole, and no part of it can be changed unseen."""

import os
from io import BytesIO

import pytest

from gugus.files.crypt import CHUNK, MAGIC, PREFIX, TAG, ContentBroken, decrypted, encrypted

KEY, ABOUT = os.urandom(32), "files_attachment:content:1"
HEAD = len(MAGIC) + PREFIX


def sealed(content: bytes, about: str = ABOUT) -> bytes:
    return b"".join(encrypted([content], KEY, about))


def opened(content: bytes, key: bytes = KEY, about: str = ABOUT) -> bytes:
    return b"".join(decrypted(BytesIO(content), key, about))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_every_length_survives(size):
    content = os.urandom(size)

    assert opened(sealed(content)) == content


def test_it_does_not_matter_in_which_parts_it_came():
    content = os.urandom(2 * CHUNK + 5)
    parts = [content[start : start + 1000] for start in range(0, len(content), 1000)]

    assert opened(b"".join(encrypted(parts, KEY, ABOUT))) == content


def test_nothing_plain_is_left():
    assert b"Mawar" not in sealed(b"Mawar " * 1000)


def test_the_same_content_looks_different_each_time():
    assert sealed(b"same") != sealed(b"same")


@pytest.mark.parametrize("place", [0, len(MAGIC), HEAD, HEAD + CHUNK, -1])
def test_one_changed_bit_is_seen(place):
    content = bytearray(sealed(os.urandom(2 * CHUNK)))
    content[place] ^= 1

    with pytest.raises(ContentBroken):
        opened(bytes(content))


@pytest.mark.parametrize("kept", [0, HEAD - 1, HEAD, HEAD + 10, HEAD + CHUNK + TAG, HEAD + 2 * (CHUNK + TAG)])
def test_a_cut_is_seen(kept):
    content = sealed(os.urandom(3 * CHUNK))

    with pytest.raises(ContentBroken):
        opened(content[:kept])


def test_chunks_that_changed_places_are_seen():
    content = sealed(os.urandom(3 * CHUNK))
    size = CHUNK + TAG
    first, second, rest = (
        content[HEAD : HEAD + size],
        content[HEAD + size : HEAD + 2 * size],
        content[HEAD + 2 * size :],
    )

    with pytest.raises(ContentBroken):
        opened(content[:HEAD] + second + first + rest)


def test_something_added_is_seen():
    with pytest.raises(ContentBroken):
        opened(sealed(b"x" * CHUNK) + b"more")


def test_another_row_or_another_key_opens_nothing():
    content = sealed(b"Mawar")

    with pytest.raises(ContentBroken):
        opened(content, about="files_attachment:content:2")
    with pytest.raises(ContentBroken):
        opened(content, key=os.urandom(32))
