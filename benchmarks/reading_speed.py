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
from typing import NamedTuple

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
    best: dict[str, Spent] = {}
    for _ in range(rounds):
        for way, read in ways.items():
            if way in best and best[way].clock > 60:
                continue
            spent = _timed(files, read)
            best[way] = Spent(*map(min, spent, best.get(way, spent)))
    print(f"| {name}: {len(files)} files, {pages} pages | s | processor, s | pages/s | times bare text |")
    print("|---" * 5 + "|")
    bare = best["pypdfium2, bare text"].processor
    for way, spent in best.items():
        figures = (
            f"{spent.clock:.2f} | {spent.processor:.2f} | {pages / spent.clock:.0f} | {spent.processor / bare:.2f}"
        )
        print(f"| {way} | {figures} |")


class Spent(NamedTuple):
    """Seconds by the clock, and of processors: the clock also counts what other programs take."""

    clock: float
    processor: float


def _timed(files: Sequence[Path], read: Callable[[Path], object] | None) -> Spent:
    begun, busy = time.perf_counter(), _processor()
    if read is None:
        with reading.ahead(files) as several:
            for path in files:
                several(path)
    else:
        for path in files:
            read(path)
    return Spent(time.perf_counter() - begun, _processor() - busy)


def _processor() -> float:
    """Seconds that this process and all it has started have kept a processor busy (Linux)."""
    ended = os.times()
    running = [_ticks(path) for path in Path("/proc").glob("[0-9]*/stat")]
    return sum(ended[:4]) + sum(running) / os.sysconf("SC_CLK_TCK")


def _ticks(stat: Path) -> int:
    """Of one process that we started, and of those that it has waited for; 0 for another's."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return 0
    return sum(map(int, fields[11:15])) if int(fields[1]) == os.getpid() else 0


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
