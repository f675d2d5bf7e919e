"""Which municipality a document is from, by the names it uses; None when that is not settled."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places import names, words
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.places.line import Found, Page, page_of
from trygghet_geo.places.mentions import recognise
from trygghet_geo.records import Document, Municipality, Place
from trygghet_geo.sentences import Sentence, sentences
from trygghet_geo.views import view

OFFICIAL = 6.0
"""Weight of an official name ("Hallstahammars kommun"): worth two towns, because nothing else is called so."""
TOWN = 3.0
ENOUGH = 3.2
"""What settles a document: one unambiguous town near its beginning, or more than one thing said further down."""
SHARE = 0.42
"""The best must have this share of all weight: a county's summary names many towns and is from none of them."""
SMALL = 3000
"""Inhabitants below which a name alone settles nothing: smaller homonyms are in no national list."""
SMALL_WEIGHT = 0.55
LONG = 6
"""Letters of a name that is seldom borne twice."""
LONG_WEIGHT = 0.75
DETAIL = 0.75
HOMONYM = 0.75
LEAD = 1.4
"""The best must outweigh the next by this factor; neighbours are named in passing."""
_NOUN = re.compile(
    r"(?:malm|torp|backen|gården|slussen|kullen|höjden|hagen|viken|näset|parken|skogen|staden)$", re.IGNORECASE
)
"""Endings of names that could stand anywhere: "Backen", "Södermalm", "Skogstorp"."""
_COUNTY = re.compile(r"sammanfattning\b[^\n]*\blän\b", re.IGNORECASE)
"""A county's day or night, from no municipality though its seat is named the most."""
_SITE = re.compile(r"(?:@|www\.|https?://)(?:[\w-]+\.)*?([\w-]+)\.se\b", re.IGNORECASE)
_COMPANY = re.compile(r"\b([A-ZÅÄÖ][a-zåäö]+?)(?:hem|bostäder|bostads|energi|byggen|polisen|kommun|bor|borna)\b")
_ASCII = str.maketrans("åäö", "aao")
_ELSEWHERE = re.compile(r"(?:liksom|precis som|jämfört med|exempel från|som i|mot|från|mellan) $", re.IGNORECASE)


def detect(document: Document) -> Municipality | None:
    """The municipality a document is from.

    Weighs the body in the header, official names of municipalities and names of towns (a name borne by several counts
    for each in proportion to its inhabitants; early mentions count more). The best wins when its weight is enough and
    clearly ahead of the next.
    """
    national = gazetteers.everywhere()
    weights = _weights(document, national)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    if _COUNTY.search(document.text[:400]):
        return None
    if not ranked or ranked[0][1] < max(ENOUGH, SHARE * sum(weights.values())):
        return None
    if len(ranked) > 1 and ranked[0][1] < LEAD * ranked[1][1]:
        return None
    return next(m for m in gazetteers.municipalities() if m.code == ranked[0][0])


def _weights(document: Document, national: Gazetteer) -> dict[str, float]:
    """Municipality code → weight of all that speaks for it."""
    weights: dict[str, float] = defaultdict(float)
    page = page_of(_lines(document), document)
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    regions = _regions(page, national)
    seats = {m.code: m.name for m in gazetteers.municipalities()}
    found = recognise(page, national, bodies=True)
    for one, following in pairwise([*found, None]):
        if one is None or _nested(page, one, following):
            continue
        places = [national.places[c] for c in one.candidates]
        times = seen[one.candidates] = seen[one.candidates] + 1
        # Saying a name again adds little: a homonym is not surer the third time.
        early = 1.5 if one.start < 300 else 1.0
        again = 1.0 if times == 1 else 0.1
        for code, share in _shares(page, one, places, regions=regions, seats=seats).items():
            weights[code] += share * early * again
    for code, weight in _traces(document, seats):
        weights[code] += weight
    for code in sorted(weights, key=lambda c: (-weights[c], c))[:2]:
        weights[code] += _detail(page, code, national)
    return weights


def _detail(page: Page, code: str, national: Gazetteer) -> float:
    """Streets, schools and neighbourhoods of a candidate whose detail is known: each distinct one adds a little."""
    detailed = gazetteers.load(gazetteers.municipality(code))
    own = {i for i, p in detailed.places.items() if p.municipality_code == code and i not in national.places}
    if not own:
        return 0.0
    found = {
        one.candidates for one in recognise(page, detailed) if one.form != "generic" and set(one.candidates) <= own
    }
    fine = {ids for ids in found if ids and detailed.places[ids[0]].kind in ("road", "landmark", "neighbourhood")}
    return min(len(fine) * DETAIL, OFFICIAL)


def _traces(document: Document, seats: Mapping[str, str]) -> list[tuple[str, float]]:
    """Web addresses of municipalities ("kommunen@ystad.se") and companies named for them ("Karlskogahem")."""
    plain = {names.folded(name).translate(_ASCII).replace(" ", ""): code for code, name in seats.items()}
    sites = {m[1].lower().replace("-", "") for m in _SITE.finditer(document.text)}
    found = [(plain[site], OFFICIAL) for site in sorted(sites) if site in plain]
    by_name = {name.lower(): code for code, name in seats.items()}
    companies = {m[1].lower() for m in _COMPANY.finditer(document.text)}
    stems = {stem if stem in by_name else stem.removesuffix("s") for stem in companies}
    return found + [(by_name[stem], OFFICIAL) for stem in sorted(stems) if stem in by_name]


def _nested(page: Page, one: Found, following: Found | None) -> bool:
    """ "Östermalm i Västerås": the town speaks for both, whatever other Östermalm there is."""
    return following is not None and bool(following.candidates) and page.text[one.end : following.start] == " i "


def _lines(document: Document) -> tuple[Sentence, ...]:
    """Header facts are read too: "Plats: Kommunhuset, Kolbäck"; the attendees' names are not."""
    attendees = {name for name in document.header.attendees if name}
    header = [
        Sentence(number, whole)
        for number, block in enumerate(document.blocks)
        if block.header and (whole := view(document.text, block.spans)).text
        if not any(name in whole.text for name in attendees)
    ]
    return (*header, *sentences(document))


def _shares(
    page: Page, one: Found, places: list[Place], *, regions: frozenset[str], seats: Mapping[str, str]
) -> Mapping[str, float]:
    """What one mention adds to each municipality it may mean."""
    if not places:
        return {}
    official = [p for p in places if p.kind == "municipality"]
    if official and re.search(r"(?i)kommun|stad$", page.text[one.start : one.end]):
        return {p.municipality_code: OFFICIAL / len(official) for p in official if p.municipality_code}
    towns = [p for p in places if p.kind != "region" and p.municipality_code]
    if not towns:
        return {}
    weight = TOWN * (0.4 if _ELSEWHERE.search(page.before(one.start)) else 1.0)
    if (one.name or "").lower() in words.load().weak and one.preposition is None:
        weight *= 0.3
    inside = [p for p in towns if p.municipality_code[:2] in regions] or towns
    if not official and not any((p.population or 0) >= SMALL or _is_seat(p, seats) for p in inside):
        weight *= _smallness(one, inside)
    return _split(inside, weight)


def _smallness(one: Found, towns: list[Place]) -> float:
    """A village or a district: a long name that no other municipality has settles nearly as much as a town's."""
    name = one.name or ""
    alone = len({p.municipality_code for p in towns}) == 1
    common = name.lower() in words.load().weak or _NOUN.search(name)
    return SMALL_WEIGHT if common or len(name) < LONG or not alone else LONG_WEIGHT


def _is_seat(place: Place, seats: Mapping[str, str]) -> bool:
    """A town with its municipality's name is well known however small: Sorsele, Bjurholm."""
    return seats.get(place.municipality_code or "") == place.name


def _split(places: list[Place], weight: float) -> dict[str, float]:
    """By the square root of inhabitants: Kil in Kil outweighs the Kil of fifty houses, but does not silence it.

    A name borne in several municipalities weighs less altogether: the lists are not complete.
    """
    sizes: dict[str, float] = defaultdict(float)
    for place in places:
        sizes[place.municipality_code or ""] += math.sqrt(place.population or 200)
    total = sum(sizes.values()) / (HOMONYM if len(sizes) > 1 else 1.0)
    return {code: weight * size / total for code, size in sizes.items()}


def _regions(page: Page, national: Gazetteer) -> frozenset[str]:
    """County codes named in the text ("Västmanlands län"), to choose among homonyms with."""
    counties = [p for p in national.places.values() if p.kind == "region"]
    return frozenset(
        p.id.removeprefix("lan-")
        for p in counties
        if any(n in page.text for n in (p.name, *p.aliases) if n.endswith("län"))
    )
