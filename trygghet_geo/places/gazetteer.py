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
from trygghet_geo.errors import InvalidData, UnknownMunicipality
from trygghet_geo.places import basemap, catalogue, credits, sweden
from trygghet_geo.records import Municipality, Place

_AREAS = ("locality", "neighbourhood")
"""Kinds of which a municipality has one per name: a detailed outline replaces the national point."""


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
    """Codes of the municipalities that border on `code`, in order; none for a code that does not exist."""
    return sweden.load().neighbours.get(code, ())


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


def attribution(code: str | None) -> str:
    """The line that a map must print: who made the places and the background of the municipality `code`, in one line.

    None asks for the national level only. Raises `UnknownMunicipality` for a code that does not exist.
    """
    chosen = municipality(code) if code else None
    sources = [place.source for place in load(chosen).places.values()]
    if chosen:
        layers = basemap.layers(chosen.code).values()
        sources += [each["properties"]["source"] for layer in layers for each in layer["features"]]
    return credits.line(sources)


def load(municipality: Municipality | None) -> Gazetteer:
    """The gazetteer for documents of a municipality; None gives the national level only.

    Detail comes from the shipped `data/gazetteer/<code>/*.geojson` and from the GeoJSON files of `own_folder`, whose
    entries win over shipped ones with the same id. A detailed entry wins over the national one for the same place.

    Raises
    ------
    InvalidData
        If a file breaks the format; all faults in one message.
    """
    national = sweden.load()
    if municipality is None:
        return _national(national)
    shipped = _stamps(paths.DATA / "gazetteer" / municipality.code)
    return _detailed(municipality, shipped, _stamps(own_folder(municipality.code)), national=national)


def everywhere() -> Gazetteer:
    """The national level with the villages and city districts of all municipalities.

    Only for telling which municipality a text is from: most of their names lie in several.
    """
    return _everywhere(sweden.load())


def own_folder(code: str) -> Path:
    """Where this installation keeps the places it has added itself; the folder need not exist."""
    folder = paths.home() / "gazetteer" / code
    # In a checkout the two roots are one: a folder of its own keeps an update from touching what a municipality drew.
    return folder / "own" if paths.home() == paths.DATA else folder


_Stamps = tuple[tuple[str, int], ...]


# Sweden is compared by identity, so that the keys of these two do not hash two thousand places.
@lru_cache(maxsize=2)
def _national(national: sweden.Sweden) -> Gazetteer:
    return _assemble(None, (), national)


@lru_cache(maxsize=2)
def _everywhere(national: sweden.Sweden) -> Gazetteer:
    villages = (place for code in sorted(national.villages) for place in national.villages[code])
    places = MappingProxyType({place.id: place for place in (*national.places, *villages)})
    return Gazetteer(None, places, _version(places.values()))


@lru_cache(maxsize=8)
def _detailed(municipality: Municipality, shipped: _Stamps, own: _Stamps, *, national: sweden.Sweden) -> Gazetteer:
    faults: list[str] = []
    detail: dict[str, Place] = {}
    for stamps in (shipped, own):
        places, wrong = catalogue.read((Path(name) for name, _ in stamps), municipality.code)
        faults += wrong
        detail |= {place.id: place for place in places}
    gazetteer = _assemble(municipality, tuple(detail.values()), national)
    faults += [
        f"{place.id}: okänd parent {place.parent}"
        for place in detail.values()
        if place.parent is not None and place.parent not in gazetteer.places
    ]
    if faults:
        raise InvalidData(f"Ortregistret för {municipality.name} har fel som måste rättas: " + "; ".join(faults))
    return gazetteer


def _assemble(municipality: Municipality | None, detail: tuple[Place, ...], national: sweden.Sweden) -> Gazetteer:
    """Detail, then the villages of the municipality, then the national level; the first entry for a place wins."""
    code = municipality.code if municipality else None
    settled = {(place.municipality_code, _key(place.name)) for place in detail if place.kind in _AREAS}
    ids = {place.id for place in detail}
    rest = [
        place
        for place in (*national.villages.get(code or "", ()), *national.places)
        if place.id not in ids and not (place.kind in _AREAS and (place.municipality_code, _key(place.name)) in settled)
    ]
    places = MappingProxyType({place.id: place for place in (*detail, *rest)})
    return Gazetteer(municipality, places, _version(places.values()))


def _stamps(folder: Path) -> _Stamps:
    """The GeoJSON files of a folder by name, each with its time of change."""
    return tuple((str(file), file.stat().st_mtime_ns) for file in sorted(folder.glob("*.geojson")))


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
