"""What is accepted: judged by content, never by name or claim."""

import re
import unicodedata

from gugus.files.codes import ENDINGS, MediaType

LARGEST = 10 * 1024 * 1024  # bytes
MOST_OF_A_RECORD = 200  # files
MOST_BYTES_OF_A_RECORD = 500 * 1024 * 1024
MOST_A_DAY = 200  # files of one person
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def media_type_of(content: bytes) -> MediaType | None:
    """What the content is, or None when it is nothing that is accepted."""
    if content.startswith(b"%PDF-"):
        return MediaType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    return MediaType.TEXT if _is_text(content) else None


def hurdles(content: bytes) -> list[str]:
    """Name what speaks against a file before it is opened."""
    if not content:
        return ["empty"]
    if len(content) > LARGEST:
        return ["too_large"]
    return [] if media_type_of(content) else ["not_accepted"]


def is_full(files: int, size: int, more: int) -> bool:
    """Would a record with so many files and bytes have too many with `more` bytes?"""
    return files >= MOST_OF_A_RECORD or size + more > MOST_BYTES_OF_A_RECORD


def name_for_download(title: str, media_type: str) -> str:
    """A harmless file name made from the title, with the ending of what the content really is."""
    plain = unicodedata.normalize("NFKC", title)
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C" or letter == " ")
    stem = _NOT_IN_NAMES.sub("-", plain).strip("-.")[:80]
    ending = ENDINGS.get(media_type, "")
    stem = stem.removesuffix(ending)
    return f"{stem or 'berkas'}{ending}"


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(content) is None
