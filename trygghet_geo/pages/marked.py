"""A document's text, its statements marked in the colour of their kind: as escaped HTML, or as plain values."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from trygghet_geo.records import KINDS, Block, Document
from trygghet_geo.views import View, view

_TAGS = (("heading", "h4"), ("bullet", "li"))


@dataclass(frozen=True)
class Mark:
    """A statement's span in the document's text, end exclusive, its kind, and whether people have decided on it."""

    statement_id: str
    kind: str
    start: int
    end: int
    status: str = "read"

    def classes(self, chosen: str | None) -> str:
        """Names for the style sheet."""
        found = ["rejected" if self.status == "rejected" else self.kind]
        found += ["done"] if self.status in ("confirmed", "corrected") else []
        return " ".join([*found, *(["chosen"] if self.statement_id == chosen else [])])


def text(document: Document, marks: Sequence[Mark], *, chosen: str | None = None) -> str:
    """The document as it reads, block by block, as HTML without scripts, styles or links.

    Page furniture and the facts of the meeting (names of those attending) are left out; cells of a table stand in rows.
    A character within several marks gets the first kind of `KINDS`. The statement `chosen` gets the class `tk-chosen`.
    """
    parts = []
    for piece in _pieces(document):
        if isinstance(piece, Block):
            content = "".join(_run(run, mark, chosen) for mark, run in _runs(document, piece, marks))
            tag = dict(_TAGS).get(piece.kind, "p")
            made = f'<{tag} class="tk-{tag}">{content}</{tag}>'
            # A bullet stands in a list, or a screen reader passes over what it is.
            parts += [f"<ul>{made}</ul>" if tag == "li" else made] if content else []
            continue
        rows = ["".join(f"<td>{_cell(document, cell, marks, chosen)}</td>" for cell in row) for row in piece]
        parts.append(f'<table class="tk-table">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>')
    return f'<div class="tk-document">{"".join(parts)}</div>'


def traced(document: Document, marks: Sequence[Mark], *, chosen: str | None = None) -> list[dict]:
    """The same as plain values for static/review/review.js, each run with its offsets in the document's text.

    A block is `{tag, runs}` or `{rows}` of cells of runs; a run `{text, at, end, id, classes}` whose characters stand
    one by one from `at`.
    """
    found: list[dict] = []
    for piece in _pieces(document):
        if isinstance(piece, Block):
            runs = _traced(document, piece, marks, chosen)
            found += [{"tag": dict(_TAGS).get(piece.kind, "p"), "runs": runs}] if runs else []
        else:
            found.append({"rows": [[_traced(document, cell, marks, chosen) for cell in row] for row in piece]})
    return found


def hides(document: Document) -> bool:
    """Whether something of the document is not shown."""
    return any(not _shown(block) for block in document.blocks)


def _shown(block: Block) -> bool:
    return block.kind != "furniture" and not block.header


def _pieces(document: Document) -> Iterator[Block | list[list[Block]]]:
    """The blocks that are shown; cells that follow each other as one table of rows."""
    for is_table, group in groupby(filter(_shown, document.blocks), key=lambda block: block.kind == "cell"):
        if not is_table:
            yield from group
            continue
        rows: list[list[Block]] = []
        for cell in group:
            # A row of a table is a line of the text: between its cells there is no line break.
            same = rows and "\n" not in document.text[rows[-1][-1].end : cell.start]
            if same:
                rows[-1].append(cell)
            else:
                rows.append([cell])
        yield rows


def _cell(document: Document, cell: Block, marks: Sequence[Mark], chosen: str | None) -> str:
    return "".join(_run(run, mark, chosen) for mark, run in _runs(document, cell, marks))


def _here(block: Block, marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.start < block.end and mark.end > block.start]


def _marks(whole: View, marks: Iterable[Mark]) -> list[Mark | None]:
    """For each character of the view the mark that it lies in."""
    order = sorted(marks, key=lambda mark: (mark.status == "rejected", KINDS.index(mark.kind)))
    return [next((m for m in order if m.start <= offset < m.end), None) for offset in whole.offsets]


def _runs(document: Document, block: Block, marks: Sequence[Mark]) -> list[tuple[Mark | None, str]]:
    """The block's text cut where marks begin and end."""
    whole = view(document.text, block.spans)
    marked = _marks(whole, _here(block, marks))
    pairs = groupby(zip(marked, whole.text, strict=True), key=lambda pair: pair[0])
    return [(mark, "".join(character for _, character in run)) for mark, run in pairs]


def _traced(document: Document, block: Block, marks: Sequence[Mark], chosen: str | None) -> list[dict]:
    whole = view(document.text, block.spans)
    marked = _marks(whole, _here(block, marks))
    runs: list[dict] = []
    last: Mark | None = None
    for character, at, end, mark in zip(whole.text, whole.offsets, whole.ends, marked, strict=True):
        # A new run also where the text has something that is not shown: offsets then count on from there.
        if runs and mark is last and runs[-1]["end"] == at and len(runs[-1]["text"]) == at - runs[-1]["at"]:
            runs[-1]["text"] += character
            runs[-1]["end"] = end
        else:
            name = {"id": mark.statement_id, "classes": mark.classes(chosen)} if mark else {"id": None}
            runs.append({"text": character, "at": at, "end": end, **name})
        last = mark
    return runs


def _run(run: str, mark: Mark | None, chosen: str | None) -> str:
    if mark is None:
        return html.escape(run)
    classes = f"tk-{mark.kind}" + (" tk-chosen" if mark.statement_id == chosen else "")
    return f'<mark class="{classes}">{html.escape(run)}</mark>'
