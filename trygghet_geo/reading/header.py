"""The facts in the head and foot of minutes: body, date, time, place, people, next meeting. Marked, not searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from trygghet_geo.dates import absolute
from trygghet_geo.reading import meeting, people
from trygghet_geo.reading.fields import (
    BODY,
    INVENTED,
    LISTS,
    NEXT_MEETING,
    NOTICE,
    TIME,
    field,
    is_name,
    is_people,
    may_have_value,
    next_meeting,
)
from trygghet_geo.reading.kinds import is_titled
from trygghet_geo.reading.lines import ends_sentence, is_known_heading
from trygghet_geo.reading.paragraphs import Group
from trygghet_geo.records import Header

_DAY_FIRST = re.compile(r"(?:(?:mån|tis|ons|tors|fre|lör|sön)dag\w*\s+)?(?:den\s+)?\d", re.IGNORECASE)
_BOTH = re.compile(
    r"(?:(?:tid|datum)\s*(?:och|/|&)\s*plats|plats\s*(?:och|/|&)\s*(?:tid|datum))\s*(?::\s*|\s{2,}|\t\s*|$)",
    re.IGNORECASE,
)
"""The label of a meeting's place and time together."""
_WHEN = re.compile(
    r"(?:(?:den|klockan|kl|till|och|på|i)|(?:mån|tis|ons|tors|fre|lör|sön)dag\w*|[\s.–-])+", re.IGNORECASE
)
"""What is left of a date or a time."""
_ZONE = 60
"""Groups from the top among which the head is looked for."""
_PREAMBLE = 700
"""Letters of other text that may stand before the first fact."""
_HEAD = 6
"""Groups from the top that are the head's whatever they say."""
_REPEATED = 2
"""A label that opens so many lines belongs to what is reported, not to the meeting."""


def take(gathered: list[Group], stem: str) -> Header:
    """The header facts of a document; what they stand in is marked `header` in place. `stem`: file name, no suffix."""
    fields, end = _head(gathered)
    told = _next_meeting(gathered)
    listed, missed = people.mark(gathered, head=max(end, _HEAD))
    named = [value for name, value in fields if name == "attendees"]
    missed += [value for name, value in fields if name == "absent"]
    day = meeting.day(gathered, fields, stem)
    return Header(
        body=_body(gathered, stem),
        date=day,
        time=meeting.time(gathered, fields),
        place=_place(fields) or _place_beside_time(gathered),
        attendees=people.listed([*named, *listed]) + people.absent(missed),
        next_meeting=meeting.following(told, day) if told else None,
    )


def _head(gathered: list[Group]) -> tuple[list[tuple[str, str]], int]:
    """Mark the document's head. Its fields in order, a field's text once per group; how many groups it reaches over."""
    found: list[tuple[str, str]] = []
    label: str | None = None
    records = _records(gathered)
    prose = 0
    end = 0
    for number, group in enumerate(gathered[:_ZONE]):
        if group.kind == "furniture" or group.header:
            continue
        words = group.words
        named = field(words)
        if NEXT_MEETING.match(words):
            break
        if INVENTED.match(words):
            group.mark()
        elif named and named[0] not in records:
            label = named[0]
            _split_fields(group, found)
        elif label and _continues(label, found, group) and not people.heads_text(group, _next(gathered, number)):
            found.append((label, words if group.skip else _joined([line.words for line in group.lines])))
            group.mark()
        elif _is_fact(words):
            found.append(("date", words))
            group.mark()
            label = None
        elif _is_body(group, gathered[number + 1 : number + 5], records=records, begun=bool(found)):
            break
        else:
            prose += len(words)
            if prose > _PREAMBLE:
                break
        end = number + 1
    return found, end


def _next(gathered: Sequence[Group], number: int) -> Group | None:
    return next((group for group in gathered[number + 1 :] if group.kind != "furniture"), None)


def _is_body(group: Group, following: Sequence[Group], *, records: frozenset[str], begun: bool) -> bool:
    """Whether the text itself begins with the group. Between facts an odd line may stand: an address, a greeting."""
    if is_known_heading(group.words) or (begun and group.kind in ("heading", "bullet")):
        return True
    if not begun:
        return False
    for later in following:
        if later.kind == "heading":
            return True
        if (named := field(later.words)) and named[0] not in records:
            return False
    return True


def _records(gathered: Sequence[Group]) -> frozenset[str]:
    """Labels that no head opens: a list of incidents gives each of them its own place and time."""
    counts: Counter[str] = Counter()
    for group in gathered:
        if NEXT_MEETING.match(group.words):
            break
        telling = [line.words for line in group.lines if may_have_value(line.words)]
        if telling:
            opening = [named for words in telling if (named := field(words))]
            counts.update({name for name, value in opening if value and name in ("place", "time", "date")})
    return frozenset(name for name, count in counts.items() if count >= _REPEATED)


def _split_fields(group: Group, found: list[tuple[str, str]]) -> None:
    """Mark a group that opens with a label, and read each of its lines that opens another."""
    group.mark()
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
        return len(words) <= 160 and (label not in LISTS or is_people(words))
    return label in LISTS and is_people(words)


def _is_fact(words: str) -> bool:
    """Whether the line gives a date and little else: "Måndagen den 4 mars 2024 kl. 17–19, Kommunhuset"."""
    if len(words.split()) > 12 or (ends_sentence(words) and not _DAY_FIRST.match(words)):
        return False
    if TIME.fullmatch(words.strip(" .,")):
        return True
    dated = next(absolute(words), None)
    if NOTICE.match(words):
        return len(NOTICE.sub("", words).strip(" ,.")) == 0
    return dated is not None and (len(words.split()) <= 6 or bool(TIME.search(words))) and not is_titled(words)


def _next_meeting(gathered: list[Group]) -> str | None:
    """Mark where the next meeting is told; the words that tell its date."""
    text = [g for g in gathered if g.kind != "furniture" and not g.header]
    for number, group in enumerate(text):
        match = next_meeting(group.words)
        if not match or match[0].lower().startswith("mötet avslutas"):
            continue
        told = group.words[match.start() :]
        if meeting.has_day(told[:120]):
            if match.start() <= 30 and len(group.words) <= 200:
                group.mark()
            return told
        follows = text[number + 1].words if number + 1 < len(text) else ""
        if len(group.words) <= 30 and meeting.has_day(follows[:80]) and len(follows) <= 200:
            for part in (group, text[number + 1]):
                part.mark()
            return follows
    return None


def _place(fields: Sequence[tuple[str, str]]) -> str | None:
    for name, value in fields:
        if name == "place" and value:
            return re.split(r"\s+(?:kl\.?|klockan)\s|\s{2,}", value)[0].strip(" ,;") or None
    return None


def _place_beside_time(gathered: Sequence[Group]) -> str | None:
    """Where the meeting was, told with when it was: "Tid och plats: tisdagen den 5 mars kl. 9.00, stadshuset, Eken"."""
    head = [group for group in gathered[:_ZONE] if group.header]
    for group, following in zip_longest(head, head[1:]):
        if not (match := _BOTH.match(group.words)):
            continue
        told = group.words[match.end() :] or (following.words if following else "")
        for start, end, _ in reversed(list(absolute(told))):
            told = told[:start] + "," + told[end:]
        parts = [part.strip(" .:") for part in re.split(r"[,;]", TIME.sub(",", told))]
        return ", ".join(part for part in parts if any(map(str.isalpha, part)) and not _WHEN.fullmatch(part)) or None
    return None


def _body(gathered: Sequence[Group], stem: str) -> str | None:
    """The council or board that met, in the words of the title."""
    for group in meeting.top(gathered):
        if len(group.words) <= 160 and (match := BODY.search(group.words)):
            return match[0]
    match = BODY.search(re.sub(r"[_\W]+", " ", stem))
    return match[0].capitalize() if match else None
