"""The text that names are looked for in, and a mention while it is being made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trygghet_geo.places import names
from trygghet_geo.records import Document
from trygghet_geo.sentences import Sentence

UPPER = "A-ZÅÄÖÉ"
"""What a name begins with, for a class of a pattern."""
NAME = rf"[{UPPER}][\w'’-]+(?: [{UPPER}][\w'’-]+)?(?: \([^()]{{1,25}}\))?"
"""A pattern for a name of one or two words, and what stands in brackets behind it."""
AGAIN = 0.4
"""Rank of a word that is taken for a place because it was one before."""


@dataclass(frozen=True)
class Found:
    """A mention under construction; offsets into the joined text of all sentences."""

    start: int
    end: int
    name: str | None
    form: str
    candidates: tuple[str, ...] = ()
    preposition: str | None = None
    rank: float = 0
    """What wins when two of the same length meet: 2 the gazetteer (a longer name first), 1 a road number, 0 a shape."""


@dataclass(frozen=True)
class Page:
    """All sentences as one text, each on a line of its own, so that every rule runs once over everything."""

    text: str
    folded: str
    """As `text`, folded, behind one blank: offsets are one higher."""
    lines: tuple[tuple[int, int], ...]
    headings: frozenset[int]
    """Start of the lines that are headings."""
    inner: frozenset[int] = frozenset()
    """Start of the lines that go on a paragraph: three words or more stand before them in their block."""
    people: frozenset[str] = frozenset()
    """Last names of those who were present, in lower case."""

    def before(self, start: int) -> str:
        """The rest of the line before `start`, at most 60 characters."""
        low = max(0, start - 60)
        return self.text[low:start].rpartition("\n")[2]

    def after(self, end: int) -> str:
        return self.text[end : end + 60].partition("\n")[0]

    def opens(self, start: int) -> bool:
        """Whether `start` is the first letter of its line, quotes, dashes and clock times aside."""
        line = self.before(start)
        return not re.search(r"\w", re.sub(r"^[\d:.,\s–-]+", "", line)) or bool(re.search(r"[.!?] $", line))

    def preposition(self, start: int) -> str | None:
        """The preposition before the name at `start`, a direction ("norra") skipped."""
        return names.preposition(self.before(names.direction(self.text, start)))


_WORD = re.compile(r"[^\W\d]+")


def page_of(parts: Iterable[Sentence], document: Document | None = None) -> Page:
    """All `parts` as one text; the document, if given, tells which of them are headings."""
    lines, texts, headings, inner, at = [], [], set(), set(), 0
    block = None
    for part in parts:
        if document is not None and document.blocks[part.block].kind == "heading":
            headings.add(at)
        if part.block == block and len(_WORD.findall(texts[-1])) > 2:
            inner.add(at)
        block = part.block
        lines.append((at, at + len(part.text)))
        texts.append(part.text)
        at += len(part.text) + 1
    text = "\n".join(texts)
    people = frozenset(_last_names(document.header.attendees)) if document else frozenset[str]()
    return Page(text, " " + names.folded(text), tuple(lines), frozenset(headings), frozenset(inner), people)


def _last_names(attendees: Iterable[str]) -> Iterable[str]:
    """ "Anders Berg (S)" → "berg"; of a body ("Polisen") nothing."""
    for name in attendees:
        words = _WORD.findall(name.partition("(")[0].partition(",")[0])
        if len(words) in (2, 3) and all(word.istitle() for word in words):
            yield words[-1].lower()
