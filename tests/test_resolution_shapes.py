"""What is drawn of crossings, stretches, halves and vague places; distances as in test_resolution."""

from __future__ import annotations

import pytest
from shapely.geometry import Point

from tests.located import ids, where


def test_crossing_of_two_lines_is_their_intersection():
    (loc,) = where("Olyckor i korsningen Storgatan/Kyrkvägen.")
    assert loc.precision == "site"
    # Storgatan runs along 59.61, Kyrkvägen along 16.22.
    assert loc.geometry.distance(Point(16.22, 59.61)) < 1e-4
    assert loc.mention.text == "Storgatan/Kyrkvägen"
    assert loc.uncertainty_m == pytest.approx(50, abs=2)


@pytest.mark.parametrize("verb", ["möter", "korsar", "mynnar ut i"])
def test_crossing_told_by_a_verb_is_their_intersection(verb):
    (loc,) = where(f"Där Storgatan {verb} Kyrkvägen stannar ingen för barnen.")
    assert loc.precision == "site"
    assert loc.geometry.distance(Point(16.22, 59.61)) < 1e-4


def test_two_unknown_streets_that_meet_are_one_place_without_a_dot():
    (loc,) = where("Där Hågestavägen möter Tallbacksgatan stannar ingen för barnen.")
    assert (loc.precision, loc.geometry) == ("none", None)


def test_crossing_with_a_street_known_as_a_point_has_its_uncertainty():
    (loc,) = where("Olyckor i korsningen mellan Storgatan och Parkgatan.")
    # Parkgatan's point lies 0.002° = 223 m north of Storgatan: half of that, and 300 m for the street itself.
    assert loc.uncertainty_m == pytest.approx(300 + 111, abs=2)


def test_stretch_between_two_places_on_a_road():
    (loc,) = where("Buskörning på Storgatan mellan Björkskolan och Ekskolan.")
    west, _, east, _ = loc.geometry.bounds
    assert (west, east) == (pytest.approx(16.205, abs=1e-4), pytest.approx(16.235, abs=1e-4))
    assert (loc.place.id, loc.precision) == ("storgatan", "road")


def test_the_road_of_a_stretch_may_be_said_behind_it():
    before = where("Fort på väg 252 mellan Almtuna och Lillå.")
    for said in ("Fort mellan Almtuna och Lillå på väg 252.", "Mellan Almtuna och Lillå längs väg 252 är det mörkt."):
        assert [(one.place.id, one.geometry) for one in where(said)] == [("vag-252", before[0].geometry)]
    assert len(before) == 1
    # Between two streets the one behind is a third place.
    assert len(where("Fort mellan Storgatan och Kyrkvägen på Parkgatan.")) == 3


def test_between_two_towns_without_a_road_is_both():
    assert ids("Vildsvin mellan Lillå och Mellerås.") == [("lilla", "locality"), ("melleras", "locality")]


def test_northern_half_of_an_outline():
    (loc,) = where("Stölder i norra Lillå.")
    _, south, _, north = loc.geometry.bounds
    assert (south, north) == (pytest.approx(59.555, abs=2e-4), pytest.approx(59.56, abs=1e-4))
    assert loc.geometry.area == pytest.approx(0.02 * 0.01 / 2, rel=0.02)


def test_soft_area_reaches_a_kilometre_beyond_the_outline():
    (loc,) = where("Oro i Lillåområdet.")
    # 1,000 m is 0.00898° north; the outline ends at 59.56.
    assert loc.geometry.bounds[3] == pytest.approx(59.56 + 0.00898, abs=2e-4)
    assert loc.uncertainty_m == 1000


def test_point_place_adds_its_own_uncertainty_when_vague():
    (loc,) = where("Oro utanför Vargtorp.")
    assert loc.uncertainty_m == 3000 + 400


def test_same_place_twice_is_one_location():
    assert ids("Bråk i Lillå och klotter i Lillå.") == [("lilla", "locality")]
