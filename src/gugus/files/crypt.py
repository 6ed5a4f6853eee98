"""Encrypt a file in chunks (the STREAM construction over AES-256-GCM), so that no part can be cut, moved or reordered.

Content: five magic bytes, a seven-byte random prefix, then chunks of 64 KiB plus tag. The nonce of a chunk is the
prefix, its number and whether it is the last. Each file has its own key, derived from the data key of its row.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"GUGF1"
CHUNK = 64 * 1024
TAG = 16
PREFIX = 7


class ContentBroken(Exception):
    """The content was altered, cut off, belongs to another row, or the key is another one."""


def encrypted(plain: Iterable[bytes], data_key: bytes, about: str) -> Iterator[bytes]:
    """Encrypt what `plain` gives, bound to `about` (the row's name)."""
    cipher, prefix = _cipher(data_key, about), os.urandom(PREFIX)
    yield MAGIC + prefix
    held, number = b"", 0
    for part in plain:
        held += part
        while len(held) > CHUNK:  # one byte must stay, so that the last chunk is known as the last
            yield cipher.encrypt(_nonce(prefix, number, last=False), held[:CHUNK], MAGIC)
            held, number = held[CHUNK:], number + 1
    yield cipher.encrypt(_nonce(prefix, number, last=True), held, MAGIC)


def decrypted(source: BinaryIO, data_key: bytes, about: str) -> Iterator[bytes]:
    """Give the plain chunks of what `encrypted` made. Raises ContentBroken, before a wrong byte is given out."""
    head = source.read(len(MAGIC) + PREFIX)
    if len(head) != len(MAGIC) + PREFIX or not head.startswith(MAGIC):
        raise ContentBroken("This is no encrypted file.")
    cipher, prefix = _cipher(data_key, about), head[len(MAGIC) :]
    number, piece = 0, source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, last=not following), piece, MAGIC)
        except (InvalidTag, ValueError):
            raise ContentBroken("The content was altered, cut off, or belongs elsewhere.") from None
        if not following:
            return
        number, piece = number + 1, following


def _cipher(data_key: bytes, about: str) -> AESGCM:
    info = f"gugus:file:1:{about}".encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(data_key))


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
