"""Documents that have been read, into the store's tables, and what is told of it; the caller holds the transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from trygghet_geo.contract import order
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside
from trygghet_geo.store import copies, writing

if TYPE_CHECKING:
    from trygghet_geo.pipeline import Examined


@dataclass(frozen=True)
class Ingested:
    """What became of one file. `status`: `new`, `same` (its bytes were there already) or `copy` (of `duplicate_of`)."""

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


def facts(found: Examined) -> dict[str, Any]:
    inside = {entry.id: Inside(entry.name, entry.parent) for entry in found.places}
    return {"municipality": found.municipality, "rules": found.rules, "places": inside}


def added(
    connection: sqlite3.Connection,
    document: Document,
    features: Iterable[Feature],
    *,
    content: bytes,
    municipality: Municipality | None,
    rules: Mapping[str, str] | None,
    places: Mapping[str, Inside] | None,
) -> Ingested:
    """As `Store.add`, within a transaction."""
    rows = sorted(features, key=order)
    sketch = copies.sketch(document)
    # Asked again under the write lock: another process may have been quicker with the same file.
    if there := known(connection, document.sha256, document.name):
        return there
    first = writing.copied(connection, document, municipality, sketch)
    own = {"bytes": content, "sketch": sketch, "duplicate_of": first.sha256 if first else None}
    writing.insert_document(
        connection, document, municipality, own | {"rules": json.dumps(dict(rules or {}), sort_keys=True)}
    )
    if first is None:
        writing.insert_features(connection, rows)
        writing.insert_places(connection, places or {})
    return _told(document, municipality, count=len(rows), first=first)


def together(told: Sequence[Ingested], unread: Sequence[str]) -> Ingested:
    """What became of a letter and the files in it, told of the letter."""
    letter, *inside = told
    if not inside and not unread:
        return letter
    count = sum(one.features for one in told)
    parts = [f"{letter.message}; med bilagor {_counted(count)}" if inside else letter.message]
    parts += [f"{one.message}" for one in inside if one.status != "new"]
    parts += [f"hoppar över {reason}" for reason in unread]
    return replace(letter, features=count, message="; ".join(parts), unread=tuple(unread))


def known(connection: sqlite3.Connection, sha256: str, name: str) -> Ingested | None:
    query = "SELECT name, municipality, duplicate_of FROM document WHERE sha256 = ?"
    row = connection.execute(query, (sha256,)).fetchone()
    if row is None:
        return None
    also = "" if row[0] == name else f" (som {row[0]})"
    message = f"{name}: finns redan i lagret{also}; inget ändrades"
    return Ingested(name, sha256, "same", 0, row[1], message, row[2])


def _told(
    document: Document, municipality: Municipality | None, *, count: int, first: writing.First | None
) -> Ingested:
    where = municipality.name if municipality else None
    if first is not None:
        message = f"{document.name}: samma innehåll som {first.name}; sparad som kopia, inget räknas två gånger"
        return Ingested(document.name, document.sha256, "copy", 0, where, message, first.sha256)
    message = f"{document.name}: inläst, {_counted(count)}"
    return Ingested(document.name, document.sha256, "new", count, where, message)


def _counted(count: int) -> str:
    return "1 uppgift" if count == 1 else f"{count} uppgifter"
