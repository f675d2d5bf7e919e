"""What is compared: a statement × category, in one shape whether a reader, the product or the keywords found it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trygghet_geo.records import Claim, Location, Statement

_LINE_HYPHEN = re.compile(r"[-\u00ad\u2010]\s*\n\s*")
_MUNICIPALITY = re.compile(r"(?:hela )?kommun(?:en)?|.+ kommun")


@dataclass(frozen=True)
class Finding:
    """One statement × category. Offsets are in the text, end exclusive; `words` are those that name the problem.

    `places` has one set of names for each place it holds at, whole municipalities left out: any one of the names is the
    place. `first` and `last` are the period, or the document's date; `dated` says that the text itself gives a date.
    """

    start: int
    end: int
    kind: str
    category: str
    types: frozenset[str] = frozenset()
    words: tuple[int, int] = (0, 0)
    places: tuple[frozenset[str], ...] = ()
    first: date | None = None
    last: date | None = None
    dated: bool = False
    intensity: str | None = None
    trend: str | None = None


def from_statement(statement: Statement, locations: Sequence[Location], document_date: date | None) -> list[Finding]:
    """The product's statement as findings; claims of one category are one finding with several types."""
    first, last = period(statement.date_start, statement.date_end, document_date)
    return [
        Finding(
            start=statement.start,
            end=statement.end,
            kind=statement.kind,
            category=category,
            types=frozenset(claim.type for claim in claims if claim.type),
            words=(claims[0].start, claims[0].end),
            places=names(locations),
            first=first,
            last=last,
            dated=bool(statement.date_start or statement.date_end),
            intensity=claims[0].intensity,
            trend=claims[0].trend,
        )
        for category, claims in _by_category(statement.claims).items()
    ]


def _by_category(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(claim.category, []).append(claim)
    return grouped


def period(first: date | None, last: date | None, document_date: date | None) -> tuple[date | None, date | None]:
    """The period as the contract exports it: one end stands for both, the document's date for neither."""
    return first or last or document_date, last or first or document_date


def names(locations: Iterable[Location]) -> tuple[frozenset[str], ...]:
    """For each location that is drawn or has words of its own: all names that would be right for it."""
    found: dict[frozenset[str], None] = {}
    for location in locations:
        if location.precision == "municipality":
            continue
        words = [location.mention.text, location.mention.name] if location.mention else []
        if location.place:
            words += [location.place.name, *location.place.aliases]
        if keys := frozenset(filter(None, (place_key(word) for word in words if word))):
            found[keys] = None
    return tuple(found)


def place_key(words: str) -> str:
    """A place's words made comparable: NFC, lower case, no line breaks, genitive and quotation marks.

    The whole municipality and no place at all are both drawn nowhere, so "kommunen" and "Köpings kommun" become "".
    """
    words = _LINE_HYPHEN.sub("", unicodedata.normalize("NFC", words)).replace("\u00ad", "").casefold()
    pieces = re.findall(r"[\w:/-]+", words)
    if _MUNICIPALITY.fullmatch(" ".join(pieces)):
        return ""
    return " ".join(piece.removesuffix("s") if len(piece) > 3 else piece for piece in pieces)
