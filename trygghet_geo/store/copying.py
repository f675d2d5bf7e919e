"""A whole store from one address to another, whichever backend either is on: all of it or nothing, and proved."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from trygghet_geo.errors import StoreError
from trygghet_geo.store import geometries, geopackage, writing
from trygghet_geo.store.digests import Digest, digest, rows, tables
from trygghet_geo.store.models import DOCUMENT
from trygghet_geo.store.opening import Access

_REFERRING = ("duplicate_of", "replaced_by", "part_of")


@dataclass(frozen=True)
class Copied:
    """What was moved, by table; the same digests were read back at the other end."""

    digests: dict[str, Digest]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.digests.values())


def copied(source: Access, target: Access) -> Copied:
    """Copy everything in `source` to `target`, which must be empty; compared before it is kept.

    Raises StoreError when there is something in the target already, or what arrived is not what was sent: then
    nothing is kept.
    """
    if not source.database.exists():
        raise StoreError(f"{source.database.label}: det finns inget lager att kopiera")
    with source.reading() as there, target.writing(quiet=True) as here:
        if here.execute(select(func.count()).select_from(DOCUMENT)).scalar() or _used(here):
            raise StoreError(f"{target.database.label}: lagret är inte tomt; kopiera till ett nytt")
        for table in tables():
            here.execute(delete(table))
        for table in tables():
            _copy(there, here, table)
        _finish(here)
        sent, arrived = digest(there), digest(here)
        if different := [name for name in sent if sent[name] != arrived[name]]:
            raise StoreError(
                f"{target.database.label}: kopian skiljer sig i {', '.join(different)}; inget sparades, försök igen"
            )
    return Copied(arrived)


def _used(connection: Connection) -> bool:
    """Whether somebody has kept something, though no document: a setting, a measure, a place."""
    quiet = ("meta", "editor", "audit", "revision")
    return any(
        connection.execute(select(func.count()).select_from(table)).scalar()
        for table in tables()
        if table.name not in quiet
    )


def _copy(source: Connection, target: Connection, table: Table) -> None:
    references: list[dict] = []
    for batch in rows(source, table):
        for name in [column.name for column in table.columns if isinstance(column.type, geometries.Geometry)]:
            shapes = [row[name] for row in batch]
            for row, value in zip(batch, geometries.encoded(shapes, target.dialect.name), strict=True):
                row[name] = value
            writing.widen(target, _array(shapes))
        if table is DOCUMENT:
            # They refer to each other in any order: first the rows, then what they refer to.
            references += [
                {n: row[n] for n in ("sha256", *_REFERRING)} for row in batch if any(row[n] for n in _REFERRING)
            ]
            batch = [row | dict.fromkeys(_REFERRING) for row in batch]
        target.execute(insert(table), batch)
    for row in references:
        target.execute(DOCUMENT.update().where(DOCUMENT.c.sha256 == row["sha256"]).values(row))


def _finish(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        geopackage.reindex(connection)
        return
    for name, key in (("feature", "fid"), ("audit", "id")):
        # Rows came with their numbers: what is added next must not take one of them.
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), coalesce(max({key}), 0) + 1, false)"
                f" FROM {name}"
            )
        )


def _array(shapes: list):
    import numpy as np

    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return array
