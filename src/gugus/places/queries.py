"""What is known about areas and countries. Every function needs a fixed number of queries, however many codes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from gugus.places import countries as world
from gugus.places.codes import STATELESS, UNKNOWN_COUNTRY
from gugus.places.models import Area, AreaChange, Boundary, LoadedList

OWN_COUNTRIES = (UNKNOWN_COUNTRY, STATELESS)


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline to draw: SVG path and its box in the path's own units (x east, y south)."""

    code: str
    name: str
    path: str
    box: tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Branches:
    """Beginnings of stored codes that mean a place today: those `inside` it, minus those `gone` elsewhere."""

    inside: tuple[str, ...]
    gone: tuple[str, ...]


def area(code: str) -> Area | None:
    """The area of a code, former ones included; None where the list has none."""
    return Area.objects.filter(code=code).first()


def children(code: str | None) -> QuerySet[Area]:
    """Today's areas one level below, by name; None asks for the provinces."""
    return Area.objects.current().filter(parent_id=code).order_by("name", "code")


def provinces() -> QuerySet[Area]:
    """Today's provinces, by code."""
    return Area.objects.current().filter(level=1).order_by("code")


def path(code: str) -> list[Area]:
    """The areas from the province down to the area itself; empty for an unknown code. Two queries."""
    return paths([code]).get(code, [])


def paths(codes: Iterable[str]) -> dict[str, list[Area]]:
    """Code → path, for the known ones of many codes. At most two queries."""
    asked = set(codes)
    found = _with_above(asked)
    return {code: _path(found[code], found) for code in asked & found.keys()}


def labels(codes: Iterable[str | None], depth: int = 2) -> dict[str, str]:
    """Code → "Tebet, Jakarta Selatan" with up to `depth` names. At most two queries for any number of codes.

    A code that the list does not know is its own label, so that old records stay readable.
    """
    asked = {code for code in codes if code}
    steps = paths(asked) if asked else {}
    return {
        code: ", ".join(step.spoken for step in reversed(steps[code][-depth:])) if code in steps else code
        for code in asked
    }


def area_label(code: str, depth: int = 2) -> str:
    """One label; for lists use `labels`."""
    return labels([code], depth).get(code, code)


def _above(area: Area) -> list[str]:
    codes = (area.province_code, area.regency_code, area.district_code)
    return [code for code in codes if code and code != area.code]


def _with_above(codes: Iterable[str]) -> dict[str, Area]:
    found = Area.objects.in_bulk(list(codes))
    above = {code for each in found.values() for code in _above(each)} - found.keys()
    return found | (Area.objects.in_bulk(list(above)) if above else {})


def _path(area: Area, found: dict[str, Area]) -> list[Area]:
    return [found[code] for code in _above(area)] + [area]


def branches(code: str) -> Branches:
    """Which stored codes lie in a place today. One query.

    A record that was written with 91.01.02 counts for Papua Selatan (93), no longer for Papua (91).
    """
    inside, gone = [code], []
    for change in AreaChange.objects.all():
        came, went = change.new_code.startswith(code), change.old_code.startswith(code)
        if went and not came:
            gone.append(change.old_code)
        elif came and not went:
            inside.append(change.old_code)
    return Branches(tuple(inside), tuple(gone))


def within(code: str, field: str = "code") -> Q:
    """A filter for everything inside a place, lower levels included: `within("31.74", "area__code")`. One query.

    `field` is a text column with codes, or `<foreign key>__code`; both use the column's pattern index.
    """
    found = branches(code)
    wanted = Q()
    for beginning in found.inside:
        wanted |= Q((f"{field}__startswith", beginning))
    for beginning in found.gone:
        wanted &= ~Q((f"{field}__startswith", beginning))
    return wanted


def present(codes: Iterable[str]) -> dict[str, str]:
    """Code → the code that counts today, following successors. One query for each division in a row."""
    now = {code: code for code in codes if code}
    while True:
        left = dict(
            Area.objects.filter(code__in=set(now.values()))
            .exclude(successor=None)
            .values_list("code", "successor_id")
        )
        if not left:
            return now
        now = {code: left.get(today, today) for code, today in now.items()}


def countries(language: str | None = None) -> list[Country]:
    """All countries by name in `language` (the reader's when not given); unknown and stateless come last."""
    names = world.country_names(language or get_language())
    return [Country(code, name) for code, name in names.items()]


def country_name(code: str, language: str | None = None) -> str:
    """The name of a country in `language` (the reader's when not given)."""
    return world.country_name(code, language or get_language())


def shapes_for(codes: Iterable[str]) -> dict[str, Shape]:
    """Code → outline, only for areas whose boundary an operator loaded. One query.

    A map is drawn from outlines only when none is missing; otherwise as a grid of tiles.
    """
    rows = Boundary.objects.filter(area_id__in=list(codes)).select_related("area")
    return {
        row.area_id: Shape(row.area_id, row.area.spoken, row.path, (row.west, row.north, row.east, row.south))
        for row in rows
    }


def view_box(shapes: Iterable[Shape]) -> str:
    """The SVG viewBox that holds all shapes: "left top width height"."""
    left, top, right, bottom = zip(*(shape.box for shape in shapes), strict=True)
    return f"{min(left)} {min(top)} {max(right) - min(left)} {max(bottom) - min(top)}"


def loaded_list() -> LoadedList | None:
    """Which list of areas this database answers from; None before the first load."""
    return LoadedList.objects.order_by("pk").last()
