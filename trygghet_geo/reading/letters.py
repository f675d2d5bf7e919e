"""A page of a PDF → its pieces of text, each with its place on the page as shown."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from types import MappingProxyType

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.asking import Asking, Room, Word, widest
from trygghet_geo.reading.placing import Placing
from trygghet_geo.reading.runs import Run, of_fields

MOST_LETTERS = 200_000
"""Characters on one page; a page of small print has some ten thousand."""
_WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?")
_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
"""pdfium tells lines apart, but for those that a hyphen joins."""
_HYPHENS = MappingProxyType({0x02: "-", 0xFFFE: "-"})
"""pdfium's signs for a hyphen at a line's end."""


def runs(source: pdfium.PdfDocument, number: int, name: str, room: Room) -> tuple[tuple[float, float], list[Run]]:
    """Width and height of the page as shown, and its pieces of text. The page stays open in `room`."""
    page = source[number]
    text = page.get_textpage()
    try:
        if text.count_chars() > MOST_LETTERS:
            raise UnreadableDocument(f"{name}: sidan {number + 1} är orimligt stor; filen går inte att läsa")
        place = Placing(page)
        asking = Asking(text, place, room)
        found = _phrases(_words(text, asking, level=place.turn == 0))
        room.turn(page, asking.fonts)
        return (place.width, place.height), found
    finally:
        text.close()


def _letters(text: pdfium.PdfTextPage) -> str:
    """The page's characters, each at its own index. pdfium's bulk text may leave some out: then one by one."""
    count = text.count_chars()
    whole = text.get_text_range() if count else ""
    if len(whole) == count:
        return whole
    codes = (raw.FPDFText_GetUnicode(text, i) for i in range(count))
    return "".join(chr(code) if code and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " " for code in codes)


def _words(text: pdfium.PdfTextPage, asking: Asking, *, level: bool) -> list[Word]:
    """The words of a page in the order of the file, each with its box, or rows of them that nothing parts.

    Text asked for by area catches neighbours. `level`: the page is shown as it was set.
    """
    letters = _letters(text)
    found: list[Word] = []
    for line in _LINE.finditer(letters):
        words = line[0]
        said = words.strip()
        if not said:
            continue
        printable = said.isprintable()
        if not printable:
            said = said.translate(_HYPHENS)
            printable = said.isprintable()
        if level and printable:
            start = line.start()
            rows = asking.rows(start if words == said else start + len(words) - len(words.lstrip()), said)
            if rows is not None:
                found += rows
                continue
        found += _parts(asking, letters, line.span(), level=level)
    return found


def _parts(asking: Asking, letters: str, line: tuple[int, int], *, level: bool) -> Iterator[Word]:
    """The words of a line, one by one where they must be."""
    spans = [match.span() for match in _WORD.finditer(letters, *line)]
    if not spans:
        return
    same = asking.same_voice(spans)
    if len(spans) > 1 and same and same[2] is not None and level:
        said = letters[spans[0][0] : spans[-1][1]]
        rows = asking.each(spans, widest(same[0])) if said.isprintable() else None
        if rows is not None:
            each = said.split()
            for a, b, area in rows:
                yield *area, " ".join(each[a:b]), *same
            return
    for start, end in spans:
        words, box = letters[start:end], asking.area(start, end - start)
        if box and (words.isprintable() or (words := _clean(words))):
            size, bold, base = same or asking.voice(start)
            yield *box, words, size, bold, base or asking.base(start) or box[3]


def _phrases(words: Sequence[Word]) -> list[Run]:
    """Words that follow each other in the file and on the page, joined. A wide gap may be a column's and parts them."""
    parts: list[list[Word]] = []
    last_x, last_base = 0.0, -math.inf
    for word in words:
        x0, _, x1, _, _, size, _, base = word
        # Most words are a whole line: they are parted by the height that they stand at.
        near = abs(base - last_base) < (0.5 * size if size > 6 else 3.0)
        if near and -1 <= x0 - last_x < widest(size):
            parts[-1].append(word)
        else:
            parts.append([word])
        last_x, last_base = x1, base
    alone = False, None, 1.0, 0.0
    return [_phrase(part) if len(part) > 1 else of_fields((*part[0][:7], *alone, part[0][7])) for part in parts]


def _phrase(part: Sequence[Word]) -> Run:
    x0s, y0s, x1s, y1s, words, sizes, bold, bases = zip(*part, strict=True)
    size = sizes[0]
    if sizes.count(size) < len(sizes):
        size = Counter(dict(zip(sizes, map(len, words), strict=True))).most_common(1)[0][0]
    edges = x0s[0], min(y0s), max(x1s), max(y1s)
    return of_fields((*edges, " ".join(words), size, all(bold), False, None, 1.0, 0.0, bases[0]))


def _clean(word: str) -> str:
    """pdfium's sign for a hyphen at a line's end becomes the hyphen it is, other control signs go."""
    word = word.translate(_HYPHENS)
    return "".join(c for c in word if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\uffff\u200b").strip()
