"""Tables, documents and places made in code for the tests of `trygghet_geo.statistics`."""

from __future__ import annotations

from datetime import date
from itertools import count

import shapely
from geopandas import GeoDataFrame

from tests.made import feature
from trygghet_geo import table
from trygghet_geo.coordinates import from_metres
from trygghet_geo.records import Place
from trygghet_geo.statistics.landscape import Landscape, landscape
from trygghet_geo.statistics.occasions import Source

PLACES = {
    "1961": ("Hallstahammars kommun", "municipality", "lan-19"),
    "town": ("Hallstahammar", "locality", "1961"),
    "centre": ("Hallstahammars centrum", "neighbourhood", "town"),
    "square": ("Hammartorget", "landmark", "centre"),
    "road": ("Västeråsvägen", "road", "town"),
    "other": ("Kolbäck", "locality", "1961"),
}
X0, Y0 = 560_000.0, 6_600_000.0


def places() -> dict[str, Place]:
    """The places of PLACES, one inside the other, all at one point."""
    point = shapely.Point(16.2, 59.6)
    return {
        id_: Place(id_, name, kind, point, "1961", 100.0, "påhittat", "CC0", parent=parent)
        for id_, (name, kind, parent) in PLACES.items()
    }


def said(*rows: tuple) -> GeoDataFrame:
    """A table of statements: (document, category, place id or None) and, by name, what differs.

    A row's last part may be a dict of changes; statements are numbered unless they say their own id.
    """
    numbers, made = count(1), []
    for row in rows:
        changes = dict(row[3]) if len(row) > 3 else {}
        number = next(numbers)
        values = {"id": f"f{number}", "statement_id": f"s{number}", "document": row[0], "document_sha256": row[0]}
        where = {"place_id": row[2], "place": PLACES[row[2]][0], "place_kind": PLACES[row[2]][1]} if row[2] else {}
        where = where or {"place_id": None, "place": None, "place_kind": None, "geometry": None, "precision": "none"}
        made.append(feature(**(values | {"category": row[1], "type": None, "start": number} | where | changes)))
    return table.frame(made)


def sources(**days: date | None) -> tuple[Source, ...]:
    """Minutes by name."""
    return tuple(Source(name, day, "minutes") for name, day in days.items())


def quarters(number: int, *, start: int = 2020) -> tuple[Source, ...]:
    """Minutes m1, m2 … on the first day of each quarter."""
    return tuple(Source(f"m{i + 1}", date(start + i // 4, 1 + 3 * (i % 4), 1), "minutes") for i in range(number))


def square(x: float, y: float, side_m: float) -> shapely.Polygon:
    """A square in EPSG:4326 with its south-west corner `x`, `y` metres from (X0, Y0) in EPSG:3006."""
    return from_metres(shapely.box(X0 + x, Y0 + y, X0 + x + side_m, Y0 + y + side_m))


def point(x: float, y: float) -> shapely.Point:
    return from_metres(shapely.Point(X0 + x, Y0 + y))


def region() -> dict[str, Place]:
    """A municipality of 20 × 20 km with two square towns: Storby, 3 × 3 km, and Lillby, 2 × 2 km; 6,000 and 4,000."""
    rows = [
        ("1961", "Påhittade kommun", "municipality", square(0, 0, 20_000), None),
        ("stor", "Storby", "locality", square(4000, 4000, 3000), 6000),
        ("lill", "Lillby", "locality", square(12_000, 12_000, 2000), 4000),
    ]
    return {
        id_: Place(id_, name, kind, shape, "1961", 25.0, "påhittat", "CC0", population=people)
        for id_, name, kind, shape, people in rows
    }


def ground() -> Landscape:
    """The landscape of `region` with cells of 250 m."""
    return landscape(region(), "1961")
