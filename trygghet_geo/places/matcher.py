"""All names of a gazetteer as one automaton, built once per gazetteer version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick_rs

from trygghet_geo.places import names
from trygghet_geo.records import Place

if TYPE_CHECKING:
    from trygghet_geo.places.gazetteer import Gazetteer

BARE = {
    "skolan": ("skolan", "skola"),
    "högstadieskolan": ("skolan", "skola"),
    "skolgården": ("skolan", "skola"),
    "gymnasiet": ("gymnasium", "gymnasiet", "gymnasieskola"),
    "torget": ("torget", "torg"),
    "parken": ("parken", "park"),
    "stationen": ("station", "stationen"),
    "tågstationen": ("station",),
    "järnvägsstationen": ("järnvägsstation", "station"),
    "busstationen": ("busstation", "bussterminal"),
    "centralstationen": ("centralstation", "central", " c"),
    "perrongen": ("station", "stationen", "centralstation", "central"),
    "resecentrum": ("resecentrum",),
    "biblioteket": ("bibliotek",),
    "kyrkan": ("kyrka", "kyrkan"),
    "badet": ("badet", "bad"),
    "simhallen": ("simhall", "simhallen"),
    "ishallen": ("ishall", "ishallen"),
    "idrottsplatsen": ("idrottsplats", " ip"),
    "centrum": ("centrum",),
    "centrumområdet": ("centrum",),
    "vårdcentralen": ("vårdcentral",),
    "kommunhuset": ("kommunhus", "kommunhuset"),
}
"""Bare noun → how the names of the places it may stand for end."""


@dataclass(frozen=True)
class Name:
    """What one pattern stands for; `lower` says that the gazetteer itself writes the name in lower case."""

    name: str
    certain: tuple[str, ...]
    generic: tuple[str, ...]
    lower: bool


@dataclass(frozen=True)
class Matcher:
    automaton: ahocorasick_rs.AhoCorasick
    entries: tuple[Name, ...]
    roads: dict[str, tuple[str, ...]]
    centres: dict[str, str]
    """Town id → id of the place that is its centre."""
    municipalities: dict[str, str]
    """Municipality code → id of the municipality's own entry."""
    local: dict[tuple[str, int], tuple[tuple[str, tuple[str, ...]], ...]]
    """(first letter, length) → folded single-word names inside the municipality with their ids, for misspellings."""

    def hits(self, folded: str) -> list[tuple[int, int, Name]]:
        """Start, end and name of every match at the start of a word; `folded` must begin with a blank."""
        found = self.automaton.find_matches_as_indexes(folded, overlapping=True)
        return [(start + 1, end, self.entries[number]) for number, start, end in found]


@dataclass(frozen=True)
class _Key:
    """Equal for equal gazetteer contents, so that the cache need not hash the places."""

    version: str
    code: str | None
    size: int
    gazetteer: Gazetteer = field(compare=False, repr=False)


def matcher(gazetteer: Gazetteer) -> Matcher:
    """The automaton over every name, alias and generic alias of `gazetteer`, cached by its version."""
    code = gazetteer.municipality.code if gazetteer.municipality else None
    return _build(_Key(gazetteer.version, code, len(gazetteer.places), gazetteer))


@lru_cache(maxsize=8)
def _build(key: _Key) -> Matcher:
    places = list(key.gazetteer.places.values())
    certain, generic, spelt = _patterns(places, key.code)
    patterns = sorted(set(certain) | set(generic))
    entries = tuple(
        Name(spelt[p], tuple(dict.fromkeys(certain[p])), tuple(dict.fromkeys(generic[p])), spelt[p][:1].islower())
        for p in patterns
    )
    automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.Standard)
    return Matcher(
        automaton,
        entries,
        _roads(places),
        _centres(places),
        {p.municipality_code: p.id for p in places if p.kind == "municipality" and p.municipality_code},
        _local(places, key.code),
    )


def _patterns(
    places: list[Place], code: str | None
) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str]]:
    certain: dict[str, list[str]] = defaultdict(list)
    generic: dict[str, list[str]] = defaultdict(list)
    spelt: dict[str, str] = {}
    bare_heads = tuple((noun, heads) for noun, heads in BARE.items())
    towns = {place.name.lower() for place in places if place.kind == "locality" and place.municipality_code == code}
    for place in places:
        for name in forms(place):
            certain[_pattern(name)].append(place.id)
            spelt.setdefault(_pattern(name), name)
        if code is None or place.municipality_code != code:
            continue
        for name in place.generic_aliases:
            if not name.isdigit():
                generic[_pattern(name)].append(place.id)
                spelt.setdefault(_pattern(name), name)
        if place.kind in ("landmark", "neighbourhood") and "hållplats" not in place.name.lower():
            for noun, heads in bare_heads:
                if _ends(place.name.lower(), heads, towns):
                    generic[_pattern(noun)].append(place.id)
                    spelt.setdefault(_pattern(noun), noun)
    return certain, generic, spelt


def _ends(name: str, heads: tuple[str, ...], towns: Set[str]) -> bool:
    """Schools and parks end in compounds ("Parkskolan"); the centre is a town's, not a district's or a gymnasium's."""
    if "centrum" not in heads:
        return name.endswith(heads)
    town = name.removesuffix(" centrum")
    return town != name and (town in towns or town.removesuffix("s") in towns)


def forms(place: Place) -> tuple[str, ...]:
    """The names that are certain to mean the place, without what the gazetteer adds in brackets."""
    all_names = (place.name, *place.aliases)
    bare = [n.split(" (")[0].strip() for n in all_names]
    return tuple(dict.fromkeys(n for n in bare if len(n) > 1 and not n.isdigit()))


def _pattern(name: str) -> str:
    return " " + names.folded(name).strip()


def _roads(places: list[Place]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for place in places:
        if place.kind == "road":
            for key in {k for n in (place.name, *place.aliases) if (k := names.road_key(n))}:
                found[key].append(place.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _centres(places: list[Place]) -> dict[str, str]:
    found = {}
    for place in places:
        generic = {name.lower() for name in place.generic_aliases}
        if (
            place.kind == "neighbourhood"
            and place.parent
            and (place.name.lower().endswith(" centrum") or "centrum" in generic)
        ):
            found[place.parent] = place.id
    return found


def _local(places: list[Place], code: str | None) -> dict[tuple[str, int], tuple[tuple[str, tuple[str, ...]], ...]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for place in places if code else []:
        if place.municipality_code == code:
            for name in forms(place):
                if len(name) >= 6 and name.isalpha() and name[0].isupper():
                    ids[names.folded(name)].append(place.id)
    table: dict[tuple[str, int], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name, found in ids.items():
        table[name[0], len(name)].append((name, tuple(found)))
    return {key: tuple(value) for key, value in table.items()}
