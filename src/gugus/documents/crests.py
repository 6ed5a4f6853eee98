"""The crest on top of an office's letters: drawn anew from what somebody uploaded, so that only its pixels are kept.

The drawing happens in the confined process that lays out documents: it opens no other files and no addresses.
"""

from gugus.documents.press import CannotSet, laid_out

LARGEST = 1024 * 1024  # bytes of what is uploaded
_SHEET = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(json("crest.json")), width: 4cm, height: 4cm, fit: "contain")
"""


class BadCrest(Exception):
    """No crest can be drawn of it; `code` says why: too_large, no_picture."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def drawn(content: bytes) -> bytes:
    """A PNG of 4 by 4 cm, transparent around, of a PNG, JPEG or SVG. Raises BadCrest."""
    if len(content) > LARGEST:
        raise BadCrest("too_large")
    if not _looks_like_a_picture(content):
        raise BadCrest("no_picture")
    try:
        return laid_out("png", {"main.typ": _SHEET, "crest": content}, {})
    except CannotSet as why:
        raise BadCrest("no_picture") from why


def _looks_like_a_picture(content: bytes) -> bool:
    """PNG, JPEG or SVG by its first bytes, whatever it is called."""
    return content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or b"<svg" in content[:2000].lower()
