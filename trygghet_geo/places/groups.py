"""The mentions of one statement, folded: "på Storgatan i Kolbäck" is one place, "Storgatan och Kolbäck" are two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from trygghet_geo.places import names, shapes
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.records import Document, Mention, Place
from trygghet_geo.views import view

SIZE = {"landmark": 0, "road": 1, "neighbourhood": 2, "locality": 3, "municipality": 4, "region": 5}
_AND = re.compile(r"[,;]? ?(?:och|samt|eller|/)\b|/|[;:]|\b(?:men|medan)\b|[.!?] [A-ZÅÄÖ]", re.IGNORECASE)
_JUST_AND = re.compile(r" ?(?:och|samt|/|–|-|med|x) ?(?:gamla |nya )?", re.IGNORECASE)
_IN = re.compile(
    r"^,? (?:i|på|inom|utanför|vid|i höjd med) (?:\w+ )?$|^ ?\($|^, (?:i )?$|^ (?:centrala|norra|södra|östra|västra) $",
    re.IGNORECASE,
)
_CROSSING = re.compile(r"korsning(?:en|arna)?(?: (?:mellan|av|vid))?(?: gatorna| vägarna)? $", re.IGNORECASE)
_MEETS = re.compile(r" (?:möter|korsar|korsas av|mynnar(?: ut)? i|ansluter till|går ihop med) ")
_ROAD_NAME = re.compile(
    r"(?:gata|gatan|väg|vägen|leden|stigen|allén|gränd|gränden)$|^(?:E|(?:riks|läns)?väg|rv) ?\d", re.I
)
_ALONG = ("på", "längs", "längs med", "utmed", "utefter")
_BETWEEN = re.compile(r"(?:sträckan |vägen |biten )?(?:mellan|från) $", re.IGNORECASE)


_BESIDE = tuple(f" {word} " for word in "bakom intill invid bredvid framför mittemot utanför nära".split())


@dataclass(frozen=True)
class Group:
    """One place as the words give it: what is named, what it lies in, and how two ends make a crossing or a stretch."""

    mention: Mention
    within: tuple[Mention, ...] = ()
    other: Mention | None = None
    relation: str = "single"
    """`single`, `crossing` (mention and other meet), `between` (the stretch from other to `ends`)."""
    road: Mention | None = field(default=None)
    """For `between`: the road the stretch is on, when it is named."""


def groups(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, *, sentence: Callable[[Mention], int]
) -> tuple[Group, ...]:
    """Fold the mentions of one statement, in order; `sentence` tells where the sentence of a mention begins."""
    labels = frozenset(i for i, m in enumerate(mentions) if _opens(document, m, sentence(m)))
    context = {i: _context_of(document, mentions, i, gazetteer, labels=labels) for i in range(len(mentions))}
    swallowed = {j for inner in context.values() for j in inner}
    result: list[Group] = []
    skip: set[int] = set()
    for i, mention in enumerate(mentions):
        if i in swallowed or i in skip or _is_mere_noun(document, mentions, i) or _is_left(document, mentions, i):
            continue
        pair = _pair(document, mentions, i, swallowed)
        within = tuple(mentions[j] for j in context[i])
        if pair is None:
            # "I Ransta och Möklinta … vid skolan": each town's own, and no school is known for both.
            several = len(within) > 1 and not mention.candidates and _same_size(within, gazetteer)
            result += [Group(town) for town in within] if several else [Group(mention, within)]
            continue
        relation, j = pair
        skip.add(j)
        within += tuple(mentions[k] for k in context[j] if mentions[k] not in within)
        road = _road_of(document, mentions, i, j) if relation == "between" else None
        if road is not None and mentions.index(road) > j:
            skip.add(mentions.index(road))
        if relation == "between" and road is None:
            result += [Group(mention, within), Group(mentions[j], within)]
            continue
        if road is not None and result and result[-1].mention is road:
            within = result.pop().within + within
        result.append(Group(mention, within, mentions[j], relation, road))
    return tuple(result)


def _road_of(document: Document, mentions: Sequence[Mention], i: int, j: int) -> Mention | None:
    """The road whose stretch lies between `i` and `j`: "väg 252 mellan A och B", "mellan A och B längs väg 252"."""
    if i and _is_road(mentions[i - 1]) and _gap(document, mentions[i - 1], mentions[i]).strip() in ("mellan", "från"):
        return mentions[i - 1]
    after = mentions[j + 1] if j + 1 < len(mentions) else None
    if after and _is_road(after) and _gap(document, mentions[j], after).strip() in _ALONG and not _is_road(mentions[j]):
        return after
    return None


def _is_mere_noun(document: Document, mentions: Sequence[Mention], i: int) -> bool:
    """ "förskolan på Landsvägen", "parken bakom biblioteket": the street and the library are the place.

    A park that has to be told apart by what it lies beside is not the one that is simply called the park.
    """
    bare = mentions[i].form == "area" and not mentions[i].candidates and mentions[i].text[:1].islower()
    if not (bare or mentions[i].form == "generic") or i + 1 == len(mentions):
        return False
    gap = _gap(document, mentions[i], mentions[i + 1])
    if gap in _BESIDE:
        return True
    if mentions[i].candidates:
        return False
    return gap in (" ", " på ", " vid ", " längs ", " under ", " över ") or (
        gap == " i " and not mentions[i + 1].candidates
    )


def _is_left(document: Document, mentions: Sequence[Mention], i: int) -> bool:
    """ "har flyttat från Torget till Haga": the first is where it no longer is."""
    moved = re.search(r"flytta\w* (?:\w+ )?från $", words_before(document, mentions[i]))
    return bool(moved) and i + 1 < len(mentions) and _gap(document, mentions[i], mentions[i + 1]).startswith(" till ")


def _same_size(mentions: Sequence[Mention], gazetteer: Gazetteer) -> bool:
    return len({size(mention, gazetteer) for mention in mentions}) == 1


def _pair(document: Document, mentions: Sequence[Mention], i: int, swallowed: set[int]) -> tuple[str, int] | None:
    """The partner of a crossing or of "mellan A och B"."""
    j = next((k for k in range(i + 1, len(mentions)) if k not in swallowed), None)
    if j is None:
        return None
    gap = _gap(document, mentions[i], mentions[j])
    before = words_before(document, mentions[i])
    if _CROSSING.search(before) and _JUST_AND.fullmatch(gap):
        return "crossing", j
    # "Där Storgatan möter Kyrkvägen"; a team that meets another is no road.
    if _MEETS.fullmatch(gap) and all(_ROAD_NAME.search(mentions[k].text) for k in (i, j)):
        return "crossing", j
    if _BETWEEN.search(before) and (_JUST_AND.fullmatch(gap) or gap.strip() == "till"):
        return "between", j
    return None


def _context_of(
    document: Document, mentions: Sequence[Mention], i: int, gazetteer: Gazetteer, *, labels: Set[int]
) -> tuple[int, ...]:
    """Indices of the coarser mentions that only say where mention `i` lies."""
    found = []
    for j in range(len(mentions)):
        coarse = size(mentions[j], gazetteer)
        if j < i and j in labels and _is_seat_of(mentions[j], mentions[i], gazetteer):
            found.append(j)
            continue
        if j == i or coarse < SIZE["neighbourhood"]:
            continue
        if coarse <= size(mentions[i], gazetteer):
            if j == i + 1 and coarse == size(mentions[i], gazetteer) and _is_said_in(document, mentions, i, gazetteer):
                found.append(j)
            continue
        first, last = (i, j) if i < j else (j, i)
        gap = " ".join(_gap(document, mentions[k], mentions[k + 1]) for k in range(first, last))
        named = " ".join(m.text for m in mentions[first + 1 : last])
        opens = j < i and j in labels
        direct = first + 1 == last and bool(_IN.search(gap))
        if not direct and _AND.search(gap + " " + named) and not opens and not _listed_before(document, mentions, i, j):
            continue
        if j < i and re.search(r"[;.:]|\b(?:medan|men)\b", gap) and _nearer(mentions, j, i, gazetteer):
            continue
        if direct and i < j and gap.strip() in ("vid", "i höjd med", ",") and names.road_key(mentions[i].text):
            # A numbered road is long: the place it passes is said as well.
            continue
        if j == i + 1 and gap.strip() in ("mellan", "från"):
            # An end of the stretch says where it begins, not what it lies in.
            continue
        listed = direct and i < j and gap.lstrip().startswith(",") and mentions[i].form == "generic"
        if listed and not _really_contains(mentions[j], mentions[i], gazetteer):
            continue
        stated = direct and i < j and not gap.lstrip().startswith(",")
        if stated or _could_contain(mentions[j], mentions[i], gazetteer):
            found.append(j)
    return tuple(found)


def _is_said_in(document: Document, mentions: Sequence[Mention], i: int, gazetteer: Gazetteer) -> bool:
    """ "Till Berghem i Umeå", "i Ryd, Linköping och …": the town behind says where the first lies; no list goes on."""
    inner, outer = mentions[i], mentions[i + 1]
    seats = [p for c in outer.candidates if (p := gazetteer.places.get(c)) and _is_seat(p, gazetteer)]
    if not seats or {*inner.candidates} & {*outer.candidates}:
        return False
    gap = _gap(document, inner, outer)
    if gap == " i ":
        return True
    if gap != ", " or inner.preposition is None or not words_before(document, inner).endswith(f" {inner.preposition} "):
        return False
    after = _line(document, outer.end, min(outer.end + 30, len(document.text)))
    own = [p for c in inner.candidates if (p := gazetteer.places.get(c))]
    listed = re.match(r"(?:,| och| samt| eller|/) ?(?:i |på |vid )?[A-ZÅÄÖ]", after)
    return not listed and not any(_is_seat(p, gazetteer) for p in own)


def _listed_before(document: Document, mentions: Sequence[Mention], i: int, j: int) -> bool:
    """ "Storgatan och Kyrkvägen i Kolbäck": what follows with "i" holds for the whole list."""
    if j < i:
        return False
    steps = [_gap(document, mentions[k], mentions[k + 1]).strip() for k in range(i, j)]
    return all(s in (",", "och", "samt", "/", ", och", "och på", "och vid") for s in steps[:-1]) and bool(
        re.fullmatch(r"(?:i|inom) ?(?:centrala|norra|södra|östra|västra)?", steps[-1])
    )


def size(mention: Mention, gazetteer: Gazetteer) -> int:
    """How coarse a mention is: the coarsest thing it can be, inside the municipality if it can be there.

    Unknown names and bare nouns are as fine as can be.
    """
    known = [gazetteer.places[c] for c in mention.candidates if c in gazetteer.places]
    code = gazetteer.municipality.code if gazetteer.municipality else None
    places = [p for p in known if p.municipality_code == code] or known
    if not places or mention.form == "generic":
        return 0
    return min(SIZE[p.kind] for p in places) if _is_road(mention) else max(SIZE[p.kind] for p in places)


def _opens(document: Document, mention: Mention, start: int) -> bool:
    """Whether nothing but a number, a clock time or a preposition stands before the name in the sentence at `start`."""
    before = document.text[start : mention.start]
    return len(before) < 40 and bool(re.fullmatch(r"[\W\d]*(?:I|På|Vid)?\W*", before))


def _is_seat_of(outer: Mention, inner: Mention, gazetteer: Gazetteer) -> bool:
    """ "Falkenberg, Skrea:" in a summary of several municipalities: the label says which one, the rest says where."""
    if gazetteer.municipality is not None or outer.candidates == inner.candidates:
        return False
    places = [[gazetteer.places[c] for c in one.candidates if c in gazetteer.places] for one in (outer, inner)]
    seats = {p.municipality_code for p in places[0] if _is_seat(p, gazetteer)}
    return bool(seats) and (not places[1] or bool(seats & {p.municipality_code for p in places[1]}))


def _is_seat(place: Place, gazetteer: Gazetteer) -> bool:
    own = gazetteer.places.get(place.municipality_code or "")
    return own is not None and f"{place.name} kommun" in (own.name, *own.aliases)


def _nearer(mentions: Sequence[Mention], j: int, i: int, gazetteer: Gazetteer) -> bool:
    """Whether a town stands between the two that is as large as the first."""
    return any(size(mentions[k], gazetteer) >= size(mentions[j], gazetteer) for k in range(j + 1, i))


def _really_contains(outer: Mention, inner: Mention, gazetteer: Gazetteer) -> bool:
    """As `_could_contain`, but a bare noun too must have an entry there: "vid stationen, i Floda och i Gråbo"."""
    return not inner.candidates or _could_contain(outer, replace(inner, form="name"), gazetteer)


def _could_contain(outer: Mention, inner: Mention, gazetteer: Gazetteer) -> bool:
    if not inner.candidates:
        return True
    outers = [gazetteer.places[c] for c in outer.candidates if c in gazetteer.places]
    inners = [gazetteer.places[c] for c in inner.candidates if c in gazetteer.places]
    return inner.form == "generic" or any(contains(o, i, gazetteer) for o in outers for i in inners)


def contains(outer: Place, inner: Place, gazetteer: Gazetteer) -> bool:
    """By the gazetteer's parents, else by geometry; a town known as a point reaches 3 km or its uncertainty."""
    if outer.id in ancestors(inner, gazetteer):
        return True
    if (
        outer.kind not in ("locality", "neighbourhood", "municipality", "region")
        or SIZE[inner.kind] >= SIZE[outer.kind]
    ):
        return False
    if outer.geometry.geom_type in ("Polygon", "MultiPolygon"):
        return bool(outer.geometry.intersects(inner.geometry.representative_point()))
    return shapes.near_m(outer.geometry, inner.geometry) <= max(3000.0, outer.uncertainty_m)


def ancestors(place: Place, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Ids of the parents, nearest first, the municipality last but for its county."""
    chain: list[str] = []
    parent = place.parent
    while parent and parent in gazetteer.places and parent not in chain:
        chain.append(parent)
        parent = gazetteer.places[parent].parent
    code = place.municipality_code
    if code and code not in chain and code != place.id and code in gazetteer.places:
        chain.append(code)
    return tuple(chain)


def _is_road(mention: Mention) -> bool:
    return mention.form == "road"


def _gap(document: Document, one: Mention, other: Mention) -> str:
    return _line(document, one.end, other.start)


def words_before(document: Document, mention: Mention, length: int = 40) -> str:
    """At most `length` characters before the mention, as one line."""
    return _line(document, max(0, mention.start - length), mention.start)


def _line(document: Document, start: int, end: int) -> str:
    """The text as one line, with one blank at either end where there was white space."""
    if start >= end:
        return ""
    raw = document.text[start:end]
    text = view(document.text, [(start, end)]).text if raw.strip() else ""
    return (" " if raw[0].isspace() else "") + text.strip() + (" " if raw[-1].isspace() and raw.strip() else "")
