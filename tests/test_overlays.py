"""Layers besides the places: steps of a surface by hand, and nothing drawn that rests on too little."""

import numpy as np
from shapely.geometry import Polygon, shape

from trygghet_geo import overlays
from trygghet_geo.overlays import Overlay
from trygghet_geo.records import Place
from trygghet_geo.statistics.density import Surface
from trygghet_geo.statistics.grids import Grid
from trygghet_geo.statistics.landscape import Landscape

GRID = Grid(x0=560_000.0, y0=6_600_000.0, nx=3, ny=1, size_m=1000.0)
STEPS = ("a", "b", "c", "d", "e")


def surface(values, thin) -> Surface:
    return Surface(GRID, np.array([values], dtype=float), np.array([thin]), 9.0, 0, None)


def area_km2(item: dict) -> float:
    west, south, east, north = shape(item["geometry"]).bounds
    return (east - west) * 111.32 * np.cos(np.radians(59.5)) * (north - south) * 111.32


def test_each_step_of_the_density_is_one_area_with_its_words():
    # Steps begin at 0.5, 2, 4, 6 and 8 of 10: the first cell is below, the second in the second, the third in the last.
    drawn = overlays.density(surface([0.1, 3.0, 10.0], [False, False, False]), steps=STEPS, thin="few")
    assert [row["text"] for row in drawn.legend] == ["b", "e"]
    assert [item["style"]["fillColor"] for item in drawn.shapes] == [
        overlays.DENSITY_COLOURS[1],
        overlays.DENSITY_COLOURS[4],
    ]
    # A square kilometre each; its box in degrees is a little larger, because north of the grid is not quite north.
    assert all(0.95 < area_km2(item) < 1.15 for item in drawn.shapes)


def test_what_rests_on_few_is_hatched_and_what_is_not_drawn_is_not():
    drawn = overlays.density(surface([0.1, 3.0, 10.0], [True, True, False]), steps=STEPS, thin="few")
    hatched = [item for item in drawn.shapes if item.get("hatch")]
    assert len(hatched) == 1
    assert 0.95 < area_km2(hatched[0]) < 1.15
    assert drawn.legend[-1] == {"key": "hatch", "text": "few"}


def test_no_density_is_drawn_where_all_of_it_rests_on_too_few_or_there_is_none():
    assert overlays.density(surface([1.0, 3.0, 10.0], [True, True, True]), steps=STEPS, thin="few") == Overlay()
    # Enough only where the surface is too low to be drawn.
    assert overlays.density(surface([0.1, 3.0, 10.0], [False, True, True]), steps=STEPS, thin="few") == Overlay()
    assert overlays.density(surface([0.0, 0.0, 0.0], [False] * 3), steps=STEPS, thin="few") == Overlay()


def test_inhabitants_are_by_square_kilometre():
    whole = np.ones(3, dtype=bool)
    land = Landscape(GRID, whole, np.zeros(3, dtype=int), np.array([10.0, 600.0, 4000.0]), ())
    drawn = overlays.residents(land, steps=STEPS[:4])
    assert [row["text"] for row in drawn.legend] == ["b", "d"]


def test_outlines_are_those_of_the_municipality_and_of_areas_only():
    square = Polygon([(16.0, 59.0), (16.1, 59.0), (16.1, 59.1)])
    facts = {"name": "x", "geometry": square, "municipality_code": "1961", "parent": None}
    kinds = [
        ("a", "locality", "1961"),
        ("b", "neighbourhood", "1961"),
        ("c", "locality", "1980"),
        ("d", "road", "1961"),
    ]
    places = [place(one, kind, facts | {"municipality_code": code}) for one, kind, code in kinds]
    assert len(overlays.outlines(places, "1961", text="edge").shapes) == 2
    assert overlays.outlines([], "1961", text="edge") == Overlay()


def place(id_: str, kind: str, facts: dict) -> Place:
    names = dict.fromkeys(Place.__dataclass_fields__)
    return Place(**{**names, **facts, "id": id_, "kind": kind})
