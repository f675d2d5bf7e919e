"""How a document as read compares with what its layout set."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from types import MappingProxyType

import pypdfium2 as pdfium
from reportlab.pdfbase import pdfmetrics

from benchmarks.layouts.pdf import HEIGHT, Put
from benchmarks.layouts.truth import Unit
from trygghet_geo.records import Block, Document
from trygghet_geo.views import view

_TEXT = ("paragraph", "bullet", "cell")
_SLACK = 1.5
"""Points around a box within which pdfium is asked for what stands in it."""
_BEARING = MappingProxyType({"Courier": 0.24, "Helvetica": 0.21, "Times": 0.12, "Vera": 0.16, "VeraBd": 0.16})
"""White space beside a letter that its font counts as its width, as a share of its size; boxes hold the ink alone.

The widest beside any letter, figure or stop by the outlines that pdfium draws: ":" in Courier, "1" in Helvetica,
"•" in Vera.
"""


@dataclass(frozen=True)
class Score:
    """Counts: what is right, of how many. Added up over layouts."""

    placed: int = 0
    """Paragraphs, bullets and cells, all of whose words stand under the heading that they should."""
    whole: int = 0
    """Of these, blocks of their own, no word more or less."""
    texts: int = 0
    in_order: int = 0
    words: int = 0
    leaked: int = 0
    """Words of page furniture that stand in text, or in a heading over text."""
    broken: int = 0
    """Offsets that do not give back their text."""
    covered: int = 0
    """Lines that a box covers."""
    lines: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def score(
    document: Document, units: Sequence[Unit], *, furniture: Iterable[str] = (), text: str | None = None
) -> Score:
    """`furniture`: the rows of heads and feet that were set; `text`: what the document's text must be, if known."""
    blocks = [block for block in document.blocks if block.kind != "furniture"]
    seen = [view(document.text, block.spans).text.split() for block in blocks]
    wanted = [unit.words.split() for unit in units]
    owner = list(itertools.accumulate(map(len, seen), initial=0))
    matched = _matched(list(itertools.chain(*wanted)), list(itertools.chain(*seen)))
    placed = whole = texts = position = 0
    for unit, words in zip(units, wanted, strict=True):
        if unit.kind in _TEXT:
            at = [matched.get(i) for i in range(position, position + len(words))]
            found = {bisect_right(owner, i) - 1 for i in at if i is not None}
            texts += 1
            placed += None not in at and all(_is_under(blocks[i], unit) for i in found)
            whole += any(seen[i] == words for i in found)
        position += len(words)
    taken = set(matched.values())
    # Inside a sentence, or the heading of one. A letterhead that heads nothing, or the head of the minutes, is neither.
    over = {" ".join((block.section or "").split()) for block in blocks}
    extra = [
        word
        for block, words, first in zip(blocks, seen, owner, strict=False)
        for i, word in enumerate(words, first)
        if i not in taken and (block.kind in _TEXT or " ".join(words) in over) and not block.header
    ]
    foreign = Counter(itertools.chain(*(row.split() for row in furniture)))
    return Score(
        placed,
        whole,
        texts,
        len(matched),
        position,
        leaked=sum((Counter(extra) & foreign).values()),
        broken=sum(_broken(document, text)),
    )


def _matched(wanted: Sequence[str], seen: Sequence[str]) -> dict[int, int]:
    """For the words found in the wanted order, which of the wanted words is which of the seen."""
    pieces = SequenceMatcher(None, wanted, seen, autojunk=False).get_matching_blocks()
    return {a + i: b + i for a, b, size in pieces for i in range(size)}


def _is_under(block: Block, unit: Unit) -> bool:
    return block.kind in _TEXT and " ".join((block.section or "").split()) == (unit.section or "")


def _broken(document: Document, text: str | None) -> Iterator[bool]:
    """For each piece of the text whether its offsets are wrong: outside, overlapping, white space at an edge."""
    yield text is not None and document.text != text
    spans = sorted(span for block in document.blocks for span in block.spans)
    for (start, end), (following, _) in zip(spans, [*spans[1:], (len(document.text),) * 2], strict=True):
        piece = document.text[start:end]
        yield not (0 <= start < end <= following and piece and piece == piece.strip())


def covered(document: Document, puts: Sequence[Put]) -> tuple[int, int]:
    """Lines that a box of the document covers, by where the layout put them; and how many lines there are."""
    boxes = [box for block in document.blocks for box in block.boxes]
    found = sum(
        any(
            box.page == put.page + 1
            and box.x0 - _bearing(put) <= put.x
            and put.x + _drawn(put) <= box.x1 + _bearing(put)
            and box.y0 < HEIGHT - put.base - 0.3 * put.size
            and HEIGHT - put.base <= box.y1 + _SLACK
            and box.y1 - box.y0 < 2 * put.size
            for box in boxes
        )
        for put in puts
    )
    return found, len(puts)


def _drawn(put: Put) -> float:
    """The width of a line as it is drawn: pdfium takes each letter's in whole thousandths of its size."""
    face = getattr(pdfmetrics.getFont(put.font), "face", None)
    if not hasattr(face, "getCharWidth"):
        return put.width
    return sum(int(face.getCharWidth(ord(letter))) for letter in put.words) * put.size / 1000


def _bearing(put: Put) -> float:
    return _BEARING[put.font.partition("-")[0]] * put.size


def confirmed(document: Document, data: bytes) -> tuple[int, int]:
    """Lines whose box holds their words by pdfium's own account of that area; and how many lines there are."""
    source = pdfium.PdfDocument(data)
    texts = [page.get_textpage() for page in source]
    heights = [page.get_height() for page in source]
    found = total = 0
    for block in document.blocks:
        words = view(document.text, block.spans).text.replace(" ", "").replace("-", "")
        inside = ""
        for box in block.boxes:
            area = (box.x0 - _SLACK, heights[box.page - 1] - box.y1 - _SLACK, box.x1 + _SLACK)
            inside += texts[box.page - 1].get_text_bounded(*area, heights[box.page - 1] - box.y0 + _SLACK)
        letters = Counter(c for c in inside if c.isalnum())
        total += len(block.boxes)
        found += len(block.boxes) * (not Counter(c for c in words if c.isalnum()) - letters)
    source.close()
    return found, total
