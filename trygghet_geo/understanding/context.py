"""What a document, its headings and its running text tell about the sentences in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from trygghet_geo.records import Document, Mention
from trygghet_geo.understanding import kinds
from trygghet_geo.understanding.judging import Part

_SECTIONS = (
    ("statistic", re.compile(r"statistik|siffror|enkät|undersökning|brottsutveckling", re.I)),
    ("pledge", re.compile(r"medborgarlöfte|åtgärd|insats|aktivitet|löfte|handlingsplan|kommande|planer", re.I)),
    ("situation", re.compile(r"lägesbild|läget|nuläge|aktuellt|laget runt|rapport|inspel|genomgång|händelse", re.I)),
    ("agenda", re.compile(r"dagordning|föredragningslista|närvaro|deltagare|nästa möte", re.I)),
)
_MONTH = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_NOTE = re.compile(
    rf"(?m)^\s*(?:\d{{1,2}} (?:{_MONTH})\w*(?: \d{{4}})?),?(?: kl\.?)? \d{{1,2}}[.:]\d\d"
    r"(?:,| [–-]|(?= sammanfattning)) ",
    re.I,
)
_POLICE_WORK = re.compile(
    r"patrull\w* (?:beordra|skicka|åk|stopp|kontroll|på|anträff|grip|söker)\w*"
    r"|polis\w* (?:larma|beordra|kalla|skicka|åker|åkte|stopp|kontakta|får in|fick|är på plats|grep|grip)\w*"
    r"|anmälan[^.]{0,50}upprätta\w*|misstänk(?:t|s|ta) för"
    r"|omhänderta\w+|-årsåldern|frihetsberöv\w+|målsägande\w*|gärningsperson\w*|brottsrubricering\w*|förundersökning\w*",
    re.I,
)
_NOTICE = re.compile(
    r"^\W*(?:notis från polisen|polisnotis|händelsenotis|polisens? (?:notis|händelse)"
    r"|sammanfattning (?:av )?(?:natt|kväll|dygn))",
    re.I,
)
_MEETING = re.compile(
    r"\bmöte|rådet\b|protokoll|medborgarlöfte|väktar|hyresgäst|\bBRÅ\b|\bEST\b|rapport|förslag|motion|rektor|medborgar"
    r"|kommunen\b|nämnd|vandring|petition",
    re.I,
)
_NOTE_LONGEST, _NOTE_WORDS = 3_000, 2
"""Characters of the longest text taken for a note by its words alone, and how many kinds of police work it names."""
_SAFETY = re.compile(
    r"trygg|brottsföreby|polis|\bBRÅ\b|ronder|väktar|lägesbild|ordningsvakt|klotter|skadegör|inbrott|medborgarlöfte",
    re.I,
)
_BOARD = re.compile(
    r"kommunstyrelsen|kommunfullmäktige|fullmäktige|\bAnf\. ?\d|yrkande|nämndens|motionen|kommunalråd|budget", re.I
)
_LONG = 20_000
"""Characters beyond which a document is hardly one meeting about safety: its words must show that it is."""
_MANY = 30
"""Place mentions from which the most frequent name is taken for the document's own municipality."""
_ITEM = re.compile(r"^\s*[–—•·*-] |^\s*\d+[.)] |^\s*[a-z]\) ")
_PROMISE = re.compile(
    r"\b(?:lovar|åtar sig|förbinder sig|avser|kommer|ska|gör vi|vi gör|därför|åtgärder|insatser|löften|detta gör)\b"
    r".*(?:\batt|:)\s*$|^(?:löfte|åtgärd|insats)\w*\b.*:$|^.{0,40}\blovar\b.{0,30}$|^.{0,30}\b(?:gör vi|vi gör)\W*$",
    re.I,
)
_WISH = re.compile(
    r"\b(?:föreslår|föreslås|önskar|önskas|vill|yrkar|begär|förslag|önskemål|önskelista|yrkande)\b.*(?:\batt|kommunen|är|:)\s*$",
    re.I,
)

_OPENINGS = (":", "att", "kommunen", "är")
"""What a line that opens a list ends on, unless it says "lovar" or "gör"."""


def section(heading: str | None) -> str:
    """`statistic`, `pledge`, `situation`, `agenda` or "" for what a heading leads to expect below it."""
    for name, pattern in _SECTIONS:
        if heading and pattern.search(heading):
            return name
    return ""


def is_note(document: Document) -> bool:
    """A police note: its first line is "10 maj 10:41, Trafikolycka, Nässjö", or it says so, or reads like one."""
    text = document.text
    if _NOTE.search(text[:300]) or _NOTICE.search(text[:200]) or "nattens polisverksamhet" in text[:1500]:
        return True
    if len(text) > _NOTE_LONGEST or _MEETING.search(text):
        return False
    return len({match.group().lower()[:8] for match in _POLICE_WORK.finditer(text)}) >= _NOTE_WORDS


def is_title(text: str) -> bool:
    """The first line of a police note, with its date, type and municipality."""
    return bool(_NOTE.match(text))


def about_safety(document: Document) -> bool:
    """Whether the document as a whole is about safety, so that a sentence needs no safety word of its own.

    Minutes of a board and debates say "yrkande" and "nämnden" far more often than "trygg" or "polis"; a text without
    either is taken at its word: it was given to this system because it is about safety.
    """
    if is_note(document):
        return True
    board, safety = len(_BOARD.findall(document.text)), len(_SAFETY.findall(document.text))
    if len(document.text) > _LONG:
        return safety * 1000 > len(document.text) and safety > board
    return board <= 3 or safety >= board


def focus(mentions: Sequence[Mention]) -> str | None:
    """The name that a long document says most often: its own municipality, which places nothing in it."""
    names = Counter(m.name for m in mentions if m.name)
    return names.most_common(1)[0][0] if sum(names.values()) > _MANY else None


def is_item(text: str) -> bool:
    """A line of a list, by its mark."""
    return bool(_ITEM.match(text))


def opens_list(text: str, parts: Sequence[Part]) -> str:
    """The kind that a line announces for the list below it: "Vi lovar att", "Jag föreslår därför att kommunen"."""
    plain = text.rstrip().lower()
    if not (plain.endswith(_OPENINGS) or "lovar" in plain or "gör" in plain):
        return ""  # no wording below can match
    if _WISH.search(text):
        return "proposal"
    return "measure" if _PROMISE.search(text) else ""


def still_national(parts: Sequence[Part], before: bool) -> bool:
    """Whether the running text speaks of the nation or the region after these clauses."""
    if any(part.placed for part in parts):
        return False
    wide = {"national", "county"}
    return before or any(p.kind in ("statistic", kinds.NOTHING) and not wide.isdisjoint(p.cues) for p in parts)
