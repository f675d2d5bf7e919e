"""A picture of a page → its words with their places, by the program tesseract and its Swedish language data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lxml import etree

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading.runs import Run

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "swe"
MOST_PIXELS = 60_000_000
"""An A3 page at 400 dpi has 31 million."""
_SECONDS = 60
"""For one page; a page full of text takes three."""
_SURE = 30
"""Confidence, 0–100, below which a word is taken for a stain."""
_SURE_OF_SIGN = 70
"""The same for what holds neither letter nor digit: rules and folds are read as dashes and bars."""
_PAGE_SURE = 45
"""Mean confidence below which a page is taken for a picture or a map."""
_LIKE_BODY = (0.75, 1.28)
"""Sizes of letters, as shares of the body's, that the measuring of a line cannot tell from it."""
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_MISREAD_BULLET = frozenset("e ° © ® ¢ « » + * . ¤ o".split())
"""What a round bullet becomes when it stands at the start of a line."""
_LINES = frozenset(("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"))


@dataclass(frozen=True)
class Tool:
    """The program, and what is missing of it: None when it can be used."""

    path: str | None
    missing: str | None


def tool() -> Tool:
    """Look for tesseract and its Swedish language data."""
    path = shutil.which("tesseract")
    if path is None:
        return Tool(None, "programmet tesseract saknas")
    try:
        done = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return Tool(None, "programmet tesseract går inte att starta")
    if LANGUAGE not in (done.stdout + done.stderr).split():
        return Tool(None, "svenska saknas i programmet tesseract")
    return Tool(path, None)


def needed(name: str, missing: str) -> UnreadableDocument:
    """What to say of a file of pictures where tesseract is not installed."""
    return UnreadableDocument(
        f"{name}: texten är en bild och måste tolkas (OCR), men {missing}; installera det, på Debian och Ubuntu med "
        "apt install tesseract-ocr tesseract-ocr-swe, och läs in filen igen"
    )


def words(image: Image, dpi: float, program: str) -> list[Run]:
    """The pieces of text in a picture of a page, in points from its top left corner; none in a picture without text.

    Raises TimeoutError when a page takes too long, OSError when the program fails.
    """
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", str(round(dpi)), "hocr"]
    try:
        done = subprocess.run(
            command,
            input=out.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            # The pages of a file are read side by side; each with threads of its own would be slower.
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    except subprocess.CalledProcessError as error:
        raise OSError(error.stderr[-200:].decode(errors="replace")) from error
    return phrases(list(_lines(done.stdout, 72 / dpi)))


@dataclass(frozen=True)
class _Word:
    run: Run
    sure: float
    first: bool
    """Whether it opens its line."""


def _lines(hocr: bytes, scale: float) -> Iterator[list[_Word]]:
    """The words of each line in the program's answer; `scale`: points per pixel."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(hocr, parser)
    if root is None:
        return
    for line in root.iter("{*}span"):
        if line.get("class") not in _LINES:
            continue
        facts = _facts(line)
        x0, _, _, y1 = facts["bbox"]
        slope, offset = (facts.get("baseline") or [0.0, 0.0])[:2]
        size = (facts.get("x_size") or [0.0])[0] * scale
        found: list[_Word] = []
        for word in line.iter("{*}span"):
            text = "".join(word.itertext()).strip()
            if word.get("class") != "ocrx_word" or not text:
                continue
            own = _facts(word)
            left, top, right, bottom = own["bbox"]
            base = y1 + offset + slope * (left - x0)
            # Turned to points; a word has some extent even where it was measured to have none.
            box = (left * scale, top * scale, max(right, left + 1) * scale, max(bottom, top + 1) * scale)
            sure = (own.get("x_wconf") or [0.0])[0]
            found.append(_Word(Run(*box, text, size=round(size, 1), base=base * scale), sure, not found))
        if found:
            yield found


def _facts(element: Any) -> dict[str, list[float]]:
    """Numbers by name: "bbox 1 2 3 4; x_size 38"."""
    parts = (part.split(None, 1) for part in (element.get("title") or "").split(";") if part.strip())
    found = {part[0]: [float(n) for n in _NUMBERS.findall(part[1])] for part in parts if len(part) == 2}
    box = found.get("bbox", [])
    return found | {"bbox": (box + [0.0] * 4)[:4]}


def phrases(lines: Sequence[Sequence[_Word]]) -> list[Run]:
    """Words of a line joined where no wide gap parts them, stains left out; nothing for a page of stains."""
    every = [word for line in lines for word in line]
    letters = sum(len(word.run.words) for word in every)
    if not letters or sum(word.sure * len(word.run.words) for word in every) < _PAGE_SURE * letters:
        return []
    body = _body(every)
    joined: list[Run] = []
    for line in lines:
        begins = True
        for run in _certain(line):
            size = body if _LIKE_BODY[0] < run.size / body < _LIKE_BODY[1] else run.size
            run = run._replace(size=size)
            if not begins and -2 <= run.x0 - joined[-1].x1 < max(0.9 * size, 5):
                joined[-1] = _with(joined[-1], run)
            else:
                joined.append(run)
            begins = False
    return joined


def _certain(line: Sequence[_Word]) -> Iterator[Run]:
    for number, word in enumerate(line):
        text = word.run.words
        if word.first and number + 1 < len(line) and text in _MISREAD_BULLET and _is_blob(word.run):
            yield word.run._replace(words="•")
        elif word.sure >= (_SURE if any(c.isalnum() for c in text) else _SURE_OF_SIGN) or text in "•-–*":
            yield word.run


def _is_blob(sign: Run) -> bool:
    """Whether a sign is a bullet by its looks: about as wide as high, and much lower than a letter."""
    wide, high = sign.x1 - sign.x0, sign.y1 - sign.y0
    return 0.6 < wide / high < 1.6 and high < 0.55 * sign.size


def _with(one: Run, other: Run) -> Run:
    return one._replace(
        x1=max(one.x1, other.x1),
        y0=min(one.y0, other.y0),
        y1=max(one.y1, other.y1),
        words=f"{one.words} {other.words}",
    )


def _body(every: Sequence[_Word]) -> float:
    """The size that most letters have, measured to half a point."""
    sizes: Counter[float] = Counter()
    for word in every:
        sizes[round(word.run.size * 2) / 2] += len(word.run.words)
    return max(sizes, key=lambda size: (sizes[size], -size)) or 10.0
