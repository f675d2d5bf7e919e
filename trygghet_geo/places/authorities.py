"""Municipalities and boards that act under the name of a place: "tillhör Almtuna kommun", "socialnämnden Centrum".

As a place "X kommun" stands behind a preposition, beside the place in it that was named, or alone; everywhere else it
owns, answers, pays and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trygghet_geo.places import actors, persons, words
from trygghet_geo.places.line import UPPER, Found, Page

_NAME = rf"[{UPPER}][\w-]+"
_BOARD = re.compile(
    r"(?<!\w)\w*(?:nämnd|nämnden|nämnder|nämnderna|stadsdelsförvaltning|stadsdelsförvaltningen|stadsdelsförvaltningarna"
    rf"|socialförvaltningen|socialförvaltningarna) (?P<run>{_NAME}(?:(?:, | och | samt ){_NAME})*)",
    re.IGNORECASE,
)
"""A board and the quarters it is called by: "socialnämnderna Nordost, Centrum och Hisingen"."""
_BOARD_OF = re.compile(r"(?:nämnd|nämnden|styrelsen|rådet|polisen|brandkåren|räddningstjänsten|hemvärnet) på $", re.I)
_STATE = re.compile(r"(?P<name>.+) (?:kommun|stad)(?P<genitive>s?)$", re.IGNORECASE)
_APPOSED = re.compile(r"(?:, |/| [–-] |\()(?:i )?$|(?:bägge|båda|samtliga|alla|allt|utanför|inom) $")
_WITH = frozenset(("från", "till", "mellan", "genom", "över", "på", "förbi", "vid"))
"""Behind one of these "X kommun" comes, pays or agrees, as nobody does inside a municipality."""
_REPORTS = re.compile(
    r"(?<!\w)(?:\w*(?:anmäl|larm|samtal|rapport|tips|händelse|ärende|fall|signal|bild|siffr|statistik|exempel)"
    r"|flytta|pendla|res)\w* (?:\w+ ){0,2}(?:från|till|över|mellan) $",
    re.IGNORECASE,
)
"""What comes from all over a municipality."""
_SENDER = re.compile(
    r"(?:Arrangör\w*|Avsändare|Beställare|Uppdrag(?:sgivare)?|Utgivare|Huvudman|Upprättad av|Kund)[^:]{0,20}: $"
    r"|(?:ordförande|chef|samordnare|direktör|strateg|sekreterare|handläggare|utredare)n?, $",
    re.IGNORECASE,
)
"""What stands before the body that sends, pays or is worked for."""
_WHO = re.compile(rf"(?P<first>{_NAME}) {_NAME}, $")
"""A name and the municipality that its bearer works for: "Eva Lund, Almtuna kommun"."""
_IS = re.compile(
    r" (?:har|hade) (?:\w+ ){0,2}[\d ]+ invånare| är till ytan| ligger (?!bakom|efter|steget)| är i grunden"
)
"""How a municipality is described as a piece of land."""
_SEVERAL = re.compile(rf"{_NAME} (?:kommun|stad)(?:(?:,| och| samt) {_NAME} (?:kommun|stad))+(?!\w)")
_GEOGRAPHY = re.compile(
    r" (?:(?:norra|södra|östra|västra|centrala|inre|yttre|största|minsta|mest|alla|samtliga|större|mindre|många) )?"
    r"\w*(?:gräns|centrum|centralort|ort|område|yta|del|delar|gator|gata|väg|vägar|vägnät|skog|mark|skola|skolor|park"
    r"|badplats|badhus|simhall|bibliotek|unga|ungdomar|barn|elever|invånare|kommuninvånare|boende|befolkning|landsbygd"
    r"|kust|stränder|byar|stadsdelar|lokaler|fastigheter|lägenheter|företagare|handlare|geografi)(?:en|et|er|erna"
    r"|na)?(?!\w)"
)
"""What a municipality has as a piece of land, and those who live on it."""


def boards(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the names that boards and their offices are called by."""
    for match in _BOARD.finditer(text):
        if match["run"][0].isupper():
            yield match.span("run")


def is_authority(page: Page, one: Found, found: Sequence[Found]) -> bool:
    """Whether the municipality or a board is meant as an organisation; `found` are all mentions of the page."""
    if one.form not in ("name", "area"):
        return False
    before, after = page.before(one.start), page.after(one.end)
    if _BOARD_OF.search(before) and not actors.suffers(after):
        return True
    said = _STATE.match(page.text[one.start : one.end])
    if not said or not said["name"][:1].isupper():
        return False
    if said["genitive"]:
        return bool(re.match(r" [a-zåäö]", after)) and not _GEOGRAPHY.match(after)
    if one.preposition is None:
        return not _is_somewhere(page, one, found)
    return one.preposition in _WITH and not _REPORTS.search(before)


def _told_of_several(page: Page, one: Found) -> str | None:
    """What is said of "Almtuna kommun, Lillå kommun och Mellerås kommun" that open a sentence; None if none do."""
    line = page.text.rfind("\n", 0, one.start) + 1
    for joined in _SEVERAL.finditer(page.text, line, min(len(page.text), one.end + 200)):
        if joined.start() <= one.start and one.end <= joined.end() and page.opens(joined.start()):
            return page.after(joined.end())
    return None


def _is_somewhere(page: Page, one: Found, found: Sequence[Found]) -> bool:
    """ "I Lillå, Almtuna kommun", as title "Rapport Almtuna kommun", "Almtuna kommun har drabbats av inbrott"."""
    before, after = page.before(one.start), page.after(one.end)
    who = _WHO.search(before)
    if who and persons.is_first(who["first"], words.load()):
        return False
    if _SENDER.search(before) or re.match(r", (?:som (?!har (?:haft|fått)\b)|växel|tel\b|tfn|telefon)", after):
        return False
    if page.opens(one.start) and _IS.match(after):
        return True
    if (told := _told_of_several(page, one)) and re.match(r" [a-zåäö]", told):
        return actors.ails(told)
    joint = _APPOSED.search(before)
    if joint is not None:
        start = one.start - len(joint.group())
        named = bool(re.search(r"[\w,] [A-ZÅÄÖ][\w-]+$", before.removesuffix(joint.group())))
        if joint.group()[0].isalpha() or named or any(other.end == start for other in found):
            return True
        return not re.match(r",? [a-zåäö]", after)
    if not re.search(r"(?:^|[ (])[a-zåäö]+ $", before) and not re.match(r" [a-zåäö]", after):
        return True
    return page.opens(one.start) and actors.ails(after)
