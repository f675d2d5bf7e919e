"""Words that name a place nobody knows, or one of several: one list over many documents, each with its sentences.

It is worked out from the documents and the gazetteer as they are now, so what the coordinator decides
(`places.coordinator`) shows at once and holds for documents read long ago.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from trygghet_geo import taxonomy
from trygghet_geo.places import decisions, gazetteer, mentions, names, resolution
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.records import Document, Location, Mention, Municipality, Place, Statement
from trygghet_geo.sentences import Sentence, sentences
from trygghet_geo.understanding import understand

_SUGGESTIONS = 3


@dataclass(frozen=True)
class Occurrence:
    """Where the words stand: `text[start:end]` of the document, within its sentence from `sentence_start`.

    `kind` is that of the statement it stands in, None outside any.
    """

    document: str
    sha256: str
    page: int | None
    start: int
    end: int
    sentence: str
    sentence_start: int
    sentence_end: int
    kind: str | None


@dataclass(frozen=True)
class Suggestion:
    """A place that may be meant. `why`: "candidate", "unverified name" or "similar name"."""

    place_id: str
    name: str
    kind: str
    why: str


@dataclass(frozen=True)
class Unresolved:
    """The same words in one municipality. `reason`: "unknown" (no place answers to them), "ambiguous" (several do)."""

    words: str
    reason: str
    municipality_code: str | None
    suggestions: tuple[Suggestion, ...]
    occurrences: tuple[Occurrence, ...]


_Key = tuple[str | None, str, str]


def unresolved(documents: Iterable[tuple[Document, Municipality | None]]) -> tuple[Unresolved, ...]:
    """All that is not settled in the documents, what stands in most statements first, then in most sentences.

    The municipality of each document is given, None when it is not known: then nothing of it is listed, since without
    one there is no gazetteer that the words could be missing from.
    """
    found: dict[_Key, list[tuple[Occurrence, Mention]]] = {}
    for document, home in documents:
        if home is None:
            continue
        known = gazetteer.at(gazetteer.load(home), document.header.date)
        for reason, mention, occurrence in _of(document, known):
            key = (home.code, reason, decisions.key(mention.name or mention.text))
            found.setdefault(key, []).append((occurrence, mention))
    listed = [_listed(key, members) for key, members in _without_genitives(found).items()]
    return tuple(sorted(listed, key=_urgency))


def _of(document: Document, known: Gazetteer) -> list[tuple[str, Mention, Occurrence]]:
    words = mentions.mentions(document, known)
    statements = understand(document, words, _taxonomy())
    located = resolution.locate(document, statements, words, known)
    parts = sentences(document)
    unsure = _ambiguous(words, located.values())
    result = []
    for mention in words:
        said = next((s for s in statements if s.start <= mention.start < s.end), None)
        reason = "ambiguous" if mention in unsure else _unknown(mention, located.get(said.id) if said else None)
        if reason:
            result.append((reason, mention, _occurrence(document, mention, parts, said)))
    return result


def _ambiguous(words: Iterable[Mention], located: Iterable[tuple[Location, ...]]) -> set[Mention]:
    """The mentions of several candidates that were settled on none of them."""
    unsure = set()
    for location in (each for group in located for each in group):
        mention, place = location.mention, location.place
        if mention and len(mention.candidates) > 1 and (place is None or place.id not in mention.candidates):
            unsure |= {word for word in words if word.start == mention.start and len(word.candidates) > 1}
    return unsure


def _unknown(mention: Mention, locations: tuple[Location, ...] | None) -> str | None:
    """ "unknown" for a name without entry; for a bare noun ("skolan") only where a statement got no place by it."""
    if mention.candidates:
        return None
    if mention.form != "generic":
        return "unknown"
    lost = any(each.mention == mention and each.place is None for each in locations or ())
    return "unknown" if lost else None


def _occurrence(
    document: Document, mention: Mention, parts: tuple[Sentence, ...], said: Statement | None
) -> Occurrence:
    part = next((p for p in parts if p.view.start <= mention.start < p.view.end), None)
    start, end = (part.view.start, part.view.end) if part else (mention.start, mention.end)
    page = next((b.page for b in document.blocks if b.start <= mention.start < b.end), None)
    return Occurrence(
        document=document.name,
        sha256=document.sha256,
        page=page,
        start=mention.start,
        end=mention.end,
        sentence=part.text if part else mention.text,
        sentence_start=start,
        sentence_end=end,
        kind=said.kind if said else None,
    )


def _without_genitives(found: dict[_Key, list]) -> dict[_Key, list]:
    """ "Gubboskogens" goes with "Gubboskogen" where that is listed too."""
    result: dict[_Key, list] = {}
    for key, members in found.items():
        code, reason, words = key
        plain = (code, reason, words.removesuffix("s"))
        result.setdefault(plain if plain in found else key, []).extend(members)
    return result


def _listed(key: _Key, members: list[tuple[Occurrence, Mention]]) -> Unresolved:
    code, reason, words = key
    spelt = [mention.name or mention.text for _, mention in members]
    shown = next((text for text in spelt if decisions.key(text) == words), spelt[0])
    known = gazetteer.load(gazetteer.municipality(str(code))).places
    ids = dict.fromkeys(i for _, mention in members for i in mention.candidates)
    hints = [_suggestion(known[i], "candidate") for i in ids if i in known] or _near(words, known.values(), str(code))
    seen = dict.fromkeys(occurrence for occurrence, _ in members)
    return Unresolved(shown, reason, code, tuple(hints), tuple(seen))


def _near(words: str, known: Iterable[Place], code: str) -> list[Suggestion]:
    """Places of the municipality that have the words as an unverified name, or are called nearly so."""
    local = [place for place in known if place.municipality_code == code]
    doubted = [p for p in local if words in (decisions.key(name) for name in p.unverified_aliases)]
    called = {decisions.key(name): place for place in local for name in (place.name, *place.aliases)}
    similar = difflib.get_close_matches(words, called, n=_SUGGESTIONS, cutoff=0.8)
    hints = [_suggestion(place, "unverified name") for place in doubted]
    hints += [_suggestion(called[name], "similar name") for name in similar]
    return list({hint.place_id: hint for hint in reversed(hints)}.values())[::-1][:_SUGGESTIONS]


def _suggestion(place: Place, why: str) -> Suggestion:
    return Suggestion(place.id, place.name, place.kind, why)


def _urgency(one: Unresolved) -> tuple[int, int, str, str]:
    concerns = sum(each.kind == "concern" for each in one.occurrences)
    return -concerns, -len(one.occurrences), names.folded(one.words), one.municipality_code or ""


@lru_cache(maxsize=1)
def _taxonomy() -> taxonomy.Taxonomy:
    return taxonomy.load()
