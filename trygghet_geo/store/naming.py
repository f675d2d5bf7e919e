"""The coordinator's acts on places and names, kept in this installation's store when there is one.

Without a store they are kept in the files alone (`places.coordinator`), and go into the store when one is made. Each
takes effect for all documents, earlier (after a reread) and later; in the store it stands in the audit trail, with who
did it, and can be undone there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from shapely.geometry.base import BaseGeometry

from trygghet_geo.places import coordinator
from trygghet_geo.places.decisions import Decisions
from trygghet_geo.records import Municipality, Place
from trygghet_geo.store import names, opening

_Given = TypeVar("_Given")


def decided(home: Municipality) -> Decisions:
    """What has been decided about words so far. Raises InvalidData when the file is broken."""
    return coordinator.decided(home)


def alias(
    home: Municipality, words: str, *, place: str, certain: bool = True, on: date | None = None, by: str | None = None
) -> Decisions:
    """`words` mean the place with the id `place`; see `coordinator.alias`."""
    return _kept(home, lambda: coordinator.alias(home, words, place=place, certain=certain, on=on, by=by), by=by)


def ignore(home: Municipality, words: str, *, on: date | None = None, by: str | None = None) -> Decisions:
    """`words` name no place; see `coordinator.ignore`."""
    return _kept(home, lambda: coordinator.ignore(home, words, on=on, by=by), by=by)


def undo(home: Municipality, words: str, *, by: str | None = None) -> bool:
    """Take back an alias or an ignore; False when nothing was decided about `words`."""
    return _kept(home, lambda: coordinator.undo(home, words), by=by)


def add(home: Municipality, properties: Mapping[str, Any], geometry: BaseGeometry, *, by: str | None = None) -> Place:
    """Enter a new place, drawn in EPSG:4326; see `coordinator.add`."""
    return _kept(home, lambda: coordinator.add(home, properties, geometry), by=by)


def _kept(home: Municipality, act: Callable[[], _Given], *, by: str | None) -> _Given:
    """Raises what `act` raises, and StoreError when the store cannot keep it: then nothing is changed."""
    access = opening.installed()
    return names.acting(access, home.code, act, by=by) if access else act()
