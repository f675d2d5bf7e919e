"""Measures with owner, due date, state and effect, from documents or entered; what is overdue, what nobody answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.statistics import duties, statements
from trygghet_geo.statistics.duties import STATE_WORDS

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.occasions import Meeting, Source
    from trygghet_geo.statistics.statements import Said
    from trygghet_geo.statistics.threads import Step, Thread


@dataclass(frozen=True)
class Measure:
    """Something that someone does or did. What the words do not say is None, never guessed."""

    id: str
    """The statement's id, or what the one who entered it gave."""
    text: str
    """The exact words, or what was entered."""
    day: date
    """When it was told or entered."""
    place_id: str | None = None
    place: str | None = None
    category: str | None = None
    owner: str | None = None
    due: date | None = None
    state: str = "planned"
    """`planned`, `ongoing`, `done`, `dropped`."""
    effect: str | None = None
    """What is said of the effect: the words of a later statement, or what was entered."""
    statement: str | None = None
    """Id of the statement, None for what was entered."""
    threads: tuple[str, ...] = ()
    """Ids of the threads (`threads.Thread.id`) it answers."""

    @property
    def words(self) -> str:
        who = self.owner or "ingen ansvarig angiven"
        when = f"senast {self.due}" if self.due else "inget slutdatum angivet"
        return f"{STATE_WORDS[self.state]}; {who}; {when}"


@dataclass(frozen=True)
class Unanswered:
    """A concern that nobody has answered with a measure. `perhaps` are weak suggestions, for a person to look at."""

    thread: Thread
    waited_meetings: int
    """Meetings held after it was first raised."""
    proposed: bool
    perhaps: tuple[Step, ...]

    @property
    def words(self) -> str:
        meetings = "1 möte" if self.waited_meetings == 1 else f"{self.waited_meetings} möten"
        proposal = "; förslag finns" if self.proposed else ""
        maybe = "; kanske besvarat" if self.perhaps else ""
        return f"obesvarat sedan {self.thread.first}, {meetings} har hållits sedan dess{proposal}{maybe}"


def measures(
    table: DataFrame, sources: Collection[Source], threads: Iterable[Thread] = (), *, entered: Iterable[Measure] = ()
) -> tuple[Measure, ...]:
    """All measures by date: those told in documents, once each, and those entered.

    `threads` (`threads.threads`) say which concerns they answer and what was told of the effect; a measure told at
    several places keeps the first of them. What is entered keeps every value it came with.
    """
    every = tuple(threads)
    answers: dict[str, list[Thread]] = {}
    for thread in every:
        for step in thread.steps:
            if step.role == "measure" and step.sure:
                answers.setdefault(step.said.statement, []).append(thread)
    told: dict[str, Measure] = {}
    for one in statements.statements(table, sources):
        if one.kind == "measure" and one.statement not in told:
            told[one.statement] = _told(one, answers.get(one.statement, []))
    by_id = {thread.id: thread for thread in every}
    own = [_with_effect(one, [by_id[id_] for id_ in one.threads if id_ in by_id]) for one in entered]
    return tuple(sorted([*told.values(), *own], key=lambda one: (one.day, one.id)))


def overdue(measures: Iterable[Measure], *, today: date) -> tuple[Measure, ...]:
    """Those whose last day is past and that nobody has called done or dropped, longest overdue first."""
    late = [one for one in measures if one.due and one.due < today and one.state in ("planned", "ongoing")]
    return tuple(sorted(late, key=lambda one: (one.due, one.id)))


def unanswered(
    threads: Iterable[Thread], meetings: Sequence[Meeting], *, entered: Iterable[Measure] = ()
) -> tuple[Unanswered, ...]:
    """Concerns without a measure, longest waiting first: which has nobody answered?

    `meetings` are all meetings (`occasions.meetings`). A concern that was told to be calm since is answered by that;
    a proposal is no answer; an `entered` measure answers the threads it names.
    """
    named = {id_ for measure in entered if measure.state != "dropped" for id_ in measure.threads}
    found = []
    for thread in threads:
        if thread.id in named or thread.state not in ("unanswered", "proposed"):
            continue
        waited = sum(meeting.day > thread.first for meeting in meetings)
        perhaps = tuple(step for step in thread.steps if step.role == "measure" and not step.sure)
        found.append(Unanswered(thread, waited, thread.state == "proposed", perhaps))
    return tuple(sorted(found, key=lambda one: (one.thread.first, one.thread.id)))


def _told(said: Said, answered: Sequence[Thread]) -> Measure:
    owner, due, state = duties.told(said.quote, said.day, until=said.until)
    measure = Measure(
        id=said.statement,
        text=said.quote,
        day=said.day,
        place_id=said.place_id,
        place=said.place,
        category=said.category,
        owner=owner,
        due=due,
        state=state,
        statement=said.statement,
        threads=tuple(thread.id for thread in answered),
    )
    return _with_effect(measure, answered)


def _with_effect(measure: Measure, answered: Sequence[Thread]) -> Measure:
    """The first effect told after the measure in a thread it answers; one that was entered stays."""
    if measure.effect is not None:
        return measure
    later = [
        step.said
        for thread in answered
        for step in thread.steps
        if step.role == "effect" and step.sure and step.said.day >= measure.day
    ]
    return replace(measure, effect=min(later, key=lambda said: said.day).quote) if later else measure
