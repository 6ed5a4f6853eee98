"""The process's keys: they open data keys, make search tokens and digests. None of them is in the database.

GUGUS_KEY_SERVICE says who holds the key-encryption keys: `file` (the key file GUGUS_KEYRING), `command` (the
program GUGUS_KEY_COMMAND) or the dotted path of a class (gugus.kernel.keyservices.KeyService).
A changed file is noticed within a second and read again without a restart.
"""

import logging
import os
import shlex
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from gugus.kernel.keyring import Keyring, KeyringBroken, changed, in_use
from gugus.kernel.keyservices import Command, KeyService, KeyServiceFailed, ServedRing, served_changed
from gugus.kernel.private_files import KeyringUnsafe
from gugus.kernel.sealing import new_key, seal, token, unseal

LOOK_EVERY = 1.0  # seconds between two looks at the file
FILE, COMMAND = "file", "command"
Ring = Keyring | ServedRing
log = logging.getLogger(__name__)


class NoKeyring(RuntimeError):
    """The process was started without its key file, so nothing personal can be read or written."""


@dataclass(slots=True)
class _Held:
    """The ring as it was read, what the file looked like then, and when it was looked at."""

    ring: Ring
    named: tuple
    mark: tuple
    looked_at: float


_held: _Held | None = None
_reading = threading.Lock()


def keyring() -> Ring:
    """The keys of this installation; tests get a ring that lives as long as the process."""
    held, named = _held, (settings.KEYRING, settings.KEY_SERVICE)
    if held is not None and held.named == named and time.monotonic() < held.looked_at + LOOK_EVERY:
        return held.ring
    with _reading:
        return _looked_again(named)


def key_service() -> KeyService | None:
    """Whoever holds the KEKs, or None when the key file does."""
    if settings.KEY_SERVICE == FILE:
        return None
    if settings.KEY_SERVICE == COMMAND:
        return Command(shlex.split(settings.KEY_COMMAND))
    return import_string(settings.KEY_SERVICE)()


def key_file() -> Path:
    """The key file. Raises NoKeyring."""
    if not settings.KEYRING:
        raise NoKeyring("GUGUS_KEYRING must name the key file of this installation.")
    return Path(settings.KEYRING)


def change_keys(step: Callable[[Ring], Ring], at: datetime) -> Ring:
    """Write a changed ring; this process uses it at once, others within a second or two."""
    global _held
    service = key_service()
    made = changed(key_file(), step, at) if service is None else served_changed(key_file(), service, step, at)
    with _reading:
        _held = None
    return made


def search_token(purpose: str, value: str, version: int | None = None) -> bytes:
    """What the database may know of `value` for exact search: 16 bytes, keyed, different per purpose."""
    return token(_token_key(version).key, purpose, value)


def token_versions() -> list[int]:
    """The versions of the token key that may have been written with; a search asks for all of them."""
    return [one.version for one in keyring().token_keys]


def variants(version: int | None = None) -> int:
    """Over how many variants the tokens of name words are spread, under this token key."""
    return _token_key(version).variants


def keyed_digest(purpose: str, value: str, at: datetime | None = None) -> bytes:
    """A digest of something that is compared and never shown: return codes, addresses, the trail's values.

    With `at`, by the key that was in use then.
    """
    ring = keyring()
    key = in_use(ring.digest_keys, at) if at else ring.digest_key
    return token(key.key, purpose, value)


def keyed_digests(purpose: str, value: str) -> list[bytes]:
    """The same under every digest key, the one in use first: what was digested earlier is still recognised."""
    ring = keyring()
    keys = sorted(ring.digest_keys, key=lambda one: (one != ring.digest_key, -one.version))
    return [token(one.key, purpose, value) for one in keys]


def trail_digest(name: str, value: str) -> str:
    """What the trail keeps of a sealed value. Equal digests are equal values; the version says within which key."""
    key = keyring().digest_key
    mark = "" if key.version == 1 else f"{key.version}."
    return f"~{mark}{token(key.key, f'audit:{name}', value).hex()}"


def sealed_text(text: str, about: str) -> str:
    """Seal a short secret that has no row of its own kind (a second-factor seed) as printable text."""
    key = new_key()
    wrapped = keyring().wrap(key)
    return b64encode(len(wrapped).to_bytes(2, "big") + wrapped + seal(key, text.encode(), about)).decode()


def opened_text(sealed: str, about: str) -> str:
    """Open what `sealed_text` made for the same `about`."""
    wrapped, body = parts_of_text(sealed)
    return unseal(keyring().unwrap(wrapped), body, about).decode()


def parts_of_text(sealed: str) -> tuple[bytes, bytes]:
    """The wrapped key of a sealed text, and the rest."""
    raw = b64decode(sealed)
    end = 2 + int.from_bytes(raw[:2], "big")
    return raw[2:end], raw[end:]


def rewrapped_text(sealed: str) -> str:
    """The same sealed text under the current KEK."""
    wrapped, body = parts_of_text(sealed)
    wrapped = keyring().rewrap(wrapped)
    return b64encode(len(wrapped).to_bytes(2, "big") + wrapped + body).decode()


def _token_key(version: int | None):
    ring = keyring()
    if version is None:
        return ring.token_key
    return next(one for one in ring.token_keys if one.version == version)


def _looked_again(named: tuple) -> Ring:
    """Read the file if it changed; move on to keys whose moment has come."""
    global _held
    held, now, at = _held, time.monotonic(), datetime.now(UTC)
    if held is not None and held.named == named and now < held.looked_at + LOOK_EVERY:
        return held.ring  # another thread was first
    if not settings.KEYRING:
        if not settings.TESTING:
            raise NoKeyring("GUGUS_KEYRING must name the key file of this installation.")
        ring = held.ring if held is not None and held.named == named else Keyring.ephemeral()
        _held = _Held(ring, named, (), now)
        return ring
    known = held if held is not None and held.named == named else None
    try:
        mark = _mark(settings.KEYRING)
        ring = known.ring.as_of(at) if known is not None and known.mark == mark else _read(at)
    except (OSError, KeyringBroken, KeyringUnsafe, KeyServiceFailed) as failed:
        if known is None:
            raise
        # People are in the middle of their work; the keys in memory are still the right ones.
        log.error(
            "The key file cannot be read again (%s); the keys read earlier stay.", type(failed).__name__
        )
        known.looked_at = now + 59.0  # not a line in the log for each request
        return known.ring
    _held = _Held(ring, named, mark, now)
    return ring


def _read(at: datetime) -> Ring:
    service = key_service()
    return Keyring.load(key_file(), at) if service is None else ServedRing.load(key_file(), service, at)


def _mark(path: str) -> tuple:
    seen = os.stat(path)
    return seen.st_mtime_ns, seen.st_ino, seen.st_size, seen.st_mode
