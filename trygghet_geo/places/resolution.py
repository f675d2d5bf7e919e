"""From the words that name places to where each statement holds: one place, several, the municipality, or none.

Every candidate is chosen by named passes in a fixed order, and every location tells in `why` which passes decided. A
tie is said to be one; it is never settled by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trygghet_geo.places import antecedents, choice, inheritance, meeting, overhead, placing
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.places.groups import Group, groups
from trygghet_geo.places.journeys import is_goal, is_origin
from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Document, Location, Mention, Statement
from trygghet_geo.views import view


def locate(
    document: Document, statements: Iterable[Statement], mentions: Sequence[Mention], gazetteer: Gazetteer
) -> dict[str, tuple[Location, ...]]:
    """Statement id → where it holds, one Location or more, in the order of the words.

    Geometries are EPSG:4326 with full coordinates. `municipality` and `none` have no geometry.
    """
    known = tuple(statements)
    plain = Scope(document, tuple(mentions))
    kinds = {part.view.start: s.kind for s in reversed(known) if (part := plain.sentence(s.start))}
    scope = overhead.surveyed(
        replace(plain, towns=gazetteer.towns, kinds=kinds, summary=gazetteer.municipality is None)
    )
    return {s.id: _unique(_locate(s, scope, gazetteer), document) for s in known}


def settle(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[choice.Choice, ...]:
    """What each mention by itself is taken to mean, in the order of `mentions`, whatever statement it belongs to.

    A place that only says where another one lies ("Storgatan i Kolbäck") is settled too.
    """
    scope = overhead.surveyed(Scope(document, tuple(mentions)))
    settled: dict[Mention, choice.Choice] = {}
    for start, inside in scope.by_sentence.items():
        part = scope.sentence(start)
        assert part is not None
        whole = Statement("", start, part.view.end, part.block, "concern", (), 0.0)
        context = _Context(scope, whole, gazetteer)
        for group in groups(document, inside, gazetteer, sentence=scope.opening):
            for mention in filter(None, (group.mention, group.other, group.road)):
                settled[mention] = context.choose(mention, group.within)
        for mention in inside:
            if mention not in settled:
                settled[mention] = context.choose(mention, ())
    return tuple(settled[mention] for mention in mentions)


def _locate(statement: Statement, scope: Scope, gazetteer: Gazetteer) -> list[Location]:
    inside = tuple(m for m in scope.inside(statement) if not (scope.is_town(m) and is_goal(scope.document, m)))
    if inside and all(is_origin(scope.document, m) for m in inside) and inheritance.inherit(scope, statement):
        inside = ()
    named = tuple(m for m in inside if not scope.is_noun(m))
    if any(not scope.is_town(m) for m in named):
        # "vid macken på Ekgatan … ända in i kyrkan": beside a street or a site, a noun without entry is in passing.
        inside = named
    inside = antecedents.antecedent(scope, inside) or inside
    if inside and all(m.form == "generic" and not m.candidates for m in inside):
        # "bakom sporthallen" under "Ekskolan": the noun has no entry, the section's own name is nearer than the noun.
        over = inheritance.section(scope, statement) or inheritance.named_over(scope, statement)
        if len(over) == 1 and scope.is_town(over[0]):
            # The town says where the noun is; the noun's own words are kept.
            context = _Context(scope, statement, gazetteer)
            return [context.place(Group(m, over), ("named in the statement",)) for m in inside]
        inside = over or inside
    if inside:
        return _all(statement, inside, scope, gazetteer=gazetteer, why=("named in the statement",))
    if inheritance.said_municipality(scope, statement):
        return [placing.whole(gazetteer, "the words say the municipality as a whole")]
    found = inheritance.inherit(scope, statement)
    if found and found.mentions and all(m.form == "generic" and not m.candidates for m in found.mentions):
        over = inheritance.section(scope, statement)
        found = inheritance.Inherited(over, found.why) if over else found
    if found is None:
        return [Location(None, None, None, "none", why=("no place named or inherited",))]
    if not found.mentions:
        return [placing.whole(gazetteer, found.why)]
    return _all(statement, found.mentions, scope, gazetteer=gazetteer, why=(f"inherited: {found.why}",))


def _all(
    statement: Statement, mentions: Sequence[Mention], scope: Scope, *, gazetteer: Gazetteer, why: tuple[str, ...]
) -> list[Location]:
    found = groups(scope.document, mentions, gazetteer, sentence=scope.opening)
    context = _Context(scope, statement, gazetteer)
    return [context.place(group, why) for group in found]


@dataclass(frozen=True)
class _Context:
    scope: Scope
    statement: Statement
    gazetteer: Gazetteer

    def place(self, group: Group, why: tuple[str, ...]) -> Location:
        main = self.choose(group.mention, group.within)
        if group.other is not None:
            other = self.choose(group.other, group.within)
            road = self.choose(group.road, group.within) if group.road else None
            main, other, *rest = meeting.settled([main, other, road] if road else [main, other])
            ends = (main, other, rest[0] if rest else None)
            return placing.pair(self.scope.document, group, ends, gazetteer=self.gazetteer, why=why)
        return placing.single(self.scope.document, group, main, gazetteer=self.gazetteer, why=why)

    def choose(self, mention: Mention, within: Sequence[Mention]) -> choice.Choice:
        heading = inheritance.heading(self.scope, self.statement)
        earlier = self.scope.before(mention.start)
        sentence = self.scope.of(self.scope.sentence(mention.start))
        parents = [choice.first(m, self.gazetteer) for m in within]
        return choice.choose(
            mention,
            self.gazetteer,
            parents=[p for p in parents if p],
            headings=[p for m in heading if m != mention and (p := choice.first(m, self.gazetteer))],
            earlier=[p for m in earlier if (p := choice.first(m, self.gazetteer))],
            beside=[p for m in sentence if m != mention and (p := choice.only(m, self.gazetteer))],
            county=self.scope.county,
        )


def _unique(locations: Iterable[Location], document: Document) -> tuple[Location, ...]:
    """The same place twice in one statement is one location; two unknown names in a list stay two in their town."""
    seen: dict[tuple[object, ...], Location] = {}
    last: dict[tuple[object, ...], tuple[object, ...]] = {}
    for one in locations:
        mention = one.mention.text if one.mention and one.place is None else None
        key = (one.place.id if one.place else None, mention, one.precision)
        kept = last.get(key, key)
        if kept in seen and _is_listed(seen[kept], one, document):
            last[key] = kept = (*key, one.mention)
        seen[kept] = _joined(seen[kept], one, document) if kept in seen else one
    placed = [one for one in seen.values() if one.precision != "none" or one.mention]
    return tuple(placed or seen.values())


_LIST = re.compile(
    r"\s*(?:[,;/]|(?:,\s*)?\b(?:och|samt|eller|respektive)\b)\s*(?:även\s+)?(?:(?:på|i|vid|längs|kring|utanför)\s+)?"
)


def _is_listed(one: Location, other: Location, document: Document) -> bool:
    """Whether the words make two places of two unknown names in one town: "på Norrgatan och Sörgatan i Lillå"."""
    first, second = one.mention, other.mention
    if first is None or second is None or not (_falls_back(one) and _falls_back(other)) or first.text == second.text:
        return False
    gap = document.text[first.end : second.start]
    return bool(_LIST.fullmatch(gap)) or len(gap) > _NAMES_APART


_NAMES_APART = 30
"""Characters between two names that are still quoted as one stretch: "väg 95 i höjd med Slagnäs"."""


def _joined(one: Location, other: Location, document: Document) -> Location:
    """`one` with the words of `other` where both only fall back to their common place."""
    first, second = one.mention, other.mention
    if first is None or second is None or not (_falls_back(one) and _falls_back(other)) or first.text == second.text:
        return one
    note = f"also named: {second.text}"
    if not 0 <= second.start - first.end <= _NAMES_APART:
        return replace(one, why=(*one.why, note))
    span = (first.start, second.end)
    name = f"{first.name or first.text}, {second.name or second.text}"
    whole = Mention(*span, view(document.text, [span]).text, name, "unknown", (), first.preposition)
    return replace(one, mention=whole, why=(*one.why, note))


def _falls_back(one: Location) -> bool:
    return one.mention is not None and one.place is not None and one.place.id not in one.mention.candidates
