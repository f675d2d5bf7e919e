"""Names of months and days, and what expressions of time are relative to."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari mars april maj juni juli augusti september oktober november december".split(), 1
    )
}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
LONG_MONTH = "|".join(m for m in MONTHS if len(m) > 3 or m == "maj")
WEEKDAYS = {w: i for i, w in enumerate("måndag tisdag onsdag torsdag fredag lördag söndag".split())}
SHORT_DAYS = (
    {w: i for i, w in enumerate("må ti on to fr lö sö".split())}
    | {"tor": 3}
    | {w: i for i, w in enumerate("mån tis ons tors fre lör sön".split())}
)
DAY = "|".join(WEEKDAYS)
ANY_DAY = "|".join(
    [
        *WEEKDAYS,
        *sorted(SHORT_DAYS, key=len, reverse=True),
        "fred",
        "tor",
        "månd",
        "tisd",
        "onsd",
        "torsd",
        "lörd",
        "sönd",
    ]
)
YEAR = r"(?:19|20)\d\d"
SHORT_YEAR = r"[-–'’]\d\d(?![\d/.:]| ?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
"""The last two digits of a year, as in "hösten -23"."""


@dataclass(frozen=True)
class Anchor:
    """What relative words are relative to: the document's `day`, whether the sentence looks `ahead`, and the `period`
    that a report says it covers, in which bare weekdays are looked for."""

    day: date
    ahead: bool = False
    period: tuple[date, date] | None = None
    told: tuple[date, date] | None = None
    """The days that were named last before: what "samma kväll" and "sedan dess" go back to."""
    former: date | None = None
    """The day of the meeting before, where the document says it."""


Interval = tuple[date, date]


def single(day: date) -> Interval:
    return day, day


def whole_month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_number(digits: str) -> int:
    """ "2023", or the "-23" of this century."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits[1:])


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]
