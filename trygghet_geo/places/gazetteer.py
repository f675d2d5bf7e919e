"""The places a document can mean: the detail of its municipality where there is any, and the towns of all Sweden."""

from __future__ import annotations

import difflib
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from trygghet_geo import paths
from trygghet_geo.errors import UnknownMunicipality
from trygghet_geo.places import catalogue, sweden
from trygghet_geo.records import Municipality, Place


@dataclass(frozen=True)
class Gazetteer:
    """`municipality` is None when only the national level is loaded. `places` by id, in a stable order."""

    municipality: Municipality | None
    places: Mapping[str, Place]
    version: str
    """Fingerprint of the content: the same files give the same version."""


def municipalities() -> tuple[Municipality, ...]:
    """All 290 municipalities, by code."""
    return sweden.load().municipalities


def neighbours(code: str) -> tuple[str, ...]:
    """Codes of the municipalities that border on `code`, in order."""
    return sweden.load().neighbours[code]


def municipality(name_or_code: str) -> Municipality:
    """The municipality of a code ("1961"), a name ("hallstahammar") or an official name ("Göteborgs stad").

    Upper and lower case, composed and decomposed letters and extra spaces make no difference.

    Raises
    ------
    UnknownMunicipality
        With the nearest names as suggestions.
    """
    key = _key(name_or_code)
    found = _forms(municipalities()).get(key)
    if found is None:
        raise UnknownMunicipality(_unknown(name_or_code))
    return found


def load(municipality: Municipality | None) -> Gazetteer:
    """The gazetteer for documents of a municipality; None gives the national level only.

    Detail comes from the shipped `data/gazetteer/<code>/*.geojson` and from this installation's own
    `paths.home()/gazetteer/<code>/*.geojson`, whose entries win over shipped ones with the same id. A detailed entry
    wins over the national one for the same place.

    Raises
    ------
    InvalidData
        If a file breaks the format; all faults in one message.
    """
    national = sweden.load()
    if municipality is None:
        return Gazetteer(None, _index(national.places), _version(national.places))
    stamps = tuple((str(file), file.stat().st_mtime_ns) for file in _files(municipality.code))
    return _load(municipality, stamps, national.places)


@lru_cache(maxsize=8)
def _load(municipality: Municipality, stamps: tuple[tuple[str, int], ...], national: tuple[Place, ...]) -> Gazetteer:
    detail: dict[str, Place] = {}
    for name, _ in stamps:
        detail |= {place.id: place for place in catalogue.read([Path(name)])}
    hidden = {(place.name, place.kind) for place in detail.values()}
    others = [
        p
        for p in national
        if p.id not in detail and not (p.municipality_code == municipality.code and (p.name, p.kind) in hidden)
    ]
    places = (*detail.values(), *others)
    _check_parents(detail, {place.id for place in places})
    return Gazetteer(municipality, _index(places), _version(places))


def _files(code: str) -> list[Path]:
    """Shipped files first, then this installation's own, each in the order of their names."""
    shipped = paths.DATA / "gazetteer" / code
    own = paths.home() / "gazetteer" / code
    folders = [shipped] if own == shipped else [shipped, own]
    return [file for folder in folders for file in sorted(folder.glob("*.geojson"))]


def _check_parents(detail: Mapping[str, Place], known: set[str]) -> None:
    catalogue.raise_faults(
        [f"{p.id}: okänd parent {p.parent}" for p in detail.values() if p.parent is not None and p.parent not in known]
    )


def _index(places: Iterable[Place]) -> Mapping[str, Place]:
    return MappingProxyType({place.id: place for place in places})


def _version(places: Iterable[Place]) -> str:
    digest = hashlib.sha256()
    for place in places:
        digest.update(repr((place.id, place.name, place.kind, place.aliases, place.generic_aliases)).encode())
        digest.update(repr((place.uncertainty_m, place.parent, place.population)).encode())
        digest.update(place.geometry.wkb)
    return digest.hexdigest()[:12]


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@lru_cache(maxsize=2)
def _forms(known: tuple[Municipality, ...]) -> Mapping[str, Municipality]:
    """Every way to write a municipality, normalised, to the municipality."""
    found: dict[str, Municipality] = {}
    for one in known:
        for form in (one.code, one.name, *sweden.official_names(one.code, one.name)):
            found.setdefault(_key(form), one)
    return MappingProxyType(found)


def _unknown(text: str) -> str:
    names = {_key(one.name): one.name for one in municipalities()}
    wanted = _key(text).removesuffix(" kommun").removesuffix(" stad")
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    hint = f" Menade du {' eller '.join(names[key] for key in near)}?" if near else ""
    return f"Okänd kommun: {text.strip()!r}.{hint} Ange namn eller fyrsiffrig kod."
