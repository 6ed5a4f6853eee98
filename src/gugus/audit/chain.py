"""The arithmetic of seals: how rows are packed and how a root stands for all batches before it."""

import hashlib
import struct
from collections.abc import Sequence

DIGEST_BYTES = 32
MISSING = bytes(DIGEST_BYTES)  # digest of a row that vanished before it was sealed
FIRST = bytes(DIGEST_BYTES)  # what stands before the first seal


def packed_seqs(seqs: Sequence[int]) -> bytes:
    """Row numbers as eight bytes each, in their order."""
    return struct.pack(f">{len(seqs)}q", *seqs)


def unpacked_seqs(packed: bytes) -> tuple[int, ...]:
    """What `packed_seqs` made. Raises ValueError for a length that cannot be."""
    if len(packed) % 8:
        raise ValueError("row numbers have eight bytes each")
    return struct.unpack(f">{len(packed) // 8}q", packed)


def split_digests(packed: bytes) -> list[bytes]:
    """The digests of a batch, one for each row."""
    return [packed[start : start + DIGEST_BYTES] for start in range(0, len(packed), DIGEST_BYTES)]


def root_of(previous: bytes, seqs: bytes, digests: bytes) -> bytes:
    """The root of a batch: the SHA-256 of the root before it, its row numbers and its digests."""
    return hashlib.sha256(previous + seqs + digests).digest()
