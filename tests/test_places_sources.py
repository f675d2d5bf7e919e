"""Loaders on small files in the exact formats (`place_files`); expected values follow from what those files say."""

from __future__ import annotations

import zipfile

import pytest
import shapely

from tests import place_files
from trygghet_geo.places import gazetteer, shapes
from trygghet_geo.places.sources import (
    Area,
    Entry,
    geonames,
    gtfs,
    lantmateriet,
    nvdb,
    overpass,
    pbf,
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


@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:3010", "EPSG:4326", "EPSG:3021"])
@pytest.mark.parametrize("form", ["gpkg", "wfs"])
def test_scb_towns_come_from_any_system_that_the_file_names(tmp_path, area, crs, form):
    if form == "gpkg":
        path = place_files.layer(tmp_path / "t.gpkg", "Tatorter_2023", [place_files.tatort()], crs=crs)
    else:
        path = place_files.geojson(tmp_path / "t.geojson", [place_files.tatort()], crs=crs)
    (town,) = scb.read(path, area).entries
    assert (town.name, town.kind, town.population, town.subtype) == ("Hallstahammar", "locality", 11000, "tatort")
    # RT 90 needs a seven-parameter shift with an error of under a metre; the others are exact.
    assert town.geometry.hausdorff_distance(place_files.TOWN) < 2e-5


def test_a_town_of_a_neighbour_that_reaches_over_the_border_is_the_neighbours(tmp_path, area):
    path = place_files.layer(
        tmp_path / "t.gpkg", "Tatorter_2023", [place_files.tatort(), place_files.tatort(kommun="1980", tatort="Annan")]
    )
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
