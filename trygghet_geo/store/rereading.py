"""Every document read anew with today's rules, from what is stored; human decisions stand, and what moved is told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from trygghet_geo import pipeline
from trygghet_geo.places import gazetteer
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.store import auditing, carrying, documents, engines, loading, replacing, writing
from trygghet_geo.store.carrying import described
from trygghet_geo.store.models import DOCUMENT
from trygghet_geo.store.opening import Access


@dataclass(frozen=True)
class Reread:
    """What became of one document: statements the program now `added`, that are `gone`, that it reads as something
    else (`changed`), those whose human decision was `kept`, and of these the ones `flagged` for a new look."""

    sha256: str
    name: str
    added: int
    gone: int
    changed: int
    kept: int
    flagged: int
    lines: tuple[str, ...]
    """Each of them in words, one line of Swedish."""

    @property
    def same(self) -> bool:
        """Whether nothing moved."""
        return not self.lines


def due(access: Access) -> tuple[str, ...]:
    """SHA-256 of the documents that have rows of their own, by name."""
    d = DOCUMENT.c
    with access.reading() as connection:
        query = select(d.sha256).where(d.duplicate_of.is_(None), d.replaced_by.is_(None)).order_by(d.name, d.sha256)
        return tuple(connection.execute(query).scalars())


def reread(
    access: Access,
    sha256: str,
    *,
    by: str | None,
    examine: Callable[[Document, Municipality | None], pipeline.Examined] = pipeline.reexamined,
) -> Reread | None:
    """Read one document anew, in a transaction of its own; None when it was taken out meanwhile."""
    stored = _stored(access, sha256)
    if stored is None:
        return None
    document, home = stored
    found = examine(document, home)
    with access.writing(by=by, quiet=True) as connection:
        d = DOCUMENT.c
        if not connection.execute(select(d.sha256).where(d.sha256 == sha256, d.replaced_by.is_(None))).first():
            return None
        return _taken_in(connection, document, found)


def _stored(access: Access, sha256: str) -> tuple[Document, Municipality | None] | None:
    columns = [DOCUMENT.c[name] for name in (*documents.COLUMNS, "municipality_code")]
    with access.reading() as connection:
        row = connection.execute(select(*columns).where(DOCUMENT.c.sha256 == sha256)).first()
    if row is None:
        return None
    home = gazetteer.municipality(row.municipality_code) if row.municipality_code else None
    return documents.from_row(tuple(row)[:-1]), home


def _taken_in(connection: Connection, document: Document, found: pipeline.Examined) -> Reread:
    before = loading.of_document(connection, document.sha256)
    standing = replacing.stands(connection, document.sha256)
    every = [(one.id, one.start, one.end) for one in standing.statements.values()]
    new = carrying.carried(standing.decided, every, before=document, after=document, found=found.features)
    after = [*new.read, *(row for one in new.kept for row in one.rows)]
    moved = _moved(before, after)
    rules = json.dumps(dict(found.rules), sort_keys=True)
    connection.execute(update(DOCUMENT).where(DOCUMENT.c.sha256 == document.sha256).values(rules=rules))
    done = Counter(sort for sort, _ in moved)
    lines = [line for _, line in moved]
    if _rows(before) != _rows(after) or any(one.flag for one in new.kept):
        told = replacing.rewrite(connection, document.sha256, document, standing=standing, new=new)
        lines += told.lines
        engines.changed(connection, [document.sha256])
    writing.insert_places(connection, _inside(found))
    detail = "; ".join(lines) or "inget ändrades"
    auditing.note(connection, "reread", "document", row_id=document.sha256, document=document.sha256, detail=detail)
    counts = {sort: done[sort] for sort in ("added", "gone", "changed")}
    flagged = sum(one.flag is not None for one in new.kept)
    return Reread(document.sha256, document.name, **counts, kept=len(new.kept), flagged=flagged, lines=tuple(lines))


def _inside(found: pipeline.Examined) -> dict:
    from trygghet_geo.selection import Inside

    return {entry.id: Inside(entry.name, entry.parent) for entry in found.places}


def _rows(rows: Sequence[Feature]) -> list:
    return sorted(map(repr, rows))


def _moved(before: Sequence[Feature], after: Sequence[Feature]) -> list[tuple[str, str]]:
    """For each span whose reading is another: what sort of change, and the change in words."""
    was, now = _readings(before), _readings(after)
    moved = []
    for span in sorted(was.keys() | now.keys()):
        if was.get(span) == now.get(span):
            continue
        quote, former, present = _quote(span, before, after), was.get(span), now.get(span)
        if former is None:
            moved.append(("added", f"”{quote}” nytt: {_said(present)}"))
        elif present is None:
            moved.append(("gone", f"”{quote}” läses inte längre; var {_said(former)}"))
        else:
            moved.append(("changed", f"”{quote}” var {_said(former)}, nu {_said(present)}"))
    return moved


def _readings(rows: Sequence[Feature]) -> dict[tuple[int, int], frozenset[tuple[str, str, str]]]:
    found: dict[tuple[int, int], set[tuple[str, str, str]]] = {}
    for row in rows:
        what = (row.kind, described(row), f"{row.precision} {row.date_start}–{row.date_end}")
        found.setdefault((row.start, row.end), set()).add(what)
    return {span: frozenset(values) for span, values in found.items()}


def _said(readings: frozenset[tuple[str, str, str]] | None) -> str:
    return ", ".join(sorted(f"{what} [{kind}, {rest}]" for kind, what, rest in readings or ()))


def _quote(span: tuple[int, int], before: Sequence[Feature], after: Sequence[Feature]) -> str:
    quote = next(row.quote for row in (*after, *before) if (row.start, row.end) == span)
    line = " ".join(quote.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
