"""Text set in two columns: where the white corridor between them runs, and which rows of the page it parts.

Distances in points. Margin headings and tables have such a corridor too; what tells columns of text from them is that
both sides are filled with lines about as long as their column is wide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from trygghet_geo.reading.runs import Run, of_fields

_FEWEST = 4
"""Lines that begin at the right column's edge."""
_NEAR = 2.5
_INDENT = 30.0
"""How far a list's text may be indented in a column."""
_FILLED = 0.6
"""Share of its column's width that a line at least half as many as those of a column take up."""
_WIDEST_SPACE = 40.0
"""Justified text in a narrow column has spaces this wide at most."""


@dataclass(frozen=True)
class Columns:
    """Rows [start, end) of the page are set in two columns; the right one begins at `edge`."""

    start: int
    end: int
    edge: float


def found(lines: Sequence[Sequence[Run]], width: float) -> Columns | None:
    """The two columns on a page, None where its text runs in one."""
    for edge in _edges(lines, width):
        start, end = _zone(lines, edge)
        if end - start < _FEWEST:
            continue
        left, right = parted(lines[start:end], edge)
        if len(right) >= _FEWEST and _are_filled(left, right, edge):
            return Columns(start, end, edge)
    return None


def carried(lines: Sequence[Sequence[Run]], edge: float | None) -> Columns | None:
    """The two columns of a page whose right one holds too little to tell: as on the page before, parted at `edge`."""
    if edge is None:
        return None
    start, end = _zone(lines, edge)
    left, right = parted(lines[start:end], edge)
    if not right or not left or any(abs(run.x0 - edge) > _INDENT for run in right):
        return None
    reach = edge - min(run.x0 for run in left)
    filled = sum(run.x1 - run.x0 >= _FILLED * reach for run in left) >= 0.5 * len(left)
    return Columns(start, end, edge) if filled and len(left) >= _FEWEST else None


def _edges(lines: Sequence[Sequence[Run]], width: float) -> list[float]:
    """Where a right column may begin, the likeliest first."""
    starts: Counter[int] = Counter()
    exact: dict[int, float] = {}
    for row in lines:
        for run in row:
            if 0.42 * width < run.x0 < 0.65 * width:
                starts[round(run.x0 / 2)] += 1
                exact.setdefault(round(run.x0 / 2), run.x0)
    return [exact[at] for at, count in starts.most_common(3) if count >= _FEWEST]


def _zone(lines: Sequence[Sequence[Run]], edge: float) -> tuple[int, int]:
    """The rows between which nothing lies across the corridor before `edge`: the longest such stretch."""
    best = (0, 0)
    start: int | None = None
    for i, row in enumerate([*lines, None]):
        across = row is None or any(run.x0 < edge - 4 and run.x1 > edge - 4 for run in row)
        if not across:
            start = i if start is None else start
        elif start is not None:
            best = max(best, (start, i), key=lambda span: _begun(lines[span[0] : span[1]], edge))
            start = None
    return best


def _begun(rows: Sequence[Sequence[Run]], edge: float) -> int:
    return sum(any(abs(run.x0 - edge) <= _NEAR for run in row) for row in rows)


def parted(rows: Sequence[Sequence[Run]], edge: float) -> tuple[list[Run], list[Run]]:
    """The lines of the left column and those of the right one, each from the top."""
    sides: tuple[list[Run], list[Run]] = ([], [])
    for row in rows:
        for side, members in zip(
            sides, ([r for r in row if r.x0 < edge - 4], [r for r in row if r.x0 >= edge - 4]), strict=True
        ):
            side += _rejoined(members)
    return sides


def _rejoined(members: Sequence[Run]) -> list[Run]:
    """The pieces of one line that wide spaces parted, as one."""
    joined: list[Run] = []
    for run in members:
        last = joined[-1] if joined else None
        if last is None or run.x0 - last.x1 > _WIDEST_SPACE:
            joined.append(run)
            continue
        joined[-1] = last._replace(
            x1=max(last.x1, run.x1),
            y0=min(last.y0, run.y0),
            y1=max(last.y1, run.y1),
            words=f"{last.words} {run.words}",
            bold=last.bold and run.bold,
        )
    return joined


def _are_filled(left: Sequence[Run], right: Sequence[Run], edge: float) -> bool:
    """Whether both sides are columns of text: lines that mostly fill them. A margin heading or a cell does not."""
    if not left or len({round(run.base) for run in left}) < len(left) * 0.9:
        return False
    for side, reach in ((left, edge - min(run.x0 for run in left)), (right, max(run.x1 for run in right) - edge)):
        full = sum(run.x1 - run.x0 >= _FILLED * reach for run in side)
        if full < 0.5 * len(side) or len(side) < _FEWEST:
            return False
    return True


def reaching(runs: Sequence[Run], far: float) -> list[Run]:
    """The lines of one column, knowing how much further the page's text reaches, to `far`."""
    edge = max((run.x1 for run in runs), default=far)
    return [of_fields((*run[:10], far - edge, run[11])) for run in runs]
