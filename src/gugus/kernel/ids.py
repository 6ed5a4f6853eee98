"""Ids inside, references outside, return codes for people who stay anonymous.

A reference looks like `K-7F3Q-9M2X`: a prefix for the kind of thing, seven random characters and one
check character over all of it, prefix included. The 29 characters have no vowel (so no word appears by
accident) and no pair that is confused on paper; 29 is prime, so the check finds every single wrong
character and every swap of two characters.
"""

import re
import secrets
import uuid

import uuid6

ALPHABET = "0123456789BCDFGHJKMNPQRTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5"})
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_BODY_LENGTH = 8  # seven random characters and the check character
_SCATTER = 10_223_372_029  # no multiple of 29, so that no two numbers share a reference
_RETURN_CODE_LENGTH = 20  # nineteen random characters (92 bits) and the check character
_BETWEEN = re.compile(r"[\s\-_./\u00ad\u2010-\u2015\u2212]+")
_REF = re.compile(r"([A-Z]{1,3})([0-9A-Z]{8})")


def new_id() -> uuid.UUID:
    """Make an id (UUIDv7) that sorts by the moment of making.

    The order holds within one process. Never read a time from it: when many are made in one
    millisecond the library counts on into the future.
    """
    return uuid.UUID(int=uuid6.uuid7().int)


def new_ref(prefix: str) -> str:
    """Make a reference such as `K-7F3Q-9M2X`; `prefix` is one to three capital letters.

    There are 17 billion per prefix: a table keeps a unique constraint and asks again when one is taken.
    """
    if not re.fullmatch(r"[A-Z]{1,3}", prefix):
        raise ValueError("a reference prefix is one to three capital letters")
    body = _random(_BODY_LENGTH - 1)
    body += _check_character(prefix, body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def numbered_ref(prefix: str, number: int) -> str:
    """Make the reference of a number, for bulk loads: different numbers below 17 billion never meet.

    Scattered over the whole room, so that neighbours do not look alike. Never for real records: it can be guessed.
    """
    rest = number * _SCATTER % len(ALPHABET) ** (_BODY_LENGTH - 1)
    body = ""
    for _place in range(_BODY_LENGTH - 1):
        rest, digit = divmod(rest, len(ALPHABET))
        body += ALPHABET[digit]
    body += _check_character(prefix, body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def parse_ref(text: str) -> str | None:
    """Read a typed reference and return it as printed, or None where the check character is wrong.

    Lower case, missing or other dashes, spaces, and O/0, I/L/1, S/5 mixed up are all accepted.
    """
    match = _REF.fullmatch(_squeeze(text))
    if not match:
        return None
    prefix, body = match[1], match[2].translate(_LOOK_ALIKES)
    if not _adds_up(prefix, body):
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"


def new_return_code() -> str:
    """Make the secret with which an anonymous reporter comes back: 92 random bits in five groups of four.

    Keep only a keyed token of it; who knows the code may read the answers.
    """
    body = _random(_RETURN_CODE_LENGTH - 1)
    return _in_groups(body + _check_character("", body))


def parse_return_code(text: str) -> str | None:
    """Read a typed or dictated return code and return it as printed; None where it cannot be one."""
    body = _squeeze(text).translate(_LOOK_ALIKES)
    if len(body) != _RETURN_CODE_LENGTH or not _adds_up("", body):
        return None
    return _in_groups(body)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _squeeze(text: str) -> str:
    return _BETWEEN.sub("", text).upper()


def _in_groups(body: str) -> str:
    return "-".join(body[start : start + 4] for start in range(0, len(body), 4))


def _weighted_sum(prefix: str, body: str) -> int:
    """Weigh each character by its place from the right, so that the check character weighs one."""
    values = [ord(letter) - ord("A") for letter in prefix] + [_VALUE[character] for character in body]
    return sum(weight * value for weight, value in enumerate(reversed(values), start=1))


def _check_character(prefix: str, body: str) -> str:
    return ALPHABET[-_weighted_sum(prefix, body + "0") % len(ALPHABET)]


def _adds_up(prefix: str, body: str) -> bool:
    if not all(character in _VALUE for character in body):
        return False
    return _weighted_sum(prefix, body) % len(ALPHABET) == 0
