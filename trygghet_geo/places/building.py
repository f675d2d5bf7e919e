"""`places build`: a municipality's downloaded files → one gazetteer file, with a report of what was done.

All of it or nothing: the file is checked as any gazetteer is, and replaces the old one only when it holds together.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely

from trygghet_geo import coordinates
from trygghet_geo.errors import InvalidData, InvalidSelection, UnwritableOutput
from trygghet_geo.places import catalogue, coordinator, gazetteer, merging, shapes, sources
from trygghet_geo.places.merging import Item
from trygghet_geo.places.sources import LOADERS, Area, Entry, plainwords
from trygghet_geo.records import Municipality, Place

_COLUMNS = ("id", "name", "kind", *catalogue.OPTIONAL[:6], "subtype", "uncertainty_m", "source", "licence")


_MOVED_M = 500.0
"""A place of the last build that is no farther off than this keeps its id."""


@dataclass(frozen=True)
class Report:
    """Lines of Swedish, each naming what it is about; `read` and `places` count by loader and by kind."""

    output: str
    read: Mapping[str, int]
    places: Mapping[str, int]
    merged: tuple[str, ...]
    dropped: tuple[str, ...]
    doubtful: tuple[str, ...]


def default_output(home: Municipality) -> Path:
    """Where `gazetteer.load` finds what was built."""
    return gazetteer.own_folder(home.code) / f"{gazetteer.BUILT}.gpkg"


def build(home: Municipality, files: Mapping[str, Sequence[Path]], *, output: Path, crs: str | None = None) -> Report:
    """Read `files` (loader → paths), merge them with what is known of the municipality, write `output`.

    `output` ends in .gpkg or .geojson; what was there is kept beside it as .bak. `crs` is the coordinate system of
    files that do not say theirs.

    Raises
    ------
    InvalidSelection
        If no file is given, or the suffix is another.
    InvalidData
        If any file cannot be used, all of them in one message; nothing is written then.
    UnwritableOutput
        If `output` cannot be written.
    """
    if output.suffix.lower() not in catalogue.SUFFIXES:
        raise InvalidSelection(f"{output.name}: filen ska sluta på {' eller '.join(catalogue.SUFFIXES)}")
    if not any(files.values()):
        raise InvalidSelection(f"Inga filer att bygga av; ange minst en av {', '.join('--' + key for key in LOADERS)}")
    everywhere = gazetteer.without(home, output).places
    known = [place for place in everywhere.values() if place.municipality_code == home.code]
    area = _area(home, known)
    items, dropped, doubtful, counts = _read(home, files, area, crs=crs)
    items, bare, named = merging.outlined([*map(merging.of_place, known), *items], area)
    found, doubts = merging.clusters(items)
    fresh = [cluster for cluster in found if any(item.base is None for item in cluster.items)]
    entries = _identified(home, fresh, everywhere, earlier=_earlier(output, home))
    features = [_feature(key, entry, home.code) for key, entry in sorted(entries, key=_order)]
    write(output, features, home)
    kinds = [entry.kind for _, entry in entries]
    return Report(
        output=str(output),
        read=counts,
        places={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        merged=tuple(sorted(_joined(cluster) for cluster in fresh if len(cluster.items) > 1)),
        dropped=(*dropped, *bare),
        doubtful=(*doubtful, *named, *doubts),
    )


def _area(home: Municipality, known: Iterable[Place]) -> Area:
    own = next(place for place in known if place.id == home.code)
    outline = shapes.soft(own.geometry, metres=own.uncertainty_m)
    # Every thing in the files is held against it.
    shapely.prepare(outline)
    return Area(home.code, home.name, outline)


def _read(
    home: Municipality, files: Mapping[str, Sequence[Path]], area: Area, *, crs: str | None
) -> tuple[list[Item], list[str], list[str], dict[str, int]]:
    items: list[Item] = []
    dropped: list[str] = []
    doubtful: list[str] = []
    faults: list[str] = []
    counts = {}
    for loader, paths in files.items():
        for path in paths:
            try:
                loaded = sources.read(loader, path, area, crs=crs)
            except InvalidData as error:
                faults.append(str(error))
                continue
            counts[f"{loader}: {path.name}"] = len(loaded.entries)
            # What the municipality has listed itself it has listed to be found.
            kept = [(entry, None) if loader == "csv" else plainwords.usable(entry) for entry in loaded.entries]
            items += [Item(_rounded(entry), loader) for entry, _ in kept if entry]
            dropped += [*loaded.dropped, *(why for _, why in kept if why)]
            doubtful += loaded.doubtful
            if not loaded.entries:
                doubtful.append(f"{path.name}: inget i filen ligger i {home.name}")
    if faults:
        raise InvalidData("; ".join(faults))
    return items, dropped, doubtful, counts


def _rounded(entry: Entry) -> Entry:
    return replace(entry, geometry=coordinates.rounded(entry.geometry))


def _earlier(output: Path, home: Municipality) -> list[Place]:
    """What the last build wrote, for its ids; nothing when there is none or it cannot be read."""
    return list(catalogue.read([output], home.code)[0]) if output.exists() else []


def _identified(
    home: Municipality, found: Sequence[merging.Cluster], known: Mapping[str, Place], *, earlier: Sequence[Place]
) -> list[tuple[str, Entry]]:
    """Each place with its id: that of the gazetteer, else that of the last build, else a new one; and its parent."""
    entries = [(cluster.base.id if cluster.base else "", merging.merged(cluster)) for cluster in found]
    taken: dict[str, object] = {**{place.id: place for place in earlier}, **known}
    named: dict[str, Entry] = {}
    for key, entry in sorted(entries, key=_order):
        own = key or _again(entry, earlier, set(named)) or coordinator.free_id(home.code, entry.name or "", taken)
        taken[own] = named[own] = entry
    around = {p.id: merging.of_place(p).entry for p in known.values() if p.municipality_code == home.code}
    above = merging.parents([*(around | named).items()], home.code)
    alive = {*known, *named}
    return [(key, _under(entry, above.get(key), alive)) for key, entry in named.items()]


def _again(entry: Entry, earlier: Sequence[Place], used: set[str]) -> str | None:
    same = (p for p in earlier if (p.name, p.kind) == (entry.name, entry.kind) and p.id not in used)
    return next((p.id for p in same if shapes.near_m(p.geometry, entry.geometry) < _MOVED_M), None)


def _under(entry: Entry, computed: str | None, alive: Collection[str]) -> Entry:
    parent = entry.parent if entry.parent in alive else computed
    return replace(entry, parent=parent)


def _order(each: tuple[str, Entry]) -> tuple[str, str, str, bytes]:
    key, entry = each
    return entry.kind, entry.name or "", key, entry.geometry.wkb


def _joined(cluster: merging.Cluster) -> str:
    sources = dict.fromkeys(item.entry.source for item in cluster.items)
    return f"{merging.merged(cluster).name}: {', '.join(sources)}"


def _feature(key: str, entry: Entry, code: str) -> dict[str, Any]:
    values: dict[str, Any] = {"id": key, "municipality_code": code}
    for name in ("name", "kind", "subtype", "parent", "population", "uncertainty_m", "source", "licence"):
        values[name] = getattr(entry, name)
    for name in ("aliases", "generic_aliases", "unverified_aliases"):
        values[name] = "|".join(n.replace("|", " ").replace(";", " ") for n in getattr(entry, name)) or None
    given = {name: values[name] for name in _COLUMNS if values.get(name) is not None}
    return {"properties": given, "geometry": entry.geometry}


def write(output: Path, features: Sequence[Mapping[str, Any]], home: Municipality) -> None:
    """Check and write a gazetteer file, keeping the old one as .bak. Raises InvalidData or UnwritableOutput."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=".bygge-") as folder:
            fresh = Path(folder) / output.name
            (_geopackage if output.suffix.lower() == ".gpkg" else _geojson)(fresh, features)
            places, faults = catalogue.read([fresh], home.code)
            if faults or len(places) != len(features):
                raise InvalidData(f"Det byggda ortregistret håller inte ihop: {'; '.join(faults[:20])}")
            if output.exists():
                output.replace(output.with_name(f"{output.name}.bak"))
            fresh.replace(output)
    except OSError as error:
        raise UnwritableOutput(f"{output}: kan inte skrivas ({error.strerror or error})") from error


def _geojson(path: Path, features: Sequence[Mapping[str, Any]]) -> None:
    lines = (
        json.dumps(
            {
                "type": "Feature",
                "properties": each["properties"],
                "geometry": json.loads(shapely.to_geojson(each["geometry"])),
            },
            ensure_ascii=False,
        )
        for each in features
    )
    text = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _geopackage(path: Path, features: Sequence[Mapping[str, Any]]) -> None:
    """A layer each for points, lines and areas: QGIS edits one sort of geometry at a time."""
    from geopandas import GeoDataFrame

    sorts = {"punkter": "Point", "linjer": "LineString", "ytor": "Polygon"}
    for layer, sort in sorts.items():
        chosen = [each for each in features if each["geometry"].geom_type.removeprefix("Multi") == sort]
        if chosen or layer == "punkter":
            rows = [{name: each["properties"].get(name) for name in _COLUMNS} for each in chosen]
            drawn = [each["geometry"] for each in chosen]
            frame = GeoDataFrame(rows, columns=list(_COLUMNS), geometry=drawn, crs="EPSG:4326")
            frame.to_file(path, layer=layer, engine="pyogrio", promote_to_multi=sort != "Point", mode="a")
