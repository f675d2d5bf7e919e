"""A few words of a document on either side of a quote, from the same paragraph: what a sentence stands among."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trygghet_geo.views import view

if TYPE_CHECKING:
    from trygghet_geo.records import Document

WORDS = 12
"""On either side, at most."""


def context(document: Document, *, start: int, end: int, words: int = WORDS) -> tuple[str, str]:
    """The words before and after [start, end) of the text, as they read; cut ones begin or end with an ellipsis.

    Only from the block that holds the quote, and never from the head of a document, which names those attending.
    """
    block = next((one for one in document.blocks if one.start <= start < one.end), None)
    if block is None or block.header or block.kind in ("furniture", "cell"):
        return "", ""
    before = [(low, min(high, start)) for low, high in block.spans if low < start]
    after = [(max(low, end), high) for low, high in block.spans if high > end]
    first, last = (view(document.text, spans).text.split() if spans else [] for spans in (before, after))
    head = " ".join(first[-words:])
    tail = " ".join(last[:words])
    return (f"… {head}" if len(first) > words else head), (f"{tail} …" if len(last) > words else tail)
