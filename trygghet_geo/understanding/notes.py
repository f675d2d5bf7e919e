"""A police note or a summary of a night, cut into events: its labels, and the sentences that tell of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trygghet_geo.records import Document
from trygghet_geo.understanding.context import is_title

if TYPE_CHECKING:
    from trygghet_geo.understanding.statements import Read

_TIME = re.compile(r"^\W*(?:cirka |ca\.? )?(?:kl\.? ?|klockan )?(?:[01]?\d|2[0-3])[.:][0-5]\d\b", re.I)
_ENDS_TIMED = re.compile(r"(?:kl\.? ?|klockan )?(?:[01]?\d|2[0-3])[.:][0-5]\d\W*$", re.I)
_LED = re.compile(r"^\W*[A-ZÅÄÖ][^.:;!?]{1,60}:\s+\S")
"""A line that opens with whose or what place it is: "Lycksele: två renar påkörda"."""
_INLINE = re.compile(r"^\W*(?:kl\.? ?|klockan )?(?:[01]?\d|2[0-3])[.:][0-5]\d\b[^:;!?]{0,60}:(?=\s+\S)", re.I)
_TITLED = re.compile(r"^[^\W\d_]+(?:/[^\W\d_]+)?, (?:[A-ZÅÄÖ][\w-]*)(?: [A-ZÅÄÖ][\w-]*)?(?: kommun| län)?$")
"""Type and municipality, without a full stop: "Bråk, Hallstahammar"."""
_GENERAL = re.compile(
    r"^\W*(?:i )?övrigt\b|^\W*(?:utöver (?:detta|det)|totalt|sammanlagt|därutöver|dessutom)\b"
    r"|^\W*(?:senare|samma|vidare|under samma) (?:under |på )?(?:natt|kväll|dag|eftermiddag|förmiddag|morgon|dygn)\w*"
    r"|^\W*under (?:natten|kvällen|dygnet|kvällen och natten|natten och morgonen) har\b"
    r"|^\W*(?:\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|flera|ett antal|några) (?:\w+ )?"
    r"(?:person(?:er)?|viltolyck\w*) (?:har|i länet|omhändertog|togs|misstänks|inträffa|anmäl)",
    re.I,
)
"""Opens a sentence that stands for itself, whatever is told around it."""
_SUMMARY = re.compile(r"sammanfattning|\burval\b|nattens|dygnets|\bdygn\b", re.I)
_SHORT = 6
"""Words of the longest line that is a label when it holds no verb; a lead ("Brand vid berget.") has a preposition."""
_TELLING = frozenset(
    "i på vid av till mot med från in ur efter under längs utanför mellan bakom genom som och är har".split()
)


@dataclass
class Event:
    """Sentences of one event, as indices of the document's; `labels` name it, `body` tells it."""

    labels: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    general: bool = False
    """Its sentences have nothing to do with each other."""


def events(document: Document, reads: Sequence[Read]) -> list[Event]:
    """The events of a note in reading order; its title line is the first one's label.

    A new one begins at a label, a clock time, a line led by its place, and in a summary at a paragraph with a place of
    its own. "I övrigt" opens a general one, which ends at the next label or time.
    """
    summary = is_summary(document)
    found = [Event()]
    block = -1
    for number, read in enumerate(reads):
        fresh, block = read.sentence.block != block, read.sentence.block
        event = found[-1]
        if is_title(read.sentence.text):
            event.labels.append(number)
        elif is_label(document, read, summary=summary):
            if event.body:
                found.append(event := Event())
            event.labels.append(number)
            event.general = bool(_GENERAL.match(read.sentence.text))
        elif _opens(read, summary=summary, fresh=fresh, event=event):
            general = bool(_GENERAL.match(read.sentence.text))
            if event.body or (general and event.labels and summary):
                found.append(event := Event(general=general))
            event.body.append(number)
        else:
            event.body.append(number)
    return found


def is_summary(document: Document) -> bool:
    """Whether the note tells of several events: it says so in its first lines, or two of its lines open with a time."""
    text = document.text
    return bool(_SUMMARY.search(text[:200])) or len([line for line in text.split("\n")[1:] if _TIME.match(line)]) > 1


def is_label(document: Document, read: Read, *, summary: bool) -> bool:
    """A line that only names what follows: "23.14 Halmstad, skadegörelse", "Borlänge.", "Rattfylleri, Kil kl. 23.12".

    In a note of one event the line below the title ("Inbrott i butik") tells it, unless it is a single word.
    """
    text = read.sentence.text.strip()
    if any(part.kind == "calm" for part in read.parts):
        return False
    titled = len(text.split()) < 2 or text.endswith(":") or _TITLED.match(text)
    if not summary and not titled and any(part.triggers for part in read.parts):
        return False
    if document.blocks[read.sentence.block].kind == "heading" and not _sentence_like(read):
        return True
    rest = _ENDS_TIMED.sub("", _TIME.sub("", text)).strip(" .,:–-")
    words = rest.split()
    if not words:
        return True
    if len(words) > _SHORT or _sentence_like(read):
        return False
    timed = bool(_TIME.match(text) or _ENDS_TIMED.search(text))
    plain = not any(word.lower().strip(",.") in _TELLING for word in words)
    return plain and (timed or text.endswith(":") or len(words) <= 2)


def inline_label(read: Read) -> int:
    """Where the label that a line opens with ends ("03:02, Varberg, brand:"): the colon's offset in the view, or 0."""
    match = _INLINE.match(read.sentence.text)
    return match.end() - 1 if match else 0


def _sentence_like(read: Read) -> bool:
    """Whether some clause has a finite verb, so that the line tells something."""
    return any(part.verb for part in read.parts)


def _opens(read: Read, *, summary: bool, fresh: bool, event: Event) -> bool:
    text = read.sentence.text
    if _TIME.match(text) or _GENERAL.match(text) or event.general:
        return True
    if fresh and _LED.match(text):
        return True
    if not (summary and fresh and event.body):
        return False
    return any(part.placed and "followup" not in part.cues for part in read.parts)
