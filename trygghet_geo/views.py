"""Document text as the rules want it: one line, one space, NFC, hyphenation undone, and every character traceable.

Rules match on `View.text`; `View.span` gives the offsets in the document back. That is how a quote stays exact although
the file has blank lines inside its sentences, soft hyphens, decomposed letters and words broken over lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

SOFT_HYPHEN = "\u00ad"
INVISIBLE = {SOFT_HYPHEN, "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}
HYPHENS = {"-", "\u2010", "\u2011"}
HANGING = {"och", "eller", "samt", "till", "respektive", "kontra"}
"""Words after which a hyphen at the line's end is a hanging one: "villa-" / "och radhusinbrott"."""


@dataclass(frozen=True)
class View:
    """`text[i]` stands at `offsets[i]` in the document; `ends[i]` is where that character ends there."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

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
    one NFC character; a word hyphenated over a line end is made whole unless the hyphen is a hanging one or stands
    before a capital, a digit or a slash compound ("kort-/kreditbedrägeri" has no line end and is never touched).
    """
    out: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []

    def put(character: str, start: int, end: int) -> None:
        for c in character:
            out.append(c)
            offsets.append(start)
            ends.append(end)

    for first, last in spans:
        if out and out[-1] != " ":
            put(" ", offsets[-1], ends[-1])
        i = first
        while i < last:
            c = text[i]
            if c in INVISIBLE:
                if c == SOFT_HYPHEN:
                    i = _skip_break(text, i + 1, last)
                else:
                    i += 1
                continue
            if c.isspace():
                if out and out[-1] != " ":
                    put(" ", i, i + 1)
                i += 1
                continue
            if c in HYPHENS and (after := _rejoined(text, i, first, last)) is not None:
                i = after
                continue
            j = i + 1
            while j < last and unicodedata.combining(text[j]):
                j += 1
            put(unicodedata.normalize("NFC", text[i:j]), i, j)
            i = j
    while out and out[-1] == " ":
        out.pop(), offsets.pop(), ends.pop()
    return View("".join(out), tuple(offsets), tuple(ends))


def _skip_break(text: str, i: int, last: int) -> int:
    """After a soft hyphen: skip the line break it was put there for, if there is one."""
    j = i
    while j < last and text[j].isspace():
        j += 1
    return j if "\n" in text[i:j] or "\r" in text[i:j] else i


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
