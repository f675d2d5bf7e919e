"""Whether two documents are the same one in two files, such as minutes handed out both as PDF and as DOCX."""

from __future__ import annotations

import re
import sys
from array import array
from zlib import crc32

from trygghet_geo.records import Document
from trygghet_geo.views import view

LIKENESS = 0.8
"""Share of word triples in common from which two documents of one meeting are copies. Conversion between formats and a
corrected misspelling leave more; minutes of another meeting in the same mould leave far less, and so does a new number
in each line of a form."""
UNDATED_LIKENESS = 0.95
"""The same when neither document has a date to go by."""
_WORD = re.compile(r"\w+")


def sketch(document: Document) -> bytes:
    """Every three words in a row of the document's own text (no page furniture), in whatever case, as four bytes each.

    Kept beside the document, so that it need not be read again to be compared. The bytes are a checksum: that two
    triples share it is one chance in four billion. A document of fewer than three words has one entry.
    """
    spans = [span for block in document.blocks if block.kind != "furniture" for span in block.spans]
    words = _WORD.findall(view(document.text, spans or [(0, len(document.text))]).text.casefold())
    triples = set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}
    numbers = array("I", sorted({crc32(" ".join(triple).encode("utf-8", "replace")) for triple in triples}))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Jaccard's index of two sketches: 0 when nothing is shared, 1 when all is."""
    first, second = set(memoryview(one).cast("I")), set(memoryview(other).cast("I"))
    return len(first & second) / len(first | second)


def sizes(one: bytes, least: float) -> tuple[float, float]:
    """Lengths in bytes between which another sketch must be to be as like as `least`."""
    return len(one) * least, len(one) / least
