"""What became of a concern: raised → proposal → measure → reported effect → silent, with the sentence for each step.

A link is a suggestion with its reasons until a person has confirmed it; that one thing followed another is all it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.statistics import hierarchy, links, occasions, statements
from trygghet_geo.statistics.links import SURE, Link
from trygghet_geo.statistics.occasions import MEETING_KINDS

if TYPE_CHECKING:
    from pandas import DataFrame

    from trygghet_geo.statistics.hierarchy import Inside
    from trygghet_geo.statistics.occasions import Source
    from trygghet_geo.statistics.statements import Said

ROLES = ("raised", "proposal", "measure", "effect", "calm")
ROLE_WORDS = {
    "raised": "togs upp",
    "proposal": "förslag",
    "measure": "åtgärd",
    "effect": "sagt om läget efter åtgärden",
    "calm": "sagt att det är lugnt",
}
STATES = ("unanswered", "proposed", "back", "answered", "calm")
STATE_WORDS = {
    "unanswered": "ingen har svarat",
    "proposed": "förslag finns, ingen åtgärd",
    "back": "togs upp igen efter åtgärden",
    "answered": "åtgärd finns",
    "calm": "sagt att det är lugnt",
}


@dataclass(frozen=True)
class Step:
    """One statement of a thread. `score` is 1 for what raised it and for what a person has confirmed."""

    role: str
    said: Said
    score: float
    why: tuple[str, ...]
    confirmed: bool

    @property
    def sure(self) -> bool:
        """Whether it counts: the rest are shown as perhaps."""
        return self.confirmed or self.score >= SURE


@dataclass(frozen=True)
class Thread:
    """One category at one place through the documents. `steps` by date; each leads back to its sentence."""

    id: str
    """Stable: place id (`-` for none), a stroke, category."""
    place_id: str | None
    place: str | None
    category: str
    steps: tuple[Step, ...]
    state: str
    silent_since: date | None
    """The first meeting after it was last raised; None while the last meeting raised it. Silence is no solution."""

    @property
    def raised(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.role == "raised")

    @property
    def first(self) -> date:
        return self.raised[0].said.day

    @property
    def last(self) -> date:
        return self.raised[-1].said.day

    @property
    def words(self) -> str:
        silent = f"; tyst sedan mötet {self.silent_since}" if self.silent_since else ""
        return f"{STATE_WORDS[self.state]}; först {self.first}, senast {self.last}{silent}"


def threads(
    table: DataFrame,
    sources: Collection[Source],
    places: Mapping[str, Inside],
    *,
    decided: Iterable[Link] = (),
    kinds: Collection[str] = MEETING_KINDS,
    until: date | None = None,
) -> tuple[Thread, ...]:
    """One thread for each category and place of a concern: unanswered first, then the latest raised.

    Parameters
    ----------
    table
        Contract columns. Rejected rows and rows of documents without a date are left out.
    sources, places, kinds, until
        As in `recurrence.recurrence`; `kinds` are the documents that are a meeting, for silence.
    decided
        What people have decided of pairs of thread and statement; the last word on a pair holds.
    """
    dated = [one for one in sources if one.day is not None and (until is None or one.day <= until)]
    said = statements.statements(table, dated)
    raised: dict[tuple[str | None, str], list[Said]] = {}
    for one in said:
        if one.kind == "concern":
            raised.setdefault((one.place_id, one.category), []).append(one)
    among = links.candidates(said, places)
    verdicts = {(link.thread, link.statement): link.confirmed for link in decided}
    by_id: dict[str, list[Said]] = {}
    for one in said:
        by_id.setdefault(one.statement, []).append(one)
    meetings = occasions.meetings(dated, kinds=kinds)
    found = []
    for (place_id, category), concerns in raised.items():
        id_ = f"{place_id or '-'}/{category}"
        own = {statement: verdict for (thread, statement), verdict in verdicts.items() if thread == id_}
        steps = _steps(concerns, links.suggestions(concerns, among), own, by_id)
        name = hierarchy.name(place_id, places) or concerns[0].place
        silent = next((meeting.day for meeting in meetings if meeting.day > concerns[-1].day), None)
        found.append(Thread(id_, place_id, name, category, steps, _state(steps), silent))
    return tuple(sorted(found, key=lambda t: (STATES.index(t.state), -t.last.toordinal(), t.place or "~", t.id)))


def _steps(
    concerns: Sequence[Said],
    suggested: Iterable[links.Suggestion],
    own: Mapping[str, bool],
    by_id: Mapping[str, Sequence[Said]],
) -> tuple[Step, ...]:
    """Concerns and what may answer them by date; of a statement with several places the best link only."""
    best: dict[str, tuple[Said, float, tuple[str, ...]]] = {}
    for one in suggested:
        if one.said.statement not in best or best[one.said.statement][1] < one.score:
            best[one.said.statement] = (one.said, one.score, one.why)
    for statement, verdict in own.items():
        if not verdict:
            best.pop(statement, None)
        elif statement not in best and statement in by_id and by_id[statement][0].kind != "concern":
            best[statement] = (by_id[statement][0], 1.0, ("kopplad av en handläggare",))
    steps = [Step("raised", one, 1.0, (), own.get(one.statement, False)) for one in _once(concerns)]
    for said, score, why in best.values():
        confirmed = own.get(said.statement, False)
        steps.append(Step(said.kind, said, 1.0 if confirmed else score, why, confirmed))
    return _with_effects(sorted(steps, key=lambda s: (s.said.day, s.said.document, s.said.start, ROLES.index(s.role))))


def _once(concerns: Sequence[Said]) -> list[Said]:
    return list({one.statement: one for one in concerns}.values())


def _with_effects(steps: list[Step]) -> tuple[Step, ...]:
    """Calm that is told after a measure is its reported effect: that is what follow-up looks for."""
    found, measured = [], False
    for step in steps:
        measured = measured or step.role == "measure"
        role = "effect" if step.role == "calm" and measured else step.role
        found.append(Step(role, step.said, step.score, step.why, step.confirmed))
    return tuple(found)


def _state(steps: Sequence[Step]) -> str:
    """Where it stands by the steps that count: what a suggestion of little weight says changes nothing."""
    sure = [step for step in steps if step.role == "raised" or step.sure]
    last = max(index for index, step in enumerate(sure) if step.role == "raised")
    measures = [index for index, step in enumerate(sure) if step.role == "measure"]
    if any(step.role in ("effect", "calm") for step in sure[last + 1 :]):
        return "calm"
    if measures:
        # A measure told at the meeting that raised it is its answer, whichever sentence stands first.
        earlier = min(sure[index].said.day for index in measures)
        return "back" if sure[last].said.day > earlier and not any(i > last for i in measures) else "answered"
    return "proposed" if any(step.role == "proposal" for step in sure) else "unanswered"
