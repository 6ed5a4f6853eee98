"""Pictures are checked as what they are: XML with shapes of the right length in the right place."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from gugus.base.pictures import (
    AgeGroup,
    Bar,
    CaseEvent,
    CaseSpan,
    Flow,
    StackedBar,
    Stop,
    TreeNode,
    TrendPoint,
    age_pyramid,
    bar_chart,
    case_timeline,
    flow_picture,
    heat_of,
    plain_number,
    route_legs,
    stacked_bars,
    tile_map,
    tree_chart,
    trend_line,
)
from gugus.base.pictures.paper import round_top
from gugus.base.pictures.tiles import grids

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<b onclick=x>&\"'"
NEW_YEAR, SPRING, SUMMER = date(2026, 1, 1), date(2026, 4, 11), date(2026, 7, 20)


def drawn(picture: str) -> ET.Element:
    return ET.fromstring(picture)


def shapes(picture: str, name: str, class_: str = "") -> list[ET.Element]:
    found = drawn(picture).iter(SVG + name)
    return [shape for shape in found if not class_ or class_ in shape.get("class", "").split()]


def texts(picture: str) -> list[str]:
    return ["".join(text.itertext()) for text in drawn(picture).iter(SVG + "text")]


def width(shape: ET.Element) -> float:
    return float(shape.get("width").rstrip("%"))


def thickness(ribbon: ET.Element) -> float:
    """From the first corner of a ribbon to the last one, both at its origin."""
    numbers = re.findall(r"[\d.]+", ribbon.get("d"))
    return round(float(numbers[-1]) - float(numbers[1]), 1)


ALL_PICTURES = {
    "bars": lambda word: bar_chart(word, word, [Bar(word, 3, note=word), Bar(word, "<5"), Bar(word, None)]),
    "stacked": lambda word: stacked_bars(word, word, [word, "b"], [StackedBar(word, [1, "<5"])]),
    "trend": lambda word: trend_line(word, word, [TrendPoint(word, 1, 0, 2), TrendPoint("b", 3, 0, 2, True)]),
    "pyramid": lambda word: age_pyramid(word, word, (word, "b"), [AgeGroup(word, 1, "<5")]),
    "tiles": lambda word: tile_map(word, word, "jakarta", {"31.74": 4, "31.71": "<5"}),
    "flow": lambda word: flow_picture(word, word, (word, "b"), [Flow(word, "b", 2), Flow("c", word, "<5")]),
    "case": lambda word: case_timeline(
        word, word, [CaseSpan(word, NEW_YEAR, None)], [CaseEvent(word, NEW_YEAR)], SPRING
    ),
    "route": lambda word: route_legs(
        word, word, [Stop(word, "origin", word), Stop("b", "destination", by=word)]
    ),
    "tree": lambda word: tree_chart(word, word, [TreeNode(word, word), TreeNode("", word, 1)]),
}
EMPTY_PICTURES = {
    "bars": lambda: bar_chart("t", "d", []),
    "stacked": lambda: stacked_bars("t", "d", ["a"], []),
    "trend": lambda: trend_line("t", "d", []),
    "pyramid": lambda: age_pyramid("t", "d", ("a", "b"), []),
    "tiles": lambda: tile_map("t", "d", "provinces", {}),
    "flow": lambda: flow_picture("t", "d", ("a", "b"), []),
    "case": lambda: case_timeline("t", "d", [], [], SPRING),
    "route": lambda: route_legs("t", "d", []),
    "tree": lambda: tree_chart("t", "d", []),
}


@pytest.mark.parametrize("kind", ALL_PICTURES)
def test_a_picture_has_a_name_and_words_for_readers_without_eyes(kind):
    root = drawn(ALL_PICTURES[kind]("Judul"))

    assert root.get("role") == "img"
    for name, attribute in (("title", "aria-labelledby"), ("desc", "aria-describedby")):
        assert root.find(SVG + name).text == "Judul"
        assert root.find(SVG + name).get("id") == root.get(attribute)


@pytest.mark.parametrize("kind", ALL_PICTURES)
def test_words_never_become_markup_and_no_style_is_written_into_a_picture(kind):
    picture = ALL_PICTURES[kind](HOSTILE)

    assert drawn(picture).find(SVG + "title").text == HOSTILE
    assert not list(drawn(picture).iter(SVG + "b"))
    assert all("style" not in shape.attrib for shape in drawn(picture).iter())


@pytest.mark.parametrize("kind", EMPTY_PICTURES)
def test_a_picture_of_nothing_is_still_a_picture(kind):
    assert drawn(EMPTY_PICTURES[kind]()).get("role") == "img"


def test_the_longest_bar_fills_the_sheet_and_half_is_half():
    picture = bar_chart("t", "d", [Bar("Hotline", 80), Bar("Pos", 40)])

    assert [width(bar) for bar in shapes(picture, "rect", "series-1")] == [100, 50]
    assert texts(picture) == ["Hotline", "80", "Pos", "40"]


def test_a_hidden_number_is_striped_and_its_length_tells_nothing():
    alone = bar_chart("t", "d", [Bar("a", 1000), Bar("b", "<5")])
    among_small = bar_chart("t", "d", [Bar("a", 6), Bar("b", "<5")])

    striped = [
        [bar for bar in shapes(picture, "rect") if (bar.get("fill") or "").startswith("url(#")]
        for picture in (alone, among_small)
    ]

    assert [width(bar) for bars in striped for bar in bars] == [4, 4]
    assert "<5" in texts(alone)


def test_an_unknown_number_is_a_dash_without_a_bar():
    picture = bar_chart("t", "d", [Bar("a", 3), Bar("b", None)])

    assert texts(picture)[-1] == "–"
    assert len(shapes(picture, "rect", "series-1")) == 1


def test_parts_of_a_stack_stand_end_to_end():
    picture = stacked_bars(
        "t", "d", ["a", "b", "c"], [StackedBar("x", [30, 10, 10]), StackedBar("y", [5, 0, 0])]
    )

    parts = shapes(picture, "rect", "part")

    assert [(part.get("x"), part.get("width")) for part in parts] == [
        ("0%", "60%"),
        ("60%", "20%"),
        ("80%", "20%"),
        ("0%", "10%"),
    ]


def test_a_stack_with_hidden_parts_never_leaves_the_sheet():
    picture = stacked_bars("t", "d", ["a", "b", "c"], [StackedBar("x", [30, "<5", "<5"])])

    drawn_parts = [bar for bar in shapes(picture, "rect") if "track" not in (bar.get("class") or "")]

    assert sum(width(part) for part in drawn_parts) == pytest.approx(100)
    assert "30 + <5 + <5" in texts(picture)


def test_the_line_breaks_where_nothing_is_known():
    points = [TrendPoint(str(month), value) for month, value in enumerate([4, 6, None, 5, 7])]

    lines = shapes(trend_line("t", "d", points), "path", "trend")

    assert [line.get("d").count("L") for line in lines] == [1, 1]


def test_a_point_outside_its_range_is_ringed_and_says_its_number():
    points = [TrendPoint("Jan", 4, 2, 6), TrendPoint("Feb", 19, 2, 6, alarm=True), TrendPoint("Mar", 5, 2, 6)]

    picture = trend_line("t", "d", points)

    assert len(shapes(picture, "circle", "alarm-ring")) == 1
    assert "19" in texts(picture)
    assert len(shapes(picture, "path", "band")) == 1


@pytest.mark.parametrize("count", [1, 2, 5, 12, 60])
def test_the_axis_shows_the_last_period_and_never_more_than_four(count):
    labels = [f"M{number}" for number in range(count)]

    shown = [
        text
        for text in texts(trend_line("t", "d", [TrendPoint(label, 1) for label in labels]))
        if text[0] == "M"
    ]

    assert shown[-1] == labels[-1]
    assert len(shown) <= 4


def test_the_youngest_are_at_the_foot_of_the_pyramid():
    picture = age_pyramid("t", "d", ("P", "L"), [AgeGroup("0–11", 1, 1), AgeGroup("12–17", 2, 2)])

    heights = {"".join(text.itertext()): float(text.get("y")) for text in drawn(picture).iter(SVG + "text")}

    assert heights["0–11"] > heights["12–17"]


def test_both_sides_of_the_pyramid_use_one_scale():
    picture = age_pyramid("t", "d", ("P", "L"), [AgeGroup("a", 10, 5)])

    left, right = shapes(picture, "rect", "series-1")[0], shapes(picture, "rect", "series-2")[0]

    assert width(left) == pytest.approx(2 * width(right), rel=0.01)


@pytest.mark.parametrize(("grid", "count"), [("provinces", 38), ("jakarta", 6), ("south_jakarta", 10)])
def test_every_area_has_its_own_tile(grid, count):
    tiles = grids()[grid]

    assert (
        len(tiles)
        == len({tile.code for tile in tiles})
        == len({(tile.column, tile.row) for tile in tiles})
        == count
    )


def test_tiles_lie_roughly_as_the_country_does():
    place = {tile.name: (tile.column, tile.row) for tile in grids()["provinces"]}

    assert place["Aceh"][0] < place["Jawa Timur"][0] < place["Maluku"][0] < place["Papua"][0]
    assert place["Kalimantan Utara"][1] < place["Kalimantan Selatan"][1] < place["Bali"][1]


@pytest.mark.parametrize(
    ("value", "level"),
    [(0, 0), (None, 0), ("<5", 0), (1, 1), (20, 1), (21, 2), (40, 2), (99, 5), (100, 5)],
)
def test_shades_are_fifths_of_the_highest_value(value, level):
    assert heat_of(value, 100) == level


def test_a_tile_without_a_value_looks_different_from_a_tile_with_none():
    picture = tile_map("t", "d", "jakarta", {"31.74": 9, "31.71": 0})

    assert len(shapes(picture, "rect", "tile-none")) == 4
    assert len(shapes(picture, "rect", "heat-0")) == 1


def test_ribbons_are_as_thick_as_their_number():
    picture = flow_picture("t", "d", ("dari", "ke"), [Flow("A", "X", 30), Flow("B", "X", 10)])

    nodes = {round(float(node.get("height")), 1) for node in shapes(picture, "rect", "series-1")}

    assert nodes == {150.0, 50.0, 200.0}
    assert [thickness(ribbon) for ribbon in shapes(picture, "path", "ribbon")] == [150, 50]
    assert "X 40" in texts(picture)


def test_events_are_numbered_in_the_order_of_their_days():
    events = [
        CaseEvent("Kunjungan", SUMMER),
        CaseEvent("Laporan", NEW_YEAR),
        CaseEvent("Identifikasi", SPRING),
    ]

    picture = case_timeline("t", "d", [], events, SUMMER)

    tips = [tip.text for tip in drawn(picture).iter(SVG + "title")][1:]
    assert tips == ["2026-01-01: Laporan", "2026-04-11: Identifikasi", "2026-07-20: Kunjungan"]


def test_a_stretch_that_goes_on_reaches_the_last_day_with_an_open_end():
    spans = [CaseSpan("Rumah aman", NEW_YEAR, SPRING), CaseSpan("Penyidikan", SPRING, None)]

    picture = case_timeline("t", "d", spans, [], SUMMER)

    assert [circle.get("cx") for circle in shapes(picture, "circle", "open-end")] == ["98%"]


def test_the_journey_runs_from_origin_down_to_destination():
    stops = [Stop("Kupang", "origin"), Stop("Batam", "transit", by="kapal"), Stop("Jakarta", "destination")]

    picture = route_legs("t", "d", stops)

    assert [text for text in texts(picture) if text in {"Kupang", "Batam", "Jakarta"}] == [
        "Kupang",
        "Batam",
        "Jakarta",
    ]
    assert len(shapes(picture, "line", "leg")) == 2


@pytest.mark.parametrize(
    ("number", "top"), [(0, 1), (0.4, 0.4), (1, 1), (7, 8), (27, 30), (100, 100), (101, 200)]
)
def test_the_axis_ends_at_a_round_number(number, top):
    assert round_top(number) == pytest.approx(top)


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1234567, "1.234.567"), (1234.5, "1.234,5")])
def test_numbers_are_written_the_indonesian_way(number, said):
    assert plain_number(number) == said


def test_a_long_label_is_broken_into_lines_and_its_bar_lies_below_them():
    label = "pekerjaan rumah tangga yang dieksploitasi"

    short = bar_chart("t", "d", [Bar("kerja paksa", 3)])
    long = bar_chart("t", "d", [Bar(label, 3)])

    assert texts(long) == ["pekerjaan rumah tangga yang", "dieksploitasi", "3"]
    assert float(shapes(long, "rect")[0].get("y")) > float(shapes(short, "rect")[0].get("y"))


def test_a_kept_back_part_is_said_once_and_not_added_to_nothing():
    picture = stacked_bars("t", "d", ["a", "b"], [StackedBar("x", [0, "*"]), StackedBar("y", ["*", "*"])])

    assert [said for said in texts(picture) if said not in {"x", "y"}] == ["*", "*"]


def test_a_long_age_is_written_in_two_lines_of_the_pyramid():
    picture = age_pyramid("t", "d", ("P", "L"), [AgeGroup("Umur belum diketahui", 1, 2)])

    assert {"Umur belum", "diketahui"} <= set(texts(picture))


def test_a_tree_has_a_branch_for_every_box_below_the_top_and_no_two_boxes_overlap():
    long = "Koordinator bidang rehabilitasi sosial, pemulangan, dan reintegrasi sosial korban"
    nodes = [
        TreeNode("Ketua", "A"),
        TreeNode("Bidang", long, 1),
        TreeNode("", "B", 2),
        TreeNode("Bidang", "C", 1),
    ]

    picture = tree_chart("t", "d", nodes)

    boxes = shapes(picture, "rect", "box")
    ends = [(float(box.get("y")), float(box.get("y")) + float(box.get("height"))) for box in boxes]
    assert len(boxes) == 4 and len(shapes(picture, "line", "branch")) == 2 * 3
    assert all(end < start for (_, end), (start, _) in zip(ends, ends[1:], strict=False))
    assert " ".join(texts(picture)).count("reintegrasi") == 1
    assert all(float(box.get("x").rstrip("%")) + width(box) == 100 for box in boxes)
