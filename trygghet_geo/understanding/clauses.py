"""Where a sentence may be cut: two things said in one, each with its own kind, verb or place."""

from __future__ import annotations

from collections.abc import Sequence

from trygghet_geo.understanding.patterns import Word

CONJUNCTIONS = frozenset("men medan däremot dock emellertid samt och även dessutom undantaget fast".split())
_BREAKS = frozenset(";|,–:")


def cuts(words: Sequence[Word]) -> list[int]:
    """Indices of words that may begin a new clause: after ";" or "|", a comma or a dash, and at conjunctions."""
    return [
        i
        for i, word in enumerate(words)
        if i and (word.low in CONJUNCTIONS or words[i - 1].text in _BREAKS) and word.text not in _BREAKS
    ]


def trimmed(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """words[first:last] without the conjunctions and marks it opens with, or the comma or conjunction it ends on."""
    while first < last - 1 and (words[first].low in CONJUNCTIONS or words[first].text in ",;|–-•:·*"):
        first += 1
    while last > first + 1 and (words[last - 1].text in ",;|–:" or words[last - 1].low in CONJUNCTIONS):
        last -= 1
    return first, last
