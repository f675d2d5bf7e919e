"""`places check`: what is wrong with a municipality's gazetteer, and what deserves a look though it can be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trygghet_geo.errors import InvalidData
from trygghet_geo.places import catalogue, gazetteer, shapes
from trygghet_geo.records import Municipality, Place

_FAR_M = 3000.0
"""Lakes and roads may reach so far over the border; what lies farther out is in the wrong municipality."""


@dataclass(frozen=True)
class Checked:
    """`faults` keep the file from being used, `warnings` do not. Swedish, one line each."""

    places: int
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def check(home: Municipality, paths: Sequence[Path] = ()) -> Checked:
    """Check gazetteer files, or without any all that holds for the municipality."""
    if not paths:
        try:
            loaded = gazetteer.load(home)
        except InvalidData as error:
            return Checked(0, tuple(str(error).partition(": ")[2].split("; ")), ())
        own = [place for place in loaded.places.values() if place.municipality_code == home.code]
        orphans = [f"“{each.words}” är alias för {each.place}, som inte finns" for each in loaded.orphans]
        return Checked(len(own), (), (*orphans, *_warnings(own, home)))
    missing = [f"{path}: filen finns inte" for path in paths if not path.is_file()]
    places, faults = catalogue.read([path for path in paths if path.is_file()], home.code)
    known = {*gazetteer.load(home).places, *(place.id for place in places)}
    lost = [f"{each.id}: okänd parent {each.parent}" for each in places if each.parent and each.parent not in known]
    return Checked(len(places), (*missing, *faults, *lost), tuple(_warnings(places, home)))


def _warnings(places: Iterable[Place], home: Municipality) -> list[str]:
    outline = gazetteer.load(home).places[home.code].geometry
    found = []
    seen: dict[tuple[str, str, str | None], str] = {}
    for place in places:
        if place.municipality_code == home.code and not outline.intersects(place.geometry):
            off = shapes.distance_m(outline, place.geometry)
            if off > _FAR_M:
                found.append(f"{place.id}: ligger {off / 1000:.0f} km utanför {home.name}")
        twin = seen.setdefault((place.name.casefold(), place.kind, place.parent), place.id)
        if twin != place.id:
            found.append(f"{place.id} och {twin} har samma namn och ligger i samma plats: en eller två?")
    return found
