"""How sure a statement is: the share of such statements that a careful reader agreed with.

Statements are sorted by what speaks for them: their kind, whether the passes or the model settled it, how their words
name the category, and whether other cues speak against. For each sort `data/model/confidence.toml` has the share that
was right (kind and category) in annotated texts that nothing was trained on, drawn towards the coarser sort where there
were few (m-estimate; B. Cestnik, "Estimating Probabilities", ECAI 1990). `tools/calibrate.py` makes the file and says
how well it holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from trygghet_geo.paths import DATA
from trygghet_geo.records import Hit

UNKNOWN = 0.5
"""Of a sort that the file does not know."""
WORDY = 14
"""Letters from which the words that name a category are more than one common word."""
_AGAINST = frozenset(
    "cue:negation cue:hypothetical cue:doubt cue:aim cue:discussed cue:goal cue:proposal cue:national cue:measure "
    "cue:history cue:purpose cue:advice cue:question cue:calm cue:decrease cue:worse cue:problem".split()
)
_OWN = {
    "calm": frozenset(("cue:calm", "cue:decrease", "cue:negation")),
    "proposal": frozenset(("cue:proposal",)),
    "measure": frozenset(("cue:measure", "cue:purpose", "cue:aim")),
    "statistic": frozenset(("cue:national", "cue:decrease")),
    "concern": frozenset(("cue:problem",)),
}
"""Cues that belong to a kind and so do not speak against it."""


def of(kind: str, rules: Sequence[Hit]) -> float:
    """Chance, 0–1 with two decimals, that a careful reader would agree on kind and category."""
    known = shares()
    return next((known[name] for name in sorts(kind, rules) if name in known), UNKNOWN)


def sorts(kind: str, rules: Sequence[Hit]) -> tuple[str, ...]:
    """The sorts a statement belongs to, finest first: "concern/passes/word/clear", "concern/passes/word", …"""
    settled = next((hit.rule for hit in rules if hit.rule.startswith("kind:")), "kind:")
    source = "model" if settled.startswith("kind:model") else "passes"
    cues = {hit.rule for hit in rules} & _AGAINST - _OWN.get(kind, frozenset())
    names = (kind, source, _named(rules), "mixed" if cues else "clear")
    return (*("/".join(names[:length]) for length in range(len(names), 0, -1)), "all")


def _named(rules: Sequence[Hit]) -> str:
    """How the category is named: not at all, by the model's guess, by a word, by a wording."""
    terms = [hit for hit in rules if hit.rule.startswith("term:")]
    said = [hit for hit in terms if not hit.rule.startswith("term:model")]
    if not said:
        return "guess" if terms else "none"
    return "wording" if max(hit.end - hit.start for hit in said) >= WORDY else "word"


@cache
def shares() -> Mapping[str, float]:
    """The measured shares by sort; empty where there is no file."""
    path = DATA / "model" / "confidence.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["shares"] if path.exists() else {}
