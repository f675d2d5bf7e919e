"""Human decisions carried over to a new reading of a document, the same text with newer rules or a corrected text.

Where people have decided on a statement their rows stand, and what the program reads on the same words is held back: if
it reads something else, the statement is flagged for a new look. Where the words are gone, so is the dot on the map,
and the decision is kept aside (`stranded`) until someone has seen to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from trygghet_geo.records import Document, Feature

_CONTEXT = 60
"""Characters on either side that tell one occurrence of the same words from another."""


@dataclass(frozen=True)
class Decided:
    """A statement that people have decided on, and its rows with a decision."""

    id: str
    start: int
    end: int
    quote: str
    status: str
    rows: tuple[Feature, ...]
    open: bool = False
    """Some of its rows have no decision yet (one was changed in QGIS): then new readings may come beside."""


@dataclass(frozen=True)
class Kept:
    """A decided statement in the new reading; `flag` says in Swedish why it needs a new look."""

    former: Decided
    id: str
    start: int
    end: int
    quote: str
    rows: tuple[Feature, ...]
    flag: str | None = None


@dataclass(frozen=True)
class Carried:
    """What the new reading becomes: `read` rows of the program beside `kept` decisions; `stranded` lost their words."""

    read: tuple[Feature, ...]
    kept: tuple[Kept, ...] = ()
    stranded: tuple[Decided, ...] = ()
    moves: dict[str, str] = field(default_factory=dict)
    """Former id → new id of every statement whose words still stand."""


def carried(
    decided: Sequence[Decided],
    every: Sequence[tuple[str, int, int]],
    *,
    before: Document,
    after: Document,
    found: Sequence[Feature],
) -> Carried:
    """The new reading `found` of `after`, with what was decided on `before` (`every`: all its statements' spans)."""
    spans = relocated([(start, end) for _, start, end in every], before.text, after.text)
    moved = {id_: span for (id_, _, _), span in zip(every, spans, strict=True) if span}
    kept = [_kept(one, moved[one.id], found=found, after=after) for one in decided if one.id in moved]
    closed = [(one.start, one.end) for one in kept if not one.former.open]
    taken = {row.id for one in kept for row in one.rows}
    read = tuple(
        row
        for row in found
        if row.id not in taken and not any(start < row.end and row.start < end for start, end in closed)
    )
    by_span = {(row.start, row.end): row.statement_id for row in found}
    moves = {id_: by_span.get(span, statement_id(after.sha256, *span)) for id_, span in moved.items()}
    stranded = tuple(one for one in decided if one.id not in moved)
    return Carried(read, tuple(kept), stranded, moves)


def relocated(spans: Sequence[tuple[int, int]], before: str, after: str) -> list[tuple[int, int] | None]:
    """Where the words of each span of `before` stand in `after`, whatever the line breaks; None when nowhere.

    Of several places with the same words the one with the most like surroundings is taken, each only once.
    """
    if before == after:
        return list(spans)
    taken: set[tuple[int, int]] = set()
    found: list[tuple[int, int] | None] = []
    for start, end in spans:
        words = before[start:end].split()
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        places = [m.span() for m in pattern.finditer(after) if m.span() not in taken] if words else []
        best = max(places, key=_likeness(before, start, end, after=after), default=None)
        if best:
            taken.add(best)
        found.append(best)
    return found


def statement_id(document: str, start: int, end: int) -> str:
    """The id that understanding gives a statement of those characters."""
    return sha256(f"{document}:{start}:{end}".encode()).hexdigest()[:16]


def _likeness(before: str, start: int, end: int, *, after: str) -> Callable[[tuple[int, int]], tuple[int, float]]:
    left = " ".join(before[max(0, start - _CONTEXT) : start].split())[::-1]
    right = " ".join(before[end : end + _CONTEXT].split())

    def score(place: tuple[int, int]) -> tuple[int, float]:
        first, last = place
        same = _shared(left, " ".join(after[max(0, first - _CONTEXT) : first].split())[::-1])
        same += _shared(right, " ".join(after[last : last + _CONTEXT].split()))
        return same, -abs(first / len(after) - start / len(before))

    return score


def _shared(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _kept(former: Decided, span: tuple[int, int], *, found: Sequence[Feature], after: Document) -> Kept:
    start, end = span
    there = [row for row in found if row.start < end and start < row.end]
    exact = next((row for row in there if (row.start, row.end) == span), None)
    id_ = exact.statement_id if exact else statement_id(after.sha256, start, end)
    known = {_matter(row): row.id for row in there}
    rows = tuple(
        replace(
            row,
            id=_row_id(row, known, after),
            statement_id=id_,
            start=start,
            end=end,
            quote=after.text[start:end],
            document=after.name,
            document_sha256=after.sha256,
            page=exact.page if exact else row.page,
            meeting_date=after.header.date,
        )
        for row in former.rows
    )
    return Kept(former, id_, start, end, after.text[start:end], rows, _flag(former, there))


def _row_id(row: Feature, known: dict[tuple, str], after: Document) -> str:
    if row.document_sha256 == after.sha256:
        return row.id
    # Taken out, because two rows may have been corrected to the same matter.
    return known.pop(_matter(row), None) or sha256(f"{after.sha256}:{row.id}".encode()).hexdigest()[:16]


def _matter(row: Feature) -> tuple:
    return (row.kind, row.category, row.type, row.place_id)


def _flag(former: Decided, there: Iterable[Feature]) -> str | None:
    """Why a decision should be looked at again: the program now reads something else than was confirmed."""
    now = {_matter(row): row for row in there}
    if former.open or former.status == "corrected" or set(now) == {_matter(row) for row in former.rows}:
        return None
    read = "; ".join(sorted(described(row) for row in now.values())) or "inget"
    if former.status == "rejected":
        return f"avvisat, men programmet läser nu: {read}" if now else None
    return f"bekräftat, men programmet läser nu: {read}"


def described(row: Feature) -> str:
    """A row in a few words of Swedish: what and where."""
    what = row.type_label or row.category_label or row.category
    return f"{what} ({row.place})" if row.place else f"{what} (ingen plats)"
