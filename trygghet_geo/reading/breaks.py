"""Tables that go on over a page's break: heads of columns said again, and a row whose end stands on the next page.

Distances in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trygghet_geo.reading.grids import COLUMNS, PER_PAGE, fits
from trygghet_geo.reading.lines import ends_sentence, goes_on
from trygghet_geo.reading.runs import Run, of_fields

_NEAR = 4.0
"""Points within which cells stand in one column."""
_SLACK = 2
"""Letters that may fail to fit although the mean of their widths says that they do, and the space."""
_NEAR_TOP = 8
"""Rows from a page's top among which heads are said again: its own head may stand above them."""
_MOST_HEADS = 4
"""Rows that the heads of columns take."""
Row = Sequence[Run]
Numbered = tuple[int, Run]
"""A line, and the page that it stands on, from 1."""


def repeated(pages: Sequence[Sequence[Row]], tops: Sequence[int]) -> tuple[list[int], list[Row]]:
    """Where each page's text begins below the heads of columns that it says again, and the first row of those.

    `tops`: how many rows at each page's top are its head, by what returns on every page. A table's own heads are none.
    """
    tops = list(tops)
    found: list[Row] = [() for _ in pages]
    known: Sequence[Row] = ()
    for number in range(1, len(pages)):
        page, before = pages[number], pages[number - 1]
        for at in _candidates(page):
            if not (known and _is_same(page[at], known[0])):
                first = _first(before, page[at])
                if first is None:
                    continue
                known = before[first:]
                tops[number - 1] = min(tops[number - 1], first)
            known = _again(page[at:], known)
            tops[number], found[number] = max(tops[number], at + len(known)), known[0]
            break
        else:
            known = ()
    return tops, found


def _candidates(page: Sequence[Row]) -> list[int]:
    """Positions of the rows near a page's top that may head columns."""
    return [at for at, row in enumerate(page[:_NEAR_TOP]) if len(row) >= COLUMNS and all(map(_may_head, row))]


def _first(page: Sequence[Row], heads: Row) -> int | None:
    """Where `page` has the same row above a table."""
    return next((at for at, row in enumerate(page) if _is_same(row, heads) and _heads_rows(page, at)), None)


def _heads_rows(page: Sequence[Row], at: int) -> bool:
    """Whether the row at that position stands in the columns of a full one below it, and below no such row itself."""
    starts = [run.x0 for run in page[at]]
    if at and len(page[at - 1]) >= COLUMNS and fits(page[at - 1], starts):
        return False
    for row in page[at + 1 : at + 1 + _MOST_HEADS]:
        if not fits(row, starts):
            return False
        if len(row) >= COLUMNS:
            return True
    return False


def _may_head(run: Run) -> bool:
    return not ends_sentence(run.words) and not any(c.isdigit() for c in run.words)


def _is_same(row: Row, other: Row) -> bool:
    return len(row) == len(other) and all(
        a.words == b.words and abs(a.x0 - b.x0) <= _NEAR for a, b in zip(row, other, strict=True)
    )


def _again(page: Sequence[Row], heads: Sequence[Row]) -> Sequence[Row]:
    """The first rows of `page`, as many as are the same as in `heads`."""
    count = 0
    while count < min(_MOST_HEADS, len(page), len(heads)) and _is_same(page[count], heads[count]):
        count += 1
    return page[:count]


def numbered(pages: Sequence[Sequence[Run]]) -> list[list[Numbered]]:
    """The lines of each page with its number, in reading order. The end of a row of cells that a page's break parts
    stands with its beginning, on the page before: a quote is one piece of the text."""
    done = [[(number, run) for run in page] for number, page in enumerate(pages, 1)]
    for last, page in pairwise(done):
        start, end = _first_row(page)
        if ends := _ends(page[start:end], last):
            last[:] = [line for one in last for line in (one, *ends.get(id(one[1]), ()))]
            del page[start:end]
    return done


def _first_row(page: Sequence[Numbered]) -> tuple[int, int]:
    """[start, end) of the row of cells that the text of a page begins with."""
    start = next((i for i, (_, run) in enumerate(page) if run.size >= 0), len(page))
    end = start
    while end < len(page) and (spot := page[end][1].cell) and spot.row == 0:
        end += 1
    return start, end


def _ends(row: Sequence[Numbered], last: Sequence[Numbered]) -> dict[int, list[Numbered]]:
    """What the lines of `row` are to follow, where they end the row of cells that the page before ends with."""
    above = _last_row(last)
    found: dict[int, list[Numbered]] = {}
    sure = False
    for number, run in row:
        over = next((one for one in above if abs(one.x0 - run.x0) <= _NEAR), None)
        if over is None or (over is above[0] and not goes_on(run.words)):
            return {}
        sure = sure or (id(over) not in found and _carries_on(run, over, last))
        # Tables are numbered from those of the page that their lines stand on.
        spot = over.cell._replace(table=over.cell.table - PER_PAGE)
        found.setdefault(id(over), []).append((number, of_fields((*run[:8], spot, 1.0, *run[10:]))))
    return found if sure and len(found) < len(above) else {}


def _last_row(page: Sequence[Numbered]) -> list[Run]:
    """The last line of each cell of the row that the text of a page ends with, from the left."""
    last = next((run for _, run in reversed(page) if run.size >= 0), None)
    if last is None or last.cell is None:
        return []
    ends = {run.cell: run for _, run in page if run.cell and run.cell[:2] == last.cell[:2]}
    return [ends[spot] for spot in sorted(ends)]


def _carries_on(run: Run, over: Run, page: Sequence[Numbered]) -> bool:
    """Whether `over` breaks off in mid-sentence because its cell is full, and `run` goes on."""
    if not goes_on(run.words) or ends_sentence(over.words):
        return False
    column = [one for _, one in page if one.cell and abs(one.x0 - over.x0) <= _NEAR]
    wrapped = [line.x1 for line, below in pairwise(column) if line.cell == below.cell]
    letter = (over.x1 - over.x0) / len(over.words)
    return bool(wrapped) and over.x1 + letter * (len(run.words.split(None, 1)[0]) + _SLACK) > max(wrapped)
