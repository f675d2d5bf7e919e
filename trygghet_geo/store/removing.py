"""A document out of the store with all that came from it, or its personal data out of it when its time is up.

One line stays in the audit trail; the lines about its statements, which quote it, go with it.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, delete, func, or_, select, update

from trygghet_geo import privacy
from trygghet_geo.errors import StoreError
from trygghet_geo.store import auditing, engines, settings
from trygghet_geo.store.models import (
    AUDIT,
    DOCUMENT,
    FEATURE,
    MEASURE_STATEMENT,
    REVISION,
    STATEMENT,
    STRANDED_REVIEW,
    THREAD_LINK,
)

PSEUDONYMISED = "pseudonymised"
"""Key in a document's `rules` that says when it lost its personal data."""


@dataclass(frozen=True)
class Removed:
    """What was taken out: the document, its copies, earlier versions and attachments by name, and how many rows."""

    sha256: str
    documents: tuple[str, ...]
    statements: int
    features: int

    @property
    def message(self) -> str:
        """One line of Swedish."""
        names = ", ".join(self.documents)
        return f"borttaget: {names}, med {self.statements} uttalanden och {self.features} rader"


@dataclass(frozen=True)
class Due:
    """A document whose retention period is over: last kept on `until`."""

    sha256: str
    name: str
    until: date
    action: str


def family(connection: Connection, sha256: str) -> list[str]:
    """The document with its copies, earlier versions and attachments: they hold the same words."""
    d = DOCUMENT.c
    if connection.execute(select(d.sha256).where(d.sha256 == sha256)).first() is None:
        raise StoreError(f"lagret har inget dokument med SHA-256 {sha256}")
    found, new = {sha256}, [sha256]
    while new:
        related = or_(d.duplicate_of.in_(new), d.replaced_by.in_(new), d.part_of.in_(new))
        new = [sha for sha in connection.execute(select(d.sha256).where(related)).scalars() if sha not in found]
        found.update(new)
    return sorted(found)


def removed(connection: Connection, sha256: str, *, reason: str | None) -> Removed:
    """Take the document's whole family out, within a quiet transaction."""
    gone = family(connection, sha256)
    query = select(DOCUMENT.c.name).where(DOCUMENT.c.sha256.in_(gone)).order_by(DOCUMENT.c.name)
    names = tuple(connection.execute(query).scalars())
    done = Removed(sha256, names, _count(connection, STATEMENT, gone), _count(connection, FEATURE, gone))
    _cut_ties(connection, gone)
    for table in (FEATURE, STATEMENT, REVISION):
        connection.execute(delete(table).where(table.c.document_sha256.in_(gone)))
    connection.execute(delete(DOCUMENT).where(DOCUMENT.c.sha256.in_(gone)))
    engines.changed(connection)
    # The name may itself be personal data; the hash says which file it was to whoever still has it.
    detail = f"{len(gone)} dokument, {done.statements} uttalanden, {done.features} rader"
    detail += f"; skäl: {reason}" if reason else ""
    auditing.note(connection, "remove", "document", row_id=sha256, detail=detail)
    return done


def due(connection: Connection, today: date) -> tuple[Due, ...]:
    """Documents kept as long as they may be on `today`, by the meeting's day or else the day they were read in."""
    chosen = settings.values(connection)
    months, action = chosen["retention_months"], chosen["retention_action"]
    if months is None:
        return ()
    d, found = DOCUMENT.c, []
    query = select(d.sha256, d.name, d.meeting_date, d.ingested_at, d.rules).order_by(d.name, d.sha256)
    for row in connection.execute(query):
        until = _later(row.meeting_date or date.fromisoformat(row.ingested_at[:10]), months)
        if until < today and not (action == "pseudonymise" and PSEUDONYMISED in json.loads(row.rules)):
            found.append(Due(row.sha256, row.name, until, action))
    return tuple(found)


def pseudonymised(connection: Connection, sha256: str, *, today: date) -> None:
    """Put signs of the same number over the personal data that rules can find, so that every offset still holds.

    The file's bytes and the names in its head go; what was decided stays. Within a quiet transaction.
    """
    d = DOCUMENT.c
    row = connection.execute(select(DOCUMENT).where(d.sha256 == sha256)).first()
    if row is None:
        raise StoreError(f"lagret har inget dokument med SHA-256 {sha256}")
    header = json.loads(row.header)
    people = tuple(header["attendees"])
    covered = privacy.covered(row.text, people)
    header["attendees"] = []
    rules = json.dumps(json.loads(row.rules) | {PSEUDONYMISED: today.isoformat()}, sort_keys=True)
    blocks = json.loads(row.blocks)
    for block in blocks:
        block["section"] = privacy.covered(block["section"], people) if block["section"] else block["section"]
    values = {
        "text": covered,
        "bytes": b"",
        "sketch": b"",
        "rules": rules,
        "header": json.dumps(header, ensure_ascii=False),
    }
    values |= {"blocks": json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))}
    connection.execute(update(DOCUMENT).where(d.sha256 == sha256).values(**values))
    for table in (STATEMENT, FEATURE):
        _quote_again(connection, table, sha256, covered)
    mentions = select(FEATURE.c.fid, FEATURE.c.mention).where(FEATURE.c.document_sha256 == sha256)
    for fid, mention in connection.execute(mentions).fetchall():
        if mention:
            changed = update(FEATURE).where(FEATURE.c.fid == fid)
            connection.execute(changed.values(mention=privacy.covered(mention, people)))
    _forget_words(connection, [sha256])
    engines.changed(connection, [sha256])
    auditing.note(
        connection, "pseudonymise", "document", row_id=sha256, document=sha256, detail="gallringstiden är ute"
    )


def _quote_again(connection: Connection, table: Table, sha256: str, text: str) -> None:
    key = next(iter(table.primary_key.columns))
    query = select(key, table.c.start, table.c.end).where(table.c.document_sha256 == sha256)
    for id_, start, end in connection.execute(query).fetchall():
        connection.execute(update(table).where(key == id_).values(quote=text[start:end]))


def _cut_ties(connection: Connection, gone: Sequence[str]) -> None:
    statements = select(STATEMENT.c.id).where(STATEMENT.c.document_sha256.in_(gone))
    links = or_(THREAD_LINK.c.earlier.in_(statements), THREAD_LINK.c.later.in_(statements))
    connection.execute(delete(MEASURE_STATEMENT).where(MEASURE_STATEMENT.c.statement_id.in_(statements)))
    connection.execute(delete(THREAD_LINK).where(links))
    _forget_words(connection, gone)
    d = DOCUMENT.c
    for column in (d.duplicate_of, d.replaced_by, d.part_of):
        connection.execute(update(DOCUMENT).where(column.in_(gone)).values({column: None}))


def _forget_words(connection: Connection, gone: Sequence[str]) -> None:
    """What the audit trail and the laid-aside decisions quote."""
    s = STRANDED_REVIEW.c
    ids = list(
        connection.execute(select(s.id).where(or_(s.document_sha256.in_(gone), s.former_sha256.in_(gone)))).scalars()
    )
    a = AUDIT.c
    connection.execute(
        delete(AUDIT).where(
            or_(a.document_sha256.in_(gone), (a.subject == "stranded_review") & a.row_id.in_(ids), a.row_id.in_(gone))
        )
    )
    connection.execute(delete(STRANDED_REVIEW).where(s.id.in_(ids)))


def _count(connection: Connection, table: Table, gone: Sequence[str]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(table.c.document_sha256.in_(gone))).scalar()


def _later(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
