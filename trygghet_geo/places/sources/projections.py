"""In which coordinate system the numbers of a file are: as the file says, else as the values show, else asked for.

Swedish municipalities keep their data in SWEREF 99 TM or in one of the twelve local zones; old files in RT 90. When a
file does not say, each system (and each order of the axes) is tried: only those stay that put every point in Sweden and
some in the municipality. Zones lie 85 km apart, so one is left for data of a municipality; if several are, it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.errors import InvalidData, InvalidSelection
from trygghet_geo.places.catalogue import SWEDEN
from trygghet_geo.places.sources.entries import Area

KNOWN = {
    "EPSG:4326": "WGS 84", "EPSG:3006": "SWEREF 99 TM", "EPSG:3007": "SWEREF 99 12 00", "EPSG:3008": "SWEREF 99 13 30",
    "EPSG:3009": "SWEREF 99 15 00", "EPSG:3010": "SWEREF 99 16 30", "EPSG:3011": "SWEREF 99 18 00",
    "EPSG:3012": "SWEREF 99 14 15", "EPSG:3013": "SWEREF 99 15 45", "EPSG:3014": "SWEREF 99 17 15",
    "EPSG:3015": "SWEREF 99 18 45", "EPSG:3016": "SWEREF 99 20 15", "EPSG:3017": "SWEREF 99 21 45",
    "EPSG:3018": "SWEREF 99 23 15", "EPSG:3021": "RT 90 2,5 gon V", "EPSG:3857": "Web Mercator",
}  # fmt: skip
_SAMPLE = 2000
"""So many points are enough to tell systems apart that lie tens of kilometres from each other."""


@dataclass(frozen=True)
class System:
    """`swapped`: the numbers stand north before east, against the order of files."""

    crs: str
    swapped: bool = False

    def to_wgs84(self, geometries: Sequence[BaseGeometry | None]) -> np.ndarray:
        """EPSG:4326, lon before lat; None stays None."""
        shapes = np.array(list(geometries), dtype=object)
        if self.swapped:
            shapes = shapely.transform(shapes, lambda points: points[:, ::-1])
        if self.crs == "EPSG:4326":
            return shapes
        return shapely.transform(shapes, _transformer(self.crs), interleaved=False)

    @property
    def label(self) -> str:
        order = ", nord före öst" if self.swapped else ""
        return f"{KNOWN.get(self.crs, self.crs)} ({self.crs}{order})"


def asked(text: str) -> System:
    """The system of an option such as "EPSG:3010", "3010" or "SWEREF 99 16 30". Raises InvalidSelection."""
    plain = " ".join(text.split()).casefold()
    for code, name in KNOWN.items():
        if plain in (code.casefold(), code[5:], name.casefold(), name.casefold().replace(" ", "")):
            return System(code)
    try:
        return System(pyproj.CRS.from_user_input(text).to_string())
    except pyproj.exceptions.CRSError:
        raise InvalidSelection(
            f"{text} är inget känt koordinatsystem; skriv till exempel EPSG:3006 (SWEREF 99 TM)"
        ) from None


def recognise(geometries: Sequence[BaseGeometry | None], area: Area, *, name: str) -> System:
    """The only system in which the geometries of the file `name` can be.

    Raises
    ------
    InvalidData
        If no system fits, or several do: then it has to be said with --crs.
    """
    points = shapely.get_coordinates([each for each in geometries if each is not None])
    if not len(points):
        return System("EPSG:4326")
    points = points[:: max(1, len(points) // _SAMPLE)]
    found = [system for system in _systems() if _fits(points, system, area)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidData(
            f"{name}: säger inte sitt koordinatsystem, och i inget känt system ligger det i {area.name}; ange --crs"
        )
    labels = " eller ".join(system.label for system in found)
    raise InvalidData(f"{name}: säger inte sitt koordinatsystem, och det kan vara {labels}; ange --crs")


def in_sweden(geometries: Sequence[BaseGeometry | None]) -> bool:
    """Whether all of it lies in Sweden when the numbers are longitude and latitude."""
    west, south, east, north = shapely.total_bounds([each for each in geometries if each is not None])
    return bool(SWEDEN[0] <= west and east <= SWEDEN[2] and SWEDEN[1] <= south and north <= SWEDEN[3])


def _systems() -> list[System]:
    return [System(code, swapped) for code in KNOWN for swapped in (False, True)]


def _fits(points: np.ndarray, system: System, area: Area) -> bool:
    east, north = (points[:, 1], points[:, 0]) if system.swapped else (points[:, 0], points[:, 1])
    if system.crs != "EPSG:4326":
        with np.errstate(all="ignore"):
            east, north = _transformer(system.crs)(east, north)
    inside = (east >= SWEDEN[0]) & (east <= SWEDEN[2]) & (north >= SWEDEN[1]) & (north <= SWEDEN[3])
    return bool(inside.all()) and bool(shapely.contains_xy(area.outline, east, north).any())


@cache
def _transformer(crs: str):
    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
