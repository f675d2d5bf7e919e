"""Second opinions for a person to settle: from what coordinators corrected, and from a language model of one's own.

A suggestion never changes a statement. It is made only where no rule fired or the passes and the model disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from trygghet_geo.understanding.reasons import KIND_LABELS

LEARNT, ASSISTANT = "learnt", "assistant"


@dataclass(frozen=True)
class Suggestion:
    """text[start:end] of the document may rather be of this kind and category; `kind` "nothing": not worth telling.

    `statement_id` is the statement it is about, None for words that became none. `words` are those that speak most for
    it, strongest first. `source` is LEARNT or ASSISTANT; `chance` is the learner's own, None for an assistant's.
    """

    start: int
    end: int
    kind: str
    category: str | None
    source: str
    reason_sv: str
    statement_id: str | None = None
    chance: float | None = None
    words: tuple[tuple[int, int], ...] = ()


def kind_label(kind: str) -> str:
    """The Swedish word for a kind, "nothing" included."""
    return dict(KIND_LABELS)[kind]
