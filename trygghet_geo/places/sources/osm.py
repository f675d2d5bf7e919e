"""What OpenStreetMap's tags say a thing is, for a reader of minutes: street, district, school, square, station …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.places.sources import gtfs, roads
from trygghet_geo.places.sources.entries import Area, Entry, Loaded, clean, several

SOURCE, LICENCE = "OpenStreetMap", "ODbL-1.0"
_NO_STREET = frozenset(
    "bus_stop platform construction proposed abandoned razed rest_area services crossing elevator corridor".split()
)
_PLACES = {
    "city": ("locality", 3000.0), "town": ("locality", 1500.0), "village": ("locality", 800.0),
    "hamlet": ("locality", 400.0), "isolated_dwelling": ("locality", 200.0), "suburb": ("neighbourhood", 800.0),
    "quarter": ("neighbourhood", 600.0), "neighbourhood": ("neighbourhood", 400.0), "farm": ("landmark", 150.0),
    "square": ("landmark", 50.0), "allotments": ("neighbourhood", 300.0), "island": ("landmark", 500.0),
    "islet": ("landmark", 200.0),
}  # fmt: skip
"""place=* → kind and uncertainty in metres when it is only a point."""
_DISTRICTS = frozenset("residential industrial commercial retail allotments education".split())
_SITES = {
    "amenity": {
        "school": "school", "kindergarten": "preschool", "college": "school", "university": "school",
        "library": "library", "place_of_worship": "church", "bus_station": "station", "hospital": "hospital",
        "clinic": "hospital", "doctors": "hospital", "townhall": "townhall", "marketplace": "square",
        "police": "police", "fire_station": "fire_station", "fuel": "shop", "pharmacy": "shop",
    },
    "leisure": {
        "park": "park", "garden": "park", "playground": "playground", "sports_centre": "sport", "stadium": "sport",
        "pitch": "sport", "swimming_pool": "bath", "swimming_area": "bath", "ice_rink": "sport", "sports_hall": "sport",
        "nature_reserve": "nature",
    },
    "railway": {"station": "station", "halt": "station", "tram_stop": "stop"},
    "public_transport": {"station": "station"},
    "natural": {"water": "water", "beach": "bath", "wood": "nature", "bay": "water", "wetland": "nature"},
    "waterway": {"river": "watercourse", "stream": "watercourse", "canal": "watercourse"},
    "landuse": {"forest": "nature", "cemetery": "cemetery", "recreation_ground": "park", "village_green": "park"},
    "man_made": {"bridge": "bridge", "tower": "tower", "pier": "pier"},
}  # fmt: skip
"""Key → value → subtype. A named thing under one of `_ANY` is a site whatever its value."""
_ANY = {
    "amenity": None, "leisure": None, "shop": "shop", "tourism": None, "historic": None, "sport": "sport",
    "healthcare": "hospital", "office": "office", "craft": "shop", "building": "building", "club": None,
}  # fmt: skip
_ALIASES = ("alt_name", "short_name", "loc_name", "official_name", "name:sv", "nickname")
_DOUBTED = ("old_name", "operator:old_name")
_POINT_M, _AREA_M, _LINE_M = 50.0, 20.0, 15.0


def of_tags(tags: Mapping[str, str], geometry: BaseGeometry) -> tuple[Entry, ...]:
    """The entries that a thing with these tags makes: none, one, or a street with its road numbers.

    `geometry` is EPSG:4326: a point, a line, or an area.
    """
    line = "Line" in geometry.geom_type
    name = clean(tags.get("name"))
    highway = tags.get("highway")
    found = []
    if highway == "bus_stop" or (tags.get("railway") == "tram_stop"):
        return (gtfs.entry(name, geometry.centroid, source=SOURCE, licence=LICENCE),) if name else ()
    if highway and line and highway not in _NO_STREET:
        found += [_entry(tags, name, geometry, kind="road")] if name else []
        return (*found, *_numbered(tags, geometry))
    if name is None or (highway and highway != "pedestrian"):
        return ()
    what = _what(tags, geometry)
    return () if what is None else (_entry(tags, name, geometry, kind=what[0], subtype=what[1], point_m=what[2]),)


def loaded(things: Iterable[tuple[Mapping[str, str], BaseGeometry]], area: Area) -> Loaded:
    """Entries inside the municipality of all things; the pieces of a street joined to one line."""
    entries, lines = [], []
    outside = 0
    for tags, geometry in things:
        if not _touches(geometry, area):
            outside += 1
            continue
        for entry in of_tags(tags, geometry):
            (lines if entry.kind == "road" or entry.subtype == "watercourse" else entries).append(entry)
    streets = [entry for entry in lines if "Line" in entry.geometry.geom_type]
    joined, dropped = roads.joined(streets, area)
    rest = [entry for entry in lines if "Line" not in entry.geometry.geom_type]
    told = (f"OpenStreetMap: {outside} namngivna saker utanför kommunen",) if outside else ()
    return Loaded((*entries, *rest, *joined), (*told, *dropped))


def _touches(geometry: BaseGeometry, area: Area) -> bool:
    left, low, right, high = geometry.bounds
    west, south, east, north = area.box
    # The box first: of a file over all of Sweden nearly everything lies outside it.
    near = left <= east and right >= west and low <= north and high >= south
    return near and area.holds(geometry)


def relevant(tags: Mapping[str, str]) -> bool:
    """Whether a thing with these tags can make an entry, before its geometry is put together."""
    return "name" in tags or ("highway" in tags and ("ref" in tags or "int_ref" in tags))


def _numbered(tags: Mapping[str, str], geometry: BaseGeometry) -> list[Entry]:
    refs = [*several(tags.get("ref")), *several(tags.get("int_ref"))]
    numbers = dict.fromkeys(found for ref in refs if (found := roads.numbered(ref)))
    return [Entry(name, "road", geometry, SOURCE, LICENCE, _LINE_M, "number", others) for name, others in numbers]


def _what(tags: Mapping[str, str], geometry: BaseGeometry) -> tuple[str, str | None, float] | None:
    """Kind, subtype, and the uncertainty in metres when it is only a point."""
    place = _PLACES.get(tags.get("place", ""))
    if place:
        return place[0], "square" if tags["place"] == "square" else None, place[1]
    for key, values in _SITES.items():
        if tags.get(key) in values:
            return "landmark", values[tags[key]], _POINT_M
    if tags.get("landuse") in _DISTRICTS:
        return "neighbourhood", None, 300.0
    if tags.get("highway") == "pedestrian":
        return "landmark", "square", _POINT_M
    if tags.get("boundary") == "administrative":
        return ("neighbourhood", None, 500.0) if tags.get("admin_level") in ("9", "10", "11") else None
    for key, subtype in _ANY.items():
        if tags.get(key) not in (None, "no"):
            return "landmark", subtype or tags[key], _POINT_M
    return None


def _entry(
    tags: Mapping[str, str],
    name: str | None,
    geometry: BaseGeometry,
    *,
    kind: str,
    subtype: str | None = None,
    point_m: float = _POINT_M,
) -> Entry:
    names = several(name)
    others = dict.fromkeys(other for key in _ALIASES for other in several(tags.get(key)))
    people = tags.get("population", "")
    if subtype == "station" and not any(part in (name or "").casefold() for part in ("station", "central", "terminal")):
        # "Kolbäck" on a railway station is the station, not the town.
        names = (f"{names[0]} station", *names[1:])
    return Entry(
        name=names[0],
        kind=kind,
        geometry=geometry,
        source=SOURCE,
        licence=LICENCE,
        uncertainty_m=point_m if "Point" in geometry.geom_type else _LINE_M if kind == "road" else _AREA_M,
        subtype=subtype,
        aliases=tuple(other for other in (*names[1:], *others) if other not in (names[0], name)),
        unverified_aliases=tuple(old for key in _DOUBTED for old in several(tags.get(key))),
        population=int(people) if people.isdigit() else None,
    )


def polygon(rings: Iterable[BaseGeometry]) -> BaseGeometry | None:
    """Closed lines as one area; None when nothing closes."""
    faces = [face for face in shapely.get_parts(shapely.polygonize(list(rings))) if face.area > 0]
    return shapely.union_all(faces) if faces else None
