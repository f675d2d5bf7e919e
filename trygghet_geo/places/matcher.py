"""All names of a gazetteer as one automaton, built once per gazetteer version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

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


class Name(NamedTuple):
    """What one pattern stands for; `lower` says that the gazetteer itself writes the name in lower case."""

    name: str
    certain: tuple[str, ...]
    generic: tuple[str, ...]
    lower: bool


@dataclass(frozen=True)
class Matcher:
    automaton: ahocorasick_rs.AhoCorasick
    spelt: tuple[str, ...]
    """By the number of a pattern: the name as the gazetteer writes it."""
    certain: tuple[tuple[str, ...], ...]
    """By the number of a pattern: ids of the places that it certainly names."""
    generic: tuple[tuple[str, ...], ...]
    roads: dict[str, tuple[str, ...]]
    centres: dict[str, str]
    """Town id → id of the place that is its centre."""
    municipalities: dict[str, str]
    """Municipality code → id of the municipality's own entry."""
    key: _Key

    @cached_property
    def local(self) -> dict[tuple[str, int], tuple[tuple[str, tuple[str, ...]], ...]]:
        """(first letter, length) → folded single-word names inside the municipality and their ids, for misspellings."""
        return _local(self.key.gazetteer.places.values(), self.key.code)

    def hits(self, text: str, folded: str) -> Iterator[tuple[int, str, int, Name]]:
        """Every name in `text` as its start, its ending, the end with that, and what the name stands for.

        The endings are those of `names.ending`. `folded` is `text` folded behind one blank, so that a name begins where
        its pattern, a blank and the name, is found. One by one: a list of a million tuples makes the garbage collector
        go through the whole gazetteer again and again.
        """
        spelt, certain, generic, ending = self.spelt, self.certain, self.generic, names.ending
        for number, start, after in self.automaton.find_matches_as_indexes(folded, overlapping=True):
            closing = ending(text, after - 1)
            if closing is not None:
                name = spelt[number]
                yield start, *closing, Name(name, certain[number], generic[number], name[:1].islower())


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
    spoken, ids = _certain(places)
    certain = len(spoken)
    for name, identifier in _generic(places, key.code):
        spoken.append(name)
        ids.append(identifier)
    table = _table(spoken, ids, certain)
    # The patterns are the automaton's own after this: a second copy of a million names would be half of what it takes.
    automaton = ahocorasick_rs.AhoCorasick(
        table.patterns, matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
    )
    return Matcher(
        automaton,
        tuple(table.spelt),
        tuple(table.certain),
        tuple(table.generic),
        _roads(places),
        _centres(places),
        {p.municipality_code: p.id for p in places if p.kind == "municipality" and p.municipality_code},
        key,
    )


def _certain(places: list[Place]) -> tuple[list[str], list[str]]:
    """The certain names of all places and, in another list, the id that each belongs to."""
    spoken, ids = [], []
    for place in places:
        for name in forms(place):
            spoken.append(name)
            ids.append(place.id)
    return spoken, ids


class _Table(NamedTuple):
    """Columns of equal length, a row for each pattern, in the order of the alphabet."""

    patterns: list[str]
    spelt: list[str]
    certain: list[tuple[str, ...]]
    generic: list[tuple[str, ...]]


def _table(spoken: list[str], ids: list[str], certain: int) -> _Table:
    """Each pattern once with the ids of its places; the names from number `certain` on are generic ones.

    In the order of the alphabet the automaton is built five times faster than in any other: neighbours share their
    beginnings, which are then still in the processor's cache. The sort also brings the homonyms together.
    """
    patterns = _patterns(spoken)
    table = _Table([], [], [], [])
    last, none = "", ()
    several: dict[tuple[int, bool], dict[str, None]] = {}
    for number in sorted(range(len(patterns)), key=patterns.__getitem__):
        pattern, identifier = patterns[number], (ids[number],)
        if pattern != last:
            last = pattern
            table.patterns.append(pattern)
            table.spelt.append(spoken[number])
            table.certain.append(identifier if number < certain else none)
            table.generic.append(none if number < certain else identifier)
            continue
        column = table.certain if number < certain else table.generic
        # One by one in a dictionary: "skolan" may have ten thousand places.
        several.setdefault((len(table.spelt) - 1, number < certain), dict.fromkeys(column[-1]))[identifier[0]] = None
    for (row, is_certain), found in several.items():
        (table.certain if is_certain else table.generic)[row] = tuple(found)
    return table


def _patterns(spoken: list[str]) -> list[str]:
    """What each name looks like in folded text, behind a blank. Folded in one piece, because that is much faster."""
    folded = names.folded("\n".join(spoken))
    patterns, at = [], 0
    for name in spoken:
        end = at + len(name)
        patterns.append(" " + folded[at:end].strip())
        at = end + 1
    return patterns


def _generic(places: list[Place], code: str | None) -> Iterator[tuple[str, str]]:
    """Names that hold inside the municipality `code` only, and the bare nouns that its places may be called."""
    towns = {place.name.lower() for place in places if place.kind == "locality" and place.municipality_code == code}
    nouns = _nouns()
    for place in places if code else ():
        if place.municipality_code != code:
            continue
        if place.generic_aliases:
            yield from ((name, place.id) for name in place.generic_aliases if not name.isdigit())
        tail = place.name[-2:].lower()
        if tail in nouns and place.kind in ("landmark", "neighbourhood"):
            name = place.name.lower()
            if "hållplats" not in name:
                yield from ((noun, place.id) for head, noun in nouns[tail] if _ends(name, head, towns))


def _nouns() -> dict[str, list[tuple[str, str]]]:
    """Last two letters of a name → endings with these and the bare noun that each lets stand for it."""
    table: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for noun, endings in BARE.items():
        for ending in endings:
            table[ending[-2:]].append((ending, noun))
    return table


def _ends(name: str, head: str, towns: Set[str]) -> bool:
    """Schools and parks end in compounds ("Parkskolan"); the centre is a town's, not a district's or a gymnasium's."""
    if head != "centrum":
        return name.endswith(head)
    town = name.removesuffix(" centrum")
    return town != name and (town in towns or town.removesuffix("s") in towns)


def forms(place: Place) -> tuple[str, ...]:
    """The names that are certain to mean the place, without what the gazetteer adds in brackets."""
    if not place.aliases and "(" not in place.name:
        return (place.name,) if len(place.name) > 1 and not place.name.isdigit() else ()
    all_names = (place.name, *place.aliases)
    bare = [n.split(" (")[0].strip() for n in all_names]
    return tuple(dict.fromkeys(n for n in bare if len(n) > 1 and not n.isdigit()))


def _roads(places: list[Place]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for place in places:
        if place.kind == "road" and any(map(str.isdigit, "".join((place.name, *place.aliases)))):
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


def _local(places: Iterable[Place], code: str | None) -> dict[tuple[str, int], tuple[tuple[str, tuple[str, ...]], ...]]:
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
