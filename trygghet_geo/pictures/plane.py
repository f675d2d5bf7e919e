"""From degrees to the pixels of a picture, by way of SWEREF 99 TM: so a scale bar is true all over it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.coordinates import to_metres

SMALLEST_SPAN_M = 1_500.0
"""A single square is shown with its surroundings; closer up the background has nothing to recognise it by."""
TOLERANCE_PX = 0.4
"""Points nearer to a line than this are left out: no eye would tell."""
BEYOND_PX = 60.0
"""What lies farther outside the picture is cut off; nearer, so that no cut edge is seen."""


@dataclass(frozen=True)
class Plane:
    """A rectangle of the ground on a rectangle of paper. `west`, `north` in metres (EPSG:3006), the rest in pixels."""

    west: float
    north: float
    metres_per_px: float
    width: float
    height: float

    def place(self, geometry: BaseGeometry) -> BaseGeometry:
        """`geometry` (EPSG:4326) in pixels, y downwards; cut and thinned to what is seen. May be empty."""
        ground = to_metres(np.array([geometry], dtype=object))[0]
        paper = shapely.transform(ground, self._pixels)
        around = (-BEYOND_PX, -BEYOND_PX, self.width + BEYOND_PX, self.height + BEYOND_PX)
        whole = paper if paper.is_valid else shapely.make_valid(paper)
        return shapely.simplify(shapely.intersection(whole, shapely.box(*around)), TOLERANCE_PX)

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a position in degrees stands, in pixels."""
        ground = to_metres(np.array([shapely.Point(lon, lat)], dtype=object))[0]
        x, y = self._pixels(np.array([[ground.x, ground.y]]))[0]
        return float(x), float(y)

    def _pixels(self, points: np.ndarray) -> np.ndarray:
        return np.column_stack([points[:, 0] - self.west, self.north - points[:, 1]]) / self.metres_per_px


def fit(bounds: tuple[float, float, float, float], *, width: float, height: float, margin: float = 40) -> Plane:
    """The plane that shows `bounds` (west, south, east, north in degrees) as large as fits, `margin` pixels around."""
    ground = to_metres(np.array([shapely.box(*bounds).segmentize(0.05)], dtype=object))[0]
    west, south, east, north = ground.bounds
    across, along = (max(span, SMALLEST_SPAN_M) for span in (east - west, north - south))
    scale = max(across / max(width - 2 * margin, 1), along / max(height - 2 * margin, 1))
    left = (west + east) / 2 - scale * width / 2
    return Plane(left, (south + north) / 2 + scale * height / 2, scale, width, height)


def scale_bar(metres_per_px: float, *, longest_px: float = 160) -> tuple[float, str]:
    """The longest round distance (1, 2 or 5 of something) that fits: its length in pixels and what is printed by it."""
    room = metres_per_px * longest_px
    power = 10.0 ** math.floor(math.log10(room))
    metres = max(step * power for step in (1, 2, 5) if step * power <= room)
    return metres / metres_per_px, f"{metres / 1000:g} km".replace(".", ",") if metres >= 1000 else f"{metres:g} m"
