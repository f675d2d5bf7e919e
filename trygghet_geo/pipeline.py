"""The order of the stages: file → document → statements → places → features of the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import trygghet_geo
from trygghet_geo import coordinates, paths, reading, sources, taxonomy
from trygghet_geo.contract import order
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.places import detection, gazetteer, mentions, resolution
from trygghet_geo.reading import attachments, files
from trygghet_geo.records import Block, Claim, Document, Feature, Location, Municipality, Place, Statement
from trygghet_geo.understanding import understand

if TYPE_CHECKING:
    from trygghet_geo.places.gazetteer import Gazetteer
    from trygghet_geo.taxonomy import Taxonomy

OWN_WORDS = 0.95
"""Chance that a place named in the statement itself, with one candidate, is the one meant. This and the two below are
set by judgement, to be replaced by shares measured on annotated texts."""
INHERITED = 0.85
"""The same when the place comes from a heading, a row's head or a sentence before."""
AMBIGUOUS = 0.7
"""Factor on either when several places answer to the name."""


@dataclass(frozen=True)
class Examined:
    """A file all the way through: `places` are those of the features and all that they lie in."""

    document: Document
    municipality: Municipality | None
    features: tuple[Feature, ...]
    places: tuple[Place, ...]
    rules: Mapping[str, str]
    """Fingerprints of what it was read with: `program`, `gazetteer`, `taxonomy`."""
    attached: tuple[Attached, ...] = ()
    """The files in a letter, each as far through."""
    unread: tuple[str, ...] = ()
    """A line of Swedish for each file in a letter that could not be read."""


@dataclass(frozen=True)
class Attached:
    """A file in a letter and its bytes."""

    examined: Examined
    content: bytes


@dataclass(frozen=True)
class Extracted:
    """What came of many files. `skipped` could not be read; `copies` have the bytes of one already read."""

    features: tuple[Feature, ...]
    read: int
    skipped: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()
    passed_over: int = 0
    unsettled: tuple[Path, ...] = field(default=())
    """Files whose municipality was to be told from the text and could not."""


def features(
    document: Document,
    municipality: Municipality | None,
    *,
    gazetteer: Gazetteer | None = None,
    taxonomy: Taxonomy | None = None,
) -> tuple[Feature, ...]:
    """One feature per statement × category × place, in the contract's order; see docs/contract.md.

    `municipality` is where the document is from, None when that is not known: then only places of the national level
    are found. The two catalogues are loaded when not given.
    """
    places = gazetteer or _gazetteer(municipality, document.header.date)
    catalogue = taxonomy or _taxonomy()
    found = mentions.mentions(document, places)
    statements = understand(document, found, catalogue)
    located = resolution.locate(document, statements, found, places)
    made = [
        _feature(document, statement, claim=claim, location=each, municipality=municipality, taxonomy=catalogue, nth=n)
        for statement in statements
        for claim in statement.claims
        for n, each in _counted(located[statement.id])
    ]
    return tuple(sorted(_folded(made), key=order))


def examined(
    path: Path, municipality: Municipality | None = None, *, read: Callable[[Path], Document] = reading.read
) -> Examined:
    """Read one file and find its features; `municipality` None tells it from the text. Raises UnreadableDocument.

    A letter's files are examined too; where one of them does not tell its municipality, the letter does.
    """
    document = read(path)
    inside = attachments.opened(Path(path), read)
    every = [document, *(part.document for part in inside.parts)]
    homes = [municipality or detection.detect(one) for one in every]
    known = next(filter(None, homes), None)
    first, *others = [_examined(one, home or known) for one, home in zip(every, homes, strict=True)]
    attached = tuple(Attached(one, part.content) for one, part in zip(others, inside.parts, strict=True))
    return replace(first, attached=attached, unread=tuple(inside.unread))


def reexamined(document: Document, municipality: Municipality | None = None) -> Examined:
    """What today's rules and places find in a document read before; `municipality` None tells it from the text."""
    return _examined(document, municipality or detection.detect(document))


def _examined(document: Document, home: Municipality | None) -> Examined:
    places, catalogue = _gazetteer(home, document.header.date), _taxonomy()
    made = features(document, home, gazetteer=places, taxonomy=catalogue)
    rules = {"program": trygghet_geo.__version__, "gazetteer": places.version, "taxonomy": catalogue.version}
    return Examined(document, home, made, _around(made, places), rules)


def extract(
    files_and_folders: Iterable[Path],
    municipality: Municipality | None = None,
    *,
    columns: Mapping[str, tuple[str, ...]] | None = None,
    on_error: Callable[[Path, UnreadableDocument], None] = lambda path, error: None,
    progress: Callable[[Path, int, int], None] = lambda path, number, total: None,
) -> Extracted:
    """Features of all files in `files_and_folders`, folders walked; nothing is stored.

    `columns` says which columns hold what in tables whose heads do not (`reading.heads.mapping`). An unreadable file,
    or file in a letter, is given to `on_error` and skipped. `progress` is told each file before it is read, its number
    from 1 and how many there are. A file with the bytes of an earlier one is not counted again. Files are read ahead
    on all cores; what is told and what comes out keep their order. Raises InvalidSelection for a folder without
    documents.
    """
    found = sources.find(files_and_folders, reading.READERS, refused=reading.REFUSED)
    made: list[Feature] = []
    seen: set[str] = set()
    skipped, copies, unsettled = [], [], []
    with reading.ahead(found.files) as read:
        for number, path in enumerate(found.files, 1):
            progress(path, number, len(found.files))
            try:
                result = examined(path, municipality, read=reading.mapped(read, columns))
            except UnreadableDocument as error:
                on_error(path, error)
                skipped.append(path)
                continue
            for reason in result.unread:
                on_error(path, UnreadableDocument(reason))
                skipped.append(path)
            for one in (result, *(part.examined for part in result.attached)):
                if one.document.sha256 in seen:
                    copies.append(path)
                    continue
                seen.add(one.document.sha256)
                made += one.features
                if one.municipality is None:
                    unsettled.append(path)
    counts = {"passed_over": found.passed_over, "unsettled": tuple(unsettled)}
    return Extracted(tuple(sorted(made, key=order)), len(seen), tuple(skipped), tuple(copies), **counts)


def content(path: Path) -> bytes:
    """The file's bytes as they are; raises UnreadableDocument when there are none to be had, or far too many."""
    return files.raw(path)


def _feature(
    document: Document,
    statement: Statement,
    *,
    claim: Claim,
    location: Location,
    municipality: Municipality | None,
    taxonomy: Taxonomy,
    nth: int,
) -> Feature:
    category = taxonomy.categories[claim.category]
    place, mention = location.place, location.mention
    home = _home(place, municipality)
    first, last = _period(document, statement)
    return Feature(
        id=_id(document, statement, claim=claim, location=location, nth=nth),
        statement_id=statement.id,
        kind=statement.kind,
        category=claim.category,
        type=claim.type,
        category_label=category.label_sv,
        type_label=category.types[claim.type].label_sv if claim.type else None,
        intensity=claim.intensity,
        trend=claim.trend,
        quote=document.text[statement.start : statement.end],
        document=document.name,
        document_sha256=document.sha256,
        page=_page(document.blocks[statement.block], statement.start),
        start=statement.start,
        end=statement.end,
        meeting_date=document.header.date,
        date_start=first,
        date_end=last,
        place=place.name if place else None,
        place_id=place.id if place else None,
        place_kind=place.kind if place else None,
        mention=mention.text if mention else None,
        municipality=home.name if home else None,
        municipality_code=home.code if home else None,
        precision=location.precision,
        uncertainty_m=_metres(location.uncertainty_m),
        confidence=round(statement.confidence * _place_confidence(statement, location), 2),
        status="read",
        geometry=coordinates.rounded(location.geometry),
    )


def _page(block: Block, start: int) -> int | None:
    """The page on which `start` stands, as far as the block tells: over a page break it has one span to each page."""
    pages = sorted({box.page for box in block.boxes})
    if len(pages) == len(block.spans):
        return next((page for page, (_, end) in zip(pages, block.spans, strict=True) if start < end), block.page)
    return block.page


def _counted(locations: Iterable[Location]) -> Iterator[tuple[int, Location]]:
    """Each with how many before it fall back to its place under another name: "Norrgatan och Sörgatan i Lillå"."""
    seen: Counter[str] = Counter()
    for each in locations:
        unknown = each.place is not None and each.mention is not None and each.place.id not in each.mention.candidates
        key = each.place.id if unknown and each.place else ""
        yield (seen[key] if key else 0), each
        seen[key] += 1


def _id(document: Document, statement: Statement, *, claim: Claim, location: Location, nth: int) -> str:
    """Sixteen hexadecimal digits that stay the same for the same file, span, category, type and place."""
    mention = location.mention
    where = location.place.id if location.place else f"{mention.start}-{mention.end}" if mention else ""
    where = f"{where}-{nth}" if nth else where
    parts = (document.sha256, statement.start, statement.end, claim.category, claim.type or "", where)
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def _home(place: Place | None, municipality: Municipality | None) -> Municipality | None:
    """The municipality the place lies in; that of the document when there is no place or it lies in several."""
    code = place.municipality_code if place else None
    if code is None or (municipality and code == municipality.code):
        return municipality
    return gazetteer.municipality(code)


def _period(document: Document, statement: Statement) -> tuple:
    """First and last day: the statement's own, one standing for both when only one is known, else the meeting's."""
    if statement.date_start is None and statement.date_end is None:
        return document.header.date, document.header.date
    return statement.date_start or statement.date_end, statement.date_end or statement.date_start


def _place_confidence(statement: Statement, location: Location) -> float:
    """Chance that the place is right; 1 when the feature claims none."""
    if location.place is None:
        return 1.0
    mention = location.mention
    own = mention is not None and statement.start <= mention.start and mention.end <= statement.end
    several = mention is not None and len(mention.candidates) > 1
    return (OWN_WORDS if own else INHERITED) * (AMBIGUOUS if several else 1.0)


def _metres(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)


def _folded(made: Sequence[Feature]) -> list[Feature]:
    """The same statement, category, type and place only once: the first, which rests on the first mention."""
    return list({feature.id: feature for feature in reversed(made)}.values())


def _around(made: Iterable[Feature], places: Gazetteer) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for feature in made:
        place_id = feature.place_id
        while place_id in places.places and place_id not in found:
            found[place_id] = places.places[place_id]
            place_id = found[place_id].parent
    return tuple(found[key] for key in sorted(found))


def _gazetteer(municipality: Municipality | None, day: date | None) -> Gazetteer:
    return gazetteer.at(gazetteer.load(municipality), day)


def _taxonomy() -> Taxonomy:
    # Read once for all documents, and again when the file is edited under a server that keeps running.
    return _loaded((paths.DATA / "taxonomy.toml").stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _loaded(modified_ns: int) -> Taxonomy:
    return taxonomy.load()
