"""A figure of `statistics` as bytes that anybody can make again: canonical JSON in both languages, and its digest."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils import translation

from gugus.figures.codes import Dataset
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Period
from gugus.statistics.counting import Scale
from gugus.statistics.definitions import VERSION as DEFINITIONS
from gugus.statistics.definitions import definitions
from gugus.statistics.overview import Overview, Picture, Tile, overview
from gugus.statistics.referring import ReferralFigures, referral_figures

FORMAT = 1
QUERIES = "1"  # raised with every change of what `statistics` counts or how it protects
LANGUAGES = ("id", "en")
SEXES = [{"id": "Perempuan", "en": "Female"}, {"id": "Laki-laki", "en": "Male"}]
NOT_SHOWN = frozenset({"channels"})  # defined, and on no page
TRIES = 3
PROTECTED = Scale(exact=False)  # what the whole task force may see; never exact, whoever freezes
SOURCE = {
    "id": "gugus; angka gugus tugas, hitungan di bawah {threshold} ditahan",
    "en": "gugus; figures of the task force, counts below {threshold} are kept back",
}
Content = dict[str, Any]


class Moving(Exception):
    """The numbers changed between two readings; try again."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Who freezes, when (ISO, UTC), for which task force."""

    at: str
    by: str
    agency: str
    task_force: str


def canonical(content: Any) -> str:
    """The one way to write it down: keys in order, no blanks, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Content:
    """The content of canonical JSON."""
    return json.loads(text)


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hex."""
    return sha256(text.encode()).hexdigest()


def numbers_of(content: Content) -> Content:
    """What has to be the same for the numbers to be the same."""
    return {
        "rows": [_plain(row) for row in content["rows"]],
        "lead": [_plain(row) for row in content["lead"]],
    }


def counted(dataset: str, period: Period, on: date) -> dict[str, Content]:
    """Every figure of a data set as it is shown on a day, by its code. Raises Moving when the data never rest."""
    for _again in range(TRIES - 1):
        try:
            return _counted(dataset, period, on)
        except Moving:
            continue
    return _counted(dataset, period, on)


def _counted(dataset: str, period: Period, on: date) -> dict[str, Content]:
    """Once in each language; the numbers of both readings must agree."""
    read = []
    for language in LANGUAGES:
        with translation.override(language):
            read.append(_figures(dataset, period, on))
    return {code: _content(dataset, period, *(one[code] for one in read), counted_to=read[0][""])
            for code in read[0] if code}  # fmt: skip


def frozen(content: Content, by: Frozen) -> Content:
    """The content with who froze it."""
    return content | {"frozen": {"at": by.at, "by": by.by, "agency": by.agency, "task_force": by.task_force}}


def codes_of(dataset: str) -> list[str]:
    """Which figures a data set has, in the order of the page."""
    ours = [code for code in definitions() if code.startswith("referral_")]
    return (
        ours
        if dataset == Dataset.REFERRALS
        else [code for code in definitions() if code not in {*ours, *NOT_SHOWN}]
    )


def _figures(dataset: str, period: Period, on: date) -> dict[str, Any]:
    made: Overview | ReferralFigures
    count = referral_figures if dataset == Dataset.REFERRALS else overview
    made = count(period, PROTECTED, on)
    wanted = codes_of(dataset)
    found: dict[str, Any] = {"": made.counted_to}
    for code in wanted:
        tiles = [tile for tile in made.tiles if tile.code == code]
        picture = next((one for one in made.pictures if one.code == code), None)
        if tiles or picture:
            found[code] = (tiles, picture)
    return found


def _content(dataset: str, period: Period, first: tuple, second: tuple, *, counted_to: date) -> Content:
    code = (first[1] or first[0][0]).code
    told = definitions()[code]
    kind, series, rows, more = _table(first[1], second[1])
    title = {"id": first[1].title, "en": second[1].title} if first[1] and second[1] else _said(told.title)
    return {
        "format": FORMAT, "dataset": dataset, "figure": code, "unit": told.unit,
        "title": title, "definition": _said(told.what),
        "definitions_version": DEFINITIONS, "query_version": QUERIES,
        "period": str(period), "period_words": _said(period.words),
        "counted_from": period.first_day.isoformat(), "counted_to": counted_to.isoformat(),
        "scale": {"kind": "task_force", "threshold": THRESHOLD},
        "source": {language: words.format(threshold=THRESHOLD) for language, words in SOURCE.items()},
        "picture": kind, "series": series, "rows": rows, "lead": _lead(first[0], second[0]), **more,
    }  # fmt: skip


def _said(words) -> dict[str, str]:
    return {"id": words.id, "en": words.en}


def _lead(first: Iterable[Tile], second: Iterable[Tile]) -> list[Content]:
    return [
        _row(str(place), one.label, two.label, [one.value], [two.value])
        for place, (one, two) in enumerate(zip(first, second, strict=True))
    ]


def _table(first: Picture | None, second: Picture | None) -> tuple[str, list, list[Content], Content]:
    """Kind of picture, names of the columns, rows, and what else the picture needs."""
    if first is None or second is None:
        return "number", [], [], {}
    one, two = _lines(first), _lines(second)
    if len(one) != len(two):
        raise Moving
    # The English label names the row: the place of a row says nothing where the greatest come first.
    rows = [_row(str(there), here, there, left, right)
            for (here, left), (there, right) in zip(one, two, strict=True)]  # fmt: skip
    kind = "stacked" if first.kind == "agencies" else first.kind
    more = {"grid": first.parts["grid"]} if first.kind == "tiles" else {}
    return kind, _columns(first, second), rows, more


def _row(code: str, here: str, there: str, left: list, right: list) -> Content:
    values = [_value(*pair) for pair in zip(left, right, strict=True)]
    return {"code": code, "label": {"id": str(here), "en": str(there)}, "values": values}


def _value(here: Any, there: Any) -> Any:
    """A number, a sign, or a time in words of both languages ("2 jam", "2 hours")."""
    if here == there:
        return here if here is None or isinstance(here, int | float) else str(here)
    if isinstance(here, str) and isinstance(there, str) and "*" not in (here, there):
        return {"id": here, "en": there}
    raise Moving


def _columns(first: Picture, second: Picture) -> list[Content]:
    if first.kind == "pyramid":
        return SEXES
    both = zip(first.parts.get("series", ()), second.parts.get("series", ()), strict=True)
    return [{"id": str(here), "en": str(there)} for here, there in both]


def _lines(picture: Picture) -> list[tuple[str, list]]:
    """(label, values) of every row; an area's label is its code."""
    parts = picture.parts
    if picture.kind == "tiles":
        return [(code, [value]) for code, value in sorted(parts["values"].items())]
    if picture.kind == "pyramid":
        return [(one.label, [one.left, one.right]) for one in parts["groups"]]
    if picture.kind in {"trend", "bars"}:
        return [(one.label, [one.value]) for one in parts["points" if picture.kind == "trend" else "bars"]]
    return [(one.label, list(one.values)) for one in parts["bars"]]


def _plain(row: Mapping) -> list:
    return [row["code"], *row["values"]]
