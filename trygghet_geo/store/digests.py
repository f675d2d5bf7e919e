"""A fingerprint of everything a store holds, the same on both backends: how a copy or a backup is proved whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import shapely
from sqlalchemy import Connection, Table, select

from trygghet_geo.store.geometries import Geometry, decoded
from trygghet_geo.store.models import EDITOR, METADATA

BATCH = 2000
"""Rows at a time: a million of them would not fit in memory at once, with the bytes of their documents."""


@dataclass(frozen=True)
class Digest:
    """A table's number of rows and the SHA-256 of them all, in the order of their keys."""

    rows: int
    sha256: str


def tables() -> list[Table]:
    """Every table that holds something, parents before what refers to them."""
    return [table for table in METADATA.sorted_tables if table is not EDITOR]


def digest(connection: Connection) -> dict[str, Digest]:
    """By table name; two stores with the same content have the same digests, whichever backend they lie on."""
    return {table.name: _digest(connection, table) for table in tables()}


def rows(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The table's rows in the order of their keys, a batch at a time; geometries (EPSG:3006) as shapely's."""
    keys = list(table.primary_key.columns)
    # Sorted here and not by the database, whose order of text depends on its locale.
    every = sorted(tuple(row) for row in connection.execute(select(*keys)))
    shapes = [column.name for column in table.columns if isinstance(column.type, Geometry)]
    for at in range(0, len(every), BATCH):
        wanted = every[at : at + BATCH]
        found = connection.execute(select(table).where(keys[0].in_({key[0] for key in wanted}))).fetchall()
        by_key = {tuple(row._mapping[key.name] for key in keys): dict(row._mapping) for row in found}
        batch = [by_key[key] for key in wanted]
        for name in shapes:
            for row, shape in zip(batch, decoded([row[name] for row in batch]), strict=True):
                row[name] = shape
        yield batch


def _digest(connection: Connection, table: Table) -> Digest:
    total, count = sha256(), 0
    for batch in rows(connection, table):
        for row in batch:
            total.update(json.dumps([_plain(value) for value in row.values()], ensure_ascii=False).encode())
            total.update(b"\n")
        count += len(batch)
    return Digest(count, total.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return sha256(value).hexdigest()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, shapely.Geometry):
        return shapely.to_wkb(value, hex=True, byte_order=1, output_dimension=2)
    return float(value) if isinstance(value, float) else value
