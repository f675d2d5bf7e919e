"""Statements that people make: words the program passed over, and one statement cut in two; the caller holds the
transaction. They are decisions like any other, so a new reading of the document keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from trygghet_geo.errors import InvalidSelection
from trygghet_geo.records import Document, Feature
from trygghet_geo.store import listing, loading, reviewing, writing
from trygghet_geo.store.carrying import statement_id
from trygghet_geo.store.models import DOCUMENT, STATEMENT
from trygghet_geo.store.reviewing import Conflict, Reviewable

SURE = 1.0
"""Confidence of what a person has said."""


def marked(connection: Connection, sha256: str, *, start: int, end: int, values: Mapping[str, Any]) -> Reviewable:
    """A new statement text[start:end] of a document, about what `values` say (contract columns, as in a correction).

    White space at its ends is left out. Raises InvalidSelection for no words, words outside the document, words that
    are a statement already, and values that make no sense.
    """
    document = listing.document(connection, sha256)
    first, last = _words(document, start, end)
    id_ = statement_id(sha256, first, last)
    _free(connection, id_, document.text[first:last])
    writing_rows = [_row(connection, document, id_, first, last)]
    writing.insert_statements(connection, writing_rows)
    writing.insert_features(connection, writing_rows)
    given = {writing_rows[0].id: {"kind": "concern", "category": "other"} | dict(values)}
    return reviewing.reviewed(connection, id_, "corrected", version=1, corrections=given)


def split(
    connection: Connection, id_: str, *, at: int, version: int, rows: tuple[Collection[str], Collection[str]]
) -> tuple[Reviewable, ...]:
    """Cut a statement at the offset `at` of the document: the whole is rejected, its parts stand in for it.

    `rows` are the ids of the rows that each part keeps; a part without rows says nothing and is not made. Raises
    Conflict as `reviewing.reviewed`, InvalidSelection for a cut outside the words or rows of another statement.
    """
    whole = reviewing.statement(connection, id_)
    if whole.version != version:
        typed = {"at": at, "rows": rows}
        raise Conflict(
            "uttalandet ändrades under tiden av någon annan; se efter och dela igen", current=whole, typed=typed
        )
    document = listing.document(connection, whole.document_sha256)
    own = {row.id: row for row in loading.of_document(connection, whole.document_sha256) if row.statement_id == id_}
    if not whole.start < at < whole.end or not set(rows[0]) | set(rows[1]) or (set(rows[0]) | set(rows[1])) - set(own):
        raise InvalidSelection("uttalandet kan inte delas så; välj var det delas och minst en rad")
    reviewing.reviewed(connection, id_, "rejected", version=version)
    made = []
    for span, kept in zip(((whole.start, at), (at, whole.end)), rows, strict=True):
        if kept:
            made.append(_part(connection, document, span, [own[row] for row in own if row in set(kept)]))
    return tuple(made)


def _part(connection: Connection, document: Document, span: tuple[int, int], rows: list[Feature]) -> Reviewable:
    first, last = _words(document, *span)
    id_ = statement_id(document.sha256, first, last)
    quote = document.text[first:last]
    _free(connection, id_, quote)
    own = {"statement_id": id_, "start": first, "end": last, "quote": quote, "status": "read"}
    copies = [replace(row, id=uuid.uuid4().hex[:16], **own) for row in rows]
    writing.insert_statements(connection, copies)
    writing.insert_features(connection, copies)
    return reviewing.reviewed(
        connection, id_, "corrected", version=1, corrections={row.id: {"kind": row.kind} for row in copies}
    )


def _words(document: Document, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    if not 0 <= start < end <= len(document.text) or not (said := document.text[start:end]).strip():
        raise InvalidSelection("inga ord är markerade; markera dem i texten")
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())


def _free(connection: Connection, id_: str, quote: str) -> None:
    if connection.execute(select(STATEMENT.c.id).where(STATEMENT.c.id == id_)).first():
        raise InvalidSelection(f"”{' '.join(quote.split())[:60]}” är redan ett uttalande; rätta det i stället")


def _row(connection: Connection, document: Document, id_: str, start: int, end: int) -> Feature:
    d = DOCUMENT.c
    home = connection.execute(select(d.municipality, d.municipality_code).where(d.sha256 == document.sha256)).one()
    page = next((block.page for block in document.blocks if block.start <= start < block.end), None)
    return Feature(
        id=uuid.uuid4().hex[:16],
        statement_id=id_,
        kind="concern",
        category="other",
        type=None,
        category_label="",
        type_label=None,
        intensity=None,
        trend=None,
        quote=document.text[start:end],
        document=document.name,
        document_sha256=document.sha256,
        page=page,
        start=start,
        end=end,
        meeting_date=document.header.date,
        date_start=document.header.date,
        date_end=document.header.date,
        place=None,
        place_id=None,
        place_kind=None,
        mention=None,
        municipality=home.municipality,
        municipality_code=home.municipality_code,
        precision="none",
        uncertainty_m=None,
        confidence=SURE,
        status="read",
        geometry=None,
    )
