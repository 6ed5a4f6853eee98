"""Pictures with their table, caption and legend, as template tags of the library `look`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.template import Library
from django.utils.formats import date_format, number_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gugus.base import pictures
from gugus.base.pictures.paper import is_hidden, written
from gugus.base.pictures.tiles import grids

FIGURE = "base/parts/figure.html"


def say_number(number: float | int) -> str:
    """A number in the language of the page."""
    return number_format(number, use_l10n=True, force_grouping=True)


def say_day(on: date) -> str:
    """A short day in the language of the page."""
    return date_format(on, "j M Y")


def _figure(
    title: str, note: str, draw: Callable[[str], str], head: Sequence, rows: Sequence[Sequence], **more
) -> dict:
    """What the figure template needs. `draw` gets the description read out in place of the picture."""
    cells = [[written(cell, say_number) for cell in row] for row in rows]
    desc = more.pop("desc", "") or _described(cells)
    hidden = any(is_hidden(cell) and str(cell).startswith("<") for row in rows for cell in row[1:])
    unknown = any(cell is None for row in rows for cell in row)
    starred = any(cell == "*" for row in rows for cell in row[1:])
    table = {"starred": starred, "head": head, "rows": cells, "hidden": hidden, "unknown": unknown}
    return {"title": title, "note": note, "picture": mark_safe(draw(desc)), **table, **more}


def _described(rows: Sequence[Sequence[str]]) -> str:
    """The first lines of the table as one sentence."""
    lines = [": ".join([row[0], ", ".join(row[1:])]) for row in rows[:12]]
    return "; ".join(lines) + ("; …" if len(rows) > 12 else "")


def figure_bars(title: str, bars: Sequence, unit: str = "", note: str = "", url: str = "") -> dict:
    """Lying bars from a list of `pictures.Bar`. `url` opens the definition of the figure."""
    rows = [(bar.label, bar.value) for bar in bars]
    head = [_("What"), unit or _("Number")]
    return _figure(
        title, note, lambda desc: pictures.bar_chart(title, desc, bars, say_number), head, rows, url=url
    )


def figure_stacked(title: str, series: Sequence[str], bars: Sequence, note: str = "", url: str = "") -> dict:
    """Bars of parts from a list of `pictures.StackedBar` and the names of the parts."""
    rows = [(bar.label, *bar.values) for bar in bars]
    legend = [{"label": label, "mark": f"series-{number}"} for number, label in enumerate(series, start=1)]
    return _figure(
        title,
        note,
        lambda desc: pictures.stacked_bars(title, desc, series, bars, say_number),
        [_("What"), *series],
        rows,
        url=url,
        legend=legend,
    )


def figure_trend(title: str, points: Sequence, unit: str = "", note: str = "", url: str = "") -> dict:
    """A line from a list of `pictures.TrendPoint`, with band and alarms where the points carry them."""
    banded = any(point.low is not None for point in points)
    rows = [(point.label, point.value, *((_expected(point),) if banded else ())) for point in points]
    legend = [{"label": _("expected range"), "mark": "band"}] if banded else []
    if any(point.alarm for point in points):
        legend.append({"label": _("outside the range"), "mark": "alarm-dot", "round": True})
    head = [_("Period"), unit or _("Number"), *([_("expected range")] if banded else [])]
    return _figure(
        title,
        note,
        lambda desc: pictures.trend_line(title, desc, points, say_number),
        head,
        rows,
        url=url,
        legend=legend,
    )


def _expected(point) -> str | None:
    if point.low is None or point.high is None:
        return None
    return f"{say_number(point.low)}–{say_number(point.high)}"


def figure_pyramid(
    title: str, groups: Sequence, left: str = "", right: str = "", note: str = "", url: str = ""
) -> dict:
    """Ages by sex from a list of `pictures.AgeGroup`, youngest first."""
    sides = (left or _("Female"), right or _("Male"))
    rows = [(group.label, group.left, group.right) for group in groups]
    return _figure(
        title,
        note,
        lambda desc: pictures.age_pyramid(title, desc, sides, groups, say_number),
        [_("Age"), *sides],
        rows,
        url=url,
    )


def figure_tiles(
    title: str, grid: str, values: Mapping, unit: str = "", note: str = "", url: str = ""
) -> dict:
    """A tile map; `grid` is provinces, jakarta or south_jakarta, `values` maps area codes to values."""
    tiles = sorted(grids()[grid], key=lambda tile: tile.code)
    rows = [(tile.name, values.get(tile.code)) for tile in tiles]
    return _figure(
        title,
        note,
        lambda desc: pictures.tile_map(title, desc, grid, values, say_number),
        [_("Area"), unit or _("Number")],
        rows,
        url=url,
        heat=True,
        wide=grid != "jakarta",
    )


def figure_flow(title: str, flows: Sequence, note: str = "", url: str = "", ends: Sequence[str] = ()) -> dict:
    """Ribbons from origin to destination from a list of `pictures.Flow`."""
    ends = tuple(ends) or (_("From"), _("To"))
    rows = [(f"{flow.origin} → {flow.destination}", flow.value) for flow in flows]
    return _figure(
        title,
        note,
        lambda desc: pictures.flow_picture(title, desc, ends, flows, say_number),
        [_("Way"), _("Number")],
        rows,
        url=url,
    )


def figure_case(title: str, spans: Sequence, events: Sequence, until: date, note: str = "") -> dict:
    """A case through time from lists of `pictures.CaseSpan` and `pictures.CaseEvent`."""
    dated = [(event.on, event.label, say_day(event.on)) for event in events]
    dated += [
        (span.start, span.label, f"{say_day(span.start)} – {say_day(span.end) if span.end else '…'}")
        for span in spans
    ]
    rows = [(label, days) for _on, label, days in sorted(dated)]
    ordered = enumerate(sorted(events, key=lambda event: event.on), start=1)
    legend = [
        {"label": event.label, "mark": f"fill-{event.kind}", "number": number} for number, event in ordered
    ]
    return _figure(
        title,
        note,
        lambda desc: pictures.case_timeline(title, desc, spans, events, until, say_day),
        [_("What"), _("When")],
        rows,
        legend=legend,
    )


def figure_route(title: str, stops: Sequence, note: str = "") -> dict:
    """The legs of a journey from a list of `pictures.Stop`."""
    roles = {"origin": _("origin"), "transit": _("transit"), "destination": _("destination")}
    rows = [(stop.place, roles.get(stop.kind, stop.kind), stop.by or "–", stop.when or "–") for stop in stops]
    return _figure(
        title,
        note,
        lambda desc: pictures.route_legs(title, desc, stops),
        [_("Place"), _("Role"), _("Came by"), _("When")],
        rows,
    )


def figure_tree(title: str, nodes: Sequence, note: str = "") -> dict:
    """Who stands under whom, from a list of `pictures.TreeNode` in the order of the outline."""
    rows = [(node.name, node.role or "–") for node in nodes]
    return _figure(
        title, note, lambda desc: pictures.tree_chart(title, desc, nodes), [_("Who"), _("Role")], rows
    )


def register(library: Library) -> None:
    """Add the figure tags to the library `look`."""
    tags = (figure_bars, figure_stacked, figure_trend, figure_pyramid, figure_tiles)
    for tag in (*tags, figure_flow, figure_case, figure_route, figure_tree):
        library.inclusion_tag(FIGURE)(tag)
