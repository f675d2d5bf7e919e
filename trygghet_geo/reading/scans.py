"""Scanned pages of a PDF, and pictures of pages (.png .jpg .tif), read by OCR."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import ocr
from trygghet_geo.reading.files import content
from trygghet_geo.reading.runs import Run
from trygghet_geo.records import Document

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
MOST_PAGES = 60
"""Pages in one file that are read by OCR, at some three seconds each."""
_DPI = 300.0
_PAPER = 11.69
"""Inches of a page's long side when a picture does not tell its own scale."""
_COVERED = 0.5
"""Share of a page that a picture covers when the page is a scan, whatever has been stamped on it."""
_STAMPED = 150
"""Letters that such a page may have and still be a scan without a text layer."""


def read(path: Path) -> Document:
    """Read a picture of one page, or of several (.tif). Raises UnreadableDocument, also when tesseract is missing."""
    from trygghet_geo.reading import pdf

    data = content(path, known=SUFFIXES)
    pages = _pictures(data, path.name)
    sizes = [(image.width * 72 / dpi, image.height * 72 / dpi) for image, dpi in pages]
    found = _recognised(pages, path.name)
    if not any(found):
        raise UnreadableDocument(
            f"{path.name}: bilden innehåller ingen läsbar text; skanna om den med högre upplösning"
        )
    return pdf.paged(path, data, found, sizes)


def fill(source: Any, found: list[list[Run]], sizes: Sequence[tuple[float, float]], *, name: str) -> None:
    """Put in place the text of those pages of the PDF `source` that are scans and have no text layer.

    Where tesseract is missing, a file of scans only is refused; one with text on other pages is read without them.
    """
    scanned = [number for number, runs in enumerate(found) if _is_scan(source, number, runs, sizes[number])]
    if not scanned:
        return
    program = ocr.tool()
    if program.missing:
        if not any(found):
            raise ocr.needed(name, program.missing)
        return
    _check_number(len(scanned), name)
    pages = [_rendered(source, number, sizes[number]) for number in scanned]
    for number, runs in zip(scanned, _recognised(pages, name), strict=True):
        found[number] = runs or found[number]


def _is_scan(source: Any, number: int, runs: Sequence[Run], size: tuple[float, float]) -> bool:
    import pypdfium2.raw as raw

    if sum(len(run.words) for run in runs) > _STAMPED:
        return False
    page = source[number]
    try:
        if not runs:
            # Letters may also be drawn as shapes. A blank page has nothing on it.
            return next(iter(page.get_objects(max_depth=1)), None) is not None
        covered = 0.0
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = picture.get_bounds()
            covered += max(right - left, 0.0) * max(top - bottom, 0.0)
        return covered >= _COVERED * size[0] * size[1]
    finally:
        page.close()


def _rendered(source: Any, number: int, size: tuple[float, float]) -> tuple[Image, float]:
    """The page as a grey picture, and its dots per inch: as many as the largest picture allows."""
    most = (ocr.MOST_PIXELS / max(size[0] * size[1], 1.0)) ** 0.5 * 72
    dpi = min(_DPI, most)
    page = source[number]
    try:
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        try:
            # A copy: the bitmap's own memory goes with it.
            return bitmap.to_pil().convert("L"), dpi
        finally:
            bitmap.close()
    finally:
        page.close()


def _check_number(count: int, name: str) -> None:
    if count > MOST_PAGES:
        raise UnreadableDocument(f"{name}: {count} inskannade sidor, gränsen är {MOST_PAGES}; dela upp filen")


def _recognised(pages: Sequence[tuple[Image, float]], name: str) -> list[list[Run]]:
    """The pieces of text on each page; the pages are read side by side."""
    program = ocr.tool()
    if program.path is None:
        raise ocr.needed(name, program.missing or "")
    path = program.path
    with ThreadPoolExecutor(max(min(os.cpu_count() or 1, len(pages)), 1)) as threads:
        try:
            return list(threads.map(lambda page: ocr.words(*page, path), pages))
        except TimeoutError as error:
            threads.shutdown(wait=False, cancel_futures=True)
            raise UnreadableDocument(
                f"{name}: en sida tog för lång tid att tolka; skanna om den i svartvitt, 300 punkter per tum"
            ) from error
        except OSError as error:
            threads.shutdown(wait=False, cancel_futures=True)
            raise UnreadableDocument(f"{name}: bilden kunde inte tolkas av tesseract; spara om den") from error


def _pictures(data: bytes, name: str) -> list[tuple[Image, float]]:
    """The pictures in a file, upright and grey, each with its dots per inch."""
    from PIL import Image, ImageOps, ImageSequence

    found: list[tuple[Image.Image, float]] = []
    try:
        with warnings.catch_warnings():
            # Its warning of large pictures; the limit below is ours.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as source:
                _check_number(getattr(source, "n_frames", 1), name)
                pixels = 0
                for frame in ImageSequence.Iterator(source):
                    pixels += frame.width * frame.height
                    _check_pixels(frame.width * frame.height, pixels, name)
                    upright = ImageOps.exif_transpose(frame)
                    found.append((_grey(upright), _dpi(frame.info.get("dpi"), upright.size)))
    except UnreadableDocument:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    # Damaged pictures make Pillow raise a dozen kinds, SyntaxError among them.
    except Exception as error:
        raise UnreadableDocument(f"{name}: bilden är trasig; skanna eller spara om den") from error
    return found


def _check_pixels(one: int, together: int, name: str) -> None:
    if one > ocr.MOST_PIXELS or together > 6 * ocr.MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> UnreadableDocument:
    most = ocr.MOST_PIXELS // 1_000_000
    return UnreadableDocument(f"{name}: bilden är större än {most} miljoner bildpunkter; spara om den mindre")


def _grey(image: Image) -> Image:
    """The picture in grey on white: what is transparent would turn black."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image as images

        whole = image.convert("RGBA")
        image = images.alpha_composite(images.new("RGBA", whole.size, "white"), whole)
    return image.convert("L")


def _dpi(stated: Any, size: tuple[int, int]) -> float:
    """Dots per inch as stated where that makes a page of some likely size, else as if the picture were an A4 page."""
    try:
        dpi = float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    guessed = max(size) / _PAPER
    return dpi if 0.4 * guessed < dpi < 2.5 * guessed else max(guessed, 50.0)
