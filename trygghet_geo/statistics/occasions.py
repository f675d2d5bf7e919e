"""When something could have been said: documents with a date, and the meetings they make."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pandas import DataFrame

MEETING_KINDS = ("minutes",)
"""Documents that are a meeting of the council. Reports, notes, walks and pledges are not; they are counted beside."""


@dataclass(frozen=True)
class Source:
    """A document as far as counting needs it. `day` is None when it has no date: then it belongs to no period."""

    sha256: str
    day: date | None
    kind: str


@dataclass(frozen=True)
class Meeting:
    """All documents of the chosen kinds that bear one date."""

    day: date
    documents: tuple[str, ...]
    """SHA-256, in order."""


class Listed(Protocol):
    """What `sources` reads of a stored document (`store.Stored` has it)."""

    sha256: str
    meeting_date: date | None
    kind: str
    municipality_code: str | None
    duplicate_of: str | None


def sources(documents: Iterable[Listed], *, municipality_code: str | None = None) -> tuple[Source, ...]:
    """The store's documents without copies, in the order of their SHA-256; only those of one municipality if given.

    A document in which nothing was found is here too: that nothing was raised is known only from it.
    """
    own = [
        Source(one.sha256, one.meeting_date, one.kind)
        for one in documents
        if not one.duplicate_of and municipality_code in (None, one.municipality_code)
    ]
    return tuple(sorted(own, key=lambda source: source.sha256))


def sources_of(table: DataFrame, *, kind: str = "minutes") -> tuple[Source, ...]:
    """The documents that `table` has rows of, all taken to be of `kind`: for data that came without its documents.

    Documents in which nothing was found are missing then, and silence is counted too short.
    """
    rows = table[["document_sha256", "meeting_date"]].drop_duplicates("document_sha256").sort_values("document_sha256")
    days = [None if day != day else day.date() for day in rows["meeting_date"]]
    return tuple(Source(sha, day, kind) for sha, day in zip(rows["document_sha256"], days, strict=True))


def chosen(sources: Iterable[Source], kinds: Collection[str] | None) -> tuple[Source, ...]:
    """The dated ones of the given kinds (None: all kinds)."""
    return tuple(one for one in sources if one.day is not None and (kinds is None or one.kind in kinds))


def meetings(
    sources: Iterable[Source], *, kinds: Collection[str] = MEETING_KINDS, until: date | None = None
) -> tuple[Meeting, ...]:
    """The meetings in order of date, up to and including `until`; two documents of one day are one meeting."""
    days: dict[date, list[str]] = {}
    for one in chosen(sources, kinds):
        if until is None or one.day <= until:
            days.setdefault(one.day, []).append(one.sha256)
    return tuple(Meeting(day, tuple(sorted(days[day]))) for day in sorted(days))
