"""Full dates, with day, month and year, and ranges between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from trygghet_geo.dates.calendars import MONTH, MONTHS

_ABSOLUTE = re.compile(
    r"(?<![\d-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d])"
    r"|(?<!\d)(?P<y8>20\d\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-2]\d|3[01])(?!\d)"
    rf"|(?<![\d.])(?P<d2>\d{{1,2}})(?::?e)? (?P<m2>{MONTH})\.? (?P<y2>(?:19|20)\d\d)(?!\d|-\d)"
    r"|(?<!\d)(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/ -](?P<y3>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def absolute(text: str) -> Iterator[tuple[int, int, date]]:
    """Start, end and value of every full date (day, month, year) in `text`, in order; impossible ones are skipped."""
    for match in _ABSOLUTE.finditer(text):
        parts = {key[0]: value for key, value in match.groupdict().items() if value}
        month = parts["m"]
        number = int(month) if month.isdigit() else MONTHS[month.lower()]
        try:
            value = date(int(parts["y"]), number, int(parts["d"]))
        except ValueError:
            continue
        yield match.start(), match.end(), value


_JOINT = re.compile(r"\s*(?:-{1,2}|–|—|till(?: och med)?|t\.?o\.?m\.?|t o m)\s*(?:den )?", re.IGNORECASE)


def joined(text: str) -> Iterator[tuple[int, int, date, date | None]]:
    """The full dates, two that only a dash or "till" parts as one range with its last day."""
    held: tuple[int, int, date] | None = None
    for a, b, day in absolute(text):
        if held and _JOINT.fullmatch(text[held[1] : a]) and held[2] <= day:
            yield held[0], b, held[2], day
            held = None
            continue
        if held:
            yield *held, None
        held = a, b, day
    if held:
        yield *held, None
