"""Why a document was read as it was: its statements with their rules and places, and what else they might be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trygghet_geo import taxonomy
from trygghet_geo.places import detection, gazetteer, mentions, resolution
from trygghet_geo.records import Document, Location, Municipality, Statement
from trygghet_geo.suggestions import Suggestion
from trygghet_geo.understanding import reasons, understand

if TYPE_CHECKING:
    from trygghet_geo.taxonomy import Taxonomy


@dataclass(frozen=True)
class Explained:
    """A document with its statements in reading order; `locations` by statement id.

    `faults` are lines of Swedish on second opinions that could not be had.
    """

    document: Document
    municipality: Municipality | None
    taxonomy: Taxonomy
    statements: tuple[Statement, ...]
    locations: Mapping[str, tuple[Location, ...]]
    suggestions: tuple[Suggestion, ...] = ()
    faults: tuple[str, ...] = ()


def explained(document: Document, municipality: Municipality | None = None) -> Explained:
    """Read the document's statements once more, keeping why; `municipality` None tells it from the text.

    Second opinions are asked of what was learnt from this installation's corrections, where there is something, and of
    the language model of one's own, where one is set (`suggestions.assistant`). Raises InvalidData for settings that
    make no sense.
    """
    home = municipality or detection.detect(document)
    catalogue, places = taxonomy.load(), gazetteer.load(home)
    found = mentions.mentions(document, places)
    said = understand(document, found, catalogue)
    suggestions, faults = _opinions(document, found, catalogue, said)
    located = resolution.locate(document, said, found, places)
    return Explained(document, home, catalogue, said, located, suggestions, faults)


def _opinions(document: Document, found: Sequence, catalogue: Taxonomy, said: Sequence[Statement]):
    from trygghet_geo.suggestions import assistant, learner, learning

    made: list[Suggestion] = []
    faults: list[str] = []
    learnt = learner.load(learning.default_path())
    if learnt is not None:
        made += learning.suggest(document, found, catalogue, learnt=learnt)
    settings = assistant.settings()
    if settings is not None:
        answered = assistant.ask(document, catalogue, statements=said, settings=settings)
        made += answered.suggestions
        faults += [answered.fault] if answered.fault else []
    return tuple(sorted(made, key=lambda one: (one.start, one.end, one.source))), tuple(faults)


def as_json(read: Explained) -> dict:
    """Everything as plain values, in a fixed order."""
    return {
        "document": read.document.name,
        "sha256": read.document.sha256,
        "municipality": read.municipality.code if read.municipality else None,
        "statements": [_statement(read, each) for each in read.statements],
        "suggestions": [_suggestion(read, each) for each in read.suggestions],
        "faults": list(read.faults),
    }


def _statement(read: Explained, each: Statement) -> dict:
    return {
        "id": each.id,
        "start": each.start,
        "end": each.end,
        "quote": read.document.text[each.start : each.end],
        "kind": each.kind,
        "claims": [{"category": claim.category, "type": claim.type} for claim in each.claims],
        "confidence": each.confidence,
        "reasons": [reasons.as_json(reason) for reason in reasons.reasons(each, read.document, read.taxonomy)],
        "places": [
            {"place": at.place.name if at.place else None, "precision": at.precision, "why": list(at.why)}
            for at in read.locations[each.id]
        ],
    }


def _suggestion(read: Explained, each: Suggestion) -> dict:
    return {
        "statement_id": each.statement_id,
        "start": each.start,
        "end": each.end,
        "quote": read.document.text[each.start : each.end],
        "kind": each.kind,
        "category": each.category,
        "source": each.source,
        "chance": each.chance,
        "reason": each.reason_sv,
        "words": [read.document.text[a:b] for a, b in each.words],
    }
