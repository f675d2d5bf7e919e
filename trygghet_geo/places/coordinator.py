"""What a coordinator does about names: a new entry drawn on the map, another name for a place, words that are no place.

Each takes effect for all documents, earlier and later, and is kept in the municipality's own folder
(`decisions`), apart from what is shipped and from what `places build` writes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo import coordinates
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import catalogue, decisions, gazetteer, own
from trygghet_geo.places.decisions import Alias, Decisions, Ignored
from trygghet_geo.records import Municipality, Place

SOURCE = "Kommunens egen uppgift"
LICENCE = "CC0-1.0"


def decided(home: Municipality) -> Decisions:
    """What has been decided so far. Raises InvalidData when the file is broken."""
    return decisions.read(own.folder(home.code))


def alias(
    home: Municipality, words: str, *, place: str, certain: bool = True, on: date | None = None, by: str | None = None
) -> Decisions:
    """`words` mean the place with the id `place`; not `certain` is for words such as "centrum".

    Raises InvalidData when there are no such words or no such place; then nothing is changed.
    """
    said = _words(words)
    if place not in gazetteer.load(home).places:
        raise InvalidData(f"{place}: finns inte bland platserna för {home.name}; se places list")
    return decisions.alias(own.folder(home.code), Alias(said, place, certain, _day(on), by))


def ignore(home: Municipality, words: str, *, on: date | None = None, by: str | None = None) -> Decisions:
    """`words` name no place: they are no longer looked for, nor listed as unknown."""
    return decisions.ignore(own.folder(home.code), Ignored(_words(words), _day(on), by))


def undo(home: Municipality, words: str) -> bool:
    """Take back an alias or an ignore; False when nothing was decided about `words`."""
    return decisions.undo(own.folder(home.code), _words(words))


def add(home: Municipality, properties: Mapping[str, Any], geometry: BaseGeometry) -> Place:
    """Enter a new place, drawn in EPSG:4326. `properties` are those of the gazetteer's format.

    What is left out is filled in: `id` from the name, `source` and `licence` as the municipality's own, and
    `uncertainty_m` as 25 m. Raises InvalidData, with every fault, when the gazetteer would not hold together; then
    nothing is changed.
    """
    folder = own.folder(home.code)
    with decisions.locked(folder):
        loaded = gazetteer.load(home)
        given = {key: value for key, value in properties.items() if value not in (None, "", [], ())}
        given = {"source": SOURCE, "licence": LICENCE, "uncertainty_m": 25} | given
        given.setdefault("id", free_id(home.code, str(given.get("name", "")), loaded.places))
        faults = catalogue.field_faults(given) + catalogue.geometry_faults(geometry)
        faults += _conflicts(given, loaded.places)
        shape = None if faults else coordinates.rounded(geometry)
        if shape is None:
            raise InvalidData(f"{given.get('name') or 'Platsen'} kan inte läggas till: {'; '.join(faults)}")
        own.write_entries(home.code, [*own.entries(home.code), _feature(given, shape)])
    return catalogue.build({"municipality_code": home.code, **given}, shape)


def free_id(code: str, name: str, taken: Mapping[str, object]) -> str:
    """An id in ASCII made from a name, with a number when it is taken: "1961-lekplatsen-solrosen-2"."""
    base = f"{code}-{slug(name) or 'plats'}"
    number = 1
    while (base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return base if number == 1 else f"{base}-{number}"


def slug(text: str) -> str:
    """ "Åsvägen" → "asvagen"."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("æ", "ae").replace("ø", "o"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def _conflicts(given: Mapping[str, Any], known: Mapping[str, Place]) -> list[str]:
    parent = given.get("parent")
    faults = [f"id {given['id']} finns redan"] if given.get("id") in known else []
    return faults + ([f"okänd parent {parent}"] if parent is not None and parent not in known else [])


def _feature(properties: Mapping[str, Any], geometry: BaseGeometry) -> dict[str, Any]:
    listed = {key: list(value) if isinstance(value, tuple) else value for key, value in properties.items()}
    return {"type": "Feature", "properties": listed, "geometry": json.loads(shapely.to_geojson(geometry))}


def _words(words: str) -> str:
    said = " ".join(unicodedata.normalize("NFC", words).split())
    if not re.search(r"\w", said):
        raise InvalidData("Inga ord att bestämma om; ange dem som de står i texten")
    return said


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
