"""The kind of a clause: named passes in a fixed order; the first that decides, decides.

Kind comes before category. Each pass looks at the cues (`data/lexicon/cues.toml`) found in the clause, at the
categories its words speak of, and at what stands around it. `NOTHING` means that the clause is no statement at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from trygghet_geo.understanding.claims import Trigger

NOTHING = "nothing"
SETTLED = frozenset(("question", "definition", "advice", "administration", "goal", "list_of_types"))
"""Passes whose verdict holds for the whole sentence: it is not cut further."""


class Clause(NamedTuple):
    """What the passes see of a clause."""

    text: str
    cues: Mapping[str, tuple[int, int]]
    """Cue name → words[first:last] of its longest match."""
    terms: tuple[Trigger, ...]
    topics: tuple[Trigger, ...]
    section: str
    """`situation`, `statistic`, `pledge`, `agenda`, or "" from the heading above."""
    report: bool
    """The document is a police note: what is told there happened."""
    safety: bool
    """The document as a whole is about safety."""
    placed: bool
    """A place is named in the clause."""
    lead: str = ""
    """Kind announced by the lines that open the list the clause stands in ("Vi lovar att", "Jag föreslår att")."""
    negated: bool = False
    """Everything it speaks of stands under "ingen", "inga", "utan"."""
    aimed: bool = False
    """What it speaks of stands right after "mot", "om", "på grund av", "efter": it is the reason of something else."""
    old: bool = False
    """It names a year at least two before the document's, and none later."""
    told: str = ""
    """Kind of the last clause of the sentence before, as the passes judge it."""
    national: bool = False
    """The sentence before spoke of the nation or the region, and nothing has led back."""

    def has(self, *names: str) -> bool:
        cues = self.cues
        return any(name in cues for name in names) if len(names) > 2 else names[0] in cues or names[-1] in cues

    @property
    def about(self) -> bool:
        return bool(self.terms or self.topics)

    @property
    def local(self) -> bool:
        """In a document about other things: a problem of safety, at a place in the municipality."""
        return bool(self.terms) and self.placed


Pass = Callable[[Clause], str | None]


def question(clause: Clause) -> str | None:
    """Asked, not told. "Kan kommunen inte sätta upp farthinder?" is a proposal in the form of a question."""
    if clause.text.rstrip('"”» )').endswith("?"):
        return None if clause.has("proposal") else NOTHING
    return NOTHING if clause.has("question") else None


def definition(clause: Clause) -> str | None:
    return NOTHING if clause.has("definition") and not clause.has("proposal") else None


def list_of_types(clause: Clause) -> str | None:
    """Four or more kinds of crime in one breath are a catalogue, unless it says that they grew or where they are."""
    codes = len({t.code for t in clause.terms})
    if codes < 4 or clause.placed or clause.has("up", "decrease", "negated"):
        return None
    return "statistic" if clause.has("percentage") else NOTHING


def advice(clause: Clause) -> str | None:
    return NOTHING if clause.has("advice") and not clause.has("proposal") else None


def administration(clause: Clause) -> str | None:
    if clause.has("project"):
        return None  # whoever presents it, it is something that is done
    return NOTHING if clause.has("admin") and not (clause.has("proposal") and clause.about) else None


def goal(clause: Clause) -> str | None:
    if clause.has("proposal_strong") or (clause.has("proposal") and clause.placed):
        return None
    return NOTHING if clause.has("goal") else None


def history(clause: Clause) -> str | None:
    if clause.old:
        return NOTHING
    return NOTHING if clause.has("history") and not clause.has("calm", "decrease", "same", "up") else None


def elsewhere(clause: Clause) -> str | None:
    return NOTHING if clause.has("elsewhere") else None


def announced(clause: Clause) -> str | None:
    """An item of a list whose opening line says what its items are."""
    if not (clause.safety or clause.local):
        return None
    if clause.has("measure_label"):
        return "measure"
    return "proposal" if clause.has("proposal_label") else clause.lead or None


def hypothetical(clause: Clause) -> str | None:
    """What may happen, or is only said to, is no concern; that a crossing is dangerous is."""
    if clause.has("doubt") and not clause.has("proposal", "measure"):
        return NOTHING
    if clause.report or not clause.has("hypothetical") or clause.has("proposal", "measure"):
        return None
    if clause.terms and min(t.first for t in clause.terms) < clause.cues["hypothetical"][0]:
        return None  # "det brinner i en bil och det finns risk för spridning": the fire is there
    return None if any(t.category in ("traffic", "environment") for t in clause.terms) else NOTHING


def proposal(clause: Clause) -> str | None:
    if not clause.has("proposal") or clause.has("not_proposal"):
        return None
    return "proposal" if clause.safety or clause.local else NOTHING


def statistic(clause: Clause) -> str | None:
    """Numbers about the country, the region or a population that is not this place's."""
    wide = (
        clause.has("national")
        or (clause.has("county") and not clause.report)
        or (clause.national and not clause.placed)
    )
    counted = clause.has("percentage", "survey", "up", "decrease", "number", "large", "comparison")
    if wide and counted:
        return "statistic" if clause.about or clause.has("percentage") else NOTHING
    if wide:
        return NOTHING if not clause.has("measure", "measure_noun") else None
    if clause.section == "statistic" and clause.has("percentage", "survey") and not clause.placed:
        return "statistic"
    return None


def measure(clause: Clause) -> str | None:
    """Someone did, does or will do something about it. What police do at an event belongs to the event."""
    if clause.report and clause.has("routine") and not (clause.terms and clause.has("number")):
        return NOTHING  # "hanterat tre viltolyckor" are three events, "hanterat viltolyckor och samtal" is a day's work
    if clause.has("not_measure") or (clause.report and (clause.terms or clause.has("followup"))):
        return None
    done = clause.has("measure", "project") or (
        clause.has("inform") and any(t.category != "other" for t in clause.terms)
    )
    reason = clause.aimed or clause.has("purpose")
    doing = clause.has("measure_verb") and clause.has("agent", "measure_noun")
    named = clause.has("measure_noun") and not clause.report
    if clause.terms:
        named = named and reason
        doing = doing and (reason or clause.has("measure_noun", "hypothetical"))
    else:
        named = named and not clause.has("problem") and clause.has("agent", "purpose", "measure_label", "finite")
    if not (done or doing or named):
        return None
    return "measure" if clause.safety or clause.local else NOTHING


def calm(clause: Clause) -> str | None:
    """Quiet, better, fewer, none: said of here and now."""
    if clause.has("worse", "not_negated"):
        return None
    afraid = any(t.category == "unsafety" for t in clause.terms)
    if not clause.safety and not clause.local:
        return None
    if clause.has("decrease"):
        return NOTHING if clause.report and clause.has("unhurt", "followup") else "calm"
    if clause.terms and (clause.negated or (clause.has("negated") and not afraid)):
        return NOTHING if clause.has("followup", "hypothetical", "doubt", "unhurt") else "calm"
    if not clause.has("calm") or afraid or (clause.report and clause.has("unhurt")):
        return None
    if clause.terms and not clause.has("calm_strong") and clause.has("problem"):
        return None
    return "calm" if clause.safety else None


def aim(clause: Clause) -> str | None:
    """A problem named only as what is to be prevented: a measure when someone does it, else nothing."""
    if not clause.has("aim") or not clause.terms or clause.has("up", "not_measure"):
        return None
    if min(t.first for t in clause.terms) < clause.cues["aim"][1] - 1:
        return None
    acting = clause.has("agent", "measure_noun", "measure", "finite") and not clause.has("discussed")
    return "measure" if acting and (clause.safety or clause.local) else NOTHING


def aftermath(clause: Clause) -> str | None:
    """What became of what the sentence before told: reported, arrested, seized, put out. It is no further problem."""
    if not clause.has("aftermath") or clause.told != "concern" or clause.placed or clause.has("up"):
        return None
    return NOTHING


def figure_of_speech(clause: Clause) -> str | None:
    """A title in quotation marks, or "rena rånet"."""
    return NOTHING if clause.has("title", "metaphor") else None


def concern(clause: Clause) -> str | None:
    """A problem here and now. In a document about other things it must be tied to a place."""
    if clause.terms:
        return "concern" if clause.safety or clause.local else None
    return "concern" if clause.topics and clause.has("problem") and clause.safety else None


PASSES: tuple[Pass, ...] = (
    question,
    definition,
    list_of_types,
    administration,
    advice,
    goal,
    elsewhere,
    figure_of_speech,
    announced,
    proposal,
    statistic,
    history,
    measure,
    aim,
    hypothetical,
    calm,
    aftermath,
    concern,
)


NOT_IN_NOTES: frozenset[Pass] = frozenset((elsewhere, goal, announced, proposal, history, aim))
"""Passes that a police note gives no occasion for: what it tells happened, there and then."""


NEEDS: Mapping[Pass, frozenset[str]] = MappingProxyType(
    {
        definition: frozenset(("definition",)),
        administration: frozenset(("admin",)),
        advice: frozenset(("advice",)),
        goal: frozenset(("goal",)),
        elsewhere: frozenset(("elsewhere",)),
        figure_of_speech: frozenset(("title", "metaphor")),
        proposal: frozenset(("proposal",)),
        measure: frozenset(("routine", "measure", "project", "inform", "measure_verb", "measure_noun")),
        aim: frozenset(("aim",)),
        aftermath: frozenset(("aftermath",)),
        hypothetical: frozenset(("doubt", "hypothetical")),
    }
)
"""Cues of which a pass must see one to decide anything; it is not asked about a clause that has none of them."""


@lru_cache(maxsize=10_000)
def _asked(cues: frozenset[str], *, report: bool) -> tuple[Pass, ...]:
    """The passes that may decide a clause with `cues`. Remembered: the same few cues come together again and again."""
    return tuple(
        step
        for step in PASSES
        if not (report and step in NOT_IN_NOTES) and not (step in NEEDS and NEEDS[step].isdisjoint(cues))
    )


def decide(clause: Clause) -> tuple[str, str]:
    """The kind and the name of the pass that settled it; (NOTHING, "silent") when none did."""
    for step in _asked(frozenset(clause.cues), report=clause.report):
        kind = step(clause)
        if kind:
            return kind, step.__name__
    return NOTHING, "silent"
