"""The days a report covers: "EST-rapport vecka 46–47", "månadsrapport september 2021", "Sammanfattning natt"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from trygghet_geo import dates
from trygghet_geo.dates.calendars import DAY, SHORT_DAYS, WEEKDAYS
from trygghet_geo.records import Block, Document
from trygghet_geo.understanding.context import is_note

Period = tuple[date, date] | None
"""First and last day."""
_TITLE = 300
"""Characters of the text in which a report says what it covers: its title and the lines below."""
_LINE = 80
"""Characters of the longest second paragraph that belongs to the title."""
_REPORT = re.compile(
    r"rapport|rond|logg|analys|lägesbild|läge|bild|brev|blad|satsning|kvartal|utvärdering|\bEST\b|period|veckorna?|vakt|jour|avstämning"
    r"|samman(?:ställ|fatt)|avser|incident|felanmäl|uppföljning|underlag|undersökning|enkät|bokslut",
    re.I,
)
_NOT_REPORT = re.compile(r"protokoll|minnesanteckning|medborgarlöfte|vandring|förslag|motion|interpellation", re.I)
_CLOCK = re.compile(
    r"(?<![\d.:,–-])([01]?\d|2[0-3])[.:][0-5]\d(?!\d|[.:]\d|\s?[–-]\s?\d|\s?(?:procent|%|kr\b|kronor|km\b|m\b|meter"
    r"|miljon|tusen))"
    r"|\b([01]?\d|2[0-3])-tiden\b|\b(?:kl|klockan)\.? ([01]?\d|2[0-3])(?!\d|[.:]\d)",
    re.I,
)
_EVENING = 15
"""Hour from which a clock time in the summary of a night is the evening before."""
_CELL = 60
"""Letters of the longest cell that tells only when."""
_CELLS = re.compile(r"\t|\|| {3,}")
_ROW = 1_000
"""Characters of the row, on either side of the cell, that are looked through."""
_RULES = ("week", "full dates", "from day to day", "quarter", "third of a year", "month", "months, short", "term")
_OF_YEAR = re.compile(r"\b20\d\d\b")
_LATE = {"season": 0, "week": 3, "from day to day": 3, "full dates": 3, "months, short": 15, "term": 31}
"""Days that a report may be dated before the period ends: a letter of 2 March "in March" tells of no whole month."""
_WHOLE = ("season", "week", "weekend", "school holiday", "movable feast", "feast", "term", "from day to day", "latest")
_MOST = 0.6
"""Share of a heading's letters that name days where it says nothing else: "Lördag 15 juni"."""
_HEADED = re.compile(r"(?<!\w)(vår|sommar|höst|vint|helg)(?:en|ern|rn)?s\b", re.I)
"""Genitives of seasons that a heading opens with: "Sommarens erfarenheter"."""
_EVENING_WORDS = re.compile(r"\bkvällens\b|\bunder kvällen\b|\bi går kväll\b|\bsen eftermiddag\b", re.I)
_WHEN = frozenset(
    (
        "days of a month",
        "day of the month",
        "day/month",
        "weekend",
        "last night",
        "yesterday",
        "day before yesterday",
        "weekday",
        "weekdays",
        "night between",
    )
)
_DAY_LINE = re.compile(
    r"(?m)^\W*(?:(?:må|ti|on|to|fr|lö|sö)[a-zåäö]*\.? \d{1,2}(?:/\d| [a-z])|\d{1,2}/\d{1,2}(?![\d/])(?! ?[–-])"
    r"|\d{4} \d{4}(?!\d)"
    r"|\d{1,2} (?:jan|feb|mars?|apr|maj|jun|jul|aug|sept?|okt|nov|dec)[a-z]*\.? (?!\d))",
    re.I,
)
_SHORT_DAY = "(?P<day>må|ti|on|to|fr|lö|sö|mån|tis|ons|tors|tor|fre|lör|sön)"
_NAMED_LINE = re.compile(rf"(?m)(?:^\W*|(?<=[.!?] )(?=\w+[.:]? [^\W\d])){_SHORT_DAY}(?:[.:]? (?=[\w\"”])|[.:]$)", re.I)
_DAYS, _WEEK, _EARLY = 3, 6, 20
"""Lines of the shortest log; days of the shortest period that a sentence introduces; letters before it is named."""
_INTRODUCES = re.compile(r"\W*(?:under|sedan|perioden|avser|för)\b", re.I)
_RECENT = 14
"""Days that a police note looks back on its event."""
_PERIOD_LINE = re.compile(
    r"(?m)^\W*(?:Arbetspass|Pass|Skift|Tjänstgöring|Period(?:en)?|Rapportperiod(?:en)?|Avser|Rapporten avser"
    r"|Gäller) ?:? "
    r"(?P<days>[^\n]{4,80})$"
)
"""A line of its head that says which days a report is of: "Pass: lördag 21 februari 18.00 – söndag 22 februari"."""
_HEAD = 500
_LONGEST = 200
"""Letters of a report's head; days that such a line may span."""
_SURVEYED = re.compile(
    r"(?:undersökning|mätning|enkät|bokslut|årsrapport|uppföljning)\w*\b[^,.:;\d]{0,40}\b(20\d\d)\b", re.I
)
_THIRDLY = re.compile(r"rapport|redovis|uppföljning|lägesbild|bokslut", re.I)
_MONTHLY = re.compile(r"\bmånads", re.I)
_HALF = 15
_YEARS = re.compile(
    r"(?:\buppfölj\w*|\w*anmälningar|\w*statistik(?:en)?|\w+mätning(?:en)?|\bgick det|\bblev det|\butfall\w*"
    r"|\bresultat\w*|\bbokslut\w*)[^.;\d]{0,40}"
    r"\b(?P<year>20\d\d)\b(?! ?[-–])",
    re.I,
)
"""What a heading or a label says that its section looks back on: "Uppföljning av 2022", "Så gick det 2021:"."""
_PLANNED = re.compile(r"inför|kommande|plan|nästa|framåt|åtgärd|förslag|möte", re.I)
_TITLE_DAYS = re.compile(rf", (?P<first>{DAY})(?:en)?(?: ?(?:[–-]|och|till) ?(?P<last>{DAY})(?:en)?)?\W*$", re.I)
_STAMPED = re.compile(r"^\W*(?:[01]?\d|2[0-3])[.:][0-5]\d\b")
_DAY_TITLE = re.compile(rf"\W*(?P<first>{DAY})ens (?:samman|händelse|rapport|larm)", re.I)
"""A first line that sums up its day: "Söndagens sammandrag"."""
_DAY_HEADING = re.compile(rf"\W*(?P<day>{DAY})(?:en)?\W*", re.I)
_TO_COME = re.compile(r"\bkommer (?:\w+ ){0,2}?att\b|\bfortsätter\b|\bska\b", re.I)
_NIGHT = re.compile(
    r"\bsammanfattning (?:av )?(?:kväll och )?natt(?:en)?\b|\bnattens (?:händelser|arbete|larm)"
    r"|\bnatt(?:rapport|logg|rond)"
    r"|\bnatten (?:till|mot|mellan|den|\d|som (?:var|gick))",
    re.I,
)
_DAY_AND_NIGHT = re.compile(
    rf"\bdygnsrapport|\bdygnet som g(?:ick|ått)|\b(?:{DAY})sdygnet\b|\bsammanfattning av (?:det senaste )?dygnet", re.I
)
_MORNING = 6
"""Hour at which the day and night that a report tells of begin, where it does not say when it was written."""
_DAY_SUMMED = re.compile(r"[^\n]{0,30}?\b(0?[0-9]|1[01])[.:]\d\d\b[^\n]*sammanfattning\s+dygn", re.I)
SAME = re.compile(r"\bsamma (?:natt|kväll|dag|morgon|eftermiddag|förmiddag)\b", re.I)
"""What is told of the time of the event before."""
_SEASON = {"vår": "våren", "sommar": "sommaren", "höst": "hösten", "vint": "vintern", "helg": "helgen"}
_NUMBERED = re.compile(r"§ ?\d|^\W*(?:\d{1,2}[.)]? |(?:punkt|ärende|nr) \d)", re.I)
_BARE = re.compile(r"\W*§ ?\d+\W*(?:(?:Dnr|Diarienr|Ärendenr)\b.*)?", re.I)
_LINE_LONGEST = 160
"""Letters of the longest line that names an item without being a heading by its looks."""
_TELLS = re.compile(r"lägesbild|läget|rapport|redovisning|uppföljning|statistik|sammanställning|utfall|anmäl", re.I)
_ACCOUNTS = re.compile(r"\b(?:redogör|redovisa|rapportera|presentera|sammanfatta)\w*\b", re.I)
_PARTS = ("month", "months, short", "quarter", "third of a year", "half-year", "term", "until a month")
_FIRST_LINE = 120
"""Letters of the longest first line that is a title."""
_MEETS = re.compile(r"möte|anteckning|sammanträd|kallelse|inbjud|program|plan\b|planen|inför|enkät|schema", re.I)
"""What the first line of a document says whose days are to come, or are those of a meeting."""
_LINE_RULES = (
    "weekday",
    "feast",
    "movable feast",
    "night between",
    "weekend",
    "day/month",
    "week",
    "days of a month",
    "from day to day",
)
"""Forms of date whose days a first line may say it tells of, the most exact last."""
_SEASONAL = re.compile(
    r"\W*(?:sommaren|hösten|våren|vintern|julen|påsken|(?:sport|påsk|höst|jul|sommar)lovet)(?!\w)", re.I
)
_EXACT = ("week", "day/month", "days of a month", "from day to day", "full date", "full dates")
_SEASON_AGO = 200
"""Days since the season began that a title names without its year."""
_SUMS = re.compile(r"samman(?:fatt|drag)|summering|i korthet|i siffror", re.I)
_EVENING_TITLE = re.compile(rf"\b(?:{DAY})(?:en|s)? ?(?:kväll|natt)\w*\W*$", re.I)
_JOTTED = re.compile(r"\w*anteckning\w*", re.I)
_TO, _SENTENCE_ENDS = re.compile(r"[–-]|\btill\b"), (".", ",", "!", "?")
_OPENS_PART = re.compile(r"\W*(?:morgon|förmiddag|lunch|eftermiddag|kväll)[.:](?: |$)", re.I)
"""Parts of the first of the two days that a day-and-night report tells of, as labels."""
_OPENS_TIMED = re.compile(
    r"^\W*(?:[^.:;\d]{1,40}[ ,])?(?:kl\.? ?|klockan )?(?:(?:[01]?\d|2[0-3])[.:][0-5]\d\b"
    r"|(?<=kl )(?:[01]?\d|2[0-3])(?= [^\W\d])|vid (?:[01]?\d|2[0-3])-tiden\b)",
    re.I,
)
_STAMP = re.compile(r"\b(?:uppdatera|publicera)\w*[^.]{0,12}\d\d[.:]\d\d", re.I)


def period(document: Document) -> tuple[date, date] | None:
    """What the title says the document covers; of a police note its day, of a summary of a night both its days."""
    day = document.header.date
    if day is None:
        return None
    if named := _of_period_line(document.text, day) or _of_weekdays(document.text, day):
        return named
    if named := _of_a_night(document.text, day):
        return named
    named = _of_first_line(document.text, day)
    if is_note(document) and not (named and named[0] < named[1]):
        return _of_note(document, day)
    if named:
        return named
    title = _title(document.text)
    if not _REPORT.search(title) or _NOT_REPORT.search(title):
        return None
    return _over(" ".join(title.split()), day)


def _of_period_line(text: str, day: date) -> Period:
    """The days that a line of the head says the report is of."""
    named = _PERIOD_LINE.search(text[:_HEAD])
    found = dates.expressions(named["days"], dates.Anchor(day)) if named else ()
    if not found:
        return None
    first, last = min(e.first for e in found), max(e.last for e in found)
    return (first, last) if first <= day and last <= day + timedelta(_HALF) and (last - first).days < _LONGEST else None


def _of_weekdays(text: str, day: date) -> Period:
    """The last such days where the first line ends on them: "Nattvandrarna, lördag", "Dygnsrapport, tisdag–onsdag"."""
    line = _STAMPED.sub("", text.lstrip()[:_TITLE].partition("\n")[0])
    named = _TITLE_DAYS.search(line) if not re.search(r"\d", line) else None
    named = named or _DAY_TITLE.match(line)
    if named is None:
        return None
    names, opening = named.groupdict(), named["first"]
    first, last = WEEKDAYS[opening.lower()], WEEKDAYS[(names.get("last") or opening).lower()]
    end = day - timedelta((day.weekday() - last) % 7)
    return end - timedelta((last - first) % 7), end


def _of_a_night(text: str, day: date) -> Period:
    """Both days of the night that the first line names, or the night or the day and night that are just over:
    "Region Syd, natten till söndag 13 augusti", "Nattrapport", "Lördagsdygnet i Värmland", "Dygnsrapport"."""
    line = text.lstrip()[:_TITLE].partition("\n")[0]
    if not (_NIGHT.search(line) or _DAY_AND_NIGHT.search(line)):
        return None
    for e in dates.expressions(line, dates.Anchor(day)):
        short = e.last - e.first == timedelta(1) or e.rule == "part of a weekday"
        if short and e.last <= day and day - e.last <= timedelta(_RECENT):
            return e.first, e.last
    return day - timedelta(1), day


def _of_first_line(text: str, day: date) -> Period:
    """The days just over that the first line names, unless it is a meeting's: "Vecka 50 i Ekby", "Midsommarhelgen",
    "natt mellan 26 och 27 januari", "Juli i backspegeln", "Centrum, lördag 11 maj"."""
    line = text.lstrip()[:_TITLE].partition("\n")[0]
    if seasonal := _of_season(line, day):
        return seasonal
    if _EVENING_TITLE.search(line) and not _NOT_REPORT.search(line):
        line = _JOTTED.sub("", line)
    if len(line) > _FIRST_LINE or _NOT_REPORT.search(line) or _MEETS.search(line):
        return None
    named = [e for e in dates.expressions(line, dates.Anchor(day)) if day - timedelta(_RECENT) <= e.last <= day]
    spans = [e for e in named if e.first < e.last and e.rule in _LINE_RULES]
    spans += [e for e in named if e.rule in ("month", "feast") and e.start == 0]
    if spans:
        best = max(spans, key=lambda e: _LINE_RULES.index(e.rule) if e.rule in _LINE_RULES else 0)
        return best.first, best.last
    if len(named) == 2 and _TO.search(line[named[0].end : named[1].start]):
        first, last = named[0].first, named[1].last
        return (first, last) if timedelta(0) < last - first <= timedelta(_RECENT) else None
    alone = len(named) == 1 and not line.rstrip().endswith(_SENTENCE_ENDS) and timedelta(_DAYS) >= day - named[0].last
    return (named[0].first, named[0].last) if alone and named[0].last < day else None


def _of_season(line: str, day: date) -> Period:
    """The season, feast or school holiday just over that a title opens with, or that its report or view is of:
    "Sommaren i Ekby – summering", "JULEN I SIFFROR", "Lägesbild höstlovet"."""
    if (
        len(line) > _FIRST_LINE
        or _PLANNED.search(line)
        or _NOT_REPORT.search(line)
        or line.rstrip().endswith((".", "!", "?"))
    ):
        return None
    opens = _SEASONAL.match(line)
    words = f"under {line.lstrip()}" if opens else line
    named = dates.expressions(words, dates.Anchor(day))
    if any(e.rule in _EXACT for e in named):
        return None
    for e in named:
        holiday = e.rule == "school holiday" and (opens or _REPORT.search(line))
        summed = e.rule in ("feast", "movable feast") and _SUMS.search(line) and day - e.last <= timedelta(_RECENT)
        if (holiday or summed or (opens and e.start <= len("under "))) and timedelta(0) <= day - e.first <= timedelta(
            _SEASON_AGO
        ):
            return e.first, min(e.last, day)
    return None


def _title(text: str) -> str:
    """The first lines; the second paragraph too where the first is a single short line."""
    first, _, rest = text.lstrip()[:_TITLE].partition("\n\n")
    second = rest.partition("\n")[0]
    return f"{first}\n{second}" if "\n" not in first and len(second) < _LINE else first


def _of_note(document: Document, day: date) -> tuple[date, date]:
    opening = document.text[:300]
    if week := re.search(r"sammanfattning (?:av )?veck[^\n]{0,20}", opening, re.I):
        return _over(week.group(), day) or (day, day)
    if re.search(r"sammanfattning\s+(?:kväll och )?natt|nattens", opening, re.I):
        return day - timedelta(1), day
    if _DAY_SUMMED.match(opening):
        return day - timedelta(1), day
    early = re.match(r"[^\n]{0,30}?\b0?[0-9][.:]\d\d\b[^\n]*sammanfattning\s+kväll", opening, re.I)
    return (day - timedelta(1), day - timedelta(1)) if early else (day, day)


def _over(words: str, day: date) -> tuple[date, date] | None:
    """The period that `words` name, weeks before months, if it is over or nearly so on `day`; else a survey's year.

    A report without another date is taken to be of the day that its period begins.
    """
    named = dates.expressions(words, dates.Anchor(day))
    found = [e for e in named if _of_a_report(e, words) or (e.rule == "days of a month" and e.first < e.last)]
    for e in sorted(found, key=lambda e: e.rule == "month"):
        if e.last <= day + timedelta(_LATE.get(e.rule, 0)) or (e.first == day and e.rule != "month"):
            return e.first, e.last
        if e.rule == "month" and e.first <= day < e.last and _MONTHLY.search(words):
            return e.first, day if day.day > _HALF else e.last  # a date of its first half is of something in it
    year = _SURVEYED.search(words)
    return (date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year and int(year[1]) < day.year else None


def _of_a_report(e: dates.Expression, words: str) -> bool:
    """Whether the title's time is what it covers; comments on a third of a year tell of now."""
    if e.rule == "season":
        return bool(_OF_YEAR.search(words, e.start, e.end)) and not _PLANNED.search(words)
    return e.rule in _RULES and (e.rule != "third of a year" or bool(_THIRDLY.search(words)))


@lru_cache(maxsize=2_000)
def _of_section(heading: str, day: date | None, covers: Period) -> Period:
    """The season, week or holiday that a heading says its section tells of ("Lägesbild för sommaren"), the year it
    looks back on, or the day that it is in a week's report ("Torsdag"). Remembered: every sentence under it asks."""
    if under := day_within(_DAY_HEADING.fullmatch(heading), covers):
        return under, under
    if day is None or _PLANNED.search(heading):
        return None
    return _season(heading, day) or year_of(heading, day)


@lru_cache(maxsize=2_000)
def _season(heading: str, day: date) -> Period:
    """Remembered, for every sentence under a heading asks it anew."""
    words = _HEADED.sub(lambda m: f"under {_SEASON[m[1].lower()]}", heading)
    words = re.sub(r"\b(för|från|av|om) (?=(?:våren|sommaren|hösten|vintern|helgen)\b)", "under ", words, flags=re.I)
    named = dates.expressions(words, dates.Anchor(day))
    found = [e for e in named if e.rule in _WHOLE or (e.end - e.start >= _MOST * len(words) and e.first != day)]
    return (found[0].first, min(found[0].last, max(day, found[0].first))) if found and found[0].first <= day else None


def day_within(named: re.Match[str] | None, covers: Period) -> date | None:
    """The day of a report of at most a week that is named `day` alone."""
    if named is None or covers is None or (covers[1] - covers[0]).days > _WEEK:
        return None
    number = WEEKDAYS[named["day"].lower()]
    return next((d for k in range(7) if (d := covers[0] + timedelta(k)).weekday() == number and d <= covers[1]), None)


def year_of(words: str, day: date) -> Period:
    """The past year that a heading or a label says is looked back on: "Uppföljning av 2022"."""
    named = _YEARS.search(words)
    if named is None or not day.year - 3 <= int(named["year"]) < day.year:
        return None
    return date(int(named["year"]), 1, 1), date(int(named["year"]), 12, 31)


def season_of(name: str, day: date) -> Period:
    """The last season of that name ("sommaren"), at most until `day`."""
    return _season(f"under {name.lower()}", day)


def row(document: Document, block: Block, covers: tuple[date, date] | None) -> tuple[date, date] | None:
    """The days that another cell of the table's row tells: one that says little but when ("Natten till 24 maj")."""
    day = document.header.date
    if day is None:
        return None
    before = document.text[max(0, block.start - _ROW) : block.start].rpartition("\n")[2]
    after = document.text[block.end : block.end + _ROW].partition("\n")[0]
    for cell in (*_CELLS.split(before), *_CELLS.split(after)):
        words = " ".join(cell.split())
        if not words or len(words) > _CELL:
            continue
        found = dates.expressions(words, dates.Anchor(day, period=covers))
        if covers and (covers[1] - covers[0]).days >= 7 and any(e.rule == "weekday" for e in found):
            found = [e for e in found if e.rule != "weekday"]  # there are several Fridays in two weeks
        if found and sum(e.end - e.start for e in found) >= 0.4 * len(words):
            return min(e.first for e in found), max(e.last for e in found)
    return None


def evening(document: Document) -> int:
    """Hour from which a clock time in a summary is of the first of its days: of a whole day's, when it was written."""
    stamp = _DAY_SUMMED.match(document.text)
    if stamp:
        return min(int(stamp[1]) + 1, _EVENING)
    line = document.text.lstrip()[:_TITLE].partition("\n")[0]
    return _MORNING if _DAY_AND_NIGHT.search(line) else _EVENING


def of_event(
    texts: Sequence[str], covers: tuple[date, date] | None, *, first_from: int = _EVENING
) -> tuple[date, date] | None:
    """Of the two days of a night, the one on which the first clock time in an event's lines falls; else both.

    Times from the hour `first_from` are of the first day.
    """
    if covers is None or covers[0] == covers[1]:
        return covers
    match = next((m for text in texts if (m := _CLOCK.search(_STAMP.sub("", text)))), None)
    if match is None:
        evening = any(_EVENING_WORDS.search(text) for text in texts)
        return (covers[0], covers[0]) if evening else covers
    day = covers[0] if int(next(filter(None, match.groups()))) >= first_from else covers[1]
    return day, day


def of_night(text: str, days: tuple[date, date]) -> tuple[date, date]:
    """Of the two days of a night the one on which the clock time in `text` falls ("23.55"); else `days`."""
    if days[1] - days[0] != timedelta(1):
        return days
    return of_event([text], days) or days


def said(texts: Sequence[str], day: date | None) -> tuple[date, date] | None:
    """When a single event was, by the first of its sentences that says so: "Larmet kom på söndagen"."""
    if day is None:
        return None
    told = (text for text in texts if not _TO_COME.search(text))
    found = (e for text in told for e in dates.expressions(text, dates.Anchor(day)) if e.rule in _WHEN)
    first = next(found, None)
    if first is None or not day - timedelta(_RECENT) <= first.first <= day:
        return None
    same = first.rule == "weekday" and first.first == day - timedelta(7)  # "på torsdagen", written on a Thursday
    return (day, day) if same else (first.first, first.last)


def is_log(text: str) -> bool:
    """Whether line after line opens with its day: "Ti 9/7  22.40 …"."""
    return len(_DAY_LINE.findall(text)) >= _DAYS or len({m["day"].lower() for m in _NAMED_LINE.finditer(text)}) >= _DAYS


def led(text: str, anchor: dates.Anchor | None) -> tuple[date, date] | None:
    """The single day that a line of a log opens with: it dates the whole line."""
    if anchor and (day := _named_day(text, anchor.period)):
        return day, day
    first = next(iter(dates.expressions(text, anchor)), None) if anchor and text[:1].isalnum() else None
    return (first.first, first.last) if first and first.start == 0 and first.first == first.last else None


def _named_day(text: str, week: tuple[date, date] | None) -> date | None:
    """The day that a line of a week's log opens with by its name: "- on elcykel lastades in i skåpbil"."""
    named = _NAMED_LINE.match(text) if week and (week[1] - week[0]).days <= _WEEK else None
    if named is None or week is None:
        return None
    number = SHORT_DAYS[named["day"].lower()]
    return next((d for k in range(7) if (d := week[0] + timedelta(k)).weekday() == number and d <= week[1]), None)


def timed(text: str, covers: tuple[date, date] | None, *, first_from: int = _EVENING) -> tuple[date, date] | None:
    """The day of a line in a night's report that opens with a clock time, or with a label that ends on one."""
    if covers is None or covers[1] - covers[0] != timedelta(1):
        return None
    if first_from == _MORNING and _OPENS_PART.match(text):
        return covers[0], covers[0]
    if not _OPENS_TIMED.match(text):
        return None
    day = of_event([text], covers, first_from=first_from)
    return day if day != covers else None


class Item:
    """The item of the minutes that is read: what its headings say it tells of holds until the next one's number.

    "§ 32 Lägesbild för sommaren" holds over "Badplatserna"; so does a heading right below a bare "§ 32".
    """

    def __init__(self, day: date | None) -> None:
        """`day` is the document's."""
        self._day = day
        self._opened = self._bare = False
        self.number = 0
        """Counts the items begun."""
        self.covers: Period = None

    def see(self, text: str, *, heading: bool) -> None:
        """Take in the next sentence: a heading, or a line that only names an item, may open one."""
        named = len(text) <= _LINE_LONGEST and not text.endswith((".", "!", "?"))
        if (heading or (named and "§" in text)) and _NUMBERED.search(text):
            self.number += 1
            self.covers, self._opened, self._bare = _told(text, self._day), True, bool(_BARE.fullmatch(text))
        elif self._opened and (heading or (named and self._bare)):
            self.covers = _told(text, self._day) or self.covers
            self._opened = False
        else:
            self._opened = False


def _told(heading: str, day: date | None) -> Period:
    """The season or the months that an item's heading says it tells of."""
    if day is None or _PLANNED.search(heading):
        return None
    if found := _season(heading, day) or year_of(heading, day):
        return found
    if not _TELLS.search(heading):
        return None
    named = (e for e in dates.expressions(heading, dates.Anchor(day)) if e.rule in _PARTS)
    return next(((e.first, e.last) for e in named if e.first <= day), None)


def introduced(text: str, anchor: dates.Anchor | None) -> tuple[date, date] | None:
    """The period that an opening sentence gives to its section: "Under januari anmäldes 214 brott", "Polisen redogör
    för brotten under första kvartalet"."""
    if not anchor or not (_INTRODUCES.match(text) or _ACCOUNTS.search(text)):
        return None
    early = _EARLY if _INTRODUCES.match(text) or _PLANNED.search(text) else len(text)
    found = next((e for e in dates.expressions(text, anchor) if e.start < early), None)
    long = found and (found.last - found.first).days >= _WEEK and found.last <= anchor.day
    return (found.first, found.last) if found and long and found.rule in (*_RULES, *_WHOLE, *_PARTS) else None


def headed(block: Block, day: date | None, covers: Period) -> Period:
    """What the heading above a block says it tells of; None where it says nothing."""
    return _of_section(block.section, day, covers) if block.section else None


def event(document: Document, block: Block, covers: tuple[date, date] | None) -> tuple[date, date] | None:
    """What holds for a block: for a table's cell the days of its row, else what its heading or the document covers."""
    covers = headed(block, document.header.date, covers) or covers
    return (row(document, block, covers) or covers) if block.kind == "cell" else covers
