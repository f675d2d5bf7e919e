"""Names in map data that are everyday words: a playground called "Lekplats", a shop called "Direkten", "Polisen".

Map data names things for people who look at the map. In running text the same word means something else, and each
such name would be a false place in every document; so they are left out and told.
"""

from __future__ import annotations

from dataclasses import replace

from trygghet_geo.places import names, words
from trygghet_geo.places.sources.entries import Entry

_GROUNDED = frozenset(
    (
        "school preschool library church station stop square park playground sport bath nature water watercourse "
        "bridge cemetery townhall castle museum settlement town tatort smaort regso deso number municipality"
    ).split()
)
"""Subtypes whose one-word names are names of places ("Lindparken"); shops, restaurants and offices are not."""
_NOUNS = frozenset(
    (
        "lekplats lekplatsen parkering parkeringen parkeringsplats badplats badplatsen kiosk kiosken toalett toaletter "
        "grillplats grillplatsen fotbollsplan fotbollsplanen konstgräsplan vindskydd återvinning återvinningsstation "
        "återvinningscentral pumpstation transformatorstation garage förråd tvättstuga miljöhus miljörum skolgård "
        "skolgården förskola förskolan skola kyrka bibliotek infart utfart gångväg cykelväg gc-väg gc-bana park torg "
        "station hållplats busstation bollplan bollplanen ishall simhall gym café restaurang pizzeria butik huvudentré "
        "entré reception matsal aula bastu brygga damm dammen bäck bäcken å sjö skog skogen åker äng hage kulle kullen "
        "berg berget väg gata stig stigen bro bron tunnel tunneln gångtunnel elljusspår motionsspår utsiktsplats "
        "polisen polis polisstation polisstationen brandstation brandstationen räddningstjänsten vårdcentral apotek "
        "apoteket posten kommunhus vattentorn vattentornet kyrkogård kyrkogården begravningsplats stadshuset "
        "industriområde industriområdet koloniområde gården hus huset villa villan magasinet verkstad kontor kontoret"
    ).split()
)
_HEADS = (*names.SITE_HEADS, *names.STREET_HEADS, "huset", "gallerian", "center", "centret", "kvarnen", "bruket")


def usable(entry: Entry) -> tuple[Entry | None, str | None]:
    """The entry with everyday words out of its names; or None and why it is left out, in Swedish.

    Towns and districts may be called "Bro" or "Berg": there only what never is a place counts.
    """
    if entry.name is None:
        return entry, None
    if _everyday(entry.name, entry) or (not _grounded(entry) and not _telling(entry.name)):
        return None, f"{entry.name} ({entry.source}): ett vanligt ord eller en firma, ingen plats i en text"
    bare = tuple(alias for alias in entry.aliases if _everyday(alias, entry) or _is_head(alias))
    if not bare:
        return entry, None
    kept = tuple(alias for alias in entry.aliases if alias not in bare)
    doubted = tuple(dict.fromkeys((*entry.unverified_aliases, *bare)))
    return replace(entry, aliases=kept, unverified_aliases=doubted), None


def _grounded(entry: Entry) -> bool:
    return entry.kind != "landmark" or entry.subtype is None or entry.subtype in _GROUNDED


def _telling(name: str) -> bool:
    """Several words, or a compound that says what it is: "Bruksgallerian"."""
    plain = name.casefold()
    return " " in name.strip() or (plain.endswith(_HEADS) and plain not in _HEADS)


def _everyday(name: str, entry: Entry) -> bool:
    plain = name.casefold()
    noun = plain in _NOUNS and entry.kind not in ("locality", "neighbourhood")
    number = not any(c.isalpha() for c in plain) and entry.subtype != "number"
    return noun or number or plain in words.load().never


def _is_head(name: str) -> bool:
    return name.casefold() in _HEADS
