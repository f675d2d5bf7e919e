"""`places build`: several sources become one gazetteer that holds together, and minutes are placed by it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import shapely

from tests import place_files
from trygghet_geo import pipeline
from trygghet_geo.errors import InvalidData, InvalidSelection
from trygghet_geo.places import building, catalogue, credits, gazetteer, shapes

HOME = gazetteer.municipality("1961")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "hem"
    monkeypatch.setenv("TRYGGHET_HOME", str(folder))
    return folder


@pytest.fixture
def files(tmp_path):
    town = {"tatortskod": "1961TC101", "tatort": "Hallstahammar", "kommun": "1961", "bef": 11500}
    scb = place_files.layer(tmp_path / "scb.gpkg", "Tatorter_2023", [town | {"geometry": place_files.TOWN}])
    return {
        "scb": [scb],
        "osm": [place_files.town(tmp_path / "t.osm.pbf")],
        "gtfs": [place_files.gtfs(tmp_path / "gtfs.zip")],
        "geonames": [place_files.geonames(tmp_path / "SE.txt")],
        "skolverket": [place_files.schools(tmp_path / "skolor.json")],
    }


def build(files, **options):
    return building.build(HOME, files, output=options.pop("output", building.default_output(HOME)), **options)


def built() -> dict:
    places, faults = catalogue.read([building.default_output(HOME)], "1961")
    assert faults == []
    return {place.id: place for place in places}


def named(name: str, kind: str) -> list:
    return [place for place in built().values() if (place.name, place.kind) == (name, kind)]


def test_the_same_place_in_three_sources_is_one_with_the_best_outline(files):
    report = build(files)
    (school,) = named("Påhittsskolan", "landmark")
    assert school.geometry.geom_type == "Polygon"
    assert school.aliases == ("Påhittsskolan F-3",)
    makers = "GeoNames (CC BY 4.0) · © OpenStreetMap contributors (ODbL 1.0) · Skolverket"
    assert credits.line([school.source]) == makers
    assert school.licence == "ODbL-1.0"
    assert any(line.startswith("Påhittsskolan: ") for line in report.merged)


def test_a_known_place_keeps_its_id_its_names_and_gets_the_newer_outline_and_people(files):
    before = gazetteer.load(HOME).places["1961-hallstahammar"]
    build(files)
    after = gazetteer.load(HOME).places["1961-hallstahammar"]
    assert set(before.aliases) <= set(after.aliases)
    assert after.population == 11500
    assert after.geometry.symmetric_difference(place_files.TOWN).area < 1e-9
    assert [p.id for p in gazetteer.load(HOME).places.values() if p.name == "Hallstahammar"] == ["1961-hallstahammar"]


def test_parents_are_the_smallest_area_around(files):
    build(files)
    by_name = {place.name: place for place in built().values()}
    known = gazetteer.load(HOME).places
    inner = known[by_name["Påhittsskolan"].parent]
    assert inner.geometry.contains(by_name["Påhittsskolan"].geometry.representative_point())
    assert inner.kind in ("neighbourhood", "locality")
    assert by_name["Hallstahammar"].parent == "1961"


def test_a_second_build_gives_the_same_ids_and_a_changed_one_keeps_them(files, tmp_path):
    build(files)
    first = built()
    build(files)
    assert built() == first
    build({key: paths for key, paths in files.items() if key != "skolverket"})
    assert set(built()) == set(first)


def test_geojson_and_geopackage_say_the_same(files, tmp_path):
    build(files)
    other = tmp_path / "ut.geojson"
    build(files, output=other)
    places, faults = catalogue.read([other], "1961")
    assert faults == []
    # The first build's file is part of what the second starts from, so the ids agree.
    assert {p.id: p.geometry.wkb for p in places} == {p.id: p.geometry.wkb for p in built().values()}


def test_an_outline_without_a_name_gets_that_of_the_only_town_in_it(tmp_path, files):
    around = shapely.Point(16.2353, 59.5647).buffer(0.004)
    empty = shapely.box(16.20, 59.55, 16.201, 59.551)
    rows = [{"smaort": code, "kommun": "1961", "geometry": area} for code, area in (("S1", around), ("S2", empty))]
    small = place_files.layer(tmp_path / "s.gpkg", "Smaorter_2023", rows)
    village = tmp_path / "by.csv"
    village.write_text("namn,typ,lon,lat\nPåhittsby,by,16.2353,59.5647\n", encoding="utf-8")
    report = build({"scb": [small], "csv": [village]})
    (place,) = named("Påhittsby", "locality")
    assert place.geometry.geom_type == "Polygon"
    assert any("en yta utan namn vid 16.20" in line for line in report.dropped)


def test_namesakes_that_are_too_far_apart_are_told(tmp_path):
    east = tmp_path / "a.csv"
    east.write_text("namn,typ,lon,lat\nSolåkern,stadsdel,16.215,59.605\n", encoding="utf-8")
    osm = place_files.Osm(tmp_path / "b.osm.pbf")
    # 0.035° north: 3 900 m, more than the sources allow (800 + 400 + 400 m).
    osm.node(16.215, 59.640, place="neighbourhood", name="Solåkern")
    report = build({"csv": [east], "osm": [osm.write()]})
    assert len(named("Solåkern", "neighbourhood")) == 2
    assert any("Solåkern" in line and "isär" in line for line in report.doubtful)


# --- all or nothing -------------------------------------------------------------------------------------------------


def test_one_bad_file_leaves_everything_as_it_was_and_all_bad_ones_are_named(files, tmp_path):
    build(files)
    before = building.default_output(HOME).read_bytes()
    for name in ("a.gpkg", "b.json"):
        (tmp_path / name).write_bytes(b"trasig")
    with pytest.raises(InvalidData, match=r"b\.json.*c\.txt.*a\.gpkg") as caught:
        build(files | {"nvdb": [tmp_path / "a.gpkg"], "osm": [tmp_path / "b.json"], "geonames": [tmp_path / "c.txt"]})
    assert "\n" not in str(caught.value)
    assert building.default_output(HOME).read_bytes() == before
    assert [p.name for p in building.default_output(HOME).parent.iterdir()] == ["built.gpkg"]


def test_the_last_build_is_kept_beside_the_new_one(files):
    build(files)
    before = building.default_output(HOME).read_bytes()
    build({"gtfs": files["gtfs"]})
    assert building.default_output(HOME).with_name("built.gpkg.bak").read_bytes() == before


def test_nothing_to_build_of_and_a_wrong_suffix(tmp_path):
    with pytest.raises(InvalidSelection, match="--osm"):
        build({})
    with pytest.raises(InvalidSelection, match=r"\.geojson eller \.gpkg"):
        build({"csv": [tmp_path / "x.csv"]}, output=tmp_path / "ut.shp")


def test_a_build_never_touches_what_was_drawn_by_hand(files, home):
    folder = gazetteer.own_folder("1961")
    folder.mkdir(parents=True)
    point = {"type": "Point", "coordinates": [16.2162, 59.6121]}
    facts = {"id": "1961-nya-torget", "name": "Nya torget", "kind": "landmark", "uncertainty_m": 5}
    row = {"type": "Feature", "properties": facts | {"source": "Ritad", "licence": "CC0-1.0"}, "geometry": point}
    drawn = folder / "egna.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), encoding="utf-8")
    before = drawn.read_bytes()
    build(files)
    assert drawn.read_bytes() == before
    assert gazetteer.load(HOME).places["1961-nya-torget"].source == "Ritad"


# --- the minutes, placed by what was built --------------------------------------------------------------------------


def features(tmp_path, text: str):
    path = tmp_path / "protokoll.txt"
    path.write_text(f"Trygghetsråd i Hallstahammars kommun 2024-03-13\n\n{text}\n", encoding="utf-8")
    return pipeline.extract([path], HOME).features


def test_a_crossing_is_where_the_two_streets_meet(files, tmp_path):
    build(files)
    (one,) = features(tmp_path, "Bilar kör för fort i korsningen Västeråsvägen/Björkgatan.")
    # Västeråsvägen runs along 59.610, the Björkgatan of the town along 16.220; that of Kolbäck does not meet it.
    assert shapes.distance_m(one.geometry, shapely.Point(16.220, 59.610)) < 5
    assert one.precision == "site"


def test_between_is_the_stretch(files, tmp_path):
    build(files)
    (one,) = features(tmp_path, "Det körs för fort på Västeråsvägen mellan Björkgatan och Påhittsskolan.")
    # From the crossing at 16.220 to before the middle of the school, 16.226: 0.006° · 56 320 = 338 m.
    assert shapes.metric(one.geometry).length == pytest.approx(338, abs=5)
    assert one.precision == "road"


def test_the_northern_part_of_the_town_is_that_half_of_its_outline(files, tmp_path):
    build(files)
    (one,) = features(tmp_path, "Det är mycket klotter i norra Hallstahammar.")
    # The outline of the file is a box from 59.600 to 59.625, so the half begins at 59.6125.
    assert one.geometry.bounds[1] == pytest.approx(59.6125, abs=2e-4)
    assert one.geometry.bounds[3] == pytest.approx(59.625, abs=1e-5)


def test_several_names_of_one_site_are_one_place(files, tmp_path):
    build(files)
    found = features(tmp_path, "Klotter vid Påhittsskolan. Inbrott i Påhittsskolan F-3.")
    assert {one.place_id for one in found} == {"1961-pahittsskolan"}


def test_the_command_builds_and_tells(files, home):
    arguments = ["places", "build", "--municipality", "Hallstahammar", "--json"]
    for option, paths in files.items():
        arguments += [f"--{option}", *map(str, paths)]
    done = subprocess.run([sys.executable, "-m", "trygghet_geo", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["places"]["road"] == 6
    assert report["read"]["gtfs: gtfs.zip"] == 2
    assert report["output"] == str(building.default_output(HOME))
    assert any("Lägeslösa skolan" in line for line in report["doubtful"])
