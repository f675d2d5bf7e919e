"""What the rules saw in a clause, as features of the model: the pass that settled it, its cues, what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from trygghet_geo.records import Block
from trygghet_geo.understanding.claims import Trigger
from trygghet_geo.understanding.patterns import Word

MARK = "#"
"""Opens the name of a sign; no word of a text begins so."""


BEFORE, BESIDE = "<", "|"
"""Open the names of words of the sentence before, and of the sentence's other clauses."""
_STEM, _LEAST = 6, 4
"""Letters of a word near by that count, and of the shortest one that does."""

_HEADING_WORD = re.compile(r"[^\W\d_]{4,}")


def around(block: Block, *, report: bool, section: str, before: str) -> tuple[str, ...]:
    """What stands around a sentence: its document and block, its heading's words, what the sentence before it was.

    `before` is the kind that the passes gave that sentence ("" for none). Sentences that stand alone have no such
    signs, so these also tell that a document was read.
    """
    return _around(block.kind, block.section or "", report=report, section=section, before=before)


@lru_cache(maxsize=2_000)
def _around(kind: str, heading: str, *, report: bool, section: str, before: str) -> tuple[str, ...]:
    """Remembered, for the sentences under a heading have few to choose from."""
    seen = [f"{MARK}document", f"{MARK}block:{kind}", f"{MARK}before:{before}"]
    seen += [f"{MARK}note"] * report
    seen += [f"{MARK}section:{section}"] if section else []
    words = _HEADING_WORD.findall(heading.lower())
    return tuple(dict.fromkeys([*seen, *(f"{MARK}heading:{word}" for word in words)]))


def stems(words: Sequence[Word], mark: str) -> tuple[str, ...]:
    """Beginnings of the words, each behind `mark`: what they speak of. Names are left out. Sorted, each once."""
    met = {w.low[:_STEM] for w in words if len(w.low) >= _LEAST and w.low.isalpha()}
    met -= {w.low[:_STEM] for w in words[1:] if w.text[0].isupper()}
    return tuple(sorted(mark + stem for stem in met))


class Seen(NamedTuple):
    """What the rules saw in a clause, before it has names; `verdict` is kind and pass."""

    verdict: tuple[str, str]
    cues: Iterable[str]
    terms: Iterable[Trigger]
    topics: Iterable[Trigger]
    placed: bool
    around: Iterable[str] = ()


def signs(saw: Seen) -> tuple[str, ...]:
    """Names of everything the rules saw. Sorted, each once."""
    kind, rule = saw.verdict
    seen = {f"{MARK}kind:{kind}", f"{MARK}rule:{rule}", *saw.around}
    seen |= {f"{MARK}cue:{name}" for name in saw.cues}
    spoken = {t.category for t in saw.terms} | {t.code for t in saw.terms}
    seen |= {f"{MARK}term:{name}" for name in spoken}
    seen |= {f"{MARK}topic:{t.category}" for t in saw.topics}
    if not spoken:
        seen.add(f"{MARK}no_term")
    if saw.placed:
        seen.add(f"{MARK}placed")
    return tuple(sorted(seen))
