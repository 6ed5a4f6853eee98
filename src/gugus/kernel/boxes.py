"""A zip box with fixed times, order, rights and packing: the same files give the same bytes."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LONG_AGO = (1980, 1, 1, 0, 0, 0)


def box_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The box with `files` in their order."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED, compresslevel=6) as box:
        for name, body in files:
            line = ZipInfo(name, LONG_AGO)
            line.compress_type, line.external_attr, line.create_system = ZIP_DEFLATED, 0o600 << 16, 3
            box.writestr(line, body)
    return held.getvalue()
