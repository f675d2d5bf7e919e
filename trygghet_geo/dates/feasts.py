"""Feasts and school holidays, fixed and movable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from trygghet_geo.dates.calendars import Anchor, Interval, single, year_number


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def holiday(m: re.Match[str], a: Anchor) -> Interval:
    """The last such holiday, or the coming one when the sentence looks ahead."""
    if m["year"]:
        return _school_holiday(m["lov"].lower(), year_number(m["year"]))
    near = [_school_holiday(m["lov"].lower(), a.day.year + years) for years in (1, 0, -1, -2)]
    if a.ahead:
        return next(h for h in reversed(near) if h[1] >= a.day)
    return next(h for h in near if h[0] <= a.day)


FEASTS = {
    "nyårshelgen": ((12, 31), (1, 1)),
    "nyårsnatten": ((12, 31), (1, 1)),
    "nyårsafton": ((12, 31), (12, 31)),
    "nyårsdagen": ((1, 1), (1, 1)),
    "nyår": ((12, 31), (1, 1)),
    "årsskiftet": ((12, 31), (1, 1)),
    "halvårsskiftet": ((7, 1), (7, 1)),
    "lucianatten": ((12, 12), (12, 13)),
    "julhelgen": ((12, 24), (12, 26)),
    "i julas": ((12, 24), (12, 26)),
    "under jul": ((12, 24), (12, 26)),
    "över jul": ((12, 24), (12, 26)),
    "under jul och nyår": ((12, 24), (1, 1)),
    "över jul och nyår": ((12, 24), (1, 1)),
    "jul- och nyårshelgen": ((12, 24), (1, 1)),
    "jul": ((12, 24), (12, 26)),
    "trettonhelgen": ((1, 5), (1, 6)),
    "trettondagshelgen": ((1, 5), (1, 6)),
    "trettondagsafton": ((1, 5), (1, 5)),
    "sista april": ((4, 30), (4, 30)),
    "alla hjärtans dag": ((2, 14), (2, 14)),
    "julafton": ((12, 24), (12, 24)),
    "juldagen": ((12, 25), (12, 25)),
    "annandag jul": ((12, 26), (12, 26)),
    "annandagen": ((12, 26), (12, 26)),
    "mellandagarna": ((12, 27), (12, 30)),
    "mellan jul och nyår": ((12, 27), (12, 30)),
    "trettondagen": ((1, 6), (1, 6)),
    "första maj": ((5, 1), (5, 1)),
    "halloween": ((10, 31), (10, 31)),
    "valborgsmässoafton": ((4, 30), (4, 30)),
    "valborg": ((4, 30), (4, 30)),
    "nationaldagen": ((6, 6), (6, 6)),
    "lucia": ((12, 13), (12, 13)),
}
"""Feasts with fixed days: first and last as (month, day)."""


def _midsummer(year: int) -> date:
    """Midsummer Eve: the Friday between 19 and 25 June."""
    first = date(year, 6, 19)
    return first + timedelta((4 - first.weekday()) % 7)


def _black_friday(year: int) -> date:
    """The Friday after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta((3 - first.weekday()) % 7 + 22)


def _all_saints(year: int) -> date:
    """All Saints' Day: the Saturday between 31 October and 6 November."""
    first = date(year, 10, 31)
    return first + timedelta((5 - first.weekday()) % 7)


def _advent(year: int) -> date:
    """The first Sunday of Advent: the fourth before Christmas Day."""
    christmas = date(year, 12, 25)
    return christmas - timedelta((christmas.weekday() + 1) % 7 or 7) - timedelta(21)


MOVABLE: dict[str, Callable[[int], Interval]] = {
    "skärtorsdagen": lambda year: single(easter(year) - timedelta(3)),
    "fettisdagen": lambda year: single(easter(year) - timedelta(47)),
    "första advent": lambda year: single(_advent(year)),
    "adventshelgen": lambda year: (_advent(year) - timedelta(1), _advent(year)),
    "långfredagen": lambda year: single(easter(year) - timedelta(2)),
    "påskafton": lambda year: single(easter(year) - timedelta(1)),
    "påskdagen": lambda year: single(easter(year)),
    "annandag påsk": lambda year: single(easter(year) + timedelta(1)),
    "påskhelgen": lambda year: (easter(year) - timedelta(2), easter(year) + timedelta(1)),
    "i påskas": lambda year: (easter(year) - timedelta(2), easter(year) + timedelta(1)),
    "påsk": lambda year: (easter(year), easter(year) + timedelta(1)),
    "midsommar": lambda year: (_midsummer(year), _midsummer(year) + timedelta(2)),
    "under påsken": lambda year: (easter(year) - timedelta(2), easter(year) + timedelta(1)),
    "över påsk": lambda year: (easter(year) - timedelta(2), easter(year) + timedelta(1)),
    "kristi himmelsfärdsdag": lambda year: single(easter(year) + timedelta(39)),
    "kristi himmelsfärdshelgen": lambda year: (easter(year) + timedelta(39), easter(year) + timedelta(42)),
    "pingstafton": lambda year: single(easter(year) + timedelta(48)),
    "pingstdagen": lambda year: single(easter(year) + timedelta(49)),
    "pingsthelgen": lambda year: (easter(year) + timedelta(48), easter(year) + timedelta(49)),
    "allhelgonahelgen": lambda year: (_all_saints(year) - timedelta(1), _all_saints(year) + timedelta(1)),
    "alla helgons helg": lambda year: (_all_saints(year) - timedelta(1), _all_saints(year) + timedelta(1)),
    "alla helgons dag": lambda year: single(_all_saints(year)),
    "black friday": lambda year: single(_black_friday(year)),
    "midsommarafton": lambda year: single(_midsummer(year)),
    "midsommardagen": lambda year: single(_midsummer(year) + timedelta(1)),
    "midsommarhelgen": lambda year: (_midsummer(year), _midsummer(year) + timedelta(2)),
}
"""Feasts whose days differ from year to year."""


_TURN = frozenset(("nyår", "årsskiftet"))
_SINCE = re.compile(r"\b(?:sedan|sen) $", re.IGNORECASE)

BARE = frozenset(("jul", "påsk", "midsommar"))
"""Feasts whose bare name is a date only behind "sedan": "jul" may be any Christmas, or any part of it."""


def pattern(names: Iterable[str]) -> str:
    """An expression for the names of feasts, the longest first."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    bare = "|".join(name for name in ordered if name in BARE)
    return "|".join([*(name for name in ordered if name not in BARE), rf"(?:(?<=sedan )|(?<=\bsen ))(?:{bare})"])


def eve(m: re.Match[str], a: Anchor) -> Interval:
    """ "natten mot nyårsdagen": the day before the feast and the feast's first."""
    day = (movable if m["feast"].lower() in MOVABLE else feast)(m, a)[0]
    return day - timedelta(1), day


def movable(m: re.Match[str], a: Anchor) -> Interval:
    """The feast of the year named, else the last one begun, or of a sentence that looks ahead the next."""
    days = MOVABLE[m["feast"].lower()]
    if m["year"]:
        return days(year_number(m["year"]))
    near = [days(a.day.year + years) for years in (1, 0, -1)]
    if a.ahead:
        return next(each for each in reversed(near) if each[1] >= a.day)
    return next(each for each in near if each[0] <= a.day)


def feast(m: re.Match[str], a: Anchor) -> Interval:
    """The feast of the year named, else the last one begun, or of a sentence that looks ahead the next."""
    (first_month, first_day), (last_month, last_day) = FEASTS[m["feast"].lower()]
    if m["feast"].lower() in _TURN and _SINCE.search(m.string, max(0, m.start() - 8), m.start()):
        first_month = first_day = last_month = last_day = 1  # "sedan nyår" begins with New Year's Day
    year = year_number(m["year"]) if m["year"] else a.day.year
    first = date(year, first_month, first_day)
    if not m["year"]:
        first = first.replace(
            year=year + (1 if a.ahead and first < a.day else -1 if not a.ahead and first > a.day else 0)
        )
    return first, date(first.year + (last_month < first_month), last_month, last_day)


def _school_holiday(kind: str, year: int) -> Interval:
    """The holiday that begins in `year`. Its weeks differ by county: the interval holds all of them."""
    if kind == "höst":
        return date.fromisocalendar(year, 44, 1), date.fromisocalendar(year, 44, 7)
    if kind == "sport":
        return date.fromisocalendar(year, 7, 1), date.fromisocalendar(year, 10, 7)
    if kind == "påsk":
        return easter(year) - timedelta(6), easter(year) + timedelta(7)
    if kind == "sommar":
        return date(year, 6, 10), date(year, 8, 20)
    return date(year, 12, 20), date(year + 1, 1, 8)
