"""Tables on a page: rows of three or more pieces under each other → cells, each read to its end before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trygghet_geo.reading.lines import goes_on
from trygghet_geo.reading.runs import Run, Spot, of_fields

COLUMNS = 3
"""Two pieces on a row may be a margin heading and its text, or two columns; three are a table."""
_NEAR = 4.0
"""Points within which pieces begin at the same column."""
_APART = 1.25
"""A row of a table begins after more than this many line pitches."""


def regions(
    lines: Sequence[Sequence[Run]], above: Sequence[Run] = (), below: Sequence[Run] = ()
) -> Iterator[tuple[int, int]]:
    """[start, end) of each table among the rows of a page. `above`, `below`: rows of cells on the pages around it."""
    position = 0
    while position < len(lines):
        if len(lines[position]) < COLUMNS:
            position += 1
            continue
        starts = [run.x0 for run in lines[position]]
        end, wide = position + 1, 1
        while end < len(lines) and _fits(lines[end], starts):
            wide += len(lines[end]) >= COLUMNS
            end += 1
        # What stands above the page's first full row, in the same columns, is the end of a row of the page before.
        goes_on = bool(above) and _fits(above, starts) and all(_fits(row, starts) for row in lines[:position])
        if wide >= 2 or goes_on or (end == len(lines) and below and _fits(below, starts)):
            yield 0 if goes_on else position, end
            position = end
        else:
            position += 1


def _fits(row: Sequence[Run], starts: Sequence[float]) -> bool:
    """Whether each piece begins at a column and ends before the next. One alone in the first column is text."""
    for run in row:
        if not any(abs(run.x0 - start) <= _NEAR for start in starts):
            return False
        if any(run.x0 + _NEAR < start < run.x1 - _NEAR for start in starts):
            return False
    return len(row) > 1 or abs(row[0].x0 - starts[0]) > _NEAR


def cells(lines: Sequence[Sequence[Run]], pitch: float, *, table: int) -> list[Run]:
    """The pieces of a table, cell by cell and row by row."""
    done: list[Run] = []
    row: dict[int, list[Run]] = {}
    above: Sequence[Run] | None = None
    starts = [run.x0 for run in next(line for line in lines if len(line) >= COLUMNS)]
    number = 0
    steps = [b[0].base - a[0].base for a, b in pairwise(lines)] or [0.0]
    spaced = min(steps) <= _APART * pitch < max(steps)
    for line in lines:
        if above is not None and _begins(line, above, pitch, columns=0 if spaced else len(starts)):
            _close(row, done, table, number)
            number += 1
        for run in line:
            column = min(range(len(starts)), key=lambda c: abs(starts[c] - run.x0))
            row.setdefault(column, []).append(run)
        above = line
    _close(row, done, table, number)
    return done


def _begins(line: Sequence[Run], above: Sequence[Run], pitch: float, *, columns: int) -> bool:
    """Whether a new row of cells begins with `line`. `columns`: of the table, 0 where space alone parts its rows."""
    if line[0].base - above[0].base > _APART * pitch:
        return True
    # Rows set close: one with all its cells is a new one, unless most of them go on in mid-sentence.
    return len(line) == columns and sum(goes_on(run.words) for run in line) < 0.5 * columns


def _close(row: dict[int, list[Run]], done: list[Run], table: int, number: int) -> None:
    for column in sorted(row):
        spot = Spot(table, number, column)
        done += [of_fields((*run[:8], spot, 1.0 if i else 9.0, *run[10:])) for i, run in enumerate(row[column])]
    row.clear()
