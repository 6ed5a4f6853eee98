"""The virus scanner: ClamAV's daemon when GUGUS_CLAMAV names it. Without one, files say so themselves.

A scanner that is down, slow or talks nonsense never means "clean": the file waits, sealed, until it was looked at.
"""

from dataclasses import dataclass

from django.conf import settings

from gugus.files import clamd
from gugus.files.codes import ScanState

PATIENCE = 15  # seconds for each answer
_SAID = {"OK": ScanState.CLEAN, "FOUND": ScanState.INFECTED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner said, by which signatures (their number), and the name of what it found."""

    state: ScanState
    signatures: str = ""
    found: str = ""


def scan(content: bytes) -> Verdict:
    """Ask the scanner, if there is one. Never raises: an answer that cannot be had is "waiting"."""
    if not settings.CLAMAV:
        return Verdict(ScanState.NOT_SCANNED)
    try:
        word, found = clamd.looked_at(settings.CLAMAV, PATIENCE, content)
    except clamd.NoAnswer:
        return Verdict(ScanState.WAITING)
    return Verdict(_SAID[word], signatures(), found[:80])


def signatures() -> str:
    """The number of the signatures the scanner works with; "" when it does not say."""
    try:
        parts = clamd.version(settings.CLAMAV, PATIENCE).split("/")
    except clamd.NoAnswer:
        return ""
    return parts[1][:12] if len(parts) > 1 and parts[1].isdecimal() else ""
