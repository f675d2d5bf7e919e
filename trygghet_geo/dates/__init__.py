"""Swedish date expressions → intervals, anchored on a document's date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from trygghet_geo.dates import needs
from trygghet_geo.dates.calendars import DAY, MONTHS, WEEKDAYS, Anchor, Interval
from trygghet_geo.dates.full import absolute, joined
from trygghet_geo.dates.rules import RULES

__all__ = ["MONTHS", "WEEKDAYS", "Anchor", "Expression", "Interval", "absolute", "expressions", "looks_ahead"]


@dataclass(frozen=True)
class Expression:
    """Words about when: text[start:end] says the days from `first` to `last`; `rule` names the form."""

    start: int
    end: int
    first: date
    last: date
    rule: str


_RANGES = tuple(form for name, form, _ in RULES if name in ("from day to day", "days of a month", "day/month"))
"""Forms that may end on a full date."""
_AHEAD = re.compile(
    r"\b(?:ska|skall|kommer att|planer\w+|inför|till (?:sommaren|hösten|våren|vintern)|nästa|kommande|byts|sätts|"
    r"bygg(?:s|a|er|as)?|kontrollerar|patrullerar|ronderar|startar|placeras|gallras|får|öppnar|håller|blir|sker|genomförs|finns|gör|utökas|monteras|införs|anlitar)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\bhar (?:\w+ ){0,3}?\w+(?:t|ts|its|ats|tts)\b(?!.*\b(?:ska|skall|kommer att)\b)", re.IGNORECASE)


def looks_ahead(text: str) -> bool:
    """Whether the words speak of what is to come: "till sommaren", "ska", "sätts upp"; not "har byggts"."""
    return bool(_AHEAD.search(text)) and not _DONE.search(text)


def expressions(text: str, anchor: Anchor | None) -> list[Expression]:
    """Every date expression of `text` in order, none inside another; relative ones only with an `anchor`.

    What began and goes on ("sedan i april") lasts until the anchor's day. What is open at its beginning ("före jul") or
    recurs ("varje fredag", "på lördagar") says no interval and gives none. Road numbers, ages, speeds, shares and times
    of day are never dates.
    """
    digits, forms = needs.forms(text)
    if not digits and not forms:
        return []
    found = []
    ranges = _ranges(text) if anchor and digits else []
    for a, b, day, until in joined(text) if digits else ():
        if until is not None:
            found.append(Expression(a, b, day, until, "full dates"))
            continue
        if any(first < a and b <= last for first, last in ranges):
            continue  # "7–20 mars 2022" is read whole, below
        known = None if _open(text, a) else (day, day)
        known = _since(text, a, known, anchor.day) if known and anchor else known
        found += [Expression(a, b, *known, "full date")] if known else []
    taken = [(e.start, e.end) for e in found]
    for rule, pattern, value in forms if anchor else ():
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            if _open(text, match.start()) and not _after_night(text, match):
                continue
            interval = _safely(value, match, anchor)
            interval = _since(text, match.start(), interval, anchor.day) if interval else None
            if interval and "natt" in match.group().lower():
                interval = _at_clock(text, match, interval)
            if interval:
                taken.append(match.span())
                found.append(Expression(*match.span(), *interval, rule))
    return sorted(found, key=lambda e: e.start)


def _ranges(text: str) -> list[tuple[int, int]]:
    """Where days are parted by a dash or "till" before a month, which may end on a full date."""
    found = (m for form in _RANGES for m in form.finditer(text))
    return [m.span() for m in found if m["d2"] or m.groupdict().get("d0")]


_CLOCK = r"\b(?:kl\.?|klockan|vid) ?(?P<hour>[01]?\d|2[0-3])(?:[.:][0-5]\d|-tiden)(?!\d|[.:]\d)"
_CLOCK_AFTER = re.compile(rf"\W{{0,2}}(?:\w+ )?{_CLOCK}", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(rf"{_CLOCK},? $", re.IGNORECASE)
_NOON, _EVENING = 12, 15


def _at_clock(text: str, match: re.Match[str], night: Interval) -> Interval:
    """Of the two days of a night the one on which the clock time beside it falls: "klockan 02.48 i natt"."""
    clock = _CLOCK_BEFORE.search(text, max(0, match.start() - 20), match.start()) or _CLOCK_AFTER.match(
        text, match.end()
    )
    if clock is None or (night[1] - night[0]).days != 1:
        return night
    hour = int(clock["hour"])
    return (night[1], night[1]) if hour < _NOON else (night[0], night[0]) if hour >= _EVENING else night


def _safely(value: Callable[[re.Match[str], Anchor], Interval | None], match: re.Match[str], anchor: Anchor):
    try:
        return value(match, anchor)
    except (ValueError, OverflowError):
        return None  # 31 april, vecka 60: not a date


_OVER = re.compile(rf"natten|(?:{DAY})snatten", re.I)


def _after_night(text: str, match: re.Match[str]) -> bool:
    """ "Båten är borta efter natten mot söndagen": it was then."""
    return bool(_OVER.match(match.group())) and text[: match.start()].lower().endswith("efter ")


def _open(text: str, start: int) -> bool:
    """Whether the words before make it an end point, a repetition or another meeting's date."""
    return bool(_BEFORE.search(text[max(0, start - 40) : start]))


_BEFORE = re.compile(
    r"(?:\b(?:före|innan|efter|fram till|varje|varannan|var|än|jämfört med|hem från|nästa möte:?|"
    r"än (?:vid |under |för |i )?samma \w+|(?:mot|från|än) \d[\d ]*(?:procent|fall|stycken|anmäl\w+|ärenden)?|"
    r"(?:första|andra|tredje|fjärde|femte|sjätte|\d:e) gången(?: sedan \w+| sedan| på)?|"
    r"så (?:många|mycket|ofta) (?:\w+ )?som|nästa sammanträde:?|samma (?:\w+ ){1,3}som|lika (?:\w+ )som)"
    r"(?: i| den| på| under| samma tid i)?|nästa (?:möte|sammanträde|träff)[^.]{0,20})\s*$",
    re.IGNORECASE,
)


_SINCE = re.compile(
    r"\b(?:allt ?sedan|sedan|sen|fr\.?o\.?m\.?|fr o m|från och med)"
    r"(?: (?:förra|senaste|sista)(?: \w+)?| (?:en|ett) \w+"
    r"| (?:\w+ ){1,3}(?:\w+(?:ades|ade|des|tes)|började|öppnade|stängde|kom|gick|blev)"
    r"| (?:början|mitten|slutet) (?:av|på))?"
    r"(?: i| den| på| under)?\s*$",
    re.IGNORECASE,
)
_BY = re.compile(r"\bsenast(?: i| den| på| under)?\s*$", re.IGNORECASE)


def _since(text: str, start: int, interval: Interval, day: date) -> Interval | None:
    """What has gone on "sedan i april" lasts until the document's date; "senast 30 juni" is a day only when past."""
    before = text[max(0, start - 40) : start]
    if _SINCE.search(before):
        return (interval[0], day) if interval[0] <= day else None
    return None if _BY.search(before) and interval[0] > day else interval
