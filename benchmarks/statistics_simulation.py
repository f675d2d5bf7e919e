"""How often the two-level test raises a false alarm, and how often it finds what is there. Prints a table (Markdown).

    python -m benchmarks.statistics_simulation --runs 1000

Null worlds: concerns fall by residents over Hallstahammar's landscape (the shipped gazetteer), so that nothing is a
hotspot. Vague ones are known only by the name of their locality. Variants: statements of one document clump at one
place; the vague ones are coded as exact points at the middle of their town, as careless geocoding does.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trygghet_geo.places import gazetteer
from trygghet_geo.statistics import hotspots, landscape, supports
from trygghet_geo.statistics.landscape import Landscape
from trygghet_geo.statistics.supports import Footprint, Spread

CODE = "1961"
PER_DOCUMENT = 8
"""Concerns of one meeting (DESIGN.md, section 8)."""
SITE_M = 100.0
"""Uncertainty of a site in the simulation."""
TIMES = {20: 8, 50: 8, 300: 4, 2000: 2}
"""How much is raised where something is: smaller effects for larger data."""


@dataclass(frozen=True, eq=False)
class World:
    """A landscape, and a footprint for every cell and every locality (centre of town: the last ones)."""

    land: Landscape
    places: dict
    footprints: tuple[Footprint, ...]
    matrix: object
    cells: np.ndarray


def world(code: str = CODE) -> World:
    places = dict(gazetteer.load(gazetteer.municipality(code)).places)
    land = landscape.landscape(places, code)
    x, y = land.grid.centres()
    cells = np.flatnonzero(land.residents > 0)
    import shapely

    sites = [Footprint(shapely.Point(x[c] + 1, y[c] + 1), "site", SITE_M) for c in cells]
    towns = [area for area in land.areas if area.centre]
    wide = [Footprint(shapely.Point(area.centre).buffer(400), "locality", 400.0) for area in towns]
    middle = [Footprint(shapely.Point(area.centre), "site", 50.0) for area in towns]
    prints = (*sites, *wide, *middle)
    return World(land, places, prints, supports.matrix(prints, land), cells)


def drawn(
    here: World,
    random: np.random.Generator,
    *,
    concerns: int,
    vague: float,
    risk: np.ndarray,
    clumped: bool = False,
    coded: bool = False,
) -> Spread:
    """Concerns by `risk` over the cells; a share `vague` of those in a town known only by its name."""
    land, towns = here.land, len(here.land.areas) - 1
    share = risk[here.cells] / risk[here.cells].sum()
    at = random.choice(here.cells.size, size=concerns, p=share)
    document = np.arange(concerns) // PER_DOCUMENT
    if clumped:
        # Each says the same place as the one before it in its document, half of the time.
        for i in range(1, concerns):
            if document[i] == document[i - 1] and random.random() < 0.5:
                at[i] = at[i - 1]
    area = land.area[here.cells[at]]
    wide = (random.random(concerns) < vague) & (area < towns)
    support = np.where(wide, here.cells.size + area + (towns if coded else 0), at)
    names = np.array([one.id for one in land.areas], dtype=object)
    columns = {
        "id": [str(i) for i in range(concerns)],
        "statement_id": [str(i) for i in range(concerns)],
        "document_sha256": [f"d{d}" for d in document],
        "kind": "concern",
        "status": "read",
        "category": "traffic",
        "place": "x",
        "place_id": np.where(wide, names[area], None),
        "place_kind": np.where(wide & (not coded), "locality", "landmark"),
        "precision": np.where(wide & (not coded), "locality", "site"),
    }
    return Spread(here.footprints, here.matrix, pd.DataFrame(columns), support, np.ones(concerns), 0)


def risks(here: World, concerns: int, truth: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Risk by cell, and where it is raised: nowhere, in Kolbäck, or in nine cells of the largest town."""
    land, risk = here.land, here.land.residents.copy()
    chosen = np.zeros(land.grid.cells, dtype=bool)
    if truth == "locality":
        chosen = land.area == next(i for i, area in enumerate(land.areas) if area.name == "Kolbäck")
    elif truth == "place":
        middle = int(np.flatnonzero(land.area == 0)[np.argsort(-land.residents[land.area == 0])[12]])
        row, column = divmod(middle, land.grid.nx)
        rows, columns = np.divmod(np.arange(land.grid.cells), land.grid.nx)
        chosen = (abs(rows - row) <= 1) & (abs(columns - column) <= 1) & (land.area == 0)
    risk[chosen] *= TIMES[concerns]
    return risk, chosen


def run(
    here: World, seed: int, *, concerns: int, truth: str | None = None, worlds: int = 199, **how
) -> tuple[bool, ...]:
    """Whether level 1 and level 2 raised an alarm, and whether each found the truth."""
    random = np.random.default_rng(seed)
    risk, chosen = risks(here, concerns, truth)
    spread = drawn(here, random, concerns=concerns, risk=risk, **how)
    found = hotspots.judged(spread, here.land, here.places, by_cell=here.land.residents, worlds=worlds, seed=seed)
    raised = [row.name for row in found.localities if row.verdict == "raised"]
    return bool(raised), bool(found.spots), "Kolbäck" in raised, _hits(found, chosen, here.land)


def _hits(found: hotspots.Hotspots, chosen: np.ndarray, land: Landscape) -> bool:
    import shapely

    from trygghet_geo.coordinates import to_metres

    x, y = land.grid.centres()
    shapes = to_metres(np.array([spot.geometry for spot in found.spots], dtype=object))
    return any(shapely.contains_xy(shape, x[chosen], y[chosen]).any() for shape in shapes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000, help="null data sets in each row (1000)")
    parser.add_argument("--power-runs", type=int, default=200, help="data sets with a real hotspot (200)")
    parser.add_argument("--worlds", type=int, default=199, help="Monte Carlo worlds of level 2 (199)")
    parser.add_argument("--concerns", type=int, nargs="*", default=sorted(TIMES), help="N (20 50 300 2000)")
    parser.add_argument("--variants", nargs="*", choices=VARIANTS, default=list(VARIANTS))
    options = parser.parse_args()
    here = world()
    print("| N | vague | variant | false alarm: localities | inside | any | finds a locality | finds a place | s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for concerns in options.concerns:
        for name in options.variants:
            vague, variant = VARIANTS[name]
            _row(here, options, concerns=concerns, vague=vague, variant=variant)


def _row(here: World, options: argparse.Namespace, *, concerns: int, vague: float, variant: dict) -> None:
    begun = time.perf_counter()
    how = {"concerns": concerns, "vague": vague, "worlds": options.worlds, **variant}
    null = np.array([run(here, seed, **how) for seed in range(options.runs)])
    alarms = [null[:, 0].mean(), null[:, 1].mean(), (null[:, 0] | null[:, 1]).mean()]
    power = ["", ""]
    if not variant:
        seeds = range(10_000, 10_000 + options.power_runs)
        found = [np.mean([run(here, s, truth=truth, **how)[column] for s in seeds]) for truth, column in _TRUTHS]
        power = [f"{share:.2f} (× {TIMES[concerns]})" for share in found]
    cells = [*(f"{share:.3f}" for share in alarms), *power, f"{time.perf_counter() - begun:.0f}"]
    print(f"| {concerns} | {vague:g} | {' '.join(variant) or 'independent'} | {' | '.join(cells)} |", flush=True)


VARIANTS = {
    "precise": (0.0, {}),
    "vague": (0.4, {}),
    "clumped": (0.4, {"clumped": True}),
    "coded": (0.4, {"coded": True}),
}
_TRUTHS = (("locality", 2), ("place", 3))

if __name__ == "__main__":
    main()
