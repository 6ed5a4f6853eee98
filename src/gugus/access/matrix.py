"""The visibility matrix as a value: read from a file, asked, compared, narrowed, written again.

One line says what a role may do in a section, how far and up to which class of field. A line whose first column is
`agency:<kind>` closes a section to agencies of that kind: whatever a grant says, another agency's file never shows it.
"""

from collections.abc import Iterable, Mapping
from csv import DictReader, writer
from csv import Error as CsvError
from dataclasses import dataclass
from functools import cached_property
from io import StringIO

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.base.refusals import Cannot, Reason
from gugus.directory.codes import AgencyKind

HEADER = ("role", "section", "verbs", "scope", "field_class")
AGENCY = "agency:"
LONGEST = 200_000  # characters of a file; the shipped one has five thousand

# How far and how deep, as pairs; of several that a role has for one step, none contains another.
Depths = frozenset[tuple[Scope, FieldClass]]
Grain = tuple[str, str, str]


class BadMatrix(Cannot):
    """The file is no matrix; every line that cannot be read is named."""


@dataclass(frozen=True, slots=True)
class Right:
    """What one role may do in one section, how far it reaches and up to which class of field."""

    role: Role
    section: Section
    verbs: frozenset[Verb]
    scope: Scope
    field_class: FieldClass


@dataclass(frozen=True, slots=True)
class Change:
    """One step of one role (or one section of a kind of agency) before and after."""

    subject: str
    section: str
    verb: str
    before: Depths
    after: Depths

    @property
    def widens(self) -> bool:
        return not covers(self.before, self.after)

    @property
    def narrows(self) -> bool:
        return not covers(self.after, self.before)


@dataclass(frozen=True)
class Matrix:
    """All rights, and the sections that are closed to kinds of agencies."""

    rights: tuple[Right, ...]
    closed: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def grains(self) -> Mapping[Grain, Depths]:
        """Role, section and verb → how far and how deep."""
        found: dict[Grain, set] = {}
        for right in self.rights:
            for verb in right.verbs:
                found.setdefault((right.role, right.section, verb), set()).add(
                    (right.scope, right.field_class)
                )
        return {grain: _outermost(depths) for grain, depths in found.items()}

    def reach(self, roles: Iterable[str], section: str, verb: str, field_class: FieldClass) -> Scope:
        """The farthest scope in which these roles allow `verb` on fields of this class in the section."""
        farthest = Scope.NOTHING
        for role in roles:
            for scope, depth in self.grains.get((role, section, verb), ()):
                if depth >= field_class and scope > farthest:
                    farthest = scope
        return farthest

    def narrowed_by(self, other: "Matrix") -> "Matrix":
        """What both allow, for the roles that `other` names; what it closes is closed too. Never wider than before."""
        named = {right.role for right in other.rights}
        grains = {
            grain: depths if grain[0] not in named else _meet(depths, other.grains.get(grain, frozenset()))
            for grain, depths in self.grains.items()
        }
        return Matrix(rows_of(grains), self.closed | other.closed)


def covers(wide: Depths, narrow: Depths) -> bool:
    """Does each pair of `narrow` lie within one of `wide`?"""
    return all(any(s >= scope and d >= depth for s, d in wide) for scope, depth in narrow)


def _outermost(depths: Iterable[tuple[Scope, FieldClass]]) -> Depths:
    pairs = set(depths)
    return frozenset(one for one in pairs if not covers(frozenset(pairs - {one}), frozenset({one})))


def _meet(one: Depths, other: Depths) -> Depths:
    return _outermost((min(a, c), min(b, d)) for a, b in one for c, d in other)


def rows_of(grains: Mapping[Grain, Depths]) -> tuple[Right, ...]:
    """The fewest lines that say this, in the order of roles, sections and reach."""
    verbs: dict[tuple, set] = {}
    for (role, section, verb), depths in grains.items():
        for scope, depth in depths:
            if scope > Scope.NOTHING:
                verbs.setdefault((role, section, scope, depth), set()).add(verb)
    places = {code: place for place, code in enumerate([*Role.values, *Section.values])}
    ordered = sorted(verbs, key=lambda one: (places[one[0]], places[one[1]], -one[2], -one[3]))
    return tuple(
        Right(Role(role), Section(section), frozenset(map(Verb, verbs[role, section, scope, depth])), scope, depth)
        for role, section, scope, depth in ordered
    )  # fmt: skip


def differences(before: Matrix, after: Matrix) -> list[Change]:
    """What changes from one matrix to another, step by step; an empty list when they mean the same."""
    nothing: Depths = frozenset()
    changes = [
        Change(*grain, before.grains.get(grain, nothing), after.grains.get(grain, nothing))
        for grain in sorted(before.grains.keys() | after.grains.keys())
        if before.grains.get(grain, nothing) != after.grains.get(grain, nothing)
    ]
    seen: Depths = frozenset({(Scope.SHARED, FieldClass.SEALED)})
    for kind, section in sorted(before.closed ^ after.closed):
        closes = (kind, section) in after.closed
        changes.append(
            Change(AGENCY + kind, section, Verb.SEE, seen if closes else nothing, nothing if closes else seen)
        )
    return changes


def written(matrix: Matrix) -> str:
    """The matrix as a file: the same meaning always gives the same bytes."""
    out = StringIO()
    lines = writer(out, lineterminator="\n")
    lines.writerow(HEADER)
    verbs = list(Verb)
    for right in rows_of(matrix.grains):
        said = " ".join(sorted(right.verbs, key=verbs.index))
        lines.writerow(
            (right.role, right.section, said, right.scope.name.lower(), right.field_class.name.lower())
        )
    for kind, section in sorted(matrix.closed):
        lines.writerow((AGENCY + kind, section, "", "nothing", "open"))
    return out.getvalue()


def read(text: str) -> Matrix:
    """The matrix in a file; `BadMatrix` names every line that does not fit."""
    if len(text) > LONGEST:
        raise BadMatrix([Reason("too_long", _("The file is too long for a matrix."), "file")])
    rows = DictReader(text.lstrip("\ufeff").splitlines(), strict=True)
    try:
        return _matrix(rows)
    except CsvError as broken:
        raise BadMatrix([_line(rows.line_num)]) from broken


def _matrix(rows: DictReader) -> Matrix:
    if tuple(rows.fieldnames or ()) != HEADER:
        words = _("The first line must be: %(header)s") % {"header": ",".join(HEADER)}
        raise BadMatrix([Reason("header", words, "file")])
    rights, closed, wrong = [], set(), []
    for row in rows:
        try:
            if (row["role"] or "").startswith(AGENCY):
                closed.add(_closed(row))
            else:
                rights.append(_right(row))
        except (KeyError, ValueError, AttributeError):
            wrong.append(_line(rows.line_num))
    if wrong:
        raise BadMatrix(wrong[:20])
    return Matrix(tuple(rights), frozenset(closed))


def _line(number: int) -> Reason:
    return Reason("line", _("Line %(line)s is not understood.") % {"line": number}, "file")


def _right(row: Mapping[str, str]) -> Right:
    if None in row or not row["verbs"].split():
        raise ValueError("a right has verbs and no further columns")
    return Right(
        role=Role(row["role"]),
        section=Section(row["section"]),
        verbs=frozenset(Verb(verb) for verb in row["verbs"].split()),
        scope=Scope[row["scope"].upper()],
        field_class=FieldClass[row["field_class"].upper()],
    )


def _closed(row: Mapping[str, str]) -> tuple[str, str]:
    if None in row or (row["verbs"], row["scope"], row["field_class"]) != ("", "nothing", "open"):
        raise ValueError("a closed section has no verbs and reaches nothing")
    return AgencyKind(row["role"].removeprefix(AGENCY)).value, Section(row["section"]).value
