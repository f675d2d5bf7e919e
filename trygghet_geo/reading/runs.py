"""A piece of text with its place on a page: what PDF reading computes with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A piece of text on a page, y from the top. `size`: of its letters; `side`: a margin heading.

    `cell` is the number of its table cell, 0 outside tables.

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
    cell: int = 0
    gap: float = 1.0
    base: float = 0.0
    """Height of the line that the letters stand on: unlike the box it does not change with the letters."""
