"""Documents that have been read, into the store's tables, and what is told of it; the caller holds the transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from trygghet_geo.contract import order
from trygghet_geo.errors import StoreError
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside
from trygghet_geo.store import auditing, copies, engines, replacing, writing
from trygghet_geo.store.models import DOCUMENT
from trygghet_geo.store.writing import First

if TYPE_CHECKING:
    from trygghet_geo.pipeline import Examined


@dataclass(frozen=True)
class Ingested:
    """What became of one file.

    `status`: `new`, `same` (its bytes were there already), `copy` (of `duplicate_of`) or `replaced` (it is a corrected
    version of `replaces`, which it stands in for).
    """

    name: str
    sha256: str
    status: str
    features: int
    """How many features the file added."""
    municipality: str | None
    message: str
    """The same in words, one line of Swedish."""
    duplicate_of: str | None = None
    unread: tuple[str, ...] = ()
    """A line for each file in a letter that could not be read."""
    replaces: str | None = None
    moved: tuple[str, ...] = ()
    """For a corrected version: a line for each decision that was flagged or lost its words."""


@dataclass(frozen=True)
class Facts:
    """What is known of a document beside itself: its file's bytes, where it is from, what it was read with."""

    content: bytes
    municipality: Municipality | None = None
    rules: Mapping[str, str] | None = None
    places: Mapping[str, Inside] | None = None
    part_of: str | None = None
    """SHA-256 of the letter that it lay in."""
    replaces: str | None = None
    """SHA-256 of the document that it is said to be a corrected version of; None works it out."""


def facts(found: Examined, content: bytes, part_of: str | None, replaces: str | None) -> Facts:
    inside = {entry.id: Inside(entry.name, entry.parent) for entry in found.places}
    return Facts(content, found.municipality, found.rules, inside, part_of, replaces)


def added(connection: Connection, document: Document, features: Iterable[Feature], given: Facts) -> Ingested:
    """Keep a document with all that was found in it, within a quiet transaction; see `Store.add`."""
    # Asked again under the write lock: another process may have been quicker with the same file.
    if there := known(connection, document.sha256, document.name):
        return there
    rows, sketch = sorted(features, key=order), copies.sketch(document)
    former = _former(connection, document, sketch, given)
    first = None if former else writing.copied(connection, document, given.municipality, sketch)
    own = {"bytes": given.content, "sketch": sketch, "duplicate_of": first.sha256 if first else None}
    own |= {"rules": json.dumps(dict(given.rules or {}), sort_keys=True), "part_of": given.part_of}
    writing.insert_document(connection, document, given.municipality, own)
    told = _told(document, given.municipality, count=len(rows), first=first)
    if former:
        told = _replaced(connection, former, document, rows, told=told)
    elif first is None:
        writing.insert_statements(connection, rows)
        writing.insert_features(connection, rows)
    if first is None:
        writing.insert_places(connection, given.places or {})
    engines.changed(connection, [document.sha256, *([former.sha256] if former else [])])
    auditing.note(
        connection, "ingest", "document", row_id=document.sha256, document=document.sha256, detail=told.status
    )
    return told


def together(told: Sequence[Ingested], unread: Sequence[str]) -> Ingested:
    """What became of a letter and the files in it, told of the letter."""
    letter, *inside = told
    if not inside and not unread:
        return letter
    count = sum(one.features for one in told)
    parts = [f"{letter.message}; med bilagor {_counted(count)}" if inside else letter.message]
    parts += [f"{one.message}" for one in inside if one.status != "new"]
    parts += [f"hoppar över {reason}" for reason in unread]
    moved = tuple(line for one in told for line in one.moved)
    return replace(letter, features=count, message="; ".join(parts), unread=tuple(unread), moved=moved)


def known(connection: Connection, sha256: str, name: str) -> Ingested | None:
    d = DOCUMENT.c
    query = select(d.name, d.municipality, d.duplicate_of, d.replaced_by).where(d.sha256 == sha256)
    row = connection.execute(query).first()
    if row is None:
        return None
    also = "" if row.name == name else f" (som {row.name})"
    also += ", ersatt av en senare version" if row.replaced_by else ""
    message = f"{name}: finns redan i lagret{also}; inget ändrades"
    return Ingested(name, sha256, "same", 0, row.municipality, message, row.duplicate_of)


def _former(connection: Connection, document: Document, sketch: bytes, given: Facts) -> First | None:
    if given.replaces is None:
        return writing.former(connection, document, given.municipality, sketch)
    d = DOCUMENT.c
    row = connection.execute(select(d.sha256, d.name, d.replaced_by).where(d.sha256 == given.replaces)).first()
    if row is None or row.replaced_by:
        raise StoreError(f"{document.name}: det finns inget gällande dokument med SHA-256 {given.replaces} att ersätta")
    return First(row.sha256, row.name)


def _replaced(
    connection: Connection, former: First, document: Document, rows: Sequence[Feature], *, told: Ingested
) -> Ingested:
    done = replacing.replaced(connection, former.sha256, document, rows)
    message = f"{document.name}: rättad version inläst, ersätter den tidigare; {_counted(done.features)}"
    if done.kept:
        message += f", {done.kept} granskade följde med"
    if done.lines:
        message += f", {len(done.lines)} behöver granskas igen"
    return replace(
        told,
        status="replaced",
        features=done.features,
        message=message,
        replaces=former.sha256,
        moved=tuple(f"{document.name}: {line}" for line in done.lines),
    )


def _told(document: Document, municipality: Municipality | None, *, count: int, first: First | None) -> Ingested:
    where = municipality.name if municipality else None
    if first is not None:
        message = f"{document.name}: samma innehåll som {first.name}; sparad som kopia, inget räknas två gånger"
        return Ingested(document.name, document.sha256, "copy", 0, where, message, first.sha256)
    message = f"{document.name}: inläst, {_counted(count)}"
    return Ingested(document.name, document.sha256, "new", count, where, message)


def _counted(count: int) -> str:
    return "1 rad" if count == 1 else f"{count} rader"
