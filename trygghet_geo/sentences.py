"""Blocks to sentences. A heading, a bullet without inner full stops and a table cell are one sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from trygghet_geo.records import Document
from trygghet_geo.views import View, view

LEADING = frozenset(
    "bl.a. t.ex. s.k. d.v.s. dvs. p.g.a. pga. t.o.m. fr.o.m. i.o.m. kl. ca. c:a. nr. f.d. ev. inkl. exkl. resp. jfr. "
    "obs. tel. enl. avd. ang. dr. prof. ing. bla. tex. sk.".split()
)
"""Abbreviations that something always follows: no sentence ends with one, whatever stands behind it."""
CLOSING = frozenset(
    "m.m. mm. m.fl. mfl. o.s.v. osv. etc. o.d. dyl. f.n. f.ö. st. tom. from. v. sid. s. kap. bil. vol. art. § p. "
    "forts. jan. feb. apr. aug. sept. okt. nov. dec. mån. tis. ons. tors. tor. fre. lör. sön. rv. lv. max. min. "
    "milj. mkr. tkr. kr. gr. mk. inv. sr. jr.".split()
)
"""Abbreviations, some of them whole words too ("bil", "tom", "art"), that may well be the last of their sentence: they
keep a number or a lone letter ("s. 5", "bil. A", "12 jan. 2023"), but not a word with a capital."""
LONGEST = 1_000
"""Characters of the longest sentence: twice the longest of 7,500 in minutes of boards. What goes on for longer is a
table without its lines, or a text without full stops; read in stretches, it costs no more a word than any other."""
_RESTS = ("; ", ", ", " ")
"""Where such a line is cut, best first."""
_OPENING = re.compile(r"[\"(”’»'–-]*\s*[^\W\d_][^\W_]")
"""How a sentence opens: with a word of more than one letter."""
_BLANK = re.compile(r"\s*")
_END = re.compile(r"[.!?…]+[)\"”’»]*(?=\s|$)")


@dataclass(frozen=True)
class Sentence:
    """`block` indexes `Document.blocks`; `view` is the sentence as the rules read it."""

    block: int
    view: View

    @property
    def text(self) -> str:
        return self.view.text


@dataclass(frozen=True, eq=False)
class _Same:
    """A document as the key of a cache: the very same value, so that its text need not be hashed or compared."""

    document: Document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document is other.document

    def __hash__(self) -> int:
        return id(self.document)


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences of the document in reading order; page furniture and header facts are left out.

    Every stage asks for them; they are made once while one document is at work.
    """
    return _sentences(_Same(document))


@lru_cache(maxsize=2)
def _sentences(key: _Same) -> tuple[Sentence, ...]:
    document = key.document
    found: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        if block.kind == "furniture" or block.header:
            continue
        whole = view(document.text, block.spans)
        if not whole.text:
            continue
        pieces = [(0, len(whole.text))] if block.kind == "heading" else _pieces(whole.text)
        stretches = (stretch for a, b in pieces for stretch in _stretches(whole.text, a, b))
        found += [Sentence(number, part) for a, b in stretches if (part := whole.slice(a, b)).text]
    return tuple(found)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """[start, end) as it is, or where no sentence is that long, in stretches of at most `LONGEST` characters."""
    while end - start > LONGEST:
        last = start + LONGEST
        cut = next((at for mark in _RESTS if (at := text.rfind(mark, start + LONGEST // 2, last)) > 0), last - 1) + 1
        yield start, cut
        start = cut
    yield start, end


def _pieces(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence in one normalised line."""
    cuts = [0]
    for match in _END.finditer(text):
        end = match.end()
        if end >= len(text):
            break
        if not _ends_sentence(text, match.start(), end):
            continue
        cuts.append(end)
    cuts.append(len(text))
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _ends_sentence(text: str, stop: int, end: int) -> bool:
    """Whether the stop at text[stop:end] closes a sentence: not "kl. 17", "t.ex. Kolbäck", "den 3. mars", "A. Ek"."""
    at = _BLANK.match(text, end).end()
    if at >= len(text) or text[at].islower():
        return False
    word = text[text.rfind(" ", 0, stop) + 1 : stop + 1].lstrip("(\"”»'–-")
    if text[stop] != ".":
        return True
    if word.lower() in LEADING or (word.lower() in CLOSING and not _OPENING.match(text, at)):
        return False
    if word == "St.":
        return False  # "St. Olof"
    if len(word) == 2 and word[0].isupper():
        return False
    # "3. mars" has a lower-case month; a number and a full stop before a capital ends a sentence unless it opens it.
    return not (word[:-1].isdigit() and stop + 1 == len(word))
