"""Page furniture: page numbers, and heads and feet that return on every page."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trygghet_geo.reading.fields import BODY, field
from trygghet_geo.reading.lines import BARE_NUMBER, MARKER, Line, ends_sentence, goes_on, is_page_number, is_unfinished

REACH = 3
"""Lines from a page's edge within which a head or foot is looked for."""
_MARGIN = 0.16
"""Share of a page's height at its top and foot in which heads and feet stand."""
_OUTER = 0.08
"""Share of a page's height at its top and foot in which nothing else stands,"""
_FAR = 2.5
"""if so many line pitches part it from the body."""
_FEW = 8
"""Rows of a page, a last one say, whose distances do not tell how close a paragraph's lines stand: all pages' do."""
_TITLE = 4
"""Lines at the top of a text in which its title stands."""
_HEAD = 20
_ALWAYS = 3
"""Times that a line is said before it is taken for a page's head."""
_MINUTES = re.compile(r"(?:protokoll|möte|sammanträde)\s+(?:nr\.?\s*)?\d{1,3}(?:[/-]\d{2,4})?$", re.IGNORECASE)
_TITLED = re.compile(
    r"(?P<of>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?\s(?:kommuns?|stads?)\b)?"
    rf"[\s,:–—|-]*(?P<by>{BODY.pattern})?[\s,:–—|-]*"
    r"(?P<what>(?:sammanträdes|mötes|styrelse)?protokoll|(?:minnes|mötes)?anteckningar|kallelse|föredragningslista)?",
    re.IGNORECASE,
)
"""A head that names the minutes by two of: whose they are, by which body, what they are."""
_NUMBERED_EDGE = re.compile(r"\d{1,3}(?:\s?/\s?\d{1,3})?$")
"""A page's number where nothing but its place says so: "3", "3/7"."""
_DIGITS = re.compile(r"\d+")
_FOOT = re.compile(
    r"\b(?:postadress|besöksadress|org\.?\s?(?:nr|nummer)|organisationsnummer)\b"
    r"|\b(?:telefon(?:nummer)?|tfn|tel|växel|bankgiro|plusgiro)[.:]?\s*\+?\d[\d -]{4}"
    r"|\b(?:e-post(?:adress)?|hemsida|webbplats)\s*:"
    r"|\butdragsbestyrkande\s*$|^(?:justerar(?:e|nde)s?|ordförandes?)\s+sign(?:atur(?:er)?)?\b"
    r"|\b\d{3} \d{2}\s+(?-i:[A-ZÅÄÖ])\w+$|\bwww\.\w+\.\w+$"
    r"|^\S+\.(?:docx?|pdf|xlsx?|pptx?|odt)(?:\s+\d{1,3})?$|\S@\w+\.\w+$",
    re.IGNORECASE,
)
"""What the foot of a letterhead says, on a single page too."""
_NUMBERED_ROW = re.compile(r"^.{0,100}\s(?:\d{1,3}\s?\(\d{1,3}\s?\)|[Ss]ida \d{1,3}(?: av \d{1,3})?)$")


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """The `index` of every line that is page furniture."""
    if any(line.box for line in lines):
        return frozenset(line.index for line in lines if line.furniture or is_page_number(line.words))
    numbers = {line.index for line in lines if is_page_number(line.words)}
    numbers |= _bare_numbers(lines)
    numbers |= _letterhead_foot(lines)
    return frozenset(numbers | _returning(lines, numbers) | _running_heads(lines, numbers) | _repeated_facts(lines))


class Row(NamedTuple):
    """A row of words; `y`: from the page's top, as a share of its height; `small`: in far smaller letters than the
    body's; `smaller`: in smaller ones at all."""

    words: str
    y: float
    small: bool = False
    smaller: bool = False


def page_edges(pages: Sequence[Sequence[Row]]) -> list[tuple[int, int]]:
    """For each page, given as its rows from the top, how many rows at its top and foot are furniture."""
    tops, feet = Counter[str](), Counter[str]()
    for page in pages:
        tops.update({_shape(row.words) for row in page[:REACH]})
        feet.update({_shape(row.words) for row in page[-REACH:]})
    # A merged file has several documents' heads; three pages that share one are enough.
    needed = max(2, min(3, 0.4 * len(pages)))
    usual = _quarter([step for page in pages for step in _steps(page)])
    found = []
    for page in pages:
        turned, pitch = page[::-1], _quarter(_steps(page))
        if len(page) <= _FEW:
            pitch = min(pitch, usual)
        head = _furniture_rows(page, tops, needed, pitch=pitch, edge=0)
        foot = _furniture_rows(turned, feet, needed, pitch=pitch, edge=1)
        found.append((head, min(foot, len(page) - head)))
    return found


def _furniture_rows(page: Sequence[Row], shapes: Counter[str], needed: float, *, pitch: float, edge: int) -> int:
    """How many rows at the page's `edge` are furniture, whatever tells it."""
    returning = _edge_rows(page, shapes, needed, pitch=pitch, edge=edge)
    return max(returning, _small_rows(page, edge=edge), _outer_rows(page, pitch=pitch, edge=edge))


def _edge_rows(page: Sequence[Row], shapes: Counter[str], needed: float, *, pitch: float, edge: int) -> int:
    """How many rows return on other pages or number the page, apart from the body, from the page's edge inwards.

    `edge`: 0 for the page's top, 1 for its foot, where `page` begins with the lowest row.
    """
    count = 0
    for number, row in enumerate(page[:REACH], 1):
        if len(row.words) > 160 or abs(row.y - edge) > _MARGIN:
            break
        apart = number == len(page) or abs(page[number].y - row.y) > 1.3 * pitch
        if _is_numbered(row.words):
            count = number
        elif not apart or ends_sentence(row.words):
            continue
        # What a foot says is looked for last: the pattern is the slowest of all.
        elif shapes[_shape(row.words)] >= needed or (edge and _FOOT.search(row.words)):
            count = number
    return count


def _is_numbered(words: str) -> bool:
    """Whether the row numbers its page, alone or after a title."""
    if is_page_number(words) or _NUMBERED_EDGE.match(words):
        return True
    last = words[-1:]
    return (last.isdigit() or last in ")\n") and bool(_NUMBERED_ROW.search(words))


def _small_rows(page: Sequence[Row], *, edge: int) -> int:
    """How many rows at the page's `edge` are set in small letters, apart from the body, also where it is the only page.

    A footnote is small too: it says something in a sentence, or begins with its number.
    """
    count = 0
    while count < min(len(page), REACH) and page[count].small and abs(page[count].y - edge) <= _MARGIN:
        count += 1
    said = any(ends_sentence(row.words) or (edge and MARKER.match(row.words)) for row in page[:count])
    return count if 0 < count < len(page) and not said and not page[count].small else 0


def _outer_rows(page: Sequence[Row], *, pitch: float, edge: int) -> int:
    """How many rows stand where only heads and feet do, far from the body and in letters smaller than its, if they make
    no sentence: what tells on a single page, whose letters are so small that its foot's cannot be much smaller."""
    for number, row in enumerate(page[:REACH], 1):
        if not row.smaller or abs(row.y - edge) > _OUTER or ends_sentence(row.words) or MARKER.match(row.words):
            return 0
        if number < len(page) and abs(page[number].y - row.y) > _FAR * pitch > 0:
            return number
    return 0


def _steps(page: Sequence[Row]) -> list[float]:
    """The distance of each row from the one above, as a share of the page's height."""
    heights = [row.y for row in page]
    return [abs(b - a) for a, b in pairwise(heights)]


def _quarter(steps: Sequence[float]) -> float:
    """The distance of two rows of a paragraph, going by `steps` of which most are; 0 where there are none."""
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _shape(words: str) -> str:
    """The line with its digits masked: the same head on every page differs in the page number only.

    A sentence keeps its digits: two that differ in a number are two sentences.
    """
    alike = " ".join(words.split()).casefold()
    return alike if ends_sentence(alike) else _DIGITS.sub("0", alike)


def _returning(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Lines that stand at a page's edge, or beside its number, and return alike."""
    edges = _edges(lines, numbers)
    shapes: dict[str, set[int]] = defaultdict(set)
    for position in edges:
        line = lines[position]
        if len(line.words) <= 120 and not MARKER.match(line.words):
            shapes[_shape(line.words)].add(line.index)
    for position, line in enumerate(lines):
        if _interrupts(lines, position):
            shapes[_shape(line.words)].add(line.index)
    counts = Counter(_shape(line.words) for line in lines)
    needed = 2 if edges else 3
    found: set[int] = set()
    for shape, members in shapes.items():
        # A head stands at nearly all of its places; a heading that returns in the text mostly stands elsewhere.
        if len(members) >= needed and len(members) >= 0.6 * counts[shape]:
            found |= members
    return found


def _running_heads(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Lines beside a page number or first on a page that only say the document's title again."""
    title = {word for line in lines[:_TITLE] if line.index not in numbers for word in _words(line.words)}
    found: set[int] = set()
    for position in range(_TITLE, len(lines)):
        line, before = lines[position], lines[position - 1]
        after = lines[position + 1] if position + 1 < len(lines) else None
        turned = line.page != before.page or before.index in numbers | found
        beside = turned or (after is not None and after.index in numbers and after.row - line.row <= 2)
        if beside and 0 < len(line.words) <= 80 and not ends_sentence(line.words) and _words(line.words) <= title:
            found.add(line.index)
    return found


def _repeated_facts(lines: Sequence[Line]) -> set[int]:
    """Facts of the meeting that every page says again, wherever on it: a date, a body, the number of the minutes.

    What stands among the first lines is the meeting's head itself.
    """
    counts = Counter(line.words for line in lines)
    return {
        line.index
        for line in lines[_HEAD:]
        if counts[line.words] >= _ALWAYS
        and (
            _MINUTES.match(line.words) or BODY.fullmatch(line.words) or _is_titled(line.words) or _is_dated(line.words)
        )
    }


def _is_titled(words: str) -> bool:
    titled = _TITLED.fullmatch(words)
    return titled is not None and sum(map(bool, titled.group("of", "by", "what"))) >= 2


def _is_dated(words: str) -> bool:
    named = field(words)
    return bool(named and named[0] == "date" and any(c.isdigit() for c in named[1]))


def _letterhead_foot(lines: Sequence[Line]) -> set[int]:
    """The last lines of a text, below white space, that say what the foot of a letterhead says: no other page tells."""
    found: set[int] = set()
    for line, above in zip(lines[: -REACH - 1 : -1], lines[-2 : -REACH - 2 : -1], strict=False):
        if ends_sentence(line.words) or not (_FOOT.search(line.words) or _NUMBERED_ROW.search(line.words)):
            break
        found.add(line.index)
        if line.row - above.row > 1:
            return found
    return set()


def _words(words: str) -> set[str]:
    return {word.strip(".,:;–-").casefold() for word in words.split()} - {""}


def _edges(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Positions of the lines near a page break, or near a page number where the text does not tell its pages."""
    if any(line.page is not None for line in lines):
        turns = [i for i in range(1, len(lines)) if lines[i].page != lines[i - 1].page]
        spans = [(i - REACH, i + REACH) for i in [0, *turns, len(lines)]] if turns else []
    else:
        spans = [(i - 2, i + 3) for i, line in enumerate(lines) if line.index in numbers]
    return {i for a, b in spans for i in range(max(a, 0), min(b, len(lines)))}


def _interrupts(lines: Sequence[Line], position: int) -> bool:
    """Whether the line stands in the middle of a sentence that goes on after it."""
    if not 0 < position < len(lines) - 1 or goes_on(lines[position].words):
        return False
    before, after = lines[position - 1].words, lines[position + 1].words
    return not ends_sentence(before) and is_unfinished(before) and goes_on(after)


def _bare_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that are a number only and count the pages: at a page's edge, or one higher each time."""
    bare = [i for i, line in enumerate(lines) if BARE_NUMBER.match(line.words)]
    edges = _edges(lines, set())
    values = {i: int(lines[i].words) for i in bare}
    climbing = {i for a, b in itertools.pairwise(bare) if values[b] == values[a] + 1 and b - a > 5 for i in (a, b)}
    return {lines[i].index for i in bare if i in climbing or i in edges}
