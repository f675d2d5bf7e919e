"""Swedish date expressions → intervals, anchored on a document's date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari mars april maj juni juli augusti september oktober november december".split(), 1
    )
}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ABSOLUTE = re.compile(
    r"(?<![\d-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d])"
    r"|(?<!\d)(?P<y8>20\d\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-2]\d|3[01])(?!\d)"
    rf"|(?<![\d.])(?P<d2>\d{{1,2}})(?::?e)? (?P<m2>{_MONTH})\.? (?P<y2>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/ -](?P<y3>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def absolute(text: str) -> Iterator[tuple[int, int, date]]:
    """Start, end and value of every full date (day, month and year) in `text`, in order; impossible ones are skipped."""
    for match in _ABSOLUTE.finditer(text):
        parts = {key[0]: value for key, value in match.groupdict().items() if value}
        month = parts["m"]
        number = int(month) if month.isdigit() else MONTHS[month.lower()]
        try:
            value = date(int(parts["y"]), number, int(parts["d"]))
        except ValueError:
            continue
        yield match.start(), match.end(), value


def period(text: str, anchor: date | None) -> tuple[date, date] | None:
    """First and last day of what `text` says about when, or None; relative words need an `anchor`."""
    for _, _, value in absolute(text):
        return value, value
    return None


@dataclass(frozen=True)
class Expression:
    """Words about when: text[start:end] says the days from `first` to `last`; `rule` names the form."""

    start: int
    end: int
    first: date
    last: date
    rule: str


def expressions(text: str, anchor: date | None) -> Iterator[Expression]:
    """Every date expression of `text`, in order, none inside another; relative ones only with an `anchor`."""
    for start, end, value in absolute(text):
        yield Expression(start, end, value, value, "absolute")
