"""What the rules saw in a clause, as features of the model: the pass that settled it, its cues, what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trygghet_geo.records import Block
from trygghet_geo.understanding.claims import Trigger

MARK = "#"
"""Opens the name of a sign; no word of a text begins so."""


_HEADING_WORD = re.compile(r"[^\W\d_]{4,}")


def around(block: Block, *, report: bool, section: str, before: str) -> tuple[str, ...]:
    """What stands around a sentence: its document and block, its heading's words, what the sentence before it was.

    `before` is the kind that the passes gave that sentence ("" for none). Sentences that stand alone have no such
    signs, so these also tell that a document was read.
    """
    seen = [f"{MARK}document", f"{MARK}block:{block.kind}", f"{MARK}before:{before}"]
    seen += [f"{MARK}note"] * report
    seen += [f"{MARK}section:{section}"] if section else []
    words = _HEADING_WORD.findall((block.section or "").lower())
    return tuple(dict.fromkeys([*seen, *(f"{MARK}heading:{word}" for word in words)]))


def signs(
    verdict: tuple[str, str],
    cues: Iterable[str],
    *,
    terms: Iterable[Trigger],
    topics: Iterable[Trigger],
    placed: bool,
    around: Iterable[str] = (),
) -> tuple[str, ...]:
    """Names of everything the rules saw; `verdict` is kind and pass. Sorted, each once."""
    kind, rule = verdict
    seen = {f"{MARK}kind:{kind}", f"{MARK}rule:{rule}", *around}
    seen |= {f"{MARK}cue:{name}" for name in cues}
    spoken = {t.category for t in terms} | {t.code for t in terms}
    seen |= {f"{MARK}term:{name}" for name in spoken}
    seen |= {f"{MARK}topic:{t.category}" for t in topics}
    if not spoken:
        seen.add(f"{MARK}no_term")
    if placed:
        seen.add(f"{MARK}placed")
    return tuple(sorted(seen))
