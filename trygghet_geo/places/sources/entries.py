"""What a loader gives: entries that have not been merged yet, and what it passed over or doubts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo.places import layers


@dataclass(frozen=True)
class Entry:
    """A place as one source tells it. `geometry` is EPSG:4326; `uncertainty_m` as in the gazetteer's format."""

    name: str | None
    """None for an outline that the source gives no name to: it may become the outline of a place that has one."""
    kind: str
    geometry: BaseGeometry
    source: str
    licence: str
    uncertainty_m: float
    subtype: str | None = None
    """What it is, in the source's words cut down to one: "school", "square", "regso", "number" (a numbered road)."""
    aliases: tuple[str, ...] = ()
    generic_aliases: tuple[str, ...] = ()
    unverified_aliases: tuple[str, ...] = ()
    population: int | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Loaded:
    """`dropped` and `doubtful` are lines of Swedish for the report, each with what it is about."""

    entries: tuple[Entry, ...]
    dropped: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """The municipality that is being built."""

    code: str
    name: str
    outline: BaseGeometry
    """EPSG:4326, widened by how far the true border may lie from it."""

    @property
    def box(self) -> layers.Box:
        """Around the outline, EPSG:4326."""
        west, south, east, north = self.outline.bounds
        return west, south, east, north

    def holds(self, geometry: BaseGeometry) -> bool:
        return bool(self.outline.intersects(geometry))

    def clip(self, line: BaseGeometry) -> BaseGeometry | None:
        """The part of a line inside; None when there is none."""
        if shapely.contains(self.outline, line):
            return line
        cut = shapely.intersection(line, self.outline)
        lines = [part for part in shapely.get_parts(cut) if part.geom_type == "LineString"]
        return None if not lines else lines[0] if len(lines) == 1 else shapely.multilinestrings(lines)


def clean(text: object) -> str | None:
    """A name as one NFC line without stray blanks; None when nothing is left."""
    if not isinstance(text, (str, int)):
        return None
    return " ".join(unicodedata.normalize("NFC", str(text)).split()) or None


def several(text: object) -> tuple[str, ...]:
    """The names in one cell, divided by `;` or `|`."""
    if not text:
        return ()
    parts = (clean(part) for part in str(text).replace("|", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
