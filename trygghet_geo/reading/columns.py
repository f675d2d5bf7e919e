"""The rows of a page → lines in reading order: margin headings, columns, tables.

Distances in points. The approach and its measurements: docs/reading.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import itemgetter
from statistics import median

from trygghet_geo.reading import grids, twocolumns
from trygghet_geo.reading.lines import goes_on, is_unfinished
from trygghet_geo.reading.runs import Run

_ONE_ROW = 2.5
_HEIGHT, _LEFT = itemgetter(Run._fields.index("base")), itemgetter(Run._fields.index("x0"))
_BREAK = 3
"""Rows from a page's edge within which a table goes on over it."""
_SNAP = 1.6
"""A margin heading belongs to a paragraph that starts within this many line pitches of it, else to the next one."""


@dataclass(frozen=True)
class Around:
    """What the pages before and after one show of what goes on over the break, and how the page itself is parted."""

    columns: twocolumns.Columns | None
    above: Sequence[Run] = ()
    """The last row of cells on the page before, if a table may end there,"""
    below: Sequence[Run] = ()
    """and the first one on the page after."""
    heads: Sequence[Run] = ()
    """The heads of columns that the page says again above its rows."""


def around(
    pages: Sequence[Sequence[Sequence[Run]]], widths: Sequence[float], heads: Sequence[Sequence[Run]]
) -> list[Around]:
    """For each page, given as its rows without heads and feet, what stands around it. `heads`: as in `Around`."""
    firsts = [next((row for row in rows[:_BREAK] if len(row) >= grids.COLUMNS), ()) for rows in pages]
    lasts = [next((row for row in rows[: -_BREAK - 1 : -1] if len(row) >= grids.COLUMNS), ()) for rows in pages]
    found: list[Around] = []
    edge: float | None = None
    for number, (rows, width) in enumerate(zip(pages, widths, strict=True)):
        columns = twocolumns.found(rows, width) or twocolumns.carried(rows, edge)
        edge = columns.edge if columns else None
        above = lasts[number - 1] if number else ()
        found.append(Around(columns, above, firsts[number + 1] if number + 1 < len(pages) else (), heads[number]))
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
    heads = around.heads if around else ()
    for number, (start, end) in enumerate(
        grids.regions(lines, around.above if around else (), around.below if around else (), heads)
    ):
        done += _text(lines[position:start], width)
        pitch = _pitch([run for row in lines for run in row])
        done += grids.cells(lines[start:end], pitch, table=number, heads=() if start else heads)
        position = end
    return done + _text(lines[position:], width)


def _text(lines: Sequence[Sequence[Run]], width: float) -> list[Run]:
    flat = [run for row in lines for run in row]
    if not flat:
        return []
    body = _body(flat)
    right = [run for run in flat if run.x0 >= body - 5]
    pitch = _pitch(right)
    left = [run for run in flat if run.x0 < body - 30 and run.x1 <= body + 4]
    if left:
        across = _across(lines, body, pitch)
        left = [run for run in left if run not in across]
    if not left or not right:
        return _one_side(flat, body, width, pitch)
    sides = {*right, *left}
    other = [run for run in flat if run not in sides]
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
        x0 = run.x0
        weight[round(x0 / 3) * 3] += int(run.x1 - x0) + 1
    return float(max(weight, key=lambda x: (weight[x], -x)))


def _pitch(flat: Sequence[Run]) -> float:
    """The distance of two lines in a paragraph. Blank lines and a second column must not widen or narrow it."""
    bases = sorted(run.base for run in flat)
    steps = sorted(b - a for a, b in pairwise(bases) if b - a > 5)
    widest = 1.6 * (median(run.size for run in flat) or 9.0)
    return min(steps[len(steps) // 4], widest) if steps else 14.0


def _one_side(flat: Sequence[Run], body: float, width: float, pitch: float) -> list[Run]:
    """A page whose body begins at its left edge: one column, or two where enough lines begin in the right half."""
    beyond, middle = body + 0.35 * width, 0.45 * width
    far = [run for run in flat if run.x0 > beyond and run.x0 >= middle]
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
    first = inf
    for run in sorted(runs, key=_HEIGHT):
        if row and run.base - first > _ONE_ROW:
            done += sorted(row, key=_LEFT) if len(row) > 1 else row
            row = []
        if not row:
            first = run.base
        row.append(run)
    return done + sorted(row, key=_LEFT)


def _spaced(runs: Sequence[Run], pitch: float) -> list[Run]:
    """Each with the gap above it in line pitches: 0 on the same row, about 1 within a paragraph."""
    spaced: list[Run] = []
    above = -inf
    for run in runs:
        base = run.base
        spaced.append(run.with_gap((base - above) / pitch if spaced else 9.0))
        above = base
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
