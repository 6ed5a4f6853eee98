"""Key-encryption keys that somebody else holds: an operator's program, an HSM, a cloud's key service.

    class KeyService(Protocol):
        def current_id(self) -> str: ...            # of the KEK that wraps from now on, at most 40 characters
        def wrap(self, key: bytes) -> tuple[str, bytes]: ...      # (id of the KEK, wrapped key)
        def unwrap(self, kek_id: str, wrapped: bytes) -> bytes: ...

`ServedRing` offers what a `Keyring` offers. The keys of tokens and digests lie in a file of ours, wrapped by
the service. Data keys that were unwrapped are remembered for a bounded time, a bounded number of them.
"""

import base64
import json
import os
import subprocess
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self

from gugus.kernel.keyring import (
    LONG_AGO,
    VARIANTS,
    Keyring,
    KeyringBroken,
    MacKey,
    in_use,
    mac_as_json,
    mac_of_json,
)
from gugus.kernel.private_files import create_private, only_writer, read_private, replace_private
from gugus.kernel.sealing import KEY_BYTES, SERVED_VERSION, CannotUnseal, kek_id_of, kek_name, new_key

SERVED = "gugus-served-keys-1"
TIMEOUT = 10  # seconds that a program may take
REMEMBERED = 2048  # data keys
REMEMBERED_FOR = 300.0  # seconds
LONGEST_ANSWER = 65_536


class KeyServiceFailed(Exception):
    """The key service gave no usable answer. Says what was asked, never what was answered."""


class KeyService(Protocol):
    """Whoever holds the key-encryption keys."""

    def current_id(self) -> str:
        """The id of the KEK that wraps from now on."""

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        """Wrap a key of 32 bytes: the id of the KEK, and the wrapped key."""

    def unwrap(self, kek_id: str, wrapped: bytes) -> bytes:
        """Open what `wrap` made under this KEK."""


class Command:
    """A program of the operator's: one JSON object on its standard input, one on its standard output.

    `{"do": "current"}` → `{"id"}`; `{"do": "wrap", "key"}` → `{"id", "wrapped"}`; `{"do": "unwrap", "id",
    "wrapped"}` → `{"key"}`. Bytes are base64. Nothing secret stands on the command line or in the environment;
    what the program says on standard error is thrown away, because it may quote what it was given.
    """

    def __init__(self, command: Sequence[str], timeout: float = TIMEOUT):
        if not command:
            raise KeyServiceFailed("GUGUS_KEY_COMMAND names no program.")
        self._command, self._timeout = list(command), timeout

    def current_id(self) -> str:
        """Ask which KEK is in use."""
        return self._text(self._asked("current"), "current", "id")

    def wrap(self, key: bytes) -> tuple[str, bytes]:
        """Let the program wrap a key."""
        said = self._asked("wrap", key=_to_text(key))
        return self._text(said, "wrap", "id"), self._bytes(said, "wrap", "wrapped")

    def unwrap(self, kek_id: str, wrapped: bytes) -> bytes:
        """Let the program open a key."""
        return self._bytes(self._asked("unwrap", id=kek_id, wrapped=_to_text(wrapped)), "unwrap", "key")

    def _asked(self, do: str, **more: str) -> dict[str, Any]:
        question = json.dumps({"do": do, **more}).encode()
        try:
            ran = subprocess.run(
                self._command, input=question, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                timeout=self._timeout, env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise KeyServiceFailed(
                f"The key program did not answer within {self._timeout:g} s ({do})."
            ) from None
        except OSError as failed:
            raise KeyServiceFailed(f"The key program could not be started: {failed.strerror}.") from None
        if ran.returncode:
            raise KeyServiceFailed(f"The key program ended with {ran.returncode} ({do}).")
        try:
            said = json.loads(ran.stdout[:LONGEST_ANSWER])
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise KeyServiceFailed(f"The key program answered no JSON object ({do}).")
        return said

    @staticmethod
    def _text(said: dict[str, Any], do: str, name: str) -> str:
        if not isinstance(said.get(name), str) or not said[name]:
            raise KeyServiceFailed(f'The answer of the key program lacks "{name}" ({do}).')
        return said[name]

    @classmethod
    def _bytes(cls, said: dict[str, Any], do: str, name: str) -> bytes:
        try:
            return base64.b64decode(cls._text(said, do, name), validate=True)
        except ValueError:
            raise KeyServiceFailed(f'"{name}" of the key program is not base64 ({do}).') from None


class Remembered:
    """Opened keys by their wrapped form: at most so many, at most so long. Safe for threads."""

    def __init__(
        self,
        most: int = REMEMBERED,
        seconds: float = REMEMBERED_FOR,
        clock: Callable[[], float] | None = None,
    ):
        self._most, self._seconds, self._clock = most, seconds, clock or time.monotonic
        self._kept: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, wrapped: bytes) -> bytes | None:
        """The opened key, if it is still remembered."""
        with self._lock:
            until, key = self._kept.get(wrapped, (0.0, b""))
            if until <= self._clock():
                self._kept.pop(wrapped, None)
                return None
            self._kept.move_to_end(wrapped)
            return key

    def put(self, wrapped: bytes, key: bytes) -> None:
        """Remember an opened key; the one not asked for longest goes, and every one whose time is over."""
        now = self._clock()
        with self._lock:
            self._kept[wrapped] = (now + self._seconds, key)
            self._kept.move_to_end(wrapped)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            while self._kept and next(iter(self._kept.values()))[0] <= now:
                self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class ServedRing:
    """The keys at one moment when a service holds the KEKs; behaves like `Keyring`."""

    service: KeyService = field(repr=False, compare=False)
    token_keys: tuple[MacKey, ...] = field(repr=False)
    digest_keys: tuple[MacKey, ...] = field(repr=False)
    remembered: Remembered = field(repr=False, default_factory=Remembered, compare=False)
    read_at: datetime | None = field(repr=False, default=None, compare=False)

    @classmethod
    def create(cls, path: Path, service: KeyService) -> Self:
        """Write new keys of tokens and digests, wrapped by the service. Never overwrites."""
        ring = cls(service, (MacKey(1, new_key(), LONG_AGO, VARIANTS),), (MacKey(1, new_key()),))
        create_private(path, ring.as_json())
        return ring

    @classmethod
    def load(cls, path: Path, service: KeyService, at: datetime | None = None) -> Self:
        """Read the file and let the service open it. Raises KeyringBroken, KeyServiceFailed …"""
        text = read_private(path)
        try:
            content = json.loads(text)
            if content["format"] != SERVED:
                raise ValueError
            found = {
                name: tuple(mac_of_json(one, _opened(service, one["key"])) for one in content[name])
                for name in ("tokens", "digests")
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KeyringBroken("The file of wrapped keys is damaged or of another kind.") from None
        return cls(service, found["tokens"], found["digests"], read_at=at)

    def save(self, path: Path) -> None:
        """Replace the file in one step; everything in it is wrapped anew by the service's current KEK."""
        replace_private(path, self.as_json())

    @property
    def current_id(self) -> str:
        """The id of the KEK that wraps now."""
        return self.service.current_id()

    @property
    def token_key(self) -> MacKey:
        """The key of new search tokens."""
        return in_use(self.token_keys, self.read_at)

    @property
    def digest_key(self) -> MacKey:
        """The key of new digests."""
        return in_use(self.digest_keys, self.read_at)

    def as_of(self, at: datetime) -> Self:
        """The same ring with the keys in use that are due at `at`."""
        return replace(self, read_at=at)

    with_new_macs = Keyring.with_new_macs
    without_old_tokens = Keyring.without_old_tokens

    def wrap(self, data_key: bytes) -> bytes:
        """Wrap a data key with the service's current KEK; its id goes along in front."""
        kek_id, wrapped = self.service.wrap(data_key)
        try:
            name = kek_name(kek_id)
        except ValueError:
            raise KeyServiceFailed("The id of a key has 1 to 40 plain characters.") from None
        made = SERVED_VERSION + bytes([len(name)]) + name + wrapped
        self.remembered.put(made, data_key)
        return made

    def unwrap(self, wrapped: bytes, kek_id: str | None = None) -> bytes:
        """Open a wrapped data key, from memory if it was opened lately. Raises CannotUnseal, KeyServiceFailed."""
        key = self.remembered.get(wrapped)
        if key is None:
            named = kek_id_of(wrapped)
            if kek_id not in (None, named) or wrapped[:1] != SERVED_VERSION:
                raise CannotUnseal("The data key was wrapped by another key-encryption key.")
            key = self.service.unwrap(named, wrapped[2 + wrapped[1] :])
            if len(key) != KEY_BYTES:
                raise KeyServiceFailed("The key service answered a key of the wrong length.")
            self.remembered.put(wrapped, key)
        return key

    def rewrap(self, wrapped: bytes) -> bytes:
        """Wrap a data key anew with the service's current KEK."""
        return self.wrap(self.unwrap(wrapped))

    def as_json(self) -> bytes:
        """The content of the file."""
        content = {"format": SERVED}
        for name, keys in (("tokens", self.token_keys), ("digests", self.digest_keys)):
            content[name] = [mac_as_json(one, _wrapped(self.service, one.key)) for one in keys]
        return json.dumps(content, indent=2).encode() + b"\n"


def served_changed(
    path: Path, service: KeyService, step: Callable[[ServedRing], ServedRing], at: datetime
) -> ServedRing:
    """Read, change and write the file as its only writer."""
    with only_writer(path):
        ring = step(ServedRing.load(path, service, at))
        ring.save(path)
    return ServedRing.load(path, service, at)


def kek_ids_in(path: str | os.PathLike[str]) -> frozenset[str]:
    """The ids of the KEKs that a key file holds, or that wrap what lies in it. Raises like `Keyring.load`."""
    text = read_private(path)
    try:
        content = json.loads(text)
        if content["format"] == SERVED:
            return frozenset(one["key"]["kek"] for name in ("tokens", "digests") for one in content[name])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyringBroken("The key file is damaged or not a gugus keyring.") from None
    return frozenset(Keyring.from_json(text).keks)


def _wrapped(service: KeyService, key: bytes) -> dict[str, str]:
    kek_id, wrapped = service.wrap(key)
    return {"kek": kek_id, "wrapped": _to_text(wrapped)}


def _opened(service: KeyService, said: dict[str, str]) -> bytes:
    return service.unwrap(said["kek"], base64.b64decode(said["wrapped"], validate=True))


def _to_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
