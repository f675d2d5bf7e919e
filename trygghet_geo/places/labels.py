"""Places that no gazetteer has, known by where they stand: as a heading, as a row's label, beside a town they lie in.

A heading that is nothing but a name is a place when the other headings of its kind are: "Estö" between "Ösmo" and
"Stora Vika". The same holds for labels before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from trygghet_geo.places import words
from trygghet_geo.places.actors import is_reported
from trygghet_geo.places.line import Found, Page

UP = "A-ZÅÄÖÉ"
_LOW = "a-zåäöéèëüáàæøñ"
NAME = rf"[{UP}][{_LOW}]{{2,}}(?:-[{UP}][{_LOW}]+)?(?: [{UP}][{_LOW}]{{2,}})?"
_SIDE = r"(?:Norra|Södra|Östra|Västra|Gamla|Nya|Stora|Lilla|Övre|Nedre) [a-zåäöé]{4,}"
_ANY_NAME = rf"(?:{_SIDE}|{NAME}(?: C)?|[{UP}]{{4,}}(?: [{UP}]{{3,}}){{0,2}})"
_JOINED = r"(?:, |/| och | OCH )"
_CLOCK = r"\d{1,2}[:.]\d\d"
_BEFORE = (
    rf"(?:(?:[Kk]l\.? ?)?{_CLOCK}[.,]? |\d{{1,2}}[.)] "
    r"|(?:Plats|S(?:topp|TOPP)|Punkt|Station|Område|Grupp|Etapp) ?\w{1,2} ?[.:,–-] ?"
    r"|(?:Objekt|Distrikt|Område|Grupp|Etapp) ?\d{1,2}[:.]? "
    r"|(?:[Mm]ån|[Tt]is|[Oo]ns|[Tt]ors?|[Ff]re|[Ll]ör|[Ss]ön)(?:dag)?(?: \d{1,2}/\d{1,2})? "
    r"|(?:Område|Stadsdel|Delområde|Ort|Distrikt|Trafikolycka|Viltolycka|Brand|Misshandel|Inbrott|Rån|Stöld) )?"
)
_ALONE = re.compile(rf"{_BEFORE}(?P<names>{_ANY_NAME}(?:{_JOINED}{_ANY_NAME})?)(?: (?:kl\.? )?{_CLOCK})?[.:]?")
_LABEL = re.compile(
    rf"(?:[{UP}]?\w{{1,6}} \d{{1,2}}/\d{{1,2}} ?[–:-] )?{_BEFORE}(?P<names>{_ANY_NAME}(?:, {_ANY_NAME})?)"
    rf"(?:,? {_CLOCK})?(?: [a-zåäö]{{2,3}})?(?::(?!s\b) ?\S| – [a-zåäö])"
)
_TIMED = re.compile(
    rf"(?:(?:[Mm]ån|[Tt]is|[Oo]ns|[Tt]ors?|[Ff]re|[Ll]ör"
    rf"|[Ss]ön)(?:dag)?\.? )?(?:\d{{1,2}}/\d{{1,2}},? )?(?:[Kk]l\.? ?)?"
    rf"{_CLOCK}[.,:]? (?P<names>{_ANY_NAME})(?:\. (?=[{UP}])|\.?$)"
)
"""Where it was, behind the time and before what is told: "Lör 24/8 21.15 Estö. En moped …"."""
_STOP = re.compile(rf"(?i:stopp|plats|punkt|etapp) \w{{1,2}} ?[.:,–-] ?(?P<names>{_ANY_NAME})(?=$|[,.(])")
"""Where a walk halts: "STOPP 4 – Estö, badplats och lekplats"."""
_DASHED = tuple(f" – {letter}" for letter in "abcdefghijklmnopqrstuvwxyzåäö")
_ONE_NAME = re.compile(rf"{_SIDE}|[{UP}][{_LOW}]{{3,}}(?:-[{UP}][{_LOW}]+)?")
"""What may stand before a dash; two words there are more often a title: "Sommarvakt Lillå – avstämning"."""
_FIELD = re.compile(
    rf"(?<!\w)(?:Plats|Område|Ort|Var|Stadsdel|Adress|Bostadsområde): ?(?P<name>{NAME})(?= ?[|;,.\n]|$)"
)
_APPOSED = re.compile(rf"(?:^|\n|\d |, )(?P<name>{NAME})(?:,| och) $")
_CLOSING = re.compile(
    rf"(?<=[a-zåäöé]), (?P<name>[{UP}][a-zåäöé]{{3,}})(?= [–-] |\.?\n|\.?$|, (?:där|som|efter|sedan|med) )"
)
_OPENING = re.compile(rf"(?:^|\n)(?P<name>{NAME}), (?P<next>[a-zåäö]+) ")
"""What opens a line before what is reported: "Vemhåskalet, man misstänks för …"."""
_OF_MUNICIPALITY = re.compile(rf"(?<=[a-zåäö] )(?P<name>{NAME})(?=, [{UP}][\w-]+ kommun\b)")
_PASSED = re.compile(rf"(?:[Vv]äg \d+|E\d+|[a-zåäö](?:gatan|vägen)), (?P<name>{NAME})(?=[.,]|\n|$)")
"""What a road passes: "väg 363, Åmsele"."""
_CELL = re.compile(rf"(?:^|\n)[\d./:–-]+ ?(?P<bar>[;|/]) ?(?P<name>{NAME}) ?(?P=bar) ")
"""The second cell of a row whose first is a date: "2024-11-27; Kärra; …"."""
_TOPONYM = re.compile(
    r"(?:torp|sta|hem|berg|berga|borg|ås|sjö|sjön|vik|viken|lund|lunda|dal|dalen|näs|näset|bo|boda|ryd|hult|arp|köping|"
    r"stad|staden|holm|holmen|gården|fors|bruk|udden|höjden|höjd|hagen|haga|vallen|kullen|backen|skogen|ängen|gärdet|by|ö|ön|"
    r"åsen|berget|bäcken|strand|stranden|sätra|tuna|mora|området|hamn|hamnen|rud|löv|låda|dammen|ängarna|gruvan|badet|"
    r"hammar|hammaren|sund|sundet|byn|kyrkby|malm|malmen|stan|skalet|selet|berga|hov|mark|tjärn|träsk|säter|åker"
    r"|löt|slätt|kulla|mossen|kärr|ånger)s?$",
    re.IGNORECASE,
)
_NO_TOPONYM = re.compile(
    r"(?:miljö|nästa|första|bästa|främsta|flesta|sista|enda|lista|gästa|testa|bistånd|arbete|hembesök|hem"
    r"|kollektivboende|"
    r"stöd|hjälpmedel|skandal|vård|allmänna|krönta|vänskap|utbildning|planering|jobb|kriminalitet)s?$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"(?:rådet|nämnden|styrelsen|verket|myndigheten|förbundet|bolaget|kommittén|gruppen|partiet|dagen|dagarna|veckan|"
    r"projektet|modellen|planen|lagen|undersökningen|mätningen|enheten|tjänsten|polisen|jouren|löftet|programmet|"
    r"förvaltningen|kontoret|föreningen|rapporten|analysen|avdelningen|helgen|natten|kvällen|morgonen|orna|arna|erna|"
    r"direktören|chefen|forum|miljö|teknik|förslag|förslaget|bostäder|byggen|\w{2}ab|ismen|ningen|heten|läget"
    r"|revisionen|dialogen|mötet|fredagen|lördagen|söndagen|tingsrätt|hovrätt|bladet|posten|tidningen|kuriren"
    r"|pressen|demokraten|mässan|festivalen|enkäten|institutionen|medier|media|partner|centern|hemmet|hem)s?$"
)
_NO_HEADING = re.compile(
    r"(?:ar|er|or|ning|ering|gång|ande|ende|het|else|tion|ment|skap|are|iska|ism|ik|tid|dag|vård|omsorg|verk|skydd|brott|våld|bild"
    r"|lista|kontroll|butik|täkt|fylleri|fara|försök|platsen|punkt|punkten|frågan|delen|tjänst|råd|bord|läge"
    r"|(?:bråk|brand|stöld|olyck|inbrott|rån|hot|klott(?:e?r)|körning|skräpning)(?:a|en|et|er|erna|ar|arna|orna"
    r"|n)?)s?$",
    re.IGNORECASE,
)


_SITES = frozenset("park torg centrum skola station kyrka bad gymnasium ip hamn strand brygga".split())


@dataclass(frozen=True)
class _Row:
    """A name with a line or the room before a colon to itself; `form` is what it is compared with."""

    start: int
    end: int
    form: str
    timed: bool = False
    """Alone on its line behind a clock time: where the event of the lines below was."""


def labelled(page: Page, known: Iterable[Found]) -> list[Found]:
    """Unknown names that stand alone, in labels, and beside a town; `known` are the mentions found so far."""
    known = [one for one in known if one.end > one.start]
    rows = _rows(page)
    found = [_found(page, row) for row in rows if _shaped(page.text[row.start : row.end])]
    found += _companions(page, rows, {*_firm(known)})
    timed = [row for row in rows if row.timed and not _is_ordinary(page.text[row.start : row.end], frozenset())]
    found += [_found(page, row) for row in timed]
    return found + _fields(page) + _apposed(page, known) + _closing(page)


@lru_cache(maxsize=10_000)
def plausible(name: str) -> bool:
    """Whether a capitalised word may be a place at all: no person, body, title or word of everyday."""
    known = words.load()
    first = name.split()[0].lower()
    first = first.removesuffix("s") if first.removesuffix("s") in known.never else first
    return not (first in known.no_places or _INSTITUTION.search(first))


def is_institution(word: str) -> bool:
    """Whether a word in lower case ends like a body, with or without its genitive s: "kustbevakningens"."""
    return bool(_INSTITUTION.search(word))


def toponym(name: str) -> bool:
    """Whether the word ends like a Swedish place name."""
    return bool(_TOPONYM.search(name)) and not _NO_TOPONYM.search(name)


def _rows(page: Page) -> list[_Row]:
    rows = []
    for start, end in page.lines:
        line = page.text[start:end]
        alone = _ALONE.fullmatch(line)
        told = _TIMED.match(line) or _STOP.match(line)
        match = alone or told or _LABEL.match(line)
        if not match or (match[0].endswith(_DASHED) and not _ONE_NAME.fullmatch(match["names"])):
            continue
        form = "label" if not alone else "heading" if start in page.headings else "line"
        at = start + match.start("names")
        for part in re.split(rf"({_JOINED})", match["names"]):
            if not re.fullmatch(_JOINED, part):
                timed = bool(told) or (bool(alone) and bool(re.match(rf"(?:[Kk]l\.? ?)?{_CLOCK}", line)))
                rows.append(_Row(at, at + len(part), form, timed))
            at += len(part)
    return rows


def _shaped(name: str, *, shortest: int = 5) -> bool:
    """A name with the ending of a place name, or whose last word is a square, a park."""
    return (
        (toponym(name) or name.lower().split()[-1] in _SITES)
        and len(name) >= shortest
        and plausible(name.capitalize())
        and name.lower() not in words.load().headings
    )


def _companions(page: Page, rows: list[_Row], firm: set[tuple[int, int]]) -> list[Found]:
    """Names among rows of their form of which at least two, or half, are places for other reasons."""
    found: list[Found] = []
    ordinary = frozenset(re.findall(r"(?<![\w-])[a-zåäöé]{3,}(?![\w-])", page.text))
    for form in ("heading", "label", "line"):
        group = [row for row in rows if row.form == form and not _is_ordinary(page.text[row.start : row.end], ordinary)]
        sure = [
            r for r in group if _shaped(page.text[r.start : r.end]) or any(a < r.end and r.start < b for a, b in firm)
        ]
        if len(sure) >= 2 or (sure and 2 * len(sure) >= len(group)):
            found += [_found(page, row) for row in group if row not in sure]
    return found


def _is_ordinary(name: str, ordinary: frozenset[str]) -> bool:
    plain = name.lower()
    lists = words.load()
    common = plain in ordinary or plain in lists.headings or plain in lists.weak or plain.split()[0] in lists.headings
    # Among places "Nyhem" is one; elsewhere what ends so is a housing company.
    word = re.sub(r"hem$", "", name.capitalize()) if len(plain) > 4 else name.capitalize()
    common = common or (not toponym(name) and words.is_ordinary(plain))
    return common or not plausible(word) or bool(_NO_HEADING.search(plain.removesuffix(" c")))


def _firm(known: Iterable[Found]) -> Iterable[tuple[int, int]]:
    """Spans of names that are places whatever surrounds them; "Vad" and "Bor" as a heading prove nothing."""
    lists = words.load()
    for one in known:
        name = (one.name or "").lower()
        if (one.candidates and name not in lists.weak and name not in lists.never) or one.form == "unknown":
            yield one.start, one.end


def _found(page: Page, row: _Row) -> Found:
    return Found(row.start, row.end, None, "unknown", (), page.preposition(row.start), 0.5)


def _fields(page: Page) -> list[Found]:
    return [
        Found(*m.span("name"), None, "unknown", (), None, 0.5)
        for pattern in (_FIELD, _PASSED, _CELL)
        for m in pattern.finditer(page.text)
        if plausible(m["name"]) and m["name"].lower() not in words.load().headings
    ]


def _apposed(page: Page, known: Iterable[Found]) -> list[Found]:
    """ "Noret, Mora" at the end of a line: the unknown name before a known town."""
    found = []
    for one in known:
        if not one.candidates or re.search(r"\w", page.after(one.end).replace(" kommun", "")):
            continue
        before = page.before(one.start)
        match = _APPOSED.search(before)
        if not match:
            continue
        name, start = match["name"], one.start - len(before) + match.start("name")
        first, _, rest = name.partition(" ")
        if rest and is_reported(first, words.load()):
            # "Personrån Friaredalen, Mora": what happened stands before the name.
            name, start = rest, start + len(first) + 1
        if plausible(name) and not _is_ordinary(name, frozenset()):
            found.append(Found(start, start + len(name), None, "unknown", (), page.preposition(start), 0.45))
    return found


def _closing(page: Page) -> list[Found]:
    """ "brand i container, Röfors": a name with the ending of a place behind a comma, or before what is reported."""
    known = words.load()
    return [
        Found(*m.span("name"), None, "unknown", (), None, 0.45)
        for pattern in (_CLOSING, _OPENING, _OF_MUNICIPALITY)
        for m in pattern.finditer(page.text)
        if _shaped(m["name"], shortest=4)
        and (pattern is not _OPENING or (is_reported(m["next"], known) and not _is_ordinary(m["name"], frozenset())))
    ]
