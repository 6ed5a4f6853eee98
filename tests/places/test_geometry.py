import pytest

from gugus.places.geometry import ShapesUnreadable, read_outlines, simplified

SQUARE = [[106.8, -6.2], [106.9, -6.2], [106.9, -6.3], [106.8, -6.3], [106.8, -6.2]]


def feature(ring, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def two_neighbours(**more):
    """Two areas that share one border, as TopoJSON with whole numbers and a transform."""
    return {
        "type": "Topology",
        "transform": {"scale": [0.01, 0.01], "translate": [106.8, -6.3]},
        "arcs": [
            [[5, 0], [0, 5], [0, 5]],  # the shared border, northwards
            [[5, 10], [-5, 0], [0, -10], [5, 0]],
            [[5, 0], [5, 0], [0, 10], [-5, 0]],
        ],
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "31.74.01"}},
                    {"type": "Polygon", "arcs": [[2, ~0]], "properties": {"code": "31.74.02"}},
                ],
            }
        }
        | more,
    }


def test_a_square_becomes_a_path_that_grows_to_the_south():
    (outline,) = read_outlines(collection(feature(SQUARE, code="31.74")))

    assert outline.path == "M1068000,62000l1000,0 0,1000 -1000,0z"
    assert outline.box == (1068000, 62000, 1069000, 63000)
    assert outline.properties == {"code": "31.74"}


def test_latitude_first_is_recognised_and_turned():
    turned = [[latitude, longitude] for longitude, latitude in SQUARE]

    assert read_outlines(feature(turned))[0].path == read_outlines(feature(SQUARE))[0].path


def test_heights_in_the_points_do_no_harm():
    assert read_outlines(feature([[*point, 12.0] for point in SQUARE]))[0].box[0] == 1068000


def test_topojson_joins_arcs_and_walks_them_backwards_too():
    west, east = read_outlines(two_neighbours())

    assert west.box == (1068000, 62000, 1068500, 63000)
    assert east.box == (1068500, 62000, 1069000, 63000)
    assert set(west.rings[0]) & set(east.rings[0]) == {(1068500, 62000), (1068500, 63000)}


def test_topojson_latitude_first_is_turned_as_well():
    document = two_neighbours()
    document["transform"] = {"scale": [0.01, 0.01], "translate": [-6.3, 106.8]}
    document["arcs"] = [[[y, x] for x, y in arc] for arc in document["arcs"]]

    assert [outline.path for outline in read_outlines(document)] == [
        outline.path for outline in read_outlines(two_neighbours())
    ]


def test_a_file_with_several_layers_asks_which():
    document = two_neighbours(more={"type": "GeometryCollection", "geometries": []})

    with pytest.raises(ShapesUnreadable, match="areas, more"):
        read_outlines(document)

    assert len(read_outlines(document, layer="areas")) == 2
    with pytest.raises(ShapesUnreadable, match="no layer 'x'"):
        read_outlines(document, layer="x")


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"type": "Polygon"}, "neither GeoJSON"),
        ([], "neither GeoJSON"),
        (collection(), "no polygon"),
        (collection({"type": "Feature", "properties": {}, "geometry": None}), "no polygon"),
        (feature([[11890000, -690000], [11900000, -690000], [11900000, -680000]]), "EPSG:4326"),
        (feature([[10, 50], [11, 50], [11, 51]]), "inside Indonesia"),
        (feature([[106.8, -6.2], [-6.3, 106.9], [106.9, -6.3]]), "inside Indonesia"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(document, says):
    with pytest.raises(ShapesUnreadable, match=says):
        read_outlines(document)


def test_a_feature_without_polygon_comes_back_without_rings():
    nothing = {"type": "Feature", "properties": {"code": "31.73"}, "geometry": None}

    outlines = read_outlines(collection(feature(SQUARE), nothing))

    assert [len(outline.rings) for outline in outlines] == [1, 0]


def test_an_island_too_small_for_the_grid_is_still_a_speck():
    tiny = [[106.8, -6.2], [106.800001, -6.2], [106.800001, -6.200001], [106.8, -6.2]]

    assert len(read_outlines(feature(tiny))[0].rings[0]) == 4


def test_simplifying_drops_what_lies_on_the_line_and_keeps_corners():
    line = [(0.0, 0.0), (0.5, 0.0001), (1.0, 0.0), (1.0, 1.0)]

    assert simplified(line, 0.001) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
    assert simplified(line, 0.00001) == line
