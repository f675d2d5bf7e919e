"""A page of a PDF → its pieces of text, each with its place on the page as shown."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.asking import Asking, Placing
from trygghet_geo.reading.runs import Run

MOST_LETTERS = 200_000
"""Characters on one page; a page of small print has some ten thousand."""
_WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?")
_LINE = re.compile(r"[^\r\n]+")
_SPACE = 0.6
"""A gap within a line that is wider than this, times the size of the letters, may part two columns."""


def runs(source: pdfium.PdfDocument, number: int, name: str) -> tuple[tuple[float, float], list[Run]]:
    """Width and height of the page as shown, and its pieces of text."""
    page = source[number]
    try:
        text = page.get_textpage()
        try:
            if text.count_chars() > MOST_LETTERS:
                raise UnreadableDocument(f"{name}: sidan {number + 1} är orimligt stor; filen går inte att läsa")
            place = Placing(page)
            return (place.width, place.height), _phrases(_words(text, place))
        finally:
            text.close()
    finally:
        page.close()


def _letters(text: pdfium.PdfTextPage) -> str:
    """The page's characters, each at its own index. pdfium's bulk text may leave some out: then one by one."""
    count = text.count_chars()
    whole = text.get_text_range() if count else ""
    if len(whole) == count:
        return whole
    codes = (raw.FPDFText_GetUnicode(text, i) for i in range(count))
    return "".join(chr(code) if code and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " " for code in codes)


_Word = tuple[float, float, float, float, str, float, bool, float]
"""A word on the page as shown, y from the top: x0, y0, x1, y1, its letters, their size, bold, the line they stand on.

Not a `Run`, and not even named: a page has hundreds, and nearly all end inside a phrase.
"""


def _words(text: pdfium.PdfTextPage, place: Placing) -> list[_Word]:
    """The words of a page in the order of the file, each with its box, or rows of them that nothing parts.

    Text asked for by area catches neighbours.
    """
    asking = Asking(text, place)
    letters = _letters(text)
    found: list[_Word] = []
    for line in _LINE.finditer(letters):
        spans = [match.span() for match in _WORD.finditer(letters, *line.span())]
        if not spans:
            continue
        same = asking.same_voice(spans)
        if len(spans) > 1 and same and same.base is not None and place.turn == 0:
            said = letters[spans[0][0] : spans[-1][1]]
            rows = asking.rows(spans, _widest(same.size)) if said.isprintable() else None
            if rows is not None:
                each = said.split()
                found += [(*area, " ".join(each[a:b]), *same) for a, b, area in rows]
                continue
        for start, end in spans:
            words, box = letters[start:end], asking.area(start, end - start)
            if box and (words.isprintable() or (words := _clean(words))):
                size, bold, base = same or asking.voice(start)
                found.append((*box, words, size, bold, base or asking.base(start) or box[3]))
    return found


def _widest(size: float) -> float:
    """Points between two words from which on they may stand in two columns, by the size of their letters."""
    return max(_SPACE * size, 5.0)


def _phrases(words: Sequence[_Word]) -> list[Run]:
    """Words that follow each other in the file and on the page, joined. A wide gap may be a column's and parts them."""
    done: list[Run] = []
    part: list[_Word] = []
    last_x, last_base = 0.0, -math.inf
    for word in words:
        x0, _, x1, _, _, size, _, base = word
        near = abs(base - last_base) < (0.5 * size if size > 6 else 3.0)
        if not (near and -1 <= x0 - last_x < _widest(size)):
            if part:
                done.append(_phrase(part))
            part = []
        part.append(word)
        last_x, last_base = x1, base
    return [*done, _phrase(part)] if part else done


def _phrase(part: Sequence[_Word]) -> Run:
    if len(part) == 1:
        x0, y0, x1, y1, words, size, bold, base = part[0]
        return Run(x0, y0, x1, y1, words, size=size, bold=bold, base=base)
    x0s, y0s, x1s, y1s, words, sizes, bold, bases = zip(*part, strict=True)
    size = sizes[0]
    if sizes.count(size) < len(sizes):
        size = Counter(dict(zip(sizes, map(len, words), strict=True))).most_common(1)[0][0]
    return Run(x0s[0], min(y0s), max(x1s), max(y1s), " ".join(words), size=size, bold=all(bold), base=bases[0])


def _clean(word: str) -> str:
    """pdfium's sign for a hyphen at a line's end becomes the hyphen it is, other control signs go."""
    word = word.replace("\x02", "-").replace("\ufffe", "-")
    return "".join(c for c in word if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\uffff\u200b").strip()
