"""From the words for days, weeks and seasons to their first and last day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from trygghet_geo.dates.calendars import (
    MONTHS,
    SHORT_DAYS,
    WEEKDAYS,
    Anchor,
    Interval,
    month_number,
    single,
    whole_month,
    year_number,
)
from trygghet_geo.dates.years import NTH, in_month_named

_SEASONS = {"vår": (3, 5), "som": (6, 8), "höst": (9, 11), "vint": (12, 2)}


def day_of(anchor: Anchor, month: int, day: int, year: str | None) -> date:
    """The year is the anchor's unless that lies far on the other side of it."""
    if year:
        return date(year_number(year), month, day)
    value = date(anchor.day.year, month, day)
    if not anchor.ahead and (value - anchor.day).days > 120:
        return date(anchor.day.year - 1, month, day)
    if anchor.ahead and (anchor.day - value).days > 120:
        return date(anchor.day.year + 1, month, day)
    return value


def named_days(m: re.Match[str], a: Anchor) -> Interval:
    month = month_number(m["month"])
    last = day_of(a, month, int(m["d2"] or m["d1"]), m["year"])
    first = date(last.year, month, int(m["d1"]))
    return (first - timedelta(1), first) if m["night"] else (first, last)


def from_to(m: re.Match[str], a: Anchor) -> Interval:
    """ "1 maj till sista augusti": both ends name their month; "sista" is the month's last day."""
    end = month_number(m["until"])
    day = int(m["d2"]) if m["d2"] else 1
    last = day_of(a, end, day, m["year"])
    last = last if m["d2"] else whole_month(last.year, end)[1]
    first = date(last.year, month_number(m["month"]), int(m["d1"]))
    return (first if first <= last else first.replace(year=last.year - 1)), last


def slashed(m: re.Match[str], a: Anchor) -> Interval | None:
    if int(m["m"]) > 12 or int(m["d"]) > 31:
        return None
    last = day_of(a, int(m["m2"] or m["m"]), int(m["d2"] or m["d"]), m["year"])
    if m["night"]:
        return last - timedelta(1), last
    if m["d2"]:
        first = day_of(a, int(m["m"]), int(m["d"]), m["year"])
        return (first if first <= last else first.replace(year=last.year - 1)), last
    return (last.replace(day=int(m["d0"])) if m["d0"] and int(m["d0"]) < last.day else last), last


def day_and_hour(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "2711 2140", as guards write day, month and hour: only of the last month, for it may be any two numbers."""
    day = day_of(a, int(m["m"]), int(m["d"]), None)
    return single(day) if timedelta(0) <= a.day - day <= timedelta(_STAMPED) else None


_STAMPED = 31


def day_number(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "onsdagen den 15": the last 15th that was that weekday's, or simply the last 15th."""
    day = int(m["d"])
    for back in range(40):
        value = a.day - timedelta(back)
        if value.day == day:
            return (value - timedelta(1), value) if m["night"] else single(value)
    return None


def weeks(m: re.Match[str], a: Anchor) -> Interval:
    first, last = int(m["w1"]), int(m["w2"] or m["w1"])
    year = year_number(m["year"]) if m["year"] else a.day.isocalendar().year
    if not m["year"]:
        distance = first - a.day.isocalendar().week
        year += -1 if distance > 12 and not a.ahead else 1 if distance < -26 and a.ahead else 0
    return date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, 7)


def weekend_of_month(m: re.Match[str], a: Anchor) -> Interval:
    """ "första helgen i mars": counted by their Saturdays."""
    first, last = in_month_named(m["month"], m["year"], a)
    saturdays = [d for k in range(31) if (d := first + timedelta(k)) <= last and d.weekday() == 5]
    saturday = saturdays[NTH.get(m["which"].lower(), 0) - 1]
    return saturday, saturday + timedelta(1)


def weekend_of_week(m: re.Match[str], a: Anchor) -> Interval:
    sunday = weeks(m, a)[1]
    return sunday - timedelta(1), sunday


_TIMES = re.compile(
    r"\b(?:\d+|\w*tusen|kr|kronor|gånger|ggr|gång|natt|kväll|dag|morgon|stycken|st|dagar|kvällar|nätter|tömningar|timmar"
    r"|människa|person)\s*$",
    re.I,
)


def week_from(days: int) -> Callable[[re.Match[str], Anchor], Interval | None]:
    def value(m: re.Match[str], a: Anchor) -> Interval | None:
        if m.re.groups and m["this"] is None and _TIMES.search(m.string[: m.start()]):
            return None  # "två gånger i veckan"
        monday = a.day - timedelta(a.day.weekday()) + timedelta(days)
        return monday, monday + timedelta(6)

    return value


def weekend(m: re.Match[str], a: Anchor) -> Interval:
    """The weekend that is on, else the last one; the coming one when the sentence looks ahead."""
    saturday = a.day - timedelta((a.day.weekday() - 5) % 7)
    if m["which"] and m["which"].lower() == "förra" and a.day.weekday() >= 5:
        saturday -= timedelta(7)
    if m["which"] and m["which"].lower() in ("nästa", "kommande"):
        saturday += timedelta(7)
    return saturday, saturday + timedelta(1)


def weekday(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "i fredags", "natten mot söndagen", "på lördag", "må:" in a log of one week."""
    name = m["day"].lower()
    number = WEEKDAYS[name] if name in WEEKDAYS else SHORT_DAYS[name]
    if not (a.period or m["pre"] or m["s"] or m["night"] or m["part"]):
        return None  # "fredag och lördag" in running text is every week
    just_now = m["s"] == "s" and (m["pre"] or "").lower() == "i "
    if a.period and (a.period[1] - a.period[0]).days < 14 and not (just_now and a.period[1] > a.day):
        value = a.period[1] - timedelta((a.period[1].weekday() - number) % 7)
    elif (
        m["s"] == "en"
        and not m["night"]
        and not _FORMER.search(m.string[: m.start()])
        and (day := _going_on(a, number))
    ):
        value = day
    elif a.ahead and not m["night"] and (m["pre"] or "").lower().startswith("på"):
        value = a.day + timedelta((number - a.day.weekday()) % 7 or 7)
    else:
        # "Under lördagen", written on a Saturday, is that day.
        now = m["night"] or (m["s"] == "en" and (m["pre"] or "").lower() == "under ")
        value = a.day - timedelta((a.day.weekday() - number) % 7 or (0 if now else 7))
    if (m["part"] or "").strip().lower().startswith("natt"):
        return value, value + timedelta(1)
    return (value - timedelta(1), value) if m["night"] else single(value)


_FORMER = re.compile(r"\bförra $", re.I)
_SPELL = 6
_AFTER = 3
"""Days of the longest time told before in which "på lördagen" is looked for; days after it in which it may be."""


def _going_on(a: Anchor, number: int) -> date | None:
    """The weekday `number` in the days told before, or right after them: "Valborgshelgen var stökig. På söndagen …"."""
    if a.told is None or (a.told[1] - a.told[0]).days > _SPELL:
        return None
    day = a.told[0] + timedelta((number - a.told[0].weekday()) % 7)
    return day if day <= min(a.told[1] + timedelta(_AFTER), a.day) else None


def night_between(m: re.Match[str], a: Anchor) -> Interval:
    """ "natten mellan fredag och lördag": the last one."""
    latest = min(a.period[1], a.day) if a.period and (a.period[1] - a.period[0]).days < 14 else a.day
    last = latest - timedelta((latest.weekday() - WEEKDAYS[m["last"].lower()]) % 7)
    return last - timedelta(1), last


def night_between_days(m: re.Match[str], a: Anchor) -> Interval:
    """ "natten mellan den 4 och 5 maj", "natten mellan fredagen den 10 och lördagen den 11 maj"."""
    month = month_number(m["month"]) if m["month"] else int(m["m"])
    last = day_of(a, month, int(m["d1"]), m["year"])
    return last - timedelta(1), last


def weekday_of_week(m: re.Match[str], a: Anchor) -> Interval:
    """ "torsdag v 19"."""
    return single(weeks(m, a)[0] + timedelta(WEEKDAYS[m["day"].lower()]))


_ORDINALS = (
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde "
    "sextonde sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde tjugofemte "
    "tjugosjätte tjugosjunde tjugoåttonde tjugonionde trettionde trettioförsta"
).split()
ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))


def day_in_words(m: re.Match[str], a: Anchor) -> Interval:
    """ "den nionde maj"."""
    return single(day_of(a, MONTHS[m["month"].lower()], _ORDINALS.index(m["nth"].lower()) + 1, m["year"]))


def weekday_of_last_week(m: re.Match[str], a: Anchor) -> Interval:
    """ "i tisdags i förra veckan", "natten mot måndagen i förra veckan"."""
    monday = a.day - timedelta(a.day.weekday() + 7)
    day = monday + timedelta(WEEKDAYS[m["day"].lower()])
    return day - timedelta(bool(m["night"])), day


def weekdays(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "tisdag till torsdag" in a report of at most two weeks: of the last week that has them both."""
    if not a.period or (a.period[1] - a.period[0]).days >= 14:
        return None
    first, last = WEEKDAYS[m["first"].lower()], WEEKDAYS[m["last"].lower()]
    end = a.period[1] - timedelta((a.period[1].weekday() - last) % 7)
    return (end - timedelta((last - first) % 7), end) if first != last else None


def part_of_weekday(m: re.Match[str], a: Anchor) -> Interval:
    """ "lördagskvällen", "lördagsnatten": the last one, of a short report's own days; a night goes on into Sunday."""
    latest = min(a.period[1], a.day) if a.period and (a.period[1] - a.period[0]).days < 14 else a.day
    night = m["part"].lower() == "natt"
    back = (latest.weekday() - WEEKDAYS[m["day"].lower()]) % 7
    if not back and night and not a.period:
        back = 7  # a night that is told of is over
    day = latest - timedelta(back)
    return day, day + timedelta(night)


HABIT = re.compile(r"\b(?:finns|alltid|ofta|brukar|varje|öppe[tn]|vardagar|endast)\b", re.I)
"""What happens every week between two weekdays."""


def two_weekdays(m: re.Match[str], a: Anchor) -> Interval:
    """ "under fredagen och lördagen": the last such days, one after the other."""
    first, last = WEEKDAYS[m["first"].lower()], WEEKDAYS[m["last"].lower()]
    end = a.day - timedelta((a.day.weekday() - last) % 7)
    return end - timedelta((last - first) % 7), end


def ago(first: int, last: int) -> Callable[[re.Match[str], Anchor], Interval]:
    return lambda m, a: (a.day - timedelta(first), a.day - timedelta(last))


_OUR = re.compile(
    r" (?!(?:har|hade|är|var|blir|blev|ska|skall|kommer|kom|får|fick|gick|går|tog|stod|då|när|och|men|som|på|vid|i|med"
    r"|av|till|från|efter|mot|inte|igen|också|även|än|en|ett|den|det|de|vi|man|flera|många|några|två|tre|fyra|fem|sex"
    r"|mellan|utan|utanför|kring|längs|under|sedan|för|om|att|så|redan|bara|finns|sker|pågår)\b"
    r"|\w+(?:ade|ades|ats|des|ts|as|ar|er)\b|\d)[a-zåäö]"
)
"""After "i vår": what makes it "our" ("i vår kommun"), since it neither goes on the clause nor is its verb."""


def season(m: re.Match[str], a: Anchor) -> Interval | None:
    """ "i somras" is over, "till sommaren" is to come; "under hösten" is whichever the sentence speaks of."""
    words = m[0].lower()
    if words == "i vår" and _OUR.match(m.string, m.end()):
        return None
    first, last = next(v for k, v in _SEASONS.items() if k in words)
    now = a.day
    given = m["year"] or m["year2"]
    if given:
        year = year_number(given)
    else:
        year = now.year
        begins = date(year, first, 1)
        coming = words.startswith(("till", "inför", "nästa", "kommande")) or (a.ahead and not words.endswith("as"))
        if first == 12 and now.month <= 2:
            year -= 1
        elif coming:
            year += whole_month(year, last if first < 12 else 12)[1] < now
        elif begins > now or (words.startswith("förra") and now.month <= last):
            year -= 1
    begin, end = date(year, first, 1), whole_month(year + (first == 12), last)[1]
    return begin, (now if _SO_FAR.search(m.string[: m.start()]) and begin <= now <= end else end)


_SO_FAR = re.compile(r"\bhittills $", re.I)
