"""One event, told once: the police's follow-up of what a note told, a heading above its report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trygghet_geo.records import Document
from trygghet_geo.understanding import coverage, kinds
from trygghet_geo.understanding.claims import Trigger
from trygghet_geo.understanding.context import is_title
from trygghet_geo.understanding.judging import Part
from trygghet_geo.understanding.notes import Event, events, inline_label, is_summary

if TYPE_CHECKING:
    from trygghet_geo.understanding.statements import Read

_ALSO = re.compile(
    r"\b(?:även|också|dessutom|ytterligare|senare|liknande|en ny"
    r"|samma (?:natt|kväll|dag|eftermiddag|plats|gata|veva)|samtidigt"
    r"|i (?:samband med|anslutning till) (?:insatsen|ingripandet|gripandet|händelsen))\b"
    r"|^(?:strax|kort) (?:före|efter|innan) |^(?:vid|omkring) \w+-?tiden\b|^(?:klockan|kl\.?) \d",
    re.I,
)
"""What opens or joins one more event."""
_FILED = re.compile(
    r"^(?!.*(?:får in|inkommer|inkommit|mottog|kom in|efter att|efter en)).*(?:"
    r"anmälan\b.{0,60}\b(?:upprätta|skriv|skrev|gör[as]|gjord|tas upp|är tagen)"
    r"|anmäl(?:an|ning)\w* (?:om|gällande|för|avseende)\b"
    r"|rubricer|förundersökning|brottsmisstank|utreds? |utredning)",
    re.I,
)
"""What the police call it on paper: it tells the event only where nothing else does."""
_CAME = re.compile(r"\b(?:stoppa|kontrollera|beordra|larma|kalla|skicka|åker|åkte|kontakta|ringer|ringde)\w*\b", re.I)
"""How the police came to be there; what was the matter follows."""
_NOTHING_HAPPENED = re.compile(
    r"visa(?:de|r|t|des|s)? sig|falskt? ?larm|obefoga|ogrunda|inget brott|inte (?:längre )?(?:något )?brott|nyktra"
    r"|anmärkning|ingen (?:händelse|utryckning|träff)",
    re.I,
)
"""What a note says where its heading's event did not take place."""
_LEAST = 4
"""Words of the shortest clause in which an event is found by its label alone."""

Place = tuple[int, int]
"""A sentence's number, and a clause's within it."""


def told_once(document: Document, reads: Sequence[Read]) -> list[Read]:
    """In a police note one clause of each event is its concern; what else is told of it is dropped.

    Labels ("22:05 Skadegörelse, Gällivare") say what the event is and are never statements. What is said in the same
    event about something else stays where it is said to be one more, or has a place of its own. What police do there
    is no measure; nobody hurt, nobody suspected is no calm. In what stands under "övrigt" each clause tells its own.
    """
    kept = list(reads)
    summary, covers = is_summary(document), coverage.period(document)
    day, usual, first_from = covers, covers, coverage.evening(document)
    for event in events(document, kept):
        for numbers in [[number] for number in event.body] if event.general else [[*event.labels, *event.body]]:
            told = [reads[number].sentence.text for number in numbers if not is_title(reads[number].sentence.text)]
            if not (told and coverage.SAME.search(told[0])):
                day = coverage.of_event(told[: len(event.labels) + 1], usual, first_from=first_from)
            if not summary and any(is_title(reads[number].sentence.text) for number in numbers):
                named_day = coverage.said(told, document.header.date)
                day = usual = coverage.of_event(told, named_day, first_from=first_from) or day
            for number in numbers:
                own = (
                    coverage.of_event([reads[number].sentence.text], covers, first_from=first_from)
                    if summary
                    else covers
                )
                holds = day if own == covers else own
                if reads[number].covers not in (covers, None):
                    # A heading or a line says another day: "Lördag 12 mars" over three events.
                    holds = reads[number].covers
                if holds != kept[number].covers:
                    kept[number] = kept[number]._replace(covers=holds)
        for number in event.labels:
            kept[number] = _silenced(kept[number])
        span = None if event.general else _span(event, kept)
        for number in event.body:
            read = kept[number]
            parts = [_at_work(part) for part in _unlabelled(read)]
            if parts != read.parts or (span and span != read.event):
                kept[number] = read._replace(parts=parts, event=span or read.event)
        if span:
            _tell(event, kept, named=_named(event, reads), summary=summary)
    return kept


def _span(event: Event, reads: Sequence[Read]) -> tuple[int, int] | None:
    """Offsets of what tells the event; None when nothing does."""
    if not event.body:
        return None
    return reads[event.body[0]].sentence.view.start, reads[event.body[-1]].sentence.view.end


def _unlabelled(read: Read) -> list[Part]:
    """The clauses, with what stands in a label before a colon ("03:02, Varberg, brand: Det brinner …") silenced."""
    label = inline_label(read)
    if not label:
        return list(read.parts)
    return [
        p._replace(kind=kinds.NOTHING, rule="heading") if read.words[p.last - 1].end <= label + 1 else p
        for p in read.parts
    ]


def _at_work(part: Part) -> Part:
    if part.kind in ("measure", "proposal"):
        return part._replace(kind=kinds.NOTHING, rule="police_work")
    return part


def _named(event: Event, reads: Sequence[Read]) -> tuple[Trigger, ...]:
    """What the labels of an event say that it is."""
    return tuple(t for number in event.labels for part in reads[number].parts for t in part.triggers)


def _tell(event: Event, reads: list[Read], *, named: Sequence[Trigger], summary: bool) -> None:
    """Keep of the event the clause that tells it, and what is told besides."""
    chosen = _chosen(event, reads, named=named, summary=summary)
    if chosen is None:
        return
    told: set[str] = set()
    for number in event.body:
        before = reads[number].parts
        parts = list(before)
        for index, part in enumerate(before):
            if (number, index) == chosen:
                parts[index] = part = _as_named(part, named)
                told |= _about(part)
            elif (
                part.kind == "concern"
                and (number, index) > chosen
                and _new(part, reads[number].sentence.text, told, summary=summary)
            ):
                told |= _about(part)
            elif part.kind == "concern" or (part.kind == "calm" and "calm" not in part.cues):
                parts[index] = part._replace(kind=kinds.NOTHING, rule="told_already")
        if parts != before:
            reads[number] = reads[number]._replace(parts=parts)


def _chosen(event: Event, reads: Sequence[Read], *, named: Sequence[Trigger], summary: bool) -> Place | None:
    """The clause that tells the event best, the first of such; None when none does.

    Best is a problem in words; then one that only the model sees; then what the police call it on paper; at last, under
    a label with a category and no word that nothing happened, a clause that is no police routine.
    """
    best: tuple[int, Place] | None = None
    for number in event.body:
        for index, part in enumerate(reads[number].parts):
            rank = _rank(part, reads[number].sentence.text, summary=summary)
            if rank and (best is None or rank > best[0]):
                best = rank, (number, index)
    if best is not None:
        return best[1]
    return _last_resort(event, reads) if named and not event.general else None


def _rank(part: Part, text: str, *, summary: bool) -> int:
    if part.kind != "concern":
        return 0
    if _FILED.match(text):
        return 1
    seen = all(t.rule.startswith("model:") for t in part.triggers)
    if not seen:
        return 3
    return 2 if _CAME.search(text) else 3


def _last_resort(event: Event, reads: Sequence[Read]) -> Place | None:
    parts = [(number, i, part) for number in event.body for i, part in enumerate(reads[number].parts)]
    body = " ".join(reads[number].sentence.text for number in event.body)
    if _NOTHING_HAPPENED.search(body) or any(part.kind == "calm" for _, _, part in parts):
        return None
    for number, index, part in parts:
        if part.last - part.first >= _LEAST and part.rule == "silent" and "followup" not in part.cues:
            return number, index
    return None


def _as_named(part: Part, named: Sequence[Trigger]) -> Part:
    """The chosen clause; where no wording speaks of anything in it, it is about what its label says."""
    own = [t for t in part.triggers if not t.rule.startswith("model:")]
    if named and (part.kind != "concern" or not own):
        first, last = (part.triggers[0].first, part.triggers[0].last) if part.triggers else (part.first, part.first + 1)
        claim = Trigger(named[0].category, named[0].type, first, last, f"label:{named[0].category}")
        part = part._replace(triggers=(claim,), rule=part.rule if part.kind == "concern" else "label")
    return part._replace(kind="concern")


def _new(part: Part, text: str, told: set[str], *, summary: bool) -> bool:
    """Whether a later clause of an event tells of something else."""
    also = bool(_ALSO.search(text))
    if not told.isdisjoint(_about(part)):
        return also and part.placed
    return (also and not _FILED.match(text)) or (summary and part.placed and "followup" not in part.cues)


def _about(part: Part) -> set[str]:
    return {t.category for t in part.triggers}


def headings_last(document: Document, reads: Sequence[Read]) -> list[Read]:
    """A heading is a statement only when it reports something itself and nothing below it does."""
    below: dict[str, set[str]] = {}
    for read in reads:
        block = document.blocks[read.sentence.block]
        if block.kind != "heading" and block.section:
            below.setdefault(block.section, set()).update(
                t.category for p in read.parts if p.kind != kinds.NOTHING for t in p.triggers
            )
    kept = []
    for read in reads:
        block = document.blocks[read.sentence.block]
        if block.kind == "heading":
            own = {t.category for p in read.parts for t in p.triggers}
            reports = any(p.kind == "concern" and p.placed for p in read.parts)
            alone = read.sentence.text not in below and any(p.kind == "calm" for p in read.parts)
            if not (reports or alone) or own & below.get(read.sentence.text, set()):
                read = _silenced(read)
        kept.append(read)
    return kept


def _silenced(read: Read) -> Read:
    return read._replace(parts=[p._replace(kind=kinds.NOTHING, rule="heading") for p in read.parts])
