"""Tables on a page: rows of three or more pieces under each other → cells, each read to its end before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trygghet_geo.reading.lines import goes_on, is_unfinished
from trygghet_geo.reading.runs import Run, Spot, of_fields

COLUMNS = 3
"""Two pieces on a row may be a margin heading and its text, or two columns; three are a table."""
PER_PAGE = 1 << 10
"""Tables that a page may have: they are counted through the document."""
_NEAR = 4.0
"""Points within which pieces begin at the same column."""
_APART = 1.25
"""A row of a table begins after more than this many line pitches."""


def regions(
    lines: Sequence[Sequence[Run]], above: Sequence[Run] = (), below: Sequence[Run] = (), heads: Sequence[Run] = ()
) -> Iterator[tuple[int, int]]:
    """[start, end) of each table among the rows of a page. `above`, `below`: rows of cells on the pages around it;
    `heads`: those that the page said again, below which a table goes on."""
    position = _under(lines, [run.x0 for run in heads])
    if position:
        yield 0, position
    begun = bool(position)
    while position < len(lines):
        if len(lines[position]) < COLUMNS:
            position += 1
            continue
        starts = [run.x0 for run in lines[position]]
        end, wide = position + 1, 1
        while end < len(lines) and fits(lines[end], starts):
            wide += len(lines[end]) >= COLUMNS
            end += 1
        # What stands above the page's first full row, in the same columns, is the end of a row of the page before.
        first = bool(above) and not begun
        goes_on = first and fits(above, starts) and all(fits(row, starts) for row in lines[:position])
        if wide >= 2 or goes_on or (end == len(lines) and below and fits(below, starts)):
            yield 0 if goes_on else position, end
            position = end
        else:
            position += 1


def _under(lines: Sequence[Sequence[Run]], starts: Sequence[float]) -> int:
    """How many rows at the top of a page stand in the columns that begin at `starts`."""
    count = 0
    while starts and count < len(lines) and fits(lines[count], starts):
        count += 1
    return count


def fits(row: Sequence[Run], starts: Sequence[float]) -> bool:
    """Whether each piece begins at a column and ends before the next. One alone in the first column is text."""
    for run in row:
        if not any(abs(run.x0 - start) <= _NEAR for start in starts):
            return False
        if any(run.x0 + _NEAR < start < run.x1 - _NEAR for start in starts):
            return False
    return len(row) > 1 or abs(row[0].x0 - starts[0]) > _NEAR


def cells(lines: Sequence[Sequence[Run]], pitch: float, *, table: int, heads: Sequence[Run] = ()) -> list[Run]:
    """The pieces of a table, cell by cell and row by row. `heads`: of its columns, where they stand apart."""
    done: list[Run] = []
    row: dict[int, list[Run]] = {}
    above: Sequence[Run] | None = None
    starts = [run.x0 for run in heads or next(line for line in lines if len(line) >= COLUMNS)]
    number = 0
    pitch, spaced = _spacing(lines, pitch, columns=len(starts))
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


def _spacing(lines: Sequence[Sequence[Run]], pitch: float, *, columns: int) -> tuple[float, bool]:
    """The distance of two lines within a cell, and whether larger ones part the rows: not where rows set close have all
    their cells. Most lines of a page may be rows, and further apart than those of a cell."""
    steps = [b[0].base - a[0].base for a, b in pairwise(lines)] or [0.0]
    pitch = min(pitch, min([step for step in steps if step >= lines[0][0].size], default=pitch))
    close = [line for step, line in zip(steps, lines[1:], strict=False) if step <= _APART * pitch]
    full = sum(_is_whole(line, columns) for line in close)
    return pitch, bool(close) and max(steps) > _APART * pitch and 2 * full <= len(close)


def _begins(line: Sequence[Run], above: Sequence[Run], pitch: float, *, columns: int) -> bool:
    """Whether a new row of cells begins with `line`. `columns`: of the table, 0 where space alone parts its rows."""
    if line[0].base - above[0].base > _APART * pitch:
        return True
    return columns > 0 and (_is_whole(line, columns) or _lacks_one(line, above, columns))


def _is_whole(line: Sequence[Run], columns: int) -> bool:
    """Whether the line has all cells of a row, and is not one in which most of them go on in mid-sentence."""
    return len(line) == columns and sum(goes_on(run.words) for run in line) < 0.5 * columns


def _lacks_one(line: Sequence[Run], above: Sequence[Run], columns: int) -> bool:
    """Whether the line is a row of which one cell is empty: it has a name, and carries on nothing in the line above."""
    named = abs(line[0].x0 - above[0].x0) <= _NEAR and len(line) == columns - 1
    return named and not any(goes_on(run.words) for run in line) and not any(is_unfinished(run.words) for run in above)


def _close(row: dict[int, list[Run]], done: list[Run], table: int, number: int) -> None:
    for column in sorted(row):
        spot = Spot(table, number, column)
        done += [of_fields((*run[:8], spot, 1.0 if i else 9.0, *run[10:])) for i, run in enumerate(row[column])]
    row.clear()
