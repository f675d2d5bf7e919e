"""The GeoJSON contract: a validator of RFC 7946 written by hand, and what other programs read back."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from itertools import pairwise

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiPolygon,
    Point,
    Polygon,
    shape,
)

from tests.made import feature, unplaced
from trygghet_geo import geojson, table
from trygghet_geo.records import KINDS, PRECISIONS, Feature

# Section 4 of the design, typed off by hand: not taken from the code it tests.
PROPERTIES = (
    "id statement_id kind category type category_label type_label intensity trend quote document document_sha256 page "
    "start end meeting_date date_start date_end place place_id place_kind mention municipality municipality_code "
    "precision uncertainty_m confidence status"
).split()
DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def check(text: str) -> dict:
    """Parse strictly and hold against RFC 7946 and the contract; gives the collection."""
    assert not text.startswith("\ufeff")
    value = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert value["type"] == "FeatureCollection"
    assert set(value) == {"type", "features"}, "no crs member (RFC 7946, section 4)"
    ids = [one["id"] for one in value["features"]]
    assert len(ids) == len(set(ids))
    for one in value["features"]:
        assert set(one) == {"type", "id", "geometry", "properties"}
        assert one["type"] == "Feature"
        assert list(one["properties"]) == PROPERTIES
        assert one["id"] == one["properties"]["id"]
        if one["geometry"] is not None:
            check_geometry(one["geometry"])
    return value


def check_geometry(geometry: dict) -> None:
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            check_geometry(part)
        return
    assert _depth(geometry["coordinates"]) == DEPTH[geometry["type"]]
    for lon, lat in _positions(geometry["coordinates"]):
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert lon == round(lon, 6)
        assert lat == round(lat, 6)
    for rings in _polygons(geometry):
        for number, ring in enumerate(rings):
            assert len(ring) >= 4
            assert ring[0] == ring[-1], "closed (3.1.6)"
            assert (_area(ring) > 0) == (number == 0), "outer anticlockwise, inner clockwise (3.1.6)"


def _positions(value: list) -> list:
    return [value] if isinstance(value[0], float | int) else [p for part in value for p in _positions(part)]


def _depth(value: list) -> int:
    return 0 if isinstance(value[0], float | int) else 1 + _depth(value[0])


def _polygons(geometry: dict) -> list:
    return {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])


def _area(ring: list) -> float:
    """Twice the signed area by the shoelace formula: positive when anticlockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def test_the_contract_is_in_the_table_of_its_documentation(root) -> None:
    text = (root / "docs" / "contract.md").read_text(encoding="utf-8")
    assert [name for name in PROPERTIES if f"| `{name}` |" not in text] == []


def test_no_features_are_a_collection_all_the_same() -> None:
    assert check(geojson.dumps([])) == {"type": "FeatureCollection", "features": []}


def test_a_feature_in_full() -> None:
    one = check(geojson.dumps([feature(page=2, uncertainty_m=800.0)]))["features"][0]
    assert one["geometry"] == {"type": "Point", "coordinates": [16.23, 59.56]}
    assert one["properties"]["meeting_date"] == "2021-03-10"
    assert one["properties"]["page"] == 2
    assert one["properties"]["trend"] is None


def test_what_has_no_place_is_kept_with_null() -> None:
    value = check(geojson.dumps([unplaced(), feature(geometry=Point(), id="c")]))
    assert [one["geometry"] for one in value["features"]] == [None, None]


def test_rings_are_turned_the_right_way() -> None:
    # Clockwise outer ring and anticlockwise hole: both the wrong way round.
    outer, hole = [(16, 59), (16, 60), (17, 60), (17, 59)], [(16.4, 59.4), (16.6, 59.4), (16.6, 59.6), (16.4, 59.6)]
    one = check(geojson.dumps([feature(geometry=Polygon(outer, [hole]))]))["features"][0]
    assert shape(one["geometry"]).equals(Polygon(outer, [hole]))


def test_rounding_keeps_a_thin_polygon_valid() -> None:
    # Two corners 0.2e-6 apart fall on one: the waist closes and the ring would touch itself.
    waist = Polygon([(0, 0), (1, 0.4999999), (2, 0), (2, 1), (1, 0.5000001), (0, 1)])
    one = check(geojson.dumps([feature(geometry=waist)]))["features"][0]
    assert shape(one["geometry"]).is_valid
    assert shape(one["geometry"]).area == pytest.approx(1.0, abs=1e-5)


def test_a_polygon_that_rounding_swallows_becomes_a_point() -> None:
    speck = Point(16.2345674, 59.5).buffer(1e-8)
    one = check(geojson.dumps([feature(geometry=speck)]))["features"][0]
    assert one["geometry"] == {"type": "Point", "coordinates": [16.234567, 59.5]}


@pytest.mark.parametrize(
    "geometry",
    [
        LineString([(16.1, 59.5), (16.2, 59.6)]),
        MultiPolygon([Point(16, 59).buffer(0.1), Point(17, 59).buffer(0.1)]),
        GeometryCollection([Point(16, 59), LineString([(16.1, 59.5), (16.2, 59.6)])]),
        Point(16.1, 59.5, 42.0),
    ],
    ids=lambda g: g.geom_type,
)
def test_other_geometries(geometry) -> None:
    one = check(geojson.dumps([feature(geometry=geometry)]))["features"][0]
    # Six decimals: at most 0.5e-6 off in each direction.
    assert shape(one["geometry"]).hausdorff_distance(geometry) <= 1e-6


def test_order_does_not_depend_on_the_order_given() -> None:
    made = [feature(), unplaced(), feature(id="d", start=50, end=60), feature(id="e", meeting_date=None)]
    assert geojson.dumps(made) == geojson.dumps(reversed(made))


def test_letters_stand_as_they_are() -> None:
    apart = unicodedata.normalize("NFD", "Västeråsvägen är mörk")
    text = geojson.dumps([feature(quote=apart + "\r\n\u00ad")])
    assert check(text)["features"][0]["properties"]["quote"] == apart + "\r\n\u00ad"
    assert "\\u00" not in text.replace("\\u00ad", "")
    assert text.encode().endswith(b"]}\n")
    assert "\r" not in text


def test_what_is_not_a_number_is_null_and_half_a_character_is_replaced() -> None:
    text = geojson.dumps([feature(uncertainty_m=float("nan"), quote="a\ud83d")])
    properties = check(text.encode().decode())["features"][0]["properties"]
    assert properties["uncertainty_m"] is None
    assert properties["quote"] == "a\ufffd"


def test_geopandas_reads_it_back(tmp_path) -> None:
    made = [unplaced(), feature(start=5)]
    path = tmp_path / "out.geojson"
    path.write_text(geojson.dumps(made), encoding="utf-8")
    back = gpd.read_file(path)
    assert back.crs.to_epsg() == 4326
    assert list(back["quote"]) == [one.quote for one in made]
    assert back.geometry[0] is None
    assert back.geometry[1].equals(Point(16.23, 59.56))


_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_maybe = st.none() | _words
_days = st.none() | st.dates()
_lon, _lat = st.floats(-180, 180), st.floats(-90, 90)
_points = st.builds(Point, _lon, _lat)
_features = st.builds(
    Feature,
    **dict.fromkeys(["id", "statement_id", "category", "category_label", "quote", "document"], _words),
    **dict.fromkeys(["type", "type_label", "intensity", "trend", "place", "place_id", "place_kind"], _maybe),
    **dict.fromkeys(["mention", "municipality", "municipality_code"], _maybe),
    **dict.fromkeys(["meeting_date", "date_start", "date_end"], _days),
    kind=st.sampled_from(KINDS),
    precision=st.sampled_from(PRECISIONS),
    document_sha256=st.just("0" * 64),
    status=st.just("read"),
    page=st.none() | st.integers(1, 999),
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    uncertainty_m=st.none() | st.floats(0, 1e6).map(lambda x: round(x, 1)),
    confidence=st.floats(0, 1).map(lambda x: round(x, 2)),
    geometry=st.none() | _points | st.builds(lambda p, r: p.buffer(r), st.just(Point(16, 59)), st.floats(1e-9, 1)),
)


def _comparable(one: Feature) -> list:
    values = [getattr(one, name) for name in PROPERTIES]
    return [value.isoformat() if isinstance(value, date) else value for value in values]


# No deadline: the machine that runs this may be busy.
@settings(deadline=None)
@given(st.lists(_features, max_size=4, unique_by=lambda one: one.id))
def test_whatever_the_features_hold_the_text_is_valid_and_holds_it(made: list[Feature]) -> None:
    value = check(geojson.dumps(made))
    written = {one["id"]: list(one["properties"].values()) for one in value["features"]}
    assert written == {one.id: _comparable(one) for one in made}


# No deadline: the machine that runs this may be busy.
@settings(deadline=None)
@given(st.lists(_features, max_size=4))
def test_a_table_gives_its_features_back(made: list[Feature]) -> None:
    back = table.features(table.frame(made))
    assert [_comparable(one) for one in back] == [_comparable(one) for one in made]
    assert [one.geometry for one in back] == [one.geometry for one in made]


def test_an_empty_table_has_the_columns_and_types_of_a_full_one() -> None:
    assert table.frame([]).dtypes.equals(table.frame([feature(page=1)]).dtypes)
    assert table.frame([]).crs.to_epsg() == 4326
