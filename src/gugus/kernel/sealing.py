"""Sealing of personal values: AES-256-GCM, wrapped data keys, keyed tokens for search.

One data key per person seals that person's values. The data key is kept wrapped by a key-encryption key
(KEK) that lives outside the database (`keyring.py`, `keyservices.py`). Throwing the wrapped key away makes everything
sealed with it unreadable for ever, backups included.

Sealed value: version byte, 12-byte nonce, ciphertext with tag. `about` names the table, field and row it
belongs to and is authenticated: a value moved to another row or field does not open.

Wrapped key: version byte, length and text of the KEK's id, nonce, ciphertext with tag. GCM rather than
RFC 3394, because GCM also authenticates the KEK's id and tells two wrappings of one key apart.

Random 96-bit nonces are safe up to about four billion sealings under one key; a person's data key and a
KEK of this product stay far below.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
TOKEN_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
SEAL_VERSION = b"\x01"
_WRAP_VERSION = b"\x01"
SERVED_VERSION = b"\x02"  # wrapped by a key service, which alone knows the length (keyservices.py)
_LONGEST_KEK_ID = 40


class CannotUnseal(Exception):
    """The value does not open: another key, another row, or altered bytes. Says neither value nor key."""


def new_key() -> bytes:
    """Make a random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, about: str) -> bytes:
    """Encrypt `plaintext` and bind it to `about`, such as "people_identity:names:<uuid>"."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return SEAL_VERSION + nonce + _cipher(key).encrypt(nonce, plaintext, _bound_to("seal", about))


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Open what `seal` made for the same `about`. Raises CannotUnseal."""
    if len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise CannotUnseal("The sealed value is too short.")
    if sealed[:1] != SEAL_VERSION:
        raise CannotUnseal("The sealed value was made by an unknown version.")
    return _open(key, sealed[1:], _bound_to("seal", about), "The sealed value")


def wrap(kek: bytes, kek_id: str, data_key: bytes) -> bytes:
    """Encrypt a data key under the key-encryption key `kek`, whose id is written into the result."""
    whole_key(data_key)
    name = kek_name(kek_id)
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
    if len(wrapped) < 2 or wrapped[:1] not in (_WRAP_VERSION, SERVED_VERSION):
        raise CannotUnseal("The wrapped data key was made by an unknown version.")
    if wrapped[:1] == SERVED_VERSION and len(wrapped) > 2 + wrapped[1] > 2:
        return wrapped[2 : 2 + wrapped[1]].decode("ascii", "replace")
    if (
        wrapped[:1] == SERVED_VERSION
        or len(wrapped) != 2 + wrapped[1] + _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
    ):
        raise CannotUnseal("The wrapped data key has the wrong length.")
    return wrapped[2 : 2 + wrapped[1]].decode("ascii", "replace")


def token(index_key: bytes, purpose: str, value: str) -> bytes:
    """Digest a value for exact search: 16 bytes of HMAC-SHA256, different for each purpose.

    The caller normalises first. Equal values give equal tokens, so frequencies stay visible.
    """
    whole_key(index_key)
    name = purpose.encode()
    # The length comes first, so that purpose "a" with value "bc" is not purpose "ab" with value "c".
    message = len(name).to_bytes(2, "big") + name + value.encode()
    return hmac.digest(index_key, message, hashlib.sha256)[:TOKEN_BYTES]


def _open(key: bytes, body: bytes, bound_to: bytes, what: str) -> bytes:
    try:
        return _cipher(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise CannotUnseal(f"{what} was altered, moved or made with another key.") from None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(whole_key(key))


def whole_key(key: bytes) -> bytes:
    """The key, if it has the right length."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return key


def _bound_to(use: str, about: str) -> bytes:
    """Keep sealed values and wrapped keys apart, even if one key were used for both."""
    return f"gugus:{use}:1:{about}".encode()


def kek_name(kek_id: str) -> bytes:
    """The id as it is written into a wrapped key, if it may be one."""
    if not (kek_id.isascii() and 0 < len(kek_id) <= _LONGEST_KEK_ID):
        raise ValueError(f"a key's id is plain text of at most {_LONGEST_KEK_ID} characters")
    return kek_id.encode("ascii")
