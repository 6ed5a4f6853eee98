"""What other contexts ask about persons: how to show them, who may be meant."""

from gugus.people.searching import (
    Hints,
    Hit,
    Pointer,
    find_by_name,
    find_people,
    hints,
    search,
    search_text,
)
from gugus.people.showing import (
    IdentityShown,
    identity_of,
    identity_shown,
    may_read_reasons,
    open_until,
    seen_by,
    shown_name,
    shown_names,
    unmasked_now,
)

__all__ = [
    "Hints",
    "Hit",
    "IdentityShown",
    "Pointer",
    "find_by_name",
    "find_people",
    "hints",
    "identity_of",
    "identity_shown",
    "may_read_reasons",
    "open_until",
    "search",
    "search_text",
    "seen_by",
    "shown_name",
    "shown_names",
    "unmasked_now",
]
