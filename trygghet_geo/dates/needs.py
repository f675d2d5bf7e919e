"""What words must have for a form of date expression to be looked for in them: most sentences name no time at all."""

from __future__ import annotations

import re
from functools import lru_cache

from trygghet_geo.dates.rules import RULES, Rule

_MONTH = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_DIGIT = re.compile(r"\d")
_NEEDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("from day to day", ("#", _MONTH)),
    ("night between", ("natt", "mellan")),
    ("days of a month", ("#", _MONTH)),
    ("day and hour", ("#",)),
    ("day/month", ("#", "/")),
    ("day of the month", ("#", "den ")),
    ("day in words", ("den ", _MONTH)),
    ("weekday of a week", ("#", "dag")),
    ("weekend of a week", ("#", "helgen")),
    ("week", ("#",)),
    ("years", ("#",)),
    ("quarter", ("kv|q",)),
    ("third of a year", ("tertial|t1|t2|t3",)),
    ("until a month", (_MONTH,)),
    ("half-year", ("halvår|halvan",)),
    ("term", ("terminen|vt|ht",)),
    ("this term", ("termin|skolstart",)),
    ("school year", ("läsår",)),
    ("school holiday", ("lov",)),
    ("night before a feast", ("natten ",)),
    (
        "feast",
        ("nyår|jul|trett|april|hjärtan|annandag|mellandag|första maj|halloween|valborg|nationaldag|lucia|årsskift",),
    ),
    ("movable feast", ("skärtor|långfre|påsk|midsommar|kristi|pingst|allhelgona|helgons|fettis|advent|black",)),
    ("weekday of last week", ("dag", "veckan")),
    ("last week", ("veck",)),
    ("this week", ("veck",)),
    ("next week", ("veck",)),
    ("weekend of a month", ("helgen", _MONTH)),
    ("weekend", ("helgen",)),
    ("night before yesterday", ("natten ", "går")),
    ("same", ("samma ",)),
    ("day beside", ("innan|före|därpå|efter",)),
    ("since then", ("dess",)),
    ("since the meeting before", ("sist|möte|sammanträd|träff",)),
    ("last night", ("natt",)),
    ("yesterday", ("går",)),
    ("day before yesterday", ("förrgår",)),
    ("today", ("morse|i kväll|middags|i dag|idag|under dagen",)),
    ("part of a weekday", ("dags|dagk|dagn|dagm|dage|dagf",)),
    ("weekdays", ("dagen och",)),
    ("from weekday to weekday", ("från |mellan ", "dag")),
    ("weekday to weekday", ("dag",)),
    ("weekday", ("dag",)),
    ("weekday, short", (":|#|. ",)),
    ("turn of the month", ("månadsskifte",)),
    ("months, short", ("-|–", _MONTH)),
    ("month", (_MONTH,)),
    ("last month", ("månad",)),
    ("this month", ("månad",)),
    ("season", ("vår|somm|somra|höst|vint",)),
    ("months of the year", ("årets",)),
    ("latest", ("senaste|sista|gångna",)),
    ("for some time", ("dag|veck|månad",)),
    ("so long ago", ("sedan", "för ")),
    ("in all", ("på ",)),
    ("last year", ("år|fjol",)),
    ("this year", ("år",)),
    ("year", ("#",)),
    ("year, bare", ("#",)),
)
"""Of each form, by its name: pieces of lower-case text of each of which one must be there; "#" is a digit."""
_PIECES = tuple(sorted({piece for _, needs in _NEEDS for need in needs for piece in need.split("|")} - {"#"}))
_NUMBER = 1 << len(_PIECES)


def _mask(need: str) -> int:
    return sum(_NUMBER if piece == "#" else 1 << _PIECES.index(piece) for piece in need.split("|"))


_MASKS = tuple((dict(_NEEDS)[rule[0]], rule) for rule in RULES)
_WANTED = tuple((tuple(map(_mask, needs)), rule) for needs, rule in _MASKS)


def forms(text: str) -> tuple[bool, tuple[Rule, ...]]:
    """Whether `text` has a digit, and the forms that may be in it, in their order."""
    low = text.lower()
    found = _NUMBER if _DIGIT.search(text) else 0
    for number, piece in enumerate(_PIECES):
        if piece in low:
            found |= 1 << number
    return bool(found & _NUMBER), _possible(found)


@lru_cache(maxsize=5_000)
def _possible(found: int) -> tuple[Rule, ...]:
    """Remembered: the same few pieces come together again and again."""
    return tuple(rule for masks, rule in _WANTED if all(mask & found for mask in masks))
