"""Margin headings that extraction tore from their text, back to the paragraphs they stood beside.

A heading column and a text column that a table laid side by side come out of many programs one after the other: first
all headings, with the blank paragraphs that kept them level with their text, then all the text. Those blank paragraphs
settle it: the heading's line, counted from the first heading, is its paragraph's line, counted from the first line of
the text. Where the count does not land on the start of a paragraph the heading is placed by best guess and marked so.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from trygghet_geo.reading.lines import (
    MARKER,
    Line,
    ends_sentence,
    goes_on,
    is_known_heading,
    is_unfinished,
    may_be_heading,
)
from trygghet_geo.reading.rhythm import Rhythm

_TORN = 4
"""As many wrapped lines apart, two headings leave room for a paragraph that should have stood between them."""


@dataclass(frozen=True)
class Heading:
    """A heading and the number of the line it is to stand before; `dropped`: it fell into the middle of a sentence."""

    lines: tuple[Line, ...]
    before: int
    uncertain: bool = False
    dropped: bool = False


def headings(lines: Sequence[Line], rhythm: Rhythm) -> tuple[Heading, ...]:
    """The headings of `lines` that stand apart from their text, each with the place it belongs; others are left out.

    `before` is a position in `lines`. A dropped heading's place is where it lies: its section begins with the first
    paragraph after the sentence that it interrupts.
    """
    found: list[Heading] = []
    position = 0
    while position < len(lines):
        run, after = _run(lines, position, rhythm)
        if run and after < len(lines):
            found += _placed(lines, run, position, after=after, rhythm=rhythm)
        # What follows a run is text, not the next heading.
        position = max(after, position) + 1
    return tuple(found)


def _run(lines: Sequence[Line], start: int, rhythm: Rhythm) -> tuple[list[tuple[Line, ...]], int]:
    """Headings standing one after the other from `start`, each alone between blank lines, and what follows them."""
    run: list[tuple[Line, ...]] = []
    position = start
    while position < len(lines):
        end = position + 1
        while end < len(lines) and _carries_on(lines[end - 1], lines[end], rhythm) and end - position < 4:
            end += 1
        # "Statistik om" cannot be a heading, "Statistik om trygghet" can.
        if not may_be_heading(" ".join(line.words for line in lines[position:end])):
            break
        if (
            end < len(lines)
            and lines[end].row - lines[end - 1].row <= rhythm.wrap
            and not _is_dropped(lines, start, end, rhythm)
        ):
            break
        run.append(tuple(lines[position:end]))
        position = end
    return run, position


def _carries_on(line: Line, following: Line, rhythm: Rhythm) -> bool:
    """Whether a narrow heading wraps onto `following`: "Statistik Trygghet" / "och Brottslighet"."""
    close = following.row - line.row <= rhythm.wrap
    return close and len(following.words) <= 40 and goes_on(following.words) and not ends_sentence(following.words)


def _is_dropped(lines: Sequence[Line], start: int, after: int, rhythm: Rhythm) -> bool:
    """Whether what lies in [start, after) interrupts a sentence that goes on at `after`."""
    if start == 0 or after >= len(lines):
        return False
    previous, following = lines[start - 1], lines[after]
    if ends_sentence(previous.words) or previous.words[-1] == ":" or MARKER.match(following.words):
        return False
    if not goes_on(following.words) and not (is_unfinished(previous.words) and rhythm.is_full(previous, following)):
        return False
    if rhythm.is_full(lines[after - 1], following):
        return False
    if may_be_heading(previous.words) and not rhythm.is_full(previous, following):
        return False
    apart = lines[start].row - previous.row > rhythm.wrap or following.row - lines[after - 1].row > rhythm.wrap
    turned = previous.page != lines[start].page
    return apart or turned or all(is_known_heading(line.words) for line in lines[start:after])


def _placed(
    lines: Sequence[Line], run: list[tuple[Line, ...]], start: int, *, after: int, rhythm: Rhythm
) -> list[Heading]:
    """Where the headings of `run`, lines[start:after], belong; none of them when they stand where they should."""
    below = lines[after].row - run[-1][-1].row
    offsets = [heading[0].row - run[0][0].row for heading in run[1:]]
    targets = [_target(lines, lines[after].row + offset, after, rhythm) for offset in offsets]
    if _is_dropped(lines, start, after, rhythm):
        rest = [Heading(heading, at, uncertain=True) for heading, (at, _) in zip(run[1:], targets, strict=True)]
        return [Heading(run[0], after, uncertain=True, dropped=True), *rest]
    if not any(_leave_room(a[-1], b[0], rhythm) for a, b in itertools.pairwise(run)):
        return []
    exact = sum(sure for _, sure in targets)
    if exact < len(targets) and below < _TORN * rhythm.wrap:
        return []
    if exact <= 1 and below <= _TORN * rhythm.wrap // 2 and start == 0:
        return []
    rest = [Heading(heading, at, uncertain=not sure) for heading, (at, sure) in zip(run[1:], targets, strict=True)]
    return [Heading(run[0], after), *rest]


def _leave_room(line: Line, following: Line, rhythm: Rhythm) -> bool:
    """Whether a paragraph was torn out between two headings. A page's head or foot there has blank lines of its own."""
    return following.index == line.index + 1 and following.row - line.row >= _TORN * rhythm.wrap


def _target(lines: Sequence[Line], row: int, after: int, rhythm: Rhythm) -> tuple[int, bool]:
    """The paragraph that starts at `row`, True; else the first that starts after it (or the last before), False."""
    position = bisect_left(lines, row, lo=after, key=lambda line: line.row)
    if position < len(lines) and lines[position].row == row and _starts(lines, position, rhythm):
        return position, True
    for near in range(max(position - 1, after + 1), len(lines)):
        if _starts(lines, near, rhythm):
            return near, False
    return len(lines) - 1, False


def _starts(lines: Sequence[Line], position: int, rhythm: Rhythm) -> bool:
    return not rhythm.joins(lines[position - 1], lines[position])
