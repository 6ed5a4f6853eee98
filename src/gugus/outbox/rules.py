"""What an event may carry, and when a failed delivery is tried again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

LONGEST_FACT = 120
LAST_BACKOFF = timedelta(hours=1)
STUCK_AFTER = 5  # attempts; from then on an operator should look


def facts_too_big(facts: Mapping[str, Any]) -> list[str]:
    """Name the facts that are not small: events carry codes, references, ids, numbers and moments only."""
    return [name for name, value in facts.items() if not _is_small(value)]


def next_try(attempts: int, at: datetime) -> datetime:
    """When to try again after so many failures: 1, 2, 4 … minutes, at last every hour."""
    return at + min(timedelta(minutes=2 ** min(attempts - 1, 10)), LAST_BACKOFF)


def _is_small(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return len(value) <= 50 and all(_is_small(part) for part in value)
    if value is None or isinstance(value, (bool, int, float)):
        return True
    return isinstance(value, str) and len(value) <= LONGEST_FACT
