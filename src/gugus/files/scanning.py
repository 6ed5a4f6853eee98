"""The hook for a virus scanner. Without one, files say so themselves: "not scanned"."""

from django.conf import settings
from django.utils.module_loading import import_string

from gugus.files.codes import ScanState


def scan(content: bytes) -> ScanState:
    """Ask the scanner named by the setting FILE_SCANNER (a function: content → True when clean), if there is one.

    A scanner that fails raises; nothing is kept then.
    """
    path = getattr(settings, "FILE_SCANNER", "")
    if not path:
        return ScanState.NOT_SCANNED
    return ScanState.CLEAN if import_string(path)(content) else ScanState.INFECTED
