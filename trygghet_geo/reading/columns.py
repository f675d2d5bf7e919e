"""Pieces of text with their places on a page → lines in reading order: margin headings, columns, tables.

Distances in points. The approach and its measurements: docs/reading.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import itemgetter
from statistics import median

from trygghet_geo.reading import grids, twocolumns
from trygghet_geo.reading.lines import goes_on, is_unfinished
from trygghet_geo.reading.runs import Run, of_fields

_GAP = 14.0
"""A gap this wide within a row of text parts two columns, whatever lies above and below."""
_EDGE_GAP = 3.0
"""A narrower gap parts them where several rows begin a run at the same place."""
_LETTER = 0.7
"""A gap narrower than this, times the size of the letters, is a space where all letters are as wide as each other."""
_STOP = 0.2
"""So much wider it is after a comma or a full stop, which fill little of their room."""
_COLUMN = 0.2
"""Share of a page's rows that begin at the edge of its column of text."""
_WIDEST_SPACE = 2.2
"""A justified line's spaces are narrower than this many times the size of its letters,"""
_UNEVEN = 0.3
"""and differ by less than this share of it: signs have white space of their own at their sides."""
_ONE_ROW = 2.5
_BY_HEIGHT = itemgetter(Run._fields.index("base"), Run._fields.index("x0"))
_BREAK = 3
"""Rows from a page's edge within which a table goes on over it."""
_SNAP = 1.6
"""A margin heading belongs to a paragraph that starts within this many line pitches of it, else to the next one."""


def rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs to lines: those on one height are joined unless a column edge or a wide gap parts them. Top to bottom."""
    bands: list[tuple[float, list[Run]]] = []
    last = -inf
    for run in sorted(runs, key=_BY_HEIGHT):
        near = max(3.0, 0.45 * (run.y1 - run.y0))
        # No band begins lower than the last one.
        for base, band in bands[-4:] if run.base - last < near else ():
            if abs(base - run.base) < near:
                band.append(run)
                break
        else:
            last = run.base
            bands.append((last, [run]))
    parts = [sorted(band, key=lambda r: r.x0) if len(band) > 1 else band for _, band in bands]
    stretched = [_stretched(band) if len(band) > 2 else frozenset() for band in parts]
    edges = _edges(parts, stretched)
    return [_joined(band, edges, at) if len(band) > 1 else band for band, at in zip(parts, stretched, strict=True)]


def _edges(bands: Sequence[Sequence[Run]], stretched: Sequence[Set[int]]) -> dict[int, bool]:
    """Where three pieces or more begin that no stretched space parts, two of them at the left or after a wide gap.

    True where so many do that a column of text begins there, whatever space is before it.
    """
    near: Counter[int] = Counter()
    wide = Counter([round(band[0].x0) for band in bands])
    for band, at in zip(bands, stretched, strict=True):
        for i in range(1, len(band)):
            if i not in at:
                (wide if band[i].x0 - band[i - 1].x1 > _GAP else near)[round(band[i].x0)] += 1
    edges: dict[int, bool] = {}
    for x in wide:
        around = range(x - 1, x + 2)
        sure = sum(wide.get(at, 0) for at in around)
        if sure >= 2 and sure + sum(near.get(at, 0) for at in around) >= 3:
            edges[x] = sure >= max(4, _COLUMN * len(bands))
    return edges


def _stretched(band: Sequence[Run]) -> set[int]:
    """Positions in a row of the pieces before which stands a justified line's space: as wide as another in the row."""
    gaps = [(b.x0 - a.x1, i) for i, (a, b) in enumerate(pairwise(band), 1)]
    narrow = [(gap, i) for gap, i in gaps if 0 < gap < _WIDEST_SPACE * band[0].size]
    return {i for gap, i in narrow if any(i != j and abs(gap - other) <= _UNEVEN * band[0].size for other, j in narrow)}


def _joined(band: Sequence[Run], edges: Mapping[int, bool], stretched: Set[int]) -> list[Run]:
    lines: list[Run] = []
    last = band[0]
    for i, run in enumerate(band[1:], 1):
        gap = run.x0 - last.x1
        if gap > max(_EDGE_GAP, _LETTER * run.size) and _parts(last, run, edges, stretched=i in stretched):
            lines.append(last)
            last = run
            continue
        # What overlaps by more than half a letter does not carry on a word.
        spaced = not -0.5 * run.size < gap <= 0.08 * run.size
        area = last.x0, min(last.y0, run.y0), max(last.x1, run.x1), max(last.y1, run.y1)
        words = f"{last.words} {run.words}" if spaced else last.words + run.words
        size = max(last.size, run.size)
        last = of_fields((*area, words, size, last.bold and run.bold, False, None, 1.0, 0.0, last.base))
    return [*lines, last]


def _parts(last: Run, run: Run, edges: Mapping[int, bool], *, stretched: bool) -> bool:
    gap = run.x0 - last.x1
    # A bullet and its text stand apart but are one line.
    letter = _LETTER + _STOP * (last.words[-1:] in tuple(",.:;"))
    if gap <= max(_EDGE_GAP, letter * run.size) or (gap < 40 and len(last.words.strip()) <= 3):
        return False
    if gap > _GAP and not stretched:
        return True
    begins = {sure for edge, sure in edges.items() if abs(run.x0 - edge) <= 2}
    return True in begins if stretched else bool(begins) and run.x0 > last.x0 + 60


@dataclass(frozen=True)
class Around:
    """What the pages before and after one show of what goes on over the break, and how the page itself is parted."""

    columns: twocolumns.Columns | None
    above: Sequence[Run] = ()
    """The last row of cells on the page before, if a table may end there,"""
    below: Sequence[Run] = ()
    """and the first one on the page after."""


def around(pages: Sequence[Sequence[Sequence[Run]]], widths: Sequence[float]) -> list[Around]:
    """For each page, given as its rows without heads and feet, what stands around it."""
    firsts = [next((row for row in rows[:_BREAK] if len(row) >= grids.COLUMNS), ()) for rows in pages]
    lasts = [next((row for row in rows[: -_BREAK - 1 : -1] if len(row) >= grids.COLUMNS), ()) for rows in pages]
    found: list[Around] = []
    edge: float | None = None
    for number, (rows, width) in enumerate(zip(pages, widths, strict=True)):
        columns = twocolumns.found(rows, width) or twocolumns.carried(rows, edge)
        edge = columns.edge if columns else None
        above = lasts[number - 1] if number else ()
        found.append(Around(columns, above, firsts[number + 1] if number + 1 < len(pages) else ()))
    return found


def ordered(lines: Sequence[Sequence[Run]], width: float, around: Around | None = None) -> list[Run]:
    """The rows of one page in reading order, tables cell by cell, margin headings before what they stand beside."""
    both = around.columns if around else twocolumns.found(lines, width)
    if both:
        sides = twocolumns.parted(lines[both.start : both.end], both.edge)
        far = max(run.x1 for row in lines for run in row)
        above, below = ordered(lines[: both.start], width), ordered(lines[both.end :], width)
        pitch = _pitch(max(sides, key=len))
        return [*above, *(run for side in sides for run in _spaced(twocolumns.reaching(side, far), pitch)), *below]
    done: list[Run] = []
    position = 0
    for number, (start, end) in enumerate(
        grids.regions(lines, around.above if around else (), around.below if around else ())
    ):
        done += _text(lines[position:start], width)
        done += grids.cells(lines[start:end], _pitch([run for row in lines for run in row]), table=number)
        position = end
    return done + _text(lines[position:], width)


def _text(lines: Sequence[Sequence[Run]], width: float) -> list[Run]:
    flat = [run for row in lines for run in row]
    if not flat:
        return []
    body = _body(flat)
    right = [run for run in flat if run.x0 >= body - 5]
    pitch = _pitch(right)
    across = _across(lines, body, pitch)
    left = [run for run in flat if run.x0 < body - 30 and run.x1 <= body + 4 and run not in across]
    sides = {*right, *left}
    other = [run for run in flat if run not in sides]
    if not left or not right:
        return _one_side(flat, body, width, pitch)
    if len(left) >= 0.5 * len(right) and body > 0.4 * width:
        return _in_columns(left, [*right, *other], lines, pitch)
    return _with_side_headings(left, right, other, pitch=pitch)


def _across(lines: Sequence[Sequence[Run]], body: float, pitch: float) -> set[Run]:
    """Short lines of text that is set across the page: carrying on a line that is, or below all of the body."""
    found: set[Run] = set()
    last: Run | None = None
    foot = max((run.base for row in lines for run in row if run.x0 >= body - 5), default=0.0)
    for row in lines:
        first = row[0]
        follows = last is not None and abs(first.x0 - last.x0) < 4 and first.base - last.base < 1.6 * pitch
        begins_left = len(row) == 1 and first.x0 < body - 30
        if begins_left and (first.x1 > body + 4 or follows or first.base > foot + 0.5 * pitch):
            found.add(first)
            last = first
        else:
            last = None
    return {run for run in found if run.x1 <= body + 4}


def _body(flat: Sequence[Run]) -> float:
    """The left edge of the text body: where most text begins, measured by its width."""
    weight: Counter[int] = Counter()
    for run in flat:
        weight[round(run.x0 / 3) * 3] += int(run.x1 - run.x0) + 1
    return float(max(weight, key=lambda x: (weight[x], -x)))


def _pitch(flat: Sequence[Run]) -> float:
    """The distance of two lines in a paragraph. Blank lines and a second column must not widen or narrow it."""
    bases = sorted(run.base for run in flat)
    steps = sorted(b - a for a, b in pairwise(bases) if b - a > 5)
    widest = 1.6 * (median(run.size for run in flat) or 9.0)
    return min(steps[len(steps) // 4], widest) if steps else 14.0


def _one_side(flat: Sequence[Run], body: float, width: float, pitch: float) -> list[Run]:
    """A page whose body begins at its left edge: one column, or two where enough lines begin in the right half."""
    far = [run for run in flat if run.x0 > body + 0.35 * width and run.x0 >= 0.45 * width]
    if len(far) >= 4 and len(far) > 0.3 * len(flat) and _aligned(far):
        return _in_columns([run for run in flat if run not in set(far)], far, [], pitch)
    return _spaced(_by_row(flat), pitch)


def _aligned(runs: Sequence[Run]) -> bool:
    edges = Counter(round(run.x0 / 4) for run in runs)
    return edges.most_common(1)[0][1] >= 0.6 * len(runs)


def _in_columns(left: Sequence[Run], right: Sequence[Run], lines: Sequence[Sequence[Run]], pitch: float) -> list[Run]:
    """True columns: what stands above both first, then the left one to its end, then the right one."""
    edge = min((run.x0 for run in right), default=0.0)
    top = min((run.base for run in right), default=0.0)
    head = [run for run in left if run.x1 > edge + 5 and run.base < top]
    return [
        *_spaced(_by_row(head), pitch),
        *_spaced(_by_row([run for run in left if run not in set(head)]), pitch),
        *_spaced(_by_row(right), pitch),
    ]


def _by_row(runs: Sequence[Run]) -> list[Run]:
    """Row by row, each from the left. Pieces of one row may differ a little in height."""
    done: list[Run] = []
    row: list[Run] = []
    for run in sorted(runs, key=lambda run: run.base):
        if row and run.base - row[0].base > _ONE_ROW:
            done += sorted(row, key=lambda run: run.x0)
            row = []
        row.append(run)
    return done + sorted(row, key=lambda run: run.x0)


def _spaced(runs: Sequence[Run], pitch: float) -> list[Run]:
    """Each with the gap above it in line pitches: 0 on the same row, about 1 within a paragraph."""
    spaced: list[Run] = []
    for run in runs:
        gap = (run.base - spaced[-1].base) / pitch if spaced else 9.0
        spaced.append(run.with_gap(gap))
    return spaced


def _with_side_headings(left: Sequence[Run], right: Sequence[Run], other: Sequence[Run], *, pitch: float) -> list[Run]:
    body = _spaced(_by_row([*right, *other]), pitch)
    # Where a line across the page ends and the text column begins, a paragraph does too, white space or not.
    starts = [run.base for last, run in pairwise([None, *body]) if run.gap > 1.15 or _begins_column(last, run)]
    merged = _headings(sorted(left, key=lambda run: run.base), starts, pitch)
    placed: list[tuple[float, int, Run]] = [(run.base, 1, run) for run in body]
    for group in merged:
        top = group[0].base
        near = [y for y in starts if abs(y - top) < _SNAP * pitch] or [y for y in starts if y >= top] or [top]
        at = min(near, key=lambda y: abs(y - top)) if top != near[0] else top
        # Lines of one heading follow each other; the gap before the first parts it from any heading above.
        placed += [(at - 0.1, 0, run._replace(side=True, gap=9.0 if run is group[0] else 1.0)) for run in group]
    placed.sort(key=lambda item: item[:2])
    return [run for _, _, run in placed]


def _begins_column(last: Run | None, run: Run) -> bool:
    return last is not None and last.x0 < run.x0 - 30


def _headings(left: Sequence[Run], starts: Sequence[float], pitch: float) -> list[list[Run]]:
    """Margin lines to headings: a line carries on the one above unless a paragraph starts beside it."""
    groups: list[list[Run]] = []
    for run in left:
        last = groups[-1][-1] if groups else None
        close = last is not None and run.base - last.base < 1.7 * pitch
        begun = last is not None and any(
            last.base + 2 < y <= run.base + 0.5 * pitch and y - last.base > 0.6 * pitch for y in starts
        )
        # "Trafik och" / "miljö" is one heading even where a short paragraph ends beside its first line.
        within = last is not None and (goes_on(run.words) or is_unfinished(" ".join(part.words for part in groups[-1])))
        if close and (within or not begun):
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups
