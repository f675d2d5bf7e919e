"""What is shipped of places and background: data that holds together and says where it is from."""

from __future__ import annotations

import json
import unicodedata

import pytest
import shapely

from tests.own_places import hallstahammar
from trygghet_geo import paths, pipeline
from trygghet_geo.places import basemap, credits, gazetteer, sweden
from trygghet_geo.records import PLACE_KINDS

SHIPPED = sorted(folder.name for folder in (paths.DATA / "gazetteer").iterdir() if folder.name.isdigit())
BACKGROUNDS = sorted(folder.name for folder in (paths.DATA / "basemap").iterdir() if folder.is_dir())


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
