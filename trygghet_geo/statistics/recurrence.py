"""The council's measure: raised at k of the last m meetings, since when, silent since when, new, back again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.statistics import hierarchy, occasions, sayings
from trygghet_geo.statistics.basis import Basis, basis
from trygghet_geo.statistics.occasions import MEETING_KINDS, Meeting

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.occasions import Source

WINDOW = 8
"""Two years of a council that meets four times a year."""
STATES = ("new", "back", "continuing", "first_meeting", "silent")
STATE_WORDS = {
    "new": "nytt",
    "back": "tillbaka",
    "continuing": "kvarstår",
    "first_meeting": "första mötet i underlaget",
    "silent": "tyst",
}


@dataclass(frozen=True)
class Raised:
    """One meeting at which it was raised, and the statements that did so."""

    day: date
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Recurring:
    """One category at one place. `place_id` None: what has no place, listed and never pinned."""

    place_id: str | None
    place: str | None
    category: str
    k: int
    """At how many of the last `m` meetings it was raised."""
    m: int
    raised: tuple[Raised, ...]
    """All meetings at which it was raised, also before the last m, in order."""
    silent_since: date | None
    """The first meeting after it was last raised; None when it was raised at the last meeting."""
    silent_meetings: int
    calm_since: date | None
    """When, after it was last raised, the documents first said that it is calm there. Silence alone is no calm."""
    state: str
    """One of STATES: `new` is never before, `back` not at the meeting before but earlier."""
    own: bool
    """False: raised only of places inside this one."""
    inside: tuple[str, ...]
    """Ids of the places inside it that it was raised of."""
    elsewhere: int
    """Documents of other kinds (reports, walks …) in which it was raised too."""

    @property
    def first(self) -> date:
        return self.raised[0].day

    @property
    def last(self) -> date:
        return self.raised[-1].day

    @property
    def words(self) -> str:
        """Such as: togs upp vid 3 av de senaste 8 mötena, först 2021-03-10, senast 2023-10-04; tillbaka."""
        meetings = "det senaste mötet" if self.m == 1 else f"de senaste {self.m} mötena"
        said = f"togs upp vid {self.k} av {meetings}, " + (
            f"bara {self.first}" if len(self.raised) == 1 else f"först {self.first}, senast {self.last}"
        )
        ends = {"silent": f"; tyst sedan mötet {self.silent_since}", "new": "; nytt", "back": "; tillbaka"}
        calm = f"; lugnt enligt dokument {self.calm_since}" if self.calm_since else ""
        return said + ends.get(self.state, "") + calm


@dataclass(frozen=True)
class Recurrence:
    """`rows`: most often raised first, then the latest raised, then by name."""

    rows: tuple[Recurring, ...]
    meetings: tuple[Meeting, ...]
    """The last m, in order."""
    since: tuple[Recurring, ...]
    """Those of `rows` that the last meeting made new or brought back, and those it was the first to be silent on."""
    undated: int
    """Documents without a date, which no count holds."""
    basis: Basis


def recurrence(
    table: DataFrame,
    sources: Collection[Source],
    places: Mapping[str, Inside],
    *,
    last: int = WINDOW,
    kinds: Collection[str] = MEETING_KINDS,
    until: date | None = None,
) -> Recurrence:
    """How often each category was raised at each place.

    Parameters
    ----------
    table
        Contract columns. Only concerns that are not rejected are counted; `calm` ones tell `calm_since`.
    sources
        All documents (`occasions.sources`), also those in which nothing was found.
    places
        By id, what they are called and in what they lie: `Store.places()` or a gazetteer's `places`.
    last
        How many meetings m looks back; fewer when there are fewer.
    kinds, until
        Which kinds of document are a meeting, and the last day that is looked at.
    """
    every = occasions.meetings(sources, kinds=kinds, until=until)
    window = every[-last:]
    dated = [one for one in sources if one.day is not None and (until is None or one.day <= until)]
    said = sayings.within(sayings.sayings(table), dated)
    calm = _calm(table, dated, places)
    groups: dict[sayings.Key, list[tuple[date, sayings.Saying]]] = {}
    for day, one in said:
        for key in sayings.keys(one, places, by=("place", "category")):
            groups.setdefault(key, []).append((day, one))
    meeting_of = {sha: meeting.day for meeting in every for sha in meeting.documents}
    rows = [_row(key, group, every=every, window=window, meeting_of=meeting_of) for key, group in groups.items()]
    names = sayings.names(table)
    named = [_completed(row, places, calm=calm, names=names) for row in rows if row is not None]
    ordered = tuple(sorted(named, key=lambda r: (-r.k, -r.last.toordinal(), r.place or "~", r.category)))
    counted = table[table["document_sha256"].isin(set(meeting_of))]
    settings = {"möten": len(window), "dokumentslag": ", ".join(kinds)}
    told = basis(sayings.current(counted), "recurrence", documents=len(meeting_of), parameters=settings)
    undated = sum(one.day is None for one in sources)
    return Recurrence(ordered, window, _since(ordered, window), undated, told)


def _row(
    key: sayings.Key,
    group: list[tuple[date, sayings.Saying]],
    *,
    every: tuple[Meeting, ...],
    window: tuple[Meeting, ...],
    meeting_of: Mapping[str, date],
) -> Recurring | None:
    """None when no meeting raised it, only other documents."""
    at: dict[date, set[str]] = {}
    for _, one in group:
        if one.document in meeting_of:
            at.setdefault(meeting_of[one.document], set()).add(one.statement)
    if not at:
        return None
    raised = tuple(Raised(day, tuple(sorted(at[day]))) for day in sorted(at))
    later = [meeting.day for meeting in every if meeting.day > raised[-1].day]
    inside = {one.place_id for _, one in group if one.place_id != key.place_id and one.place_id is not None}
    return Recurring(
        place_id=key.place_id,
        place=None,
        category=key.category or "",
        k=sum(meeting.day in at for meeting in window),
        m=len(window),
        raised=raised,
        silent_since=later[0] if later else None,
        silent_meetings=len(later),
        calm_since=None,
        state=_state(set(at), [meeting.day for meeting in every]),
        own=any(one.place_id == key.place_id for _, one in group),
        inside=tuple(sorted(inside)),
        elsewhere=len({one.document for _, one in group if one.document not in meeting_of}),
    )


def _state(at: set[date], days: list[date]) -> str:
    if days[-1] not in at:
        return "silent"
    if len(days) == 1:
        return "first_meeting"
    if days[-2] in at:
        return "continuing"
    return "back" if len(at) > 1 else "new"


def _calm(
    table: DataFrame, sources: Collection[Source], places: Mapping[str, Inside]
) -> dict[tuple[str | None, str], list[date]]:
    """Days on which a category was said to be calm, by (place, category). A general "it is calm" is not counted here.

    Calm in a part of a place says nothing of the rest; calm in a town is said of all in it: it is looked up outwards.
    """
    found: dict[tuple[str | None, str], list[date]] = {}
    for day, one in sayings.within(sayings.sayings(table, kinds=("calm",)), sources):
        found.setdefault((one.place_id, one.category), []).append(day)
    return found


def _completed(
    row: Recurring,
    places: Mapping[str, Inside],
    *,
    calm: Mapping[tuple[str | None, str], list[date]],
    names: Mapping[str, str],
) -> Recurring:
    if row.place_id is None:
        return row
    chain = hierarchy.around(row.place_id, places)
    said = [day for place_id in chain for day in calm.get((place_id, row.category), [])]
    after = sorted(day for day in said if day > row.last)
    name = hierarchy.name(row.place_id, places) or names.get(row.place_id, row.place_id)
    return replace(row, place=name, calm_since=after[0] if after else None)


def _since(rows: tuple[Recurring, ...], window: tuple[Meeting, ...]) -> tuple[Recurring, ...]:
    if len(window) < 2:
        return ()
    return tuple(row for row in rows if row.state in ("new", "back") or row.silent_since == window[-1].day)
