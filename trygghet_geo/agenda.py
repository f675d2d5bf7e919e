"""What a meeting goes through, one item at a time: what was raised, how often, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.statistics import measures, occasions, recurrence, threads
from trygghet_geo.statistics.occasions import MEETING_KINDS

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.measures import Measure
    from trygghet_geo.statistics.occasions import Meeting, Source
    from trygghet_geo.statistics.recurrence import Recurring
    from trygghet_geo.statistics.statements import Said
    from trygghet_geo.statistics.threads import Step, Thread

_STATE_ORDER = ("new", "back", "first_meeting", "continuing", "silent")
_UNANSWERED = ("unanswered", "proposed")


@dataclass(frozen=True)
class Matter:
    """One category at one place: its thread, and how often meetings have raised it (None: no meeting has)."""

    thread: Thread
    recurring: Recurring | None
    entered: tuple[Measure, ...] = ()
    """Measures that people have entered as its answer, the dropped ones left out."""

    @property
    def unanswered(self) -> bool:
        return self.thread.state in _UNANSWERED and not self.entered


@dataclass(frozen=True)
class Item:
    """Statements about the same matters: one sentence about a square, or three about graffiti in one town."""

    number: int
    """From 1, in the order of the minutes: what an address names."""
    matters: tuple[Matter, ...]
    said: tuple[Said, ...]
    """Each statement once, as it stands in the minutes."""
    earlier: bool
    """Not raised at this meeting: an earlier one that nobody has answered."""

    @property
    def places(self) -> tuple[tuple[str | None, str | None], ...]:
        """Id and name of each place, once."""
        return tuple(dict.fromkeys((one.thread.place_id, one.thread.place) for one in self.matters))

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.thread.category for one in self.matters))

    @property
    def meetings(self) -> int:
        """At how many of the last meetings the most often raised of its matters was raised."""
        return max((one.recurring.k for one in self.matters if one.recurring), default=0)

    @property
    def state(self) -> str:
        """The one of its matters' states that is most of a piece of news."""
        states = [one.recurring.state for one in self.matters if one.recurring]
        return min(states, key=_STATE_ORDER.index, default="first_meeting")

    @property
    def unanswered(self) -> bool:
        return any(one.unanswered for one in self.matters)

    @property
    def entered(self) -> tuple[Measure, ...]:
        """Measures that were entered as an answer, each once, the first one first."""
        found = {measure.id: measure for matter in self.matters for measure in matter.entered}
        return tuple(sorted(found.values(), key=lambda one: (one.day, one.id)))

    @property
    def came(self) -> tuple[Step, ...]:
        """What was proposed, done or said to have become of it; each statement once, by date, weak ones last."""
        raised = {one.statement for one in self.said}
        steps = {
            step.said.statement: step
            for matter in self.matters
            for step in sorted(matter.thread.steps, key=lambda one: one.sure)
            if step.role != "raised" and step.said.statement not in raised
        }
        return tuple(sorted(steps.values(), key=lambda one: (not one.sure, one.said.day, one.said.start)))


@dataclass(frozen=True)
class Agenda:
    """`items` in the order of the minutes, then what earlier meetings raised and nobody has answered."""

    day: date
    before: date | None
    """The meeting before."""
    items: tuple[Item, ...]
    silent: tuple[Recurring, ...]
    """What the meeting before raised and this one was the first to be silent on. Silence is no solution."""

    @property
    def by_weight(self) -> tuple[Item, ...]:
        """Most often raised first, then news, then what is unanswered; earlier ones last all the same."""

        def weight(one: Item) -> tuple:
            return one.earlier, -one.meetings, _STATE_ORDER.index(one.state), not one.unanswered, one.number

        return tuple(sorted(self.items, key=weight))

    def count(self, *states: str) -> int:
        """How many items of this meeting have one of the states."""
        return sum(one.state in states and not one.earlier for one in self.items)


def meetings(sources: Collection[Source]) -> tuple[Meeting, ...]:
    """The meetings there are to choose from: those with minutes; where there are none, every dated document."""
    return occasions.meetings(sources) or occasions.meetings(sources, kinds={one.kind for one in sources})


def agenda(
    table: DataFrame,
    sources: Collection[Source],
    places: Mapping[str, Inside],
    *,
    day: date,
    entered: Collection[Measure] = (),
) -> Agenda:
    """The meeting of `day` as one stands at it: nothing later counts, unless it is the last meeting.

    Parameters
    ----------
    table
        Contract columns; all kinds, because measures and calm reports tell what came of a concern.
    sources, places
        As in `recurrence.recurrence`.
    entered
        Measures that were entered and answer threads.
    """
    every = meetings(sources)
    last = not every or day >= every[-1].day
    kinds = MEETING_KINDS if occasions.meetings(sources) else tuple(sorted({one.kind for one in sources}))
    how = {"kinds": kinds, "until": None if last else day}
    found = recurrence.recurrence(table, sources, places, **how)
    known = {(row.place_id, row.category): row for row in found.rows}
    spun = threads.threads(table, sources, places, **how)
    answers = [one for one in entered if one.state != "dropped" and (last or one.day <= day)]
    matters = [
        Matter(one, known.get((one.place_id, one.category)), tuple(a for a in answers if one.id in a.threads))
        for one in spun
    ]
    documents = {sha for one in every if one.day == day for sha in one.documents}
    held = tuple(one for one in every if one.day <= day)
    here = _here(matters, documents)
    waiting = {one.thread.id for one in measures.unanswered(spun, held, entered=answers)}
    since = held[-recurrence.WINDOW :][0].day if held else day
    older = [one for one in matters if one.thread.id in waiting and since <= one.thread.last < day]
    items = _numbered([*here, *_together(older)], len(here))
    return Agenda(
        day, held[-2].day if len(held) > 1 else None, items, tuple(r for r in found.since if r.state == "silent")
    )


Group = tuple[tuple[Matter, ...], tuple["Said", ...]]


def _here(matters: Collection[Matter], documents: Collection[str]) -> list[Group]:
    """What `documents` raise, grouped by which matters a statement speaks of, in the order of the text."""
    about: dict[str, list[Matter]] = {}
    said: dict[str, Said] = {}
    for matter in matters:
        for step in matter.thread.raised:
            if step.said.document_sha256 in documents:
                about.setdefault(step.said.statement, []).append(matter)
                said[step.said.statement] = step.said
    groups: dict[frozenset[str], list[str]] = {}
    for statement in sorted(said, key=lambda one: (said[one].document, said[one].start)):
        groups.setdefault(frozenset(one.thread.id for one in about[statement]), []).append(statement)
    return [(tuple(about[ids[0]]), tuple(said[one] for one in ids)) for ids in groups.values()]


def _together(older: Collection[Matter]) -> list[Group]:
    """Matters that the same last statement raised are one item; the latest raised first."""
    groups: dict[str, list[Matter]] = {}
    for matter in sorted(older, key=lambda one: (-one.thread.last.toordinal(), one.thread.place or "~", one.thread.id)):
        groups.setdefault(matter.thread.raised[-1].said.statement, []).append(matter)
    return [(tuple(group), (group[0].thread.raised[-1].said,)) for group in groups.values()]


def _numbered(groups: Collection[Group], here: int) -> tuple[Item, ...]:
    return tuple(Item(n, matters, said, earlier=n > here) for n, (matters, said) in enumerate(groups, 1))
