"""Read a list of who was there from a spreadsheet, as lists of groups are read: nothing is computed."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from gugus.base.refusals import Reason
from gugus.directory.models import Agency
from gugus.groups.reading import CannotRead, look, read
from gugus.meetings import rules
from gugus.meetings.actions.attending import Present
from gugus.meetings.actions.moving import CannotMeet
from gugus.meetings.codes import Sex

HEADS = {
    "name": ("nama", "name", "nama lengkap"),
    "position": ("jabatan", "position"),
    "office": ("instansi", "unit kerja", "office", "agency", "ukpd", "opd", "lembaga"),
    "sex": ("jenis kelamin", "l/p", "sex", "jk"),
}
SEXES = {
    "l": Sex.MALE,
    "laki-laki": Sex.MALE,
    "m": Sex.MALE,
    "p": Sex.FEMALE,
    "perempuan": Sex.FEMALE,
    "f": Sex.FEMALE,
}


def read_list(content: bytes, agencies: Iterable[Agency]) -> list[Present]:
    """The lines of a list. An office with the name of a member agency is that agency. Raises CannotMeet."""
    try:
        rows = [row for row in read(content, look(content)).rows if any(row)]
    except CannotRead as why:
        raise CannotMeet([Reason(one.code, one.words, "upload") for one in why.reasons]) from None
    if len(rows) > rules.MOST_ON_A_LIST + 1:
        raise _refused("too_many", _("A list holds at most 1,000 lines."))
    places = _places(rows[0])
    if "name" not in places:
        raise _refused("no_names", _("No column is called Nama. Write the headings in the first row."))
    known = {one.name.casefold(): one for one in agencies}
    return _lines(rows[1:], places, known)


def _lines(rows: Sequence[Sequence[str]], places: dict[str, int], known: dict[str, Agency]) -> list[Present]:
    found, reasons = [], []
    for number, row in enumerate(rows, start=2):
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if not cells["name"]:
            words = _("Row %(row)d has no name.")
            reasons.append(Reason("no_name", words % {"row": number}, "upload"))
            continue
        office = cells.get("office", "")
        agency = known.get(office.casefold())
        sex = SEXES.get(cells.get("sex", "").casefold(), Sex.UNKNOWN)
        found.append(Present(cells["name"], cells.get("position", ""), agency, "" if agency else office, sex))
    if reasons:
        raise CannotMeet(reasons[:20])
    if not found:
        raise _refused("empty", _("The list has headings and no line."))
    return found


def _places(heads: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        for name, words in HEADS.items():
            if head.casefold().strip(" .:*") in words:
                found.setdefault(name, place)
    return found


def _refused(code: str, words) -> CannotMeet:
    return CannotMeet([Reason(code, words, "upload")])
