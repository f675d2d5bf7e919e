"""Gi* and the scan over a selection, as layers for the analyst, with their warnings; `hotspots` is for conclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from trygghet_geo.coordinates import from_metres
from trygghet_geo.statistics import exact, getis, localities, scan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread

METHODS = ("gi", "scan")


def gi_cells(spread: Spread, land: Landscape, *, permutations: int = 999, seed: int = 0) -> GeoDataFrame:
    """Gi* of the mass in each cell of the landscape's land with its eight neighbours, EPSG:4326.

    One row per cell that holds anything or stands out: `mass`, `z`, `p` (permuted; not corrected for their number),
    `q` (Benjamini & Hochberg over all cells of the land).
    """
    dry = np.flatnonzero(land.land)
    graph = getis.queen(land.grid.ny, land.grid.nx)[dry][:, dry].tocsr()
    mass = spread.mass()[dry]
    z = getis.gi_star(mass, graph).z
    p = getis.permuted(mass, graph, permutations=permutations, seed=seed).p
    q = exact.adjusted(p)
    shown = np.flatnonzero((mass >= 0.001) | ((q <= 0.05) & (z > 0)))
    x, y = (each[dry][shown] for each in land.grid.centres())
    half = land.grid.size_m / 2
    boxes = from_metres(shapely.box(x - half, y - half, x + half, y + half))
    columns = {
        "layer": "gi",
        "mass": mass[shown].round(3),
        "z": z[shown].round(6),
        "p": p[shown],
        "q": q[shown].round(6),
    }
    return gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:4326")


def scanned(
    spread: Spread,
    land: Landscape,
    places: Mapping[str, Inside],
    *,
    exposure: np.ndarray,
    worlds: int = 999,
    seed: int = 0,
) -> tuple[scan.Scan, tuple[str, ...]]:
    """The scan over localities against `exposure` by cell, and the name of each area its clusters index.

    What lies outside localities has no middle and is left out.
    """
    towns = [area for area in land.areas if area.centre is not None]
    counts = localities.clumps(spread, localities.assigned(spread, land, places)).statements(len(land.areas))
    dry = land.land
    weight = np.bincount(land.area[dry], weights=exposure[dry], minlength=len(land.areas))
    centres = np.array([area.centre for area in towns]).reshape(-1, 2)
    size = len(towns)
    found = scan.scan(counts[:size], weight[:size], centres, worlds=worlds, seed=seed)
    return found, tuple(area.name for area in towns)
