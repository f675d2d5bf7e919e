"""What a document and its headings tell about every sentence under them."""

from __future__ import annotations

import re

from trygghet_geo.records import Document

_SECTIONS = (
    ("statistic", re.compile(r"statistik|siffror|enkät|undersökning|brottsutveckling", re.I)),
    ("pledge", re.compile(r"medborgarlöfte|åtgärd|insats|aktivitet|löfte|handlingsplan|kommande|planer", re.I)),
    ("situation", re.compile(r"lägesbild|läget|nuläge|aktuellt|laget runt|rapport|inspel|genomgång|händelse", re.I)),
    ("agenda", re.compile(r"dagordning|föredragningslista|närvaro|deltagare|nästa möte|övrigt att", re.I)),
)
_NOTE = re.compile(r"(?m)^\s*\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w* \d{1,2}[.:]\d\d, ", re.I)
_SAFETY = re.compile(
    r"trygg|brottsföreby|polis|\bBRÅ\b|ronder|väktar|lägesbild|ordningsvakt|klotter|skadegör|inbrott|otrygg|medborgarlöfte",
    re.I,
)
_BOARD = re.compile(r"kommunstyrelsen|kommunfullmäktige|fullmäktige|\bAnf\. ?\d|yrkande|nämndens|motionen", re.I)


def section(heading: str | None) -> str:
    """`statistic`, `pledge`, `situation`, `agenda` or "" for what a heading leads to expect below it."""
    for name, pattern in _SECTIONS:
        if heading and pattern.search(heading):
            return name
    return ""


def is_note(document: Document) -> bool:
    """A police note: its first line is "10 maj 10:41, Trafikolycka, Nässjö", or it tells of being one."""
    return bool(_NOTE.search(document.text[:300])) or "nattens polisverksamhet" in document.text[:1500]


def about_safety(document: Document) -> bool:
    """Whether the document as a whole is about safety, so that a sentence needs no safety word of its own."""
    if document.kind in ("walk", "pledge", "report", "table") or is_note(document):
        return True
    board = len(_BOARD.findall(document.text))
    safety = len(_SAFETY.findall(document.text))
    return safety > 0 and safety >= board * 2 or safety * 400 > len(document.text) and board < 3
