"""The facts in the head and foot of minutes: body, date, time, place, people, next meeting. Marked, not searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from trygghet_geo.dates import MONTHS, absolute
from trygghet_geo.reading.fields import (
    BODY,
    NEXT_MEETING,
    NOTICE,
    SIGNATURE,
    TIME,
    field,
    is_name,
    is_people,
)
from trygghet_geo.reading.lines import ends_sentence, is_known_heading
from trygghet_geo.reading.paragraphs import Group
from trygghet_geo.records import Header

_ZONE = 60
"""Groups from the top among which the head is looked for."""
_FOOT = 25
_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})(?::?e)?\s+({'|'.join(MONTHS)})\b", re.IGNORECASE)
_COMPACT = re.compile(r"(?<!\d)(?P<y>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_EARLIER = re.compile(r"föregående|förra|tidigare|senaste mötet|nästa|kommande|nytt möte", re.IGNORECASE)
_KINDS = (
    ("walk", r"trygghetsvandring|trygghetsrond|trygghetspromenad"),
    ("pledge", r"medborgarlöfte"),
    ("minutes", r"minnesanteckning|protokoll|mötesanteckning|sammanträde|anteckningar från|trygghetsråd|\bbrå\b"),
    ("report", r"lägesbild|lägesrapport|rapport|veckobrev|polisnotis|notis|händelse|polisen informerar"),
)


def take(gathered: list[Group], stem: str) -> Header:
    """The header facts of a document; what they stand in is marked `header` in place. `stem`: file name, no suffix."""
    fields = _head(gathered)
    next_meeting_text = _next_meeting(gathered)
    _foot(gathered)
    found = Header(
        body=_body(gathered, stem),
        date=_date(gathered, fields, stem),
        time=_time(gathered, fields),
        place=_place(fields),
        attendees=_attendees(fields),
    )
    return replace(found, next_meeting=_dated(next_meeting_text, found.date) if next_meeting_text else None)


def kind(gathered: Sequence[Group], stem: str) -> str:
    """The kind of document by the words of its title and file name; a police note is a report."""
    top = " ".join(g.words for g in _top(gathered) if g.kind == "heading" or len(g.words) <= 120)
    for words in (top, re.sub(r"[_\W]+", " ", stem)):
        places = [(match.start(), name) for name, pattern in _KINDS if (match := re.search(pattern, words, re.I))]
        if places:
            return min(places)[1]
    return "minutes" if any(group.header for group in gathered) else "report"


def _top(gathered: Sequence[Group]) -> list[Group]:
    return [g for g in gathered if g.kind != "furniture"][:5]


def _head(gathered: list[Group]) -> list[tuple[str, str]]:
    """Mark the head of the document; its fields in order, a field's text once per line group."""
    found: list[tuple[str, str]] = []
    label: str | None = None
    unlabelled = 0
    for number, group in enumerate(list(gathered)[:_ZONE]):
        if group.kind == "furniture":
            continue
        words = group.words
        if named := field(words):
            label, _value = named
            _split_fields(gathered, group, found)
        elif label and _continues(label, found, group):
            found.append((label, words if group.skip else _joined([line.words for line in group.lines])))
            _mark(group)
        elif _is_fact(words):
            found.append(("date", words))
            _mark(group)
            label = None
        elif unlabelled >= 3 or label or is_known_heading(words) or number > 8:
            break
        else:
            unlabelled += 1
            if len(words) > 120 or ends_sentence(words):
                break
    return found


def _mark(group: Group) -> None:
    group.header, group.kind, group.level = True, "paragraph", 0


def _split_fields(gathered: list[Group], group: Group, found: list[tuple[str, str]]) -> None:
    """Mark a group that opens with a label, and read each of its lines that opens another."""
    _mark(group)
    pending: list[str] = []
    name = "other"
    for line in group.lines:
        if named := field(line.words):
            if pending:
                found.append((name, _joined(pending)))
            name, pending = named[0], [named[1]]
        else:
            pending.append(line.words)
    found.append((name, _joined(pending)))


def _joined(lines: Sequence[str]) -> str:
    """Lines of a field as one: a line that begins with a whole name begins a person, another goes on with the last."""
    text = ""
    for line in filter(None, lines):
        begins = is_name(line.split(",")[0]) and text[-1:] not in (",", ";", "")
        text += (("; " if begins else " ") if text else "") + line
    return text


def _continues(label: str, found: list[tuple[str, str]], group: Group) -> bool:
    words = group.words
    if is_known_heading(words):
        return False
    if found and not found[-1][1]:
        # The label stood alone, its value is on the next line or in the next cell.
        return len(words) <= 160 and ((label == "attendees" and is_people(words)) or label != "attendees")
    return label == "attendees" and is_people(words)


def _is_fact(words: str) -> bool:
    """Whether the line gives a date and little else: "Måndagen den 4 mars 2024 kl. 17–19, Kommunhuset"."""
    if len(words.split()) > 12 or (ends_sentence(words) and len(words.split()) > 6):
        return False
    dated = next(absolute(words), None)
    if NOTICE.match(words):
        return len(NOTICE.sub("", words).strip(" ,.")) == 0
    return dated is not None and (len(words.split()) <= 6 or bool(TIME.search(words))) and not _titled(words)


def _titled(words: str) -> bool:
    return any(re.search(pattern, words, re.I) for _, pattern in _KINDS)


def _foot(gathered: list[Group]) -> None:
    """Mark the signatures at the end."""
    signing = False
    for group in [g for g in gathered if g.kind != "furniture"][-_FOOT:]:
        words = group.words
        if SIGNATURE.match(words) and (len(words) <= 120 or is_people(words)):
            signing = True
        elif signing and (len(words.split()) > 6 or ends_sentence(words) or group.kind == "bullet"):
            signing = False
        if signing:
            _mark(group)


def _next_meeting(gathered: list[Group]) -> str | None:
    """Mark where the next meeting is told; the words that tell its date."""
    text = [g for g in gathered if g.kind != "furniture" and not g.header]
    for number, group in enumerate(text):
        match = NEXT_MEETING.search(group.words)
        if not match or match[0].lower().startswith("mötet avslutas"):
            continue
        told = group.words[match.start() :]
        if _has_day(told[:120]):
            if match.start() <= 30 and len(group.words) <= 200:
                _mark(group)
            return told
        follows = text[number + 1].words if number + 1 < len(text) else ""
        if len(group.words) <= 30 and _has_day(follows[:80]) and len(follows) <= 200:
            for part in (group, text[number + 1]):
                _mark(part)
            return follows
    return None


def _has_day(words: str) -> bool:
    return (
        next(absolute(words), None) is not None
        or bool(_DAY.search(words))
        or bool(re.search(r"\d{1,2}/\d{1,2}", words))
    )


def _dated(words: str, anchor: date | None) -> date | None:
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


def _date(gathered: Sequence[Group], fields: Sequence[tuple[str, str]], stem: str) -> date | None:
    for wanted in (("date", "time"), ("place", "other")):
        for name, value in fields:
            if name in wanted and (found := next(absolute(value), None)):
                return found[2]
    year = next((int(y) for y in _years(gathered, stem)), None)
    labelled = [value for name, value in fields if name == "date"]
    for words in [*labelled, *(group.words for group in _top(gathered)[:3])]:
        if _EARLIER.search(words) or len(words) > 160:
            continue
        if found := next(absolute(words), None):
            return found[2]
        if day := _without_year(words, year, labelled=words in labelled):
            return day
    return _from_name(stem) or _early(gathered)


def _without_year(words: str, year: int | None, *, labelled: bool) -> date | None:
    """A day and month that open a police note or stand in a date field, in the year that the document tells."""
    if match := NOTICE.match(words):
        stated = int(match["year"]) if match["year"] else year
        return _made(stated, MONTHS[match["month"].lower()], int(match["day"])) if stated else None
    if labelled and year and (match := _DAY.search(words[:60])):
        return _made(year, MONTHS[match[2].lower()], int(match[1]))
    return None


def _years(gathered: Sequence[Group], stem: str) -> Iterator[str]:
    """Years told by the file name, else by the text, first mentioned first."""
    yield from _YEAR.findall(stem)
    if found := _from_name(stem):
        yield str(found.year)
    for group in gathered[:40]:
        yield from _YEAR.findall(group.words[:2000])


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_name(stem: str) -> date | None:
    """A date in a file name: 2021-03-10, 2021_03_10, 20210310, 210310, "10 mars 2021"."""
    words = re.sub(r"(?<=\d)[_.](?=\d)", "-", stem).replace("_", " ")
    if found := next(absolute(words), None):
        return found[2]
    if match := _COMPACT.search(words):
        return _made(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
    return None


def _early(gathered: Sequence[Group]) -> date | None:
    """The first full date in the beginning of the text that is not told to be another meeting's."""
    read = 0
    for group in gathered:
        if not _EARLIER.search(group.words[:2000]) and (found := next(absolute(group.words[:2000]), None)):
            return found[2]
        read += len(group.words)
        if read > 3000:
            return None
    return None


def _time(gathered: Sequence[Group], fields: Sequence[tuple[str, str]]) -> str | None:
    for name, value in fields:
        if name == "time" and re.match(r"\d{1,2}([.:]\d\d)?", value) and not next(absolute(value), None):
            return (TIME.search(value) or re.match(r"[\d.:–\- ]+", value))[0].strip()  # type: ignore[index]
        if name in ("date", "time", "place") and (match := TIME.search(value)):
            return match["a"] or match["b"]
    for group in _top(gathered)[:1]:
        if match := NOTICE.match(group.words):
            return match["time"]
    return None


def _place(fields: Sequence[tuple[str, str]]) -> str | None:
    for name, value in fields:
        if name == "place" and value:
            return re.split(r"\s+(?:kl\.?|klockan)\s|\s{2,}", value)[0].strip(" ,;") or None
    return None


def _attendees(fields: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """One entry per person, with title: "Lina Ek, samordnare". Words before a colon name the group and are left out."""
    found: list[str] = []
    for name, value in fields:
        if name != "attendees":
            continue
        for part in re.split(r"[;•]|(?<=\w)\s+(?=[A-ZÅÄÖ]\w+(?: \w+)?:\s)", value):
            chunks = [chunk.strip(" .") for chunk in re.sub(r"^(?:[^:,]{2,40}:\s*)+", "", part.strip()).split(",")]
            fresh = True
            for chunk in filter(None, chunks):
                if fresh or is_name(chunk):
                    found.append(chunk)
                else:
                    found[-1] += f", {chunk}"
                fresh = False
    return tuple(found)


def _body(gathered: Sequence[Group], stem: str) -> str | None:
    """The council or board that met, in the words of the title."""
    for group in _top(gathered):
        if len(group.words) <= 160 and (match := BODY.search(group.words)):
            return match[0]
    match = BODY.search(re.sub(r"[_\W]+", " ", stem))
    return match[0].capitalize() if match else None
