"""Layouts → files → documents → scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.layouts import furniture, word
from benchmarks.layouts.measure import Score, confirmed, covered, score
from benchmarks.layouts.pdf import pdf
from benchmarks.layouts.plan import Layout
from benchmarks.layouts.text import text
from benchmarks.layouts.truth import Unit, said, units
from trygghet_geo import reading


def scored(layouts: Iterable[Layout], folder: Path) -> Iterator[tuple[Layout, Score]]:
    """Write each layout to `folder`, read it back and score it."""
    for layout in layouts:
        minutes = said(layout)
        path = folder / f"{layout.name}.{layout.format}"
        puts, content = [], None
        if layout.format == "pdf":
            data, puts = pdf(layout, minutes)
            path.write_bytes(data)
        elif layout.format == "txt":
            content = text(layout, minutes)
            path.write_text(content, encoding="utf-8")
        else:
            path.write_bytes(word.word(layout, minutes))
        document = reading.read(path, apart=False)
        pages = max((put.page for put in puts), default=document.text.count("\f")) + 1
        found = score(document, list(units(layout, minutes)), furniture=_rows(layout, pages), text=content)
        if puts:
            near, all_lines = covered(document, puts)
            held, boxes = confirmed(document, data)
            found += Score(covered=near + held, lines=all_lines + boxes)
        yield layout, found


def by_office(layouts: Iterable[Layout], folder: Path) -> Iterator[tuple[Layout, Score]]:
    """The same for what LibreOffice makes of Word's layouts. Raises FileNotFoundError where there is no LibreOffice."""
    plan = list(layouts)
    files: dict[str, list[Path]] = {}
    for layout in plan:
        suffix = layout.format.rsplit(".")[-1]
        path = folder / f"{layout.name}.docx"
        path.write_bytes(word.word(layout, said(layout)))
        files.setdefault(suffix, []).append(path)
    for suffix, paths in files.items():
        word.converted(paths, suffix, folder)
    for layout in plan:
        suffix = layout.format.rsplit(".")[-1]
        path = folder / f"{layout.name}.{suffix}"
        document = reading.read(path, apart=False)
        rows = ["Exempelköpings kommun", *(f"Sida {n} av 9" for n in range(1, (document.pages or 1) + 1))]
        found = score(document, _as_word(layout), furniture=rows)
        if suffix == "pdf":
            held, boxes = confirmed(document, path.read_bytes())
            found += Score(covered=held, lines=boxes)
        yield layout, found


def _as_word(layout: Layout) -> list[Unit]:
    return list(units(layout, said(layout)))


def _rows(layout: Layout, pages: int) -> list[str]:
    if layout.format == "docx":
        return ["Exempelköpings kommun", "Sida 1 av 1"]
    if layout.format == "txt" and layout.shape != "paged":
        return []
    rows = []
    for page in range(1, pages + 1):
        rows += furniture.head(layout, said(layout), page, pages) + furniture.foot(layout, page, pages)
    return [" ".join(row) for row in rows]
