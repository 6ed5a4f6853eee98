"""Which outline of a file belongs to which area, with the refusals that keep a wrong map from being drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from gugus.places import rules
from gugus.places.geometry import Outline, ShapesUnreadable
from gugus.places.models import Area, Boundary

_ALIKE, _SURELY_ALIKE = 0.6, 0.9
_MOST_OTHER_NAMES = 0.1


@dataclass(frozen=True, slots=True)
class Matched:
    """Outlines that found their area, and what did not, in words for the operator."""

    boundaries: list[Boundary]
    left_out: list[str]


def match(
    outlines: Iterable[Outline],
    *,
    code_property: str,
    name_property: str | None = None,
    without_dots: bool = False,
    source: str,
    licence: str,
    at: datetime,
) -> Matched:
    """Join outlines to areas by code; raises ShapesUnreadable when the codes cannot be trusted.

    `without_dots` accepts 3174 for 31.74, but only together with names: BPS numbers have the same form and
    mean other places, which only the names betray. Several features of one code are parts of one area.
    """
    if without_dots and not name_property:
        raise ShapesUnreadable(
            "Codes without dots may be BPS numbers, which mean other places. Name the property with the area's"
            " name as well, so that both can be compared."
        )
    parts: dict[str, list[Outline]] = {}
    for outline in outlines:
        parts.setdefault(_code(outline, code_property, without_dots), []).append(outline)
    areas = Area.objects.in_bulk(list(parts))
    if not areas:
        raise ShapesUnreadable(
            f"None of the {len(parts)} codes in '{code_property}' is known. Were areas loaded?"
        )
    others = _take_out_others(parts, areas, name_property) if name_property else []
    if not name_property:
        _refuse_doubles(parts)
    whole = {
        code: Outline({}, [ring for part in several for ring in part.rings])
        for code, several in parts.items()
    }
    boundaries = [
        _boundary(areas[code], outline, source, licence, at)
        for code, outline in whole.items()
        if code in areas and outline.rings
    ]
    unknown = [f"{code} is not in the list of areas" for code in sorted(whole.keys() - areas.keys())]
    empty = [f"{code} has no polygon" for code in areas if parts[code] and not whole[code].rings]
    return Matched(boundaries, others + unknown + empty)


def _code(outline: Outline, code_property: str, without_dots: bool) -> str:
    if code_property not in outline.properties:
        raise ShapesUnreadable(
            f"A feature has no property '{code_property}', but: {', '.join(map(str, outline.properties)) or 'none'}."
        )
    text = str(outline.properties[code_property]).strip()
    try:
        return rules.area_code(dotted(text) if without_dots else text)
    except rules.CodeRefused as refused:
        raise ShapesUnreadable(str(refused)) from refused


def dotted(digits: str) -> str:
    """Write 3174011001 as 31.74.01.1001. Only for numbers that somebody vouches for as Kemendagri codes."""
    parts = (digits[:2], digits[2:4], digits[4:6], digits[6:])
    return ".".join(part for part in parts if part)


def _refuse_doubles(parts: dict[str, list[Outline]]) -> None:
    doubled = next((code for code, several in parts.items() if len(several) > 1), None)
    if doubled:
        raise ShapesUnreadable(
            f"Several features carry the code {doubled}. Name the property with the area's name, so that parts"
            " of one area can be told from other areas."
        )


def _take_out_others(
    parts: dict[str, list[Outline]], areas: dict[str, Area], name_property: str
) -> list[str]:
    """Drop features whose name says another place; when they are many, the codes are of another numbering."""
    elsewhere = _names_of_areas(parts, areas, name_property)
    others, wholly_other = [], 0
    for code, area in areas.items():
        named = [(part, str(part.properties.get(name_property) or "")) for part in parts[code]]
        same = [part for part, name in named if _key(area, name) == area.search_key]
        kept = same or [part for part, name in named if alike(area, name, elsewhere)]
        others += [f"{code} is {area.name}, the file says {name}" for part, name in named if part not in kept]
        wholly_other += not kept
        parts[code] = kept
    if wholly_other > _MOST_OTHER_NAMES * len(areas):
        raise ShapesUnreadable(
            f"{wholly_other} of {len(areas)} codes carry the name of another place, so these are not Kemendagri"
            f" codes (BPS numbers look alike): {'; '.join(others[:3])}."
        )
    return others


def _key(area: Area, name: str) -> str:
    return rules.search_key(rules.tidy_name(area.code, name))


def _names_of_areas(
    parts: dict[str, list[Outline]], areas: dict[str, Area], name_property: str
) -> set[tuple[int, str]]:
    """Which of the file's names are names of areas: level and key."""
    keys = {
        _key(area, str(part.properties.get(name_property) or ""))
        for code, area in areas.items()
        for part in parts[code]
    }
    return set(Area.objects.filter(search_key__in=keys).values_list("level", "search_key"))


def alike(area: Area, name: str, elsewhere: set[tuple[int, str]]) -> bool:
    """True when a written name can be this area's: the same, or another spelling that is no other area's name."""
    key = _key(area, name)
    likeness = SequenceMatcher(None, area.search_key, key).ratio()
    return likeness >= _SURELY_ALIKE or likeness >= _ALIKE and (area.level, key) not in elsewhere


def _boundary(area: Area, outline: Outline, source: str, licence: str, at: datetime) -> Boundary:
    west, north, east, south = outline.box
    return Boundary(
        area=area,
        path=outline.path,
        west=west,
        north=north,
        east=east,
        south=south,
        source=source,
        licence=licence,
        loaded_at=at,
    )
