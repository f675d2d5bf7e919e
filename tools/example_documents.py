"""Make the example documents that are not plain text, and the same minutes in three formats, from one source each.

    python tools/example_documents.py            # writes below data/

A source (`tools/example_documents/*.txt`) opens with its settings: `layout:`, `output:`, `furniture:` (the head of each
page), `lines:` (a page). Then come blocks apart by blank lines: `= title`, `| fact of the meeting`, `# heading`,
`## heading below it`, `- bullet`, `:: cell :: cell`, `---` (the next sections stand in a new row of the layout's table)
and paragraphs. `<page>` breaks a page in mid-sentence. Layout `side` puts headings in a left margin, as those of a
trygghetsråd have them.

The same source gives the same bytes: no time of writing, no random identifiers.
"""

from __future__ import annotations

import io
import sys
import textwrap
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from docx import Document
from docx.shared import Cm
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

SOURCES = Path(__file__).resolve().with_suffix("")
DATA = Path(__file__).resolve().parent.parent / "data"

MARKS = {
    "= ": "title",
    "| ": "fact",
    "# ": "heading",
    "## ": "subheading",
    "- ": "bullet",
    ":: ": "cells",
    "---": "row",
}
PAGE = "<page>"
BODY_WIDTH = 68
MARGIN_WIDTH = 18
LINES_PER_PAGE = 58
TOP, BOTTOM = 780, 50
"""Points from the page's lower edge."""
LEFT, GUTTER = 57, 175
ZIP_TIME = (2021, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    kind: str
    text: str


@dataclass(frozen=True)
class Source:
    layout: str
    outputs: tuple[str, ...]
    furniture: str | None
    lines: int
    """Lines a page."""
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Line:
    """One printed line: what stands in the margin beside it, its words, how it is set."""

    margin: str
    text: str
    kind: str


def parse(text: str) -> Source:
    """A source's settings and parts; a block of several marked lines gives one part a line."""
    head, body = text.split("\n\n", 1)
    settings = [line.split(": ", 1) for line in head.split("\n")]
    parts: list[Part] = []
    for block in body.strip().split("\n\n"):
        lines = block.split("\n")
        parts += [_part(line) for line in lines] if _part(lines[0]).kind != "paragraph" else [Part("paragraph", block)]
    return Source(
        layout=dict(settings)["layout"],
        outputs=tuple(value for key, value in settings if key == "output"),
        furniture=dict(settings).get("furniture"),
        lines=int(dict(settings).get("lines", LINES_PER_PAGE)),
        parts=tuple(parts),
    )


def _part(line: str) -> Part:
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Part(kind, line[len(mark) :].strip())
    return Part("paragraph", line)


# Lines and pages, for the formats that have them


def chunks(source: Source) -> list[list[list[Line]]]:
    """Pages of chunks of lines. A chunk is the part of a layout row that stands on one page."""
    pages: list[list[list[Line]]] = [[[]]]
    for before, part in pairwise((Part("title", ""), *source.parts)):
        if before.kind in {"bullet", "fact"} and part.kind != before.kind:
            pages[-1][-1].append(Line("", "", "space"))
        if part.kind == "row":
            pages[-1].append([])
            continue
        for line in _lines(part, side=source.layout == "side"):
            if line.kind == "break" or sum(map(len, pages[-1])) >= source.lines:
                pages.append([[]])
            if line.kind != "break":
                pages[-1][-1].append(line)
    return pages


def _lines(part: Part, *, side: bool) -> list[Line]:
    if part.kind in {"heading", "subheading"} and side:
        return [Line(margin, "", "margin") for margin in textwrap.wrap(part.text, MARGIN_WIDTH)]
    words = f"• {part.text}" if part.kind == "bullet" else part.text.replace("\n", " ")
    out: list[Line] = []
    for number, piece in enumerate(words.split(PAGE)):
        out += [Line("", "", "break")] * (number > 0)
        out += [Line("", text, part.kind) for text in textwrap.wrap(piece.strip(), BODY_WIDTH)]
    return [*out, Line("", "", "space")] if part.kind not in {"fact", "bullet"} else out


def _beside(chunk: list[Line]) -> tuple[list[str], list[Line]]:
    """Margin and body of a chunk, line by line: a heading stands beside the first line below it."""
    body = [line for line in chunk if line.kind != "margin"]
    margin = [""] * len(body)
    at = 0
    for line in chunk:
        if line.kind != "margin":
            at += 1
            continue
        row = at
        while row < len(margin) and margin[row]:
            row += 1
        margin[row : row + 1] = [line.margin]
    return margin, body


# Plain text, as it comes out of a table whose left cell holds the headings


def as_text(source: Source) -> str:
    """What copying such a page gives: the margin's lines first, its empty ones with them, then the body's."""
    out: list[str] = []
    for page in chunks(source):
        for chunk in page:
            margin, body = _beside(chunk)
            out += _left_cell(margin)
            out += [f"{line.text} \n\n" for line in body]
        out[-1] = out[-1].rstrip("\n") + "\n"
    return "".join(out)


def _left_cell(margin: list[str]) -> list[str]:
    """The left cell's paragraphs. Word starts it at the top of each page; a cell with one heading is left short."""
    rows = [i for i, words in enumerate(margin) if words]
    if not rows:
        return []
    kept = margin[rows[0] :] if len(rows) > 1 or rows[0] else margin[:3]
    return [f"{words} \n\n" for words in kept] + ["\n"]


# PDF


def as_pdf(source: Source) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(next(part.text for part in source.parts if part.kind == "title"))
    pages = chunks(source)
    pitch = (TOP - BOTTOM) / source.lines
    side = False
    for number, page in enumerate(pages, 1):
        _furnish(canvas, source.furniture, number=number, pages=len(pages))
        y = TOP
        for chunk in page:
            for margin, line in zip(*_beside(chunk), strict=True):
                side = side or bool(margin)
                _draw(canvas, margin, line, y=y, x=GUTTER if side and line.kind != "fact" else LEFT, size=pitch * 0.8)
                y -= pitch
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _furnish(canvas: Canvas, words: str | None, *, number: int, pages: int) -> None:
    canvas.setFont("Helvetica", 8)
    if words:
        canvas.drawString(LEFT, TOP + 30, words)
    canvas.drawRightString(A4[0] - LEFT, BOTTOM - 15, f"{number} ({pages})")


def _draw(canvas: Canvas, margin: str, line: Line, *, x: float, y: float, size: float) -> None:
    size = min(size, 12)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(LEFT, y, margin)
    scale = {"title": 1.5, "heading": 1.2, "subheading": 1.1}.get(line.kind, 1)
    canvas.setFont("Helvetica" if scale == 1 else "Helvetica-Bold", size * scale)
    canvas.drawString(x, y, line.text)


# DOCX


def as_docx(source: Source) -> bytes:
    document = Document()
    for part in source.parts:
        if part.kind == "title":
            document.add_heading(part.text, 0)
    target, table = document, None
    for part in source.parts:
        if part.kind == "cells":
            table = _add_row(document, table, part.text.split(" :: "))
        elif source.layout == "side" and part.kind == "heading":
            target = _side_cell(document, part.text)
        elif part.kind == "fact":
            document.add_paragraph(part.text)
        elif part.kind not in {"title", "row"}:
            _add(target, part)
    return _sealed(document)


def _add(target, part: Part) -> None:
    words = part.text.replace(f" {PAGE}", "").replace("\n", " ")
    if part.kind in {"heading", "subheading"}:
        target.add_heading(words, 1 if part.kind == "heading" else 2)
    else:
        target.add_paragraph(words, style="List Bullet" if part.kind == "bullet" else None)


def _side_cell(document, heading: str):
    """A new row with `heading` in its left cell; gives the right cell to write in."""
    table = document.tables[-1] if document.tables else document.add_table(rows=0, cols=2)
    left, right = table.add_row().cells
    left.width, right.width = Cm(4), Cm(12)
    left.paragraphs[0].add_run(heading).bold = True
    right.paragraphs[0]._p.getparent().remove(right.paragraphs[0]._p)
    return right


def _add_row(document, table, cells: list[str]):
    if table is None:
        table = document.add_table(rows=0, cols=len(cells), style="Table Grid")
    for cell, words in zip(table.add_row().cells, cells, strict=True):
        cell.text = words
    return table


def _sealed(document) -> bytes:
    """The file with one fixed time on every member, so that the same source gives the same bytes."""
    written, sealed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(sealed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return sealed.getvalue()


def _as_text_bytes(source: Source) -> bytes:
    return as_text(source).encode("utf-8")


WRITERS = {".txt": _as_text_bytes, ".pdf": as_pdf, ".docx": as_docx}


def outputs() -> dict[str, bytes]:
    """Every made file: its path below data/ → its bytes."""
    made: dict[str, bytes] = {}
    for path in sorted(SOURCES.glob("*.txt")):
        source = parse(path.read_text(encoding="utf-8"))
        made |= {name: WRITERS[Path(name).suffix](source) for name in source.outputs}
    return made


if __name__ == "__main__":
    for name, content in outputs().items():
        (DATA / name).parent.mkdir(parents=True, exist_ok=True)
        (DATA / name).write_bytes(content)
        sys.stdout.write(f"{DATA / name}\n")
