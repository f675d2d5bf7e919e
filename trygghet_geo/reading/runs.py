"""A piece of text with its place on a page: what PDF reading computes with."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple


class Spot(NamedTuple):
    """A cell of a table: `row` and `column` from 0; tables on one page or in one file are told apart by `table`."""

    table: int
    row: int
    column: int


class Run(NamedTuple):
    """A piece of text on a page, y from the top. `size`: of its letters; `side`: a margin heading.

    `cell` is its table cell, None outside tables.

    `gap` is the white space above, in line pitches, to the line before it in reading order.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    words: str
    size: float = 0.0
    bold: bool = False
    side: bool = False
    cell: Spot | None = None
    gap: float = 1.0
    beyond: float = 0.0
    """How far the page's text reaches beyond the right edge of the column that the run stands in."""
    base: float = 0.0
    """Height of the line that the letters stand on: unlike the box it does not change with the letters."""

    def with_gap(self, gap: float) -> Run:
        """`_replace(gap=gap)`, which every line of a document goes through, in a fifth of its time."""
        return of_fields((*self[:9], gap, *self[10:]))


of_fields = partial(tuple.__new__, Run)
"""The Run of all its fields in order, made without a step in Python: there are several for each line of a page."""
