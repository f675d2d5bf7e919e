"""Margin headings that a text file sets beside their text with spaces, as pdftotext -layout does: parted from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from trygghet_geo.reading.fields import field
from trygghet_geo.reading.lines import (
    Line,
    goes_on,
    is_known_heading,
    is_numbered_heading,
    is_unfinished,
    may_be_heading,
)

_GUTTER = re.compile(r"(?P<left>\S(?:.{0,38}?\S)??)(?:[ \u00a0]{3,}|\t+[ \u00a0]*)(?=\S)")
_SHARE = 0.5
"""Of the lines from the first margin heading on, so many begin at the text column or have a heading beside it."""


def parted(lines: Sequence[Line]) -> tuple[Line, ...]:
    """`lines` with each margin heading a line of its own; unchanged where no text column shows."""
    splits = {n: match for n, line in enumerate(lines) if (match := _GUTTER.match(line.words)) and _may_stand(match)}
    if len(splits) < 2:
        return tuple(lines)
    columns = Counter(_column(lines[n], match.end()) for n, match in splits.items())
    column, count = columns.most_common(1)[0]
    begun = [n for n, match in splits.items() if _column(lines[n], match.end()) == column]
    after = lines[begun[0] :]
    inside = sum(_column(line, 0) == column for line in after)
    if count < 2 or inside == 0 or count + inside < _SHARE * len(after):
        return tuple(lines)
    return _numbered(_divided(lines, {n: splits[n].end() for n in begun}, column))


def _may_stand(match: re.Match[str]) -> bool:
    left = match["left"]
    begins = left[0].isupper() or is_numbered_heading(left)
    first_of_several = begins and left[-1] != "," and is_unfinished(left)
    if not (may_be_heading(left) or goes_on(left) or first_of_several):
        return False
    return is_known_heading(left) or not field(f"{left}:")


def _column(line: Line, offset: int) -> int:
    """The column at which the character `offset` of the line's words stands."""
    return round(line.right) - len(line.words) + offset


def _divided(lines: Sequence[Line], cuts: dict[int, int], column: int) -> list[Line]:
    """Headings before the text that their first line stands beside, also those that go on over several lines."""
    done: list[Line] = []
    heading: list[Line] = []
    place = 0
    for number, line in enumerate(lines):
        cut = cuts.get(number)
        alone = cut is None and bool(heading) and _column(line, 0) < column - 2 and line.row == heading[-1].row + 1
        if cut is None and not (alone and len(line.words) <= 40):
            done.append(line)
            continue
        left = line if cut is None else _piece(line, 0, len(line.words[:cut].rstrip()))
        if not heading or line.row > heading[-1].row + 1:
            heading, place = [], len(done)
        done.insert(place + len(heading), left._replace(heading=2))
        heading.append(left)
        if cut is not None:
            done.append(_piece(line, cut, len(line.words)))
    return done


def _piece(line: Line, start: int, end: int) -> Line:
    return line._replace(
        start=line.start + start,
        end=line.start + end,
        words=line.words[start:end],
        right=_column(line, end),
    )


def _numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, in their order, with the `index` that their place in the file gives them."""
    index = {line.start: number for number, line in enumerate(sorted(lines, key=lambda line: line.start))}
    return tuple(line._replace(index=index[line.start]) for line in lines)
