"""The lines of a document, and what a line looks like taken alone: a bullet, page furniture, a heading, unfinished."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from trygghet_geo.dates import MONTHS
from trygghet_geo.reading.runs import Spot
from trygghet_geo.records import Box


class Line(NamedTuple):
    """A line with words on it. `text[start:end]` of the document is `words`, without white space at the edges;
    `composed` has put their letters together.

    `row` counts lines from the top, blank ones included: the distance of two lines is the difference of their rows.
    """

    start: int
    end: int
    words: str
    row: int
    index: int
    """Number among the lines that have words: neighbours in the file have neighbouring numbers."""
    right: float
    """Where the line ends, in characters or in points from the left edge."""
    letter: float = 1.0
    """Mean width of a letter, in the unit of `right`."""
    page: int | None = None
    box: Box | None = None
    heading: int = 0
    """Level of heading that the format itself or its letters (size, weight) give the line; 0: none."""
    cell: Spot | None = None
    """The table cell that the line stands in, None outside tables."""
    furniture: bool = False
    """The format or the page's geometry says that this is a page's head or foot."""


_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_MONTH = "|".join(MONTHS)
MARKER = re.compile(
    r"(?P<sign>[•▪‣◦●○■□▫►➢✓✔·∙*\-–—\ue000-\uf8ff]|o(?=[ \t]))[ \t\u00a0]*(?P<gap>[ \t\u00a0])(?=\S)"
    rf"|(?P<number>\(?(?:\d{{1,2}}|[a-zåäö]|[ivx]{{1,4}})[.)])[ \t\u00a0]+(?=\S)(?!(?:{_MONTH})\b)"
    r"|(?P<glued>[•▪‣◦●■►➢\ue000-\uf8ff]|\(?\d{1,2}\)(?=[A-ZÅÄÖ])|[1-9]\d\.(?=[A-ZÅÄÖ]))(?=\w)",
)
BARE_MARKER = re.compile(r"[•▪‣◦●○■□▫►➢✓✔·∙\ue000-\uf8ff]$")
_PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sidan|sid\.?|s\.|page)\s*:?\s*\d{1,4}(?:\s*(?:\(\s*\d{1,4}\s*\)|av\s+\d{1,4}|of\s+\d{1,4}|[/|]\s*\d{1,4}))?"
    r"|\d{1,4}\s*\(\s*\d{1,4}\s*\)|\d{1,4}\s+av\s+\d{1,4}|[-–—·•∙*~|]\s*\d{1,3}\s*[-–—·•∙*~|])$",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(r"\d{1,3}$")
_NUMBERED = re.compile(
    r"(?:§+\s*\d+|\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-ZÅÄÖ]\.|(?:Punkt|Kapitel|Ärende|Bilaga)\s+\d+)[:.]?\s+[A-ZÅÄÖ]"
)
_BEFORE_HEADING = re.compile(r"^(?:§+\s*)?\d{0,3}(?:\.\d+)*[.)]?\s*")
_LABEL = re.compile(r"[^:]{1,60}:\s+\S")
"""A label and its value on one line: "Plats: Digitalt", "Steg 1: Nulägesanalys"."""
_SENTENCE_END = re.compile(r"[.!?…][)\"”’»']*$")
_CLOSING = frozenset((*".!?…)\"”’»'", "\n"))
"""What stands last in all that `_SENTENCE_END` finds."""
_DANGLING = frozenset(
    "i på av för med till från och eller samt att som en ett den det de bland under över vid mot hos om kring längs "
    "utanför mellan genom är har var hade ska kan när där då men utan inom efter före sedan enligt via per cirka ca kl "
    "bl.a. t.ex. m.fl. sin sitt sina vår vårt våra deras dess denna detta dessa inte även också blir blev vars vilket "
    "vilka mer mest så alla varje någon några både antingen ur åt nära intill bakom framför omkring inför trots".split()
)
SECTIONS = frozenset(
    "inledning|lägesbild|lägesbilder|aktuell lägesbild|lägesrapport|lägesrapporter|"
    "läget just nu|nuläge|nulägesbild|bakgrund|syfte|medborgarlöfte|"
    "medborgarlöftet|medborgarlöften|trygga platser|statistik|övrigt|övriga frågor|övriga punkter|åtgärder|beslut|"
    "information|dagordning|föregående protokoll|föregående mötesanteckningar|föregående minnesanteckningar|"
    "uppföljning|nästa möte|avslutning|mötets öppnande|mötets avslutande|mötet öppnas|mötet avslutas|rapporter|"
    "polisen|polisen informerar|information från polisen|kommunen|skolan|socialtjänsten|räddningstjänsten|"
    "aktuellt|aktuella frågor|händelser|trafik|trygghet|brottsförebyggande arbete|pågående arbete|insatser|"
    "trygghetsvandring|trygghetsvandringar|inkomna synpunkter|synpunkter|förslag|förslag till beslut|"
    "sammanfattning|ärenden|diskussion|rundan|laget runt|val av justerare|bilagor|ordet fritt|inspel|frågor".split("|")
)
"""Headings that minutes all over the country use; taken alone on a line they need no further evidence."""


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a plain text. A form feed begins a new page; without one, no line has a page."""
    paged = "\f" in text
    found: list[Line] = []
    position, row, page = 0, 0, 1
    for match in _BREAK.finditer(text):
        _append(found, text, (position, match.start()), row, page if paged else None)
        position, row = match.end(), row + 1
        page += match[0] == "\f"
    _append(found, text, (position, len(text)), row, page if paged else None)
    return tuple(found)


def _append(found: list[Line], text: str, span: tuple[int, int], row: int, page: int | None) -> None:
    raw = text[span[0] : span[1]]
    words = raw.strip(" \t\u00a0\ufeff\u200b\0")
    if words.strip():
        words = words.strip()
        start = span[0] + raw.index(words)
        found.append(Line(start, start + len(words), words, row, len(found), start + len(words) - span[0], page=page))


def composed(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with their words in NFC, which all patterns are written in: "å" in two signs is one letter wide."""
    if unicodedata.is_normalized("NFC", "\n".join([line.words for line in lines])):
        return lines
    return [_composed(line) for line in lines]


def _composed(line: Line) -> Line:
    words = unicodedata.normalize("NFC", line.words)
    sign = marker(words)
    # What a bullet's sign takes of the line is counted in the signs of the text.
    if sign and line.words[: sign.end()] != words[: sign.end()]:
        return line
    shorter = 0 if line.box else len(line.words) - len(words)
    return line._replace(words=words, right=line.right - shorter)


def is_page_number(words: str) -> bool:
    """Whether the line says nothing but which page it stands on: "4 (11)", "Sida 2 av 5", "- 3 -", "· 3 ·"."""
    return bool(_PAGE_NUMBER.match(words))


def ends_sentence(words: str) -> bool:
    # Most lines do not, and the pattern looks through all of a line to find that out.
    return words[-1:] in _CLOSING and bool(_SENTENCE_END.search(words))


def is_unfinished(words: str) -> bool:
    """Whether the line cannot be the end of what it says: it ends in a comma, a hyphen, a preposition or the like."""
    if words[-1] in ",-\u00ad\u2010–(&/" and len(words) > 1:
        return True
    return words.rsplit(maxsplit=1)[-1].lower() in _DANGLING and " " in words


def marker(words: str) -> re.Match[str] | None:
    """The bullet or number that the line begins with. A letter is one only before a stop, or as a Roman number."""
    first = words[:1]
    if first.isalpha() and first not in "oivx" and words[1:2] not in (".", ")"):
        return None
    return MARKER.match(words)


def goes_on(words: str) -> bool:
    """Whether the line begins in mid-sentence, going by its first letter."""
    return words[0].islower() and not marker(words)


def is_known_heading(words: str) -> bool:
    """Whether the line is, apart from a number before it and a colon after it, a heading that minutes commonly have."""
    bare = words if words[:1].isalpha() else _BEFORE_HEADING.sub("", words)
    return bare.rstrip(": ").lower() in SECTIONS


def is_numbered_heading(words: str) -> bool:
    return bool(_NUMBERED.match(words)) and len(words) <= 90 and not ends_sentence(words)


def may_be_heading(words: str) -> bool:
    """Whether the line could be a heading by its own looks: short, begins with a capital or number, no closing stop."""
    if (
        len(words) > 80
        or words[-1] in ".!?,;…-–"
        or len(words.split()) > 10
        or (marker(words) and not is_numbered_heading(words))
    ):
        return False
    if (words[-1] == ":" and len(words.split()) > 4) or (_LABEL.match(words) and not is_numbered_heading(words)):
        return False
    letters = [c for c in words if c.isalpha()]
    return bool(letters) and (letters[0].isupper() or words[0] == "§") and not is_unfinished(words)
