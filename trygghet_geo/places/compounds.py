"""Words that end like a street, a square, a school: places of their own, whatever name they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from trygghet_geo.places import labels, names, words
from trygghet_geo.places.labels import UP
from trygghet_geo.places.line import Found, Page

_WORD = rf"[{UP}][\w'’-]*"
_PREFIX = (
    r"(?:(?:[Nn]orra|[Ss]ödra|[Öö]stra|[Vv]ästra|Stora|Lilla|[Gg]amla|[Nn]ya|Övre|Nedre|Sankt|S:t|S:ta|Sankta"
    r"|Första|Andra|Tredje|Fjärde|Femte|Två) )?"
)
_KIND = r"(?:Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Övre|Nedre|Inre|Yttre)"
_MORE_HEADS = ["gymnasiet", "gymnasium", "förskolan", "förskola", "udden"]
_COMPOUND = re.compile(
    rf"(?<![\w-]){_PREFIX}(?:(?:{_WORD} )?(?:[{UP}][\w-]+|[ÅÄÖ])"
    rf"(?i:{'|'.join(names.STREET_HEADS + names.SITE_HEADS[:9] + _MORE_HEADS)})s?"
    rf"|(?:{_KIND}|Blå) (?i:torg|torget|parken|promenaden|hamnen|bron|kyrkan|stationen|skolan|kajen|stranden|badet"
    rf"|stadshustorget|vägen|gatan|allén|esplanaden|bangården|skogen|berget|fältet|stället)"
    rf"|Mall of {_WORD}|[{UP}]{{2,}}-(?:porten|hallen|huset|vallen|parken|skolan|rondellen|korset)"
    rf"|(?:(?:Doktor|Kung|Drottning|Prins|Kapten|Gamla|Nya) )?(?:{_WORD} ){{1,2}}"
    rf"(?:(?:nya|gamla|stora|lilla|norra|södra|östra|västra|övre|nedre|inre|yttre) )?"
    rf"(?:väg|gata|gränd|torg|torget|allé|boulevard|Boulevard|esplanad|park|skola|station|kyrka|bro|centrum"
    rf"|idrottsplats|"
    rf"bibliotek|simhall|ishall|industriområde|friluftsområde|koloniområde|hamn|camping|badplats|gymnasium|"
    rf"förskola|vårdcentral|sjukhus|resecentrum|köpcentrum|brygga|gång|gården|ängar|central|gruva|läge|trädgårdar"
    rf"|trädgård|"
    rf"gästhamn|småbåtshamn|lekplats|bygdegård|hembygdsgård|IP|slott|herrgård|fästning|fritidsgård|sporthall"
    rf"|idrottshall|"
    rf"strand|havsbad|köpstad|parkstad|köpcenter|sportcenter|sportfält|ungdomshem|äldreboende|fritidsanläggning|"
    rf"fotbollsplan|bollplan|isbana|ridskola|ridhus|golfbana|pappersbruk|järnbruk|bruksområde|handelsområde|"
    rf"handelsplats|köpmangata|industriby|folkpark|festplats|marina|kaj|pir|udde|allmänning|promenad|backe|stig|"
    rf"forum|vall|resecentrum|sjukhusområde|båthamn|reningsverk|återvinningscentral|"
    rf"arena|Arena|Alpin|busstation|järnvägsstation|pendeltågsstation|tunnelbanestation|kyrkogård|hållplats|rastplats|"
    rf"[Ff]olkets [Hh]us|[Ff]olkets [Pp]ark|[Hh]embygdsgård|[Bb]ygdegård|[Hh]otell?|flygplats|semesterby"
    rf"|folkhögskola|fälad|"
    rf"elljusspår|fabriker|fjäll|Fjäll|medborgarhus|kulturhus|vandrarhem|församlingshem|församlingsgård|"
    rf"motorstadion|skidstadion|slalombacke|naturreservat|brandstation|polisstation|ungdomsgård|parkeringshus|"
    rf"pendelparkering|grundskola|friskola|stationshus|busstorg|kapell|bollhall|tennishall|badhus|kallbadhus|kvarn"
    rf"|mosse)"
    rf"(?: (?:tunnelbanestation|busstation))?)(?!\w|-\w)"
)
_ADJECTIVE = re.compile(
    rf"(?<![\w-])[{UP}][a-zåäöé]+(?:ska|a) (?:vägen|gatan|skolan|gymnasiet|parken|torget|bron|stigen|gränden|allén"
    rf"|backen|leden"
    r"|stranden|dammen|kyrkan|huset)(?!\w|-\w)"
)
_AREA = re.compile(rf"(?<![\w-])[{UP}][a-zåäöé]{{2,}}(?:området|trakten)s?(?!\w|-\w)")
_DOCUMENT = re.compile(
    r"(?:rapport|rapporten|protokoll|planen|plan|vandring|vandringen|promenad|logg|möte|mötet|analys|brev|enkät"
    r"|bild|bilden"
    r"|anteckningar|rådet|råd|dialog|kartläggning|besiktning|uppföljning|skrivelse|motion|förslag|samverkan|händelser)$"
)
"""What a document calls itself before the name it is about: "Trygghetsrapport Almskolan"."""
_NAMING = re.compile(
    rf"{_KIND} [a-zåäö]|(?:Doktor|Kung|Drottning|Prins|Kapten) {_WORD} [a-zåäö]"
    rf"|(?:Första|Andra|Tredje|Fjärde|Femte|Två) [{UP}]"
)
"""What is part of the name before a noun: "Inre hamnen", "Doktor Bergs torg"."""
_NOUN = re.compile(r"(?:hållplatsen|stationen|skolan|rondellen|korsningen|torget|parken|lekplatsen|macken|kiosken)$")
_STREET = re.compile(rf"^{_WORD}(?:{'|'.join(names.STREET_HEADS)})s?$", re.IGNORECASE)
"""Behind the noun for a site a street's or a square's name says where it is: "Hållplatsen Lilltorget"."""
_BEFORE = frozenset(
    "beträffande angående utefter utanför korsningen hörnet eller både även särskilt främst sedan "
    "stopp plats område stadsdel objekt "
    "distrikt etapp grupp delområde samling avresa ankomst start trygghetsteam elevråd elevrådet skolans förskolans "
    "kommunens barnens elevernas".split()
)
_INSTITUTIONS = frozenset("grundskolan förskolan gymnasieskolan högskolan kulturskolan musikskolan särskolan".split())


def compounds(page: Page) -> list[Found]:
    """All of them, known or not, as unknown mentions; a name of the gazetteer as long as it wins over them."""
    return _heads(page) + _adjectives(page) + _areas(page)


def without_towns(page: Page, found: Iterable[Found], known: Iterable[Found]) -> list[Found]:
    """`found` without the towns among the `known` mentions that stand right before a street: "Almtuna Ekgatan"."""
    towns = {one.start: one.end for one in known if one.candidates and one.form == "name"}
    return [_without_town(page, one, towns.get(one.start, one.end)) for one in found]


def _without_town(page: Page, one: Found, end: int) -> Found:
    street = page.text[end + 1 : one.end]
    genitive = page.text[end - 1 : end] == "s"
    if genitive or not page.text[end : end + 1].isspace() or not _STREET.match(street) or not street[0].isupper():
        return one
    return replace(one, start=end + 1)


def _heads(page: Page) -> list[Found]:
    known = words.load()
    found = []
    for match in _COMPOUND.finditer(page.text):
        first, _, rest = match.group().partition(" ")
        start = match.start()
        plain = first.lower()
        # "Längs Bokgatan", "Korsningen Bokgatan": only the capital is the sentence's.
        stop = plain in names.LOCATIVE or plain in _BEFORE or plain in known.no_names
        stop = stop or bool(_DOCUMENT.search(plain)) or (bool(_NOUN.search(plain)) and bool(_STREET.search(rest)))
        street = bool(_STREET.search(rest))
        stop = stop or (street and len(first) == 1)
        # "Rondering Storgatan": an ordinary word that opens the line.
        stop = stop or (
            street
            and rest[0].isupper()
            and page.opens(start)
            and plain in words.vocabulary()
            and not re.fullmatch(_KIND, first)
        )
        kept = _NAMING.match(match.group()) and not page.opens(start)
        if rest and stop and not kept:
            first, start = rest, start + len(first) + 1
            plain, rest = first.lower(), ""
            if first[0].islower():
                continue
        if rest and plain.endswith(("ens", "ets", "nas")) and labels.is_institution(plain):
            continue
        if re.search(r"\d", first) or (not rest and _is_common(page, start, plain)):
            continue
        found.append(Found(start, match.end(), None, "unknown", (), page.preposition(start), 0))
    return found


def _is_common(page: Page, start: int, plain: str) -> bool:
    """ "Ringvägen" in mid-sentence is a street, at its start it may be any ring road."""
    lists = words.load()
    common = any(word in lists.common_compounds or word in lists.never for word in (plain, plain.removesuffix("s")))
    return common and (page.opens(start) or plain.removesuffix("s") in _INSTITUTIONS)


def _adjectives(page: Page) -> list[Found]:
    """ "Danska vägen", "Fryxellska skolan"; at the start of a sentence only the form that no ordinary word has."""
    found = []
    for match in _ADJECTIVE.finditer(page.text):
        first = match.group().split()[0].lower()
        if first in words.load().never or (page.opens(match.start()) and not first.endswith(("llska", "nska", "jska"))):
            continue
        found.append(Found(*match.span(), None, "unknown", (), page.preposition(match.start()), 0))
    return found


def _areas(page: Page) -> list[Found]:
    """ "Gubboområdet": a name in mid-sentence, a label or a heading; any "Centrumområdet" at the start is a noun."""
    lists = words.load()
    return [
        Found(*m.span(), None, "unknown", (), page.preposition(m.start()), 0.45)
        for m in _AREA.finditer(page.text)
        if m.group().lower().removesuffix("s") not in lists.common_compounds
        and not (page.opens(m.start()) and re.match(r" \w", page.after(m.end())))
    ]
