"""Footprints, densities, cells and exposures: mass is kept, nothing is at a centroid, borders and water are honest."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import feature
from tests.statistics_made import X0, Y0, ground, point, region, square
from trygghet_geo import table
from trygghet_geo.coordinates import from_metres
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import cells, density, exposure, grids, landscape, supports
from trygghet_geo.statistics.supports import Footprint


def spread_of(*features, land=None) -> supports.Spread:
    return supports.spread(table.frame(features), land or ground())


def at(x: float, y: float, **changes):
    """A site `x`, `y` metres into the region."""
    values = {"geometry": point(x, y), "precision": "site", "place_kind": "landmark", "uncertainty_m": 50.0}
    return feature(**(values | changes))


def test_a_landscape_has_its_residents_where_its_localities_are() -> None:
    land = ground()
    assert [(area.name, area.residents) for area in land.areas[:2]] == [("Storby", 6000.0), ("Lillby", 4000.0)]
    # 3 × 3 km of cells of 250 m: 144; 2 × 2 km: 64. No neighbourhood tells what lies outside: 12/88 of 10,000.
    assert [(land.area == i).sum() for i in (0, 1)] == [144, 64]
    assert land.residents[land.area == 0].sum() == pytest.approx(6000)
    assert land.areas[-1].residents == pytest.approx(10_000 * 12 / 88)
    assert "uppskattade" in land.notes[0]


def test_neighbourhoods_with_inhabitants_spread_them_within_their_town() -> None:
    half = replace(region()["stor"], id="v", kind="neighbourhood", geometry=square(4000, 4000, 1500), population=3000)
    land = landscape.landscape(region() | {"v": half}, "1961")
    inside = land.grid.inside(shapely.box(X0 + 4000, Y0 + 4000, X0 + 5500, Y0 + 5500))
    rest = np.setdiff1d(np.flatnonzero(land.area == 0), inside)
    # 36 cells at 3000/36, the other 108 at weight 1: the town's 6,000 in that proportion.
    assert land.residents[inside].sum() == pytest.approx(6000 * 3000 / 3108, rel=1e-3)
    assert land.residents[rest].sum() == pytest.approx(6000 * 108 / 3108, rel=1e-3)


def test_a_town_known_as_a_point_is_a_disc_of_its_inhabitants() -> None:
    town = replace(region()["stor"], geometry=point(5500, 5500))
    land = landscape.landscape(region() | {"stor": town}, "1961")
    # 6,000 at 1,500 a square kilometre: 4 km², 64 cells of 250 m.
    assert abs((land.area == [a.id for a in land.areas].index("stor")).sum() - 64) <= 6


def test_a_municipality_without_an_outline_is_refused() -> None:
    with pytest.raises(InvalidSelection, match="saknar gräns"):
        landscape.landscape({}, "1961")


def test_a_large_municipality_gets_larger_cells() -> None:
    grid = grids.over(shapely.box(0, 0, 300_000, 300_000))
    assert grid.cells <= grids.MOST_CELLS
    assert grid.size_m in (500.0, 1000.0)


def test_a_site_has_86_percent_of_its_mass_within_its_uncertainty() -> None:
    land = landscape.landscape(region(), "1961", size_m=100)
    row = supports.matrix([Footprint(shapely.Point(X0 + 10_000, Y0 + 10_000), "site", 1000.0)], land)
    x, y = land.grid.centres()
    near = np.hypot(x - X0 - 10_000, y - Y0 - 10_000) <= 1000
    # 1 - exp(-2) = 0.865 of a round normal distribution lies within two sigma.
    assert row.toarray()[0][near].sum() == pytest.approx(0.865, abs=0.01)
    assert row.sum() == pytest.approx(1.0, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(500, 19_500),
    st.floats(500, 19_500),
    st.sampled_from(["site", "vague", "road", "neighbourhood", "locality"]),
    st.floats(1, 400),
)
def test_every_placed_statement_weighs_one(x: float, y: float, precision: str, uncertainty: float) -> None:
    shape = {"site": point(x, y), "vague": point(x, y)}.get(precision) or square(x - 300, y - 300, 600)
    if precision == "road":
        shape = shapely.LineString([point(x, y), point(x + 100, y + 2500 if y < 15_000 else y - 2500)])
    found = spread_of(at(0, 0, geometry=shape, precision=precision, uncertainty_m=uncertainty))
    # Within the municipality all mass is there; near its border some of it may lie outside, never more than one.
    assert found.mass().sum() <= 1 + 1e-9
    if 2000 < x < 18_000 and 3000 < y < 17_000:
        assert found.mass().sum() == pytest.approx(1.0, abs=2e-3)


def test_a_locality_is_spread_over_its_inhabitants_and_never_at_its_middle() -> None:
    land = ground()
    found = spread_of(feature(geometry=region()["stor"].geometry, precision="locality"), land=land)
    mass = found.mass()
    assert mass[land.area == 0].sum() == pytest.approx(1.0)
    assert mass.max() == pytest.approx(1 / 144)


def test_a_road_is_even_along_its_line() -> None:
    land = ground()
    line = shapely.LineString([point(2000, 10_125), point(8000, 10_125)])
    mass = spread_of(at(0, 0, geometry=line, precision="road", uncertainty_m=20.0), land=land).mass()
    row = mass.reshape(land.grid.shape)[int((Y0 + 10_125 - land.grid.y0) // 250)]
    middle = row[10:30]
    assert middle.min() == pytest.approx(middle.max(), rel=0.05)
    assert middle.mean() == pytest.approx(250 / 6000, rel=0.02)


def test_vague_reaches_farther_than_its_outline() -> None:
    vague = at(0, 0, geometry=square(9000, 9000, 1000), precision="vague", uncertainty_m=1000.0)
    exact = at(0, 0, geometry=square(9000, 9000, 1000), precision="neighbourhood", uncertainty_m=1000.0)
    assert (spread_of(vague).mass() > 0).sum() > 4 * (spread_of(exact).mass() > 0).sum()


def test_municipality_and_none_are_left_out_and_counted_and_several_places_share_one() -> None:
    found = spread_of(
        at(5000, 5000, statement_id="a", place_id="p"),
        at(13_000, 13_000, statement_id="a", place_id="q", id="x"),
        at(5000, 5000, statement_id="a", place_id="p", id="y", category="fire"),
        feature(statement_id="b", precision="none", geometry=None, place_id=None),
        feature(statement_id="c", precision="municipality", geometry=None),
        at(5000, 5000, statement_id="d", kind="calm"),
        at(5000, 5000, statement_id="e", status="rejected"),
    )
    assert found.weight.tolist() == [0.5, 0.5]
    assert found.left_out == 2
    assert found.mass().sum() == pytest.approx(1.0)


def test_a_place_outside_the_municipality_is_not_dragged_inside() -> None:
    assert spread_of(at(25_000, 25_000)).mass().sum() == 0
    # On the border half of it lies inside.
    assert spread_of(at(10_000, 0, uncertainty_m=1000.0)).mass().sum() == pytest.approx(0.5, abs=0.01)


def test_what_falls_on_water_goes_to_the_shore() -> None:
    lake = square(10_000, 10_000, 2000)
    land = landscape.landscape(region(), "1961", water=[lake])
    mass = spread_of(at(10_000, 11_000, uncertainty_m=800.0), land=land).mass()
    assert mass.sum() == pytest.approx(1.0, abs=1e-3)
    assert mass[~land.land].sum() == 0


def test_density_keeps_the_number_of_statements_also_at_a_border_and_a_shore() -> None:
    land = landscape.landscape(region(), "1961", water=[square(10_000, 10_000, 2000)])
    found = spread_of(at(300, 300, statement_id="a"), at(10_000, 11_000, statement_id="b"), land=land)
    surface = density.density(found, land)
    total = surface.values.sum() * (land.grid.size_m / 1000) ** 2
    assert total == pytest.approx(found.mass().sum(), rel=1e-9)
    assert surface.values.ravel()[~land.land].max() == 0
    assert surface.thin[land.land.reshape(land.grid.shape)].all()


def test_density_has_the_height_of_its_kernel() -> None:
    land = landscape.landscape(region(), "1961", size_m=100)
    surface = density.density(spread_of(at(10_050, 10_050, uncertainty_m=1.0), land=land), land, bandwidth_m=500)
    # 1 / (2 pi 0.5²) = 0.637 a square kilometre at the middle of a normal kernel of 500 m.
    assert surface.values.max() == pytest.approx(0.637, rel=0.02)


def test_five_statements_within_the_bandwidth_are_no_longer_thin() -> None:
    land = ground()
    many = [at(5000, 5000, statement_id=str(i), id=str(i)) for i in range(6)]
    surface = density.density(spread_of(*many, land=land), land)
    assert not surface.thin[np.unravel_index(surface.values.argmax(), surface.values.shape)]
    assert density.density(spread_of(*many[:4], land=land), land).thin[land.land.reshape(land.grid.shape)].all()


@pytest.mark.parametrize(("shape", "size", "area"), [("square", 500.0, 0.25), ("hexagon", 1000.0, 0.866)])
def test_cells_have_one_area_and_hold_all_that_was_said(shape: str, size: float, area: float) -> None:
    land = ground()
    found = spread_of(
        at(5000, 5000, statement_id="a"),
        feature(statement_id="b", geometry=region()["stor"].geometry, precision="locality"),
        land=land,
    )
    tiles = cells.tiling(land, size_m=size, shape=shape)
    drawn = cells.cells(found, land, tiles)
    assert drawn["mass"].sum() == pytest.approx(found.mass().sum(), abs=0.05)
    # A hexagon of width w has the area w² √3 / 2.
    assert drawn.geometry.to_crs("EPSG:3006").area.to_numpy() / 1e6 == pytest.approx(area, rel=0.01)
    assert drawn["thin"].all()
    holds = shapely.contains_xy(tiles.outlines[tiles.tile[land.land]], *(c[land.land] for c in land.grid.centres()))
    assert holds.mean() > 0.97


def test_cells_count_a_statement_once_and_refuse_what_makes_no_sense() -> None:
    land = ground()
    twice = [at(5010, 5010, statement_id="a", place_id="p"), at(5020, 5020, statement_id="a", place_id="q", id="x")]
    drawn = cells.cells(spread_of(*twice, land=land), land, cells.tiling(land, size_m=1000, shape="square"))
    assert drawn["statements"].max() == 1
    with pytest.raises(InvalidSelection, match="cellform"):
        cells.tiling(land, size_m=1000, shape="circle")
    with pytest.raises(InvalidSelection, match="för liten"):
        cells.tiling(land, size_m=100)


def test_roads_are_measured_in_metres_and_too_few_are_refused() -> None:
    land = ground()
    # Both towns have 10,000 inhabitants: 20 km within them are needed.
    grid = [shapely.LineString([point(4000, 4060 + 140 * i), point(7000, 4060 + 140 * i)]) for i in range(8)]
    with pytest.raises(InvalidSelection, match="underlaget räcker inte"):
        exposure.roads(grid[:3], land)
    metres = exposure.roads(grid, land)
    # 8 × 3 km, all within Storby.
    assert metres.sum() == pytest.approx(24_000, rel=0.01)
    assert metres[land.area == 0].sum() == pytest.approx(24_000, rel=0.02)


def test_residents_of_squares_go_to_the_built_up_cells() -> None:
    land = ground()
    squares = gpd.GeoDataFrame(
        {"folk": [100, 40, None]}, geometry=[square(3000, 3000, 2000), square(0, 0, 1000), None], crs=4326
    )
    people = exposure.from_areas(squares, "folk", land)
    assert people.sum() == pytest.approx(140)
    assert people[land.area == 0].sum() == pytest.approx(100)
    with pytest.raises(InvalidSelection, match="kolumnen antal"):
        exposure.from_areas(squares, "antal", land)
    # The same squares in another coordinate system give the same.
    assert exposure.from_areas(squares.to_crs(3006), "folk", land).sum() == pytest.approx(140)


def test_footprints_come_from_degrees() -> None:
    assert from_metres(shapely.Point(X0, Y0)).x == pytest.approx(16.06, abs=0.01)
