"""The places a document can mean: the detail of its municipality where there is any, and the towns of all Sweden."""

from __future__ import annotations

import difflib
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import shapely

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData, UnknownMunicipality
from trygghet_geo.places import basemap, catalogue, credits, decisions, own, sweden
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
    ignored: frozenset[str] = frozenset()
    """Words that the coordinator has said name no place (`decisions.key`)."""
    orphans: tuple[decisions.Alias, ...] = ()
    """Decided aliases of places that are not there; kept, in case they come back."""

    @cached_property
    def towns(self) -> frozenset[str]:
        """Ids of the towns, municipalities and regions."""
        return frozenset(i for i, p in self.places.items() if p.kind in ("locality", "municipality", "region"))


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

    Detail comes from the shipped `data/gazetteer/<code>/` and from the files of `own_folder`, GeoJSON or GeoPackage:
    what `places build` made (`built.*`) wins over shipped entries with the same id, what was drawn by hand wins over
    both. A detailed entry wins over the national one for the same place. What the coordinator has decided about names
    holds over all of it.

    Raises
    ------
    InvalidData
        If a file breaks the format; all faults in one message.
    """
    national = sweden.load()
    if municipality is None:
        return _national(national)
    folder = own_folder(municipality.code)
    found = _stamps(folder)
    built = tuple(each for each in found if Path(each[0]).stem == BUILT)
    drawn = tuple(each for each in found if each not in built)
    shipped = _stamps(paths.DATA / "gazetteer" / municipality.code)
    stamp = _stamp(folder / decisions.FILE)
    return _detailed(municipality, (shipped, built, drawn), stamp, national=national)


def without(municipality: Municipality, path: Path) -> Gazetteer:
    """As `load`, but as if the file `path` were not there: what a new build of that file starts from."""
    drawn = _stamps(own_folder(municipality.code))
    layers = (_stamps(paths.DATA / "gazetteer" / municipality.code), drawn)
    kept = tuple(tuple(each for each in layer if Path(each[0]).resolve() != path.resolve()) for layer in layers)
    return _detailed(municipality, kept, None, national=sweden.load())


def at(gazetteer: Gazetteer, day: date | None) -> Gazetteer:
    """The places that were there on `day`, for a document of that day; all of them when the day is not known."""
    if day is None or all(_holds(place, day) for place in gazetteer.places.values()):
        return gazetteer
    places = MappingProxyType({key: place for key, place in gazetteer.places.items() if _holds(place, day)})
    return replace(gazetteer, places=places, version=_version(places.values(), gazetteer.ignored))


def _holds(place: Place, day: date) -> bool:
    return (place.valid_from is None or place.valid_from <= day) and (place.valid_to is None or day <= place.valid_to)


def everywhere() -> Gazetteer:
    """The national level with the villages and city districts of all municipalities.

    Only for telling which municipality a text is from: most of their names lie in several.
    """
    return _everywhere(sweden.load())


def own_folder(code: str) -> Path:
    """Where this installation keeps the places it has added itself; the folder need not exist."""
    return own.folder(code)


_Stamps = tuple[tuple[str, int], ...]
BUILT = "built"
"""Stem of the file that `places build` writes into `own_folder`."""


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
def _detailed(
    municipality: Municipality, layers: tuple[_Stamps, ...], stamp: tuple[str, int] | None, *, national: sweden.Sweden
) -> Gazetteer:
    """`layers` from the lowest: a later one wins over an earlier one."""
    faults: list[str] = []
    detail: dict[str, Place] = {}
    for stamps in layers:
        places, wrong = catalogue.read((Path(name) for name, _ in stamps), municipality.code)
        faults += wrong
        detail |= {place.id: place for place in places}
    gazetteer = _assemble(municipality, tuple(detail.values()), national)
    faults += _parent_faults(detail, gazetteer.places)
    try:
        known = decisions.read(Path(stamp[0]).parent) if stamp else decisions.Decisions()
    except InvalidData as error:
        faults.append(str(error))
    if faults:
        raise InvalidData(f"Ortregistret för {municipality.name} har fel som måste rättas: " + "; ".join(faults))
    return decided(gazetteer, known)


def _parent_faults(detail: Mapping[str, Place], places: Mapping[str, Place]) -> list[str]:
    faults = []
    for place in detail.values():
        if place.parent is not None and place.parent not in places:
            faults.append(f"{place.id}: okänd parent {place.parent}")
            continue
        above: list[str] = []
        parent = place.parent
        while parent in places and parent not in above:
            above.append(parent)
            parent = places[parent].parent
        if place.id in above:
            faults.append(f"{place.id}: ligger i sig själv genom {' → '.join(above)}")
    return faults


def decided(gazetteer: Gazetteer, known: decisions.Decisions, drawn: Iterable[Place] = ()) -> Gazetteer:
    """The same with the coordinator's decisions, and with places `drawn` by hand, which win over those of their ids."""
    places = dict(gazetteer.places) | {place.id: place for place in drawn}
    if known == decisions.Decisions() and places == gazetteer.places:
        return gazetteer
    for each in known.aliases:
        place = places.get(each.place)
        if place is not None:
            field = "aliases" if each.certain else "generic_aliases"
            names = tuple(dict.fromkeys((*getattr(place, field), each.words)))
            places[place.id] = replace(place, **{field: names})
    orphans = tuple(each for each in known.aliases if each.place not in places)
    ignored = gazetteer.ignored | {decisions.key(each.words) for each in known.ignored}
    version = _version(places.values(), ignored)
    return Gazetteer(gazetteer.municipality, MappingProxyType(places), version, ignored, orphans)


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
    """The gazetteer files of a folder by name, each with its time of change."""
    files = sorted(file for suffix in catalogue.SUFFIXES for file in folder.glob(f"*{suffix}") if file.name[0] != ".")
    return tuple((str(file), file.stat().st_mtime_ns) for file in files)


def _stamp(file: Path) -> tuple[str, int] | None:
    return (str(file), file.stat().st_mtime_ns) if file.exists() else None


def _version(places: Iterable[Place], ignored: frozenset[str] = frozenset()) -> str:
    digest = hashlib.sha256(repr(sorted(ignored)).encode() if ignored else b"")
    places = tuple(places)
    outlines = shapely.to_wkb([place.geometry for place in places])
    for place, outline in zip(places, outlines, strict=True):
        digest.update(repr((place.id, place.name, place.kind, place.aliases, place.generic_aliases)).encode())
        digest.update(repr((place.uncertainty_m, place.parent, place.population)).encode())
        if place.valid_from or place.valid_to:
            digest.update(repr((place.valid_from, place.valid_to)).encode())
        digest.update(outline)
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
