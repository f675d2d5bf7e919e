"""What a reader should find in a layout: the units of the minutes in reading order, each under its heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.layouts.content import Item, Minutes, minutes
from benchmarks.layouts.plan import Layout


@dataclass(frozen=True)
class Unit:
    """`kind`: title, fact, heading, paragraph, bullet, column (a table's column head) or cell."""

    kind: str
    words: str
    section: str | None = None
    spot: tuple[int, int] = (0, 0)
    """Row and column of a cell."""


def said(layout: Layout) -> Minutes:
    """The minutes that the layout sets."""
    few = layout.shape.startswith("side") or layout.format == "txt"
    return minutes(layout.random, sections=layout.sections, bullets=not few, table=layout.shape == "table")


def units(layout: Layout, whole: Minutes) -> Iterator[Unit]:
    yield Unit("title", whole.title)
    for label, value in whole.facts:
        yield Unit("fact", f"{label}: {value}")
    for number, section in enumerate(whole.sections, 1):
        heading = shown(layout, section.heading, number)
        yield Unit("heading", heading)
        for item in section.items:
            yield from _units(item, heading)


def shown(layout: Layout, heading: str, number: int) -> str:
    if layout.heading == "caps":
        return heading.upper()
    return {
        "numbered": f"{number}. {heading}",
        "paragraphs": f"§ {number} {heading}",
        "letters": f"{chr(64 + number)}. {heading}",
        "decimal": f"{1 + number // 4}.{1 + number % 4} {heading}",
        "roman": f"{('I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X')[number - 1]}. {heading}",
        "item": f"Punkt {number}: {heading}",
        "colon": f"{heading}:",
    }.get(layout.heading, heading)


def _units(item: Item, heading: str) -> Iterator[Unit]:
    if item.kind != "table":
        yield Unit(item.kind, item.words, heading)
        return
    for r, row in enumerate(item.rows):
        for c, words in enumerate(row):
            # The first column names the place: it stands under the heading, and the rest of the row under it.
            section = None if r == 0 else row[0] if c else heading
            yield Unit("column" if r == 0 else "cell", words, section, (r, c))
