"""What was said, with its sentence: a statement about one category at one place, as it stands in its document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.occasions import Source

_COLUMNS = (
    "statement_id kind document document_sha256 page start end quote place_id place category type date_end".split()
)


@dataclass(frozen=True)
class Said:
    """`start`, `end`, `page` lead back to the sentence in `document` (a file name)."""

    statement: str
    kind: str
    day: date
    """The document's."""
    document: str
    document_sha256: str
    page: int | None
    start: int
    end: int
    quote: str
    place_id: str | None
    place: str | None
    category: str
    types: tuple[str, ...]
    until: date | None = None
    """Last day of what it tells, where that lies after the document's day."""


def statements(table: DataFrame, sources: Collection[Source]) -> tuple[Said, ...]:
    """Every statement × category × place of the dated `sources` that is not rejected, by date and position."""
    days = {one.sha256: one.day for one in sources if one.day is not None}
    rows = table[table["document_sha256"].isin(list(days)) & (table["status"] != "rejected")]
    found: dict[tuple, Said] = {}
    for row in zip(*(rows[name] for name in _COLUMNS), strict=True):
        one = _said([None if _missing(value) else value for value in row], days)
        key = (one.document_sha256, one.statement, one.kind, one.place_id, one.category)
        known = found.get(key)
        found[key] = replace(known, types=tuple(dict.fromkeys((*known.types, *one.types)))) if known else one
    order = sorted(found.values(), key=lambda s: (s.day, s.document, s.start, s.end, s.category, s.place_id or ""))
    return tuple(order)


def _missing(value: object) -> bool:
    # None, NaN and NaT differ from themselves or are None; pandas' NA must not be compared at all.
    return value is None or type(value).__name__ == "NAType" or value != value


def _said(values: list, days: Mapping[str, date]) -> Said:
    statement, kind, document, sha, page, start, end, quote, place_id, place, category, type_, last = values
    day = days[sha]
    until = last.date() if last is not None and last.date() > day else None
    where = (document, sha, None if page is None else int(page), int(start), int(end), quote)
    return Said(statement, kind, day, *where, place_id, place, category, (type_,) if type_ else (), until)
