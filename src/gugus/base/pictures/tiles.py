"""Maps of equal tiles: every area gets the same room, whatever its size, roughly where it lies."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gugus.base.pictures.paper import (
    Say,
    Value,
    element,
    hatch,
    is_hidden,
    named,
    plain_number,
    sheet,
    sheet_name,
    words,
    written,
)

LAYOUT = Path(__file__).parent / "tiles.csv"
GAP, LEVELS = 4, 5


@dataclass(frozen=True)
class Tile:
    """Where an area lies in its grid."""

    code: str
    short: str
    name: str
    column: int
    row: int


@cache
def grids() -> dict[str, tuple[Tile, ...]]:
    """Every layout of tiles.csv: provinces of Indonesia, cities of Jakarta, districts of South Jakarta."""
    layouts: dict[str, list[Tile]] = {}
    with LAYOUT.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            tile = Tile(row["code"], row["short"], row["name"], int(row["column"]), int(row["row"]))
            layouts.setdefault(row["grid"], []).append(tile)
    return {name: tuple(tiles) for name, tiles in layouts.items()}


TILE_GRIDS = ("provinces", "jakarta", "south_jakarta")
SIZES = {"provinces": (56, 44), "jakarta": (120, 60), "south_jakarta": (104, 60)}


def heat_of(value: Value, top: float) -> int:
    """Which of the six shades a value takes: 0 for nothing, 1 to 5 for fifths of the highest value."""
    if not isinstance(value, (int, float)) or value <= 0 or top <= 0:
        return 0
    return min(int((value / top) * LEVELS - 1e-9) + 1, LEVELS)


def tile_map(title: str, desc: str, grid: str, values: Mapping[str, Value], say: Say = plain_number) -> str:
    """Values by Kemendagri area code. Areas without a value are blank, hidden ones are striped."""
    tiles = grids()[grid]
    width, height = SIZES[grid]
    name = sheet_name(title, desc + grid)
    top = max((value for value in values.values() if isinstance(value, (int, float))), default=0)
    parts = [hatch(f"{name}-h")] + [
        _tile(name, tile, values.get(tile.code), top, width, height, say) for tile in tiles
    ]
    columns = max(tile.column for tile in tiles) + 1
    rows = max(tile.row for tile in tiles) + 1
    view = (columns * (width + GAP) - GAP, rows * (height + GAP) - GAP)
    return sheet(f"tiles-{grid.replace('_', '-')}", title, desc, view[1], parts, name, view_width=view[0])


def _tile(name: str, tile: Tile, value: Value, top: float, width: int, height: int, say: Say) -> str:
    x, y = tile.column * (width + GAP), tile.row * (height + GAP)
    said = written(value, say)
    level = heat_of(value, top)
    kind = "tile-none" if value is None else f"heat-{level}"
    box = {"x": x, "y": y, "width": width, "height": height, "rx": 4}
    shape = element("rect", **box, class_=kind)
    if is_hidden(value):
        shape = element("rect", **box, class_="heat-0") + element("rect", **box, fill=f"url(#{name}-h)")
    middle = x + width / 2
    ink = "on-hatch" if is_hidden(value) else f"on-heat-{level}"
    text = words(middle, y + height / 2 - 4, tile.short, f"tile-name {ink}", "middle")
    number = words(middle, y + height / 2 + 12, said, f"tile-value {ink}", "middle")
    return named(shape + text + number, f"{tile.name}: {said}")
