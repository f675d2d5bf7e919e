"""From the words for stretches of time up to now, or so long ago, to their first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from trygghet_geo.dates.calendars import Anchor, Interval, single, whole_month

COUNTED = {w: n for n, w in enumerate("en två tre fyra fem sex sju åtta nio tio elva tolv".split(), 1)} | {
    "ett": 1,
    "ett par": 2,
    "några få": 3,
}
_DAYS = {"d": 1, "n": 1, "k": 1, "v": 7}
"""Days in a day, a night, an evening and a week, by their first letters."""
_COUNTS = re.compile(
    r"\b(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|ett dussin|gånger|ggr|flera|\w+tal)\b"
    r"(?![^.;]*\b(?:inte|ingen|inget|inga|aldrig)\b)",
    re.IGNORECASE,
)


def counted(words: str) -> int:
    return int(words) if words.isdigit() else COUNTED[words.lower()]


def latest(m: re.Match[str], a: Anchor) -> Interval:
    """ "de senaste två veckorna", "sedan tre veckor": up to the anchor's day; months and years from its number."""
    unit, count = m["unit"].lower(), counted(next(filter(None, (m[g] for g in ("n", "n2") if g in m.re.groupindex))))
    if unit[0] in "må":
        return _months_back(a.day, (12 if unit == "år" else 1) * count), a.day
    return a.day - timedelta(count * _DAYS[unit[0]]), a.day


def in_all(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "fyra gånger på två veckor": the last two, of a report's own weeks those. Something must have been counted."""
    if a.ahead or not _COUNTS.search(m.string, max(0, m.start() - 60), m.start()):
        return None
    first, last = latest(m, a)
    if a.period and abs((a.period[1] - a.period[0]).days + 1 - (last - first).days) <= 1:
        return a.period
    return first, last


def latest_one(m: re.Match[str], a: Anchor) -> Interval:
    """ "den senaste månaden", "det senaste halvåret": from the same day so many months before, or a week before."""
    unit = m["unit"].lower()
    if unit == "veck":
        return a.day - timedelta(7), a.day
    return _months_back(a.day, {"år": 12, "halvår": 6, "kvartal": 3, "månad": 1}[unit]), a.day


def back(m: re.Match[str], a: Anchor) -> Interval:
    """ "för två veckor sedan" is a day, "för en månad sedan" that month."""
    unit, count = m["unit"].lower(), counted(m["n"])
    if unit.startswith("m"):
        there = _months_back(a.day, count)
        return whole_month(there.year, there.month)
    return single(a.day - timedelta(count * _DAYS[unit[0]]))


def since_told(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "sedan dess": from the days that were named last; in a report what it covers holds."""
    return (a.told[0], a.day) if a.told and not a.period and a.told[0] <= a.day else None


def beside(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "dagen innan", "dagen därpå", "natten efter": the day before or after the single day that was named last, or the
    night that follows it, if that is over."""
    if a.told is None or a.told[0] != a.told[1]:
        return None
    named, groups = a.told[0], m.groupdict()
    day = named + timedelta(-1 if groups.get("before") else 1)
    if day > a.day:
        return None
    return (named, day) if groups.get("night") else single(day)


def same(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "samma kväll", "under samma vecka": the days that were named last, if there are as many."""
    if a.told is None:
        return None
    length = (a.told[1] - a.told[0]).days
    longest = {"vecka": 6, "period": 400, "månad": 30, "helg": 3, "termin": 190, "år": 366}.get(m["unit"].lower(), 1)
    return a.told if length <= longest else None


def since_meeting(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "sedan förra mötet", where the document says when that was."""
    return (a.former, a.day) if a.former and a.former <= a.day else None


def _months_back(day: date, months: int) -> date:
    """The day of that number so many months before, or that month's last."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), whole_month(year, month + 1)[1])
