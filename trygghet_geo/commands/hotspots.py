"""`hotspots`: is more raised somewhere than chance alone would put there? With what is too little said as such."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trygghet_geo.commands import output
from trygghet_geo.errors import InvalidSelection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from trygghet_geo.records import Place
    from trygghet_geo.statistics.hotspots import Hotspots
    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread


def run(options: Namespace) -> int:
    """Exit code 0, also when the answer is that there is too little to tell."""
    from shapely.geometry import shape

    from trygghet_geo import store, summaries, taxonomy
    from trygghet_geo.places import basemap, gazetteer
    from trygghet_geo.statistics import cells, hotspots, landscape, layers, supports

    suffix = layers.known(options.output.suffix)
    output.check(options.output)
    selection = _selection(options).check(taxonomy.load())
    source = store.open(options.store, create=False)
    table, inside = source.table(), source.places()
    chosen = selection.held(table, inside=inside).apply(table, inside=inside)
    code = summaries.home(table) if options.municipality is None else gazetteer.municipality(options.municipality).code
    if code is None:
        raise InvalidSelection("inget i lagret har en kommun; ange den med --municipality")
    places = gazetteer.load(gazetteer.municipality(code)).places
    water = [shape(one["geometry"]) for one in basemap.layers(code).get("water", {}).get("features", ())]
    land = landscape.landscape(places, code, water=water)
    how: dict[str, Any] = {"land": land, "level": options.level, "worlds": options.worlds, "seed": options.seed}
    if options.against == "others":
        every = replace(selection, categories=None, types=None)
        how["others"] = _others(every.apply(table, inside=inside), chosen)
    if options.residents:
        how["residents"] = _residents(options, land)
    if options.method != "two-level":
        return _for_the_analyst(options, supports.spread(chosen, land), land, places)
    found = hotspots.hotspots(chosen, places, code, against=options.against, **how)
    tiles = cells.tiling(land, size_m=options.size, shape=options.cells)
    result = _result(found, code)
    drawn = layers.layers(found, places, cells.cells(supports.spread(chosen, land), land, tiles))
    output.write(options.output, layers.to_bytes(drawn, suffix, result=result))
    _say(found)
    output.say(f"{options.output}: {selection.describe(taxonomy.load())} {found.basis.words}")
    if options.json:
        output.answer({"output": str(options.output), **result})
    return 0


def _selection(options: Namespace):
    from trygghet_geo.selection import Selection

    return Selection(
        kinds=("concern",),
        categories=_several(options.category),
        types=_several(options.type),
        places=tuple(options.place) if options.place else None,
        date_from=options.date_from,
        date_to=options.date_to,
    )


def _several(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip()) if values else None


def _others(everything: GeoDataFrame, chosen: GeoDataFrame) -> GeoDataFrame:
    """All other concerns of the same places and period."""
    others = everything[~everything["id"].isin(chosen["id"])]
    if others.empty:
        raise InvalidSelection("urvalet är alla problem; välj en kategori med --category för att jämföra med de andra")
    return others


def _residents(options: Namespace, land: Landscape):
    import geopandas as gpd
    from pyogrio.errors import DataSourceError

    from trygghet_geo.statistics import exposure

    try:
        squares = gpd.read_file(options.residents)
    except (DataSourceError, OSError) as error:
        raise InvalidSelection(f"{options.residents}: går inte att läsa som en karta med invånare ({error})") from error
    return exposure.from_areas(squares, options.residents_column, land)


def _for_the_analyst(options: Namespace, spread: Spread, land: Landscape, places: Mapping[str, Place]) -> int:
    """Gi* or the scan, with its warning in the file, on the screen and in the JSON."""
    from trygghet_geo.statistics import analyst, getis, layers, scan

    result: dict[str, Any] = {"method": f"docs/statistics.md#{'getis' if options.method == 'gi' else 'scan'}"}
    result |= {"seed": options.seed, "worlds": options.worlds, "left_out": spread.left_out}
    if options.method == "gi":
        drawn = analyst.gi_cells(spread, land, permutations=options.worlds, seed=options.seed)
        result["warning"] = getis.WARNING
    else:
        how = {"exposure": land.residents, "worlds": options.worlds, "seed": options.seed}
        found, names = analyst.scanned(spread, land, places, **how)
        drawn = layers.clusters(found, names, places)
        result |= {"warning": scan.WARNING, "words": found.words}
    output.write(options.output, layers.to_bytes(drawn, options.output.suffix.lower(), result=result))
    output.say(f"{options.output}: {output.rows(len(drawn))}. {result.get('words', '')}")
    output.say(f"Varning: {result['warning']}")
    if options.json:
        output.answer({"output": str(options.output), **result})
    return 0


def _result(found: Hotspots, code: str) -> dict[str, Any]:
    """What the file and `--json` tell of the whole."""
    spots = [
        {"places": list(one.places), "p": one.p, "statements": len(one.statements), "words": one.words}
        for one in found.spots
    ]
    return {
        "municipality_code": code,
        "verdict": found.verdict,
        "words": found.words,
        "against": found.exposure,
        "level": found.level,
        "statements": found.statements,
        "finer": found.finer,
        "left_out": found.left_out,
        "unassigned": found.unassigned,
        "lowest_p": list(found.lowest_p),
        "spots": spots,
        "localities": [{"name": one.name, "verdict": one.verdict, "words": one.words} for one in found.localities],
        "notes": list(found.notes),
        "seed": found.basis.seed,
        "data": found.basis.data,
        "parameters": dict(found.basis.parameters),
        "method": f"docs/statistics.md#{found.basis.method}",
    }


def _say(found: Hotspots) -> None:
    output.say(found.words)
    for one in found.localities:
        if one.verdict == "raised":
            output.say(f"  {one.name}: {one.words}")
    for spot in found.spots:
        output.say(f"  {', '.join(spot.places[:3])} ({spot.locality}): {spot.words}")
    for note in found.notes:
        output.say(f"  {note}")
    if found.left_out:
        output.say(f"  {output.statements(found.left_out)} utan plats, eller bara i kommunen, är inte med")
