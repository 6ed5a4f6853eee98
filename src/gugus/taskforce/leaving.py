"""What an agency still has to do in a task force when its seat ends: higher contexts tell, the leaving form shows.

`tell_left("gugus.followup.leaving.left_of")`; the function is called as `teller(force, agency)` for a task force that
came through its gate and gives a list of `Left`. Whoever tells also hears `taskforce.seat_left` and passes it on to
`queries.heir_on(force, agency, day)`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is still to be done: its reference, words, an address."""

    ref: str
    label: Any
    url: str


_tellers: list[str] = []


def tell_left(path: str) -> None:
    """Let the function at `path` tell what an agency still has to do."""
    if path not in _tellers:
        _tellers.append(path)


def left_of(force: Any, agency: Any) -> list[Left]:
    """Everything that an agency still has to do in a task force."""
    return [one for path in _tellers for one in import_string(path)(force, agency)]
