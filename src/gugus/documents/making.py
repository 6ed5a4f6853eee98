"""What the worker does to make one document: gather as the asker, number, lay out."""

import base64
import hashlib
import struct
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from gugus.access.models import User
from gugus.access.viewer import Viewer, viewer_of
from gugus.access.voices import as_if_asked_by
from gugus.directory.models import Agency
from gugus.documents import rules
from gugus.documents.codes import Form
from gugus.documents.kinds import OF_THE_ASKER, DocumentKind, kind_of, may
from gugus.documents.letter_files import BadTemplate, layout, template_for
from gugus.documents.models import Document, Letterhead, Signer
from gugus.documents.numbering import Numbered, take_number
from gugus.documents.plain import Unfit, day_words, digest_of, moment_words, plain
from gugus.documents.press import CannotSet, laid_out
from gugus.documents.wording import NOT_SECRET, OPEN_NATURE, SECRET
from gugus.law.clocks import zone
from gugus.tasks.rules import zone_of_area

LANGUAGE = "id"  # official letters are Indonesian, whatever language their writer reads


class CannotMake(Exception):
    """The document cannot be made; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document and what is written down of it."""

    content: bytes
    digest: str
    version: str
    measure: str = ""
    year: int | None = None
    seq: int | None = None
    number: str = ""


def written(document: Document, at: datetime) -> Made:
    """Make it. Call it with the document's row locked, in the transaction that keeps the result.

    Raises CannotMake, and whatever the record's gate raises.
    """
    kind = kind_of(document.kind)
    if kind is None:
        raise CannotMake("no_kind")
    here = zone(zone_of_area(document.agency.area_code))
    with translation.override(LANGUAGE), timezone.override(here):
        values, drawn, pictures = _gathered(document, kind, here, at)
        return _laid_out(document, kind, values, drawn, pictures, at, here)


def measure_for(document: Document, viewer: Viewer, at: datetime) -> str:
    """The measure of what the record's gate gives this viewer now, as the worker would gather it.

    Raises CannotMake, and whatever the gate raises.
    """
    kind = kind_of(document.kind)
    if kind is None or not may(viewer, kind):
        raise CannotMake("no_right")
    here = zone(zone_of_area(document.agency.area_code))
    with translation.override(LANGUAGE), timezone.override(here):
        return measure_of(_values(document, viewer, kind, here, at))


def measure_of(values: dict) -> str:
    """SHA-256 of what stands in a document, without who asked for it."""
    return digest_of({name: one for name, one in values.items() if name not in OF_THE_ASKER})


def asker(document: Document, at: datetime) -> Viewer:
    """Whoever asked, with the rights of now, never with more than when asking."""
    viewer = viewer_of(document.asked_by, on=timezone.localdate(at), at=at, standing_in=document.standing_in)
    moved_away = document.asked_by.agency_id != document.agency_id
    if moved_away or (document.standing_in and viewer.stands_in_for is None):
        raise CannotMake("no_right")
    if document.sections:
        viewer = viewer.narrowed_to(sections=frozenset(document.sections), read_only=False)
    return viewer


def _gathered(
    document: Document, kind: DocumentKind, here: ZoneInfo, at: datetime
) -> tuple[dict, dict[str, bytes], dict[str, bytes]]:
    """The values, drawn signatures, and the pictures that the template names: all under the asker's rights."""
    with as_if_asked_by(document.asked_by):
        viewer = asker(document, at)
        if not may(viewer, kind):
            raise CannotMake("no_right")
        found = kind.gathered(viewer, document.about_ref, at)
        pictures = dict(found["_pictures"]()) if "_pictures" in found else {}
        return _plain(found, here), dict(found.get("_drawn", {})), pictures


def _values(document: Document, viewer: Viewer, kind: DocumentKind, here: ZoneInfo, at: datetime) -> dict:
    return _plain(kind.gathered(viewer, document.about_ref, at), here)


def _plain(found: dict, here: ZoneInfo) -> dict:
    try:
        return plain({name: one for name, one in found.items() if not name.startswith("_")}, here)
    except Unfit:
        raise CannotMake("unfit_values") from None


def _laid_out(
    document: Document,
    kind: DocumentKind,
    values: dict,
    drawn: dict[str, bytes],
    pictures: dict[str, bytes],
    at: datetime,
    here: ZoneInfo,
) -> Made:
    try:
        template = template_for(kind, document.form)
        shared = layout()
    except BadTemplate:
        raise CannotMake("template_broken") from None
    head, on = letterhead_of(document.agency, at), at.astimezone(here).date()
    if kind.numbered and rules.faults(head.pattern):
        raise CannotMake("unfit_pattern")
    taken = take_number(letterhead=head, kind=kind, on=on) if kind.numbered else None
    version = template.version if document.form == Form.DOCX else f"{template.version}/{shared.version}"
    data = _data(document, kind, values, head, taken, on) | {
        "version": version, "made_at": moment_words(at, here), "template": template.digest,
        "drawn": {name: _picture(content) for name, content in drawn.items()},
    }  # fmt: skip
    data["digest"] = digest_of(data)
    files = {"main.docx": template.content}
    if document.form == Form.PDF:
        files = {**pictures, "main.typ": template.content, "official.typ": shared.content}
    if head.crest:
        files["crest.png"] = bytes(head.crest)
    try:
        content = laid_out(document.form, files, data, kind.limits)
    except CannotSet as why:
        raise CannotMake(why.code) from None
    return Made(content, data["digest"], version, measure_of(values), **_given(taken))


def _picture(content: bytes) -> dict:
    """A PNG as the layout sets it: its bytes as text, and its size in points."""
    wide, high = struct.unpack(">II", content[16:24])
    return {"png": base64.b64encode(content).decode(), "wide": wide, "high": high}


def _given(taken: Numbered | None) -> dict:
    return {"year": taken.year, "seq": taken.seq, "number": taken.number} if taken else {}


def _data(document: Document, kind: DocumentKind, values: dict, head: Letterhead, taken, on: date) -> dict:
    return {
        "ref": document.ref,
        "about": document.about_ref,
        "kind": kind.code,
        "title": plain(kind.title, ZoneInfo("UTC")),
        "number": taken.number if taken else "",
        "place": head.place,
        "date": day_words(on),
        "secret": NOT_SECRET if values.get("nature") == OPEN_NATURE else SECRET,
        "office": office_facts(head),
        "signer": signer_facts(document.signer),
        "values": values,
    }


def office_facts(head: Letterhead) -> dict:
    """What stands on top of a letter."""
    reached = [head.phone and f"Telepon {head.phone}", head.email and f"Surel {head.email}"]
    contact = [head.address, "  ·  ".join(part for part in reached if part)]
    return {
        "over": list(head.over),
        "name": head.name or head.agency.name,
        "contact": "\n".join(line for line in contact if line),
        "crest": hashlib.sha256(head.crest).hexdigest() if head.crest else "",
    }


def signer_facts(signer: Signer | None) -> dict:
    """Who signs; dots where nobody was chosen."""
    if signer is None:
        return {"name": "", "position": "", "rank": "", "nip": ""}
    return {
        "name": signer.full_name, "position": signer.position, "rank": signer.rank, "nip": spaced_nip(signer.nip),
    }  # fmt: skip


def spaced_nip(nip: str) -> str:
    """As offices print it: birth, appointment, sex, serial number."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


def letterhead_of(agency: Agency, at: datetime) -> Letterhead:
    """The office's letterhead; until somebody wrote one, what the directory of agencies knows."""
    rows = Letterhead.objects.unscoped(because="the letterhead of the office whose letter is made")
    found = rows.select_related("agency").filter(agency=agency).first()
    return found or Letterhead(
        agency=agency,
        name=agency.name,
        phone=agency.phone,
        email=agency.email,
        pattern=rules.USUAL,
        changed_at=at,
    )


def usual_signer(by: User) -> Signer | None:
    """Who usually signs for the office of a user."""
    rows = Signer.objects.unscoped(because="the officials of one's own office")
    return rows.filter(agency_id=by.agency_id, is_usual=True, ended_at=None).first()
