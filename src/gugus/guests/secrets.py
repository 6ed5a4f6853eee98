"""Links, codes and sessions: how they are made, how they are typed, and the digests that are kept of them.

A link holds 192 random bits, a session 256, a code 39 and five tries. The digests are keyed: who has the database but
not the key file can try no code.
"""

import hmac
import re
import secrets
from uuid import UUID

from gugus.base.vault import keyed_digest, keyed_digests
from gugus.kernel.ids import ALPHABET

CODE_LENGTH = 8
LONGEST_KEY = 400
_BETWEEN = re.compile(r"[\s\-_./]+")
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5"})
_KEY = re.compile(r"[A-Za-z0-9_\-]{32}")


def new_key() -> str:
    """The secret of a link; it stands behind the # and never reaches a server in an address."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """The code, without look-alikes: K7QM-2X9P."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{body[:4]}-{body[4:]}"


def new_session() -> str:
    """What the guest's browser holds."""
    return secrets.token_urlsafe(32)


def read_key(typed: str) -> str:
    """The secret in what came from the page: itself, or a whole pasted link; "" when there is none."""
    text = typed.strip()[-LONGEST_KEY:].rpartition("#")[2]
    return text if _KEY.fullmatch(text) else ""


def read_code(typed: str) -> str:
    """A typed code in the one form that is digested; "" when it cannot be one."""
    text = _BETWEEN.sub("", typed[:40]).upper().translate(_LOOK_ALIKES)
    return text if len(text) == CODE_LENGTH and set(text) <= set(ALPHABET) else ""


def link_digest(key: str) -> str:
    """What is kept of a link."""
    return keyed_digest("guest_link", key).hex()


def link_digests(key: str) -> list[str]:
    """The same under every key in use; of rubbish too, so that rubbish takes the same way."""
    return [one.hex() for one in keyed_digests("guest_link", key or "-")]


def session_digest(session: str) -> str:
    """What is kept of a browser's session."""
    return keyed_digest("guest_session", session).hex()


def session_digests(session: str) -> list[str]:
    """The same under every key in use."""
    return [one.hex() for one in keyed_digests("guest_session", session or "-")]


def code_digest(pk: UUID, code: str) -> str:
    """What is kept of a code; worth nothing at another pass."""
    return keyed_digest("guest_code", f"{pk}:{read_code(code)}").hex()


def code_fits(kept: str, pk: UUID, typed: str) -> bool:
    """Is it this code? Takes the same time whatever the answer."""
    fits = False
    for one in keyed_digests("guest_code", f"{pk}:{read_code(typed)}"):
        fits |= hmac.compare_digest(one.hex(), kept)
    return fits and bool(read_code(typed))
