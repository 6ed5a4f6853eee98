"""The virus scanner: ClamAV's daemon when GUGUS_CLAMAV names it. Without one, files say so themselves.

A scanner that is down, slow or talks nonsense never means "clean": the file waits, sealed, until it was looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

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
    answer = _asked(lambda daemon: daemon.instream(BytesIO(content))) or {}
    word, found = answer.get("stream") or ("", "")
    if word not in _SAID:
        return Verdict(ScanState.WAITING)
    return Verdict(_SAID[word], signatures(), (found or "")[:80])


def signatures() -> str:
    """The number of the signatures the scanner works with; "" when it does not say."""
    parts = (_asked(lambda daemon: daemon.version()) or "").split("/")
    return parts[1][:12] if len(parts) > 1 and parts[1].isdecimal() else ""


def _asked(ask: Callable):
    """What the daemon answers, or None when it does not, in time or in words that make sense."""
    daemon = None
    try:
        daemon = _daemon()
        return ask(daemon)
    except (ClamdError, OSError, ValueError, TypeError, AttributeError):
        return None
    finally:
        if connection := getattr(daemon, "clamd_socket", None):
            connection.close()  # the library leaves it open when it could not connect


def _daemon() -> ClamdUnixSocket | ClamdNetworkSocket:
    """The daemon that the setting names: the path of its socket, or host:port."""
    if settings.CLAMAV.startswith("/"):
        return ClamdUnixSocket(settings.CLAMAV, timeout=PATIENCE)
    host, _, port = settings.CLAMAV.rpartition(":")
    return ClamdNetworkSocket(host, int(port), timeout=PATIENCE)
