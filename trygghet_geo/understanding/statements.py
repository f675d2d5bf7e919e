"""Sentences to statements, with what runs through a document: list openings, national figures, events told twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from trygghet_geo import dates
from trygghet_geo.records import Claim, Document, Hit, Mention, Statement
from trygghet_geo.sentences import Sentence, sentences
from trygghet_geo.taxonomy import Taxonomy
from trygghet_geo.understanding import clauses, confidence, context, coverage, events, kinds, lexicon, moments, signs
from trygghet_geo.understanding.claims import Trigger
from trygghet_geo.understanding.judging import Judge, Part, Situation
from trygghet_geo.understanding.patterns import Matcher, Word
from trygghet_geo.understanding.timeline import Timeline
from trygghet_geo.views import View

LEADS = {"proposal": "proposal", "measure": "measure"}


class Read(NamedTuple):
    """A sentence with its words and the clauses it was cut into."""

    sentence: Sentence
    words: Sequence[Word]
    parts: Sequence[Part]
    when: dates.Anchor | None = None
    """What relative dates are relative to; None when the document has no date."""
    covers: tuple[date, date] | None = None
    """What the report, or the time of day above the event, says it covers."""
    event: tuple[int, int] | None = None
    """Offsets of the sentences that tell the same event of a note."""
    named: Sequence[dates.Expression] = ()
    """The days that the sentence names itself."""


def statements(document: Document, mentions: Sequence[Mention], taxonomy: Taxonomy) -> tuple[Statement, ...]:
    """All statements of the document in reading order."""
    return tuple(
        _statement(document, each, part)
        for each in read(document, mentions, taxonomy)
        for part in each.parts
        if part.kind != kinds.NOTHING
    )


def read(document: Document, mentions: Sequence[Mention], taxonomy: Taxonomy) -> list[Read]:
    """All sentences of the document as judged, those included in which nothing is stated."""
    found = list(reads(document, mentions, lexicon.compiled(taxonomy).matcher))
    once = events.told_once if context.is_note(document) else events.headings_last
    return once(document, found)


def identity(document: Document, start: int, end: int) -> str:
    """The id of the statement text[start:end]: sixteen hexadecimal digits, the same for the same file and span."""
    return sha256(f"{document.sha256}:{start}:{end}".encode()).hexdigest()[:16]


def reads(document: Document, mentions: Sequence[Mention], matcher: Matcher, *, second: bool = True) -> Iterable[Read]:
    """Each sentence on its own with what runs through the document; without the model's opinion unless `second`."""
    day = document.header.date
    around = Situation(
        report=context.is_note(document), safety=context.about_safety(document), year=day.year if day else None
    )
    own = None if around.safety else context.focus(mentions)
    spans = _Spans([m for m in mentions if own is None or m.name != own])
    timeline = Timeline(document)
    finite = matcher.element("<finite>|<finite_end>")
    sections: dict[str | None, str] = {}
    lead, national, before, told = "", False, -1, ""
    spoken: Sequence[Word] = ()
    listed = sentences(document)
    for number, sentence in enumerate(listed):
        block = document.blocks[sentence.block]
        view = sentence.view
        words = matcher.words(view.text, spans.within(view))
        if not words:
            continue
        if block.kind != "bullet" and not context.is_item(view.text):
            lead = ""
        first, before = sentence.block != before, sentence.block
        if first:  # what a paragraph says of the country ends with it
            national, told = False, "" if block.kind == "heading" else told
        if block.section not in sections:
            sections[block.section] = context.section(block.section)
        section = sections[block.section]
        # Where a document is not about safety the model, for which these are, is never asked.
        seen = signs.around(block, report=around.report, section=section, before=told) if around.safety else ()
        situation = Situation(
            section, around.report, around.safety, lead, national, around.year, signs=seen, told=told, before=spoken
        )
        judge = Judge(view.text, words, matcher.find(words), situation, finite)
        parts = judge.cut()
        told, spoken = parts[-1].kind, words
        parts = judge.revised(parts) if second else parts
        national = not around.report and context.still_national(parts, national)
        opens = context.opens_list(view.text, parts)
        lead = opens or lead
        if opens or (block.kind == "heading" and not around.report and block.level <= 1):
            parts = [part._replace(kind=kinds.NOTHING) for part in parts]
        last = number + 1 == len(listed) or listed[number + 1].block != sentence.block
        when = timeline.see(sentence.block, view.text, tells=_tells(parts), states=_states(parts), last=last)
        yield Read(sentence, words, parts, when.anchor, when.holds, named=when.named)


def _tells(parts: Sequence[Part]) -> bool:
    return any(part.kind == "concern" for part in parts)


def _states(parts: Sequence[Part]) -> bool:
    return any(part.kind != kinds.NOTHING for part in parts)


class _Spans:
    """The mentions' places in a sentence's view, found by walking them once."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.start)
        self._next = 0

    def within(self, view: View) -> list[tuple[int, int]]:
        while self._next < len(self._mentions) and self._mentions[self._next].end <= view.start:
            self._next += 1
        found = []
        for index in range(self._next, len(self._mentions)):
            mention = self._mentions[index]
            if mention.start >= view.end:
                break
            span = view.within(mention.start, mention.end)
            if span:
                found.append(span)
        return found


def _statement(document: Document, read: Read, part: Part) -> Statement:
    words, view = read.words, read.sentence.view
    first, last = clauses.trimmed(words, part.first, part.last)
    start, end = _span(view, words, first, last)
    claims = tuple(_claim(view, t, words, part) for t in part.triggers) or (Claim("other", None, start, end),)
    rules = [Hit(f"kind:{part.rule}", start, end)]
    rules += [Hit(f"cue:{name}", *_span(view, words, a, b)) for name, (a, b) in sorted(part.cues.items())]
    rules += [Hit(f"term:{t.rule}", *_span(view, words, t.first, t.last)) for t in part.triggers]
    period, hit = _period(read, part, first, last)
    return Statement(
        id=identity(document, start, end),
        start=start,
        end=end,
        block=read.sentence.block,
        kind=part.kind,
        claims=claims,
        confidence=confidence.of(part.kind, rules),
        date_start=period[0] if period else None,
        date_end=period[1] if period else None,
        rules=(*rules, *hit),
        event=read.event,
    )


def _period(read: Read, part: Part, first: int, last: int) -> tuple[tuple[date, date] | None, tuple[Hit, ...]]:
    """What the clause says about when; else what the sentence opens with, else what the report covers."""
    words, view = read.words, read.sentence.view
    start, end = words[first].start, words[last - 1].end
    ahead = part.kind in ("measure", "proposal") and dates.looks_ahead(view.text[start:end])
    found = dates.expressions(view.text, replace(read.when, ahead=True)) if ahead and read.when else read.named
    about = words[part.triggers[0].first].start if part.triggers else start
    best = moments.chosen(view.text, found, (start, end), about=about, tells=part.kind in ("concern", "calm"))
    clause = view.text[start:end]
    if best:
        night = "natt" in view.text[best.start : best.end].lower()
        days = coverage.of_night(clause, (best.first, best.last)) if night else (best.first, best.last)
        return days, (Hit(f"date:{best.rule}", *view.span(best.start, best.end)),)
    if read.covers and part.kind in ("concern", "calm"):
        return read.covers, ()
    return None, ()


def _span(view: View, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    return view.span(words[first].start, words[last - 1].end)


def _claim(view: View, trigger: Trigger, words: Sequence[Word], part: Part) -> Claim:
    start, end = _span(view, words, trigger.first, trigger.last)
    normal = "normal" if part.kind == "concern" else None
    level = "low" if "low" in part.cues else "high" if "high" in part.cues else normal
    trend = next((name for name in ("down", "up", "same") if name in part.cues), None)
    return Claim(trigger.category, trigger.type, start, end, level, trend)
