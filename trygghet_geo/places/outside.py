"""Whether a place outside the document's municipality may be what a name means: the farther, the surer the words.

A name that no list has inside the municipality is more often a neighbourhood that is missing from the list than a
village of the same name at the other end of Sweden. So a place outside is believed when it borders on the
municipality, when everybody knows it, or when the words say where it lies.
"""

from __future__ import annotations

from collections.abc import Sequence

from trygghet_geo.places import names, shapes, words
from trygghet_geo.places.gazetteer import Gazetteer, neighbours
from trygghet_geo.places.groups import contains
from trygghet_geo.records import Mention, Place

KNOWN = 10_000
"""Inhabitants from which a town is known far away by its bare name."""
KNOWN_NEAR = 3_000
"""The same for an ordinary word ("Sala", "Vara") in a bordering municipality."""


def is_local(place: Place, gazetteer: Gazetteer) -> bool:
    return gazetteer.municipality is not None and place.municipality_code == gazetteer.municipality.code


AWAY_M = 20_000.0
"""How far from a town a village is still said to be in it: across a border, but not at the other end of the county."""


def believed(
    places: Sequence[Place],
    mention: Mention,
    gazetteer: Gazetteer,
    *,
    parents: Sequence[Place] = (),
    county: str | None = None,
) -> list[Place]:
    """Those of `places` that `mention` may mean.

    When the municipality of the document is not known, all of them, or those in its `county` (a code) and known towns.
    """
    if gazetteer.municipality is None:
        return [p for p in places if county is None or in_county(p, county) or _is_known(p, gazetteer)]
    return [p for p in places if is_local(p, gazetteer) or _outside(p, mention, gazetteer, parents=parents)]


def _outside(place: Place, mention: Mention, gazetteer: Gazetteer, *, parents: Sequence[Place]) -> bool:
    if place.kind in ("region", "municipality") or any(contains(outer, place, gazetteer) for outer in parents):
        return True
    assert gazetteer.municipality is not None
    near = place.municipality_code in neighbours(gazetteer.municipality.code)
    known = _is_known(place, gazetteer)
    lists = words.load()
    plain = (mention.name or mention.text).lower()
    if plain in lists.weak or plain in lists.never or len(plain) <= 2:
        large = (place.population or 0) >= (KNOWN_NEAR if near else KNOWN)
        return large and (mention.preposition in names.LOCATIVE or (near and _is_seat(place, gazetteer)))
    return near or known


def agrees(place: Place, outers: Sequence[Place], gazetteer: Gazetteer) -> bool:
    """Whether a town or quarter may lie in one of `outers`, beside which it is named: "Berghem i Umeå"."""
    if place.kind not in ("locality", "neighbourhood"):
        return True
    return any(
        contains(outer, place, gazetteer)
        or (outer.kind == "region" and in_county(place, outer.id.removeprefix("lan-")))
        or (outer.municipality_code is not None and outer.municipality_code == place.municipality_code)
        or shapes.near_m(outer.geometry, place.geometry) <= AWAY_M
        for outer in outers
    )


def county_code(name: str | None, gazetteer: Gazetteer) -> str | None:
    """ "Jämtlands län" → "23"; None when there is no county of the name."""
    if name is None or gazetteer.municipality is not None:
        return None
    found = (p.id for p in gazetteer.places.values() if p.kind == "region" and name in (p.name, *p.aliases))
    return next((i.removeprefix("lan-") for i in found if i.startswith("lan-")), None)


def in_county(place: Place, county: str) -> bool:
    return place.kind == "region" or (place.municipality_code or "").startswith(county)


def _is_known(place: Place, gazetteer: Gazetteer) -> bool:
    if place.kind in ("region", "municipality"):
        return True
    return place.kind == "locality" and ((place.population or 0) >= KNOWN or _is_seat(place, gazetteer))


def _is_seat(place: Place, gazetteer: Gazetteer) -> bool:
    """A town with its municipality's name is known however small."""
    own = gazetteer.places.get(place.municipality_code or "")
    return own is not None and f"{place.name} kommun" in (own.name, *own.aliases)
