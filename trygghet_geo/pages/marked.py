"""A document's text as HTML, its statements marked in the colour of their kind. All text is escaped here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from trygghet_geo.records import KINDS, Block, Document
from trygghet_geo.views import View, view


@dataclass(frozen=True)
class Mark:
    """A statement's span in the document's text, end exclusive, and its kind."""

    statement_id: str
    kind: str
    start: int
    end: int


def text(document: Document, marks: Sequence[Mark], *, chosen: str | None = None) -> str:
    """The document as it reads, block by block, as HTML without scripts, styles or links.

    Page furniture and the facts of the meeting (names of those attending) are left out. A character within several
    marks gets the first kind of `KINDS`. The statement `chosen` gets the class `tk-chosen` as well.
    """
    parts = [_block(document, block, marks, chosen) for block in document.blocks if _shown(block)]
    return f'<div class="tk-document">{"".join(parts)}</div>'


def hides(document: Document) -> bool:
    """Whether something of the document is not shown."""
    return any(not _shown(block) for block in document.blocks)


def _shown(block: Block) -> bool:
    return block.kind != "furniture" and not block.header


def _block(document: Document, block: Block, marks: Sequence[Mark], chosen: str | None) -> str:
    whole = view(document.text, block.spans)
    if not whole.text:
        return ""
    here = [mark for mark in marks if mark.start < block.end and mark.end > block.start]
    content = "".join(_run(run, mark, chosen) for mark, run in _runs(whole, here))
    tag = {"heading": "h4", "bullet": "li"}.get(block.kind, "p")
    return f'<{tag} class="tk-{tag}">{content}</{tag}>'


def _runs(whole: View, marks: Iterable[Mark]) -> list[tuple[Mark | None, str]]:
    """The block's text cut where marks begin and end."""
    order = sorted(marks, key=lambda mark: KINDS.index(mark.kind))
    marked = [next((m for m in order if m.start <= offset < m.end), None) for offset in whole.offsets]
    pairs = groupby(zip(marked, whole.text, strict=True), key=lambda pair: pair[0])
    return [(mark, "".join(character for _, character in run)) for mark, run in pairs]


def _run(run: str, mark: Mark | None, chosen: str | None) -> str:
    if mark is None:
        return html.escape(run)
    classes = f"tk-{mark.kind}" + (" tk-chosen" if mark.statement_id == chosen else "")
    return f'<mark class="{classes}">{html.escape(run)}</mark>'
