"""What a document's rows become when it is read anew, corrected or by newer rules; the caller holds the transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import to_wkb
from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from trygghet_geo.records import Document, Feature
from trygghet_geo.store import carrying, documents, loading, writing
from trygghet_geo.store.carrying import Carried, Decided, Kept
from trygghet_geo.store.models import DOCUMENT, FEATURE, MEASURE_STATEMENT, STATEMENT, STRANDED_REVIEW, THREAD_LINK

_TIES = ((MEASURE_STATEMENT, "statement_id"), (THREAD_LINK, "earlier"), (THREAD_LINK, "later"))
"""Columns that hold a statement's id."""


@dataclass(frozen=True)
class Replaced:
    """How many features stand now and how many decided statements followed; `lines` tell what needs a new look."""

    features: int
    kept: int
    flagged: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """A document's statements with their spans, its rows, and those that people have decided on."""

    statements: Mapping[str, Any]
    rows: tuple[Feature, ...]
    decided: tuple[Decided, ...]


def replaced(connection: Connection, former: str, document: Document, found: Sequence[Feature]) -> Replaced:
    """Let `document`, already in its table, stand in for `former`: its rows, with the decisions carried over."""
    columns = [DOCUMENT.c[name] for name in documents.COLUMNS]
    before = documents.from_row(tuple(connection.execute(select(*columns).where(DOCUMENT.c.sha256 == former)).one()))
    standing = stands(connection, former)
    new = _carried(standing, before=before, after=document, found=found)
    connection.execute(update(DOCUMENT).where(DOCUMENT.c.sha256 == former).values(replaced_by=document.sha256))
    return rewrite(connection, former, document, standing=standing, new=new)


def stands(connection: Connection, sha256: str) -> Standing:
    """What the store has of the document now."""
    statements = {
        row.id: row for row in connection.execute(select(STATEMENT).where(STATEMENT.c.document_sha256 == sha256))
    }
    rows = tuple(loading.of_document(connection, sha256))
    decided = []
    for id_, one in statements.items():
        own = [row for row in rows if row.statement_id == id_]
        said = tuple(row for row in own if row.status != "read")
        if said or one.status != "read":
            still = len(said) < len(own)
            decided.append(Decided(id_, one.start, one.end, one.quote, one.status, said, still))
    return Standing(statements, rows, tuple(decided))


def _carried(standing: Standing, *, before: Document, after: Document, found: Sequence[Feature]) -> Carried:
    every = [(one.id, one.start, one.end) for one in standing.statements.values()]
    return carrying.carried(standing.decided, every, before=before, after=after, found=found)


def rewrite(connection: Connection, former: str, document: Document, *, standing: Standing, new: Carried) -> Replaced:
    """Put the new reading in place of the rows of `former` (which may be the same document)."""
    connection.execute(delete(FEATURE).where(FEATURE.c.document_sha256 == former))
    connection.execute(delete(STATEMENT).where(STATEMENT.c.document_sha256 == former))
    kept = {one.id for one in new.kept}
    writing.insert_statements(connection, [row for row in new.read if row.statement_id not in kept])
    _insert_kept(connection, new.kept, standing, document)
    rows = [*new.read, *(row for one in new.kept for row in one.rows)]
    writing.insert_features(connection, sorted(rows, key=lambda row: (row.start, row.id)))
    if new.stranded:
        connection.execute(insert(STRANDED_REVIEW), [_stranded(one, standing, document) for one in new.stranded])
    untied = _follow(connection, list(standing.statements.values()), new.moves)
    flagged = [f"”{_short(one.quote)}” {one.flag}" for one in new.kept if one.flag]
    lost = [f"”{_short(one.quote)}” finns inte kvar; beslutet ligger undanlagt" for one in new.stranded]
    return Replaced(len(rows), len(new.kept), len(flagged) + len(lost), (*flagged, *lost, *untied))


def _insert_kept(connection: Connection, kept: Sequence[Kept], standing: Standing, document: Document) -> None:
    values = []
    for one in kept:
        before = standing.statements[one.former.id]
        own = {name: getattr(before, name) for name in ("status", "reviewed_by", "reviewed_at", "note")}
        place = {"id": one.id, "document_sha256": document.sha256, "start": one.start, "end": one.end}
        own |= {"quote": one.quote, "version": before.version + 1, "flag": one.flag or before.flag}
        values.append(place | own)
    if values:
        connection.execute(insert(STATEMENT), values)


def _stranded(one: Decided, standing: Standing, document: Document) -> dict[str, Any]:
    before = standing.statements[one.id]
    return {
        "id": uuid.uuid4().hex[:16],
        "statement_id": one.id,
        "document_sha256": document.sha256,
        "former_sha256": before.document_sha256,
        "quote": one.quote,
        "status": one.status,
        "reviewed_by": before.reviewed_by,
        "reviewed_at": before.reviewed_at,
        "note": before.note,
        "features": json.dumps([_as_json(row) for row in one.rows], ensure_ascii=False, default=str),
        "reason": "orden finns inte i den rättade versionen",
    }


def _as_json(row: Feature) -> dict[str, Any]:
    shape = row.geometry
    values = {name: value for name, value in vars(row).items() if name != "geometry"}
    return values | {"geometry": to_wkb(shape, hex=True) if shape is not None else None}


def _follow(connection: Connection, former: Sequence[Any], moves: Mapping[str, str]) -> list[str]:
    """Let measures and links point at the statements' new ids; a line for each that has lost its statement."""
    lines = []
    ids = {one.id for one in former}
    there = set(connection.execute(select(STATEMENT.c.id)).scalars()) if _tied(connection, ids) else set()
    for one in former:
        now = moves.get(one.id)
        for table, name in _TIES:
            tied = connection.execute(select(table).where(table.c[name] == one.id)).fetchall()
            if not tied or (now == one.id and now in there):
                continue
            connection.execute(delete(table).where(table.c[name] == one.id))
            if now in there:
                _tie(connection, table, [dict(row._mapping) | {name: now} for row in tied])
            else:
                lines.append(f"”{_short(one.quote)}” läses inte längre; en åtgärd eller länk till det är löst")
    return lines


def _tied(connection: Connection, ids: set[str]) -> bool:
    return any(ids & set(connection.execute(select(table.c[name])).scalars()) for table, name in _TIES)


def _tie(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    keys = [column.name for column in table.primary_key.columns]
    for row in rows:
        same = and_(*(table.c[key] == row[key] for key in keys))
        if connection.execute(select(table).where(same)).first() is None:
            connection.execute(insert(table), row)


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
