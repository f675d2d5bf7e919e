"""Measures against concerns, and links between statements that are one matter, as people set them.

Who did it is told, and a record that someone else changed first is not written over.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from trygghet_geo.errors import InvalidSelection, StoreError
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import LINK_DECISIONS, MEASURE, MEASURE_STATEMENT, MEASURE_STATES, THREAD_LINK
from trygghet_geo.store.opening import Access
from trygghet_geo.store.reviewing import Conflict


@dataclass(frozen=True)
class Measure:
    """What someone does about concerns. `statements` are the ids of those it answers to."""

    id: str
    title: str
    description: str | None
    owner: str | None
    due: date | None
    state: str
    effect: str | None
    created_by: str
    created_at: str
    version: int
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A person's word on whether two statements are one matter."""

    earlier: str
    later: str
    decision: str
    decided_by: str
    decided_at: str


class Measures:
    """`Store.measures`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def create(
        self,
        *,
        title: str,
        by: str,
        description: str | None = None,
        owner: str | None = None,
        due: date | None = None,
        state: str = "planned",
        effect: str | None = None,
        statements: Iterable[str] = (),
    ) -> Measure:
        """A new measure. Raises InvalidSelection for an empty title or an unknown state."""
        values = {"title": title, "description": description, "owner": owner, "due": due, "state": state}
        values = _checked(values | {"effect": effect})
        id_ = uuid.uuid4().hex[:16]
        with self._access.writing(by=by) as connection:
            own = {"id": id_, "created_by": by, "created_at": now(), "version": 1}
            connection.execute(insert(MEASURE), values | own)
            _link(connection, id_, statements)
            return _measure(connection, id_)

    def update(self, id_: str, *, by: str, version: int, **changes: Any) -> Measure:
        """Change what `changes` names (also `statements`, all of them). Raises Conflict when someone was quicker."""
        statements = changes.pop("statements", None)
        values = _checked(changes)
        with self._access.writing(by=by) as connection:
            before = _measure(connection, id_)
            if before.version != version:
                raise Conflict(
                    "åtgärden ändrades under tiden av någon annan; jämför och spara igen (inget du skrev är borta)",
                    current=before,
                    typed=values | ({} if statements is None else {"statements": tuple(statements)}),
                )
            connection.execute(update(MEASURE).where(MEASURE.c.id == id_).values(**values, version=version + 1))
            if statements is not None:
                _link(connection, id_, statements)
            return _measure(connection, id_)

    def delete(self, id_: str, *, by: str) -> None:
        """Take it away; `undo` brings it back."""
        with self._access.writing(by=by) as connection:
            _measure(connection, id_)
            connection.execute(delete(MEASURE_STATEMENT).where(MEASURE_STATEMENT.c.measure_id == id_))
            connection.execute(delete(MEASURE).where(MEASURE.c.id == id_))

    def get(self, id_: str) -> Measure:
        """Raises StoreError when there is none."""
        with self._access.reading() as connection:
            return _measure(connection, id_)

    def all(self) -> tuple[Measure, ...]:
        """By due date, undated last."""
        with self._access.reading() as connection:
            return _measures(connection)

    def of(self, statement_id: str) -> tuple[Measure, ...]:
        """Those that answer to the statement."""
        return tuple(one for one in self.all() if statement_id in one.statements)


class Links:
    """`Store.links`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def decide(self, earlier: str, later: str, *, decision: str, by: str) -> Link:
        """Say that two statements are (`confirmed`) or are not (`denied`) one matter; a later word replaces it."""
        if decision not in LINK_DECISIONS:
            raise InvalidSelection(f"{decision}: okänt beslut; välj bland {', '.join(LINK_DECISIONS)}")
        made = Link(earlier, later, decision, by, now())
        with self._access.writing(by=by) as connection:
            values = {"decision": decision, "decided_by": by, "decided_at": made.decided_at}
            if not connection.execute(update(THREAD_LINK).where(_pair(earlier, later)).values(**values)).rowcount:
                connection.execute(insert(THREAD_LINK), vars(made))
        return made

    def withdraw(self, earlier: str, later: str, *, by: str) -> None:
        """As if nothing had been said of the two."""
        with self._access.writing(by=by) as connection:
            connection.execute(delete(THREAD_LINK).where(_pair(earlier, later)))

    def all(self) -> tuple[Link, ...]:
        """In order of the ids."""
        with self._access.reading() as connection:
            rows = connection.execute(select(THREAD_LINK).order_by(THREAD_LINK.c.earlier, THREAD_LINK.c.later))
            return tuple(Link(**row._mapping) for row in rows)


def _pair(earlier: str, later: str) -> Any:
    return (THREAD_LINK.c.earlier == earlier) & (THREAD_LINK.c.later == later)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    allowed = {"title", "description", "owner", "due", "state", "effect"}
    faults = [f"{name}: okänt fält" for name in values if name not in allowed]
    if "title" in values and not str(values["title"] or "").strip():
        faults.append("åtgärden måste ha en rubrik")
    if "state" in values and values["state"] not in MEASURE_STATES:
        faults.append(f"{values['state']}: okänt läge; välj bland {', '.join(MEASURE_STATES)}")
    if values.get("due") is not None and not isinstance(values["due"], date):
        faults.append(f"{values['due']}: är inget datum")
    if faults:
        raise InvalidSelection("; ".join(faults))
    return values


def _link(connection: Connection, id_: str, statements: Iterable[str]) -> None:
    wanted = set(statements)
    there = MEASURE_STATEMENT.c
    has = set(connection.execute(select(there.statement_id).where(there.measure_id == id_)).scalars())
    if gone := has - wanted:
        connection.execute(
            delete(MEASURE_STATEMENT).where(there.measure_id == id_, there.statement_id.in_(sorted(gone)))
        )
    if new := wanted - has:
        connection.execute(insert(MEASURE_STATEMENT), [{"measure_id": id_, "statement_id": one} for one in sorted(new)])


def _measure(connection: Connection, id_: str) -> Measure:
    found = _measures(connection, id_)
    if not found:
        raise StoreError(f"det finns ingen åtgärd {id_}; den kan ha tagits bort, ladda om sidan")
    return found[0]


def _measures(connection: Connection, id_: str | None = None) -> tuple[Measure, ...]:
    query = select(MEASURE).order_by(MEASURE.c.due.is_(None), MEASURE.c.due, MEASURE.c.created_at, MEASURE.c.id)
    links = select(MEASURE_STATEMENT).order_by(MEASURE_STATEMENT.c.statement_id)
    if id_ is not None:
        query, links = query.where(MEASURE.c.id == id_), links.where(MEASURE_STATEMENT.c.measure_id == id_)
    answers: dict[str, list[str]] = {}
    for row in connection.execute(links):
        answers.setdefault(row.measure_id, []).append(row.statement_id)
    rows = connection.execute(query).fetchall()
    return tuple(Measure(**row._mapping, statements=tuple(answers.get(row.id, ()))) for row in rows)
