"""When the event was that a short notice of police or rescue tells of: said once, it holds for what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from trygghet_geo.dates import Expression
from trygghet_geo.dates.calendars import DAY, WEEKDAYS
from trygghet_geo.records import Document

_LONGEST, _RECENT, _HEAD = 1_800, 14, 40
"""Letters of the longest notice; days that it looks back; letters of a sentence that only says when."""
_WORK = re.compile(
    r"polis|patrull|\banmäl|räddningstjänst|misstänk|\blarm|grip(?:en|na|s)\b|grep|ambulans|målsägande|åklagare|väktare|brand"
    r"|^\W*(?:[01]?\d|2[0-3])[.:][0-5]\d [^\W\d]",
    re.I,
)
_ELSE = re.compile(
    r"möte|sammanträd|interpellation|ämne:|e-tjänst|\bhej|\bjag\b|\w*råd(?:et|/)?\b(?=[ ,/]\w|\W*$)"
    r"|sekr\.|protokoll|medborgar|\bBRÅ\b|rapport|förslag|motion|nämnd|vandring|enkät|insändare|elevråd|vecka \d",
    re.I,
)
"""What other short texts say."""
_RULES = ("yesterday", "last night", "weekday", "part of a weekday", "days of a month", "day/month", "day of the month")
_OPENS_DAY = re.compile(rf"\W*(?P<day>{DAY})[:.](?!\d)", re.I)
"""A notice, or a line of it, that opens with its day: "Lördag: …"."""
_PAST = re.compile(
    r"\b(?:hade|var|blev|fick|kom|gick|stod|slog|stals|bröt|bröts|tog|togs|låg|satt|sprang|sköts|föll|flög|brann|drog|skrek"
    r"|högg|höggs|försvann|rök|såg|for|körde|åkte|kastade|\w{3,}(?:ade|ades|des|tes|dde|ddes|kte|pte|fte|lte|nte)"
    r"|ska (?:\w+ ){1,3}ha)\b"
)
_NOW = re.compile(r"\b(?:är|har|finns|brukar|ofta|ständigt|återkommande|varje|senaste|månad|i år|årets)\b", re.I)


class Notice:
    """The day of the event that a notice began with, for its later sentences in the past tense."""

    def __init__(self, document: Document) -> None:
        text, self._day = document.text, document.header.date
        self._is = (
            self._day is not None and len(text) <= _LONGEST and bool(_WORK.search(text)) and not _ELSE.search(text)
        )
        self._told: tuple[date, date] | None = None

    def see(self, text: str, named: Sequence[Expression]) -> tuple[date, date] | None:
        """What holds for the next sentence, which names the days `named`: None before the event has got its day, and
        for what still goes on."""
        if not self._is or self._day is None:
            return None
        if opening := _OPENS_DAY.match(text):
            number = WEEKDAYS[opening["day"].lower()]
            self._told = (self._day - timedelta((self._day.weekday() - number) % 7),) * 2
        recent = [
            e for e in named if e.rule in _RULES and self._day - timedelta(_RECENT) <= e.first and e.last <= self._day
        ]
        if self._told is None and recent and (_PAST.search(text) or len(text) <= _HEAD):
            self._told = recent[0].first, recent[0].last
        return self._told if _PAST.search(text) and not _NOW.search(text) else None
