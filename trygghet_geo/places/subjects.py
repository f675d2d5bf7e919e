"""The one place that a whole document is about: a school's own report, a letter about one street, a note of one event.

A document is about a place when the first words that name one name exactly one, no heading or row of it names another,
and it is either the title that says so or no other place is named half as often.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from trygghet_geo.places import names, overhead
from trygghet_geo.places.runs import Inherited, at_start
from trygghet_geo.places.scope import Scope
from trygghet_geo.records import Mention, Statement
from trygghet_geo.sentences import Sentence

LETTER = 30
"""Sentences of a letter, a note or a proposal at most; what is longer has many subjects."""
_WRITER = re.compile(
    r"\b(?:[Jj]ag|[Vv]i)(?: som)?(?: har)? (?:bor|bott|skriver|jobbar|arbetar|driver)\b"
    r"|\b[Ss]om boende\b|\b[Hh]os oss\b"
)
"""Who writes says where: "Jag bor på Ekgatan", "Vi skriver för föreningen i Haga"."""
_SCHOOL = re.compile(r"(?:skolan?|gymnasiet|gymnasium)s?$", re.IGNORECASE)
_NOTE_HEAD = re.compile(r"^\d{1,2} \w+ \d{1,2}[.:]\d\d, ")


def subject(scope: Scope, statement: Statement, part: Sentence) -> Inherited | None:
    """The place of the document, for a statement that is not itself the first to be about it."""
    if statement.kind == "statistic" or (part.block == 0 and scope.document.blocks[0].kind == "heading"):
        return None
    return _titled(scope, part) or _first_named(scope, part)


def _titled(scope: Scope, part: Sentence) -> Inherited | None:
    """The title names one site or street, finer than any town, and no other heading is a place.

    Of a school's report, or a school's and a youth centre's, what other headings leave over is about the school.
    """
    blocks = scope.document.blocks
    first = next(overhead.blocks_of_text(scope), None)
    for number in takewhile(lambda n: n < 3, overhead.blocks_of_text(scope)):
        line = scope.of_block[number][0]
        few = len(scope.of_block[number]) <= (1 if not _opens_with_school(scope, line) else 2)
        titled = blocks[number].kind == "heading" or (number == first and few)
        if number >= part.block or not titled or (line.text.endswith(".") and not _opens_with_school(scope, line)):
            continue
        found = [m for m in scope.of(line) if _is_fine(m)]
        if found and (scope.over or len(found) == 2):
            found = _one_school(scope, found)
            if not found:
                return None
        if len(found) == 1 and found[0].start - line.view.start < 60:
            return Inherited((found[0],), f"title “{line.text[:60]}”")
        if found:
            return None
    return None


def _opens_with_school(scope: Scope, line: Sentence) -> bool:
    """ "Ekskolan och fritidsgården Lunden, Almtuna. Avstämning vecka 15."."""
    found = scope.of(line)
    return bool(found) and found[0].start == line.view.start and bool(_SCHOOL.search(found[0].text))


def _one_school(scope: Scope, found: list[Mention]) -> list[Mention]:
    """The school among the names of a title, when no heading is another school; else all of them, or none."""
    schools = [m for m in found if _SCHOOL.search(m.text)]
    over = (m for n in scope.over for p in scope.of_block[n] for m in scope.of(p))
    others = {_key(m) for m in over if _SCHOOL.search(m.text)} - {_key(m) for m in schools}
    if len(found) <= 2 and len(schools) == 1 and not others:
        return schools
    return [] if scope.over else found


def _first_named(scope: Scope, part: Sentence) -> Inherited | None:
    if len(scope.parts) > LETTER or scope.over:
        return None
    if sum(block.kind == "heading" and not block.header for block in scope.document.blocks) > 2:
        return None
    for line in scope.parts:
        found = [m for m in scope.of(line) if not _is_note_head(line)]
        if not found:
            continue
        run = at_start(scope, found)
        if home := _home_in(scope, run, part):
            return Inherited(home, f"where the writer is: {home[0].text}")
        if (writer := _WRITER.search(line.text)) and line.view.start < part.view.start:
            home = [m for m in found if m.start >= line.view.span(writer.end() - 1, writer.end())[0]]
            return Inherited(at_start(scope, home), f"where the writer is: {home[0].text}") if home else None
        if line.view.start >= part.view.start or not _is_one(scope, found, run):
            return None
        if scope.is_town(run[0]) and not overhead.is_headline(scope, line.block):
            # "Det är oroligt i Lillå" opens a report as well as a letter; a street or a school opens a letter.
            return None
        return Inherited(run, f"the only place the document is about: {run[0].text}")
    return None


def _home_in(scope: Scope, run: tuple[Mention, ...], part: Sentence) -> tuple[Mention, ...]:
    """ "Jag bor i Haga, Storgatan" in a letter about Haga: the street; nothing when no later line says so."""
    for line in scope.parts[:8]:
        writer = _WRITER.search(line.text)
        if writer is None or line.view.start >= part.view.start or line.view.start <= run[0].start < line.view.end:
            continue
        keys = [_key(m) for m in scope.of(line)]
        fine = [m for m in scope.of(line) if m.form == "road" or names.is_street(m.text)]
        if _key(run[0]) in keys and len(fine) == 1 and len(keys) == 2:
            return (fine[0],)
    return ()


def _is_note_head(line: Sentence) -> bool:
    """ "02 mars 21:44, Knivlagen, Örnsköldsvik": the town that every note of the day names, not where it was."""
    return bool(_NOTE_HEAD.match(line.text))


def _is_one(scope: Scope, found: list[Mention], run: tuple[Mention, ...]) -> bool:
    """One place in the first words, and every other place of the document named at most half as often."""
    main = run[0]
    if len({_key(m) for m in found}) > len(run) or len(run) > 2 or main.form == "generic":
        return False
    within = {_key(m) for m in run}
    times = Counter(_key(m) for m in scope.mentions if m.form != "generic")
    others = [count for key, count in times.items() if key not in within and not _outer(scope, key)]
    return not others or 2 * max(others) <= times[_key(main)]


def _outer(scope: Scope, key: str) -> bool:
    return any(_NOTE_HEAD.match(line.text) and any(_key(m) == key for m in scope.of(line)) for line in scope.parts[:2])


def _key(mention: Mention) -> str:
    return (mention.name or mention.text).lower().removesuffix("s")


def _is_fine(mention: Mention) -> bool:
    return mention.form in ("road", "unknown") or mention.text.lower().rstrip("s").endswith(names.SITE_ENDINGS)
