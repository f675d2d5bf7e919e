"""Swedish date expressions → intervals, anchored on a document's date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari mars april maj juni juli augusti september oktober november december".split(), 1
    )
}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_LONG_MONTH = "|".join(m for m in MONTHS if len(m) > 3 or m == "maj")
_ABSOLUTE = re.compile(
    r"(?<![\d-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d])"
    r"|(?<!\d)(?P<y8>20\d\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-2]\d|3[01])(?!\d)"
    rf"|(?<![\d.])(?P<d2>\d{{1,2}})(?::?e)? (?P<m2>{_MONTH})\.? (?P<y2>(?:19|20)\d\d)(?!\d)"
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


@dataclass(frozen=True)
class Expression:
    """Words about when: text[start:end] says the days from `first` to `last`; `rule` names the form."""

    start: int
    end: int
    first: date
    last: date
    rule: str


@dataclass(frozen=True)
class Anchor:
    """What relative words are relative to: the document's `day`, whether the sentence looks `ahead`, and the `period`
    that a report says it covers, in which bare weekdays are looked for."""

    day: date
    ahead: bool = False
    period: tuple[date, date] | None = None


Interval = tuple[date, date]
WEEKDAYS = {w: i for i, w in enumerate("måndag tisdag onsdag torsdag fredag lördag söndag".split())}
_SHORT_DAYS = {w: i for i, w in enumerate("må ti on to fr lö sö".split())} | {
    w: i for i, w in enumerate("mån tis ons tors fre lör sön".split())
}
_SEASONS = {"vår": (3, 5), "som": (6, 8), "höst": (9, 11), "vint": (12, 2)}
_DAY = "|".join(WEEKDAYS)
_ANY_DAY = "|".join(
    [
        *WEEKDAYS,
        *sorted(_SHORT_DAYS, key=len, reverse=True),
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
_YEAR = r"(?:19|20)\d\d"
_AHEAD = re.compile(
    r"\b(?:ska|skall|kommer att|planer\w+|inför|till (?:sommaren|hösten|våren|vintern)|nästa|kommande|byts|sätts|"
    r"bygg(?:s|a|er|as)?|kontrollerar|patrullerar|ronderar|startar|placeras|gallras|får|öppnar|håller|blir|sker|genomförs|finns|gör|utökas|monteras|införs|anlitar)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\bhar (?:\w+ ){0,3}?\w+(?:t|ts|its|ats|tts)\b(?!.*\b(?:ska|skall|kommer att)\b)", re.IGNORECASE)
_HINT = re.compile(
    r"\d|dag|natt|helg|veck|lov|nyår|julafton|valborg|lucia|påsk|midsommar|halloween|första maj|vår|somm|somras|höst|"
    rf"vint|måna|år|fjol|i ?går|morse|kväll|{_LONG_MONTH}|\b(?:må|ti|on|to|fr|lö|sö|mån|tis|ons|tors|fre|lör|sön)\b",
    re.IGNORECASE,
)


def looks_ahead(text: str) -> bool:
    """Whether the words speak of what is to come: "till sommaren", "ska", "sätts upp"; not "har byggts"."""
    return bool(_AHEAD.search(text)) and not _DONE.search(text)


def expressions(text: str, anchor: Anchor | None) -> list[Expression]:
    """Every date expression of `text` in order, none inside another; relative ones only with an `anchor`.

    What began and goes on ("sedan i april") lasts until the anchor's day. What is open at its beginning ("före jul") or
    recurs ("varje fredag", "på lördagar") says no interval and gives none. Road numbers, ages, speeds, shares and times
    of day are never dates.
    """
    if not _HINT.search(text):
        return []
    found = []
    ranges = [m.span() for _, pattern, _ in _RULES[:2] for m in pattern.finditer(text) if m["d2"]] if anchor else []
    for a, b, day, until in _joined(text):
        if until is not None:
            found.append(Expression(a, b, day, until, "full dates"))
            continue
        if any(first < a and b <= last for first, last in ranges):
            continue  # "7–20 mars 2022" is read whole, below
        known = None if _open(text, a) else (day, day)
        known = _since(text, a, known, anchor.day) if known and anchor else known
        found += [Expression(a, b, *known, "full date")] if known else []
    taken = [(e.start, e.end) for e in found]
    for rule, pattern, value in _RULES if anchor else ():
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken) or _open(text, match.start()):
                continue
            interval = _safely(value, match, anchor)
            interval = _since(text, match.start(), interval, anchor.day) if interval else None
            if interval:
                taken.append(match.span())
                found.append(Expression(*match.span(), *interval, rule))
    return sorted(found, key=lambda e: e.start)


_JOINT = re.compile(r"\s*(?:-|–|—|till(?: och med)?|t\.?o\.?m\.?)\s*", re.IGNORECASE)


def _joined(text: str) -> Iterator[tuple[int, int, date, date | None]]:
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


def _safely(value: Callable[[re.Match[str], Anchor], Interval | None], match: re.Match[str], anchor: Anchor):
    try:
        return value(match, anchor)
    except (ValueError, OverflowError):
        return None  # 31 april, vecka 60: not a date


def _open(text: str, start: int) -> bool:
    """Whether the words before make it an end point, a repetition or another meeting's date."""
    return bool(_BEFORE.search(text[max(0, start - 30) : start]))


_BEFORE = re.compile(
    r"(?:\b(?:före|innan|efter|fram till|varje|varannan|var|än|jämfört med|nästa möte:?|"
    r"nästa sammanträde:?|samma (?:\w+ ){1,3}som|lika (?:\w+ )som)"
    r"(?: i| den| på| under| samma tid i)?|nästa (?:möte|sammanträde|träff)[^.]{0,20})\s*$",
    re.IGNORECASE,
)


_SINCE = re.compile(
    r"\b(?:allt ?sedan|sedan|sen)"
    r"(?: (?:förra|senaste|sista) \w+| ett? \w+| \w+ (?:startade|började|öppnade|stängde|slutade))?"
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


def _single(day: date) -> Interval:
    return day, day


def _month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day_of(anchor: Anchor, month: int, day: int, year: str | None) -> date:
    """The year is the anchor's unless that lies far on the other side of it."""
    if year:
        return date(int(year), month, day)
    value = date(anchor.day.year, month, day)
    if not anchor.ahead and (value - anchor.day).days > 120:
        return date(anchor.day.year - 1, month, day)
    if anchor.ahead and (anchor.day - value).days > 120:
        return date(anchor.day.year + 1, month, day)
    return value


def _month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _named_days(m: re.Match[str], a: Anchor) -> Interval:
    month = _month_number(m["month"])
    last = _day_of(a, month, int(m["d2"] or m["d1"]), m["year"])
    first = date(last.year, month, int(m["d1"]))
    return (first - timedelta(1), first) if m["night"] else (first, last)


def _from_to(m: re.Match[str], a: Anchor) -> Interval:
    """ "1 maj till sista augusti": both ends name their month; "sista" is the month's last day."""
    end = _month_number(m["until"])
    day = int(m["d2"]) if m["d2"] else 1
    last = _day_of(a, end, day, m["year"])
    last = last if m["d2"] else _month(last.year, end)[1]
    first = date(last.year, _month_number(m["month"]), int(m["d1"]))
    return (first if first <= last else first.replace(year=last.year - 1)), last


def _slashed(m: re.Match[str], a: Anchor) -> Interval | None:
    if int(m["m"]) > 12 or int(m["d"]) > 31:
        return None
    first = _day_of(a, int(m["m"]), int(m["d"]), None)
    if m["night"]:
        return first - timedelta(1), first
    return first, (_day_of(a, int(m["m2"]), int(m["d2"]), None) if m["d2"] else first)


def _day_number(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "onsdagen den 15": the last 15th that was that weekday's, or simply the last 15th."""
    day = int(m["d"])
    for back in range(40):
        value = a.day - timedelta(back)
        if value.day == day:
            return (value - timedelta(1), value) if m["night"] else _single(value)
    return None


def _weeks(m: re.Match[str], a: Anchor) -> Interval:
    first, last = int(m["w1"]), int(m["w2"] or m["w1"])
    year = int(m["year"]) if m["year"] else a.day.isocalendar().year
    if not m["year"]:
        distance = first - a.day.isocalendar().week
        year += -1 if distance > 12 and not a.ahead else 1 if distance < -26 and a.ahead else 0
    return date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, 7)


def _week_end(m: re.Match[str], a: Anchor) -> Interval:
    sunday = _weeks(m, a)[1]
    return sunday - timedelta(1), sunday


_TIMES = re.compile(r"\b(?:gånger|ggr|gång|stycken|st|dagar|kvällar|nätter|tömningar|timmar|människa|person)\s*$", re.I)


def _week_from(days: int) -> Callable[[re.Match[str], Anchor], Interval | None]:
    def value(m: re.Match[str], a: Anchor) -> Interval | None:
        if _TIMES.search(m.string[: m.start()]):
            return None  # "två gånger i veckan"
        monday = a.day - timedelta(a.day.weekday()) + timedelta(days)
        return monday, monday + timedelta(6)

    return value


def _weekend(m: re.Match[str], a: Anchor) -> Interval:
    """The weekend that is on, else the last one; the coming one when the sentence looks ahead."""
    saturday = a.day - timedelta((a.day.weekday() - 5) % 7)
    if m["which"] and m["which"].lower() == "förra" and a.day.weekday() >= 5:
        saturday -= timedelta(7)
    if m["which"] and m["which"].lower() in ("nästa", "kommande"):
        saturday += timedelta(7)
    return saturday, saturday + timedelta(1)


def _weekday(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "i fredags", "natten mot söndagen", "på lördag", "må:" in a log of one week."""
    name = m["day"].lower()
    number = WEEKDAYS[name] if name in WEEKDAYS else _SHORT_DAYS[name]
    if not (a.period or m["pre"] or m["s"] or m["night"] or m["part"]):
        return None  # "fredag och lördag" in running text is every week
    if a.period and (a.period[1] - a.period[0]).days < 14:
        days = [d for k in range(7) if (d := a.period[1] - timedelta(k)).weekday() == number]
        value = days[0]
    elif a.ahead and not m["night"] and (m["pre"] or "").lower().startswith("på"):
        value = a.day + timedelta((number - a.day.weekday()) % 7 or 7)
    else:
        value = a.day - timedelta((a.day.weekday() - number) % 7 or (0 if m["night"] else 7))
    return (value - timedelta(1), value) if m["night"] else _single(value)


def _ago(first: int, last: int) -> Callable[[re.Match[str], Anchor], Interval]:
    return lambda m, a: (a.day - timedelta(first), a.day - timedelta(last))


def _in_month(m: re.Match[str], a: Anchor) -> Interval:
    month, until = _month_number(m["month"]), _month_number(m["until"]) if m["until"] else None
    year = int(m["year"]) if m["year"] else a.day.year
    if not m["year"]:
        later = month > a.day.month
        year += (
            -1 if later and not (a.ahead or until) else 1 if not later and a.ahead and month < a.day.month - 3 else 0
        )
    return _month(year, month)[0], _month(year, until or month)[1]


def _season(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "i somras" is over, "till sommaren" is to come; "under hösten" is whichever the sentence speaks of."""
    words = m[0].lower()
    first, last = next(v for k, v in _SEASONS.items() if k in words)
    now = a.day
    given = m["year"] or m["year2"]
    if given:
        year = int(given)
    else:
        year = now.year
        begins = date(year, first, 1)
        coming = words.startswith(("till", "inför", "nästa", "kommande")) or (a.ahead and not words.endswith("as"))
        if first == 12 and now.month <= 2:
            year -= 1
        elif coming:
            year += _month(year, last if first < 12 else 12)[1] < now
        elif begins > now or (words.startswith("förra") and now.month <= last):
            year -= 1
    return date(year, first, 1), _month(year + (first == 12), last)[1]


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _holiday(m: re.Match[str], a: Anchor) -> Interval:
    """The last such holiday, or the coming one when the sentence looks ahead."""
    if m["year"]:
        return _school_holiday(m["lov"].lower(), int(m["year"]))
    near = [_school_holiday(m["lov"].lower(), a.day.year + years) for years in (1, 0, -1, -2)]
    if a.ahead:
        return next(h for h in reversed(near) if h[1] >= a.day)
    return next(h for h in near if h[0] <= a.day)


_FEASTS = {
    "nyårshelgen": ((12, 31), (1, 1)),
    "nyårsnatten": ((12, 31), (1, 1)),
    "nyårsafton": ((12, 31), (12, 31)),
    "nyårsdagen": ((1, 1), (1, 1)),
    "nyår": ((1, 1), (1, 1)),
    "julhelgen": ((12, 24), (12, 26)),
    "julafton": ((12, 24), (12, 24)),
    "juldagen": ((12, 25), (12, 25)),
    "annandag jul": ((12, 26), (12, 26)),
    "annandagen": ((12, 26), (12, 26)),
    "mellandagarna": ((12, 27), (12, 30)),
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


_MOVABLE: dict[str, Callable[[int], Interval]] = {
    "skärtorsdagen": lambda year: _single(_easter(year) - timedelta(3)),
    "långfredagen": lambda year: _single(_easter(year) - timedelta(2)),
    "påskafton": lambda year: _single(_easter(year) - timedelta(1)),
    "påskdagen": lambda year: _single(_easter(year)),
    "annandag påsk": lambda year: _single(_easter(year) + timedelta(1)),
    "påskhelgen": lambda year: (_easter(year) - timedelta(2), _easter(year) + timedelta(1)),
    "i påskas": lambda year: (_easter(year) - timedelta(2), _easter(year) + timedelta(1)),
    "midsommarafton": lambda year: _single(_midsummer(year)),
    "midsommardagen": lambda year: _single(_midsummer(year) + timedelta(1)),
    "midsommarhelgen": lambda year: (_midsummer(year), _midsummer(year) + timedelta(2)),
}
"""Feasts whose days differ from year to year."""


def _movable(m: re.Match[str], a: Anchor) -> Interval:
    """The feast of the year named, else the last one begun, or of a sentence that looks ahead the next."""
    days = _MOVABLE[m["feast"].lower()]
    if m["year"]:
        return days(int(m["year"]))
    near = [days(a.day.year + years) for years in (1, 0, -1)]
    if a.ahead:
        return next(each for each in reversed(near) if each[1] >= a.day)
    return next(each for each in near if each[0] <= a.day)


def _feast(m: re.Match[str], a: Anchor) -> Interval:
    """The feast of the year named, else the last one begun, or of a sentence that looks ahead the next."""
    (first_month, first_day), (last_month, last_day) = _FEASTS[m["feast"].lower()]
    year = int(m["year"]) if m["year"] else a.day.year
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
        return _easter(year) - timedelta(6), _easter(year) + timedelta(7)
    if kind == "sommar":
        return date(year, 6, 10), date(year, 8, 20)
    return date(year, 12, 20), date(year + 1, 1, 8)


def _years(m: re.Match[str], a: Anchor) -> Interval:
    return date(int(m["y1"]), 1, 1), date(int(m["y2"] or m["y1"]), 12, 31)


def _year_from(years: int) -> Callable[[re.Match[str], Anchor], Interval]:
    return lambda m, a: (date(a.day.year + years, 1, 1), date(a.day.year + years, 12, 31))


def _this_year(m: re.Match[str], a: Anchor) -> Interval:
    """Until the anchor's day; "under året", looked back on in January or February, is the year before."""
    if m["whole"] and a.day.month <= 2 and not a.ahead:
        return date(a.day.year - 1, 1, 1), date(a.day.year - 1, 12, 31)
    return date(a.day.year, 1, 1), a.day


_COUNTED = {w: n for n, w in enumerate("en två tre fyra fem sex sju åtta nio tio elva".split(), 1)} | {"ett": 1}


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _COUNTED[words.lower()]


def _months_of_year(m: re.Match[str], a: Anchor) -> Interval:
    """ "årets fyra första månader", "årets första nio månader"."""
    return date(a.day.year, 1, 1), _month(a.day.year, _number(m["n1"] or m["n2"]))[1]


def _latest(m: re.Match[str], a: Anchor) -> Interval:
    """ "de senaste två veckorna", "sedan tre veckor": up to the anchor's day; a month is counted as thirty days."""
    days = _number(m["n"]) * {"d": 1, "v": 7, "m": 30}[m["unit"][0].lower()]
    return a.day - timedelta(days), a.day


def _half(m: re.Match[str], a: Anchor) -> Interval:
    year = int(m["year"]) if m["year"] else a.day.year
    return (
        (date(year, 1, 1), date(year, 6, 30))
        if m["half"].lower() in ("första", "vår")
        else (date(year, 7, 1), date(year, 12, 31))
    )


def _quarter(m: re.Match[str], a: Anchor) -> Interval:
    year, quarter = int(m["year"]) if m["year"] else a.day.year, int(m["q"])
    return date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]


def _last_month(m: re.Match[str], a: Anchor) -> Interval:
    before = a.day.replace(day=1) - timedelta(1)
    return _month(before.year, before.month)


def _this_month(m: re.Match[str], a: Anchor) -> Interval:
    """ "under månaden", said early in a month, means the one that has passed."""
    return _last_month(m, a) if a.day.day <= 15 else _month(a.day.year, a.day.month)


def _rule(name: str, pattern: str, value: Callable[[re.Match[str], Anchor], Interval | None]):
    return name, re.compile(pattern, re.IGNORECASE), value


_M = rf"(?P<month>{_MONTH})\.?(?!\w)"
_Y = rf"(?: (?P<year>{_YEAR}))?(?!\d)"
_NIGHT = r"(?:(?P<night>natten (?:mot|till)) )?"
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(_COUNTED)})"
_WEEK = r"(?:5[0-3]|[1-4]\d|0?[1-9])"
_RULES = (
    _rule(
        "from day to day",
        rf"(?:den )?(?<![\d.,:])(?P<d1>\d{{1,2}})(?::?e)? {_M} ?(?:-|–|till(?: och med)?|t\.?o\.?m\.?) ?(?:den )?"
        rf"(?:(?P<d2>\d{{1,2}})(?::?e)?|sista(?: dagen i)?) (?P<until>{_MONTH})\b\.?{_Y}",
        _from_to,
    ),
    _rule(
        "days of a month",
        rf"{_NIGHT}(?:(?<!\w)(?:{_ANY_DAY})(?:en)?\.?(?: (?:kväll|morgon|natt))?,? )?(?:den )?"
        rf"(?<![\d.,:])(?P<d1>\d{{1,2}})(?::?e)?(?: ?(?:-|–|och|till) ?(?P<d2>\d{{1,2}})(?::?e)?)? {_M}{_Y}",
        _named_days,
    ),
    _rule(
        "day/month",
        rf"{_NIGHT}(?:(?<!\w)(?:{_ANY_DAY})(?:en)?\.?,? (?:den )?)?"
        r"(?<![\d/.,:-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?: ?[-–] ?(?P<d2>\d{1,2})/(?P<m2>\d{1,2}))?(?![\d/%]| %)",
        _slashed,
    ),
    _rule("day of the month", rf"{_NIGHT}(?:{_DAY})(?:en)? den (?P<d>\d{{1,2}})(?::?e)?(?!\d|[.:]\d)", _day_number),
    _rule("weekend of a week", rf"(?<!\w)helgen (?:i )?(?:vecka|v\.?) ?(?P<w1>{_WEEK})(?P<w2>)(?!\d),?{_Y}", _week_end),
    _rule(
        "week",
        r"(?<!\w)(?:vecka|veckorna|veckorapport(?:er)?|v\.?"
        rf"|period(?:en)?(?= ?\d\d? ?[-–] ?\d\d?(?: {_YEAR}|\W*$))) ?(?P<w1>{_WEEK})"
        rf"(?: ?(?:-|–|/|&|,|\+|o|och|samt|till) ?(?:v\.? ?)?(?P<w2>{_WEEK}))?(?!\d|[/.:]\d),?{_Y}",
        _weeks,
    ),
    _rule("years", rf"(?<![\d-])(?P<y1>{_YEAR}) ?(?:–|-|—|till|och|t\.o\.m\.) ?(?P<y2>{_YEAR})(?!\d)", _years),
    _rule("quarter", rf"(?:kvartal|kv\.?) ?(?P<q>[1-4]){_Y}", _quarter),
    _rule("half-year", rf"(?P<half>första|andra) (?:halvåret|halvan av){_Y}", _half),
    _rule("term", rf"(?P<half>vår|höst)terminen{_Y}", _half),
    _rule("school holiday", rf"(?P<lov>sport|påsk|höst|jul|sommar)lov(?:et|en|s)?{_Y}", _holiday),
    _rule("feast", rf"(?<!\w)(?P<feast>{'|'.join(_FEASTS)})(?:en|s)?(?!\w){_Y}", _feast),
    _rule("movable feast", rf"(?<!\w)(?P<feast>{'|'.join(_MOVABLE)})(?:en|s)?(?!\w){_Y}", _movable),
    _rule("last week", r"(?:förra|föregående|gångna) veckan?|veckan som (?:gick|var)|gångna veckan", _week_from(-7)),
    _rule("this week", r"(?<!\w)i veckan|(?:denna|den här) veckan?|under veckan", _week_from(0)),
    _rule("next week", r"(?:nästa|kommande) veckan?", _week_from(7)),
    _rule(
        "weekend",
        r"(?<!\w)(?:i |under |(?P<which>förra|nästa|kommande|gångna|senaste) )?helgen"
        r"(?! (?:(?:vecka|v|den)\b|\d))(?!\w)",
        _weekend,
    ),
    _rule("night before yesterday", r"natten (?:mot|till) i ?går", _ago(2, 1)),
    _rule("last night", r"(?<!\w)(?:i natt|inatt|under natten|nattens|natten till i ?dag)(?!\w)", _ago(1, 0)),
    _rule("yesterday", r"(?<!\w)i ?går(?: kväll| natt| morse| eftermiddag)?(?!\w)", _ago(1, 1)),
    _rule("day before yesterday", r"(?<!\w)i förrgår(?!\w)", _ago(2, 2)),
    _rule("today", r"(?<!\w)(?:i morse|i kväll|(?:tidigare )?i ?dag|under dagen)(?!\w)", _ago(0, 0)),
    _rule(
        "weekday",
        rf"(?<!\w)(?P<pre>i |på |under )?{_NIGHT}(?P<day>{_DAY})(?P<s>s|en|ens)?"
        rf"(?P<part> (?:kväll|natt|morgon|eftermiddag|förmiddag)(?:en)?)?(?!\w)",
        _weekday,
    ),
    _rule(
        "weekday, short",
        r"(?<!\w)(?P<pre>)(?P<night>)(?P<s>)(?P<part>)"
        r"(?P<day>må|ti|on|to|fr|lö|sö|mån|tis|ons|tors|fre|lör|sön)(?=:| \d|\. )",
        lambda m, a: _weekday(m, a) if a.period else None,
    ),
    _rule(
        "month",
        rf"(?<!\w)(?<!\d )(?:i |under |för )?(?P<month>{_LONG_MONTH})"
        rf"(?: ?(?:–|-|till|t\.o\.m\.|och) ?(?P<until>{_MONTH})(?!\w))?{_Y}(?!\w)",
        _in_month,
    ),
    _rule(
        "months, short",
        rf"(?<!\w)(?P<month>{_MONTH})\.? ?[–-] ?(?P<until>{_MONTH})\.?(?!\w){_Y}",
        _in_month,
    ),
    _rule("last month", r"(?:förra|föregående) månaden|senaste månaden", _last_month),
    _rule("this month", r"under månaden|denna månad|den gångna månaden", _this_month),
    _rule(
        "season",
        rf"(?<!\w)(?:(?:i|till|under|inför|hela|i slutet av|nästa|kommande|förra) )"
        rf"(?:våren|våras|vår|sommaren|somras|sommar|hösten|höstas|höst|vintern|vintras|vinter)(?!\w){_Y}|"
        rf"(?<!\w)(?:våren|sommaren|hösten|vintern) (?P<year2>{_YEAR})|"
        r"(?<=\bsedan )(?:våren|sommaren|hösten|vintern|i? ?våras|i? ?somras|i? ?höstas|i? ?vintras)(?!\w)",
        lambda m, a: _season(m, a),
    ),
    _rule(
        "months of the year",
        rf"(?<!\w)årets (?:(?P<n1>{_COUNT}) första|första (?P<n2>{_COUNT})) månader(?:na)?(?!\w)",
        _months_of_year,
    ),
    _rule(
        "latest",
        rf"(?<!\w)(?:de )?(?:senaste|sista|gångna) (?P<n>{_COUNT}) (?P<unit>dag|dygn|veck|månad)\w*",
        _latest,
    ),
    _rule(
        "for some time",
        rf"(?<!\w)(?:har|är) (?:\w+ ){{1,3}}i (?P<n>{_COUNT}) (?P<unit>veck|månad)\w+",
        _latest,
    ),
    _rule("for some time", rf"(?<!\w)(?:sedan|sen) (?P<n>{_COUNT}) (?P<unit>dag|veck|månad)\w+(?! sedan)", _latest),
    _rule("last year", r"(?<!\w)(?:förra året|föregående år|i fjol|fjolåret)(?!\w)", _year_from(-1)),
    _rule(
        "this year",
        r"(?<!\w)(?:(?P<whole>under året)|detta år|det här året|(?:hittills )?i år)(?!\w)",
        _this_year,
    ),
    _rule("year", rf"(?<!\w)(?:under|år|för|i|våren|hösten|hela) (?P<y1>{_YEAR})(?P<y2>)(?![\d-])", _years),
)
