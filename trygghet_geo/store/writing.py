"""Documents, statements and features into the store's tables; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, bindparam, insert, select, text

from trygghet_geo.contract import COLUMNS
from trygghet_geo.coordinates import to_metres
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside
from trygghet_geo.store import copies, documents, geometries, geopackage
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import DOCUMENT, FEATURE, PLACE, STATEMENT

SAME_NAME = 0.3
"""Share of word triples in common from which a file of the same name about the same meeting is a corrected version."""
SAME_NAME_UNDATED = 0.5
"""The same when neither has a date: "minnesanteckningar.docx" may then as well be from another meeting."""


@dataclass(frozen=True)
class First:
    """A document that is there already, of which another one is a copy or a corrected version."""

    sha256: str
    name: str


def copied(
    connection: Connection, document: Document, municipality: Municipality | None, sketch: bytes
) -> First | None:
    """The stored document of the same meeting that has nearly the same words, the most alike when there are several."""
    least = copies.LIKENESS if document.header.date else copies.UNDATED_LIKENESS
    return _alike(connection, document, municipality, sketch=sketch, least=least)


def former(
    connection: Connection, document: Document, municipality: Municipality | None, sketch: bytes
) -> First | None:
    """The stored document that this one is a corrected version of: the same file name, meeting and municipality."""
    least = SAME_NAME if document.header.date else SAME_NAME_UNDATED
    return _alike(connection, document, municipality, sketch=sketch, least=least, name=document.name)


def _alike(
    connection: Connection,
    document: Document,
    municipality: Municipality | None,
    *,
    sketch: bytes,
    least: float,
    name: str | None = None,
) -> First | None:
    d, code = DOCUMENT.c, municipality.code if municipality else None
    query = select(d.sha256, d.name, d.sketch).where(
        d.duplicate_of.is_(None),
        d.replaced_by.is_(None),
        d.meeting_date.is_not_distinct_from(document.header.date),
        d.municipality_code.is_not_distinct_from(code),
        text("length(sketch) BETWEEN :shortest AND :longest"),
        *([d.name == name] if name else []),
    )
    shortest, longest = copies.sizes(sketch, least)
    rows = connection.execute(query.order_by(d.sha256), {"shortest": shortest, "longest": longest})
    alike = [(copies.likeness(sketch, bytes(other)), First(sha256, found)) for sha256, found, other in rows]
    best = max(alike, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= least else None


def insert_document(
    connection: Connection, document: Document, municipality: Municipality | None, own: Mapping[str, Any]
) -> None:
    """`own` are the columns that neither the document nor the municipality fills."""
    values = dict(zip(documents.COLUMNS, documents.as_row(document), strict=True)) | dict(own)
    values["meeting_date"] = document.header.date
    values["municipality"] = municipality.name if municipality else None
    values["municipality_code"] = municipality.code if municipality else None
    connection.execute(insert(DOCUMENT), values | {"ingested_at": now()})


def insert_statements(connection: Connection, rows: Sequence[Feature]) -> None:
    """A statement, as read, for each that `rows` belong to."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        place = {"id": row.statement_id, "document_sha256": row.document_sha256, "start": row.start, "end": row.end}
        found.setdefault(row.statement_id, place | {"quote": row.quote, "status": row.status, "version": 1})
    if found:
        connection.execute(insert(STATEMENT), list(found.values()))


def insert_features(connection: Connection, rows: Sequence[Feature]) -> None:
    """`rows` as they are (geometry in EPSG:4326), and the layers' extent widened by them."""
    if not rows:
        return
    metric = metres([row.geometry for row in rows])
    encoded = geometries.encoded(metric, connection.dialect.name)
    values = [
        {name: getattr(row, name) for name in COLUMNS} | {"geom": geometry}
        for row, geometry in zip(rows, encoded, strict=True)
    ]
    connection.execute(insert(FEATURE), values)
    widen(connection, metric)


def metres(shapes: Sequence[Any]) -> np.ndarray:
    """EPSG:4326 → EPSG:3006, None staying None."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return to_metres(array)


def widen(connection: Connection, metric: np.ndarray) -> None:
    """Let the layers' extent take in geometries in EPSG:3006; a server works it out itself."""
    bounds = tuple(shapely.total_bounds(metric))
    if connection.dialect.name == "sqlite" and bounds[0] == bounds[0]:
        geopackage.widen(connection, bounds)


def insert_places(connection: Connection, places: Mapping[str, Inside]) -> None:
    if not places:
        return
    rows = [{"id": id_, "name": place.name, "parent": place.parent} for id_, place in sorted(places.items())]
    connection.execute(PLACE.delete().where(PLACE.c.id == bindparam("gone")), [{"gone": row["id"]} for row in rows])
    connection.execute(insert(PLACE), rows)
