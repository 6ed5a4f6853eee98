"""A drawn signature: judged by its content, drawn anew in a process of its own, made small. Nothing else gets in.

A PNG of at most 200 KB and 2,000 × 1,000 points; kept in grey at most 600 × 240. SVG, scripts, other pictures, and what
is larger are refused before anything opens them.
"""

import struct
from io import BytesIO

from PIL import Image

from gugus.files.washing import CannotWash, washed

DATA_URL = "data:image/png;base64"
LARGEST = 200 * 1024  # bytes
LONGEST_TEXT = LARGEST * 4 // 3 + 4
WIDEST, HIGHEST = 2_000, 1_000
KEPT = (600, 240)
_HEAD = b"\x89PNG\r\n\x1a\n"


class NoSignature(ValueError):
    """It is not kept; `code` says why: not_a_picture, too_large, empty, too_much."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def redrawn(content: bytes) -> bytes:
    """The same drawing, small, grey on white, without anything else. Raises NoSignature."""
    if len(content) > LARGEST:
        raise NoSignature("too_large")
    if not content.startswith(_HEAD) or content[12:16] != b"IHDR" or len(content) < 33:
        raise NoSignature("not_a_picture")
    wide, high = struct.unpack(">II", content[16:24])
    if not (0 < wide <= WIDEST and 0 < high <= HIGHEST):
        raise NoSignature("too_large")
    try:
        clean, _lost = washed(content, "image/png")
    except CannotWash as why:
        raise NoSignature("too_much" if why.code == "too_much" else "not_a_picture") from None
    return _small(clean)


def _small(clean: bytes) -> bytes:
    """On white, in grey, no larger than is printed. Raises NoSignature when nothing was drawn."""
    with Image.open(BytesIO(clean), formats=["PNG"]) as picture:
        ink = picture.convert("RGBA")
    sheet = Image.new("RGBA", ink.size, "white")
    sheet.alpha_composite(ink)
    grey = sheet.convert("L")
    low, high = grey.getextrema()
    if high - low < 32:
        raise NoSignature("empty")
    grey.thumbnail(KEPT)
    out = BytesIO()
    grey.save(out, format="PNG", optimize=True)
    return out.getvalue()
