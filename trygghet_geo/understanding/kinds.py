"""The kind of a clause: named passes in a fixed order; the first that decides, decides.

Kind comes before category. Each pass looks at the cues (`data/lexicon/cues.toml`) found in the clause, at the categories
its words speak of, and at the heading it stands under. `NOTHING` means that the clause is no statement at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from trygghet_geo.understanding.claims import Trigger

NOTHING = "nothing"


@dataclass(frozen=True)
class Clause:
    """What the passes see of a clause."""

    text: str
    cues: dict[str, tuple[int, int]]
    """Cue name → words[first:last] of its longest match."""
    terms: tuple[Trigger, ...]
    topics: tuple[Trigger, ...]
    section: str
    """`situation`, `statistic`, `pledge`, `agenda`, or "" from the heading above."""
    report: bool
    """The document is a police note or a guard's report: what is told there happened."""
    safety: bool
    """The document as a whole is about safety."""
    placed: bool
    """A place is named in the clause."""
    whole: str = ""
    """Text of the whole sentence."""

    def has(self, *names: str) -> bool:
        return any(name in self.cues for name in names)


Pass = Callable[[Clause], str | None]


def question(clause: Clause) -> str | None:
    """Asked, not told. "Kan kommunen inte sätta upp farthinder?" is a proposal in the form of a question."""
    if clause.text.rstrip('"” )').endswith("?"):
        return None if clause.has("proposal") else NOTHING
    return NOTHING if clause.has("question") else None


def definition(clause: Clause) -> str | None:
    return NOTHING if clause.has("definition") else None


def goal(clause: Clause) -> str | None:
    return NOTHING if clause.has("goal") and not clause.has("proposal") else None


def advice(clause: Clause) -> str | None:
    return NOTHING if clause.has("advice") and not (clause.has("proposal") and clause.section == "pledge") else None


def administration(clause: Clause) -> str | None:
    return NOTHING if clause.has("admin") else None


def fear_of_what_may_come(clause: Clause) -> str | None:
    if not clause.has("hypothetical") or any(
        t.category in ("unsafety", "traffic", "environment") for t in clause.terms
    ):
        return None
    return NOTHING if not clause.has("proposal", "measure") else None


def history(clause: Clause) -> str | None:
    return NOTHING if clause.has("history") and not clause.has("calm", "same") else None


def statistic(clause: Clause) -> str | None:
    if clause.has("statistic") and (clause.has("national") or not clause.placed or "%" in clause.text):
        if clause.terms or clause.topics or clause.section == "statistic":
            return "statistic"
        return NOTHING
    return "statistic" if clause.section == "statistic" and re.search(r"\d", clause.text) and clause.terms else None


def national(clause: Clause) -> str | None:
    """General talk of society is no concern of this place."""
    return NOTHING if clause.has("national") and not clause.placed else None


def proposal(clause: Clause) -> str | None:
    if not clause.has("proposal") or clause.has("not_proposal"):
        return None
    return "proposal" if clause.safety or clause.terms or clause.topics else NOTHING


def measure(clause: Clause) -> str | None:
    if not clause.has("measure") or clause.has("not_measure"):
        return None
    if clause.report and clause.terms:
        return None
    if not (clause.safety or clause.terms or clause.topics):
        return NOTHING
    return "measure"


def calm(clause: Clause) -> str | None:
    if not clause.has("calm") or clause.has("worse"):
        return None
    if any(t.category == "unsafety" for t in clause.terms) and not clause.has("down"):
        return None
    return "calm" if clause.safety or clause.terms else None


def concern(clause: Clause) -> str | None:
    if clause.terms:
        return "concern" if clause.safety or clause.placed else None
    return "concern" if clause.topics and clause.has("problem") and clause.safety else None


PASSES: tuple[Pass, ...] = (
    question,
    definition,
    advice,
    administration,
    goal,
    history,
    fear_of_what_may_come,
    proposal,
    statistic,
    measure,
    national,
    calm,
    concern,
)


def decide(clause: Clause) -> tuple[str, str]:
    """The kind and the name of the pass that settled it; (NOTHING, "silent") when none did."""
    for step in PASSES:
        kind = step(clause)
        if kind:
            return kind, step.__name__
    return NOTHING, "silent"
