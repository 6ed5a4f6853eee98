"""The key file: key-encryption keys, keys of the search tokens, keys of the digests. Never in the database.

Every key says since when it is used. A successor is written into the file some time before that moment, so
that every running process has read it when the first of them writes with it: first distribute, then use.

Tokens (what a person is found by) and digests (trail, return codes, counters) have keys of their own. Tokens
can be made again from the sealed identity, digests cannot: an old token key leaves the ring after
`gugus vault reindex`, an old digest key stays and goes on comparing what was digested with it.
"""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from gugus.kernel.private_files import create_private, only_writer, read_private, replace_private
from gugus.kernel.sealing import CannotUnseal, kek_id_of, kek_name, new_key, unwrap, whole_key, wrap

FORMAT, FIRST_FORMAT = "gugus-keyring-2", "gugus-keyring-1"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
VARIANTS = 8  # the bearers of a name word are spread over so many tokens (docs/architecture/identity.md)


class KeyringBroken(Exception):
    """The key file is not what `Keyring.create` writes."""


@dataclass(frozen=True, slots=True)
class MacKey:
    """A numbered key of tokens or digests, used for new ones from `since` on."""

    version: int
    key: bytes = field(repr=False)
    since: datetime = LONG_AGO
    variants: int = 1

    def __post_init__(self) -> None:
        whole_key(self.key)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys at one moment. Immutable: `rotated`, `without` … give another ring, `changed` writes it.

    `current_id`, `token_key` and `digest_key` are the ones in use; the others open and compare what is older,
    or wait for their moment.
    """

    current_id: str
    keks: dict[str, bytes] = field(repr=False)
    token_keys: tuple[MacKey, ...] = field(repr=False)
    digest_keys: tuple[MacKey, ...] = field(repr=False)
    since: dict[str, datetime] = field(repr=False, default_factory=dict)
    read_at: datetime | None = field(repr=False, default=None, compare=False)

    def __post_init__(self) -> None:
        if self.current_id not in self.keks:
            raise KeyringBroken("The current key-encryption key is not in the keyring.")
        if not (self.token_keys and self.digest_keys):
            raise KeyringBroken("The keyring has no key for tokens or digests.")
        for kek_id, kek in self.keks.items():
            kek_name(kek_id)
            whole_key(kek)

    @classmethod
    def ephemeral(cls, at: datetime = LONG_AGO) -> Self:
        """Make a ring that is kept nowhere, for tests."""
        kek_id = _new_kek_id()
        return cls(
            current_id=kek_id,
            keks={kek_id: new_key()},
            token_keys=(MacKey(1, new_key(), at, VARIANTS),),
            digest_keys=(MacKey(1, new_key(), at),),
            since={kek_id: at},
        )

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Self:
        """Write a new ring to `path` for its owner alone. Raises FileExistsError, never overwrites."""
        ring = cls.ephemeral()
        create_private(Path(path), ring.as_json())
        return ring

    @classmethod
    def load(cls, path: str | os.PathLike[str], at: datetime | None = None) -> Self:
        """Read the ring at `path` as of `at` (None: all waiting keys still wait).

        Raises KeyringUnsafe, KeyringBroken or OSError.
        """
        ring = cls.from_json(read_private(path))
        return ring.as_of(at) if at else ring

    def save(self, path: str | os.PathLike[str]) -> None:
        """Replace the ring at `path` in one step."""
        replace_private(Path(path), self.as_json())

    def as_of(self, at: datetime) -> Self:
        """The same ring with the keys in use that are due at `at`."""
        due = [kek_id for kek_id in self.keks if self._since(kek_id) <= at]
        current = max(due, key=lambda kek_id: (self._since(kek_id), kek_id == self.current_id), default="")
        return replace(self, current_id=current or self.current_id, read_at=at)

    @property
    def token_key(self) -> MacKey:
        """The key of new search tokens."""
        return in_use(self.token_keys, self.read_at)

    @property
    def digest_key(self) -> MacKey:
        """The key of new digests."""
        return in_use(self.digest_keys, self.read_at)

    def rotated(self, since: datetime | None = None) -> Self:
        """A ring with a new KEK beside the old ones: current at once, or from `since` on."""
        kek_id = _new_kek_id()
        moment = since or max((self._since(one) for one in self.keks), default=LONG_AGO)
        keks, times = {**self.keks, kek_id: new_key()}, {**self.since, kek_id: moment}
        return replace(self, current_id=self.current_id if since else kek_id, keks=keks, since=times)

    def without(self, kek_id: str) -> Self:
        """A ring that has forgotten an old KEK: data keys still wrapped by it are lost for ever."""
        if kek_id == self.current_id:
            raise ValueError("the current key-encryption key cannot be dropped")
        keks = {known: kek for known, kek in self.keks.items() if known != kek_id}
        return replace(self, keks=keks, since={one: when for one, when in self.since.items() if one in keks})

    def with_new_macs(self, since: datetime) -> Self:
        """A ring with a successor for the token key and the digest key, used from `since` on."""
        token_key = MacKey(_next(self.token_keys), new_key(), since, VARIANTS)
        digest_key = MacKey(_next(self.digest_keys), new_key(), since)
        return replace(
            self, token_keys=(*self.token_keys, token_key), digest_keys=(*self.digest_keys, digest_key)
        )

    def without_old_tokens(self, version: int) -> Self:
        """A ring that has forgotten token keys older than `version`: their tokens find nobody any more."""
        return replace(self, token_keys=tuple(one for one in self.token_keys if one.version >= version))

    def wrap(self, data_key: bytes) -> bytes:
        """Wrap a data key with the current KEK."""
        return wrap(self.keks[self.current_id], self.current_id, data_key)

    def unwrap(self, wrapped: bytes, kek_id: str | None = None) -> bytes:
        """Open a wrapped data key; with `kek_id` only if that KEK wrapped it. Raises CannotUnseal."""
        wanted = kek_id_of(wrapped) if kek_id is None else kek_id
        if wanted not in self.keks:
            raise CannotUnseal("The keyring does not hold the key-encryption key of this data key.")
        return unwrap(self.keks[wanted], wanted, wrapped)

    def rewrap(self, wrapped: bytes) -> bytes:
        """Wrap a data key anew with the current KEK; what it sealed stays as it is."""
        return self.wrap(self.unwrap(wrapped))

    def as_json(self) -> bytes:
        """The content of the key file."""
        keks = [
            {"id": one, "key": _to_text(key), "since": self._since(one).isoformat()}
            for one, key in self.keks.items()
        ]
        content = {
            "format": FORMAT,
            "current": self.current_id,
            "keks": keks,
            "tokens": [mac_as_json(one, _to_text(one.key)) for one in self.token_keys],
            "digests": [mac_as_json(one, _to_text(one.key)) for one in self.digest_keys],
        }
        return json.dumps(content, indent=2).encode() + b"\n"

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """The ring that a key file holds, of this format or the first one. Raises KeyringBroken."""
        try:
            content = json.loads(text)
            if content["format"] == FIRST_FORMAT:
                return cls._of_first_format(content)
            if content["format"] != FORMAT:
                raise ValueError
            return cls(
                current_id=content["current"],
                keks={one["id"]: _from_text(one["key"]) for one in content["keks"]},
                token_keys=tuple(mac_of_json(one, _from_text(one["key"])) for one in content["tokens"]),
                digest_keys=tuple(mac_of_json(one, _from_text(one["key"])) for one in content["digests"]),
                since={one["id"]: datetime.fromisoformat(one["since"]) for one in content["keks"]},
            )
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            # Without the cause: the JSON error would carry the keys into the logs.
            raise KeyringBroken("The key file is damaged or not a gugus keyring.") from None

    @classmethod
    def _of_first_format(cls, content: dict[str, Any]) -> Self:
        """One index key served tokens and digests alike; it goes on as the first version of both."""
        index_key = _from_text(content["index_key"])
        keks = {one["id"]: _from_text(one["key"]) for one in content["keks"]}
        macs = (MacKey(1, index_key),)
        return cls(content["current"], keks, macs, macs)

    def _since(self, kek_id: str) -> datetime:
        return self.since.get(kek_id, LONG_AGO)


def in_use(keys: tuple[MacKey, ...], at: datetime | None) -> MacKey:
    """The newest key whose moment has come."""
    due = [one for one in keys if one.since <= (at or LONG_AGO)]
    return max(due or keys[:1], key=lambda one: one.version)


def mac_as_json(one: MacKey, key: Any) -> dict[str, Any]:
    """How a numbered key stands in the file; `key` as the file may hold it."""
    return {"version": one.version, "since": one.since.isoformat(), "variants": one.variants, "key": key}


def mac_of_json(said: dict[str, Any], key: bytes) -> MacKey:
    """The numbered key of such an entry."""
    return MacKey(int(said["version"]), key, datetime.fromisoformat(said["since"]), int(said["variants"]))


def changed(path: Path, step: Callable[[Keyring], Keyring], at: datetime) -> Keyring:
    """Read, change and write the ring as its only writer; gives the new ring as of `at`."""
    with only_writer(path):
        ring = step(Keyring.load(path, at))
        ring.save(path)
    return ring.as_of(at)


def _next(keys: tuple[MacKey, ...]) -> int:
    return max(one.version for one in keys) + 1


def _new_kek_id() -> str:
    return f"kek-{secrets.token_hex(4)}"


def _to_text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _from_text(text: str) -> bytes:
    return whole_key(base64.b64decode(text, validate=True))
