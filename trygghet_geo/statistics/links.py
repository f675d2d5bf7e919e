"""Which statements may answer a concern, how likely that looks, and why: suggestions for a person to confirm.

The weights are judgements. They order suggestions; they are no probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trygghet_geo.statistics import hierarchy, likeness

if TYPE_CHECKING:
    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.statements import Said

SAME_PLACE, NEAR_PLACE, WHOLE, NOWHERE = 1.0, 0.5, 0.4, 0.4
"""By place: the same; one inside the other; the whole municipality; no place said."""
GENERAL = 0.4
"""By category: the same counts in full, `other` so much, for it may be meant for anything at the place."""
OTHER_TYPE = 0.5
"""Factor when both say a type and they differ: speeding and parking."""
GENERAL_DAYS = 365
"""A general statement is suggested only so long after the concern was last raised."""
A_WORD, MOST_WORDS = 0.1, 0.3
"""Added for each word in common, and at most."""
SUGGESTED = 0.4
"""From which a link is suggested. General measures of a neighbouring place stay below."""
SURE = 0.55
"""From which a suggestion counts as an answer; below, the concern is listed as perhaps answered."""
_MUNICIPALITY = re.compile(r"\d{4}").fullmatch


@dataclass(frozen=True)
class Link:
    """What a person has decided: the statement belongs to the thread (`confirmed`), or does not."""

    thread: str
    statement: str
    confirmed: bool = True


@dataclass(frozen=True)
class Suggestion:
    """`why` in Swedish: "samma plats", "samma kategori", "delar ord: farthind"."""

    said: Said
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Candidates:
    """Where answers can stand: by the place they name, by each place around it; and the stems of each statement."""

    here: Mapping[str | None, Sequence[Said]]
    inside: Mapping[str | None, Sequence[Said]]
    stems: Mapping[str, frozenset[str]]
    places: Mapping[str, Inside]


def candidates(said: Iterable[Said], places: Mapping[str, Inside]) -> Candidates:
    """The proposals, measures and calm reports of `said`, ready to be looked up; stems without the names of places."""
    here: dict[str | None, list[Said]] = {}
    inside: dict[str | None, list[Said]] = {}
    stems: dict[str, frozenset[str]] = {}
    for one in said:
        own = stems.get(one.statement)
        stems[one.statement] = (likeness.stems(one.quote) if own is None else own) - likeness.stems(one.place or "")
        if one.kind in ("proposal", "measure", "calm"):
            here.setdefault(one.place_id, []).append(one)
            for place_id in hierarchy.around(one.place_id, places)[1:]:
                inside.setdefault(place_id, []).append(one)
    return Candidates(here, inside, stems, places)


def suggestions(concerns: Sequence[Said], among: Candidates) -> tuple[Suggestion, ...]:
    """What may answer `concerns` (one category at one place), not said before the first of them, in order of date."""
    first = concerns[0]
    types = frozenset(type_ for one in concerns for type_ in one.types)
    words = frozenset().union(*(among.stems[one.statement] for one in concerns))
    found = []
    for one, weight, reason in _near(first.place_id, among):
        kind, why = _subject(one, first.category, types)
        shared = words & among.stems[one.statement] if kind else frozenset()
        score = round(min(1.0, weight * kind + min(MOST_WORDS, A_WORD * len(shared))), 2)
        late = kind == GENERAL and min(abs((one.day - each.day).days) for each in concerns) > GENERAL_DAYS
        if kind and score >= SUGGESTED and one.day >= first.day and not late:
            said = (f"delar ord: {', '.join(sorted(shared)[:3])}",) if shared else ()
            found.append(Suggestion(one, score, (reason, why, *said)))
    return tuple(sorted(found, key=lambda s: (s.said.day, s.said.document, s.said.start, -s.score)))


def _near(place_id: str | None, among: Candidates) -> Iterator[tuple[Said, float, str]]:
    """Statements with what their place is worth for a concern at `place_id`, and why."""
    if place_id is None:
        yield from ((one, NEAR_PLACE, "ingen av dem säger var") for one in among.here.get(None, ()))
        return
    yield from ((one, SAME_PLACE, "samma plats") for one in among.here.get(place_id, ()))
    yield from ((one, NEAR_PLACE, "plats inom platsen") for one in among.inside.get(place_id, ()))
    for outer in hierarchy.around(place_id, among.places)[1:]:
        whole = _MUNICIPALITY(str(outer)) is not None
        weight, reason = (WHOLE, "hela kommunen") if whole else (NEAR_PLACE, "platsen ligger i den")
        yield from ((one, weight, reason) for one in among.here.get(outer, ()))
    yield from ((one, NOWHERE, "säger inte var") for one in among.here.get(None, ()))


def _subject(one: Said, category: str, types: frozenset[str]) -> tuple[float, str]:
    """What the category and type of `one` are worth for a concern, 0 for another category, and why."""
    if one.category == category:
        differ = types and one.types and not types & set(one.types)
        return (OTHER_TYPE, "samma kategori, annan typ") if differ else (1.0, "samma kategori")
    return (GENERAL, "allmänt sagt om platsen") if one.category == "other" else (0.0, "")
