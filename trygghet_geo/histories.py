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
from trygghet_geo.tallies import tally

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
        self._tally = tally(table["statement_id"], table["place_id"].where(raised, None), at)
        self._pairs: dict[str, list[tuple[int, int]]] = {}
        for pair, (place, meeting) in enumerate(self._tally.values):
            self._pairs.setdefault(place, []).append((pair, meeting))

    def held(self, selection: Selection) -> tuple[int, ...]:
        """Which of `meetings` the selection lets through by date and document, in order."""
        return tuple(at for at, meeting in enumerate(self.meetings) if _lets(selection, meeting))

    def of(
        self, places: Iterable[str], mask: NDArray[np.bool_] | None, *, held: Collection[int], last: int = WINDOW
    ) -> Mapping[str, History]:
        """By place id, over the rows that `mask` lets through and the `last` of the meetings `held`."""
        order = {meeting: at for at, meeting in enumerate(sorted(held))}
        first = max(len(order) - last, 0)
        counts = self._tally.numbers(mask)
        found = {}
        for place in places:
            row = [0] * (len(order) - first)
            earlier = 0
            for pair, meeting in self._pairs.get(place, ()):
                at = order.get(meeting)
                if at is not None and at >= first:
                    row[at - first] = int(counts[pair])
                elif at is not None:
                    earlier += int(counts[pair])
            found[place] = History(tuple(row), earlier)
        return found

    def days(self, held: Collection[int], *, last: int = WINDOW) -> tuple[date, ...]:
        """The dates that the counts of a History stand for."""
        return tuple(self.meetings[at].day for at in sorted(held)[-last:])


def _lets(selection: Selection, meeting: Meeting) -> bool:
    day, documents = meeting.day, selection.documents
    early = selection.date_from is not None and day < selection.date_from
    late = selection.date_to is not None and day > selection.date_to
    other = selection.meetings is not None and day not in selection.meetings
    return not (early or late or other) and (documents is None or any(sha in documents for sha in meeting.documents))
