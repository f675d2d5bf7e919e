"""A layout as a text file, as programs write it that know nothing of columns."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.layouts import furniture
from benchmarks.layouts.content import Minutes
from benchmarks.layouts.plan import Layout
from benchmarks.layouts.setting import broken
from benchmarks.layouts.truth import Unit, units

_PAGE = 42
"""Lines on a page of a paged text file."""
_SIDE = 26
"""Letters of the margin column that is set with spaces."""


def text(layout: Layout, minutes: Minutes) -> str:
    """The file's text."""
    found = list(units(layout, minutes))
    first = next(i for i, unit in enumerate(found) if unit.kind == "heading")
    front = [line for unit in found[:first] for line in (unit.words, "")]
    rows = {"torn": _torn, "gutter": _gutter}.get(layout.shape, _flowing)(layout, found[first:])
    if layout.shape == "paged":
        return _paged(layout, minutes, [*front, "", *rows])
    if layout.shape == "double":
        rows = [line for row in rows for line in ((row, "") if row else ("",))]
    return "\n".join([*front, "", *rows]) + "\n"


def _lines(layout: Layout, words: str, width: int) -> list[str]:
    return [words] if layout.shape == "unwrapped" else broken(words, width, len, hyphenated=layout.hyphenated)


def _flowing(layout: Layout, found: Sequence[Unit]) -> list[str]:
    """Everything under each other, a blank line between."""
    rows: list[str] = []
    for unit in found:
        rows += ["", unit.words, ""] if unit.kind == "heading" else [*_lines(layout, unit.words, layout.width), ""]
    return rows


def _torn(layout: Layout, found: Sequence[Unit]) -> list[str]:
    """All headings with the blank lines that kept them level with their text, then all the text.

    As from a table of one row: headings in the left cell, paragraphs in the right one. Each line is a paragraph.
    """
    left: list[str] = []
    right: list[str] = []
    for unit in found:
        if unit.kind == "heading":
            left += [""] * (len(right) - len(left)) + [unit.words]
        else:
            right += [*broken(unit.words, layout.width, len), ""]
    return [line for row in (*left, "", *right) for line in (row, "")]


def _gutter(layout: Layout, found: Sequence[Unit]) -> list[str]:
    rows: list[str] = []
    heading: list[str] = []
    for unit in found:
        if unit.kind == "heading":
            heading = broken(unit.words, _SIDE - 3, len)
            continue
        lines = broken(unit.words, layout.width - _SIDE, len)
        lines += [""] * (len(heading) - len(lines))
        sides = heading + [""] * (len(lines) - len(heading))
        rows += [f"{side:<{_SIDE}}{line}".rstrip() for side, line in zip(sides, lines, strict=True)]
        rows, heading = [*rows, ""], []
    return rows


def _paged(layout: Layout, minutes: Minutes, rows: Sequence[str]) -> str:
    """With heads and feet, and a form feed between the pages, wherever the text happens to be."""
    pages = [rows[i : i + _PAGE] for i in range(0, len(rows), _PAGE)]
    done = []
    for number, page in enumerate(pages, 1):
        head = [_row(row) for row in furniture.head(layout, minutes, number, len(pages))]
        foot = [_row(row) for row in furniture.foot(layout, number, len(pages))]
        done.append("\n".join([*head, "", *page, "", *foot]))
    return "\n\f".join(done) + "\n"


def _row(parts: Sequence[str]) -> str:
    return "     ".join(part for part in parts if part)
