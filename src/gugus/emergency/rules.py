"""How long glass stays broken, how often somebody may break it, what must be said."""

from datetime import timedelta

SHORTEST, USUAL, LONGEST = 1, 4, 8  # hours
MOST_A_DAY = 5
A_DAY = timedelta(hours=24)
LEAST_REASON = 20


def is_reason(text: str) -> bool:
    """Is it a sentence somebody can review, not a row of dots?"""
    text = " ".join(text.split())
    return len(text) >= LEAST_REASON and len(set(text.casefold())) >= 8 and " " in text
