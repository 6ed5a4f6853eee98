"""Codes of a room and answer links: how they are made and read, and the keyed digests that are kept of them.

A code of a room is shown on a screen and typed by those who cannot scan it: 39 bits, for some hours, counted tries. An
answer link holds 192 random bits. Who has the database but not the key file can try neither.
"""

import re
import secrets

from gugus.base.vault import keyed_digest, keyed_digests
from gugus.kernel.ids import ALPHABET

LENGTH = 8
_BETWEEN = re.compile(r"[\s\-_./]+")
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5"})
_KEY = re.compile(r"[A-Za-z0-9_\-]{32}")


def new_code() -> str:
    """A code of a room, without look-alikes: K7QM2X9P."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_key() -> str:
    """The secret of an answer link."""
    return secrets.token_urlsafe(24)


def spoken(code: str) -> str:
    """The code as people read it: K7QM-2X9P."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """A typed code in the one form that is digested; "" when it cannot be one."""
    text = _BETWEEN.sub("", typed[:40]).upper().translate(_LOOK_ALIKES)
    return text if len(text) == LENGTH and set(text) <= set(ALPHABET) else ""


def read_key(typed: str) -> str:
    """The secret in what came from the page: itself, or a whole pasted link; "" when there is none."""
    text = typed.strip()[-400:].rpartition("#")[2]
    return text if _KEY.fullmatch(text) else ""


def roll_digest(code: str) -> str:
    """What is kept of a code of a room."""
    return keyed_digest("meeting_roll", code).hex()


def roll_digests(code: str) -> list[str]:
    """The same under every key in use; of rubbish too, so that rubbish takes the same way."""
    return [one.hex() for one in keyed_digests("meeting_roll", code or "-")]


def answer_digest(key: str) -> str:
    """What is kept of an answer link."""
    return keyed_digest("meeting_answer", key).hex()


def answer_digests(key: str) -> list[str]:
    """The same under every key in use."""
    return [one.hex() for one in keyed_digests("meeting_answer", key or "-")]
