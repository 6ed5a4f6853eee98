"""Places of a journey: a point of the list (border post, airport, country) or an area, each with its zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from gugus.law.clocks import zone, zone_of_area
from gugus.law.lists import UnknownCode, code, codes
from gugus.places.queries import labels
from gugus.repatriation.codes import PLACES

SHORT = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True, slots=True)
class Station:
    """One end of a journey: exactly one of a point and an area."""

    point: str = ""
    area: str = ""

    @property
    def is_known(self) -> bool:
        """Is it one place, and does the list know its point?"""
        if bool(self.point) == bool(self.area):
            return False
        if self.area:
            return True
        try:
            return bool(code(PLACES, self.point))
        except UnknownCode:
            return False

    @property
    def zone(self) -> str:
        """The IANA name of its time zone. Raises UnknownCode."""
        if self.point:
            return code(PLACES, self.point).official
        return zone(zone_of_area(self.area)).key

    @property
    def is_abroad(self) -> bool:
        """Does it lie outside Indonesia?"""
        return bool(self.point) and country_of(self.point) != "id"


def goes_nowhere(origin: Station, target: Station) -> bool:
    """Is it no way at all? Within one city or regency there are ways: from the harbour to the house."""
    return origin == target and (bool(origin.point) or len(origin.area) < len("00.00"))


def country_of(point: str) -> str:
    """The country of a point, as the list says."""
    try:
        one = code(PLACES, point)
    except UnknownCode:
        return ""
    return one.parent or one.code


def point_words(point: str) -> str:
    """What a point is called; its code where the list does not know it any more."""
    try:
        return code(PLACES, point).words.in_language(get_language())
    except UnknownCode:
        return point


def choices() -> list[tuple[str, str]]:
    """All points, each country with its points below it."""
    return [
        (one.code, ("– " if one.parent else "") + one.words.in_language(get_language()))
        for one in codes(PLACES)
    ]


def names_of(stations: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What (point, area) pairs are called. One query for all areas."""
    pairs = set(stations)
    areas = labels({area for _point, area in pairs if area})
    return {(point, area): point_words(point) if point else areas.get(area, area) for point, area in pairs}


def zone_words(name: str, moment: datetime) -> str:
    """WIB, WITA, WIT, or the offset abroad: UTC+8."""
    if name in SHORT:
        return SHORT[name]
    shift = moment.astimezone(ZoneInfo(name)).utcoffset()
    minutes = int(shift.total_seconds() // 60) if shift else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
