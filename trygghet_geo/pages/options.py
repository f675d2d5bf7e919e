"""What can be chosen in the content of a store: codes, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from trygghet_geo import summaries
from trygghet_geo.records import STATUSES
from trygghet_geo.selection import Inside

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.store import Stored

HASH = 16
"""Letters of a document's SHA-256 that stand for it in an address."""


@dataclass(frozen=True)
class Options:
    """Made once for each version of the store."""

    categories: tuple[str, ...]
    types: tuple[str, ...]
    """With their category: "vandalism/graffiti"."""
    places: Mapping[str, str]
    """Names by id, in alphabetical order; two of one name get what they lie in behind it."""
    documents: Mapping[str, str]
    """Names by the beginning of the SHA-256, latest meeting first."""
    document_kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    days: tuple[date, ...]
    """Dates of the documents that say something."""
    meetings: tuple[date, ...]
    """Those of minutes; of all documents where there are no minutes."""

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Codes of the periods to choose from."""
        years = [str(year) for year in sorted({day.year for day in self.days}, reverse=True)]
        return ("all", "last", "two", "since", *years, *terms(self.days), "own")

    @cached_property
    def places_by_name(self) -> dict[str, str]:
        """Ids by case-folded name: what a person writes into an address."""
        return {name.casefold(): place_id for place_id, name in self.places.items()}


def options(
    table: GeoDataFrame, documents: Sequence[Stored], *, inside: Mapping[str, Inside], names: Mapping[str, str]
) -> Options:
    """What `table` and `documents` offer; `names` are those of the documents by SHA-256."""
    pairs = table[["category", "type"]].dropna().drop_duplicates()
    days = summaries.days(table)
    minutes = {d.meeting_date for d in documents if d.kind == "minutes" and d.meeting_date in days}
    kinds = {document.kind for document in documents}
    return Options(
        categories=tuple(sorted(table["category"].dropna().unique())),
        types=tuple(sorted(f"{pair.category}/{pair.type}" for pair in pairs.itertuples())),
        places=_places(table, inside),
        documents={document.sha256[:HASH]: names[document.sha256] for document in documents},
        document_kinds=tuple(kind for kind in ("minutes", "report", "table", "walk", "pledge") if kind in kinds),
        statuses=tuple(status for status in STATUSES if (table["status"] == status).any()),
        days=days,
        meetings=tuple(sorted(minutes)) or days,
    )


def terms(days: Sequence[date]) -> tuple[str, ...]:
    """Swedish school terms with a document in them, the latest first: "2024-ht" is July to December of 2024."""
    return tuple(sorted({f"{day.year}-{'vt' if day.month < 7 else 'ht'}" for day in days}, reverse=True, key=_half))


def term(code: str) -> tuple[date, date] | None:
    """First and last day of the half-year a term lies in; None for what is no term."""
    year, _, half = code.partition("-")
    if not (len(year) == 4 and year.isdecimal() and half in ("vt", "ht")):
        return None
    if half == "vt":
        return date(int(year), 1, 1), date(int(year), 6, 30)
    return date(int(year), 7, 1), date(int(year), 12, 31)


def _half(code: str) -> tuple[str, bool]:
    return code[:4], code.endswith("ht")


def _places(table: GeoDataFrame, inside: Mapping[str, Inside]) -> dict[str, str]:
    known = dict(table[["place_id", "place"]].dropna().drop_duplicates("place_id").itertuples(index=False))
    known |= {place_id: entry.name for place_id, entry in inside.items()}
    names = list(known.values())
    found: dict[str, str] = {}
    for place_id, name in sorted(known.items()):
        entry = inside.get(place_id)
        above = inside.get(entry.parent) if entry and entry.parent else None
        label = name if names.count(name) == 1 else f"{name} ({above.name if above else place_id})"
        found[place_id] = label if label not in found.values() else f"{label} {place_id}"
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))
