"""The days that hold where a sentence does not name its own: read down a document, from title to line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from trygghet_geo import dates
from trygghet_geo.dates.calendars import DAY
from trygghet_geo.records import Block, Document
from trygghet_geo.understanding import coverage
from trygghet_geo.understanding.notices import Notice

Period = tuple[date, date] | None


class When(NamedTuple):
    """Of one sentence: what relative words are relative to, the days it names, and what holds for it otherwise."""

    anchor: dates.Anchor | None
    named: Sequence[dates.Expression]
    holds: Period


_SPEAKER = re.compile(r"^[^:,.!?]{1,25}[:,] ")
_LETTERS = re.compile(r"\w")
_FILLER = re.compile(r"\b(?:period(?:en)?|avser|gäller|avstämning|läget|sedan|under|den|från|för)\b", re.I)
_ONLY = 0.7
"""Share of its letters that name days in a sentence that says nothing else."""
_LABEL = re.compile(r"\s?(?::|–|-|➜)\s")
_DAY_ONLY = re.compile(rf"\W*(?P<day>{DAY})(?:en)?\W*", re.I)
_DAY_FIRST = re.compile(r"\W*(?:må|ti|on|to|fr|lö|sö)[a-zåäö]*\.? (?:den )?\d", re.I)
_TIME_IS = re.compile(
    r"\W*(?:årets )?(?P<season>våren|sommaren|hösten|vintern) (?:har|var|blev|bjöd|präglades|inleddes|gick)\b", re.I
)
_PREPOSITION = re.compile(r"\W*(?:i|på|under|vid|över|sedan|sen|hela|till|natten|den|för) ", re.I)
_IS = re.compile(r" (?:har varit|var|blev|bjöd|präglades|inleddes|gick|passerade)\b(?! (?:det|vi|man|jag|de)\b)")
_NAMES = ("feast", "movable feast", "weekend", "part of a weekday", "school holiday")
"""Forms that may be what a sentence is about: "Nyårshelgen var den stökigaste på länge"."""
_PAST = re.compile(
    r"\b(?:har|hade|var|blev|fick|kom|gick|stod|slog|stals|bröt|bröts|tog|togs|låg|satt|sprang|sköts|föll|flög|brann"
    r"|\w{3,}(?:ade|ades|des|tes|dde|ddes))\b",
    re.I,
)
_TELLS_OF = re.compile(
    r"\b(?:rapportera|redogör|berätta|redovisa|sammanfatta)\w* (?:\w+ ){0,2}?(?:från|om|för) "
    r"(?P<season>våren|sommaren|hösten|vintern)\b",
    re.I,
)
_YEAR_LABEL = re.compile(r"[^.:;]{0,40}\b20\d\d: ")
_FORMER = re.compile(
    r"\b(?:föregående|förra|senaste)\b[^.;\n]{0,60}?\b(?:möte|sammanträde|protokoll|anteckning|träff)\w*"
    r"[^.;\n]{0,30}",
    re.I,
)
_HEAD = 40
"""Letters of a sentence that may say nothing but when, and of the label that a longer one opens with."""
_MARKS = (":", "–", " - ", "➜", " var ", " har varit ", " blev ", " gick ")
_GOES_BACK = re.compile(r"\bsamma\b|\bdess\b|dagen\b", re.I)


class Timeline:
    """Walks the sentences of a document in their order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.day = document.header.date
        self.covers = coverage.period(document)
        former = _former(document.text, self.day)
        self._anchor = dates.Anchor(self.day, period=self.covers, former=former) if self.day else None
        self._first_from = coverage.evening(document)
        self._log = coverage.is_log(document.text)
        self._item = coverage.Item(self.day)
        self._notice = Notice(document)
        self._opened: tuple[str | None, int] | None = None
        self._introduced: Period = None
        self._standing: Period = None
        self._block = -1
        self._label: Period = None
        self._next: Period = None
        """What holds for the next sentence of the block only: "Sommaren har varit intensiv." """
        self._line: Period = None
        self._under: Period = None
        self._unread: list[str] = []
        """Sentences of the section that state nothing, whose days nobody has asked for."""

    def see(self, number: int, text: str, *, tells: bool, states: bool, last: bool) -> When:
        """The next sentence `text`, of block `number`. `tells` says whether it states a concern, `states` whether
        anything at all, `last` whether it ends its block."""
        block = self._document.blocks[number]
        first, self._block = number != self._block, number
        if first:
            self._label = self._line = self._next = None
        if block.days:
            anchor = dates.Anchor(block.days[1])
            return When(anchor, dates.expressions(text, anchor), block.days)
        anchor, named = self._anchor, ()
        if states or _may_head(text):
            anchor = self._anchor = self._recalled(text)
            named = dates.expressions(text, anchor)
        else:
            self._unread.append(text)
        self._line = (self._log and coverage.led(text, anchor)) or self._timed(text, block) or self._line
        self._item.see(text, heading=block.kind == "heading")
        self._enter(block, text, named, tells=tells)
        following, self._next = self._next if self._next and _PAST.search(text) else None, None
        alone = first and last
        if named or alone or ": " in text or _seasonal(text):
            self._take(text, named, tells=tells, states=states, alone=alone)
            if self.day and (told := _TELLS_OF.search(text)):
                following = coverage.season_of(told["season"], self.day)
        inherited = self._standing or self._introduced or self._item.covers or self.covers
        near = self._line or self._label or following or self._under
        event = self._notice.see(text, named)
        holds = near or coverage.event(self._document, block, inherited) or event
        if named:
            self._tell(named)
        return When(anchor, named, holds)

    def _timed(self, text: str, block: Block) -> Period:
        covers = coverage.headed(block, self.day, self.covers) or self.covers
        return coverage.timed(text, covers, first_from=self._first_from)

    def _tell(self, named: Sequence[dates.Expression]) -> None:
        """Remember the days named last."""
        self._unread.clear()
        days = (named[-1].first, named[-1].last) if named else None
        if self._anchor and self._anchor.told != days:
            self._anchor = replace(self._anchor, told=days)

    def _recalled(self, text: str) -> dates.Anchor | None:
        """The anchor with the days named last, where `text` goes back to them: only then are sentences that state
        nothing read for days."""
        if self._anchor and self._unread and _GOES_BACK.search(text):
            for before in reversed(self._unread):
                if named := dates.expressions(before, self._anchor):
                    self._tell(named)
                    break
        return self._anchor

    def _enter(self, block: Block, text: str, named: Sequence[dates.Expression], *, tells: bool) -> None:
        """Where a section or an item begins, what held in the one before ends."""
        if block.kind == "heading":
            self._under = None
            return
        place = block.section, self._item.number
        if place != self._opened:
            self._opened = place
            self._standing = self._under = None
            self._tell(())
            self._introduced = None if tells else coverage.introduced(text, self._anchor)

    def _take(self, text: str, named: Sequence[dates.Expression], *, tells: bool, states: bool, alone: bool) -> None:
        """What this sentence says of those that follow it."""
        if self.day is None:
            return
        if alone and self.covers and (day := coverage.day_within(_DAY_ONLY.fullmatch(text), self.covers)):
            self._under = day, day
            return
        if season := _TIME_IS.match(text) or _TELLS_OF.search(text):
            self._next = coverage.season_of(season["season"], self.day)
            return
        if year := _YEAR_LABEL.match(text):
            self._label = coverage.year_of(year[0], self.day)
            return
        if not named or named[0].first > self.day:
            return
        found = named[0]
        period = found.first, found.last
        if found.rule in _NAMES and found.start <= 1 and _IS.match(text, found.end) and not _PREPOSITION.match(text):
            self._next = period
        elif found.start <= 3 and _LABEL.match(text, found.end):
            self._label = period
        elif not states and self._only(text, named):
            if alone:
                self._standing = period
            else:
                self._label = period

    def _covered(self, one: dates.Expression) -> bool:
        return self.covers is not None and self.covers[0] <= one.first <= self.covers[1]

    def _only(self, text: str, named: Sequence[dates.Expression]) -> bool:
        """Whether a sentence says when and nothing else: "Sedan i juni.", "Pol: senaste 14 dgr"."""
        opening = _SPEAKER.match(text)
        begin = opening.end() if opening and named[0].start >= opening.end() else 0
        whole = len(_LETTERS.findall(_FILLER.sub("", text[begin:])))
        spoken = sum(len(_LETTERS.findall(_FILLER.sub("", text[e.start : e.end]))) for e in named)
        one = named[0]
        dated = one.first != self.day and _DAY_FIRST.match(text)
        day_alone = one.first == one.last and not dated and not self._covered(one)
        return len(named) == 1 and not day_alone and spoken >= _ONLY * whole and one.rule != "year"


def _former(text: str, day: date | None) -> date | None:
    """The day of the meeting before, where a line says it: "Föregående mötes anteckningar 2024-02-01"."""
    if day is None:
        return None
    for match in _FORMER.finditer(text[:4_000]):
        found = [e for e in dates.expressions(match.group(), dates.Anchor(day)) if e.first == e.last < day]
        if found:
            return found[0].first
    return None


def _may_head(text: str) -> bool:
    """Whether a sentence that states nothing may say when for those after it: a short one, or one with a label."""
    return len(text) <= _HEAD or any(mark in text[:_HEAD] for mark in _MARKS)


def _seasonal(text: str) -> bool:
    """Whether a sentence may name a season by its noun: asked first, because it is quick."""
    return "ommaren" in text or "östen" in text or "åren" in text or "intern" in text
