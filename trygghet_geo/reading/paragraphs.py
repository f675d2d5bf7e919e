"""Lines → blocks: paragraphs, bullets, headings and furniture in reading order, each under its section."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trygghet_geo.reading import fields, margins
from trygghet_geo.reading.furniture import furniture
from trygghet_geo.reading.lines import (
    BARE_MARKER,
    Line,
    composed,
    ends_sentence,
    is_known_heading,
    is_numbered_heading,
    marker,
    may_be_heading,
)
from trygghet_geo.reading.rhythm import Rhythm, rhythm
from trygghet_geo.records import Block

_TITLE = re.compile(
    r"anteckning|protokoll|trygghetsråd|\bbrå\b|lägesbild|lägesrapport|medborgarlöfte|trygghetsvandring|veckorapport",
    re.IGNORECASE,
)
_TOP = 3
"""Groups at the top among which the lines of a title are."""


@dataclass
class Group:
    """Lines that belong together, while they are being gathered. `skip`: characters of the marker before a bullet."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    skip: int = 0
    level: int = 0
    uncertain: bool = False
    header: bool = False
    aside: bool = False
    """A heading of a table's column: nothing after the table stands under it."""
    label: str | None = None
    """What names the row that a cell stands in: its section."""
    _known: tuple[str, int, int] = field(default=("", 0, 0), repr=False, compare=False)
    """`words`, for so many lines and such a `skip`: they are asked for a dozen times."""

    @property
    def words(self) -> str:
        """As a person reads them, in NFC."""
        known, lines, skip = self._known
        if lines == 0 or lines != len(self.lines) or skip != self.skip:
            whole = self.lines[0].words if len(self.lines) == 1 else " ".join([line.words for line in self.lines])
            known = unicodedata.normalize("NFC", whole[self.skip :].strip())
            self._known = known, len(self.lines), self.skip
        return known

    def mark(self) -> None:
        """Make it a fact of the meeting: never searched, and no heading of anything."""
        self.header, self.kind, self.level = True, "paragraph", 0


def groups(lines: Sequence[Line]) -> list[Group]:
    """Gather the lines into paragraphs, bullets, headings and furniture, in reading order."""
    lines = composed(lines)
    pages = furniture(lines)
    content = [line for line in lines if line.index not in pages]
    pace = rhythm(content)
    # Where the format tells where a line stands, or what it is, nothing was torn off.
    torn = () if any(line.box or line.heading for line in lines) else margins.headings(content, pace)
    gathered = _gather(lines, content, torn=torn, pace=pace)
    find_headings(gathered, pace)
    return gathered


def gather(lines: Sequence[Line], pace: Rhythm) -> list[Group]:
    """Gather lines that are known to be neither furniture nor torn."""
    return _gather(lines, lines, torn=(), pace=pace)


def _gather(
    lines: Sequence[Line], content: Sequence[Line], *, torn: Sequence[margins.Heading], pace: Rhythm
) -> list[Group]:
    moved = {line.index for heading in torn for line in heading.lines}
    places: dict[int, list[margins.Heading]] = {}
    for heading in torn:
        places.setdefault(content[heading.before].index, []).append(heading)
    kept = {line.index for line in content}
    done: list[Group] = []
    held: list[Group] = []
    """What interrupted the open paragraph and is to follow it."""
    open_group: Group | None = None
    for line in lines:
        if line.index not in kept:
            held.append(Group("furniture", [line]))
            continue
        for heading in places.get(line.index, ()):
            group = Group("heading", list(heading.lines), level=2, uncertain=heading.uncertain)
            if heading.dropped:
                held.append(group)
            else:
                done += [*held, group]
                held, open_group = [], None
        if line.index in moved:
            continue
        if open_group and _belongs(open_group, line, interrupted=bool(held), pace=pace):
            open_group.lines.append(line)
            continue
        done += held
        held, open_group = [], _opened(line)
        done.append(open_group)
    return done + held


def _is_turned(last: Line, line: Line) -> bool:
    """Whether a new page or a new column of text begins with `line`."""
    if line.page != last.page:
        return True
    here, above = line.box, last.box
    return bool(here and above and here.y1 < above.y0 and here.x0 > above.x0)


def _belongs(group: Group, line: Line, *, interrupted: bool, pace: Rhythm) -> bool:
    last = group.lines[-1]
    if last.heading != line.heading or last.cell != line.cell:
        return False
    if line.cell:
        return True
    if line.heading:
        return _is_close(last, line, pace) and not is_numbered_heading(line.words)
    if group.kind == "bullet" and len(group.lines) == 1 and BARE_MARKER.match(last.words):
        return not BARE_MARKER.match(line.words)
    turned = _is_turned(last, line)
    # A heading in capitals may be the last line of a column or page, or the first.
    if turned and _is_shouted(last.words) != _is_shouted(line.words):
        return False
    if not turned and line.row - last.row > 1 and any(map(fields.is_whole, (group.lines[0].words, last.words))):
        return False  # "Till: kommunen" is whole, however small the letter below it begins
    return pace.joins(last, line, interrupted=interrupted or turned)


def _is_close(last: Line, line: Line, pace: Rhythm) -> bool:
    """Whether two lines of a heading follow each other: large letters stand further apart than the body's."""
    if line.row - last.row <= pace.wrap:
        return True
    if not (last.box and line.box and last.page == line.page):
        return False
    return -2 < line.box.y0 - last.box.y1 < 0.9 * (last.box.y1 - last.box.y0) and line.box.x0 < last.box.x1


def _opened(line: Line) -> Group:
    if line.cell:
        return Group("cell", [line])
    if BARE_MARKER.match(line.words):
        return Group("bullet", [line], skip=len(line.words), level=1)
    sign = marker(line.words)
    if sign and not line.heading:
        return Group("bullet", [line], skip=sign.end(), level=1)
    return Group("paragraph", [line])


def find_headings(gathered: list[Group], pace: Rhythm) -> None:
    """Turn the paragraphs that are headings into headings, in place."""
    text = [group for group in gathered if group.kind != "furniture"]
    alike = _runs(text)
    for position, group in enumerate(text):
        previous = text[position - 1] if position else None
        following = text[position + 1] if position + 1 < len(text) else None
        if group.kind == "bullet" and _is_numbered(group, previous, following):
            group.kind, group.skip = "paragraph", 0
        if group.kind == "paragraph" and _is_heading(group, previous, following, run=alike[position], pace=pace):
            group.kind = "heading"
            group.level = group.lines[0].heading or (1 if previous is None else 2)


def _is_plain(words: str, *, first: bool) -> bool:
    """Whether the words alone make a heading of a line that could be one; `first`: of the document."""
    return (
        is_known_heading(words)
        or is_numbered_heading(words)
        or _is_shouted(words)
        or (first and bool(_TITLE.search(words)))
    )


def _is_shouted(words: str) -> bool:
    """Whether a line is set in capitals throughout: "KLOTTER OCH SKADEGÖRELSE"."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 5 and all(c.isupper() for c in letters)


def _is_numbered(group: Group, previous: Group | None, following: Group | None) -> bool:
    """Whether a numbered line is a heading, "3. Lägesbild", and not an item of a list of numbered lines."""
    # In a narrow column a heading wraps. A text file's lines are too long for that.
    wrapped = len(group.lines) == 2 and bool(group.lines[0].box)
    words = " ".join(line.words for line in group.lines) if wrapped else group.lines[0].words
    alone = (len(group.lines) == 1 or wrapped) and len(words) <= 70 and words[0].isdigit()
    if not (alone and is_numbered_heading(words) and may_be_heading(words)):
        return False
    if is_known_heading(words) or _is_shouted(words):
        return True
    return following is not None and not any(_is_item(g) for g in (previous, following))


def _is_item(group: Group | None) -> bool:
    return group is not None and group.kind == "bullet" and group.lines[0].words[:1].isdigit()


def _is_heading(group: Group, previous: Group | None, following: Group | None, *, run: int, pace: Rhythm) -> bool:
    marked = group.lines[0].heading
    if not marked and (following is None or len(group.lines) > 3):
        return False
    words = " ".join(group.words.split())
    if marked:
        return len(words) <= 200
    if following is None or not may_be_heading(words):
        return False
    if _is_plain(words, first=previous is None):
        return True
    leads_in = words[-1] == ":" and following.lines[0].row - group.lines[-1].row <= pace.wrap
    if words[-1] == ":" and len(words.split()) > (2 if leads_in else 3):
        return False
    if previous and previous.words.endswith(":") and previous.kind != "heading":
        return False
    if run >= 3:
        return False
    above = group.lines[0].row - previous.lines[-1].row if previous else pace.wrap + 1
    below = following.lines[0].row - group.lines[-1].row
    if previous and previous.kind == "heading" and above <= pace.wrap:
        return len(words.split()) <= 6 and below > 0
    return above > pace.wrap or (len(words.split()) <= 5 and ends_sentence(previous.words) and below <= pace.wrap)


def _runs(text: Sequence[Group]) -> list[int]:
    """For each group, how many paragraphs in a row with it look like headings: three and more are a list of points.

    A list whose points have no full stops looks like that. What is a heading by its words ends a row.
    """
    lengths = [0] * len(text)
    start = 0
    for position in range(len(text) + 1):
        group = text[position] if position < len(text) else None
        titled = group is not None and position < _TOP and bool(_TITLE.search(group.words))
        if group and group.kind == "paragraph" and _looks_like_heading(group) and not titled:
            continue
        for i in range(start, position):
            lengths[i] = position - start
        start = position + 1
    return lengths


def _looks_like_heading(group: Group) -> bool:
    words = group.words
    return bool(words) and not group.lines[0].heading and may_be_heading(words) and not _is_plain(words, first=False)


def blocks(gathered: Sequence[Group]) -> Iterator[Block]:
    """The groups as blocks, each under the last heading before it."""
    section: str | None = None
    doubtful = False
    title = next((g for g in gathered if g.kind != "furniture" and not g.header), None)
    for group in gathered:
        spans = _spans(group)
        if not spans:
            continue
        if group.kind == "heading" and not group.aside:
            is_title = group is title and group.level == 1 and not is_known_heading(group.words)
            group.level = group.level if is_title else max(group.level, 2)
            section, doubtful = (None, False) if is_title else (group.words, group.uncertain)
        boxes = tuple([line.box for line in group.lines if line.box])
        shown = group.label or section
        shown = None if group.kind in ("heading", "furniture") else shown
        yield Block(
            group.kind,
            spans,
            page=group.lines[0].page,
            section=shown if not group.header else None,
            boxes=boxes,
            uncertain=group.uncertain or (doubtful and group.kind != "furniture"),
            header=group.header,
            level=group.level,
        )


def _spans(group: Group) -> tuple[tuple[int, int], ...]:
    """The pieces of the text that the group covers: lines that are neighbours in the file make one piece."""
    pieces: list[tuple[int, int]] = []
    skip, below = group.skip, -1
    for line in group.lines:
        start, end, index = line.start + skip, line.end, line.index
        if start < end:
            if pieces and index == below:
                pieces[-1] = pieces[-1][0], end
            else:
                pieces.append((start, end))
        skip, below = 0, index + 1
    return tuple(pieces)
