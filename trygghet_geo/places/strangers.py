"""Places that no gazetteer has, known by their shape and surroundings: streets, labels, headings, "vid lekplatsen".

They are kept as mentions without candidates, for the coordinator to place and so that no other place is put instead.
"""

from __future__ import annotations

import re

from trygghet_geo.places import names, words
from trygghet_geo.places.line import Found, Page
from trygghet_geo.places.matcher import BARE

_UP = "A-ZÅÄÖÉ"
_WORD = rf"[{_UP}][\w'’-]*"
_PREFIX = r"(?:(?:[Nn]orra|[Ss]ödra|[Öö]stra|[Vv]ästra|Stora|Lilla|[Gg]amla|[Nn]ya|Övre|Nedre|Sankt|S:t|S:ta|Sankta) )?"
_COMPOUND = re.compile(
    rf"(?<![\w-]){_PREFIX}(?:(?:{_WORD} )?[{_UP}][\w-]{{2,}}(?:{'|'.join(names.STREET_HEADS + names.SITE_HEADS[:9])})s?"
    rf"|(?:{_WORD} ){{1,2}}(?:väg|gata|gränd|torg|torget|allé|park|skola|station|kyrka|bro|centrum|idrottsplats|"
    rf"bibliotek|simhall|ishall|industriområde|friluftsområde|koloniområde|hamn|camping|badplats|gymnasium|"
    rf"förskola|vårdcentral|sjukhus|resecentrum|köpcentrum|brygga|gång|gården|ängar))(?!\w|-\w)"
)
_NAME = rf"[{_UP}][a-zåäöé]{{2,}}(?:-[{_UP}][a-zåäöé]+)?(?: [{_UP}][a-zåäöé]{{2,}})?"
_NAMED = re.compile(
    rf"(?<!\w)(?P<preposition>[Ii]|[Pp]å|[Vv]id|[Uu]tanför|[Kk]ring|[Rr]unt|[Ll]ängs|[Uu]tmed|[Nn]ära|[Gg]enom|[Mm]ellan"
    rf"|[Bb]akom|[Ii]ntill|[Bb]redvid|[Öö]ver|om|höjd med|(?:larmas|kallas|beordras|skickas|åker|larmades|ut) till) "
    rf"(?:stadsdelen |byn |orten |området |bostadsområdet |kommundelen |tätorten |samhället )?"
    rf"(?P<name>{_NAME})(?P<noun> (?:gång|gången|gården|dammen|ängarna|berget|huset|fältet|stranden|bryggan))?"
    rf"(?![\w&]|-\w|:\w)"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:Plats|Område|Ort|Var|Stadsdel|Adress|Bostadsområde): ?(?P<name>{_NAME})(?= ?[|;,.\n]|$)"
)
_HEAD = re.compile(rf"(?:^|\n)(?:\d{{1,2}}[:.]\d\d )?(?P<name>{_NAME}|[A-ZÅÄÖÉ]{{4,}})(?=:|\n|$)")
_APPOSED = re.compile(rf"(?:^|\n|\d |, )(?P<name>{_NAME}), $")
_TOPONYM = re.compile(
    r"(?:torp|sta|hem|berg|berga|borg|ås|sjö|sjön|vik|viken|lund|lunda|dal|dalen|näs|näset|bo|boda|ryd|hult|arp|köping|"
    r"stad|staden|holm|holmen|fors|bruk|udden|höjden|höjd|hagen|haga|vallen|kullen|backen|skogen|ängen|gärdet|by|ö|ön|"
    r"åsen|berget|bäcken|strand|stranden|sätra|tuna|mora|området|hamn|hamnen|rud|löv|låda|dammen|ängarna)s?$",
    re.IGNORECASE,
)
_NO_TOPONYM = re.compile(
    r"(?:miljö|nästa|första|bästa|främsta|flesta|sista|enda|lista|gästa|testa|bistånd|arbete|hembesök|hem|kollektivboende|"
    r"stöd|hjälpmedel|skandal|vård|allmänna|krönta|vänskap|utbildning|planering|jobb|kriminalitet)s?$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"(?:rådet|nämnden|styrelsen|verket|myndigheten|förbundet|bolaget|kommittén|gruppen|partiet|dagen|dagarna|veckan|"
    r"projektet|modellen|planen|lagen|undersökningen|mätningen|enheten|tjänsten|polisen|jouren|löftet|programmet|"
    r"förvaltningen|kontoret|föreningen|rapporten|analysen|avdelningen|helgen|natten|kvällen|morgonen|orna|arna|erna|"
    r"ismen|ningen|heten|läget|revisionen|tingsrätt|hovrätt|medier|media|partner|centern|hemmet|hem)s?$"
)
_BARE = re.compile(
    rf"(?<![\w-])(?P<noun>{'|'.join(BARE)}|lekplatsen|badplatsen|hamnen|småbåtshamnen|bensinmacken|ungdomsgården|"
    rf"fritidsgården|idrottshallen|sporthallen|busstorget|sjukhuset|ån|campingen|skateparken|stadsparken|"
    rf"köpcentrumet|stadshuset|förskolan|kolonin|ridhuset|grustaget|elljusspåret)(?![\w-])",
    re.IGNORECASE,
)
_TOWARDS = (None, "mot", "till", "från", "över", "inom")
_AT = ("vid", "utanför", "bakom", "kring", "runt", "nära", "intill", "bredvid", "i närheten av", "framför")


def strangers(page: Page) -> list[Found]:
    """All of them, overlapping ones too: the caller keeps the longest, and gazetteer names before these."""
    ordinary = frozenset(re.findall(r"(?<![\w-])[a-zåäöé]{4,}(?![\w-])", page.text))
    named = [one for one in _named(page) if page.text[one.start : one.end].lower() not in ordinary]
    sure = _compounds(page) + named + _labels(page) + _headings(page)
    return sure + _again(page, sure, ordinary) + _bare(page)


def apposed(page: Page, found: list[Found]) -> list[Found]:
    """ "Noret, Mora" at the end of a line: the unknown name before a known town."""
    extra = []
    for one in found:
        if not one.candidates or re.search(r"\w", page.after(one.end).replace(" kommun", "")):
            continue
        before = page.before(one.start)
        match = _APPOSED.search(before)
        if match and _plausible(match["name"]):
            start = one.start - len(before) + match.start("name")
            extra.append(Found(start, start + len(match["name"]), None, "unknown", (), page.preposition(start), 0.45))
    return extra


def _compounds(page: Page) -> list[Found]:
    """Words that end like a street, a square, a school: places of their own, whatever name they begin with."""
    known = words.load()
    found = []
    for match in _COMPOUND.finditer(page.text):
        first, _, rest = match.group().partition(" ")
        start = match.start()
        plain = first.lower()
        if rest and plain in known.never | known.common_compounds | known.titles | known.bodies:
            first, start = rest, start + len(first) + 1
            plain, rest = first.lower(), ""
            if first[0].islower():
                continue
        common = {plain, plain.removesuffix("s")} & (known.common_compounds | known.never)
        # "Ringvägen" in mid-sentence is a street, at its start it may be any ring road.
        if not rest and common and (page.opens(start) or plain.removesuffix("s") in _INSTITUTIONS):
            continue
        found.append(Found(start, match.end(), None, "unknown", (), page.preposition(start), 0))
    return found


_INSTITUTIONS = frozenset("grundskolan förskolan gymnasieskolan högskolan kulturskolan musikskolan särskolan".split())


def _named(page: Page) -> list[Found]:
    """A capitalised word behind a preposition of place, in mid-sentence: probably a place that no gazetteer has."""
    found = []
    for match in _NAMED.finditer(page.text):
        cue = match["preposition"].lower()
        if cue == "om" and not re.search(r"(?:norr|söder|öster|väster) $", page.before(match.start())):
            continue
        first, *rest = match["name"].split()
        if not _plausible(first):
            continue
        start, end = match.start("name"), match.end("name")
        if rest and not _plausible(rest[0]):
            end = start + len(first)
        elif match["noun"]:
            end = match.end("noun")
        found.append(Found(start, end, None, "unknown", (), page.preposition(start), -1))
    return found


def _plausible(name: str) -> bool:
    known = words.load()
    first = name.split()[0].lower()
    stop = known.never | known.titles | known.bodies | known.bodies_before | known.organisation_heads
    return not (first in stop | known.common_compounds | known.first_names or _INSTITUTION.search(first))


def _labels(page: Page) -> list[Found]:
    return [
        Found(*m.span("name"), None, "unknown", (), None, 0.5)
        for m in _LABEL.finditer(page.text)
        if _plausible(m["name"])
    ]


def _headings(page: Page) -> list[Found]:
    """A line, or what stands before its colon, that is one name with the ending of a Swedish place name."""
    found = []
    for match in _HEAD.finditer(page.text):
        name = match["name"]
        if _TOPONYM.search(name) and not _NO_TOPONYM.search(name) and len(name) > 4 and _plausible(name.capitalize()):
            found.append(Found(*match.span("name"), None, "unknown", (), None, 0.5))
    return found


def _again(page: Page, found: list[Found], ordinary: frozenset[str]) -> list[Found]:
    """A name once seen as a place is one wherever it comes again: "Lombolo är däremot förskonat"."""
    known = words.load()
    seen = {page.text[f.start : f.end] for f in found if " " not in page.text[f.start : f.end] and f.rank < 1}
    common = known.weak | known.common_compounds | ordinary
    seen = {n for n in seen if n.istitle() and n.lower() not in common and len(n) > 4}
    if not seen:
        return []
    return [
        Found(*m.span(), None, "unknown", (), page.preposition(m.start()), 0.4)
        for m in re.finditer(rf"(?<![\w-])[{_UP}][a-zåäöé]+(?![\w-])", page.text)
        if m.group() in seen
    ]


def _bare(page: Page) -> list[Found]:
    """ "vid lekplatsen": a definite noun of place behind a preposition, or alone as a heading or a label."""
    found = []
    for match in _BARE.finditer(page.text):
        noun, cue = match["noun"].lower(), page.preposition(match.start())
        if noun == "centrum" and re.match(r" (?:för|där)\b", page.after(match.end())):
            continue
        school = noun.endswith(("skolan", "gymnasiet"))
        line = page.before(match.start()) + page.after(match.end())
        alone = page.opens(match.start()) and not re.search(r"\w", re.sub(r"^[\w. ]{0,8}\d[.:)]? ?", "", line))
        labelled = page.opens(match.start()) and page.after(match.end()).startswith(":")
        if alone or labelled or (cue in _AT if school else cue not in _TOWARDS) or noun == "centrum":
            found.append(Found(*match.span(), None, "generic", (), cue, -2))
    return found
