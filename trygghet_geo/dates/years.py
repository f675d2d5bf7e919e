"""From the words for months, terms, quarters and years to their first and last day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from trygghet_geo.dates.calendars import Anchor, Interval, month_number, whole_month

COUNTED = {w: n for n, w in enumerate("en två tre fyra fem sex sju åtta nio tio elva".split(), 1)} | {"ett": 1}


NTH = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}


def in_month_named(name: str, year: str | None, a: Anchor) -> Interval:
    """The month of the year named, else the last one begun."""
    month = month_number(name)
    return whole_month(int(year) if year else a.day.year - (month > a.day.month), month)


def in_month(m: re.Match[str], a: Anchor) -> Interval:
    month, until = month_number(m["month"]), month_number(m["until"]) if m["until"] else None
    year = int(m["year"]) if m["year"] else a.day.year
    if not m["year"]:
        later = month > a.day.month
        year += (
            -1 if later and not (a.ahead or until) else 1 if not later and a.ahead and month < a.day.month - 3 else 0
        )
    return whole_month(year, month)[0], whole_month(year, until or month)[1]


def years(m: re.Match[str], a: Anchor) -> Interval:
    return date(int(m["y1"]), 1, 1), date(int(m["y2"] or m["y1"]), 12, 31)


def year_from(years: int) -> Callable[[re.Match[str], Anchor], Interval]:
    return lambda m, a: (date(a.day.year + years, 1, 1), date(a.day.year + years, 12, 31))


def this_year(m: re.Match[str], a: Anchor) -> Interval:
    """Until the anchor's day; "under året" is the whole year when its last quarter looks back on it, and in January
    and February the year before."""
    if m["whole"] and not a.ahead and (a.day.month <= 2 or a.day.month >= 10):
        year = a.day.year - (a.day.month <= 2)
        return date(year, 1, 1), date(year, 12, 31)
    return date(a.day.year, 1, 1), a.day


def counted(words: str) -> int:
    return int(words) if words.isdigit() else COUNTED[words.lower()]


def months_of_year(m: re.Match[str], a: Anchor) -> Interval:
    """ "årets fyra första månader", "årets första nio månader"."""
    return date(a.day.year, 1, 1), whole_month(a.day.year, counted(m["n1"] or m["n2"]))[1]


def latest(m: re.Match[str], a: Anchor) -> Interval:
    """ "de senaste två veckorna", "sedan tre veckor": up to the anchor's day; a month is counted as thirty days."""
    days = counted(m["n"]) * {"d": 1, "v": 7, "m": 30}[m["unit"][0].lower()]
    return a.day - timedelta(days), a.day


def latest_one(m: re.Match[str], a: Anchor) -> Interval:
    """ "den senaste månaden", "det senaste året": from the same day of the month or the year before."""
    if m["unit"].lower() == "år":
        return _same_day(a.day, a.day.year - 1, a.day.month), a.day
    before = a.day.replace(day=1) - timedelta(1)
    return _same_day(a.day, before.year, before.month), a.day


def _same_day(day: date, year: int, month: int) -> date:
    """The day of that number in another month, or that month's last."""
    return min(date(year, month, 1) + timedelta(day.day - 1), whole_month(year, month)[1])


def half(m: re.Match[str], a: Anchor) -> Interval:
    return _part_of_year(m, a, 1 if m["half"].lower() == "första" else 2, months=6)


def term(m: re.Match[str], a: Anchor) -> Interval:
    """School terms, January to June and August to December; the last one begun."""
    year = int(m["year"]) if m["year"] else a.day.year
    autumn = (m["half"] or "").lower() == "höst"
    first = date(year, 8 if autumn else 1, 1)
    if not m["year"] and not a.ahead and first > a.day:
        first = first.replace(year=year - 1)
    return first, date(first.year, 12, 31) if autumn else date(first.year, 6, 30)


def _part_of_year(m: re.Match[str], a: Anchor, number: int, *, months: int) -> Interval:
    """The last such part of a year begun, unless the year is named or the sentence looks ahead."""
    year = int(m["year"]) if m["year"] else a.day.year
    first = date(year, months * (number - 1) + 1, 1)
    if not m["year"] and not a.ahead and first > a.day:
        first = first.replace(year=year - 1)
    return first, whole_month(first.year, months * number)[1]


def quarter(m: re.Match[str], a: Anchor) -> Interval:
    """ "kvartal 3", "kvartal ett", "tredje kvartalet"."""
    number = counted(m["q"]) if m["q"] else NTH.get(m["nth"].lower(), 4)
    return _part_of_year(m, a, number, months=3)


def third(m: re.Match[str], a: Anchor) -> Interval:
    """ "tertial 1", "första tertialet": four months."""
    number = int(m["t"]) if m["t"] else NTH.get(m["nth"].lower(), 3)
    return _part_of_year(m, a, number, months=4)


def until_month(m: re.Match[str], a: Anchor) -> Interval:
    """ "t.o.m. september": from New Year."""
    last = in_month_named(m["month"], m["year"], a)
    return date(last[0].year, 1, 1), last[1]


def last_month(m: re.Match[str], a: Anchor) -> Interval:
    before = a.day.replace(day=1) - timedelta(1)
    return whole_month(before.year, before.month)


def this_month(m: re.Match[str], a: Anchor) -> Interval:
    """ "under månaden", said early in a month, means the one that has passed."""
    return last_month(m, a) if a.day.day <= 15 else whole_month(a.day.year, a.day.month)
