"""Own tables, coordinate systems that no file names, and files that are no use; formats as in test_places_sources."""

from __future__ import annotations

import json
import sqlite3

import pytest
import shapely

from tests import place_files
from trygghet_geo.errors import InvalidData, InvalidSelection
from trygghet_geo.places import gazetteer, shapes, sources
from trygghet_geo.places.sources import (
    LOADERS,
    Area,
    Entry,
    lantmateriet,
    nvdb,
    overpass,
    own,
    plainwords,
    projections,
    scb,
    skolverket,
)

HOME = gazetteer.municipality("1961")


@pytest.fixture(scope="module")
def area() -> Area:
    outline = gazetteer.load(HOME).places["1961"].geometry
    return Area("1961", "Hallstahammar", shapes.soft(outline, metres=100))


def by_name(entries) -> dict[str, Entry]:
    found = list(entries)
    named = {entry.name: entry for entry in found}
    assert len(named) == len(found), [entry.name for entry in found]
    return named


def length_m(entry: Entry) -> float:
    return shapes.metric(entry.geometry).length


# At 59.61° N one degree of longitude is 111 320 · cos(59.61°) ≈ 56 320 m, one of latitude about 111 420 m; SWEREF 99 TM
# shortens by at most 0.04 %. So 0.01° eastward is 563 m and 0.01° northward 1 114 m.


# --- own tables and coordinate systems ------------------------------------------------------------------------------


def table(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "platser.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_as_excel_saves_it(tmp_path, area, encoding):
    text = "Namn;Typ;Longitud;Latitud;Alias\r\nÅsdungen;park;16,2300;59,6100;Dungen|Åsparken\r\n"
    (place,) = own.read(table(tmp_path, text, encoding), area).entries
    assert (place.name, place.kind, place.subtype) == ("Åsdungen", "landmark", "park")
    assert place.aliases == ("Dungen", "Åsparken")
    assert place.geometry.equals(shapely.Point(16.23, 59.61))


def test_every_faulty_row_is_told_at_once(tmp_path, area):
    text = "namn,typ,lon,lat\nA,berg,16.2,59.6\n,torg,16.2,59.6\nC,torg,väster,59.6\n"
    with pytest.raises(InvalidData, match=r"rad 2: okänd typ.*rad 3: saknar namn.*rad 4: saknar läge"):
        own.read(table(tmp_path, text), area)


@pytest.mark.parametrize("srs", [0, -1])
@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:3010"])
def test_a_geopackage_without_a_system_is_told_by_its_values(tmp_path, area, crs, srs):
    """0 and −1 are GeoPackage's own numbers for "undefined"."""
    path = place_files.layer(tmp_path / "t.gpkg", "Tatorter_2023", [place_files.tatort()], crs=crs)
    with sqlite3.connect(path) as database:
        for name in ("gpkg_contents", "gpkg_geometry_columns"):
            database.execute(f"update {name} set srs_id = ?", (srs,))
    database.close()
    loaded = scb.read(path, area)
    assert loaded.entries[0].geometry.hausdorff_distance(place_files.TOWN) < 2e-5
    assert any(crs in line for line in loaded.doubtful)


def test_geojson_in_metres_that_does_not_say_so_is_told_by_its_values(tmp_path, area):
    path = place_files.geojson(tmp_path / "t.geojson", [place_files.tatort()])
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["crs"]
    path.write_text(json.dumps(content), encoding="utf-8")
    loaded = scb.read(path, area)
    assert loaded.entries[0].geometry.hausdorff_distance(place_files.TOWN) < 2e-5
    assert any("EPSG:3006" in line for line in loaded.doubtful)


def test_geojson_of_another_part_of_sweden_is_no_riddle(tmp_path, area):
    path = place_files.geojson(tmp_path / "t.geojson", [place_files.tatort(geometry=shapely.box(18, 59.3, 18.1, 59.4))])
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["crs"]
    content["features"][0]["geometry"] = json.loads(shapely.to_geojson(shapely.box(18, 59.3, 18.1, 59.4)))
    path.write_text(json.dumps(content), encoding="utf-8")
    assert scb.read(path, area).entries == ()


@pytest.mark.parametrize("code", [code for code in projections.KNOWN if code != "EPSG:3857"])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_system_that_is_not_named_is_told_by_its_values(tmp_path, area, code, swapped):
    """The same two places in each of the sixteen systems: each must be recognised, or refused, never misread."""
    truth = [shapely.Point(16.23, 59.61), shapely.Point(16.20, 59.58)]
    there = projections._transformer(code)
    back = projections.pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True).transform
    assert there is not None
    points = [back(p.x, p.y) for p in truth]
    rows = [f"P{i},torg,{y},{x}" if swapped else f"P{i},torg,{x},{y}" for i, (x, y) in enumerate(points)]
    path = table(tmp_path, "namn,typ,x,y\n" + "\n".join(rows) + "\n")
    loaded = own.read(path, area)
    for entry, point in zip(loaded.entries, truth, strict=True):
        assert shapes.distance_m(entry.geometry, point) < 2


def test_what_fits_no_system_or_several_is_asked_for(tmp_path, area):
    with pytest.raises(InvalidData, match="ange --crs"):
        own.read(table(tmp_path, "namn,typ,x,y\nA,torg,12,13\n"), area)
    # An area as wide as Sweden: any of the zones fits, and none is guessed.
    wide = Area("1961", "Sverige", shapely.box(10.6, 55.4, 24.1, 69.0))
    with pytest.raises(InvalidData, match=r"kan vara SWEREF.* eller .*ange --crs"):
        own.read(table(tmp_path, "namn,typ,x,y\nA,torg,150000,6600000\n"), wide)
    (place,) = own.read(table(tmp_path, "namn,typ,x,y\nA,torg,150000,6600000\n"), wide, crs="SWEREF 99 16 30").entries
    # The false easting lies on the central meridian.
    assert place.geometry.x == pytest.approx(16.5, abs=1e-6)


def test_an_unknown_system_is_refused():
    with pytest.raises(InvalidSelection, match="Påhittsnätet"):
        projections.asked("Påhittsnätet")


# --- what is no use -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\x00\xff\x00", "å;ä\n1;2".encode("cp1252")])
@pytest.mark.parametrize("suffix", [".json", ".gpkg", ".zip", ".txt"])
def test_any_file_that_is_not_what_it_should_be_is_refused_in_one_line(tmp_path, area, loader, content, suffix):
    path = tmp_path / f"fil{suffix}"
    path.write_bytes(content)
    with pytest.raises(InvalidData) as caught:
        sources.read(loader, path, area)
    assert "fil" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("loader", LOADERS)
def test_a_missing_file_is_told_by_name(tmp_path, area, loader):
    with pytest.raises(InvalidData, match=r"saknas\.json: filen finns inte"):
        sources.read(loader, tmp_path / "saknas.json", area)


def test_a_layer_of_something_else_says_what_it_has(tmp_path, area):
    path = place_files.layer(tmp_path / "x.gpkg", "träd", [{"art": "lind", "geometry": shapely.Point(16.2, 59.6)}])
    for read in (scb.read, nvdb.read, lantmateriet.read):
        with pytest.raises(InvalidData, match="träd: art"):
            read(path, area)


@pytest.mark.parametrize(
    ("name", "kind", "subtype", "kept"),
    [
        ("Polisen", "landmark", "police", False),
        ("Lekplats", "landmark", "playground", False),
        ("Direkten", "landmark", "shop", False),
        ("Bruksgallerian", "landmark", "shop", True),
        ("ICA Kolbäck", "landmark", "shop", True),
        ("Lindparken", "landmark", "park", True),
        ("Bro", "locality", None, True),
        ("Bro", "landmark", "bridge", False),
        ("Storgatan", "road", None, True),
    ],
)
def test_everyday_words_on_the_map_are_no_places_in_a_text(name, kind, subtype, kept):
    entry = Entry(name, kind, shapely.Point(16.2, 59.6), "Påhitt", "CC0-1.0", 10, subtype)
    assert (plainwords.usable(entry)[0] is not None) is kept


def test_a_bare_noun_among_the_other_names_is_not_certain():
    entry = Entry("Stora vägen", "road", shapely.Point(16.2, 59.6), "Påhitt", "CC0", 10, aliases=("Vägen", "Storan"))
    kept, _ = plainwords.usable(entry)
    assert (kept.aliases, kept.unverified_aliases) == (("Storan",), ("Vägen",))


def test_json_of_another_kind_is_no_list_of_schools(tmp_path, area):
    path = tmp_path / "annat.json"
    path.write_text(json.dumps({"data": [{"x": 1}]}), encoding="utf-8")
    with pytest.raises(InvalidData, match="inga skolenheter"):
        skolverket.read(path, area)


@pytest.mark.parametrize(
    "broken",
    [
        {"geometry": [1, None, {"lat": "x", "lon": 16.2}, {"lat": 59.6}]},
        {"geometry": "linje", "nodes": 5},
        {"nodes": [{"a": 1}, "5", None, 99]},
        {"type": "relation", "members": ["x", {"type": "way", "ref": {"a": 1}}], "center": {"lat": None, "lon": 16.2}},
        {"type": {"a": 1}},
    ],
)
def test_a_broken_element_is_passed_over_and_the_rest_is_read(tmp_path, area, broken):
    street = [{"lat": 59.605, "lon": 16.220}, {"lat": 59.615, "lon": 16.220}]
    way = {"type": "way", "id": 1, "tags": {"highway": "residential", "name": "Trasgatan"}}
    whole = {"type": "way", "id": 2, "geometry": street, "tags": {"highway": "residential", "name": "Helgatan"}}
    path = tmp_path / "svar.json"
    path.write_text(json.dumps({"elements": [way | broken, whole, None, []]}), encoding="utf-8")
    assert [entry.name for entry in overpass.read(path, area).entries] == ["Helgatan"]
