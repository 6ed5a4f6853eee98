"""The process's key file: opens data keys, makes search tokens. The key is never in the database."""

from base64 import b64decode, b64encode
from functools import lru_cache

from django.conf import settings

from gugus.kernel.sealing import Keyring, new_key, seal, token, unseal


class NoKeyring(RuntimeError):
    """The process was started without its key file, so nothing personal can be read or written."""


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keyring named by GUGUS_KEYRING; tests get one that lives as long as the process."""
    if settings.KEYRING:
        return Keyring.load(settings.KEYRING)
    if settings.TESTING:
        return Keyring.ephemeral()
    raise NoKeyring("GUGUS_KEYRING must name the key file of this installation.")


def search_token(purpose: str, value: str) -> bytes:
    """What the database may know of `value` for exact search: 16 bytes, keyed, different per purpose."""
    return token(keyring().index_key, purpose, value)


def sealed_text(text: str, about: str) -> str:
    """Seal a short secret that has no row of its own kind (a second-factor seed) as printable text."""
    key = new_key()
    wrapped = keyring().wrap(key)
    return b64encode(len(wrapped).to_bytes(2, "big") + wrapped + seal(key, text.encode(), about)).decode()


def opened_text(sealed: str, about: str) -> str:
    """Open what `sealed_text` made for the same `about`."""
    raw = b64decode(sealed)
    end = 2 + int.from_bytes(raw[:2], "big")
    return unseal(keyring().unwrap(raw[2:end]), raw[end:], about).decode()
