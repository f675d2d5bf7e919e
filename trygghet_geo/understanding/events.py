"""One event, told once: a note's headline and its body, the police's follow-up, a heading above its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trygghet_geo.records import Document
from trygghet_geo.understanding import kinds
from trygghet_geo.understanding.context import is_title

if TYPE_CHECKING:
    from trygghet_geo.understanding.statements import Read


def told_once(document: Document, reads: Sequence[Read]) -> list[Read]:
    """In a police note, the first concern under a heading is the event; what follows about it is dropped.

    A paragraph without a heading of its own ("Övrigt: fyra personer omhändertogs …") counts each sentence apart. What
    is said in the same event about another category stays only when it has a place of its own.
    """
    kept: list[Read] = []
    event: str | None = None
    told: set[str] = set()
    for read in reads:
        if is_title(read.sentence.text):
            kept.append(_silenced(read))
            continue
        key = _event(document, read)
        if key != event:
            event, told = key, set()
        parts = []
        for part in read.parts:
            if part.kind == "concern":
                if (told and not _new(part, told)) or ("definite" in part.cues and not part.placed):
                    part = replace(part, kind=kinds.NOTHING, rule="told_already")
                else:
                    told |= {t.category for t in part.triggers}
            elif part.kind == "measure":
                part = replace(part, kind=kinds.NOTHING, rule="police_work")
            parts.append(part)
        kept.append(replace(read, parts=parts))
    return kept


def _event(document: Document, read: Read) -> str:
    """Key of the event a sentence belongs to: the heading above it, or itself under a general heading."""
    block = document.blocks[read.sentence.block]
    heading = read.sentence.text if block.kind == "heading" else block.section or ""
    if heading.lower().startswith(("övrigt", "i övrigt")) or read.sentence.text.lower().startswith("övrigt"):
        return f"{read.sentence.block}:{read.sentence.view.start}"
    return heading


def _new(part, told: set[str]) -> bool:
    return part.placed and told.isdisjoint(t.category for t in part.triggers) and "followup" not in part.cues


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
    return replace(read, parts=[replace(p, kind=kinds.NOTHING, rule="heading") for p in read.parts])
