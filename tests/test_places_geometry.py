"""Crossings, stretches and halves, drawn in metres (EPSG:3006) where the answers can be seen by eye."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box

from trygghet_geo.places import shapes

E, N = 570_000.0, 6_608_000.0
"""A point in Hallstahammar; all drawings start there."""


def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
    return [(E + x, N + y) for x, y in points]


def line(*points: tuple[float, float]):
    return shapes.degrees(LineString(at(*points)))


def seen(geometry):
    """Back in metres from the corner of the drawing."""
    from shapely import affinity

    return affinity.translate(shapes.metric(geometry), -E, -N)


STREET = line((0, 0), (1000, 0))


def test_two_streets_cross_in_a_point():
    point, off = shapes.crossing(STREET, line((300, -200), (300, 200)))
    assert seen(point).distance(Point(300, 0)) < 0.1
    assert off == 0


def test_two_crossings_give_the_middle_and_say_how_far_it_may_be_off():
    # A crescent that meets the street at 200 and at 600: the middle is 400, and 200 m from either.
    point, off = shapes.crossing(STREET, line((200, -100), (200, 100), (600, 100), (600, -100)))
    assert seen(point).distance(Point(400, 0)) < 0.5
    assert off == pytest.approx(200, abs=0.5)


def test_streets_that_do_not_meet_are_half_the_gap_uncertain():
    point, off = shapes.crossing(STREET, line((300, 60), (300, 200)))
    assert seen(point).distance(Point(300, 30)) < 0.1
    assert off == pytest.approx(30, abs=0.1)


def stretch(road, one, other):
    cut = shapes.stretch(road, one, other)
    return None if cut is None else seen(cut)


def test_between_two_cross_streets_is_from_crossing_to_crossing():
    # The cross streets' own middles lie far off the street: only where they cross it counts.
    one, other = line((200, -900), (200, 10)), line((700, -10), (700, 1200))
    cut = stretch(STREET, one, other)
    assert cut.hausdorff_distance(LineString([(200, 0), (700, 0)])) < 0.5
    assert stretch(STREET, other, one).hausdorff_distance(cut) < 0.5


def test_between_two_towns_is_the_open_road():
    towns = [shapes.degrees(box(E + west, N - 100, E + east, N + 100)) for west, east in ((-50, 150), (800, 1100))]
    assert stretch(STREET, *towns).hausdorff_distance(LineString([(150, 0), (800, 0)])) < 0.5


def test_between_two_sites_beside_the_street():
    cut = stretch(STREET, shapes.degrees(Point(E + 100, N + 80)), shapes.degrees(Point(E + 400, N - 50)))
    assert cut.hausdorff_distance(LineString([(100, 0), (400, 0)])) < 0.5


def test_a_place_far_from_the_street_is_no_end_of_it():
    assert stretch(STREET, shapes.degrees(Point(E, N)), shapes.degrees(Point(E + 500, N + 1600))) is None


def test_the_same_end_twice_is_no_stretch():
    corner = shapes.degrees(Point(E + 500, N))
    assert stretch(STREET, corner, corner) is None
    assert stretch(shapes.degrees(Point(E, N)), corner, STREET) is None


def test_on_a_ring_road_it_is_the_shorter_way_round():
    ring = line((0, 0), (400, 0), (400, 400), (0, 400), (0, 0))
    # From (0, 100) to (100, 0) the ring begins and ends in between: 200 m over the corner, 1 400 m the other way.
    cut = stretch(ring, shapes.degrees(Point(E, N + 100)), shapes.degrees(Point(E + 100, N)))
    assert cut.length == pytest.approx(200, abs=0.5)


def test_a_street_in_pieces_keeps_all_that_lies_between():
    # Two carriageways, and a gap at 500–600: between 200 and 800 there are 2 · (300 + 200) m.
    pieces = [((0, y), (500, y)) for y in (0, 20)] + [((600, y), (1000, y)) for y in (0, 20)]
    road = shapes.degrees(MultiLineString([at(*piece) for piece in pieces]))
    cut = stretch(road, line((200, -50), (200, 50)), line((800, -50), (800, 50)))
    assert cut.length == pytest.approx(1000, abs=1)
    assert cut.bounds == pytest.approx((200, 0, 800, 20), abs=0.5)


def part(geometry, east, north):
    cut = shapes.part(geometry, east=east, north=north)
    return None if cut is None else seen(cut)


TOWN = shapes.degrees(box(E, N, E + 1000, N + 1000))


@pytest.mark.parametrize(
    ("east", "north", "bounds"),
    [
        (0, 1, (0, 500, 1000, 1000)),
        (0, -1, (0, 0, 1000, 500)),
        (1, 0, (500, 0, 1000, 1000)),
        (-1, 0, (0, 0, 500, 1000)),
        (1, -1, (500, 0, 1000, 500)),
    ],
)
def test_the_half_of_a_square_is_its_half(east, north, bounds):
    assert part(TOWN, east, north).bounds == pytest.approx(bounds, abs=1.5)


def test_a_long_arm_does_not_move_the_cut():
    # A square of 1 000 · 1 000 m with an arm of 10 · 3 000 m to the north: half of 1 030 000 m² is reached at 515 m,
    # though the middle of its bounding box lies at 2 000 m.
    arm = shapes.degrees(Polygon(at((0, 0), (1000, 0), (1000, 1000), (10, 1000), (10, 4000), (0, 4000))))
    assert part(arm, 0, 1).bounds[1] == pytest.approx(515, abs=1.5)
    assert part(arm, 0, 1).area == pytest.approx(515_000, rel=0.01)


def test_a_town_in_two_parts_has_halves_too():
    two = shapes.degrees(box(E, N, E + 1000, N + 100).union(box(E, N + 900, E + 1000, N + 1000)))
    assert part(two, 0, 1).bounds == pytest.approx((0, 900, 1000, 1000), abs=2)


def test_the_northern_part_of_a_street():
    assert part(line((0, 0), (0, 800)), 0, 1).bounds == pytest.approx((0, 400, 0, 800), abs=1.5)


def test_a_point_has_no_halves():
    assert part(shapes.degrees(Point(E, N)), 0, 1) is None
