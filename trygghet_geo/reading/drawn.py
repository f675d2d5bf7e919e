"""Tables that a text file draws with tabs, bars or spaces: each cell becomes a line of its own, in its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trygghet_geo.reading.fields import is_name
from trygghet_geo.reading.lines import Line, ends_sentence
from trygghet_geo.reading.runs import Spot

_BETWEEN = re.compile(r"[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{2,}")
_BAR = re.compile(r"[ \t\u00a0]*\|[ \t\u00a0]*")
_RULED = re.compile(r"[\s|:=+–—-]*")
"""A line below the heads that only rules them off."""
_COLUMNS = 3
"""Two pieces on a line may be a margin heading and its text, or a label and its value; three are a table."""
_ROWS = 3
_LONGEST_HEAD = 40


def celled(lines: Sequence[Line]) -> tuple[Line, ...]:
    """`lines` with the rows of each table cut into cells; unchanged where there is none."""
    done: list[Line] = []
    position = table = 0
    while position < len(lines):
        rows = _rows(lines, position)
        if len(rows) < _ROWS:
            done.append(lines[position]._replace(index=len(done)))
            position += 1
            continue
        for number, spans in enumerate(rows):
            for column, span in enumerate(spans):
                if span[0] == span[1]:
                    continue
                done.append(_cell(lines[position + number], span, Spot(table, number, column), index=len(done)))
        position, table = position + len(rows), table + 1
    return tuple(done)


def _rows(lines: Sequence[Line], start: int) -> list[list[tuple[int, int]]]:
    """The pieces of each row of the table that begins with the line at `start`; none where its first row is no head."""
    heads = _pieces(lines[start])
    words = [lines[start].words[a:b] for a, b in heads]
    if len(heads) < _COLUMNS or not all(map(_is_head, words)):
        return []
    rows = [heads]
    for last, line in zip(lines[start:], lines[start + 1 :], strict=False):
        if last is lines[start] and "|" in line.words and _RULED.fullmatch(line.words):
            rows.append([])
            continue
        pieces = _pieces(line)
        if line.row - last.row > 2 or line.page != last.page or not _is_below(pieces, line, heads, lines[start]):
            break
        rows.append(pieces)
    return rows


def _is_head(words: str) -> bool:
    """Whether a column may be headed so: no sentence, label or figure, and not a person in a list of those who met."""
    if len(words) > _LONGEST_HEAD or ends_sentence(words) or any(c.isdigit() or c == ":" for c in words):
        return False
    return any(c.isalpha() for c in words) and not is_name(words)


def _pieces(line: Line) -> list[tuple[int, int]]:
    """Where each piece of the line begins and ends in its words; what stands outside a bar at its edge is none."""
    cuts = [match.span() for match in (_BAR if "|" in line.words else _BETWEEN).finditer(line.words)]
    starts, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(line.words)]
    pieces = list(zip(starts, ends, strict=True))
    if line.words.startswith("|"):
        pieces = pieces[1:]
    return pieces[:-1] if line.words.endswith("|") else pieces


def _is_below(pieces: Sequence[tuple[int, int]], line: Line, heads: Sequence[tuple[int, int]], first: Line) -> bool:
    """Whether the pieces stand in the columns of the heads: as many, and by tabs, by bars or at the same places."""
    if len(pieces) != len(heads) or ("|" in line.words) != ("|" in first.words):
        return False
    if "|" in line.words:
        return True
    if line.words.count("\t") >= len(heads) - 1 and first.words.count("\t") >= len(heads) - 1:
        return True
    left, above = _indent(line), _indent(first)
    return all(abs(left + a - above - b) <= 1 for (a, _), (b, _) in zip(pieces, heads, strict=True))


def _indent(line: Line) -> int:
    return round(line.right) - len(line.words)


def _cell(line: Line, span: tuple[int, int], spot: Spot, *, index: int) -> Line:
    start, end = span
    return line._replace(
        start=line.start + start,
        end=line.start + end,
        words=line.words[start:end],
        right=_indent(line) + end,
        index=index,
        cell=spot,
    )
