"""Whether two documents are the same one in two files, such as minutes handed out both as PDF and as DOCX."""

from __future__ import annotations

import re

from trygghet_geo.records import Document
from trygghet_geo.views import view

LIKENESS = 0.8
"""Share of word triples in common from which two documents of one meeting are copies. Conversion between formats and a
corrected misspelling leave more; minutes of another meeting in the same mould leave far less, and so does a new number
in each line of a form."""
UNDATED_LIKENESS = 0.95
"""The same when neither document has a date to go by."""
_WORD = re.compile(r"\w+")


def shingles(document: Document) -> frozenset[tuple[str, ...]]:
    """Every three words in a row of the document's own text (no page furniture), in whatever case."""
    spans = [span for block in document.blocks if block.kind != "furniture" for span in block.spans]
    words = _WORD.findall(view(document.text, spans or [(0, len(document.text))]).text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset({tuple(words)})


def likeness(one: frozenset, other: frozenset) -> float:
    """Jaccard's index: 0 when nothing is shared, 1 when all is."""
    return len(one & other) / len(one | other)
