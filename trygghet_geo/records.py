"""The values that pass between the stages. Frozen, without behaviour beyond what follows from their own fields.

Offsets are always character offsets (code points) into `Document.text`, end exclusive: `text[start:end]` is the quote.
Coordinates are EPSG:4326, lon before lat. Standard library only; shapely geometries are carried, not computed with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KINDS = ("concern", "calm", "measure", "proposal", "statistic")
"""Kinds of a statement. What is none of these (question, definition, agenda, policy) becomes no statement."""

PRECISIONS = ("site", "road", "neighbourhood", "locality", "vague", "municipality", "none")
"""How exactly the words fix the place, finest first. `municipality` and `none` carry no geometry."""

PLACE_KINDS = ("municipality", "locality", "neighbourhood", "road", "landmark", "region")
DOCUMENT_KINDS = ("minutes", "report", "table", "walk", "pledge")
BLOCK_KINDS = ("heading", "paragraph", "bullet", "cell", "furniture")
STATUSES = ("read", "confirmed", "corrected", "rejected")
LEVELS = ("low", "normal", "high")
TRENDS = ("up", "down", "same")


class Box(NamedTuple):
    """A rectangle on a PDF page in points (1/72 inch), origin in the page's top left corner; `page` is 1-based.

    A tuple, for a long document has tens of thousands of them.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, bullet, table cell or piece of page furniture, in reading order.

    `spans` are the pieces of `Document.text` that make up the block, in order. Usually there is one; there are several
    when something else lies in between, such as a margin heading or a page number in mid-sentence. A line break inside
    a span is layout, not the end of a sentence. `section` is the text of the heading the block stands under, or None;
    `uncertain` says that the section could not be settled and is the reader's best guess. `header` marks what belongs
    to the facts of the meeting (date, place, attendees, signatures): it is never searched for concerns or shown.
    """

    kind: str
    spans: tuple[tuple[int, int], ...]
    page: int | None = None
    section: str | None = None
    boxes: tuple[Box, ...] = ()
    uncertain: bool = False
    header: bool = False
    level: int = 0
    """Depth: of a heading (1 = title, 2 = section, 3 = below it …), of a bullet (1 = outermost); else 0."""
    days: tuple[date, date] | None = None
    """First and last day of what the block tells, where the format itself says so: a table's date column."""

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True)
class Header:
    """The facts of a meeting or report that stand in its head or foot. Attendees are personal data: never exported."""

    body: str | None = None
    date: date | None = None
    time: str | None = None
    place: str | None = None
    attendees: tuple[str, ...] = ()
    next_meeting: date | None = None


@dataclass(frozen=True)
class Document:
    """A file as read. For a `.txt` file `text` is the decoded file itself, line ends included."""

    name: str
    sha256: str
    format: str
    """Suffix without the dot, lower case: `txt`, `pdf`, `docx`."""
    text: str
    pages: int | None
    """Number of pages, None when the format has none."""
    blocks: tuple[Block, ...]
    header: Header = Header()
    kind: str = "minutes"
    invented: bool = False
    """The document says of itself, in its first lines, that it is an invented example ("Påhittat exempel")."""


@dataclass(frozen=True)
class Mention:
    """Words that name a place, before it is decided which place.

    `name` is the toponym looked for ("Kolbäck" of "Kolbäcksområdet"), None when nothing in the gazetteer answers to it.
    `form`: `name` (a proper name), `area` (a vague form: -området, -trakten, "kring …"), `generic` (centrum, torget),
    `road` (street or road number), `unknown` (looks like a place, is in no gazetteer). `candidates` are place ids, best
    first; several left after recognition is an ambiguity that resolution settles or flags.
    """

    start: int
    end: int
    text: str
    name: str | None
    form: str
    candidates: tuple[str, ...] = ()
    preposition: str | None = None


@dataclass(frozen=True)
class Place:
    """An entry of the gazetteer. `geometry` is in EPSG:4326 and may lie `uncertainty_m` metres from the thing meant."""

    id: str
    name: str
    kind: str
    geometry: BaseGeometry
    municipality_code: str | None
    uncertainty_m: float
    source: str
    licence: str
    aliases: tuple[str, ...] = ()
    generic_aliases: tuple[str, ...] = ()
    """Names that hold only inside a known municipality: "centrum", "slottet", "ån"."""
    parent: str | None = None
    population: int | None = None
    unverified_aliases: tuple[str, ...] = ()
    """Names that nobody has confirmed: never matched, offered to the coordinator beside an unknown mention."""
    valid_from: date | None = None
    valid_to: date | None = None
    """First and last day the place was called so or existed; None is open."""


@dataclass(frozen=True)
class Municipality:
    code: str
    """SCB code, four digits: "1961"."""
    name: str
    """Short name: "Hallstahammar"."""
    county: str


@dataclass(frozen=True)
class Hit:
    """A rule that fired and the words it matched."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True)
class Claim:
    """What a statement is about: one category, with the words that say so."""

    category: str
    type: str | None
    start: int
    end: int
    intensity: str | None = None
    trend: str | None = None


@dataclass(frozen=True)
class Statement:
    """One thing said. `block` indexes `Document.blocks`; `rules` explain kind, claims and dates.

    Its places are the mentions within [start, end), or what it inherits; every claim holds at every one of them.
    """

    id: str
    start: int
    end: int
    block: int
    kind: str
    claims: tuple[Claim, ...]
    confidence: float
    date_start: date | None = None
    date_end: date | None = None
    rules: tuple[Hit, ...] = ()
    event: tuple[int, int] | None = None
    """Offsets of all that is told of the same event, where the statement is what was kept of it."""


@dataclass(frozen=True)
class Location:
    """Where a statement holds, and why we think so. `geometry` is None for `municipality` and `none`."""

    place: Place | None
    mention: Mention | None
    geometry: BaseGeometry | None
    precision: str
    uncertainty_m: float | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feature:
    """One row of the GeoJSON contract (docs/contract.md), in its order: a statement × category × place."""

    id: str
    statement_id: str
    kind: str
    category: str
    type: str | None
    category_label: str
    type_label: str | None
    intensity: str | None
    trend: str | None
    quote: str
    document: str
    document_sha256: str
    page: int | None
    start: int
    end: int
    meeting_date: date | None
    date_start: date | None
    date_end: date | None
    place: str | None
    place_id: str | None
    place_kind: str | None
    mention: str | None
    municipality: str | None
    municipality_code: str | None
    precision: str
    uncertainty_m: float | None
    confidence: float
    status: str
    geometry: BaseGeometry | None
