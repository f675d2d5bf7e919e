"""Geometry of places that words make vaguer or sharper. EPSG:4326 in and out, measured in SWEREF 99 TM metres."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

if TYPE_CHECKING:
    import pyproj

METRIC_CRS = "EPSG:3006"


@cache
def _transformers() -> tuple[pyproj.Transformer, pyproj.Transformer]:
    import pyproj  # a tenth of a second, which only a place that is reshaped needs

    there = pyproj.Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True)
    back = pyproj.Transformer.from_crs(METRIC_CRS, "EPSG:4326", always_xy=True)
    return there, back


def metric(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry in EPSG:3006, metres."""
    return shapely.transform(geometry, _transformers()[0].transform, interleaved=False)


def degrees(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry of EPSG:3006 back in EPSG:4326."""
    return shapely.transform(geometry, _transformers()[1].transform, interleaved=False)


def soft(geometry: BaseGeometry, *, metres: float) -> BaseGeometry:
    """Everything within `metres` of the geometry."""
    return degrees(metric(geometry).buffer(metres))


def part(geometry: BaseGeometry, *, east: int, north: int) -> BaseGeometry | None:
    """The half (or quarter) of an outline or a line that lies to the side given by the signs of `east` and `north`.

    The cut runs where it leaves as much on either side (area of an outline, length of a line), so that a long arm does
    not move it. A quarter is the overlap of two halves. None for points and where the halves do not overlap.
    """
    flat = metric(geometry)
    if flat.geom_type not in ("Polygon", "MultiPolygon", "LineString", "MultiLineString"):
        return None
    west, south, right, top = flat.bounds
    x, y = _halving(flat, axis=0), _halving(flat, axis=1)
    box = shapely.box(
        x if east > 0 else west, y if north > 0 else south, x if east < 0 else right, y if north < 0 else top
    )
    cut = _of_same_sort(flat.intersection(box), flat)
    return None if cut is None else degrees(cut)


def _halving(flat: BaseGeometry, *, axis: int) -> float:
    """The coordinate (0: x, 1: y) with half the geometry's area, or length, on either side; within a metre."""
    west, south, east, north = flat.bounds
    low, high = (west, east) if axis == 0 else (south, north)

    def size(shape: BaseGeometry) -> float:
        return shape.area or shape.length

    while high - low > 1:
        middle = (low + high) / 2
        below = shapely.box(west, south, *((middle, north) if axis == 0 else (east, middle)))
        low, high = (middle, high) if size(flat.intersection(below)) < size(flat) / 2 else (low, middle)
    return (low + high) / 2


def _of_same_sort(cut: BaseGeometry, whole: BaseGeometry) -> BaseGeometry | None:
    """What is left of `cut` without the points and edges that a cut along a border leaves behind."""
    sort = whole.geom_type.removeprefix("Multi")
    parts = [each for each in shapely.get_parts(cut) if each.geom_type == sort]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def crossing(one: BaseGeometry, other: BaseGeometry) -> tuple[BaseGeometry, float]:
    """Where two roads meet, as a point, and how far off in metres it may be by the geometries alone.

    Lines that cross once give that point. Where they cross several times, or share a stretch, it is the middle of all
    that they share, and it may be as far off as the farthest of it. Lines that do not meet give the point half-way
    between their nearest points, with half the gap as uncertainty.
    """
    a, b = metric(one), metric(other)
    shared = a.intersection(b)
    if not shared.is_empty:
        middle = shared.centroid
        return degrees(middle), round(middle.hausdorff_distance(shared), 1)
    gap = shapely.shortest_line(a, b)
    return degrees(gap.interpolate(0.5, normalized=True)), round(gap.length / 2, 1)


BESIDE_M = 1500.0
"""A place farther than this from a road is not on it: no stretch begins there."""


def stretch(line: BaseGeometry, one: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    """The part of a road between two places: cross streets, sites beside it, towns that it runs through.

    It runs from where the road leaves the one to where it meets the other, so between two towns it is the open road. On
    a closed road it is the shorter way round. A road in several pieces (a gap, two carriageways) keeps what lies
    between. None when it is no line, a place is more than `BESIDE_M` off it, or nothing lies between.
    """
    flat = metric(line)
    if flat.geom_type == "MultiLineString":
        flat = shapely.line_merge(flat)
    if flat.geom_type not in ("LineString", "MultiLineString"):
        return None
    ends = _meeting(flat, metric(one), metric(other))
    if ends is None:
        return None
    cut = _between(flat, *ends) if flat.geom_type == "LineString" else _band(flat, *ends)
    return degrees(cut) if cut is not None and cut.length > 1 else None


def _meeting(flat: BaseGeometry, one: BaseGeometry, other: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry] | None:
    """The points of the road where the stretch begins and ends."""
    if max(flat.distance(one), flat.distance(other)) > BESIDE_M:
        return None
    first, second = _touching(flat, one), _touching(flat, other)
    if first.intersects(second):
        # One place holds the other's end: the middle of each is the best there is.
        first, second = first.centroid, second.centroid
    near = shapely.shortest_line(first, second)
    points = [flat.interpolate(flat.project(shapely.Point(p))) for p in near.coords]
    return (points[0], points[1]) if points[0].distance(points[1]) > 1 else None


def _touching(flat: BaseGeometry, place: BaseGeometry) -> BaseGeometry:
    """What a road and a place share; of a place beside it the point of the road before its middle, or its end."""
    shared = flat.intersection(place)
    if not shared.is_empty:
        return shared
    beside = place if "Line" in place.geom_type else place.centroid
    return shapely.Point(shapely.shortest_line(flat, beside).coords[0])


def _between(flat: BaseGeometry, one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    a, b = sorted(flat.project(end) for end in (one, other))
    inner = substring(flat, a, b)
    if not flat.is_ring or inner.length <= flat.length / 2:
        return inner
    return shapely.line_merge(shapely.union_all([substring(flat, b, flat.length), substring(flat, 0, a)]))


def _band(flat: BaseGeometry, one: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    """The pieces between the two lines drawn across the road's course at its ends."""
    east, north = other.x - one.x, other.y - one.y
    length = math.hypot(east, north)
    side = 10 * (flat.length + length)
    across = (-north / length * side, east / length * side)
    corners = [
        (end.x + sign * across[0], end.y + sign * across[1])
        for end, signs in ((one, (1, -1)), (other, (-1, 1)))
        for sign in signs
    ]
    return _of_same_sort(flat.intersection(shapely.Polygon(corners)), flat)


def distance_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Shortest distance in metres; exact enough for choosing between places within Sweden."""
    return float(metric(one).distance(metric(other)))


def near_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Distance between centres in metres without a projection: fast, within 1 % inside a municipality."""
    a, b = one.centroid, other.centroid
    scale = math.cos(math.radians((a.y + b.y) / 2))
    return 111_200 * math.hypot((a.x - b.x) * scale, a.y - b.y)
