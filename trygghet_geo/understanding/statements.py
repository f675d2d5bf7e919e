"""Sentences to statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from trygghet_geo import dates
from trygghet_geo.records import Claim, Document, Hit, Mention, Statement
from trygghet_geo.sentences import Sentence, sentences
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.understanding import clauses, context, kinds, lexicon
from trygghet_geo.understanding.claims import Trigger, triggers
from trygghet_geo.understanding.patterns import Found, Matcher, Word
from trygghet_geo.views import View


@dataclass(frozen=True)
class Surroundings:
    """What holds for the whole document."""

    report: bool
    safety: bool


@dataclass(frozen=True)
class Part:
    """A clause judged: words[first:last] of its sentence."""

    first: int
    last: int
    kind: str
    rule: str
    triggers: tuple[Trigger, ...]
    cues: dict[str, tuple[int, int]]
    places: frozenset[int]


def statements(document: Document, mentions: Sequence[Mention], taxonomy: Taxonomy) -> tuple[Statement, ...]:
    matcher = lexicon.compiled(taxonomy).matcher
    around = Surroundings(context.is_note(document), context.about_safety(document))
    found: list[Statement] = []
    for sentence in sentences(document):
        found += _sentence(document, sentence, mentions=mentions, matcher=matcher, around=around)
    return tuple(found)


def _sentence(
    document: Document, sentence: Sentence, *, mentions: Sequence[Mention], matcher: Matcher, around: Surroundings
) -> list[Statement]:
    view = sentence.view
    block = document.blocks[sentence.block]
    if block.kind == "heading":
        return []
    places = [
        span for m in mentions if m.start < view.end and m.end > view.start and (span := view.within(m.start, m.end))
    ]
    words = matcher.words(view.text, places)
    found = matcher.find(words)
    section = context.section(block.section)
    judge = _Judge(view.text, words, found, places, section, around)
    return [_statement(document, sentence, part, words) for part in judge.parts() if part.kind != kinds.NOTHING]


@dataclass(frozen=True)
class _Judge:
    """Cuts a sentence and judges its clauses."""

    text: str
    words: Sequence[Word]
    found: Sequence[Found]
    places: Sequence[tuple[int, int]]
    section: str
    around: Surroundings

    def parts(self) -> list[Part]:
        whole = self.part(0, len(self.words))
        if whole.rule in ("question", "definition", "advice", "administration"):
            return [whole]
        edges = [0, *clauses.cuts(self.words), len(self.words)]
        pieces = [self.part(a, b) for a, b in zip(edges, edges[1:], strict=False) if a < b]
        merged: list[Part] = []
        for piece in pieces:
            if merged and not self._separate(merged[-1], piece):
                merged[-1] = self.part(merged[-1].first, piece.last)
            else:
                merged.append(piece)
        return [whole] if len(merged) == 1 else merged

    def _separate(self, left: Part, right: Part) -> bool:
        """Whether two neighbouring clauses say two things."""
        if kinds.NOTHING in (left.kind, right.kind):
            return False
        pair = {left.kind, right.kind}
        if len(pair) == 2:
            return pair <= {"concern", "calm"} and bool(right.triggers or right.places or left.places)
        if left.kind != "concern" or not left.triggers or not right.triggers:
            return False
        return bool(left.places) and bool(right.places)

    def part(self, first: int, last: int) -> Part:
        inside = [f for f in self.found if f.first >= first and f.last <= last]
        cues = _cues(inside)
        terms, topics = tuple(triggers(inside)), tuple(triggers(inside, "topics"))
        near = frozenset(
            i
            for i in range(first, last)
            if any(a < self.words[i].end and self.words[i].start < b for a, b in self.places)
        )
        start, end = self.words[first].start, self.words[last - 1].end
        clause = kinds.Clause(
            self.text[start:end],
            cues,
            terms,
            topics,
            self.section,
            self.around.report,
            self.around.safety,
            bool(near),
            self.text,
        )
        kind, rule = kinds.decide(clause)
        about = terms or topics
        return Part(first, last, kind, rule, about, cues, near)


def _cues(found: Sequence[Found]) -> dict[str, tuple[int, int]]:
    cues: dict[str, tuple[int, int]] = {}
    for f in found:
        sense = f.pattern.payload
        if sense.role == "cue" and (
            sense.name not in cues or f.last - f.first > cues[sense.name][1] - cues[sense.name][0]
        ):
            cues[sense.name] = (f.first, f.last)
    return cues


def _statement(document: Document, sentence: Sentence, part: Part, words: Sequence[Word]) -> Statement:
    first, last = clauses.trimmed(words, part.first, part.last)
    view = sentence.view
    start, end = view.span(words[first].start, words[last - 1].end)
    claims = tuple(_claim(view, t, words, part) for t in part.triggers) or (Claim("other", None, start, end),)
    rules = [Hit(f"kind:{part.rule}", start, end)]
    rules += [Hit(f"cue:{name}", *_span(view, words, a, b)) for name, (a, b) in sorted(part.cues.items())]
    rules += [Hit(f"term:{t.rule}", *_span(view, words, t.first, t.last)) for t in part.triggers]
    period = dates.period(view.text[words[first].start : words[last - 1].end], document.header.date) or dates.period(
        view.text, document.header.date
    )
    return Statement(
        id=sha256(f"{document.sha256}:{start}:{end}".encode()).hexdigest()[:16],
        start=start,
        end=end,
        block=sentence.block,
        kind=part.kind,
        claims=claims,
        confidence=0.8 if part.triggers else 0.6,
        date_start=period[0] if period else None,
        date_end=period[1] if period else None,
        rules=tuple(rules),
    )


def _span(view: View, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    return view.span(words[first].start, words[last - 1].end)


def _claim(view: View, trigger: Trigger, words: Sequence[Word], part: Part) -> Claim:
    start, end = _span(view, words, trigger.first, trigger.last)
    level = (
        "low" if "low" in part.cues else "high" if "high" in part.cues else "normal" if part.kind == "concern" else None
    )
    trend = "up" if "up" in part.cues else "down" if "down" in part.cues else "same" if "same" in part.cues else None
    return Claim(trigger.category, trigger.type, start, end, level, trend)
