"""The days a report covers: "EST-rapport vecka 46–47", "månadsrapport september 2021", "Sammanfattning natt"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from trygghet_geo import dates
from trygghet_geo.records import Block, Document
from trygghet_geo.understanding.context import is_note

_TITLE = 220
"""Characters of the text in which a report says what it covers: its title and the line below."""
_REPORT = re.compile(r"rapport|rond|logg|lägesbild|läget|bild|brev|\bEST\b|period|veckorna?", re.I)
_NOT_REPORT = re.compile(r"protokoll|minnesanteckning|medborgarlöfte|vandring|förslag|motion|interpellation", re.I)
_CLOCK = re.compile(
    r"(?<![\d.:,–-])([01]?\d|2[0-3])[.:][0-5]\d(?!\d|[.:]\d|\s?[–-]\s?\d|\s?(?:procent|%|kr|km|m\b|meter|miljon|tusen))"
)
_EVENING = 15
"""Hour from which a clock time in the summary of a night is the evening before."""
_CELL = 60
"""Letters of the longest cell that tells only when."""
_ROW = 1_000
"""Characters of the row, on either side of the cell, that are looked through."""
_RULES = ("week", "month")


def period(document: Document) -> tuple[date, date] | None:
    """What the title says the document covers; of a police note its day, of a summary of a night both its days."""
    day = document.header.date
    if day is None:
        return None
    if is_note(document):
        night = re.search(r"sammanfattning\s+(?:kväll och )?natt|nattens", document.text[:300], re.I)
        return (day - timedelta(1), day) if night else (day, day)
    title = document.text.lstrip()[:_TITLE].split("\n\n")[0]
    if not _REPORT.search(title) or _NOT_REPORT.search(title):
        return None
    found = [e for e in dates.expressions(" ".join(title.split()), dates.Anchor(day)) if e.rule in _RULES]
    return (found[0].first, found[0].last) if found and found[0].first <= day else None


def row(document: Document, block: Block, covers: tuple[date, date] | None) -> tuple[date, date] | None:
    """The days that another cell of the table's row tells: one that says little but when ("Natten till 24 maj")."""
    day = document.header.date
    if day is None:
        return None
    before = document.text[max(0, block.start - _ROW) : block.start].rpartition("\n")[2]
    after = document.text[block.end : block.end + _ROW].partition("\n")[0]
    for cell in (*before.split("\t"), *after.split("\t")):
        words = " ".join(cell.split())
        if not words or len(words) > _CELL:
            continue
        found = dates.expressions(words, dates.Anchor(day, period=covers))
        if covers and (covers[1] - covers[0]).days >= 7 and any(e.rule == "weekday" for e in found):
            found = [e for e in found if e.rule != "weekday"]  # there are several Fridays in two weeks
        if found and sum(e.end - e.start for e in found) >= 0.4 * len(words):
            return min(e.first for e in found), max(e.last for e in found)
    return None


def of_event(texts: Sequence[str], covers: tuple[date, date] | None) -> tuple[date, date] | None:
    """Of the two days of a night, the one on which the first clock time in an event's lines falls; else both."""
    if covers is None or covers[0] == covers[1]:
        return covers
    match = next((m for text in texts if (m := _CLOCK.search(text))), None)
    if match is None:
        return covers
    day = covers[0] if int(match[1]) >= _EVENING else covers[1]
    return day, day


def event(document: Document, block: Block, covers: tuple[date, date] | None) -> tuple[date, date] | None:
    """What holds for a block: for a table's cell the days of its row, else what the document covers."""
    return (row(document, block, covers) or covers) if block.kind == "cell" else covers
