"""The two-level test: is more raised of a place than chance alone would put there? Calibrated; see docs/statistics.md.

Level 1: localities, every concern. Level 2: cells inside them, only concerns placed finer. Each level takes half of the
accepted chance of a false alarm, so that the whole view keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

from trygghet_geo.coordinates import from_metres
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.statistics import exposure, finer, inside, landscape, localities, power, supports
from trygghet_geo.statistics.basis import LEVEL, TOO_LITTLE, Basis, basis, p_words, said
from trygghet_geo.statistics.localities import LEAST_CONCERNS, LEAST_DOCUMENTS, LEAST_HERE, Locality

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.records import Place
    from trygghet_geo.statistics.finer import Finer
    from trygghet_geo.statistics.inside import Excess
    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread


@dataclass(frozen=True)
class Spot:
    """Cells side by side of which more is raised than chance would put there. `geometry` in EPSG:4326."""

    geometry: BaseGeometry
    locality: str
    places: tuple[str, ...]
    """Names of the places that its statements are about, most said first."""
    statements: tuple[str, ...]
    """Their ids: each leads back to a sentence."""
    documents: int
    expected: float
    """Statements that chance would put within the bandwidth of its strongest cell."""
    p: float
    """Family-wise: the chance that a map without any hotspot shows one this strong anywhere."""
    words: str


@dataclass(frozen=True)
class Hotspots:
    """`spots`: the surest first. `localities`: the most raised first."""

    localities: tuple[Locality, ...]
    spots: tuple[Spot, ...]
    exposure: str
    level: float
    """Accepted chance that the whole view shows anything by chance; each of the two tests has half."""
    statements: int
    """Placed concerns that level 1 counted."""
    finer: int
    """Of those, placed finer than their locality: what level 2 counted."""
    left_out: int
    """Concerns without a place, or placed no finer than the municipality: counted, never drawn."""
    unassigned: int
    """Rows at places outside the municipality or across several localities."""
    lowest_p: tuple[float, float]
    """Attainable on each level with this many statements, areas and worlds."""
    verdict: str
    """`found`, `nothing`, `too_little`."""
    words: str
    notes: tuple[str, ...]
    """In Swedish: what was assumed, and how likely a real hotspot would have been found."""
    basis: Basis


def hotspots(
    table: GeoDataFrame,
    places: Mapping[str, Place],
    municipality_code: str,
    *,
    against: str = "residents",
    others: GeoDataFrame | None = None,
    water: Iterable[BaseGeometry] = (),
    land: Landscape | None = None,
    residents: np.ndarray | None = None,
    level: float = LEVEL,
    worlds: int = inside.WORLDS,
    seed: int = 0,
) -> Hotspots:
    """Test the concerns of `table` (contract columns, EPSG:4326) in one municipality.

    Parameters
    ----------
    places
        A gazetteer's `places`: outlines, inhabitants, roads.
    against
        "residents", "roads", or "others": then `others` holds the concerns to compare with.
    water, land
        Passed to `landscape.landscape`; `land` when it is made already.
    residents
        Inhabitants by cell (`exposure.from_areas`) instead of the gazetteer's.

    Raises
    ------
    InvalidSelection
        For an unknown exposure, "others" without any, or a gazetteer that has not what the exposure needs.
    """
    if against not in exposure.EXPOSURES or (against == "others") != (others is not None):
        raise InvalidSelection(f"okänd exponering: {against}; giltiga är {', '.join(exposure.EXPOSURES)} (med others=)")
    ground = land or landscape.landscape(places, municipality_code, water=water)
    by_cell = _exposure(against, ground, places, residents)
    rest = None if others is None else supports.spread(others, ground)
    own = supports.spread(table, ground)
    return judged(
        own, ground, places, by_cell=by_cell, against=against, others=rest, level=level, worlds=worlds, seed=seed
    )


def judged(
    spread: Spread,
    ground: Landscape,
    places: Mapping[str, Place],
    *,
    by_cell: np.ndarray,
    against: str = "residents",
    others: Spread | None = None,
    level: float = LEVEL,
    worlds: int = inside.WORLDS,
    seed: int = 0,
) -> Hotspots:
    """`hotspots` of concerns that are spread already; `by_cell` is the exposure of each cell."""
    area = localities.assigned(spread, ground, places)
    rest = None if others is None else (others, localities.assigned(others, ground, places))
    rows, lowest = _level_1(spread, area, ground, by_cell=by_cell, rest=rest, level=level / 2)
    tested = finer.finer(spread, area, ground, places, exposure=by_cell, others=rest)
    found = inside.excess(tested.matrix, tested.groups, worlds=worlds, seed=seed)
    spots = _spots(spread, tested, found, ground, level=level / 2, against=against)
    settings = {"exponering": against, "nivå": f"{level:g}", "världar": worlds, "cell": f"{ground.grid.size_m:g} m"}
    documents = spread.rows["document_sha256"].nunique()
    told = basis(spread.rows, "hotspots", documents=documents, parameters=settings, seed=seed)
    counted = sum(row.count for row in rows)
    lows = (lowest, found.lowest_p)
    verdict, words = _verdict(rows, spots, counted=counted, finer=tested.statements, lowest=lows, against=against)
    told_power = power.words(counted) if verdict != "too_little" else None
    notes = (*ground.notes, *([told_power] if told_power else []))
    sizes = (counted, tested.statements, spread.left_out, int((area < 0).sum()))
    return Hotspots(rows, spots, against, level, *sizes, lows, verdict, words, tuple(notes), told)


def _exposure(against: str, land: Landscape, places: Mapping[str, Place], residents: np.ndarray | None) -> np.ndarray:
    if against == "roads":
        return exposure.roads((p.geometry for p in places.values() if p.kind == "road"), land)
    return land.residents if residents is None else residents


def _level_1(
    spread: Spread,
    area: np.ndarray,
    land: Landscape,
    *,
    by_cell: np.ndarray,
    rest: tuple[Spread, np.ndarray] | None,
    level: float,
) -> tuple[tuple[Locality, ...], float]:
    dry = land.land
    weight = np.bincount(land.area[dry], weights=by_cell[dry], minlength=len(land.areas))
    names = [(one.id, one.name) for one in land.areas]
    others = None
    if rest is not None:
        others = localities.clumps(*rest)
        everything = others.statements(len(names)) + localities.clumps(spread, area).statements(len(names))
        weight = everything.astype(float)
    return localities.raised(localities.clumps(spread, area), weight, names=names, level=level, others=others)


def _spots(
    spread: Spread, tested: Finer, found: Excess, land: Landscape, *, level: float, against: str
) -> tuple[Spot, ...]:
    """Neighbouring cells at or under the level, with enough said of them from enough documents."""
    if tested.statements < LEAST_CONCERNS:
        return ()
    flagged = np.zeros(land.grid.cells, dtype=int)
    flagged[tested.cells[found.p <= level]] = 1
    labels, count = ndimage.label(flagged.reshape(land.grid.shape), structure=np.ones((3, 3)))
    column = np.full(land.grid.cells, -1)
    column[tested.cells] = np.arange(tested.cells.size)
    spots = []
    for number in range(1, count + 1):
        cells = np.flatnonzero(labels.ravel() == number)
        rows = _near(spread, tested, cells, land)
        strongest = column[cells[found.z[column[cells]].argmax()]]
        spot = _spot(spread, rows, cells, land, p=float(found.p[strongest]), against=against)
        peak = tested.matrix.data.max(initial=1.0)
        if len(spot.statements) >= LEAST_HERE and spot.documents >= LEAST_DOCUMENTS:
            spots.append(replace(spot, expected=round(float(found.expected[strongest] / peak), 2)))
    return tuple(sorted(spots, key=lambda spot: (spot.p, -len(spot.statements), spot.places)))


def _near(spread: Spread, tested: Finer, cells: np.ndarray, land: Landscape) -> np.ndarray:
    """Rows of the spread that level 2 tested and whose mass lies mostly in these cells or those next to them."""
    around = np.zeros(land.grid.cells, dtype=bool)
    around[cells] = True
    wide = ndimage.binary_dilation(around.reshape(land.grid.shape), structure=np.ones((3, 3))).ravel()
    mass = np.asarray(spread.matrix @ wide.astype(float))
    return np.flatnonzero(tested.row & (mass[spread.support] > 0.5))


def _spot(spread: Spread, rows: np.ndarray, cells: np.ndarray, land: Landscape, *, p: float, against: str) -> Spot:
    chosen = spread.rows.iloc[rows]
    statements = tuple(dict.fromkeys(chosen["statement_id"]))
    documents = int(chosen["document_sha256"].nunique())
    names = chosen.drop_duplicates(["statement_id", "place"])["place"].value_counts()
    ordered = tuple(str(name) for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0])))
    x, y = land.grid.centres()
    half = land.grid.size_m / 2
    boxes = shapely.box(x[cells] - half, y[cells] - half, x[cells] + half, y[cells] + half)
    geometry = from_metres(np.array([shapely.union_all(boxes)], dtype=object))[0]
    words = f"mer tas upp här än väntat {exposure.WORDS[against]}: "
    words += f"{said(len(statements))} i {documents} dokument (p {p_words(p)} för hela kartan)"
    locality = land.areas[int(land.area[cells[0]])].name
    return Spot(geometry, locality, ordered, statements, documents, 0.0, p, words)


def _verdict(
    rows: tuple[Locality, ...],
    spots: tuple[Spot, ...],
    *,
    counted: int,
    finer: int,
    lowest: tuple[float, float],
    against: str,
) -> tuple[str, str]:
    areas = f"{len(rows)} områden" if len(rows) != 1 else "1 område"
    numbers = f"n = {counted} med plats, varav {finer} närmare än på ort; {areas}; lägsta möjliga p "
    numbers += f"{p_words(lowest[0])} för orter, {p_words(lowest[1])} inom dem"
    if counted < LEAST_CONCERNS or len(rows) < 2:
        return "too_little", f"{TOO_LITTLE}: {numbers}; minst {LEAST_CONCERNS} uppgifter i två områden behövs"
    raised = [row.name for row in rows if row.verdict == "raised"]
    if not raised and not spots:
        part = "" if finer >= LEAST_CONCERNS else f"; inom orterna räcker inte underlaget ({said(finer)})"
        return "nothing", f"ingen plats sticker säkert ut {exposure.WORDS[against]}{part} ({numbers})"
    named = [*raised, *(" och ".join(spot.places[:2]) for spot in spots)]
    return "found", f"fler än väntat {exposure.WORDS[against]}: {', '.join(named)} ({numbers})"
