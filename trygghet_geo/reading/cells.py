"""The cells of tables: which of them head the columns, and which name the row that the others stand in.

A row tells one thing: what happened, where, when. The cell that names it (its place, else what stands first) becomes
the section of the others, so that a place said there holds for them; the heads of columns say nothing of any place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from trygghet_geo.dates import absolute
from trygghet_geo.reading.fields import field
from trygghet_geo.reading.lines import ends_sentence
from trygghet_geo.reading.paragraphs import Group

_PLACES = re.compile(
    r"(?:plats(?:er)?|platsbeskrivning|var|område|bostadsområde|ort|tätort|adress|gata|väg|skola|stadsdel|kommundel|"
    r"lokalisering|objekt|ställe|by|vilken plats|geografiskt område)\b|\w+(?:plats|område|adress)$",
    re.IGNORECASE,
)
"""Heads of a column that names places."""
_NO_NAME = re.compile(
    r"(?:nr|nummer|id|#|löpnr|datum|dag|veckodag|när|tid|tidpunkt|vecka|klockslag|år|månad|period|antal)\b",
    re.IGNORECASE,
)
"""Heads of a column that cannot name its rows."""
_LONGEST_HEAD = 40
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Table:
    """`rows[r][c]` are the groups of the cell in column c of row r; a cell without words has none."""

    rows: tuple[dict[int, list[Group]], ...]
    follows: bool = False
    """Nothing but a page's break stands between it and the table before."""

    def words(self, row: int, column: int) -> str:
        return " ".join(group.words for group in self.rows[row].get(column, ()))

    @property
    def width(self) -> int:
        return max(max(row, default=0) for row in self.rows) + 1


def settle(gathered: Sequence[Group]) -> None:
    """Mark in place the heads of every table's columns, and give each other cell the label of its row."""
    heads: list[str] = []
    label: str | None = None
    tables = [table for table in _tables(gathered) if not _is_facts(table)]
    for table, following in zip_longest(tables, tables[1:]):
        own = [table.words(0, column) for column in range(table.width)]
        headed = _is_heads_alone(table, following) or (_has_heads(table) and not _is_more(table, heads))
        # A table that goes on over a page has its heads on the page before, and perhaps the name of its first row.
        goes_on = not headed and len(heads) == table.width
        heads = own if headed else heads if goes_on else [""] * table.width
        if headed:
            for group in _groups(table, 0):
                group.kind, group.level, group.aside, group.header = "heading", 3, True, True
        label = _name(table, heads, first=int(headed), label=label if goes_on else None)


def _is_more(table: Table, heads: Sequence[str]) -> bool:
    """Whether the table goes on with the columns of the one before: its first row heads none, though short."""
    if not table.follows or len(heads) != table.width or not any(heads):
        return False
    words = [table.words(0, column) for column in range(table.width)]
    return words != list(heads) and not any(_PLACES.match(w) or _NO_NAME.match(w) for w in words)


def _is_heads_alone(table: Table, following: Table | None) -> bool:
    """Whether the table is nothing but the heads of one on the next page."""
    if following is None or len(table.rows) > 1 or following.width != table.width or len(table.rows[0]) < table.width:
        return False
    words = [table.words(0, column) for column in range(table.width)]
    return all(map(_is_head, words)) and any(_PLACES.match(w) or _NO_NAME.match(w) for w in words)


def _is_head(words: str) -> bool:
    return len(words) <= _LONGEST_HEAD and not ends_sentence(words) and not any(c.isdigit() for c in words)


def _tables(gathered: Sequence[Group]) -> Iterator[Table]:
    rows: dict[int, dict[int, list[Group]]] = {}
    number: int | None = None
    last: int | None = None
    """The page on which the table before ends, if nothing stands below it."""
    follows = False
    for group in gathered:
        spot = group.lines[0].cell
        if group.kind == "furniture" or (spot and spot.table == number):
            pass
        elif rows:
            yield Table(tuple(rows[row] for row in sorted(rows)), follows)
            rows = {}
        if spot and group.kind != "furniture":
            follows = follows if rows else last not in (None, group.lines[0].page)
            number, last = spot.table, group.lines[-1].page
            rows.setdefault(spot.row, {}).setdefault(spot.column, []).append(group)
        elif group.kind != "furniture":
            last = None
    if rows:
        yield Table(tuple(rows[row] for row in sorted(rows)), follows)


def _groups(table: Table, row: int) -> list[Group]:
    return [group for cell in table.rows[row].values() for group in cell]


def _is_facts(table: Table) -> bool:
    """Whether the table is a head of minutes: each row a label and its value."""
    labels = sum(bool(field(table.words(row, 0))) for row in range(len(table.rows)))
    return table.width <= 2 and labels >= min(2, len(table.rows))


def _has_heads(table: Table) -> bool:
    """Whether the first row names the columns: short words in each, no sentence and no digits, and rows below."""
    if len(table.rows) < 2 or table.width < 2 or len(table.rows[0]) < table.width:
        return False
    words = [table.words(0, column) for column in range(table.width)]
    if not all(map(_is_head, words)):
        return False
    if any(_PLACES.match(w) or _NO_NAME.match(w) for w in words):
        return True
    below = sum(len(group.words) for row in range(1, len(table.rows)) for group in _groups(table, row))
    return below / (len(table.rows) - 1) >= sum(map(len, words))


def _name(table: Table, heads: Sequence[str], *, first: int, label: str | None) -> str | None:
    """Give the cells of each row from `first` on the words of its naming cell, or the one above where it is empty.

    `label`: what named the row before the first. Returns what named the last one.
    """
    column = _naming(table, heads, first=first)
    if column is None:
        return None
    for row in range(first, len(table.rows)):
        label = table.words(row, column) or label
        for number, cell in table.rows[row].items():
            for group in cell:
                group.label = label if number != column else None
    return label


def _naming(table: Table, heads: Sequence[str], *, first: int) -> int | None:
    """The column that names the rows: the one headed as a place, else the first where it is made of short names."""
    for column, head in enumerate(heads):
        if _PLACES.match(head):
            return column
    if _NO_NAME.match(heads[0]) or table.width < 2 or first >= len(table.rows):
        return None
    labels = [words for row in range(first, len(table.rows)) if (words := table.words(row, 0))]
    return 0 if labels and all(_is_label(words) for words in labels) else None


def _is_label(words: str) -> bool:
    short = len(words) <= _LONGEST_LABEL and not ends_sentence(words)
    return short and any(c.isalpha() for c in words) and next(absolute(words), None) is None
