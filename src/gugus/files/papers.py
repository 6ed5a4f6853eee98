"""Copy the pages of a PDF into a new one, so that nothing is left that acts, calls or tells where it came from.

Only pages are taken over, and of a page only what draws it. Left behind: metadata, scripts, actions, links, files
within, digital signatures, the catalogue of the old file and whatever hung before or after it. What a form or a note
shows is drawn into the page first. Pictures inside lose their camera's notes.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

MOST_PAGES = 500
MOST_OBJECTS = 100_000
MOST_UNPACKED = 256 * 1024 * 1024  # bytes of all streams together
MOST_PIXELS = 100_000_000  # of one picture
MOST_FILTERS = 3  # a stream packed more often than that is a trap
OF_A_PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/UserUnit", "/Group",
}  # fmt: skip
TELLING = {
    "/AF", "/LastModified", "/Measure", "/Metadata", "/OPI", "/PieceInfo", "/PtData", "/Ref", "/StructParent",
    "/StructParents",
}  # fmt: skip
SIGNS = {
    "scripts": {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute"},
    "links": {"/URI", "/GoToR", "/GoToE"},
    "files": {"/EmbeddedFile", "/FileAttachment", "/Filespec"},
    "signature": {"/Sig", "/DocTimeStamp"},
    "notes": {"/Text", "/FreeText", "/Popup", "/Highlight", "/Stamp", "/Ink"},
    "media": {"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"},
}


class PaperLocked(ValueError):
    """The PDF is encrypted, so nobody can look into it."""


class PaperUnreadable(ValueError):
    """The content only begins like a PDF."""


class PaperTooMuch(ValueError):
    """More pages, objects or unpacked bytes than a letter has."""


def copied(content: bytes) -> tuple[bytes, list[str]]:
    """The pages as a new PDF, and codes of what did not come along. Raises Paper…"""
    try:
        with Pdf.open(BytesIO(content)) as old:
            if old.is_encrypted:
                raise PaperLocked
            _weigh(old)
            lost = sorted(_left_behind(old))
            return _drawn(old), lost
    except pikepdf.PasswordError:
        raise PaperLocked from None
    except (PaperLocked, PaperTooMuch):
        raise
    except (MemoryError, RecursionError):
        raise PaperTooMuch from None
    except Exception as broken:  # a reader may fail in any way on a hostile file
        raise PaperUnreadable from broken


def _weigh(old: Pdf) -> None:
    if len(old.objects) > MOST_OBJECTS or not 0 < len(old.pages) <= MOST_PAGES:
        raise PaperTooMuch if len(old.pages) else PaperUnreadable
    left = MOST_UNPACKED
    for stream in _streams(old):
        left -= _unpacked(stream, left)
        if left < 0:
            raise PaperTooMuch


def _streams(pdf: Pdf) -> Iterator[Stream]:
    return (one for one in pdf.objects if isinstance(one, Stream))


def _unpacked(stream: Stream, most: int) -> int:
    """How large a stream gets, at most one byte more than `most`."""
    raw, filters = stream.read_raw_bytes(), _filters(stream)
    if len(filters) > MOST_FILTERS:
        return most + 1
    if stream.get("/Subtype") == Name.Image:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        return len(raw) if pixels <= MOST_PIXELS else most + 1
    for name in filters:
        if name != "/FlateDecode":
            return (
                len(raw) * 8
            )  # the other ways of packing a text gain little; fonts and pictures stay packed
        try:
            raw = zlib.decompressobj().decompress(raw, most + 1)
        except zlib.error:
            return len(raw)
        if len(raw) > most:
            break
    return len(raw)


def _filters(stream: Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]


def _left_behind(old: Pdf) -> Iterator[str]:
    """Codes of what the old file had and the new one will not have."""
    found: set[str] = set()
    for one in old.objects:
        if isinstance(one, Dictionary | Stream):
            words = {str(one.get(key)) for key in ("/S", "/Type", "/Subtype", "/FT") if key in one} | set(
                one.keys()
            )
            found |= {code for code, signs in SIGNS.items() if words & signs}
    if old.Root.get("/AcroForm") is not None:
        found.add("form")
    if old.docinfo or old.Root.get("/Metadata") is not None:
        found.add("metadata")
    return iter(found)


def _drawn(old: Pdf) -> bytes:
    if old.Root.get("/AcroForm") is not None:
        old.generate_appearance_streams()
    old.flatten_annotations("screen")
    new = Pdf.new()
    new.pages.extend(old.pages)
    for page in new.pages:
        for key in set(page.obj.keys()) - OF_A_PAGE:
            del page.obj[key]
    for stream in _streams(new):
        _quieten(stream)
    out = BytesIO()
    new.save(out, deterministic_id=True, preserve_pdfa=False, fix_metadata_version=False)
    return out.getvalue()


def _quieten(stream: Stream) -> None:
    # Of streams only: in a list of fonts or pictures these keys may be somebody's names for them.
    for key in TELLING & set(stream.keys()):
        del stream[key]
    if _filters(stream) == ["/DCTDecode"]:
        raw = stream.read_raw_bytes()
        bare = bare_jpeg(raw)
        if bare != raw:
            stream.write(bare, filter=Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


def bare_jpeg(raw: bytes) -> bytes:
    """A JPEG without the segments that tell of camera, place and owner; its picture stays bit for bit."""
    if not raw.startswith(b"\xff\xd8"):
        return raw
    kept, at = [raw[:2]], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != 0xDA:
        marker, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        segment = raw[at : at + 2 + length]
        # APP0 and APP14 say how the colours are meant; the other APPs and comments only tell.
        if not (0xE1 <= marker <= 0xED or marker in {0xEF, 0xFE}):
            kept.append(segment)
        at += 2 + length
    return b"".join([*kept, raw[at:]])
