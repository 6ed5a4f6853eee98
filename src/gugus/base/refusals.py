"""What an action raises when it may not happen: every reason at once, as codes with sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code for machines, a translated sentence for people, the form field it belongs to."""

    code: str
    words: Any  # a str or a lazy translation
    field: str = ""


class Cannot(Exception):
    """The action refused; nothing was changed. Subclasses say which: CannotClose, CannotSend …"""

    def __init__(self, reasons: Sequence[Reason]):
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = tuple(reasons)
