"""The same place from several sources as one entry: all its names, the best geometry, every source named.

Two entries are one place when they share a name, are of a kind, and lie no farther apart than the sources themselves
allow (their uncertainties, plus what places of the kind measure). What shares a name but not the rest is kept apart and
reported, so that a person can decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.places import names, shapes
from trygghet_geo.places.sources.entries import Area, Entry
from trygghet_geo.records import Place

ORDER = ("csv", "scb", "lantmateriet", "nvdb", "osm", "skolverket", "gtfs", "geonames")
"""Whose word on name and kind counts first, after what the gazetteer already says."""
_REACH_M = {"locality": 2000.0, "neighbourhood": 800.0, "road": 400.0, "landmark": 150.0, "municipality": 1e6}
_SLACK_M = {"locality": 2000.0, "neighbourhood": 1200.0, "road": 800.0, "landmark": 400.0, "municipality": 0.0}
"""At most this much of the sources' uncertainties is added to the reach."""
_APART_M = 5000.0
"""Namesakes nearer than this that were not joined are worth a look."""
_TOWNS = ("locality", "neighbourhood")


@dataclass(frozen=True, eq=False)
class Item:
    """An entry with where it comes from; `base` when it is in the gazetteer already."""

    entry: Entry
    loader: str
    base: Place | None = None

    @cached_property
    def metric(self) -> BaseGeometry:
        """EPSG:3006."""
        return shapes.metric(self.entry.geometry)

    @property
    def keys(self) -> frozenset[str]:
        """Its names, folded; a road number by its number."""
        said = (self.entry.name or "", *self.entry.aliases)
        return frozenset(key for name in said if (key := _key(name, road=self.entry.kind == "road")))

    @property
    def rank(self) -> int:
        return -1 if self.base else ORDER.index(self.loader)

    @property
    def statistical(self) -> bool:
        return self.entry.subtype in ("regso", "deso") or "RegSO" in self.entry.source


@dataclass
class Cluster:
    """Items that are one place. Grows while clusters are joined."""

    items: list[Item] = field(default_factory=list)

    @property
    def base(self) -> Place | None:
        return next((item.base for item in self.items if item.base), None)


def of_place(place: Place) -> Item:
    """An entry of the gazetteer as an item."""
    entry = Entry(
        name=place.name,
        kind=place.kind,
        geometry=place.geometry,
        source=place.source,
        licence=place.licence,
        uncertainty_m=place.uncertainty_m,
        aliases=place.aliases,
        generic_aliases=place.generic_aliases,
        unverified_aliases=place.unverified_aliases,
        population=place.population,
        parent=place.parent,
    )
    return Item(entry, "", place)


def clusters(items: Sequence[Item]) -> tuple[list[Cluster], list[str]]:
    """Items grouped into places, in the order of their first items; and what is doubtful, in Swedish."""
    owner = {id(item): Cluster([item]) for item in items}
    doubtful: list[str] = []
    named: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for key in item.keys:
            named[key].append(item)
    for key in sorted(named):
        for one, other in combinations(named[key], 2):
            if owner[id(one)] is not owner[id(other)]:
                _join(one, other, owner, doubtful)
    found = list({id(cluster): cluster for item in items if (cluster := owner[id(item)])}.values())
    return found, list(dict.fromkeys(doubtful))


def _join(one: Item, other: Item, owner: dict[int, Cluster], doubtful: list[str]) -> None:
    if not _alike(one, other):
        return
    apart = one.metric.distance(other.metric)
    if apart > _reach_m(one, other):
        if apart < _APART_M and one.base is None and one.loader != other.loader:
            doubtful.append(f"{_told(one)} och {_told(other)} ligger {apart:.0f} m isär: två platser?")
        return
    first, second = owner[id(one)], owner[id(other)]
    if first.base and second.base and first.base.id != second.base.id:
        doubtful.append(f"{_told(one)}: kan vara {first.base.id} eller {second.base.id}")
        return
    if one.entry.kind != other.entry.kind:
        doubtful.append(
            f"{_told(one)} är {one.entry.kind} men {_told(other)} är {other.entry.kind}: lästa som en plats"
        )
    first.items += second.items
    for item in second.items:
        owner[id(item)] = first


def _alike(one: Item, other: Item) -> bool:
    """Whether two of one name are the same sort of thing."""
    a, b = one.entry, other.entry
    if a.kind != b.kind:
        towns = a.kind in _TOWNS and b.kind in _TOWNS
        return towns and not one.statistical and not other.statistical
    if "deso" in (a.subtype, b.subtype):
        return a.subtype == b.subtype
    return a.kind != "landmark" or a.subtype is None or b.subtype is None or a.subtype == b.subtype


def _reach_m(one: Item, other: Item) -> float:
    kind = max(one.entry.kind, other.entry.kind, key=lambda each: _REACH_M.get(each, 0.0))
    if "number" in (one.entry.subtype, other.entry.subtype):
        return 1e6
    if one.base is None and one.loader == other.loader and kind == "road":
        # One source has joined what is one street; what it kept apart is two.
        return 0.0
    slack = one.entry.uncertainty_m + other.entry.uncertainty_m
    return _REACH_M.get(kind, 0.0) + min(slack, _SLACK_M.get(kind, 0.0))


def merged(cluster: Cluster) -> Entry:
    """One entry of all in a cluster; `source` names every maker, that of the geometry first."""
    items = sorted(cluster.items, key=lambda item: item.rank)
    first, best = items[0].entry, min(items, key=_goodness).entry
    town = next((item.entry for item in items if item.entry.subtype == "tatort"), None)
    names_ = _names(item.entry for item in items)
    people = next((item.entry.population for item in items if item.entry.population and item.base is None), None)
    return Entry(
        name=first.name,
        kind=town.kind if town else first.kind,
        geometry=best.geometry,
        source="; ".join(dict.fromkeys([best.source, *(item.entry.source for item in items)])),
        licence=_licence(item.entry.licence for item in items),
        uncertainty_m=best.uncertainty_m,
        subtype=next((item.entry.subtype for item in items if item.entry.subtype), None),
        aliases=tuple(name for name in names_["aliases"] if name != first.name),
        generic_aliases=names_["generic_aliases"],
        unverified_aliases=tuple(
            name for name in names_["unverified_aliases"] if name not in (first.name, *names_["aliases"])
        ),
        population=people or first.population,
        parent=cluster.base.parent if cluster.base else None,
    )


def _names(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """All names by how sure they are; of two that differ in case only the first is kept."""
    found: dict[str, dict[str, str]] = {"aliases": {}, "generic_aliases": {}, "unverified_aliases": {}}
    for entry in entries:
        found["aliases"].setdefault((entry.name or "").casefold(), entry.name or "")
        for field_, seen in found.items():
            for name in getattr(entry, field_):
                seen.setdefault(name.casefold(), name)
    return {field_: tuple(name for name in seen.values() if name) for field_, seen in found.items()}


def _goodness(item: Item) -> tuple[int, float, int]:
    """Best first: the shape that the kind has in the world, then the surest, then the most trusted source."""
    shape = item.entry.geometry.geom_type.removeprefix("Multi")
    area = ("Polygon", "Point", "LineString")
    wanted = {"road": ("LineString", "Polygon", "Point"), "landmark": ()}.get(item.entry.kind, area)
    return wanted.index(shape) if wanted else 0, item.entry.uncertainty_m, item.rank


def _licence(licences: Iterable[str]) -> str:
    """Share-alike holds for the whole of what is made with it; else each is named."""
    known = list(dict.fromkeys(licences))
    share = [licence for licence in known if licence.startswith("ODbL")]
    return share[0] if share else "; ".join(known)


def outlined(items: Sequence[Item], area: Area) -> tuple[list[Item], list[str], list[str]]:
    """Outlines without a name get that of the one town in them; the others are told as dropped or doubtful."""
    bare = [item for item in items if item.entry.name is None]
    named = [item for item in items if item.entry.name is not None]
    towns = [item for item in named if item.entry.kind == "locality" and "Point" in item.entry.geometry.geom_type]
    dropped, doubtful = [], []
    for item in bare:
        inside = {town.entry.name: town for town in towns if item.metric.distance(town.metric) <= 250.0}
        if len(inside) == 1:
            (name, town), *_ = inside.items()
            named.append(Item(replace(item.entry, name=name), item.loader))
            doubtful.append(f"{name}: ytan ({item.entry.source}) saknar namn och fick sitt av {_told(town)}")
        elif inside:
            doubtful.append(f"{item.entry.source}: en yta utan namn rymmer {', '.join(sorted(map(str, inside)))}")
        else:
            point = item.entry.geometry.representative_point()
            dropped.append(f"{item.entry.source}: en yta utan namn vid {point.x:.4f}, {point.y:.4f} i {area.name}")
    return named, dropped, doubtful


def parents(places: Sequence[tuple[str, Entry]], code: str) -> dict[str, str]:
    """Id → id of the smallest town or district it lies in, else of the municipality; none for the municipality."""
    areas = [(key, entry) for key, entry in places if entry.kind in _TOWNS and "Polygon" in entry.geometry.geom_type]
    flat = [shapes.metric(entry.geometry) for _, entry in areas]
    tree = shapely.STRtree(flat)
    found = {}
    for key, entry in places:
        if entry.kind in ("municipality", "region"):
            continue
        shape = shapes.metric(entry.geometry)
        point = shape.interpolate(0.5, normalized=True) if shape.geom_type == "LineString" else shape.point_on_surface()
        within = [i for i in tree.query(point, predicate="within").tolist() if areas[i][0] != key]
        larger = [i for i in within if flat[i].area > 1.05 * shape.area and _holds(areas[i][1], entry)]
        found[key] = areas[min(larger, key=lambda i: (flat[i].area, areas[i][0]))][0] if larger else code
    return found


def _holds(outer: Entry, inner: Entry) -> bool:
    return not (inner.kind == "locality" and outer.kind != "locality") and outer.subtype != "deso"


def _key(name: str, *, road: bool) -> str:
    number = names.road_key(name) if road else None
    if number:
        return f"#{number}"
    *before, last = names.folded(name).split() or [""]
    # "Kolbäcks station" and "Kolbäck station", "Bergs kyrka" and "Berg kyrka" are written either way.
    if before and last in names.SITE_HEADS:
        before[-1] = before[-1].removesuffix("s")
    return " ".join((*before, last))


def _told(item: Item) -> str:
    return f"{item.entry.name} ({item.entry.source})"
