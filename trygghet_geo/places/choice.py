"""Which of several places of one name is meant: named passes that narrow the candidates, and say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trygghet_geo.places import names, outside, shapes
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.places.groups import ancestors, contains
from trygghet_geo.records import Mention, Place

_KIND_ORDER = ("locality", "neighbourhood", "landmark", "road", "municipality", "region")
_OUTSKIRTS_M = 1500.0
_ONE_SITE_M = 400.0
"""Entries of one name closer than this are one site under several heads (a square and its bus stop)."""


@dataclass(frozen=True)
class Choice:
    """The place chosen, or None with the `tied` ones that are left (none left: nothing of that name is known)."""

    place: Place | None
    why: tuple[str, ...]
    tied: tuple[Place, ...] = ()
    town: Place | None = None
    """The place to fall back on when the thing itself is not known."""


def first(mention: Mention, gazetteer: Gazetteer) -> Place | None:
    """The best candidate of a mention that serves as context: inside the municipality first."""
    named = [gazetteer.places[c] for c in mention.candidates if c in gazetteer.places]
    places = outside.believed(named, mention, gazetteer)
    local = [p for p in places if outside.is_local(p, gazetteer)]
    pool = local or places
    return min(pool, key=lambda p: (_KIND_ORDER.index(p.kind), -(p.population or 0), p.id)) if pool else None


def only(mention: Mention, gazetteer: Gazetteer) -> Place | None:
    """The place of a mention that can be but one inside the municipality."""
    local = [p for c in mention.candidates if (p := gazetteer.places.get(c)) and outside.is_local(p, gazetteer)]
    return local[0] if len(local) == 1 else None


def choose(
    mention: Mention,
    gazetteer: Gazetteer,
    *,
    parents: Sequence[Place],
    headings: Sequence[Place],
    earlier: Sequence[Place],
    beside: Sequence[Place] = (),
    county: str | None = None,
) -> Choice:
    """Narrow the candidates of `mention` down to one.

    `parents` are places named beside it that it may lie in, `headings` those of the heading above, `earlier` those
    named before in the section, latest first, `beside` those of the same sentence that can only be one place; `county`
    is the only county, by name, that a document without a municipality is about.
    """
    named = [gazetteer.places[c] for c in mention.candidates if c in gazetteer.places]
    code = outside.county_code(county, gazetteer)
    parents = [p for p in parents if code is None or outside.in_county(p, code)]
    pool = outside.believed(named, mention, gazetteer, parents=parents, county=code)
    town = _town([*parents, *headings])
    if not pool:
        far = f"only known far away: {named[0].id}" if named else "not in the gazetteer"
        return Choice(None, (far,), town=town)
    why: list[str] = []
    generic = mention.form == "generic"
    if generic and town is not None and not any(contains(town, p, gazetteer) for p in pool):
        return Choice(None, (f"“{mention.text}” has no entry in {town.name}",), town=town)
    # A site of its own name that only one place has is where it is, whatever heading it is spoken of under.
    above = [] if len(pool) == 1 and pool[0].kind == "landmark" and not generic else headings
    stated = [p for p in parents or above if p.kind in ("locality", "neighbourhood")]
    reachable = [p for p in pool if _within_reach(p, stated)]
    if parents and reachable and not generic:
        reachable = [p for p in reachable if p in parents or outside.agrees(p, parents, gazetteer)]
    if (stated or parents) and not reachable:
        if not stated:
            return Choice(None, (f"no {mention.name or mention.text} known in {parents[0].name}",), town=town)
        return Choice(None, (f"no {mention.name or mention.text} known in {stated[0].name}",), town=stated[0])
    pool = reachable or pool
    steps = _passes(mention, gazetteer, parents=parents, headings=headings, earlier=earlier, beside=beside)
    for label, keep in steps:
        if len(pool) == 1:
            break
        kept = keep(pool)
        if kept and len(kept) < len(pool):
            why.append(f"{label}: {len(pool)} → {len(kept)}")
            pool = kept
    if gazetteer.municipality and not outside.is_local(pool[0], gazetteer):
        why.append("outside municipality")
    if len(pool) > 1:
        listed = ", ".join(f"{p.name} ({p.id})" for p in pool[:5])
        return Choice(None, (*why, f"ambiguous: {listed}"), tuple(pool), town)
    return Choice(pool[0], tuple(why), town=town)


def _within_reach(place: Place, towns: Sequence[Place]) -> bool:
    """A street or site said to be in a town must lie there or nearly so; another town's Storgatan is another street."""
    if not towns or place.kind not in ("road", "landmark") or names.road_key(place.name):
        # Of a numbered road there is one, however little of it the gazetteer has drawn.
        return True
    slack = _OUTSKIRTS_M + place.uncertainty_m
    return any(
        town.id in (place.id, place.parent)
        or shapes.distance_m(town.geometry, place.geometry) <= slack + _radius_m(town)
        for town in towns
    )


def _radius_m(town: Place) -> float:
    return town.uncertainty_m if town.geometry.geom_type == "Point" else 0.0


_Pass = tuple[str, Callable[[list[Place]], list[Place]]]


def _passes(
    mention: Mention,
    gazetteer: Gazetteer,
    *,
    parents: Sequence[Place],
    headings: Sequence[Place],
    earlier: Sequence[Place],
    beside: Sequence[Place],
) -> list[_Pass]:
    def inside(outers: Sequence[Place]) -> Callable[[list[Place]], list[Place]]:
        def keep(pool: list[Place]) -> list[Place]:
            for outer in outers:
                kept = [p for p in pool if p.id == outer.id or contains(outer, p, gazetteer)]
                if kept:
                    return kept
            return []

        return keep

    towns = [p for p in earlier if p.kind == "locality"]
    generic = mention.form == "generic"
    passes: list[_Pass] = [
        ("municipality", lambda pool: [p for p in pool if outside.is_local(p, gazetteer)]),
        ("co-mentioned parent", inside(parents)),
        ("heading", inside(headings)),
    ]
    if generic:
        passes.append(("town named before", inside(towns[:1])))
        passes.append(("alias of the place", lambda pool: [p for p in pool if _answers(p, mention)]))
    passes += [
        ("preposition", lambda pool: _by_preposition(pool, mention)),
        ("kind", lambda pool: _by_kind(pool, mention)),
        ("town of what is named beside it", lambda pool: _of_one_town(pool, beside)),
        ("town named before", inside(towns[:1])),
        ("own name", lambda pool: [p for p in pool if mention.name and p.name.lower() == mention.name.lower()]),
        ("one site", _one_site),
        ("nearness", lambda pool: _nearest(pool, gazetteer)),
        ("population", _largest),
    ]
    return passes


def _of_one_town(pool: list[Place], beside: Sequence[Place]) -> list[Place]:
    """Streets and sites in the town of the ones named with them, when those agree: "Storgatan och Kaggensgatan"."""
    towns = {p.parent for p in beside if p.kind in ("road", "landmark", "neighbourhood") and p.parent}
    return [p for p in pool if p.parent in towns] if len(towns) == 1 else []


def _town(context: Sequence[Place]) -> Place | None:
    return next((p for p in context if p.kind in ("locality", "neighbourhood")), None)


def _answers(place: Place, mention: Mention) -> bool:
    plain = (mention.name or mention.text).lower()
    return plain in (a.lower() for a in (*place.generic_aliases, *place.aliases))


def _by_preposition(pool: list[Place], mention: Mention) -> list[Place]:
    """ "på X" is a road or a site, "i X" somewhere one can be in; names of streets stay streets."""
    if mention.preposition in ("på", "längs", "längs med", "utmed"):
        return [p for p in pool if p.kind in ("road", "landmark")] if names.is_street(mention.name or "") else []
    if mention.preposition in ("i", "inom", "i centrum"):
        return [p for p in pool if p.kind in ("locality", "neighbourhood", "municipality")]
    return []


def _by_kind(pool: list[Place], mention: Mention) -> list[Place]:
    order = ("road", *(k for k in _KIND_ORDER if k != "road")) if names.is_street(mention.name or "") else _KIND_ORDER
    if "kommun" in mention.text.lower():
        order = ("municipality", *order)
    best = min(order.index(p.kind) for p in pool)
    return [p for p in pool if order.index(p.kind) == best]


def _one_site(pool: list[Place]) -> list[Place]:
    """Several entries for one site: the one with the surest geometry stands for all."""
    best = min(pool, key=lambda p: (p.uncertainty_m, p.id))
    close = all(shapes.near_m(best.geometry, p.geometry) <= _ONE_SITE_M for p in pool)
    return [best] if close else []


def _nearest(pool: list[Place], gazetteer: Gazetteer) -> list[Place]:
    """Outside the municipality only: a homonym in the own county or within 60 km, when the next is twice as far."""
    if gazetteer.municipality is None or any(outside.is_local(p, gazetteer) for p in pool):
        return []
    home = gazetteer.places.get(gazetteer.municipality.code)
    if home is None:
        return []
    ranked = sorted((shapes.near_m(home.geometry, p.geometry), p.id, p) for p in pool)
    return [ranked[0][2]] if ranked[0][0] < 60_000 and ranked[1][0] > 2 * ranked[0][0] else []


def _largest(pool: list[Place]) -> list[Place]:
    """Towns of one name: a well-known one with five times the inhabitants of the next needs no further words."""
    if any(p.kind != "locality" for p in pool):
        return []
    ranked = sorted(pool, key=lambda p: -(p.population or 0))
    return [ranked[0]] if (ranked[0].population or 0) >= 5 * max(1, ranked[1].population or 0) else []


def common_parent(places: Sequence[Place], gazetteer: Gazetteer) -> Place | None:
    """The nearest place that all of them lie in."""
    chains = [ancestors(p, gazetteer) for p in places]
    return next((gazetteer.places[i] for i in chains[0] if all(i in chain for chain in chains[1:])), None)
