"""At how many of the last meetings each place was raised, counted anew for every selection in milliseconds.

`statistics.recurrence` says the same and more, by category and with what lies inside a place, in seconds; here a place
counts by its own name, as in the list beside the map, and only its concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trygghet_geo import agenda
from trygghet_geo.statistics.recurrence import WINDOW
from trygghet_geo.tallies import factorized, tally

if TYPE_CHECKING:
    from datetime import date

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from trygghet_geo.selection import Selection
    from trygghet_geo.statistics.occasions import Meeting, Source

STATES = ("new", "back", "continuing", "silent", "first")


@dataclass(frozen=True)
class History:
    """Statements about one place at each of the last meetings, in order; `earlier` at all meetings before those."""

    counts: tuple[int, ...]
    earlier: int

    @property
    def raised(self) -> int:
        """At how many of the meetings it was raised."""
        return sum(count > 0 for count in self.counts)

    @property
    def state(self) -> str | None:
        """One of STATES by the last meeting; None where no meeting raised it at all."""
        if not self.earlier and not any(self.counts):
            return None
        if not self.counts[-1]:
            return "silent"
        if len(self.counts) == 1:
            return "first"
        if self.counts[-2]:
            return "continuing"
        return "back" if self.earlier or any(self.counts[:-1]) else "new"


class Histories:
    """A table made ready; `table` with the contract's columns, `sources` all documents, also those without statements.

    Meetings are the dates of the minutes; where there are none, of all documents (`agenda.meetings`).
    """

    def __init__(self, table: GeoDataFrame, sources: Collection[Source]) -> None:
        self.meetings = agenda.meetings(sources)
        number = {sha: at for at, meeting in enumerate(self.meetings) for sha in meeting.documents}
        at = table["document_sha256"].map(number).fillna(-1).to_numpy(dtype=np.intp)
        raised = (table["kind"] == "concern") & (table["status"] != "rejected")
        places = table["place_id"].where(raised, None)
        self._tally = tally(table["statement_id"], places, at)
        numbers, names = factorized(places)
        self._place = numbers.astype(np.int32)
        self._number = {place: number for number, place in enumerate(names)}
        # The tally's values stand in their order: those of one place are next to each other.
        self._meeting = np.array([meeting for _, meeting in self._tally.values], dtype=np.intp)
        whose = np.array([self._number[place] for place, _ in self._tally.values], dtype=np.intp)
        self._first = np.searchsorted(whose, np.arange(len(names) + 1))

    def held(self, selection: Selection) -> tuple[int, ...]:
        """Which of `meetings` the selection lets through by date and document, in order."""
        return tuple(at for at, meeting in enumerate(self.meetings) if _lets(selection, meeting))

    def of(
        self, places: Iterable[str], mask: NDArray[np.bool_] | None, *, held: Collection[int], last: int = WINDOW
    ) -> Mapping[str, History]:
        """By place id, over the rows that `mask` lets through and the `last` of the meetings `held`."""
        places = list(places)
        order = np.full(len(self.meetings), -1, dtype=np.intp)
        order[sorted(held)] = np.arange(len(held))
        shown = min(len(held), last)
        counts = self._tally.among(self._rows_at(places, mask))
        found = {}
        for place in places:
            number = self._number.get(place)
            mine = slice(0, 0) if number is None else slice(self._first[number], self._first[number + 1])
            at = order[self._meeting[mine]]
            # The first of the row is what was said before the meetings that are shown.
            behind = np.maximum(at - (len(held) - shown) + 1, 0)
            row = np.bincount(behind[at >= 0], weights=counts[mine][at >= 0], minlength=shown + 1).astype(int).tolist()
            found[place] = History(tuple(row[1:]), row[0])
        return found

    def _rows_at(self, places: Iterable[str], mask: NDArray[np.bool_] | None) -> NDArray[np.intp]:
        asked = np.zeros(len(self._number) + 1, dtype=bool)
        asked[[self._number[place] for place in places if place in self._number]] = True
        there = asked[self._place]
        return np.flatnonzero(there if mask is None else there & mask)

    def days(self, held: Collection[int], *, last: int = WINDOW) -> tuple[date, ...]:
        """The dates that the counts of a History stand for."""
        return tuple(self.meetings[at].day for at in sorted(held)[-last:])


def _lets(selection: Selection, meeting: Meeting) -> bool:
    day, documents = meeting.day, selection.documents
    early = selection.date_from is not None and day < selection.date_from
    late = selection.date_to is not None and day > selection.date_to
    other = selection.meetings is not None and day not in selection.meetings
    return not (early or late or other) and (documents is None or any(sha in documents for sha in meeting.documents))
