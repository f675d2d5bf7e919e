"""How a document wraps its lines: with how many blank lines between them, and how far to the right."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from trygghet_geo.reading.fields import opens
from trygghet_geo.reading.lines import Line, ends_sentence, goes_on, is_known_heading, is_unfinished, marker

_SLACK = 0.12
"""Share of the line's width within which a word may fail to fit although the count of letters says that it fits."""
_FAR = 4
"""As many wraps apart, two lines are not of one sentence by the looks of the second line alone."""


@dataclass(frozen=True)
class Rhythm:
    """`wrap` is the distance in rows from a line to the next within a sentence: 1, or 2 where every line is followed by
    a blank one. `edge` is how far wrapped lines reach, None when the document does not wrap its lines."""

    wrap: int
    edge: float | None
    slack: float = _SLACK

    def is_full(self, line: Line, following: Line) -> bool:
        """Whether `line` had no room for the first word of `following`: it ends because it had to."""
        if self.edge is None:
            return False
        word = following.words.split(None, 1)[0]
        return line.right + (len(word) + 1) * line.letter > self.edge * (1 - self.slack)

    def joins(self, line: Line, following: Line, *, interrupted: bool = False) -> bool:
        """Whether `following` carries on the paragraph of `line`. `interrupted`: something foreign lay between."""
        marked = marker(following.words)
        if marked and not self._is_dash_in_sentence(line, following):
            return False
        if opens(following.words):
            return False
        carries_on = following.words[0].islower() and not marked
        if line.words[-1] == ":" and not carries_on:
            return False
        rows = following.row - line.row
        ended = ends_sentence(line.words)
        if carries_on or (marked and not ended):
            if ended or line.words[-1] == ":":
                return rows <= self.wrap and self.is_full(line, following)
            return interrupted or (rows <= _FAR * self.wrap and not is_known_heading(line.words))
        if not ended and is_unfinished(line.words):
            return interrupted or rows <= _FAR * self.wrap
        if rows > self.wrap and not (interrupted and not ended):
            return False
        return self.is_full(line, following)

    def _is_dash_in_sentence(self, line: Line, following: Line) -> bool:
        """Whether a dash at the line's start is the writer's dash: "till sommaren" / "– föreningen har ansvaret"."""
        words = following.words
        return (
            words[0] in "–—-"
            and following.row - line.row <= self.wrap
            and words[1:].lstrip()[:1].islower()
            and not marker(line.words)
            and not ends_sentence(line.words)
            and line.words[-1] not in ":;"
            and self.is_full(line, following)
        )


def rhythm(lines: Sequence[Line], *, slack: float = _SLACK) -> Rhythm:
    """Measure the lines: those that break off in mid-sentence tell how the document wraps."""
    wrapped = [
        (a, b)
        for a, b in itertools.pairwise(lines)
        if goes_on(b.words) and not ends_sentence(a.words) and a.words[-1] != ":" and b.row > a.row
    ]
    if not wrapped:
        return Rhythm(1, None, slack)
    wrap = Counter(b.row - a.row for a, b in wrapped).most_common(1)[0][0]
    reach = sorted(a.right for a, b in wrapped if b.row - a.row == wrap)
    edge = reach[int(0.9 * (len(reach) - 1))]
    beyond = sum(line.right > 1.25 * edge for line in lines)
    return Rhythm(wrap, None if beyond > 0.05 * len(lines) else edge, slack)
