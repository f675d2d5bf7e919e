"""The audit trail: lines the program writes itself, and all of it read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select

from trygghet_geo.store import engines
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import AUDIT, FEATURE


@dataclass(frozen=True)
class Change:
    """One row of the audit trail. The rows of one act (a review, an undo) share `change`.

    `action` is insert, update or delete of a row of the table `subject`, or what the program did as a whole (ingest,
    reread, remove, migrate …), told in `detail`. `before` and `after` hold the row's columns, None where there was no
    row.
    """

    id: int
    at: str
    actor: str
    change: str
    action: str
    subject: str
    row_id: str
    document_sha256: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    detail: str | None

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """Column → value before and after, of those that differ."""
        before, after = self.before or {}, self.after or {}
        return {k: (before.get(k), after.get(k)) for k in {**before, **after} if before.get(k) != after.get(k)}


def note(
    connection: Connection,
    action: str,
    subject: str,
    *,
    row_id: str,
    document: str | None = None,
    detail: str | None = None,
    actor: str | None = None,
) -> None:
    """A line of the program's own, for what the triggers are not to tell row by row."""
    values = {"at": now(), "actor": actor or engines.actor(connection), "change": engines.change(connection)}
    values |= {"action": action, "subject": subject, "row_id": row_id, "document_sha256": document, "detail": detail}
    connection.execute(insert(AUDIT), values)


def changes(
    connection: Connection,
    *,
    statement_id: str | None = None,
    document: str | None = None,
    change: str | None = None,
    limit: int | None = 200,
) -> tuple[Change, ...]:
    """Latest first; only what concerns the statement (its rows too), the document or the act, where given."""
    a = AUDIT.c
    query: Select = select(AUDIT).order_by(a.id.desc()).limit(limit)
    if statement_id is not None:
        rows = list(connection.execute(select(FEATURE.c.id).where(FEATURE.c.statement_id == statement_id)).scalars())
        query = query.where(
            or_(
                (a.subject == "statement") & (a.row_id == statement_id),
                (a.subject == "feature") & (a.row_id.in_(rows)),
            )
        )
    if document is not None:
        query = query.where(a.document_sha256 == document)
    if change is not None:
        query = query.where(a.change == change)
    return tuple(_change(row) for row in connection.execute(query))


def _change(row: Row) -> Change:
    before, after = (json.loads(value) if value else None for value in (row.before, row.after))
    facts = (row.id, row.at, row.actor, row.change, row.action, row.subject, row.row_id, row.document_sha256)
    return Change(*facts, before, after, row.detail)
