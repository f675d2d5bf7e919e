"""PDF with text → Document. The text is laid out in reading order, one line a line, with its box on the page."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import breaks, letters, scans
from trygghet_geo.reading.asking import Room
from trygghet_geo.reading.assembly import document
from trygghet_geo.reading.breaks import Numbered
from trygghet_geo.reading.columns import around, ordered
from trygghet_geo.reading.fields import field
from trygghet_geo.reading.files import content
from trygghet_geo.reading.furniture import REACH, Row, page_edges
from trygghet_geo.reading.grids import PER_PAGE
from trygghet_geo.reading.lines import Line, ends_sentence, may_be_heading
from trygghet_geo.reading.rows import rows
from trygghet_geo.reading.runs import Run, of_fields
from trygghet_geo.records import Box, Document

MOST_PAGES = 3000
_PARAGRAPH_GAP = 1.3
_ENOUGH = 300
"""A page of fewer letters (a title page) does not tell what size its body is."""
_LARGER = 1.12
"""Letters this much larger than the body's make a heading."""
_SMALL = 0.85
"""Letters smaller than this share of the body's, at the top of a page, are a running head's."""
_SMALLER = 0.97
"""Letters smaller than this share of it are smaller by more than the rounding of sizes."""
_LINE, _BOX, _ROW = partial(tuple.__new__, Line), partial(tuple.__new__, Box), partial(tuple.__new__, Row)
"""Of all their fields, made without a step in Python: a document has tens of thousands."""
_LOCK = threading.Lock()
"""pdfium may not be entered by two threads at once, and a server has many."""


def read(path: Path) -> Document:
    """Read a `.pdf`; scanned pages by OCR. Raises UnreadableDocument: encrypted, broken, without text, too large."""
    data = content(path, known=(".pdf",))
    with _LOCK:
        found, sizes = _pages(data, path.name)
    return paged(path, data, found, sizes)


def paged(path: Path, data: bytes, found: Sequence[Sequence[Run]], sizes: Sequence[tuple[float, float]]) -> Document:
    """The document whose pages, `sizes` points wide and high, hold the pieces of text `found`."""
    if not any(run.words for page in found for run in page):
        raise UnreadableDocument(
            f"{path.name}: ingen läsbar text, inte heller på inskannade sidor; kontrollera att rätt fil valdes"
        )
    text, lines = _laid_out(_in_order(found, sizes))
    return document(path, data, text=text, pages=len(found), lines=lines)


def _pages(data: bytes, name: str) -> tuple[list[list[Run]], list[tuple[float, float]]]:
    """The pieces of text of each page, and its width and height."""
    try:
        source = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableDocument(
                f"{name}: filen är skyddad med lösenord; spara en kopia utan lösenord och läs in den"
            ) from error
        raise UnreadableDocument(
            f"{name}: PDF-filen är trasig; hämta den på nytt eller skriv ut den till PDF"
        ) from error
    room = Room()
    try:
        if len(source) > MOST_PAGES:
            raise UnreadableDocument(f"{name}: {len(source)} sidor, gränsen är {MOST_PAGES}; dela upp filen")
        sizes, found = [], []
        for number in range(len(source)):
            size, runs = letters.runs(source, number, name, room)
            sizes.append(size)
            found.append(runs)
        scans.fill(source, found, sizes, name=name)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{name}: sidorna kan inte läsas, PDF-filen är trasig; hämta den på nytt") from error
    finally:
        room.close()
        source.close()
    return found, sizes


def _in_order(found: Sequence[Sequence[Run]], sizes: Sequence[tuple[float, float]]) -> list[list[Run]]:
    """Each page's lines in reading order, heads first and feet last so that they part no columns."""
    laid = [rows(runs) for runs in found]
    body = _most([_letters(runs) for runs in found])
    edges = page_edges([_rows(page, height, body) for page, (_, height) in zip(laid, sizes, strict=True)])
    tops, heads = breaks.repeated(laid, [head for head, _ in edges])
    ends = [max(top, len(page) - foot) for page, top, (_, foot) in zip(laid, tops, edges, strict=True)]
    bodies = [page[top:end] for page, top, end in zip(laid, tops, ends, strict=True)]
    widths = [width for width, _ in sizes]
    pages: list[list[Run]] = []
    beside = around(bodies, widths, heads)
    for page, body, width, top, end, near in zip(laid, bodies, widths, tops, ends, beside, strict=True):
        pages.append([*_edge(page[:top]), *ordered(body, width, near), *_edge(page[end:])])
    return pages


def _rows(page: Sequence[Sequence[Run]], height: float, body: float) -> list[Row]:
    """The rows of a page as `page_edges` wants them. Of those far from its edges only the height counts."""
    found: list[Row] = []
    foot = len(page) - REACH - 1
    for number, row in enumerate(page):
        y = (row[0].base if len(row) == 1 else min([run.base for run in row])) / height
        if REACH < number < foot:
            found.append(_ROW(("", y, False, False)))
        else:
            size = max([run.size for run in row])
            words = " ".join([run.words for run in row])
            found.append(_ROW((words, y, size < _SMALL * body, size < _SMALLER * body)))
    return found


def _edge(part: Sequence[Sequence[Run]]) -> list[Run]:
    return [of_fields((*run[:5], -1.0, False, False, None, 9.0, 0.0, 0.0)) for row in part for run in row]


def _unparted(pages: Sequence[Sequence[Numbered]]) -> list[list[Numbered]]:
    """The lines of each page. A foot and a head that part a sentence follow the page on which it ends:
    a quote is one piece of the text, and would have them in the middle."""
    done: list[list[Numbered]] = []
    held: list[Numbered] = []
    for following, page in enumerate(pages, 1):
        text = [i for i, (_, run) in enumerate(page) if run.size >= 0]
        first, last = (text[0], text[-1] + 1) if text else (len(page), len(page))
        heads, body, feet = page[:first], page[first:last], page[last:]
        goes_on = any(run.size >= 0 for _, run in (pages[following] if following < len(pages) else ()))
        begun = bool(held)
        held += [*heads, *feet] if begun else feet
        if goes_on and (not body or not ends_sentence(body[-1][1].words)):
            done.append([*(() if begun else heads), *body])
        else:
            done.append([*(() if begun else heads), *body, *held])
            held = []
    return done


def _laid_out(pages: Sequence[Sequence[Run]]) -> tuple[str, tuple[Line, ...]]:
    """The document's text, and its lines with offsets, rows and boxes."""
    unparted = _unparted(breaks.numbered(pages))
    letters_of = [_letters([run for _, run in page]) for page in unparted]
    usual = _most(letters_of)
    parts: list[str] = []
    lines: list[Line] = []
    position, row, index = 0, 0, 0
    for page, counted in zip(unparted, letters_of, strict=True):
        body = _most([counted], least=_ENOUGH) or usual
        above: Run | None = None
        for number, run in page:
            step = _step(run, first=above is None)
            row += step
            if above is None:
                between = "\f" if lines else ""
            elif run.cell and _beside(above, run):
                between = "\t"
            else:
                between = "\n" if step == 1 else "\n\n"
            start = position + len(between)
            line = _line(run, start, row=row, index=index, page=number, body=body)
            if above and run.bold and above.bold and step == 1 and lines[-1].heading == 3 and not line.heading:
                line = line._replace(heading=3)
            parts += between, line.words
            position = line.end
            lines.append(line)
            above, index = run, index + 1
    return "".join(parts), tuple(lines)


def _beside(last: Run, run: Run) -> bool:
    """Whether `run` begins the next cell of the table row that `last` stands in."""
    return bool(last.cell and run.cell and last.cell[:2] == run.cell[:2] and last.cell != run.cell)


def _step(run: Run, *, first: bool) -> int:
    return 1 if not first and 0.2 < run.gap <= _PARAGRAPH_GAP else 2


def _line(run: Run, start: int, *, row: int, index: int, page: int, body: float) -> Line:
    x0, y0, x1, y1, words, size, _, _, cell, _, beyond, _ = run
    length = len(words)
    fields = (
        start,
        start + length,
        words,
        row,
        index,
        x1 + beyond,
        (x1 - x0) / (length or 1),
        page,
        # Hundredths of a point: `round(x, 2)` takes four times as long.
        _BOX((page, round(100 * x0) / 100, round(100 * y0) / 100, round(100 * x1) / 100, round(100 * y1) / 100)),
        _level(run, body),
        cell._replace(table=PER_PAGE * page + cell.table) if cell else None,
        size < 0,
    )
    return _LINE(fields)


def _level(run: Run, body: float) -> int:
    size = run.size
    if size < 0 or run.cell:
        return 0
    level = 0
    if run.side:
        level = 2
    elif size >= _LARGER * body and len(run.words) <= 120:
        level = 1 if size >= 1.5 * body else 2 if run.words[-1] not in ".;," else 0
    if not level and run.bold and body and may_be_heading(run.words):
        level = 3
    return level if level and any(map(str.isalpha, run.words)) and not field(run.words) else 0


def _letters(page: Sequence[Run]) -> dict[float, int]:
    """How many letters of each size there are."""
    counts: dict[float, int] = {}
    for run in page:
        size = run.size
        counts[size] = counts.get(size, 0) + len(run.words)
    return counts


def _most(pages: Sequence[Mapping[float, int]], *, least: int = 0) -> float:
    """The size that most of the counted letters have; 0 where there are no more than `least` of them."""
    sizes: dict[float, int] = {}
    for counts in pages:
        for exact, count in counts.items():
            if exact > 0:
                size = round(exact, 1)
                sizes[size] = sizes.get(size, 0) + count
    if sum(sizes.values()) <= least:
        return 0.0
    return max(sizes, key=lambda size: (sizes[size], -size))
