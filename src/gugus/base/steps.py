"""What can be done with a record, as a list: its page, its buttons and what a press on one does read the same lines."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its address, the states it starts from, the action, the form, the words of the button and what follows.

    The step of a context adds who makes it, and says in `possible` whether this viewer may make it now.
    """

    slug: str
    states: Set[str]
    run: Callable[..., Any]
    form: type
    label: Any
    icon: str
    text: Any
    kind: str = ""  # "main", "danger" or ""
