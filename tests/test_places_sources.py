"""Loaders on small files in the exact formats (`place_files`); expected values follow from what those files say."""

from __future__ import annotations

import json
import sqlite3
import zipfile

import pytest
import shapely

from tests import place_files
from trygghet_geo.errors import InvalidData, InvalidSelection
from trygghet_geo.places import gazetteer, shapes, sources
from trygghet_geo.places.sources import (
    LOADERS,
    Area,
    Entry,
    geonames,
    gtfs,
    lantmateriet,
    nvdb,
    overpass,
    own,
    pbf,
    plainwords,
    projections,
    roads,
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


# --- OpenStreetMap --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def osm(tmp_path_factory, area):
    return pbf.read(place_files.town(tmp_path_factory.mktemp("osm") / "t.osm.pbf"), area)


def test_the_pieces_of_a_street_are_one_line_over_a_gap(osm):
    street = by_name(e for e in osm.entries if e.name == "Västeråsvägen")["Västeråsvägen"]
    # 0.020° in one piece and 0.008° behind the gap: 0.028 · 56 320 = 1 577 m.
    assert length_m(street) == pytest.approx(1577, abs=5)
    assert len(shapely.get_parts(street.geometry)) == 2
    assert street.kind == "road"
    assert street.aliases == ("Vägen",)


def test_streets_of_one_name_far_apart_stay_two(osm):
    found = sorted((e for e in osm.entries if e.name == "Björkgatan"), key=lambda e: e.geometry.centroid.y)
    assert [round(length_m(e), -1) for e in found] == [560, 1110]
    assert found[1].unverified_aliases == ("Smala gatan",)


def test_road_numbers_are_roads_of_their_own(osm):
    numbered = by_name(e for e in osm.entries if e.subtype == "number")
    assert set(numbered) == {"Länsväg 252", "E18", "E20"}
    # Two pieces of 0.010° carry the number, the third does not.
    assert length_m(numbered["Länsväg 252"]) == pytest.approx(1126, abs=5)


def test_a_road_is_cut_at_the_municipality(osm, area):
    road = by_name(e for e in osm.entries if e.subtype == "number")["E18"]
    assert area.outline.buffer(1e-9).contains(road.geometry)


def test_sites_have_their_kinds_and_shapes(osm):
    found = by_name(e for e in osm.entries if e.kind != "road")
    assert {n: (e.kind, e.subtype, e.geometry.geom_type) for n, e in found.items()} == {
        "hållplats Västeråsvägen": ("landmark", "stop", "Point"),
        "Påhittsskolan": ("landmark", "school", "MultiPolygon"),
        "Lindparken": ("landmark", "park", "MultiPolygon"),
        "Sågdalen": ("neighbourhood", None, "Point"),
        "Nya torget": ("landmark", "square", "Point"),
        "Hallstahammar station": ("landmark", "station", "Point"),
        "Handlarn": ("landmark", "shop", "Point"),
        "Ringdalen": ("neighbourhood", None, "MultiPolygon"),
    }


def test_a_relation_keeps_its_hole(osm):
    ring = by_name(e for e in osm.entries if e.kind == "neighbourhood")["Ringdalen"].geometry
    # Outer 0.005° · 0.003°, inner 0.001° · 0.001°.
    assert ring.area == pytest.approx(0.005 * 0.003 - 0.001 * 0.001, rel=1e-6)


def test_what_lies_outside_is_counted(osm):
    assert not any(e.name == "Utomgatan" for e in osm.entries)
    assert any("1 namngivna saker utanför" in line for line in osm.dropped)


def test_overpass_gives_the_same_whatever_form_its_geometry_has(tmp_path, area):
    found = by_name(overpass.read(place_files.overpass(tmp_path / "svar.json"), area).entries)
    assert set(found) == {"Nya torget", "Björkgatan", "Alvägen", "Länsväg 609", "Lindparken"}
    assert length_m(found["Björkgatan"]) == pytest.approx(1114, abs=3)
    assert length_m(found["Alvägen"]) == pytest.approx(0.005 * 56320, abs=3)
    assert found["Lindparken"].geometry.equals(shapely.Point(16.213, 59.6065))


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("E 18", "E18"), ("E4", "E4"), ("252", "Länsväg 252"), ("66", "Riksväg 66"), ("U 609", "Länsväg 609"),
        ("E 636", "Länsväg 636"), ("AC 1132.01", "Länsväg 1132"), ("Slingan", None), ("", None),
    ],
)  # fmt: skip
def test_a_road_number_is_written_as_people_do(ref, name):
    found = roads.numbered(ref)
    assert (found[0] if found else None) == name


# --- SCB, Lantmäteriet, NVDB ----------------------------------------------------------------------------------------

SMALL = shapely.box(16.20, 59.58, 16.21, 59.585)
STREET = shapely.LineString([(16.220, 59.605), (16.220, 59.615)])


def tatort(**changes) -> dict:
    row = {"tatortskod": "1961TC101", "tatort": "Hallstahammar", "kommun": "1961", "bef": 11000}
    return row | {"kommunnamn": "Hallstahammar", "geometry": place_files.TOWN} | changes


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:3010", "EPSG:4326", "EPSG:3021"])
@pytest.mark.parametrize("form", ["gpkg", "wfs"])
def test_scb_towns_come_from_any_system_that_the_file_names(tmp_path, area, crs, form):
    if form == "gpkg":
        path = place_files.layer(tmp_path / "t.gpkg", "Tatorter_2023", [tatort()], crs=crs)
    else:
        path = place_files.geojson(tmp_path / "t.geojson", [tatort()], crs=crs)
    (town,) = scb.read(path, area).entries
    assert (town.name, town.kind, town.population, town.subtype) == ("Hallstahammar", "locality", 11000, "tatort")
    # RT 90 needs a seven-parameter shift with an error of under a metre; the others are exact.
    assert town.geometry.hausdorff_distance(place_files.TOWN) < 2e-5


def test_a_town_of_a_neighbour_that_reaches_over_the_border_is_the_neighbours(tmp_path, area):
    path = place_files.layer(tmp_path / "t.gpkg", "Tatorter_2023", [tatort(), tatort(kommun="1980", tatort="Annan")])
    assert [e.name for e in scb.read(path, area).entries] == ["Hallstahammar"]


def test_smaorter_of_the_wfs_have_no_name_for_their_code_is_none(tmp_path, area):
    row = {"smaort": "S7701", "kommun": "1961", "bef": 90, "geometry": SMALL}
    (small,) = scb.read(place_files.layer(tmp_path / "s.gpkg", "Smaorter_2023", [row]), area).entries
    assert (small.name, small.subtype) == (None, "smaort")


def test_regso_and_deso(tmp_path, area):
    path = tmp_path / "o.gpkg"
    regso = {"regsokod": "1961R001", "regsonamn": "Vallby-Åkerlund", "kommunkod": "1961", "geometry": place_files.TOWN}
    deso = {"desokod": "1961C1030", "regsokod": "1961R001", "kommunkod": "1961", "geometry": SMALL}
    place_files.layer(path, "RegSO_2025", [regso])
    place_files.layer(path, "DeSO_2025", [deso])
    found = by_name(scb.read(path, area).entries)
    assert found["Vallby-Åkerlund"].unverified_aliases == ("Vallby", "Åkerlund")
    assert found["DeSO 1961C1030"].aliases == ("1961C1030",)


def ortnamn(name: str, kind: str, lon: float = 16.2, lat: float = 59.6) -> dict:
    return {"ortnamn": name, "detaljtyp": kind, "sprak": "SV", "lopnummer": 1, "geometry": shapely.Point(lon, lat)}


def test_ortnamn_by_kind_of_name(tmp_path, area):
    rows = [
        ortnamn("Hallstahammar", "BEBTÄTTX"), ortnamn("Lilla Påhitt", "BEBTX"), ortnamn("Påhitts kyrka", "KYRKATX"),
        ortnamn("Storberget", "TERRTX"), ortnamn("Kolbäcksån", "VATTDRTX"), ortnamn("Fjärran", "BEBTX", 18.0, 59.3),
    ]  # fmt: skip
    packed = tmp_path / "ortnamn_se.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(place_files.layer(tmp_path / "ortnamn_se.gpkg", "ortnamn", rows), "ortnamn_se.gpkg")
    loaded = lantmateriet.read(packed, area)
    assert {n: e.kind for n, e in by_name(loaded.entries).items()} == {
        "Hallstahammar": "locality", "Lilla Påhitt": "locality", "Påhitts kyrka": "landmark", "Kolbäcksån": "landmark",
    }  # fmt: skip
    assert loaded.dropped == ("Ortnamn av detaljtyp TERRTX: 1 namn",)


def test_the_municipality_gets_its_true_border(tmp_path, area):
    rows = [
        {"kommunkod": "1961", "kommunnamn": "Hallstahammar", "lankod": "19", "geometry": area.outline},
        {
            "kommunkod": "1980",
            "kommunnamn": "Västerås",
            "lankod": "19",
            "geometry": shapely.box(16.2, 59.5, 16.6, 59.8),
        },
    ]
    (border,) = lantmateriet.read(place_files.layer(tmp_path / "k.gpkg", "kommun", rows), area).entries
    assert (border.name, border.kind) == ("Hallstahammar kommun", "municipality")


def test_nvdb_names_and_numbers(tmp_path, area):
    def row(name, number, europe, geometry=STREET):
        return {"Namn_130": name, "Namn_132": None, "Huvnr_556_1": number, "Evag_555": europe, "geometry": geometry}

    north = shapely.LineString([(16.220, 59.615), (16.220, 59.617)])
    rows = [row("Björkgatan", 0, 0), row("Björkgatan", 252, 0, north), row(None, 18, -1)]
    found = by_name(nvdb.read(place_files.layer(tmp_path / "n.gpkg", "TNE_FT_VAGDATA", rows), area).entries)
    assert set(found) == {"Björkgatan", "Länsväg 252", "E18"}
    assert length_m(found["Björkgatan"]) == pytest.approx(0.012 * 111420, abs=3)
    assert found["Björkgatan"].geometry.geom_type == "LineString"


# --- GTFS, GeoNames, Skolverket -------------------------------------------------------------------------------------


def test_the_posts_of_a_stop_are_one_point(tmp_path, area):
    loaded = gtfs.read(place_files.gtfs(tmp_path / "gtfs.zip"), area)
    found = by_name(loaded.entries)
    assert set(found) == {"hållplats Björkgatan", "Hallstahammar busstation"}
    assert found["hållplats Björkgatan"].geometry.equals_exact(shapely.Point(16.22, 59.61), 1e-9)
    assert loaded.doubtful == ("gtfs.zip: 1 hållplatser utan läge",)


def test_geonames_keeps_what_is_there_and_trusts_no_other_name(tmp_path, area):
    found = by_name(geonames.read(place_files.geonames(tmp_path / "SE.txt"), area).entries)
    assert {n: e.kind for n, e in found.items()} == {
        "Kolbäck": "locality", "Trollviken": "neighbourhood", "Påhittsskolan": "landmark",
    }  # fmt: skip
    assert found["Kolbäck"].unverified_aliases == ("Kolback", "Kolbäcks kyrkby")
    assert found["Kolbäck"].population == 1900


def test_schools_of_both_versions_of_the_register(tmp_path, area):
    loaded = skolverket.read(place_files.schools(tmp_path / "skolor.json"), area)
    (school,) = loaded.entries
    assert (school.name, school.aliases, school.subtype) == ("Påhittsskolan F-3", ("Påhittsskolan",), "school")
    assert school.geometry.equals(shapely.Point(16.2261, 59.6115))
    assert loaded.doubtful == ("Lägeslösa skolan: skolan har inget läge i registret",)


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
    path = place_files.layer(tmp_path / "t.gpkg", "Tatorter_2023", [tatort()], crs=crs)
    with sqlite3.connect(path) as database:
        for name in ("gpkg_contents", "gpkg_geometry_columns"):
            database.execute(f"update {name} set srs_id = ?", (srs,))
    database.close()
    loaded = scb.read(path, area)
    assert loaded.entries[0].geometry.hausdorff_distance(place_files.TOWN) < 2e-5
    assert any(crs in line for line in loaded.doubtful)


def test_geojson_in_metres_that_does_not_say_so_is_told_by_its_values(tmp_path, area):
    path = place_files.geojson(tmp_path / "t.geojson", [tatort()])
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["crs"]
    path.write_text(json.dumps(content), encoding="utf-8")
    loaded = scb.read(path, area)
    assert loaded.entries[0].geometry.hausdorff_distance(place_files.TOWN) < 2e-5
    assert any("EPSG:3006" in line for line in loaded.doubtful)


def test_geojson_of_another_part_of_sweden_is_no_riddle(tmp_path, area):
    path = place_files.geojson(tmp_path / "t.geojson", [tatort(geometry=shapely.box(18, 59.3, 18.1, 59.4))])
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
