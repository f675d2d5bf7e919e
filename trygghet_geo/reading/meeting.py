"""When a document's meeting was, or what day a note is of: from its fields, its first lines or its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from trygghet_geo.dates import MONTHS, absolute
from trygghet_geo.reading.fields import NOTICE, TIME, field
from trygghet_geo.reading.lines import ends_sentence
from trygghet_geo.reading.paragraphs import Group

_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})(?::?e)?\s+({'|'.join(MONTHS)})\b", re.IGNORECASE)
_COMPACT = re.compile(r"(?<!\d)(?P<y>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT_TITLE = re.compile(
    r"(?:anteckning\w*|protokoll\w*|möte\w*|råd\w*|brå) (?P<y>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])$",
    re.IGNORECASE,
)
_MEETING_DAY = re.compile(r"\b(?:sammanträdes|mötes)datum\b[:\s]*", re.IGNORECASE)
_NEAR_TOP = 12
"""Groups among which that label is looked for."""
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_STATED = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_EARLIER = re.compile(r"föregående|förra|tidigare|senaste mötet|nästa|kommande|nytt möte", re.IGNORECASE)
_SEARCHED = 200
"""Groups of the text in which a full date tells a note's year."""


def top(gathered: Sequence[Group]) -> list[Group]:
    """The first groups of the document, furniture aside: its title is among them."""
    return [g for g in gathered if g.kind != "furniture"][:5]


def has_day(words: str) -> bool:
    return (
        next(absolute(words), None) is not None
        or bool(_DAY.search(words))
        or bool(re.search(r"\d{1,2}/\d{1,2}", words))
    )


def following(words: str, anchor: date | None) -> date | None:
    """The date in `words`; one without a year is the next one after `anchor`."""
    if full := next(absolute(words), None):
        return full[2]
    if anchor is None or not (match := _DAY.search(words)):
        return None
    return _next(int(match[1]), MONTHS[match[2].lower()], anchor)


def _next(day: int, month: int, anchor: date) -> date | None:
    for year in (anchor.year, anchor.year + 1):
        try:
            if date(year, month, day) > anchor:
                return date(year, month, day)
        except ValueError:
            continue
    return None


def day(gathered: Sequence[Group], fields: Sequence[tuple[str, str]], stem: str) -> date | None:
    for group in gathered:
        if group.kind == "furniture" and (named := field(group.words)) and named[0] == "date":
            fields = [*fields, named]
            break
    year = next((int(y) for y in _years(gathered, stem)), None)
    first = top(gathered)[:1]
    if first and NOTICE.match(first[0].words) and (noted := _without_year(first[0].words, year, labelled=False)):
        return noted
    # The label may stand in mid-line: "Trygghetsnämnden     Sammanträdesdatum: 2024-03-12".
    if stated := _stated(gathered):
        return stated
    for wanted in (("date", "time"), ("place", "other")):
        for name, value in fields:
            if name in wanted and (found := next(absolute(value), None)):
                return found[2]
    labelled = [value for name, value in fields if name == "date"]
    for words in [*labelled, *(group.words for group in top(gathered)[:3])]:
        if _EARLIER.search(words) or len(words) > 160 or (ends_sentence(words) and words not in labelled):
            continue
        if found := next(absolute(words), None):
            return found[2]
        if day := _without_year(words, year, labelled=words in labelled) or _compact(words):
            return day
    return _from_name(stem) or _early(gathered)


def _stated(gathered: Sequence[Group]) -> date | None:
    """The date after "Sammanträdesdatum" wherever it stands among the first lines."""
    for group in gathered[:_NEAR_TOP]:
        if match := _MEETING_DAY.search(group.words[:400]):
            found = next(absolute(group.words[match.end() : match.end() + 40]), None)
            if found:
                return found[2]
    return None


def _compact(words: str) -> date | None:
    """A date in a title without signs between: "Mötesanteckningar 240318"."""
    match = _COMPACT_TITLE.search(words)
    return _made(2000 + int(match["y"]), int(match["m"]), int(match["d"])) if match else None


def _without_year(words: str, year: int | None, *, labelled: bool) -> date | None:
    """A day and month that open a police note or stand in a date field, in the year that the document tells."""
    if match := NOTICE.match(words):
        stated = int(match["year"]) if match["year"] else year
        return _made(stated, MONTHS[match["month"].lower()], int(match["day"])) if stated else None
    if labelled and year and (match := _DAY.search(words[:60])):
        return _made(year, MONTHS[match[2].lower()], int(match[1]))
    return None


def _years(gathered: Sequence[Group], stem: str) -> Iterator[str]:
    """Years told by the file name, the title, then by full dates in the text. A bare year in the text may be any."""
    yield from _YEAR.findall(stem)
    if found := _from_name(stem):
        yield str(found.year)
    for group in top(gathered)[:3]:
        if len(group.words) <= 120 and not ends_sentence(group.words):
            yield from _YEAR.findall(group.words)
    for group in gathered[:_SEARCHED]:
        yield from (str(found[2].year) for found in absolute(group.words[:2000]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_name(stem: str) -> date | None:
    """A date in a file name: 2021-03-10, 2021_03_10, 20210310, 210310, "10 mars 2021"."""
    words = re.sub(r"(?<=\d)[_.](?=\d)", "-", stem).replace("_", " ")
    if match := _STATED.search(words):
        return _made(*map(int, match.groups()))
    if found := next(absolute(words), None):
        return found[2]
    if match := _COMPACT.search(words):
        return _made(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
    return None


_BOUND = re.compile(
    r"\b(?:i kraft|gäller|gällande|från|från och med|fr\.?o\.?m\.?|till|till och med|t\.?o\.?m\.?|senast|sedan|före"
    r"|innan|efter|sista \w*dag(?:en)?:)(?: den)? $",
    re.IGNORECASE,
)
"""Before a date: from when a law holds, until when names are gathered. It says nothing of the document's day."""


def _early(gathered: Sequence[Group]) -> date | None:
    """The first full date in the beginning of the text that is neither another meeting's nor an end of a period."""
    read = 0
    for group in gathered:
        words = group.words[:2000]
        dates = (day for start, _, day in absolute(words) if not _BOUND.search(words[max(0, start - 30) : start]))
        if not _EARLIER.search(words) and (found := next(dates, None)):
            return found
        read += len(group.words)
        if read > 3000:
            return None
    return None


def time(gathered: Sequence[Group], fields: Sequence[tuple[str, str]]) -> str | None:
    for name, value in fields:
        if name == "time" and re.match(r"\d{1,2}([.:]\d\d)?", value) and not next(absolute(value), None):
            return (TIME.search(value) or re.match(r"[\d.:–\- ]+", value))[0].strip()  # type: ignore[index]
        if name in ("date", "time", "place") and (match := TIME.search(value)):
            return match["a"] or match["b"]
    for group in top(gathered)[:1]:
        if match := NOTICE.match(group.words):
            return match["time"]
    return None
