"""What is said in a document: its statements with kind, claims, dates and reasons."""

from __future__ import annotations

from collections.abc import Sequence

from trygghet_geo.records import Document, Mention, Statement
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.understanding.statements import statements

__all__ = ["understand"]


def understand(document: Document, mentions: Sequence[Mention], taxonomy: Taxonomy) -> tuple[Statement, ...]:
    """All statements of the document in reading order.

    `mentions` are the place mentions of the whole document; they decide where a sentence with two problems at two
    places is cut. See docs/understanding.md for the passes, what a span holds and what the confidence means.
    """
    return statements(document, mentions, taxonomy)
