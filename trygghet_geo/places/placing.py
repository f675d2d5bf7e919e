"""A chosen place as a Location: precision class, geometry and uncertainty, never finer than the words.

A soft area is the base geometry widened by a stated number of metres. The numbers follow how far people mean:
"-området" and "kring" reach about a kilometre beyond a town's edge, a few hundred metres beyond a neighbourhood; what
lies "utanför" or "norr om" a town may be three kilometres out, the usual distance to the next settlement.
"""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from trygghet_geo.places import choice, names, shapes
from trygghet_geo.places.choice import Choice
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.places.groups import Group
from trygghet_geo.records import Document, Location, Mention, Place
from trygghet_geo.views import view

PRECISION = {
    "landmark": "site", "road": "road", "neighbourhood": "neighbourhood", "locality": "locality",
    "municipality": "municipality", "region": "none",
}  # fmt: skip
AROUND_M = {"locality": 1000.0, "neighbourhood": 300.0, "road": 200.0, "landmark": 300.0}
OUTSIDE_M = 3000.0
MEETING_M = 500.0
"""A crossing that is less well known than this is a soft area, not a point."""
_OUTSIDE = frozenset(("utanför", "strax utanför", "norr om", "söder om", "öster om", "väster om", "bortom"))


def whole(gazetteer: Gazetteer, why: str) -> Location:
    """The municipality as a whole: no geometry."""
    code = gazetteer.municipality.code if gazetteer.municipality else None
    place = gazetteer.places.get(code) if code else None
    return Location(place, None, None, "municipality", why=(why,))


def single(document: Document, group: Group, chosen: Choice, *, gazetteer: Gazetteer, why: tuple[str, ...]) -> Location:
    """One mention with what it lies in."""
    why += chosen.why
    if chosen.place is not None:
        return _placed(group.mention, chosen.place, why)
    return _fallback(document, group, chosen, gazetteer=gazetteer, why=why)


def _placed(mention: Mention, place: Place, why: tuple[str, ...]) -> Location:
    precision = PRECISION[place.kind]
    if precision in ("municipality", "none"):
        wide = ("too wide to place",) if precision == "none" else ()
        return Location(place, mention, None, precision, why=why + wide)
    if mention.form == "area" and not _is_outside_site(mention, place):
        return _vague(mention, place, why)
    geometry, precision, note = _part(mention, place, precision)
    return Location(place, mention, geometry, precision, place.uncertainty_m, why + note)


def _is_outside_site(mention: Mention, place: Place) -> bool:
    """ "utanför skolan" is at the school."""
    return place.kind in ("landmark", "road") and mention.preposition in ("utanför", "strax utanför")


def _vague(mention: Mention, place: Place, why: tuple[str, ...]) -> Location:
    reach = AROUND_M[place.kind]
    if mention.preposition in _OUTSIDE and place.kind == "locality":
        reach = OUTSIDE_M
    if place.geometry.geom_type in ("Point", "MultiPoint"):
        reach += place.uncertainty_m
    area = shapes.soft(place.geometry, metres=reach)
    return Location(place, mention, area, "vague", reach, (*why, f"vague words: {reach:.0f} m around {place.name}"))


def _part(mention: Mention, place: Place, precision: str) -> tuple[BaseGeometry, str, tuple[str, ...]]:
    """ "norra Kolbäck": that half of the outline."""
    first = mention.text.split()[0].lower()
    if first not in names.DIRECTIONS or place.name.lower().startswith(first):
        return place.geometry, precision, ()
    east, north = names.DIRECTIONS[first]
    cut = shapes.part(place.geometry, east=east, north=north)
    if cut is None:
        return place.geometry, precision, (f"“{first}” not applied: no outline",)
    return cut, precision, (f"“{first}”: that part of the outline",)


def _fallback(
    document: Document, group: Group, chosen: Choice, *, gazetteer: Gazetteer, why: tuple[str, ...]
) -> Location:
    """What the words name is not known or not settled: its town, at the town's own precision, or nothing."""
    if chosen.town is not None:
        mention = _spanning(document, group)
        return _placed(mention, chosen.town, (*why, f"falls back to {chosen.town.name}"))
    if chosen.tied:
        parent = choice.common_parent(chosen.tied, gazetteer)
        if parent is not None:
            return _placed(group.mention, parent, (*why, f"common parent: {parent.name}"))
    for mention in group.within:
        outer = choice.first(mention, gazetteer)
        if outer is not None:
            return _placed(_spanning(document, group), outer, (*why, f"falls back to {outer.name}"))
    return Location(None, group.mention, None, "none", why=(*why, "unplaced"))


def _spanning(document: Document, group: Group) -> Mention:
    """ "Ekgatan i Kolbäck": the words from the unknown name to its town, when they stand together."""
    mention = group.mention
    for outer in group.within:
        if 0 <= outer.start - mention.end <= 12:
            text = view(document.text, [(mention.start, outer.end)]).text
            name = mention.name or mention.text
            span = (mention.start, outer.end)
            return Mention(*span, text, name, "unknown", mention.candidates, mention.preposition)
    return mention


def pair(
    document: Document,
    group: Group,
    chosen: tuple[Choice, Choice, Choice | None],
    *,
    gazetteer: Gazetteer,
    why: tuple[str, ...],
) -> Location:
    """A crossing of two roads, or the stretch of a road between two places."""
    one, other, road = chosen
    assert group.other is not None
    first = group.road or group.mention
    span = (min(first.start, group.mention.start), group.other.end)
    both = tuple(dict.fromkeys(first.candidates + group.mention.candidates + group.other.candidates))
    words = Mention(*span, view(document.text, [span]).text, first.name, "road", both, first.preposition)
    if one.place is None or other.place is None:
        known = Group(group.mention if one.place else group.other, group.within)
        better = one if one.place else other
        if better.place is None:
            return single(document, known, better, gazetteer=gazetteer, why=why)
        return _placed(words, better.place, (*why, "only one end is known"))
    if group.relation == "crossing":
        return _crossing(words, one.place, other.place, why)
    assert road is not None
    if road.place is None:
        return _fallback(document, Group(first, group.within), road, gazetteer=gazetteer, why=(*why, *road.why))
    cut = shapes.stretch(road.place.geometry, one.place.geometry, other.place.geometry)
    note = f"between {one.place.name} and {other.place.name}" + ("" if cut else ": no line to cut, the whole road")
    return Location(road.place, words, cut or road.place.geometry, "road", road.place.uncertainty_m, (*why, note))


def _crossing(words: Mention, one: Place, other: Place, why: tuple[str, ...]) -> Location:
    """Where both are lines their intersection; else the nearest point, with the uncertainty of the worse known road."""
    point, off = shapes.crossing(one.geometry, other.geometry)
    lines = all("Line" in p.geometry.geom_type for p in (one, other))
    known = min(one.uncertainty_m, other.uncertainty_m) if lines else max(one.uncertainty_m, other.uncertainty_m)
    note = f"crossing of {one.name} and {other.name}" + ("" if lines else ": nearest point, not both are lines")
    reach = round(known + off, 1)
    if reach <= MEETING_M:
        return Location(one, words, point, "site", reach, (*why, note))
    note += f"; {reach:.0f} m uncertain, so a soft area"
    return Location(one, words, shapes.soft(point, metres=reach), "vague", reach, (*why, note))
