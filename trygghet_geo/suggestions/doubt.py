"""Where a second opinion is asked for: clauses that no rule settled, or that the model read unlike the passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trygghet_geo.records import Document, Mention
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.understanding import clauses, kinds, lexicon, opinions
from trygghet_geo.understanding.judging import Judge, Part, Situation
from trygghet_geo.understanding.signs import MARK
from trygghet_geo.understanding.statements import Read, identity, read
from trygghet_geo.views import View

SHORTEST = 4
"""Words of the shortest clause that an opinion is asked about."""
_ASKED = ("silent", opinions.RULE)


@dataclass(frozen=True)
class Reading:
    """What the program makes of a text by itself; `signs` are what the rules saw and what came of it."""

    kind: str
    category: str | None
    signs: tuple[str, ...]
    doubtful: bool


@dataclass(frozen=True)
class Doubt:
    """A clause of a document: its words as one line, its span, its reading, and the statement it became if any."""

    view: View
    start: int
    end: int
    reading: Reading
    statement_id: str | None


def reading(text: str, taxonomy: Taxonomy) -> Reading:
    """How a sentence is read without anything around it; of several clauses the first that says something."""
    matcher = lexicon.compiled(taxonomy).matcher
    line = " ".join(text.split())
    words = matcher.words(line)
    if not words:
        return Reading(kinds.NOTHING, None, (), doubtful=True)
    finite = matcher.element("<finite>|<finite_end>")
    judge = Judge(line, words, matcher.find(words), Situation(), finite)
    parts = judge.revised(judge.cut())
    return _reading(next((part for part in parts if part.kind != kinds.NOTHING), parts[0]))


def doubts(document: Document, mentions: Sequence[Mention], taxonomy: Taxonomy) -> Iterator[Doubt]:
    """The doubtful clauses of a document, in reading order."""
    for each in read(document, mentions, taxonomy):
        for part in each.parts:
            if _doubtful(part) and part.last - part.first >= SHORTEST:
                yield _doubt(document, each, part)


def _doubt(document: Document, each: Read, part: Part) -> Doubt:
    first, last = clauses.trimmed(each.words, part.first, part.last)
    line = each.sentence.view.slice(each.words[first].start, each.words[last - 1].end)
    start, end = line.start, line.end
    told = identity(document, start, end) if part.kind != kinds.NOTHING else None
    return Doubt(line, start, end, _reading(part), told)


def _reading(part: Part) -> Reading:
    category = part.triggers[0].category if part.triggers and part.kind != kinds.NOTHING else None
    # What the program itself made of it, so that the learner can tell where that is to be trusted.
    own = (f"{MARK}read:{part.kind}", f"{MARK}about:{category}")
    return Reading(part.kind, category, (*part.signs, *own), _doubtful(part))


def _doubtful(part: Part) -> bool:
    return part.rule.partition(":")[0] in _ASKED
