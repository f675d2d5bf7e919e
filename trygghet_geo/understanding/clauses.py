"""A sentence to clauses: where two things are said in one, each with its own kind or place."""

from __future__ import annotations

from collections.abc import Sequence

from trygghet_geo.understanding.patterns import Word

STRONG = frozenset(("men", "medan", "däremot", "dock", "emellertid", "samt"))
WEAK = frozenset(("och", "även", "dessutom", "undantaget", "trots", "utan"))


def cuts(words: Sequence[Word]) -> list[int]:
    """Indices of words that may begin a new clause: after ";" or "|", at "men", "medan", "samt", "och", after a comma."""
    found = []
    for i, word in enumerate(words):
        lower = word.text.lower()
        before = words[i - 1].text if i else ""
        if i == 0:
            continue
        if lower in STRONG or lower in WEAK or before in (";", "|", ",", "–", ":"):
            found.append(i)
    return found


def trimmed(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The clause without the conjunction it opens with and the comma or conjunction it ends on."""
    while first < last and (words[first].text.lower() in STRONG | WEAK or words[first].text in ",;|–-•:"):
        first += 1
    while (
        last > first
        and words[last - 1].text in ",;|–:"
        or (last > first and words[last - 1].text.lower() in ("och", "men"))
    ):
        last -= 1
    return first, last
