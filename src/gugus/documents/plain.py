"""Values as a template gets them: texts, numbers, truths, lists and mappings; days and moments in Indonesian words.

A template never sees anything else, and a text is never read as markup: it is data (ADR 0036).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
DEEPEST = 8
LONGEST_TEXT = 20_000
LONGEST_WORD = 45
MOST = 500  # lines of one list
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


class Unfit(Exception):
    """A gather function gave something that is no plain value."""


def day_words(on: date, *, weekday: bool = False) -> str:
    """29 November 2026, or with the day of the week before it."""
    said = f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    return f"{WEEKDAYS[on.weekday()]}, {said}" if weekday else said


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """29 November 2026 pukul 14.05 WIB."""
    local = at.astimezone(zone)
    mark = {7: "WIB", 8: "WITA", 9: "WIT"}.get(
        int((local.utcoffset() or timedelta()).total_seconds() // 3600), ""
    )
    return f"{day_words(local.date())} pukul {local:%H.%M} {mark}".rstrip()


def plain(value: Any, zone: ZoneInfo, depth: int = 0) -> Any:
    """The value as a template gets it. Raises Unfit for records, functions and what lies too deep."""
    if depth > DEEPEST:
        raise Unfit("deep")
    if (
        value is None
        or isinstance(value, bool | float)
        or (isinstance(value, int) and not isinstance(value, Enum))
    ):
        return value
    if isinstance(value, datetime):
        return moment_words(value, zone)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one, zone, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one, zone, depth + 1) for one in list(value)[:MOST]]
    if isinstance(value, Enum):
        return text_of(getattr(value, "label", value.value))
    if isinstance(value, str | Promise | Decimal | UUID):
        return text_of(value)
    raise Unfit(type(value).__name__)


def text_of(value: Any) -> str:
    """A text without what no page can hold; words without end may break somewhere."""
    said = _CONTROLS.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")
    if len(said) > LONGEST_TEXT:
        said = said[:LONGEST_TEXT] + " …"
    return _LONG.sub(lambda found: found.group() + "\u200b", said)


def digest_of(content: Mapping) -> str:
    """SHA-256 of a content in one fixed spelling."""
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()
