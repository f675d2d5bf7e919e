"""Places, aliases and decisions on mentions that were added in this installation, beside the shipped gazetteers."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from trygghet_geo.coordinates import from_metres, rounded
from trygghet_geo.errors import InvalidSelection, StoreError
from trygghet_geo.records import PLACE_KINDS, Place
from trygghet_geo.store import engines, geometries, writing
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import LOCAL_PLACE, PLACE_DECISION
from trygghet_geo.store.opening import Access

SOURCE = "Tillagd här"
LICENCE = "Kommunens egen"


@dataclass(frozen=True)
class Decision:
    """What was decided of a mention: a `new` place, an `alias` of one, or `ignore` (it names no place)."""

    id: str
    mention: str
    municipality_code: str | None
    decision: str
    place_id: str | None
    decided_by: str
    decided_at: str


class PlacesHere:
    """`Store.places_here`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def add(self, place: Place, *, by: str, mention: str | None = None) -> Place:
        """Keep a place (geometry in EPSG:4326), as the answer to `mention` when given.

        Raises InvalidSelection when it lacks a name, a known kind or a geometry, StoreError when its id is taken.
        """
        _check(place)
        with self._access.writing(by=by) as connection:
            if connection.execute(select(LOCAL_PLACE.c.fid).where(LOCAL_PLACE.c.id == place.id)).first():
                raise StoreError(f"{place.id}: det finns redan en plats med det id:t; välj ett annat")
            metric = writing.metres([place.geometry])
            row = {name: getattr(place, name) for name in ("id", "name", "kind", "municipality_code", "parent")}
            row |= {"geom": geometries.encoded(metric, connection.dialect.name)[0], "version": 1}
            row |= {"uncertainty_m": place.uncertainty_m, "aliases": _listed(place.aliases)}
            connection.execute(insert(LOCAL_PLACE), row | {"added_by": by, "added_at": now()})
            if mention:
                _decide(connection, mention, "new", place_id=place.id, municipality_code=place.municipality_code)
            return _places(connection, place.id)[0]

    def alias(self, mention: str, place_id: str, *, by: str, municipality_code: str | None = None) -> Decision:
        """Say that `mention` names a place that is known, here or in a gazetteer."""
        with self._access.writing(by=by) as connection:
            return _decide(connection, mention, "alias", place_id=place_id, municipality_code=municipality_code)

    def ignore(self, mention: str, *, by: str, municipality_code: str | None = None) -> Decision:
        """Say that `mention` names no place."""
        with self._access.writing(by=by) as connection:
            return _decide(connection, mention, "ignore", place_id=None, municipality_code=municipality_code)

    def withdraw(self, id_: str, *, by: str) -> None:
        """Take a decision back, with the place it made."""
        with self._access.writing(by=by) as connection:
            p = PLACE_DECISION.c
            row = connection.execute(select(PLACE_DECISION).where(p.id == id_)).first()
            if row is None:
                raise StoreError(f"det finns inget platsbeslut {id_}; ladda om sidan")
            connection.execute(delete(PLACE_DECISION).where(p.id == id_))
            if row.decision == "new":
                connection.execute(delete(LOCAL_PLACE).where(LOCAL_PLACE.c.id == row.place_id))

    def all(self) -> tuple[Place, ...]:
        """The places added here (EPSG:4326), with what was decided to be their aliases."""
        with self._access.reading() as connection:
            return _places(connection)

    def decisions(self) -> tuple[Decision, ...]:
        """Latest first."""
        with self._access.reading() as connection:
            query = select(PLACE_DECISION).order_by(PLACE_DECISION.c.decided_at.desc(), PLACE_DECISION.c.id)
            return tuple(Decision(**row._mapping) for row in connection.execute(query))


def _check(place: Place) -> None:
    faults = []
    if not place.name.strip() or not place.id.strip():
        faults.append("platsen måste ha ett namn och ett id")
    if place.kind not in PLACE_KINDS:
        faults.append(f"{place.kind}: okänd sorts plats; välj bland {', '.join(PLACE_KINDS)}")
    if rounded(place.geometry) is None:
        faults.append("platsen måste ritas på kartan")
    else:
        west, south, east, north = place.geometry.bounds
        if not (8 <= west <= east <= 26 and 54 <= south <= north <= 70):
            faults.append(f"platsen ligger utanför Sverige ({west:.3f}, {south:.3f}); är lon och lat omkastade?")
    if not place.uncertainty_m >= 0:
        faults.append("osäkerheten ska vara noll eller fler meter")
    if faults:
        raise InvalidSelection("; ".join(faults))


def _decide(
    connection: Connection, mention: str, decision: str, *, place_id: str | None, municipality_code: str | None
) -> Decision:
    """A later decision on the same mention in the same municipality stands in for the earlier one."""
    p = PLACE_DECISION.c
    same = (p.mention == mention) & p.municipality_code.is_not_distinct_from(municipality_code)
    before = connection.execute(select(p.id).where(same)).scalar()
    facts = {"decision": decision, "place_id": place_id, "decided_by": engines.actor(connection), "decided_at": now()}
    if before:
        connection.execute(update(PLACE_DECISION).where(p.id == before).values(**facts))
        return Decision(before, mention, municipality_code, **facts)
    row = {"id": uuid.uuid4().hex[:16], "mention": mention, "municipality_code": municipality_code} | facts
    connection.execute(insert(PLACE_DECISION), row)
    return Decision(**row)


def _places(connection: Connection, id_: str | None = None) -> tuple[Place, ...]:
    query = select(LOCAL_PLACE).order_by(LOCAL_PLACE.c.id)
    rows: list[Any] = connection.execute(query if id_ is None else query.where(LOCAL_PLACE.c.id == id_)).fetchall()
    shapes = from_metres(geometries.decoded([row.geom for row in rows]))
    more: dict[str, list[str]] = {}
    for row in connection.execute(select(PLACE_DECISION).where(PLACE_DECISION.c.decision == "alias")):
        more.setdefault(row.place_id, []).append(row.mention)
    return tuple(
        Place(
            row.id,
            row.name,
            row.kind,
            shape,
            row.municipality_code,
            row.uncertainty_m,
            SOURCE,
            LICENCE,
            aliases=tuple(dict.fromkeys([*json.loads(row.aliases), *sorted(more.get(row.id, ()))])),
            parent=row.parent,
        )
        for row, shape in zip(rows, shapes, strict=True)
    )


def _listed(values: tuple[str, ...]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
