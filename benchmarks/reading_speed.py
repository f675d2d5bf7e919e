"""`python -m benchmarks.reading_speed [--pages N] [--corpus FOLDER]`: pages per second, beside what others take.

Compared with pypdfium2's bare text, pdfplumber, pdfminer.six and, where it is installed, pymupdf, all on one core. Ours
is the whole way: the reading process with its limits, boxes, blocks, sections, and the document sent back.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.layouts.pdf import pdf
from benchmarks.layouts.plan import PDF_SHAPES, layout
from benchmarks.layouts.truth import said
from trygghet_geo import reading
from trygghet_geo.reading import pool

_ROUNDS = 3
"""Each is timed so often, in turn, and its best time counts: the machine may have other work."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="of the generated corpus; 0: none")
    parser.add_argument(
        "--corpus", type=Path, default=Path("../shared/corpus/pdf"), help="real files, if there are any"
    )
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if given.pages:
            _show("generated", list(_generated(Path(made), given.pages)), given.rounds)
        if found := sorted(given.corpus.glob("*.pdf")):
            _show(str(given.corpus), found, given.rounds)


def _generated(folder: Path, pages: int) -> Iterator[Path]:
    """Files of the layouts, of some ten pages each, until there are so many pages."""
    number = done = 0
    while done < pages:
        shape = PDF_SHAPES[number % len(PDF_SHAPES)]
        plan = [layout("pdf", shape, 10 * number + i) for i in range(5)]
        whole = pdfium.PdfDocument.new()
        for one in plan:
            data, _ = pdf(one, said(one))
            part = pdfium.PdfDocument(data)
            whole.import_pages(part, list(range(min(len(part), pages - done - len(whole)))))
            part.close()
        path = folder / f"{number:04}.pdf"
        whole.save(path)
        done += len(whole)
        whole.close()
        number += 1
        yield path


def _show(name: str, files: Sequence[Path], rounds: int) -> None:
    pages = sum(len(pdfium.PdfDocument(path)) for path in files)
    ways = {
        "pypdfium2, bare text": _pdfium,
        "trygghet_geo.reading": reading.read,
        "the same without OCR": _without_ocr(),
        "the same on all cores": None,
        **_others(),
    }
    reading.read(files[0])  # starts the process, which is then used for all files
    best: dict[str, float] = {}
    for _ in range(rounds):
        for way, read in ways.items():
            if way in best and best[way] > 60:
                continue
            best[way] = min(best.get(way, 1e9), _timed(files, read))
    print(f"| {name}: {len(files)} files, {pages} pages | s | pages/s | times bare text |\n|---|---|---|---|")
    for way, seconds in best.items():
        print(f"| {way} | {seconds:.2f} | {pages / seconds:.0f} | {seconds / best['pypdfium2, bare text']:.2f} |")


def _timed(files: Sequence[Path], read: Callable[[Path], object] | None) -> float:
    begun = time.perf_counter()
    if read is None:
        with reading.ahead(files) as several:
            for path in files:
                several(path)
    else:
        for path in files:
            read(path)
    return time.perf_counter() - begun


def _without_ocr() -> Callable[[Path], object]:
    """Ours in a process that finds no tesseract: what the others do not read at all, scanned pages, is left out."""
    workers = pool.Workers(1)
    usual, os.environ["PATH"] = os.environ.get("PATH", ""), ""
    workers.warm()
    os.environ["PATH"] = usual
    return workers.read


def _pdfium(path: Path) -> None:
    source = pdfium.PdfDocument(path.read_bytes())
    for page in source:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    source.close()


def _others() -> dict[str, Callable[[Path], object]]:
    """Those that are installed: `pip install -e .[bench]`, and pymupdf, which is AGPL, by hand."""
    known = {"pdfplumber": _plumber, "pdfminer": _miner, "pymupdf": _mupdf}
    missing = [name for name in known if importlib.util.find_spec(name) is None]
    if missing:
        sys.stderr.write(f"not installed, left out: {', '.join(missing)}\n")
    return {name: read for name, read in known.items() if name not in missing}


def _plumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as source:
        for page in source.pages:
            page.extract_text()
            page.close()


def _miner(path: Path) -> None:
    from pdfminer.high_level import extract_text

    extract_text(BytesIO(path.read_bytes()))


def _mupdf(path: Path) -> None:
    import pymupdf

    with pymupdf.open(path) as source:
        for page in source:
            page.get_text()


if __name__ == "__main__":
    main()
