"""What law and procedure allow at the data protection desk; plain functions on plain values."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from gugus.privacy.codes import Asker, Capacity, Check, Choice, Delivery, SafeToReach

# What a letter must never say: an envelope may be opened by somebody else. Whole words, both languages.
REVEALING = (
    *("perdagangan", "diperdagangkan", "tppo", "trafficking", "trafficked", "eksploitasi", "exploitation"),
    *("prostitusi", "prostitution", "pelacuran", "korban", "survivor", "victim", "penyintas", "gugus tugas"),
    *("rumah aman", "shelter", "pelaku", "tersangka", "polisi", "police", "pmi", "pekerja migran"),
)
_REVEALING = re.compile(r"\b(" + "|".join(map(re.escape, REVEALING)) + r")\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\b[A-Z]{1,3}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PROOFS = frozenset({Check.DOCUMENT_SEEN, Check.CALLED_BACK, Check.CODE_WORD, Check.KNOWN_TO_OFFICER})
ALWAYS = (Check.ALONE, Check.FREE_WILL, Check.MANAGER_ASKED, Check.NOT_THE_OTHER_SIDE)
LONGEST_FUTURE = timedelta(minutes=5)  # clocks of two machines differ


def revealing_words(text: str) -> list[str]:
    """The words of a letter that would tell a stranger what kind of service this is, references included."""
    found = [match[0] for match in _REVEALING.finditer(text)] + _REFERENCE.findall(text)
    return list(dict.fromkeys(found))


def hurdles_to_knowing(found_at: datetime, known_at: datetime, at: datetime) -> list[str]:
    """Name what is wrong with the moments of a breach."""
    hurdles = []
    if found_at > at + LONGEST_FUTURE or known_at > at + LONGEST_FUTURE:
        hurdles.append("in_the_future")
    if known_at < found_at:
        hurdles.append("known_before_found")
    return hurdles


def hurdles_to_certainty(checks: Collection[str], asker: str) -> list[str]:
    """What is still missing before anything may be said: a proof, and that the asker is in no danger and is none."""
    missing = [] if PROOFS & set(checks) else ["proof"]
    missing += [check.value for check in ALWAYS if check not in checks]
    if asker != Asker.SELF and Check.AUTHORITY_SEEN not in checks:
        missing.append(Check.AUTHORITY_SEEN.value)
    return missing


def same_side(capacity: str, role: str) -> bool:
    """May a file in which somebody has `role` be part of a copy asked for in `capacity`? The wall decides."""
    return (capacity == Capacity.ACCUSED) == (role == Capacity.ACCUSED)


def safe_to_reach(said: Iterable[Mapping]) -> str:
    """What all safe-contact notes of a person's files mean together; the strictest counts, silence is not consent."""
    notes = list(said)
    if not notes:
        return SafeToReach.UNKNOWN
    if any(note.get("how") == "none" for note in notes):
        return SafeToReach.UNSAFE
    limits = [set(note.get("rules") or ()) - {"any"} for note in notes]
    if any("not_at_home" in rules or "through_friend" in rules for rules in limits):
        return SafeToReach.UNSAFE
    return SafeToReach.RULES if any(limits) else SafeToReach.SAFE


def deliveries(reach: str) -> tuple[str, ...]:
    """The ways in which a letter may reach somebody; where contact is unsafe or unknown only by hand."""
    if reach in {SafeToReach.UNKNOWN, SafeToReach.UNSAFE}:
        return (Delivery.HAND,)
    if reach == SafeToReach.RULES:
        return (Delivery.HAND, Delivery.MESSAGE)
    return (Delivery.HAND, Delivery.MESSAGE, Delivery.POST)


def hurdles_to_closing(
    *,
    decided: bool,
    tell_persons: str,
    tell_authority: str,
    undecided: int,
    unsent: int,
    authority_sent: bool,
) -> list[str]:
    """Name everything that is still open in a breach; nothing means that it may be closed."""
    hurdles = [] if decided else ["not_decided"]
    if undecided:
        hurdles.append("persons_undecided")
    if unsent and tell_persons == Choice.YES:
        hurdles.append("letters_unsent")
    if tell_authority == Choice.YES and not authority_sent:
        hurdles.append("authority_not_told")
    return hurdles


def is_late(due_at: datetime, sent_at: datetime) -> bool:
    """Is this after the deadline? The last minute itself is in time."""
    return sent_at > due_at


def changed_fields(old: Mapping, new: Mapping) -> list[str]:
    """The fields in which two versions differ, in the order of the newer one."""
    return [name for name, value in new.items() if old.get(name) != value]
