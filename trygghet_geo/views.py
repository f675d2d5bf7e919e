"""Document text as the rules want it: one line, one space, NFC, hyphenation undone, and every character traceable.

Rules match on `View.text`; `View.span` gives the offsets in the document back. That is how a quote stays exact although
the file has blank lines inside its sentences, soft hyphens, decomposed letters and words broken over lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest

SOFT_HYPHEN = "\u00ad"
INVISIBLE = {SOFT_HYPHEN, "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}
HYPHENS = {"-", "\u2010", "\u2011"}
HANGING = {"och", "eller", "samt", "till", "respektive", "kontra"}
"""Words after which a hyphen at the line's end is a hanging one: "villa-" / "och radhusinbrott"."""
_CLEAN = r"[!-,.-~\u00a1-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u2022\u2026\u20ac]"
_RUN = re.compile(rf"(?:{_CLEAN}|-(?={_CLEAN}))+(?: (?:{_CLEAN}|-(?={_CLEAN}))+)*")
"""Words that are in a view as they are in the text: composed letters, single spaces, hyphens with something behind."""


@dataclass(frozen=True)
class View:
    """`text[i]` stands at `offsets[i]` in the document; `ends[i]` is where that character ends there.

    Both are ranges where the text stands in the document as it is, which is nearly everywhere.
    """

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of the view's [start, end); empty spans are not allowed."""
        return self.offsets[start], self.ends[end - 1]

    def slice(self, start: int, end: int) -> View:
        """The part [start, end) of the view, without white space at its edges."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return View(self.text[start:end], self.offsets[start:end], self.ends[start:end])

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """The view's own [start, end) for document offsets [start, end), or None when they lie outside."""
        if isinstance(self.offsets, range):
            first = self.offsets.start
            return (start - first, end - first) if first <= start and end <= first + len(self.text) else None
        index = self._index
        inside = [index[o] for o in (start, end - 1) if o in index]
        return (inside[0], inside[1] + 1) if len(inside) == 2 else None

    @cached_property
    def _index(self) -> dict[int, int]:
        index: dict[int, int] = {}
        for i, (start, end) in enumerate(zip(self.offsets, self.ends, strict=True)):
            for offset in range(start, end):
                index.setdefault(offset, i)
        return index

    @property
    def start(self) -> int:
        return self.offsets[0]

    @property
    def end(self) -> int:
        return self.ends[-1]


def view(text: str, spans: Iterable[tuple[int, int]]) -> View:
    """Join the pieces `spans` of `text` into one normalised line.

    White space, line ends included, becomes one space; invisible characters go; a letter and its combining marks become
    one NFC character; a word hyphenated over a line end, or from one piece to the next, is made whole unless the hyphen
    is a hanging one or stands before a capital, a digit or a slash compound ("kort-/kreditbedrägeri" has no line end
    and is never touched).
    """
    made = _Line()
    parted = False
    pieces = tuple(spans)
    for (first, end_of_piece), following in zip_longest(pieces, pieces[1:]):
        if not parted:
            made.blank_after()
        parted = following is not None and _is_parted(text, first, end_of_piece, following)
        last = end_of_piece - parted
        i = first
        while i < last:
            run = _RUN.match(text, i, last)
            # A combining mark behind the run belongs to its last letter.
            end = (run.end() - (run.end() < last and unicodedata.combining(text[run.end()]) > 0)) if run else i
            if end > i:
                made.take(text, i, end)
                i = end
            else:
                i = _one(made, text, i, first=first, last=last)
    return made.view()


class _Line:
    """A view being made: its characters and where each stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._offsets: list[Sequence[int]] = []
        self._ends: list[Sequence[int]] = []
        self._straight = True
        """Every character so far stands in the text as it is, right behind the one before."""

    def take(self, text: str, start: int, end: int) -> None:
        """text[start:end] as it is."""
        self._add(text[start:end], range(start, end), range(start + 1, end + 1))

    def put(self, characters: str, start: int, end: int) -> None:
        """Characters that all stand for [start, end)."""
        self._add(characters, (start,) * len(characters), (end,) * len(characters))

    def blank(self, start: int, end: int) -> None:
        """One space for the white space at [start, end), unless one is there or the line only begins."""
        if self._pieces and self._pieces[-1][-1] != " ":
            self.put(" ", start, end)

    def blank_after(self) -> None:
        """One space that stands for the last character, between two pieces."""
        if self._pieces:
            self.blank(self._offsets[-1][-1], self._ends[-1][-1])

    def view(self) -> View:
        if self._pieces and self._pieces[-1] == " ":
            self._pieces.pop(), self._offsets.pop(), self._ends.pop()
        if self._straight and self._pieces:
            first, last = self._offsets[0][0], self._ends[-1][-1]
            return View("".join(self._pieces), range(first, last), range(first + 1, last + 1))
        return View("".join(self._pieces), tuple(chain(*self._offsets)), tuple(chain(*self._ends)))

    def _add(self, piece: str, offsets: Sequence[int], ends: Sequence[int]) -> None:
        if piece:
            behind = not self._ends or self._ends[-1][-1] == offsets[0]
            alone = ends[0] - offsets[0] == 1 and len(piece) == ends[-1] - offsets[0]
            self._straight &= behind and alone
            self._pieces.append(piece)
            self._offsets.append(offsets)
            self._ends.append(ends)


def _one(made: _Line, text: str, i: int, *, first: int, last: int) -> int:
    """Take in the character at `i`, which is white, invisible, a hyphen or composed; gives where to go on."""
    c = text[i]
    if c in INVISIBLE:
        return _skip_break(text, i + 1, last) if c == SOFT_HYPHEN else i + 1
    if c.isspace():
        made.blank(i, i + 1)
        return i + 1
    if c in HYPHENS and (after := _rejoined(text, i, first, last)) is not None:
        return after
    j = i + 1
    while j < last and unicodedata.combining(text[j]):
        j += 1
    made.put(unicodedata.normalize("NFC", text[i:j]), i, j)
    return j


def _skip_break(text: str, i: int, last: int) -> int:
    """After a soft hyphen: skip the line break it was put there for, if there is one."""
    j = i
    while j < last and text[j].isspace():
        j += 1
    return j if "\n" in text[i:j] or "\r" in text[i:j] else i


def _is_parted(text: str, first: int, last: int, following: tuple[int, int]) -> bool:
    """Whether a piece ends in a word that a hyphen parts from its rest in the piece `following`, over a page break."""
    start, end = following
    if last - first < 2 or text[last - 1] not in HYPHENS or not text[last - 2].isalpha() or not text[start].islower():
        return False
    word = re.match(r"[^\W\d_]+", text[start:end])
    return word is not None and word[0].lower() not in HANGING


def _rejoined(text: str, i: int, first: int, last: int) -> int | None:
    """Where the word goes on when the hyphen at `i` was only put there by the line break, else None."""
    if i == first or not text[i - 1].isalpha():
        return None
    j = i + 1
    while j < last and text[j].isspace():
        j += 1
    if j >= last or not ("\n" in text[i + 1 : j] or "\r" in text[i + 1 : j]):
        return None
    if not text[j].islower():
        return None
    k = j
    while k < last and text[k].isalpha():
        k += 1
    return None if text[j:k].lower() in HANGING else j
