"""Numbers for people in danger: shipped with the product, replaceable by the installation.

Sources of the shipped numbers: Polri (110) and KemenPPPA (SAPA 129), handling standards read in 2025.
"""

from csv import DictReader
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from gugus.kernel.words import Words


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """A number to call or write to, and for what."""

    code: str
    number: str
    link: str
    words: Words


@lru_cache(maxsize=1)
def emergency_lines() -> tuple[EmergencyLine, ...]:
    """The lines in the order of urgency; setting EMERGENCY_LINES names a CSV file with the same columns."""
    own = getattr(settings, "EMERGENCY_LINES", "")
    source = Path(own) if own else files("gugus.intake") / "emergency_lines.csv"
    with source.open(encoding="utf-8") as lines:
        return tuple(
            EmergencyLine(row["code"], row["number"], row["link"], Words(id=row["id"], en=row["en"]))
            for row in DictReader(lines)
        )
