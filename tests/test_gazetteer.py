"""The gazetteer: shipped data that holds together, a loader that says all that is wrong, names as people write them."""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import pytest
import shapely

from trygghet_geo import paths, pipeline
from trygghet_geo.errors import InvalidData, UnknownMunicipality
from trygghet_geo.places import basemap, credits, gazetteer, matcher, sweden
from trygghet_geo.records import PLACE_KINDS

SHIPPED = sorted(folder.name for folder in (paths.DATA / "gazetteer").iterdir() if folder.name.isdigit())
BACKGROUNDS = sorted(folder.name for folder in (paths.DATA / "basemap").iterdir() if folder.is_dir())


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes the features given to a file of this installation's own for municipality 1961."""
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))

    def write(*features, name="egna.geojson", **members) -> Path:
        folder = gazetteer.own_folder("1961")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        collection = {"type": "FeatureCollection", "features": list(features), **members}
        path.write_text(json.dumps(collection), encoding="utf-8")
        return path

    return write


def feature(*, geometry: dict | None = None, **changes) -> dict:
    """An invented playground in Hallstahammar; a change to None takes the field away."""
    properties = {
        "id": "1961-lekplatsen-solrosen",
        "name": "Lekplatsen Solrosen",
        "kind": "landmark",
        "uncertainty_m": 20,
        "source": "Egen inmätning",
        "licence": "CC0-1.0",
    } | changes
    properties = {key: value for key, value in properties.items() if value is not None}
    geometry = geometry or {"type": "Point", "coordinates": [16.23, 59.61]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def hallstahammar() -> gazetteer.Gazetteer:
    return gazetteer.load(gazetteer.municipality("1961"))


# --- municipalities -------------------------------------------------------------------------------------------------


def test_sweden_has_290_municipalities_in_21_counties():
    known = gazetteer.municipalities()
    assert len({each.code for each in known}) == len({each.name for each in known}) == 290
    assert len({each.county for each in known}) == 21


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1961", "1961"),
        ("Hallstahammar", "1961"),
        ("HALLSTAHAMMAR", "1961"),
        ("hallstahammars  kommun ", "1961"),
        ("Hallstahammar kommun", "1961"),
        (unicodedata.normalize("NFD", "Västerås stad"), "1980"),
        ("VÄSTERÅS", "1980"),
        ("Västerås kommun", "1980"),
        ("Göteborgs Stad", "1480"),
        ("Malmö stad", "1280"),
        ("Borås Stad", "1490"),
        ("Stockholms stad", "0180"),
        ("Region Gotland", "0980"),
        ("Upplands-Bro kommun", "0139"),
        ("Nyköpings kommun", "0480"),
        ("Falu kommun", "2080"),
        ("Falun", "2080"),
        ("Kalmar kommun", "0880"),
        ("Orust kommun", "1421"),
        ("Dals-Eds kommun", "1438"),
        ("Haparanda stad", "2583"),
    ],
)
def test_a_municipality_is_found_however_it_is_written(written, code):
    assert gazetteer.municipality(written).code == code


@pytest.mark.parametrize(("written", "meant"), [("Halstahamar", "Hallstahammar"), ("Vesterås kommun", "Västerås")])
def test_an_unknown_municipality_is_answered_with_the_nearest(written, meant):
    with pytest.raises(UnknownMunicipality) as caught:
        gazetteer.municipality(written)
    assert meant in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("written", ["", "9999", "Hogwarts"])
def test_nonsense_is_no_municipality(written):
    with pytest.raises(UnknownMunicipality):
        gazetteer.municipality(written)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Hallstahammar", "Hallstahammars kommun"),
        ("Örebro", "Örebro kommun"),
        ("Strängnäs", "Strängnäs kommun"),
        ("Kalix", "Kalix kommun"),
        ("Lilla Edet", "Lilla Edets kommun"),
        ("Falun", "Falu kommun"),
        ("Uppsala", "Uppsala kommun"),
    ],
)
def test_the_official_form_has_its_s_where_it_belongs(name, form):
    assert sweden.official_names("0000", name)[0] == form


def test_neighbours_are_mutual_and_include_the_known_ones():
    # Hallstahammar borders on Västerås, Surahammar, Köping, Kungsör and, over Mälaren, Eskilstuna.
    assert {"1980", "1907", "1983"} <= set(gazetteer.neighbours("1961"))
    for each in gazetteer.municipalities():
        assert all(each.code in gazetteer.neighbours(other) for other in gazetteer.neighbours(each.code))


# --- what is shipped ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*SHIPPED, "0180", "2580", None])
def test_every_gazetteer_holds_together(code):
    loaded = gazetteer.load(gazetteer.municipality(code) if code else None)
    for key, place in loaded.places.items():
        assert key == place.id
        assert key.isascii()
        assert place.name.strip() == place.name != ""
        assert place.kind in PLACE_KINDS
        assert place.uncertainty_m >= 0
        assert place.source
        assert place.licence
        assert place.geometry.is_valid
        assert not place.geometry.is_empty
        assert place.parent is None or place.parent in loaded.places
        assert unicodedata.is_normalized("NFC", place.name)


@pytest.mark.parametrize("code", SHIPPED)
def test_detail_keeps_licences_apart_and_lies_in_its_municipality(code):
    outline = gazetteer.load(gazetteer.municipality(code)).places[code].geometry
    for path in (paths.DATA / "gazetteer" / code).glob("*.geojson"):
        for each in json.loads(path.read_text(encoding="utf-8"))["features"]:
            licence = each["properties"]["licence"]
            assert licence.startswith("ODbL") == (path.stem == "odbl"), (path.name, licence)
            assert "not stated" not in licence
            # 0.03 degrees, about two kilometres: lakes and schematic roads reach over the border.
            assert shapely.from_geojson(json.dumps(each["geometry"])).intersects(outline.buffer(0.03))


@pytest.mark.parametrize("code", SHIPPED)
def test_names_in_detail_are_not_repeated_nor_vague(code):
    for path in (paths.DATA / "gazetteer" / code).glob("*.geojson"):
        for each in json.loads(path.read_text(encoding="utf-8"))["features"]:
            properties = each["properties"]
            names = [properties["name"], *properties.get("aliases", []), *properties.get("generic_aliases", [])]
            folded = [name.casefold().replace("-", "") for name in names]
            assert len(set(folded)) == len(folded), names
            assert not any(name.endswith("området") for name in names), names


@pytest.mark.parametrize(
    ("name", "kind", "shape"),
    [
        ("Hallstahammar", "locality", "Polygon"),
        ("Kolbäck", "locality", "Polygon"),
        ("Strömsholm", "locality", "Polygon"),
        ("Nibble", "neighbourhood", "Polygon"),
        ("Västeråsvägen", "road", "LineString"),
        ("Länsväg 252", "road", "LineString"),
        ("Hammartorget", "landmark", "Point"),
        ("Vallbyskolan", "landmark", "Point"),
    ],
)
def test_hallstahammar_is_known_in_detail(name, kind, shape):
    found = [p for p in hallstahammar().places.values() if p.name == name and p.municipality_code == "1961"]
    assert [(p.kind, p.geometry.geom_type) for p in found] == [(kind, shape)]


def test_the_bare_name_is_the_town_and_the_municipality_only_where_there_is_no_such_town():
    places = gazetteer.load(None).places
    assert "Hallstahammar" not in places["1961"].aliases
    assert {"Hallstahammars kommun", "Hallstahammar kommun"} <= {places["1961"].name, *places["1961"].aliases}
    assert "Botkyrka" in places["0127"].aliases
    assert "Gotland" in places["0980"].aliases
    assert "Berg" not in places["2326"].aliases


def test_places_outside_are_known_and_flagged_by_their_code():
    outside = {p.name: p for p in hallstahammar().places.values() if p.municipality_code not in (None, "1961")}
    assert outside["Surahammar"].municipality_code == "1907"
    assert outside["Göteborg"].municipality_code == "1480"
    assert {"Västmanlands län", "Dalarnas län"} <= {
        p.name for p in hallstahammar().places.values() if p.kind == "region"
    }


def test_towns_lie_within_reach_of_their_municipality():
    places = gazetteer.load(None).places
    for place in places.values():
        if place.kind == "locality":
            # The outlines are simplified by up to 450 m (0.01 degrees is at least 500 m) and the coast by more.
            assert place.geometry.distance(places[place.municipality_code].geometry) < 0.02, place.id


def test_villages_are_known_only_in_their_own_municipality():
    def names(code):
        return {p.name for p in gazetteer.load(gazetteer.municipality(code)).places.values()}

    assert "Farsta" in names("0180")
    assert "Farsta" not in names("1961")


def test_every_municipality_has_its_county_its_neighbours_and_a_town_inside_its_outline():
    """All 290, from what is shipped."""
    national = sweden.load()
    outlines = {place.id: place.geometry for place in national.places if place.kind == "municipality"}
    towns = {}
    for place in national.places:
        if place.kind == "locality":
            towns.setdefault(place.municipality_code, []).append(place)
    assert len(outlines) == 290
    for each in national.municipalities:
        assert each.county in {place.name for place in national.places if place.kind == "region"}
        assert any(outlines[each.code].intersects(town.geometry) for town in towns[each.code]), each.name
        # Gotland alone borders on no other municipality.
        assert bool(gazetteer.neighbours(each.code)) is (each.code != "0980"), each.name


@pytest.mark.parametrize("code", [each.code for each in gazetteer.municipalities()][::29])
def test_minutes_from_any_municipality_get_its_largest_town_without_a_download(code, tmp_path):
    home = next(each for each in gazetteer.municipalities() if each.code == code)
    places = gazetteer.load(home).places
    towns = [each for each in places.values() if each.kind == "locality" and each.municipality_code == code]
    town = max(towns, key=lambda each: each.population or 0)
    path = tmp_path / "protokoll.txt"
    head, said = f"Minnesanteckningar från {places[code].name}", f"Det har varit många källarinbrott i {town.name}."
    path.write_text(f"{head}\n\n{said}\n", encoding="utf-8")
    found = pipeline.extract([path]).features
    assert {(each.municipality_code, each.place_id, each.precision) for each in found} == {(code, town.id, "locality")}


@pytest.mark.parametrize(("population", "at_least_m", "at_most_m"), [(500, 500, 500), (10_000, 1300, 1600)])
def test_a_town_reaches_as_far_as_its_people_need(population, at_least_m, at_most_m):
    # 10 000 people at about 1 500 per km² need 6.7 km²: a disc of radius 1 460 m.
    assert at_least_m <= sweden.town_uncertainty_m(population) <= at_most_m


# --- a municipality's own places ------------------------------------------------------------------------------------


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


# --- the background and who made it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*BACKGROUNDS, "2580", "0980"])
def test_every_background_has_an_outline_and_says_where_it_is_from(code):
    layers = basemap.layers(code)
    assert "boundary" in layers
    assert "label" in layers
    assert list(layers) == [kind for kind in basemap.KINDS if kind in layers]
    for kind, collection in layers.items():
        for each in collection["features"]:
            assert each["properties"]["kind"] == kind
            assert each["properties"]["name"]
            assert each["properties"]["source"]
            assert each["properties"]["licence"]
            assert shapely.from_geojson(json.dumps(each["geometry"])).is_valid


def test_a_background_may_be_changed_by_who_asked_for_it():
    basemap.layers("1961")["boundary"]["features"].clear()
    assert basemap.layers("1961")["boundary"]["features"]


def test_an_unknown_municipality_has_no_background():
    assert basemap.layers("9999") == {}


def test_the_attribution_names_each_maker_once():
    sources = ["SCB, tätorter 2023", "OpenStreetMap (ankarpunkt)", "SCB, RegSO 2018", "GeoNames via Who's On First"]
    assert credits.line(sources) == (
        "GeoNames (CC BY 4.0) · © OpenStreetMap contributors (ODbL 1.0) · SCB · Who's On First"
    )


def test_every_map_of_hallstahammar_credits_openstreetmap_and_a_national_one_does_not():
    assert "© OpenStreetMap contributors" in gazetteer.attribution("1961")
    assert "OpenStreetMap" not in gazetteer.attribution("2580")
    assert "GeoNames (CC BY 4.0)" in gazetteer.attribution(None)


def test_every_shipped_file_is_accounted_for_in_sources(root):
    told = (root / "data" / "SOURCES.md").read_text(encoding="utf-8")
    for folder in ("gazetteer", "basemap"):
        for path in (root / "data" / folder).rglob("*.*"):
            if path.is_file() and "own" not in path.parts:
                assert path.relative_to(root).as_posix() in told, path


# --- GeoPackage, validity, layers -----------------------------------------------------------------------------------


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
