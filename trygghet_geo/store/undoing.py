"""Undo: each row that an act changed is put back as the audit trail says it was; itself an act in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, Table, and_, delete, insert, select, update

from trygghet_geo.errors import StoreError
from trygghet_geo.store.auditing import Change, changes
from trygghet_geo.store.geometries import Geometry
from trygghet_geo.store.models import AUDITED, DOCUMENT, names
from trygghet_geo.store.reviewing import Conflict

_TABLES = {table.name: table for table in AUDITED if table is not DOCUMENT}
_COUNTERS = ("version",)
"""Never put back: who has the record open must learn that it changed."""


def undone(connection: Connection, change: str) -> tuple[Change, ...]:
    """Put back every row of the act `change`; the rows put back.

    Raises
    ------
    StoreError
        If there is no such act, or it is one that cannot be undone (an ingest, a removal).
    Conflict
        If a row has changed since; nothing is undone then.
    """
    acts = changes(connection, change=change, limit=None)
    if not acts:
        raise StoreError(f"det finns ingen ändring {change} att ångra")
    if any(one.subject not in _TABLES or one.action not in ("insert", "update", "delete") for one in acts):
        raise StoreError(f"{acts[0].action}: går inte att ångra; läs in dokumentet igen i stället")
    for one in acts:
        _undo(connection, one, _TABLES[one.subject])
    return acts


def _undo(connection: Connection, one: Change, table: Table) -> None:
    row = one.after or one.before or {}
    keys = [column.name for column in table.primary_key.columns]
    where = and_(*(table.c[name] == row[name] for name in keys))
    now = connection.execute(select(table).where(where)).first()
    current = None if now is None else _plain(now._mapping, table)
    if not _same(current, one.after):
        raise Conflict(
            f"raden {one.row_id} har ändrats igen sedan dess; ångra den senare ändringen först",
            current=current,
            typed=one.before or {},
        )
    before = None if one.before is None else _typed(one.before, table)
    if before is None:
        connection.execute(delete(table).where(where))
    elif current is None:
        connection.execute(insert(table), before)
    else:
        values = {name: value for name, value in before.items() if name not in _COUNTERS}
        if "version" in current:
            values["version"] = current["version"] + 1
        connection.execute(update(table).where(where).values(**values))


def _same(current: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    if current is None or after is None:
        return current is None and after is None
    # JSON has one sort of number: 800.0 comes back as 800.
    return all(current.get(k) == after[k] for k in after if k not in _COUNTERS)


def _plain(row: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """A row of the database as the audit trail writes it."""
    values = {}
    for name in names(table, light=True):
        value = row[name]
        if isinstance(value, bytes):
            value = value.hex().upper()
        elif isinstance(value, date):
            value = value.isoformat()
        elif value is not None and isinstance(table.c[name].type, Geometry):
            value = str(value)
        values[name] = value
    return values


def _typed(row: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """A row of the audit trail as the database takes it."""
    values = {}
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, Date):
            value = date.fromisoformat(value)
        elif isinstance(kind, Geometry) and value is not None:
            value = _blob(value)
        values[name] = value
    return values


def _blob(value: str) -> bytes | str | None:
    # SQLite's hex() gives "" for NULL; a GeoPackage blob begins with "GP".
    if not value:
        return None
    return bytes.fromhex(value) if value.startswith("4750") else value
