"""What the store holds, listed; the caller holds the connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from geopandas import GeoDataFrame
from sqlalchemy import Connection, Row, func, select, update

from trygghet_geo.errors import StoreError
from trygghet_geo.records import Document
from trygghet_geo.selection import Inside, Selection
from trygghet_geo.store import documents as rows
from trygghet_geo.store import loading, reviewing, settings
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import DOCUMENT, FEATURE, META, PLACE, STRANDED_REVIEW
from trygghet_geo.store.reviewing import Reviewable

_STORED = "sha256 name format kind pages meeting_date municipality municipality_code invented ingested_at duplicate_of"


@dataclass(frozen=True)
class Stored:
    """A document as listed: `features` counts its own, 0 for a copy (`duplicate_of` is the SHA-256 of the first) and
    for an earlier version (`replaced_by`)."""

    sha256: str
    name: str
    format: str
    kind: str
    pages: int | None
    meeting_date: date | None
    municipality: str | None
    municipality_code: str | None
    invented: bool
    ingested_at: str
    duplicate_of: str | None
    features: int
    replaced_by: str | None = None


@dataclass(frozen=True)
class Stranded:
    """A decision on words that the corrected document `document_sha256` no longer holds; `features` as they stood."""

    id: str
    statement_id: str
    document_sha256: str
    former_sha256: str
    quote: str
    status: str
    reviewed_by: str | None
    reviewed_at: str | None
    note: str | None
    features: tuple[dict, ...]
    reason: str
    settled_by: str | None
    settled_at: str | None


@dataclass(frozen=True)
class Flagged:
    """What needs a new look."""

    statements: tuple[Reviewable, ...]
    stranded: tuple[Stranded, ...]
    """Those that nobody has seen to yet."""


def features(connection: Connection, selection: Selection, *, view: str) -> GeoDataFrame:
    """The features of a view that `selection` lets through; the database leaves out what it can, the rest follows."""
    show = settings.values(connection)["show_unreviewed"]
    chosen = loading.query(view, show_unreviewed=show)
    conditions = loading.conditions(selection)
    if selection.bbox is not None:
        conditions.append(loading.boxed(connection, selection.bbox))
    chosen = loading.ordered(chosen.where(*conditions), connection.dialect.name)
    table = loading.frame(connection, chosen)
    return table if selection.everything else selection.apply(table, inside=places(connection)).reset_index(drop=True)


def documents(connection: Connection) -> tuple[Stored, ...]:
    d = DOCUMENT.c
    count = select(func.count()).where(FEATURE.c.document_sha256 == d.sha256).scalar_subquery()
    query = select(*(d[name] for name in _STORED.split()), count, d.replaced_by)
    found = [_stored(row) for row in connection.execute(query)]
    found.sort(key=lambda one: (one.name, one.sha256))
    return tuple(sorted(found, key=lambda one: -one.meeting_date.toordinal() if one.meeting_date else 0))


def document(connection: Connection, sha256: str) -> Document:
    return rows.from_row(tuple(_one(connection, sha256, *rows.COLUMNS)))


def content(connection: Connection, sha256: str) -> bytes:
    return bytes(_one(connection, sha256, "bytes").bytes)


def places(connection: Connection) -> dict[str, Inside]:
    query = select(PLACE.c.id, PLACE.c.name, PLACE.c.parent)
    return {row.id: Inside(row.name, row.parent) for row in connection.execute(query)}


def attendees(connection: Connection) -> tuple[str, ...]:
    heads = connection.execute(select(DOCUMENT.c.header).order_by(DOCUMENT.c.sha256)).scalars()
    return tuple(dict.fromkeys(name for head in heads for name in json.loads(head)["attendees"]))


def version(connection: Connection) -> str:
    facts = {row.key: row.value for row in connection.execute(select(META))}
    return f"{facts['store']}-{facts['changes']}"


def flagged(connection: Connection) -> Flagged:
    s = STRANDED_REVIEW.c
    query = select(STRANDED_REVIEW).where(s.settled_at.is_(None)).order_by(s.document_sha256, s.id)
    stranded = [
        Stranded(**{**row._mapping, "features": tuple(json.loads(row.features))}) for row in connection.execute(query)
    ]
    return Flagged(reviewing.statements(connection, flagged=True), tuple(stranded))


def settle(connection: Connection, stranded_id: str, *, by: str) -> None:
    s = STRANDED_REVIEW.c
    done = update(STRANDED_REVIEW).where(s.id == stranded_id, s.settled_at.is_(None))
    if not connection.execute(done.values(settled_by=by, settled_at=now())).rowcount:
        raise StoreError(f"det finns inget undanlagt beslut {stranded_id} att klara av; ladda om sidan")


def _stored(row: Row) -> Stored:
    values = list(row)
    values[8] = bool(values[8])
    return Stored(*values)


def _one(connection: Connection, sha256: str, *columns: str) -> Row:
    query = select(*(DOCUMENT.c[name] for name in columns)).where(DOCUMENT.c.sha256 == sha256)
    row = connection.execute(query).first()
    if row is None:
        raise StoreError(f"lagret har inget dokument med SHA-256 {sha256}")
    return row
