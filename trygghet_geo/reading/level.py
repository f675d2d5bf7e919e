"""Headings in one cell that blank paragraphs hold level with the text in the cell beside it: which paragraph is whose.

Each blank paragraph of the heading cell stands for one line of the text cell. How lines break is not in the file, so
the widths of both cells are sought at which every heading lands on the start of a paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

_WIDTHS = range(16, 60)
"""Widths of the text cell that are tried, in ems; a line of text holds about twice as many letters."""
_SHARES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7)
"""Widths of the heading cell, as shares of the text cell's; the last is one in which no heading wraps."""
_NARROW, _SLIM, _WIDE = frozenset("ijl.,;:'!|I"), frozenset("ftr()-/ "), frozenset("mwMW")
_UNLED = 0.5
"""Lines that a paragraph counts as further off when no blank one stands above it."""
_CLEAR = 3.0
"""The second best answer must be off by so many lines more than the best for that to be settled."""


def places(headings: Sequence[str], body: Sequence[str]) -> tuple[list[int], bool]:
    """For each paragraph in `headings` with words, the number of the paragraph in `body` that it stands beside.

    Both are the cells' paragraphs, "" for a blank one; neither begins with a blank one. And whether that is settled.
    """
    wanted = sum(bool(words) for words in headings)
    if wanted <= 1 or not any(body):
        return [0] * wanted, True
    best: dict[tuple[int, ...], float] = {}
    for width in _WIDTHS:
        starts = _starts(body, width)
        lines = [line for line, _ in starts]
        for offsets in {tuple(_offsets(headings, share * width)) for share in _SHARES}:
            found = _nearest(offsets, lines)
            if found is None:
                continue
            chosen = tuple(starts[i][1] for i in found)
            off = sum(abs(offset - lines[i]) for offset, i in zip(offsets, found, strict=True))
            off += sum(_UNLED for n in chosen if n and body[n - 1])
            best[chosen] = min(off, best.get(chosen, off))
    if not best:
        text = [n for n, words in enumerate(body) if words]
        return [text[min(i, len(text) - 1)] for i in range(wanted)], False
    ranked = sorted(best, key=lambda chosen: (best[chosen], chosen))
    first = best[ranked[0]]
    clear = len(ranked) == 1 or best[ranked[1]] - first >= min(_CLEAR, first + 1)
    return list(ranked[0]), clear and first <= 0.5 * wanted


def _offsets(headings: Sequence[str], width: float) -> Iterator[int]:
    """On which line of its cell each heading begins."""
    line = 0
    for words in headings:
        if words:
            yield line
        line += _height(words, width)


def _starts(body: Sequence[str], width: float) -> list[tuple[int, int]]:
    """The line on which each paragraph with words begins, and its number."""
    starts: list[tuple[int, int]] = []
    line = 0
    for number, words in enumerate(body):
        if words:
            starts.append((line, number))
        line += _height(words, width)
    return starts


def _nearest(offsets: Sequence[int], lines: Sequence[int]) -> list[int] | None:
    """For each offset the position of the nearest line; None where two headings would stand beside one paragraph."""
    found: list[int] = []
    for offset in offsets:
        at = bisect_left(lines, offset)
        near = [i for i in (at - 1, at) if 0 <= i < len(lines)]
        found.append(min(near, key=lambda i: abs(lines[i] - offset)))
    return found if found == sorted(set(found)) else None


def _height(words: str, width: float) -> int:
    """Lines that a paragraph takes up in a cell so wide."""
    return sum(_broken(part, width) for part in words.split("\n"))


@lru_cache(maxsize=4096)
def _broken(words: str, width: float) -> int:
    lines, used = 1, 0.0
    for extent in _extents(words):
        if used and used + _space() + extent > width:
            lines, used = lines + 1, extent
        else:
            used += extent + (_space() if used else 0.0)
    return lines


@lru_cache(maxsize=512)
def _extents(words: str) -> tuple[float, ...]:
    """How wide each word is, in ems, going by what letters are in most fonts."""
    return tuple(sum(map(_extent, word)) for word in words.split())


def _extent(letter: str) -> float:
    if letter in _NARROW:
        return 0.25
    if letter in _SLIM:
        return 0.32
    if letter in _WIDE:
        return 0.82
    return 0.68 if letter.isupper() else 0.52


def _space() -> float:
    return 0.27
