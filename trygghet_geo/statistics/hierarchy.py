"""Places inside places: what is said of Hallstahammars centrum is said of Hallstahammar too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

_MUNICIPALITY = re.compile(r"\d{4}").fullmatch
"""The id of a municipality is its SCB code (docs/places.md)."""


class Inside(Protocol):
    """What is read of a place: `records.Place` and `selection.Inside` (`Store.places()`) both have it."""

    name: str
    parent: str | None


def around(place_id: str | None, places: Mapping[str, Inside]) -> tuple[str | None, ...]:
    """The place itself, then what it lies in, outwards; a place that is unknown to `places` stands alone.

    It ends with the municipality, for no council follows its county. A ring of parents, which a hand-made gazetteer can
    hold, ends where it would begin anew.
    """
    found: list[str | None] = [place_id]
    step = places.get(place_id) if place_id is not None else None
    while step is not None and step.parent is not None and step.parent not in found and not _MUNICIPALITY(found[-1]):
        found.append(step.parent)
        step = places.get(step.parent)
    return tuple(found)


def name(place_id: str | None, places: Mapping[str, Inside]) -> str | None:
    """What the place is called; None for none and for one that `places` does not know."""
    entry = places.get(place_id) if place_id is not None else None
    return entry.name if entry else None
