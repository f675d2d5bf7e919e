"""Pieces of text with their places on a page → its rows: pieces on one height, joined unless a column parts them.

Distances in points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from math import inf
from operator import itemgetter

from trygghet_geo.reading.runs import Run, of_fields

_GAP = 14.0
"""A gap this wide within a row of text parts two columns, whatever lies above and below."""
_EDGE_GAP = 3.0
"""A narrower gap parts them where several rows begin a run at the same place."""
_LETTER = 0.7
"""A gap narrower than this, times the size of the letters, is a space where all letters are as wide as each other."""
_STOP = 0.2
"""So much wider it is after a comma or a full stop, which fill little of their room."""
_STOPS = frozenset(",.:;")
_COLUMN = 0.2
"""Share of a page's rows that begin at the edge of its column of text."""
_AT = 2
"""A piece begins at an edge so near to it."""
_WIDEST_SPACE = 2.2
"""A justified line's spaces are narrower than this many times the size of its letters,"""
_UNEVEN = 0.3
"""and differ by less than this share of it: signs have white space of their own at their sides."""
_LEAST = 3.0
"""Letters that stand less than this apart in height are on one row."""
_SHARE = 0.36
"""So do larger ones that stand less apart than this share of their size. How high they are must not tell: the words of
a justified line are pieces of their own, and its "i" is less high than its "på"."""
_TURNED = 2.0
"""Words this many times as high as their letters are large are turned on their side."""
_BY_HEIGHT = itemgetter(Run._fields.index("base"), Run._fields.index("x0"))
_BY_LEFT = itemgetter(Run._fields.index("x0"))


def rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs to lines: those on one height are joined unless a column edge or a wide gap parts them. Top to bottom."""
    bands: list[list[Run]] = []
    last = -inf
    for run in sorted(runs, key=_BY_HEIGHT):
        base, size = run.base, run.size
        apart = base - last
        if run.y1 - run.y0 >= _TURNED * size:
            band = _reached(bands, run)
        else:
            # The last band is the nearest: none begins lower.
            band = bands[-1] if apart < _LEAST or apart < _SHARE * size else None
        if band:
            band.append(run)
        else:
            last = base
            bands.append([run])
    if len(bands) == len(runs):
        return bands
    parts = [sorted(band, key=_BY_LEFT) if len(band) > 1 else band for band in bands]
    stretched = [_stretched(band) if len(band) > 2 else frozenset() for band in parts]
    edges = _edges(parts, stretched)
    stretched = [
        frozenset() if at and _are_cells(band, at, edges) else at for band, at in zip(parts, stretched, strict=True)
    ]
    return [_joined(band, edges, at) if len(band) > 1 else band for band, at in zip(parts, stretched, strict=True)]


def _reached(bands: Sequence[list[Run]], run: Run) -> list[Run] | None:
    """The row that a word turned on its side belongs to: it reaches over many, and the highest tells."""
    near = max(_LEAST, 0.45 * (run.y1 - run.y0))
    return next((band for band in bands[-4:] if run.base - band[0].base < near), None)


def _edges(bands: Sequence[Sequence[Run]], stretched: Sequence[Set[int]]) -> dict[int, bool]:
    """Where three pieces or more begin that no stretched space parts, two of them at the left or after a wide gap.

    True where so many do that a column of text begins there, whatever space is before it.
    """
    near: Counter[int] = Counter()
    wide = Counter([round(band[0].x0) for band in bands])
    for band, at in zip(bands, stretched, strict=True):
        if len(band) > 1:
            for i, (last, run) in enumerate(pairwise(band), 1):
                if i not in at:
                    (wide if run.x0 - last.x1 > _GAP else near)[round(run.x0)] += 1
    edges: dict[int, bool] = {}
    needed = max(4, _COLUMN * len(bands))
    widely, nearly = wide.get, near.get
    for x in wide:
        sure = widely(x - 1, 0) + widely(x, 0) + widely(x + 1, 0)
        if sure >= 2 and (sure > 2 or nearly(x - 1, 0) + nearly(x, 0) + nearly(x + 1, 0)):
            edges[x] = sure >= needed
    return edges


def _stretched(band: Sequence[Run]) -> set[int]:
    """Positions in a row of the pieces before which stands a justified line's space: as wide as another in the row."""
    widest, uneven = _WIDEST_SPACE * band[0].size, _UNEVEN * band[0].size
    gaps = [(b.x0 - a.x1, i) for i, (a, b) in enumerate(pairwise(band), 1)]
    # The nearest in width are neighbours here.
    narrow = sorted([(gap, i) for gap, i in gaps if 0 < gap < widest])
    found: set[int] = set()
    for (gap, i), (wider, j) in pairwise(narrow):
        if wider - gap <= uneven:
            found |= {i, j}
    return found


def _are_cells(band: Sequence[Run], at: Set[int], edges: Mapping[int, bool]) -> bool:
    """Whether spaces are as wide as each other by chance: after each, other rows begin a piece too."""
    return all(any(abs(band[i].x0 - edge) <= _AT for edge in edges) for i in at)


def _joined(band: Sequence[Run], edges: Mapping[int, bool], stretched: Set[int]) -> list[Run]:
    lines: list[Run] = []
    last = band[0]
    for i, run in enumerate(band[1:], 1):
        gap, letter = run.x0 - last.x1, run.size
        if gap > _EDGE_GAP and gap > _LETTER * letter and _parts(last, run, edges, stretched=i in stretched):
            lines.append(last)
            last = run
            continue
        # What overlaps by more than half a letter does not carry on a word.
        spaced = not -0.5 * letter < gap <= 0.08 * letter
        area = last.x0, min(last.y0, run.y0), max(last.x1, run.x1), max(last.y1, run.y1)
        words = f"{last.words} {run.words}" if spaced else last.words + run.words
        size = max(last.size, letter)
        last = of_fields((*area, words, size, last.bold and run.bold, False, None, 1.0, 0.0, last.base))
    return [*lines, last]


def _parts(last: Run, run: Run, edges: Mapping[int, bool], *, stretched: bool) -> bool:
    gap = run.x0 - last.x1
    letter = _LETTER + _STOP * (last.words[-1:] in _STOPS)
    if gap <= max(_EDGE_GAP, letter * run.size):
        return False
    short = gap < 40 and len(last.words.strip()) <= 3
    if gap > _GAP and not stretched and not short:
        return True
    begins = {sure for edge, sure in edges.items() if abs(run.x0 - edge) <= _AT}
    # A bullet and its text stand apart but are one line; a stretched line's last word and the next column are not.
    if short:
        return True in begins and _is_word(last.words)
    return True in begins if stretched else bool(begins) and run.x0 > last.x0 + 60


def _is_word(short: str) -> bool:
    """Whether a piece of up to three letters is a word ("på", "i"); "o" is a bullet's circle."""
    return short.isalpha() and short.islower() and short != "o"
