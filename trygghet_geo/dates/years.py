"""From the words for months, terms, quarters and years to their first and last day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from trygghet_geo.dates.calendars import Anchor, Interval, month_number, whole_month, year_number
from trygghet_geo.dates.spells import counted

NTH = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}


def in_month_named(name: str, year: str | None, a: Anchor) -> Interval:
    """The month of the year named, else the last one begun."""
    month = month_number(name)
    return whole_month(year_number(year) if year else a.day.year - (month > a.day.month), month)


def in_month(m: re.Match[str], a: Anchor) -> Interval:
    month, until = month_number(m["month"]), month_number(m["until"]) if m["until"] else None
    year = year_number(m["year"]) if m["year"] else a.day.year
    if m.groupdict().get("former"):
        year = a.day.year - 1
    elif not m["year"]:
        later = month > a.day.month
        year += -1 if later and not a.ahead else 1 if not later and a.ahead and month < a.day.month - 3 else 0
    return whole_month(year, month)[0], whole_month(year, until or month)[1]


def years(m: re.Match[str], a: Anchor) -> Interval:
    return date(int(m["y1"]), 1, 1), date(int(m["y2"] or m["y1"]), 12, 31)


def year_from(years: int) -> Callable[[re.Match[str], Anchor], Interval]:
    return lambda m, a: (date(a.day.year + years, 1, 1), date(a.day.year + years, 12, 31))


def this_year(m: re.Match[str], a: Anchor) -> Interval:
    """Until the anchor's day; "under året" is the whole year when its last quarter looks back on it, in January and
    February the year before, and of an account of a year that year."""
    if m["whole"] and a.period and 360 <= (a.period[1] - a.period[0]).days <= 366:
        return a.period
    if m["whole"] and not a.ahead and (a.day.month <= 2 or a.day.month >= 10):
        year = a.day.year - (a.day.month <= 2)
        return date(year, 1, 1), date(year, 12, 31)
    return date(a.day.year, 1, 1), a.day


def months_of_year(m: re.Match[str], a: Anchor) -> Interval:
    """ "årets fyra första månader", "årets första nio månader"."""
    return date(a.day.year, 1, 1), whole_month(a.day.year, counted(m["n1"] or m["n2"]))[1]


def half(m: re.Match[str], a: Anchor) -> Interval:
    return _part_of_year(m, a, 1 if m["half"].lower() == "första" else 2, months=6)


def term(m: re.Match[str], a: Anchor) -> Interval:
    """School terms, January to June and August to December; the last one begun."""
    year = _term_year(m) or a.day.year
    autumn = (m["half"] or m["half2"]).lower() in ("höst", "ht")
    first = date(year, 8 if autumn else 1, 1)
    if not _term_year(m) and not a.ahead and first > a.day:
        first = first.replace(year=year - 1)
    return first, date(first.year, 12, 31) if autumn else date(first.year, 6, 30)


def _term_year(m: re.Match[str]) -> int | None:
    named = m["year"] or m["year2"]
    return (year_number(named) if len(named) != 2 else 2000 + int(named)) if named else None


def this_term(m: re.Match[str], a: Anchor) -> Interval:
    """ "denna termin", "förra terminen"; "sedan terminsstarten" lasts until the anchor's day."""
    year, autumn = a.day.year, a.day.month >= 8
    if m["which"] and m["which"].lower() in ("förra", "föregående"):
        year, autumn = (year, False) if autumn else (year - 1, True)
    first = date(year, 8 if autumn else 1, 1)
    return (first, a.day) if m["start"] else (first, date(year, 12, 31) if autumn else date(year, 6, 30))


def school_year(m: re.Match[str], a: Anchor) -> Interval:
    """ "läsåret 2023/24", or the one that is on: August to June."""
    year = 2000 + int(m["y1"][-2:]) if m["y1"] else a.day.year - (a.day.month < 8) - bool(m["which"])
    return date(year, 8, 1), date(year + 1, 6, 30)


def turn_of_month(m: re.Match[str], a: Anchor) -> Interval:
    """ "månadsskiftet april/maj": three days on either side."""
    first = in_month_named(m["until"], m["year"], a)[0]
    return first - timedelta(3), first + timedelta(2)


_NAMED = re.compile(
    r"(?:\b(?:samma \w+|jämfört med|än|mot|från|sedan|till|av|hösten|våren|sommaren|vintern|period\w*|[A-ZÅÄÖ][\w-]*)"
    r"|plan|budget|löfte|mätning\w*|undersökning\w*|rapport\w*|program|enkät\w*|dag|val) $"
)
"""What makes a year part of a name or of a comparison: "Trygghetsmätningen 2022", "samma period 2023"."""


def bare_year(m: re.Match[str], a: Anchor) -> Interval | None:
    """A year without a preposition is one only of the last few: "38 anmälningar 2022"."""
    year = int(m["y1"])
    if _NAMED.search(m.string, max(0, m.start() - 40), m.start()):
        return None
    return (date(year, 1, 1), date(year, 12, 31)) if a.day.year - 3 <= year <= a.day.year else None


def _part_of_year(m: re.Match[str], a: Anchor, number: int, *, months: int) -> Interval:
    """The last such part of a year begun, unless the year is named or the sentence looks ahead."""
    named = m["year"] or m["year1"]
    year = year_number(named) if named else a.day.year
    first = date(year, months * (number - 1) + 1, 1)
    if not named and not a.ahead and first > a.day:
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
