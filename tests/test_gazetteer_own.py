"""A municipality's own places, in GeoJSON and GeoPackage: what they change, and every fault in one line."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import pytest
import shapely

from tests.own_places import feature, hallstahammar, writer
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import gazetteer, matcher


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes the features given to a file of this installation's own for municipality 1961."""
    return writer(monkeypatch, tmp_path)


def test_own_places_are_added_and_belong_to_the_municipality_unless_they_say_otherwise(own):
    before = hallstahammar()
    own(feature(aliases="Solrosen| Lekparken Solrosen", parent="1961-kolback", population=None))
    after = hallstahammar()
    place = after.places["1961-lekplatsen-solrosen"]
    assert place.aliases == ("Solrosen", "Lekparken Solrosen")
    assert place.municipality_code == "1961"
    assert place.geometry.equals(shapely.Point(16.23, 59.61))
    assert len(after.places) == len(before.places) + 1
    assert after.version != before.version


def test_an_own_entry_wins_over_a_shipped_one_with_its_id(own):
    own(feature(id="1961-hammartorget", name="Hammartorget"))
    assert hallstahammar().places["1961-hammartorget"].source == "Egen inmätning"


def test_an_own_area_replaces_the_national_point_of_that_name(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
    folder = gazetteer.own_folder("1907")
    folder.mkdir(parents=True)
    ring = [[16.2, 59.7], [16.25, 59.7], [16.25, 59.72], [16.2, 59.7]]
    drawn = feature(
        id="1907-tatort", name="SURAHAMMAR", kind="locality", geometry={"type": "Polygon", "coordinates": [ring]}
    )
    (folder / "x.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [drawn]}), encoding="utf-8")
    loaded = gazetteer.load(gazetteer.municipality("1907"))
    assert [p.id for p in loaded.places.values() if p.name.casefold() == "surahammar"] == ["1907-tatort"]


def test_a_changed_file_is_read_again(own):
    path = own(feature())
    first = hallstahammar()
    assert hallstahammar() is first
    changed = feature(name="Lekplatsen Blåklockan")
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [changed]}), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert hallstahammar().places["1961-lekplatsen-solrosen"].name == "Lekplatsen Blåklockan"


def test_empty_cells_from_qgis_are_not_faults(own):
    written = feature()
    written["properties"] |= {"aliases": None, "parent": None, "note": "", "population": None}
    own(written, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, name="qgis.geojson")
    assert hallstahammar().places["1961-lekplatsen-solrosen"].parent is None


BAD = {
    "saknar source": feature(source=None),
    "okänt fält colour": feature(colour="red"),
    "okänd kind 'park'": feature(kind="park"),
    "uncertainty_m ska vara ett tal": feature(uncertainty_m="tjugo"),
    "aliases ska vara en lista": feature(aliases=[1]),
    "okänd parent 1961-ingenstans": feature(parent="1961-ingenstans"),
    "omkastade": feature(geometry={"type": "Point", "coordinates": [59.61, 16.23]}),
    "utanför Sverige": feature(geometry={"type": "Point", "coordinates": [597000.0, 6610000.0]}),
    "ogiltig": feature(
        geometry={"type": "Polygon", "coordinates": [[[16, 59], [16.1, 59.1], [16.1, 59], [16, 59.1], [16, 59]]]}
    ),
    "tom": feature(geometry={"type": "Polygon", "coordinates": []}),
    "går inte att läsa": feature(geometry={"type": "Point", "coordinates": ["a", "b"]}),
    "saknar properties": {"type": "Feature", "properties": None, "geometry": None},
}


@pytest.mark.parametrize("fault", BAD)
def test_each_fault_is_named(own, fault):
    own(BAD[fault])
    with pytest.raises(InvalidData, match=fault):
        hallstahammar()


def test_all_faults_come_in_one_line(own):
    own(*BAD.values(), feature(id="a"), feature(id="a"), name="alla.geojson")
    with pytest.raises(InvalidData) as caught:
        hallstahammar()
    message = str(caught.value)
    assert "\n" not in message
    assert "id a används flera gånger" in message
    # Including the unknown parent: that entry is otherwise right, so it is read before its parent is looked for.
    assert [fault for fault in BAD if fault not in message] == []


def test_a_missing_geometry_and_a_foreign_crs_are_named(own):
    own({**feature(), "geometry": None}, name="a.geojson")
    own(feature(), name="b.geojson", crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}})
    with pytest.raises(InvalidData, match=r"saknar geometri.*b\.geojson.*WGS 84"):
        hallstahammar()


@pytest.mark.parametrize("content", [b"", b"{", b'{"type": "Feature"}', '{"å": 1}'.encode("cp1252")])
def test_what_is_no_feature_collection_is_refused_by_name(own, content):
    own().write_bytes(content)
    with pytest.raises(InvalidData, match=r"egna\.geojson"):
        hallstahammar()


def test_the_version_follows_the_content(own):
    own(feature())
    one = hallstahammar().version
    own(feature(uncertainty_m=21))
    two = hallstahammar().version
    own(feature(), name="egna.geojson")
    assert one != two
    assert replace(hallstahammar(), municipality=None).version == one


def geopackage(path: Path, rows: list[dict], *, crs: str = "EPSG:3006") -> None:
    """A file as QGIS saves one: lists as one text, empty cells, coordinates in `crs`."""
    frame = geopandas.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").to_crs(crs)
    frame.to_file(path, layer="platser", engine="pyogrio")


def row(**changes) -> dict:
    properties = feature(**changes)["properties"]
    return {"population": None, "note": None, **properties, "geometry": shapely.Point(16.23, 59.61)}


def test_a_geopackage_in_sweref_says_the_same_as_geojson(own):
    path = own(name="tom.geojson").with_name("platser.gpkg")
    geopackage(path, [row(aliases="Solrosen|Lekparken"), row(id="1961-b", name="B", population=12.0)])
    loaded = hallstahammar().places
    assert loaded["1961-lekplatsen-solrosen"].aliases == ("Solrosen", "Lekparken")
    assert loaded["1961-lekplatsen-solrosen"].population is None
    assert loaded["1961-b"].population == 12
    # To EPSG:3006 and back is exact to well under a millimetre (1e-9 degrees).
    assert loaded["1961-b"].geometry.distance(shapely.Point(16.23, 59.61)) < 1e-9


def test_all_faults_of_a_geopackage_come_in_one_line(own):
    path = own(name="tom.geojson").with_name("platser.gpkg")
    wrong = [row(kind="park"), row(id="två ord"), row(id="1961-c", valid_from="2024-02-30"), row(id="1961-d", name="D")]
    geopackage(path, [*wrong, row(id="1961-e", name="D")])
    with pytest.raises(InvalidData) as caught:
        hallstahammar()
    message = str(caught.value)
    assert "\n" not in message
    for fault in ("okänd kind 'park'", "ASCII", "valid_from '2024-02-30'", "samma plats som 1961-d"):
        assert fault in message


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 men trasig", b"inget"])
def test_what_is_no_geopackage_is_refused_by_name(own, content):
    own(name="tom.geojson").with_name("platser.gpkg").write_bytes(content)
    with pytest.raises(InvalidData, match=r"platser\.gpkg"):
        hallstahammar()


def test_places_that_lie_in_one_another_are_a_fault(own):
    own(feature(id="1961-a", parent="1961-b"), feature(id="1961-b", name="B", parent="1961-a"))
    with pytest.raises(InvalidData, match="1961-a: ligger i sig själv"):
        hallstahammar()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"parent": "1961-lekplatsen-solrosen"}, "posten själv"),
        ({"valid_from": "2024-05-01", "valid_to": "2023-01-01"}, "ligger före"),
        ({"municipality_code": "196"}, "fyra siffror"),
        ({"name": "  "}, "name är tomt"),
        ({"uncertainty_m": float("inf")}, "uncertainty_m"),
    ],
)
def test_further_faults_are_named(own, changes, fault):
    own(feature(**changes))
    with pytest.raises(InvalidData, match=fault):
        hallstahammar()


def test_a_place_holds_only_in_its_time(own):
    own(feature(valid_from="2020-01-01", valid_to="2022-12-31"))
    loaded = hallstahammar()
    for day, there in (("2019-12-31", False), ("2020-01-01", True), ("2022-12-31", True), ("2023-01-01", False)):
        then = gazetteer.at(loaded, date.fromisoformat(day))
        assert ("1961-lekplatsen-solrosen" in then.places) is there
        assert (then.version == loaded.version) is there
    assert gazetteer.at(loaded, None) is loaded


def test_unverified_names_are_carried_but_mean_nothing(own):
    own(feature(unverified_aliases=["Blåklinten"]))
    place = hallstahammar().places["1961-lekplatsen-solrosen"]
    assert place.unverified_aliases == ("Blåklinten",)
    assert "Blåklinten" not in matcher.forms(place)


def test_what_is_drawn_by_hand_wins_over_what_was_built_and_that_over_what_is_shipped(own):
    shipped = hallstahammar().places["1961-hammartorget"]
    own(feature(id="1961-hammartorget", name="Hammartorget", note=None), name="built.geojson")
    assert hallstahammar().places["1961-hammartorget"].source == "Egen inmätning" != shipped.source
    own(feature(id="1961-hammartorget", name="Hammartorget", source="Ritad"), name="a.geojson")
    assert hallstahammar().places["1961-hammartorget"].source == "Ritad"
