"""Signed anchors of the trail: what the newest root was on a day, checkable with nothing but the public key.

Two kinds of statement, each a few lines of `name:value` (on paper they may stand in one line):

    gugus-anchor-2  installation day seal entries at root previous key            signature
    gugus-key-1     installation key public from former former-until              signature countersignature

`previous` is the SHA-256 of the anchor before, so that a day taken out shows. A key is signed by the one before it
and by itself: whoever trusts one key of the chain can trust the others. A former key counts until `former-until`.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ANCHOR, KEY = "gugus-anchor-2", "gugus-key-1"
FACTS = {
    ANCHOR: ("installation", "day", "seal", "entries", "at", "root", "previous", "key"),
    KEY: ("installation", "key", "public", "from", "former", "former-until"),
}
SIGNATURES = {ANCHOR: ("signature",), KEY: ("signature", "countersignature")}
NOTHING = "-"
FIRST = "0" * 64  # what stands before the first anchor

# What can be wrong.
FORGED, UNKNOWN_KEY, KEY_TOO_OLD = "forged", "unknown_key", "key_too_old"
NOT_AFTER, DAY_MISSING, FOREIGN, BACKWARDS = "not_after", "day_missing", "foreign", "backwards"


@dataclass(frozen=True, slots=True)
class Statement:
    """One signed statement; `facts` in the order of its form."""

    form: str
    facts: Mapping[str, str]
    signatures: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.facts[name]

    @property
    def body(self) -> str:
        """What is signed."""
        return "\n".join([self.form, *(f"{name}:{self.facts[name]}" for name in FACTS[self.form])]) + "\n"

    @property
    def text(self) -> str:
        """The statement as it is kept and printed."""
        return self.body + "".join(f"{name}:{self.signatures[name]}\n" for name in SIGNATURES[self.form])

    @property
    def digest(self) -> str:
        """What the next anchor names as `previous`."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def day(self) -> date:
        """The day of an anchor."""
        return date.fromisoformat(self.facts["day"])


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a statement: a code, and the day or the key it is about."""

    code: str
    about: str


def public_text(public: Ed25519PublicKey) -> str:
    """A public key as people copy it."""
    return base64.b64encode(public.public_bytes_raw()).decode("ascii")


def key_name(public: str) -> str:
    """The short name of a public key: the first digits of its digest."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def anchor_statement(private: Ed25519PrivateKey, facts: Mapping[str, object]) -> Statement:
    """Sign an anchor. `facts` lack only the name of the key."""
    told = {name: str(value) for name, value in facts.items()}
    told["key"] = key_name(public_text(private.public_key()))
    return _signed(ANCHOR, told, {"signature": private})


def key_statement(
    private: Ed25519PrivateKey,
    *,
    installation: str,
    since: datetime,
    former: Ed25519PrivateKey | None = None,
    former_until: datetime | None = None,
) -> Statement:
    """Say that a key signs from now on; the key before it signs too, and ends at `former_until`."""
    public = public_text(private.public_key())
    facts = {
        "installation": installation, "key": key_name(public), "public": public, "from": since.isoformat(),
        "former": key_name(public_text(former.public_key())) if former else NOTHING,
        "former-until": former_until.isoformat() if former_until else NOTHING,
    }  # fmt: skip
    return _signed(KEY, facts, {"signature": former or private, "countersignature": private})


def read_statements(text: str) -> list[Statement]:
    """Every statement in a text, in its order; spaces and line ends count alike. Raises ValueError."""
    pieces = re.split(rf"\b(?={re.escape(ANCHOR)}\s|{re.escape(KEY)}\s)", text)
    found = [_read(piece.split()) for piece in pieces if piece.strip().startswith((ANCHOR, KEY))]
    if not found:
        raise ValueError("no signed anchor is in this text")
    return found


def faults_of(statements: Iterable[Statement], trusted: Iterable[str]) -> list[Fault]:
    """Everything wrong with anchors and their keys, for somebody who trusts these public keys."""
    found, keys = _trusted_keys(list(statements), set(trusted))
    anchors = sorted((one for one in statements if one.form == ANCHOR), key=lambda one: one.day)
    for anchor in anchors:
        found += _faults_of_anchor(anchor, keys)
    return found + list(_faults_of_order(anchors))


def missing_days(days: Iterable[date], until: date | None = None) -> list[date]:
    """The days without an anchor between the first and the last (or `until`)."""
    known = set(days)
    if not known:
        return []
    day, last = min(known), max([*known, until] if until else known)
    return [one for number in range((last - day).days) if (one := day + timedelta(number)) not in known]


def _signed(form: str, facts: Mapping[str, str], by: Mapping[str, Ed25519PrivateKey]) -> Statement:
    plain = Statement(form, facts)
    made = {name: base64.b64encode(key.sign(plain.body.encode())).decode("ascii") for name, key in by.items()}
    return Statement(form, facts, made)


def _read(words: list[str]) -> Statement:
    form, *rest = words
    wanted = (*FACTS[form], *SIGNATURES[form])
    told = dict(word.partition(":")[::2] for word in rest[: len(wanted)])
    if tuple(told) != wanted or not all(told.values()):
        raise ValueError(f"a line of this {form} is missing, doubled or in another place")
    facts = {name: told[name] for name in FACTS[form]}
    made = Statement(form, facts, {name: told[name] for name in SIGNATURES[form]})
    if form == ANCHOR:
        _ = made.day, int(facts["seal"]), int(facts["entries"]), bytes.fromhex(facts["root"])
    datetime.fromisoformat(facts["at" if form == ANCHOR else "from"])
    return made


def _trusted_keys(
    statements: list[Statement], trusted: set[str]
) -> tuple[list[Fault], dict[str, tuple[str, datetime | None]]]:
    """Public key and end of every key that a trusted one vouches for, directly or through others."""
    stated = {one["key"]: one for one in statements if one.form == KEY}
    publics = {key_name(public): public for public in trusted}
    found, ends = [], {}
    growing = True
    while growing:
        growing = False
        for name, one in stated.items():
            former = one["former"]
            if name not in publics and former not in publics:
                continue
            if not _vouched(one, stated, publics):
                continue
            new = {name, *({former} & stated.keys())} - publics.keys()
            for fresh in new:
                publics[fresh] = stated[fresh]["public"]
                growing = True
    for name, one in stated.items():
        if name not in publics:
            found.append(Fault(UNKNOWN_KEY, name))
        elif not _vouched(one, stated, publics):
            found.append(Fault(FORGED, name))
        elif one["former-until"] != NOTHING:
            ends[one["former"]] = datetime.fromisoformat(one["former-until"])
    return found, {name: (public, ends.get(name)) for name, public in publics.items()}


def _vouched(one: Statement, stated: Mapping[str, Statement], publics: Mapping[str, str]) -> bool:
    """Are both signatures of a key right, with the public keys that are stated or already trusted?"""
    former = one["former"]
    before = one["public"] if former == NOTHING else publics.get(former) or (
        stated[former]["public"] if former in stated else ""
    )  # fmt: skip
    named_right = key_name(one["public"]) == one["key"]
    same = publics.get(one["key"], one["public"]) == one["public"]
    return (
        named_right
        and same
        and _holds(one, "signature", before)
        and _holds(one, "countersignature", one["public"])
    )


def _holds(one: Statement, signature: str, public: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(one.signatures[signature], validate=True), one.body.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _faults_of_anchor(anchor: Statement, keys: Mapping[str, tuple[str, datetime | None]]) -> list[Fault]:
    public, end = keys.get(anchor["key"], ("", None))
    if not public:
        return [Fault(UNKNOWN_KEY, anchor["day"])]
    if not _holds(anchor, "signature", public):
        return [Fault(FORGED, anchor["day"])]
    if end and datetime.fromisoformat(anchor["at"]) > end:
        return [Fault(KEY_TOO_OLD, anchor["day"])]
    return []


def _faults_of_order(anchors: list[Statement]) -> Iterator[Fault]:
    for before, after in zip(anchors, anchors[1:], strict=False):
        if before["installation"] != after["installation"]:
            yield Fault(FOREIGN, after["day"])
        gone = missing_days([before.day, after.day])
        yield from (Fault(DAY_MISSING, day.isoformat()) for day in gone)
        if after["previous"] != before.digest and not (gone and after["previous"] != FIRST):
            yield Fault(NOT_AFTER, after["day"])
        if _size(after) < _size(before) or after["at"] < before["at"]:
            yield Fault(BACKWARDS, after["day"])


def _size(anchor: Statement) -> tuple[int, int]:
    return int(anchor["seal"]), int(anchor["entries"])
