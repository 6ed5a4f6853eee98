"""Sealing of personal values: AES-256-GCM, wrapped data keys, keyed tokens for search, the key file.

One data key per person seals that person's values. The data key is kept wrapped by a key-encryption key
(KEK) that lives in a key file outside the database. Throwing the wrapped key away makes everything
sealed with it unreadable for ever, backups included.

Sealed value: version byte, 12-byte nonce, ciphertext with tag. `about` names the table, field and row it
belongs to and is authenticated: a value moved to another row or field does not open.

Wrapped key: version byte, length and text of the KEK's id, nonce, ciphertext with tag. GCM rather than
RFC 3394, because GCM also authenticates the KEK's id and tells two wrappings of one key apart.

Random 96-bit nonces are safe up to about four billion sealings under one key; a person's data key and a
KEK of this product stay far below.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
TOKEN_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SEAL_VERSION = b"\x01"
_WRAP_VERSION = b"\x01"
_FILE_FORMAT = "gugus-keyring-1"
_LONGEST_KEK_ID = 40


class CannotUnseal(Exception):
    """The value does not open: another key, another row, or altered bytes. Says neither value nor key."""


class KeyringUnsafe(Exception):
    """The key file can be read by others, so it must be treated as known to them."""


class KeyringBroken(Exception):
    """The key file is not what `Keyring.create` writes."""


def new_key() -> bytes:
    """Make a random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, about: str) -> bytes:
    """Encrypt `plaintext` and bind it to `about`, such as "people_identity:names:<uuid>"."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _SEAL_VERSION + nonce + _cipher(key).encrypt(nonce, plaintext, _bound_to("seal", about))


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Open what `seal` made for the same `about`. Raises CannotUnseal."""
    if len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise CannotUnseal("The sealed value is too short.")
    if sealed[:1] != _SEAL_VERSION:
        raise CannotUnseal("The sealed value was made by an unknown version.")
    return _open(key, sealed[1:], _bound_to("seal", about), "The sealed value")


def wrap(kek: bytes, kek_id: str, data_key: bytes) -> bytes:
    """Encrypt a data key under the key-encryption key `kek`, whose id is written into the result."""
    _whole_key(data_key)
    name = _kek_name(kek_id)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    ciphertext = _cipher(kek).encrypt(nonce, data_key, _bound_to("wrap", kek_id))
    return _WRAP_VERSION + bytes([len(name)]) + name + nonce + ciphertext


def unwrap(kek: bytes, kek_id: str, wrapped: bytes) -> bytes:
    """Open a data key that `wrap` made with the same KEK and id. Raises CannotUnseal."""
    if kek_id_of(wrapped) != kek_id:
        raise CannotUnseal("The data key was wrapped by another key-encryption key.")
    body = wrapped[2 + wrapped[1] :]
    return _open(kek, body, _bound_to("wrap", kek_id), "The wrapped data key")


def kek_id_of(wrapped: bytes) -> str:
    """Tell which key-encryption key a data key was wrapped with. Raises CannotUnseal when it is none."""
    if len(wrapped) < 2 or wrapped[:1] != _WRAP_VERSION:
        raise CannotUnseal("The wrapped data key was made by an unknown version.")
    if len(wrapped) != 2 + wrapped[1] + _NONCE_BYTES + KEY_BYTES + _TAG_BYTES:
        raise CannotUnseal("The wrapped data key has the wrong length.")
    return wrapped[2 : 2 + wrapped[1]].decode("ascii", "replace")


def token(index_key: bytes, purpose: str, value: str) -> bytes:
    """Digest a value for exact search: 16 bytes of HMAC-SHA256, different for each purpose.

    The caller normalises first. Equal values give equal tokens, so frequencies stay visible.
    """
    _whole_key(index_key)
    name = purpose.encode()
    # The length comes first, so that purpose "a" with value "bc" is not purpose "ab" with value "c".
    message = len(name).to_bytes(2, "big") + name + value.encode()
    return hmac.digest(index_key, message, hashlib.sha256)[:TOKEN_BYTES]


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key-encryption keys by id, the id of the one in use, and the key of the search tokens.

    Old KEKs stay in the ring until every data key is wrapped anew; the index key has no successor,
    because all tokens would have to be made again.
    """

    current_id: str
    keks: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.current_id not in self.keks:
            raise KeyringBroken("The current key-encryption key is not in the keyring.")
        for kek_id, kek in self.keks.items():
            _kek_name(kek_id)
            _whole_key(kek)
        _whole_key(self.index_key)

    @classmethod
    def ephemeral(cls) -> "Keyring":
        """Make a ring that is kept nowhere, for tests."""
        kek_id = _new_kek_id()
        return cls(current_id=kek_id, keks={kek_id: new_key()}, index_key=new_key())

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> "Keyring":
        """Write a new ring to `path` for its owner alone. Raises FileExistsError, never overwrites."""
        ring = cls.ephemeral()
        fresh = _written_beside(Path(path), ring._as_json())
        try:
            os.link(fresh, path)  # unlike a rename, a link fails when the name is taken
        finally:
            os.unlink(fresh)
        _sync_directory(Path(path).parent)
        return ring

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Keyring":
        """Read the ring at `path`. Raises KeyringUnsafe, KeyringBroken or OSError."""
        with open(path, "rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise KeyringUnsafe(
                    f"{os.fspath(path)} has mode {mode:04o}: others than its owner can reach the keys. "
                    f"Find out who could read it, then: chmod 600 {os.fspath(path)}"
                )
            return cls._from_json(file.read())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Replace the ring at `path` in one step, for instance after `rotated`."""
        os.replace(_written_beside(Path(path), self._as_json()), path)
        _sync_directory(Path(path).parent)

    def rotated(self) -> "Keyring":
        """Return a ring with a new current KEK beside the old ones. Save it before you use it."""
        kek_id = _new_kek_id()
        return replace(self, current_id=kek_id, keks={**self.keks, kek_id: new_key()})

    def without(self, kek_id: str) -> "Keyring":
        """Return a ring that has forgotten an old KEK: data keys still wrapped by it are lost for ever."""
        if kek_id == self.current_id:
            raise ValueError("the current key-encryption key cannot be dropped")
        return replace(self, keks={known: kek for known, kek in self.keks.items() if known != kek_id})

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

    def _as_json(self) -> bytes:
        listed = [{"id": kek_id, "key": _to_text(kek)} for kek_id, kek in self.keks.items()]
        content = {
            "format": _FILE_FORMAT,
            "current": self.current_id,
            "keks": listed,
            "index_key": _to_text(self.index_key),
        }
        return json.dumps(content, indent=2).encode() + b"\n"

    @classmethod
    def _from_json(cls, text: bytes) -> "Keyring":
        try:
            content = json.loads(text)
            if content["format"] != _FILE_FORMAT:
                raise ValueError
            keks = {entry["id"]: _from_text(entry["key"]) for entry in content["keks"]}
            return cls(content["current"], keks, _from_text(content["index_key"]))
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            # Without the cause: the JSON error would carry the keys into the logs.
            raise KeyringBroken("The key file is damaged or not a gugus keyring.") from None


def _open(key: bytes, body: bytes, bound_to: bytes, what: str) -> bytes:
    try:
        return _cipher(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise CannotUnseal(f"{what} was altered, moved or made with another key.") from None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(_whole_key(key))


def _whole_key(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return key


def _bound_to(use: str, about: str) -> bytes:
    """Keep sealed values and wrapped keys apart, even if one key were used for both."""
    return f"gugus:{use}:1:{about}".encode()


def _new_kek_id() -> str:
    return f"kek-{secrets.token_hex(4)}"


def _kek_name(kek_id: str) -> bytes:
    if not (kek_id.isascii() and 0 < len(kek_id) <= _LONGEST_KEK_ID):
        raise ValueError(f"a key's id is plain text of at most {_LONGEST_KEK_ID} characters")
    return kek_id.encode("ascii")


def _to_text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _from_text(text: str) -> bytes:
    return _whole_key(base64.b64decode(text, validate=True))


def _written_beside(path: Path, content: bytes) -> Path:
    """Write a new file for its owner alone in the same folder, down to the disk."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
