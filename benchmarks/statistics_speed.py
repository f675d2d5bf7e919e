"""Speed beside esda (Gi*), KDEpy and scikit-learn (density) and statsmodels (comparing two counts), in one run.

    python -m benchmarks.statistics_speed --cells 1000 10000 100000

Needs the `bench` extra. Each figure is processor time, the best of several runs; esda, whose permutations take
seconds, is run once after a warm-up. Prints tables in Markdown.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable

import numpy as np

from trygghet_geo.statistics import density, exact, getis, hotspots, landscape, supports
from trygghet_geo.statistics.grids import Grid


def best(work: Callable[[], object], times: int = 5) -> float:
    """Processor seconds of the quickest of `times` runs; all run on one core, and what else runs does not count."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def gi(sizes: list[int], permutations: int) -> None:
    import esda
    import libpysal

    print("\n| cells | Gi* analytic, ms | esda, ms | times", end=" ")
    print(f"| {permutations} permutations, s | esda, s | times | exact, s |")
    print("|---|---|---|---|---|---|---|---|")
    how = {"star": True, "transform": "B", "n_jobs": 1}
    esda.G_Local(np.arange(100.0), libpysal.weights.lat2W(10, 10, rook=False), star=True, permutations=9, n_jobs=1)
    for cells in sizes:
        side = round(cells**0.5)
        counts = np.random.default_rng(1).poisson(0.3, side * side).astype(float)
        graph, weights = getis.queen(side, side), libpysal.weights.lat2W(side, side, rook=False)
        ours = best(lambda c=counts, g=graph: getis.gi_star(c, g))
        theirs = best(lambda c=counts, w=weights: esda.G_Local(c, w, permutations=0, **how), 2)
        mine = best(lambda c=counts, g=graph: getis.permuted(c, g, permutations=permutations), 3)
        other = best(lambda c=counts, w=weights: esda.G_Local(c, w, permutations=permutations, seed=1, **how), 1)
        full = best(lambda c=counts, g=graph: getis.exact(c, g), 3)
        row = f"| {side * side} | {1e3 * ours:.2f} | {1e3 * theirs:.0f} | {theirs / ours:.0f} "
        print(f"{row}| {mine:.3f} | {other:.2f} | {other / mine:.0f} | {full:.3f} |", flush=True)


def surface(concerns: int, sides: list[int]) -> None:
    """Density of `concerns` with their supports on square grids, beside libraries that only know points."""
    print(f"\n| cells | {concerns} concerns with supports, ms | KDEpy (points), ms | scikit-learn (points), ms |")
    print("|---|---|---|---|")
    for side in sides:
        land = _square(side)
        random = np.random.default_rng(2)
        prints, spread = _spread(land, concerns, random)
        kernel = density.kernel(land)
        ours = best(lambda s=spread, k=kernel: k.smooth(s.mass()))
        points = np.array([[one.geometry.x, one.geometry.y] for one in prints])[spread.support]
        points = points + random.normal(0, 50, points.shape)
        theirs, other = _kdepy(points, side), _sklearn(points, side)
        print(f"| {side}² | {1e3 * ours:.1f} | {1e3 * theirs:.0f} | {other} |", flush=True)


def _square(side: int) -> landscape.Landscape:
    grid = Grid(0.0, 0.0, 100.0, side, side)
    everywhere = np.ones(grid.cells, dtype=bool)
    area = np.zeros(grid.cells, dtype=int)
    return landscape.Landscape(grid, everywhere, area, np.ones(grid.cells), (landscape.Area("rest", "", 1.0, None),))


def _spread(land: landscape.Landscape, concerns: int, random: np.random.Generator):
    import pandas as pd
    import shapely

    width = land.grid.size_m * land.grid.nx
    at = random.uniform(0.1 * width, 0.9 * width, (min(concerns, 10_000), 2))
    prints = tuple(
        supports.Footprint(shapely.Point(x, y), "site", u)
        for (x, y), u in zip(at, random.uniform(50, 600, len(at)), strict=True)
    )
    support = random.integers(len(prints), size=concerns)
    return prints, supports.Spread(prints, supports.matrix(prints, land), pd.DataFrame(), support, np.ones(concerns), 0)


def _kdepy(points: np.ndarray, side: int) -> float:
    from KDEpy import FFTKDE

    return best(lambda: FFTKDE(kernel="gaussian", bw=500.0).fit(points).evaluate(side), 2)


def _sklearn(points: np.ndarray, side: int) -> str:
    """Scaled up from 200 places of the grid: all would take minutes."""
    from sklearn.neighbors import KernelDensity

    fitted = KernelDensity(bandwidth=500.0, kernel="gaussian").fit(points)
    sample = np.random.default_rng(3).uniform(points.min(), points.max(), (200, 2))
    return f"about {1e3 * best(lambda: fitted.score_samples(sample), 1) * side * side / 200:.0f}"


def compared(tests: int) -> None:
    from statsmodels.stats.rates import test_poisson_2indep

    random = np.random.default_rng(4)
    pairs = random.poisson(6, (tests, 2)).tolist()
    ours = best(lambda: [exact.conditional(a, b, exposure_before=9, exposure_after=8) for a, b in pairs], 2) / tests
    few = pairs[:50]
    theirs = best(lambda: [test_poisson_2indep(b, 8, a, 9, method="exact-cond") for a, b in few], 2) / len(few)
    print("\n| one exact conditional test | µs |")
    print("|---|---|")
    print(f"| ours, with interval and lowest p | {1e6 * ours:.0f} |\n| statsmodels, p alone | {1e6 * theirs:.0f} |")


def municipality(concerns: int, worlds: int) -> None:
    from benchmarks import statistics_simulation as simulation

    here = simulation.world()
    spread = simulation.drawn(
        here, np.random.default_rng(5), concerns=concerns, vague=0.4, risk=here.land.residents.copy()
    )
    judge = {"by_cell": here.land.residents, "worlds": worlds}
    taken = best(lambda: hotspots.judged(spread, here.land, here.places, **judge), 3)
    print(f"\nA whole municipality, {concerns} concerns, {worlds} worlds: {taken:.2f} s")


def main() -> None:
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--concerns", type=int, default=100_000)
    options = parser.parse_args()
    gi(options.cells, options.permutations)
    surface(options.concerns, [100, 512])
    compared(500)
    municipality(2000, 999)


if __name__ == "__main__":
    main()
