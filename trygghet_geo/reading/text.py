"""Plain text in any usual encoding → Document. `Document.text` is the decoded file itself, line ends included."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import drawn, gutters
from trygghet_geo.reading.assembly import document
from trygghet_geo.reading.files import content
from trygghet_geo.reading.lines import lines
from trygghet_geo.records import Document

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_JUNK = 0.02
"""Largest share of control characters in a text; above it the file is something else."""


def read(path: Path) -> Document:
    """Read a `.txt` file. A form feed begins a page; without any, `pages` is None. Raises UnreadableDocument."""
    data = content(path, known=(".txt",))
    text = decoded(data, path.name)
    pages = text.count("\f") + 1 if "\f" in text else None
    return document(path, data, text=text, pages=pages, lines=gutters.parted(drawn.celled(lines(text))))


def decoded(data: bytes, name: str) -> str:
    """The text of `data`: by its byte order mark, else as UTF-8 where that is valid, else by its Swedish letters."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return _plausible(data.decode(encoding), name)
            except UnicodeError as error:
                raise UnreadableDocument(f"{name}: texten är trasig ({encoding}); spara om den som UTF-8") from error
    for encoding in ("utf-8", *_unmarked_utf16(data)):
        try:
            return _plausible(data.decode(encoding), name)
        except UnicodeError:
            continue
    candidates = [data.decode(encoding, errors="replace") for encoding in ("cp1252", "latin-1", "cp850", "mac-roman")]
    return _plausible(max(candidates, key=_swedishness), name)


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows in its zero bytes: every second byte of Latin text."""
    half = max(len(data) // 2, 1)
    if data[1::2].count(0) > 0.7 * half:
        return ("utf-16-le",)
    return ("utf-16-be",) if data[0::2].count(0) > 0.7 * half else ()


def _swedishness(text: str) -> float:
    """How likely the decoding is: Swedish letters inside words speak for it, other signs above ASCII against it."""
    score = 0.0
    for i, c in enumerate(text):
        if c < "\x80":
            continue
        if c in "åäöÅÄÖéÉ":
            beside = text[i - 1 : i] + text[i + 1 : i + 2]
            score += 1.0 if any(n.isalpha() and n.isascii() for n in beside) else 0.2
            # A capital after a small letter is another encoding's small one.
            score -= 1.5 if c.isupper() and text[i - 1 : i].islower() else 0.0
        elif c == "\ufffd" or unicodedata.category(c) == "Cc":
            score -= 2.0
        elif c not in "–—”“’‘»«•…·§°½´¨\u00a0\u00adüÜàèçøæñáó€":
            score -= 1.0
    return score


def _plausible(text: str, name: str) -> str:
    """`text` itself, unless it is no text: control characters, as in a program or a picture, or nothing but space."""
    if not text.strip("\ufeff\0 \t\r\n\f\v\u00a0\u200b"):
        raise UnreadableDocument(f"{name}: filen innehåller ingen text; kontrollera att rätt fil valdes")
    sample = text[:200_000]
    junk = sum((c < " " and c not in "\t\r\n\f\v\x1a") or c in "\x7f\ufffd\ufffe\uffff" for c in sample)
    if junk > _JUNK * len(sample):
        raise UnreadableDocument(f"{name}: innehållet är inte text; kontrollera filen eller spara om den som UTF-8")
    return text
