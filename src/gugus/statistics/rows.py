"""The pictures of the page as plain rows, for the CSV and the API: the same numbers, the same hidden ones."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gugus.statistics.overview import Overview, Picture
from gugus.statistics.referring import ReferralFigures

Row = tuple[str, str, str, int | float | str | None]


def rows_of(figures: Overview | ReferralFigures) -> Iterator[Row]:
    """(figure, what, part, number or the sign of a hidden one)."""
    for tile in figures.tiles:
        yield tile.code, tile.label, "", tile.value
    for picture in figures.pictures:
        yield from _rows(picture)


def _rows(picture: Picture) -> Iterator[Row]:
    parts = picture.parts
    if picture.kind == "trend":
        yield from ((picture.code, point.label, "", point.value) for point in parts["points"])
    elif picture.kind == "bars":
        yield from ((picture.code, bar.label, "", bar.value) for bar in parts["bars"])
    elif picture.kind == "tiles":
        yield from ((picture.code, area, "", value) for area, value in sorted(parts["values"].items()))
    elif picture.kind == "pyramid":
        for group in parts["groups"]:
            yield picture.code, group.label, "female", group.left
            yield picture.code, group.label, "male", group.right
    elif picture.kind in {"stacked", "agencies"}:
        for bar in parts["bars"]:
            yield from (
                (picture.code, bar.label, part, value)
                for part, value in zip(parts["series"], bar.values, strict=True)
            )
    for line in parts.get("lines", ()):
        yield picture.code, line.name, _("Share in time"), line.share
        yield picture.code, line.name, _("Half within"), line.half
        yield picture.code, line.name, _("Nine of ten within"), line.most
