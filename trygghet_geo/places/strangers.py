"""Places that no gazetteer has, known by their shape and surroundings: streets, labels, headings, "vid lekplatsen".

They are kept as mentions without candidates, for the coordinator to place and so that no other place is put instead.
"""

from __future__ import annotations

import re

from trygghet_geo.places import labels, names, words
from trygghet_geo.places.compounds import compounds, without_towns
from trygghet_geo.places.labels import NAME, UP, plausible
from trygghet_geo.places.line import AGAIN, Found, Page
from trygghet_geo.places.matcher import BARE

_NAMED = re.compile(
    rf"(?<!\w)(?P<preposition>[Ii]|[Pp]å|[Vv]id|[Uu]tanför|[Kk]ring|[Rr]unt|[Ll]ängs|[Uu]tmed|[Nn]ära|[Gg]enom|[Mm]ellan"
    rf"|[Bb]akom|[Ii]ntill|[Nn]edanför|[Oo]vanför|[Bb]redvid|[Öö]ver|om|höjd med|(?:ut|upp|ner|bort) till"
    rf"|(?:leds|körs|går) (?:om )?via"
    rf"|(?:trakten|närheten) av"
    rf"|(?:larm|kall|beordr|skick|åk|ryck)\w* (?:ut )?till"
    rf"|(?:\w*(?:vägen|väg|stigen|bron|tunneln|leden|banan|infarten|avfarten|utfarten|påfarten|stråket|trappan|backen|spåret|färjeläget))"
    rf" (?:ner |upp |ut |bort )?(?:till|mot|över|under|från)"
    rf"|(?:samtal|larm\w*|anmälan|uppgifter|tips|hör[sdt]*|rop|skrik|skott|rök|ljud|musik|smäll\w*|glaskross) från"
    rf"|^Från(?= \w+ (?:hör|syn|rapporter|inkom|ring|larma)\w*)) "
    rf"(?:stadsdelen |kommundel(?:en)? |byn |orten |området |bostadsområdet |kommundelen |tätorten |samhället )?"
    rf"(?P<name>(?:gamla )?{NAME})"
    rf"(?P<noun> (?:gång|gången|gården|dammen|ängarna|berget|huset|fältet|stranden|bryggan))?"
    rf"(?![\w&-]|:\w)",
    re.MULTILINE,
)
_AT_NOUN = re.compile(
    rf"(?<![\w-])(?i:fritidsgård(?:en)?|ungdomsgård(?:en)?|simhall(?:en)?|sporthall(?:en)?|ishall(?:en)?|kommundel(?:en)?"
    rf"|fotbollsplan(?:en)?|lekplats(?:en)?|badplats(?:en)?|bostadsområdet?|busshållplats(?:en)?|äldreboendet?"
    rf"|campingplats(?:en)?|köpcentre?u?m?e?t?|pendelparkering(?:en)?) (?P<name>{NAME})(?![\w-])"
)
"""The noun for a site and the name it has: "fritidsgården Lunden"."""
_QUARTER = re.compile(
    r"(?:[Pp]å|till) (?P<name>(?:Söder|Norr|Öster|Väster)(?! om\b)|(?:söder|norr|öster|väster)(?= i [A-ZÅÄÖ]))\b"
)
"""The quarter of a town that is called by its direction."""
_STATION = re.compile(rf"(?<![\w-])(?i:trafikplats|mötesplats|rastplats|tpl) {NAME}(?![\w-])")
_BARE = re.compile(
    rf"(?<![\w-])(?P<noun>{'|'.join(BARE)}|lekplatsen|badplatsen|hamnen|småbåtshamnen|bensinmacken|ungdomsgården|"
    r"fritidsgården|idrottshallen|sporthallen|busstorget|sjukhuset|ån|campingen|skateparken|stadsparken|"
    r"köpcentrumet|stadshuset|förskolan|kolonin|ridhuset|grustaget|elljusspåret|bollplanen|fotbollsplanen|kyrkogården|"
    r"kyrkparken|hållplatsen|busshållplatsen|parkeringshuset|stadsbiblioteket|badstranden|tunneln|gångtunneln|"
    r"rondellen|cirkulationsplatsen|banvallen|kajen|stadion|badhuset|simhallen|ishallen|gallerian|resecentrum|bangården"
    r"|strandpromenaden|undergången|gångpassagen|ställplatsen|pendeltågsstationen|tunnelbanestationen|tunnelbanan"
    r"|\w{3,}tågsstationen|rangerbangården|cykelgaraget|pendelparkeringen|pulkabacken|hundrastgården|utegymmet"
    r"|återvinningsstationen|återvinningscentralen|vattentornet|brandstationen|hotellet"
    r"|teatern|biografen|fornborgen|hembygdsgården|folkparken|festplatsen|multiarenan|konstgräsplanen)(?![\w-])",
    re.IGNORECASE,
)
_SITES = frozenset(
    "torget busstationen tågstationen järnvägsstationen stationen badet lekplatsen parken centrum gångtunneln tunneln "
    "strandpromenaden undergången badplatsen hamnen skateparken gallerian bangården pulkabacken hundrastgården".split()
)
"""What a sentence about the place itself may begin with; a library or a church that begins one may be who acts."""
_NUMBERED = re.compile(r"^(?:[\w./ ]{0,18}\d[.:),]* ?|(?:Stopp|Plats|Punkt) \w ?[.:,–-] ?)")
_SENT = re.compile(
    r"polis|patrull|ambulans|räddningstjänst|enhet|resurs|styrk|brandbil|helikopter|väktare", re.IGNORECASE
)
"""What is sent to a place; papers are sent to persons."""
_WHERE = frozenset(("i", "kring", "runt", "vid", "utanför", "mellan"))
_SETTLED_BEFORE = re.compile(rf"(?<![\w-])(?i:{names.SETTLED}|{names.SITES}) (?P<name>{NAME})(?![\w-])")
_SETTLED_AFTER = re.compile(rf"(?<![\w-])(?P<name>[{UP}][a-zåäöé]{{2,}}) (?:by|samhälle|tätort|kyrkby)(?![\w-])")
_NEXT_NAME = re.compile(rf"(?:, | och | samt )(?P<name>[{UP}][a-zåäöé]{{3,}})(?![\w&-]|:\w| [{UP}(])")
_TOWARDS = (None, "förbi", "mot", "till", "från", "över", "inom")


def strangers(page: Page, known: list[Found]) -> list[Found]:
    """All of them, overlapping ones too: the caller keeps the longest, and gazetteer names before these.

    `known` are the mentions of the gazetteer; they tell which headings and labels are places.
    """
    ordinary = frozenset(re.findall(r"(?<![\w-])[a-zåäöé]{4,}(?![\w-])", page.text))
    named = [one for one in _named(page) + _told(page) if page.text[one.start : one.end].lower() not in ordinary]
    named += [one for one in _coordinated(page, [*known, *named]) if _word(page, one) not in ordinary]
    quarters = (m.span("name") for m in _QUARTER.finditer(page.text))
    named += [Found(*span, None, "unknown", (), page.preposition(span[0]), -1) for span in quarters]
    sure = compounds(page) + named
    sure += labels.labelled(page, [*known, *sure])
    sure = without_towns(page, sure, known)
    return sure + _again(page, sure, ordinary) + _bare(page)


def _named(page: Page) -> list[Found]:
    """A capitalised word behind a preposition of place, in mid-sentence: probably a place that no gazetteer has."""
    found = []
    for match in _NAMED.finditer(page.text):
        cue = match["preposition"].lower()
        if cue.startswith("skickas") and not _SENT.search(page.before(match.start())):
            continue
        if cue == "om" and not re.search(r"(?:norr|söder|öster|väster) $", page.before(match.start())):
            continue
        first, *rest = match["name"].removeprefix("gamla ").split()
        several = first.endswith(("arna", "orna", "erna")) and (
            cue in names.AT_BUILDING or first.endswith(("ängarna", "åkrarna", "backarna", "hagarna", "bergen"))
        )
        if not several and not plausible(first):
            continue
        start, end = match.start("name"), match.end("name")
        if rest and not plausible(rest[0]) and first.lower() in names.DIRECTIONS:
            # "Västra Bodarna": the direction alone names nothing.
            pass
        elif rest and not plausible(rest[0]):
            end = match.start("name") + match["name"].index(first) + len(first)
        elif match["noun"]:
            end = match.end("noun")
        found.append(Found(start, end, None, "unknown", (), page.preposition(start), -1))
    return found


def _word(page: Page, one: Found) -> str:
    return page.text[one.start : one.end].lower()


def _told(page: Page) -> list[Found]:
    """ "Byn Resele", "Resele samhälle": a word for a settled place stands with the name."""
    return [
        Found(*m.span("name"), None, "unknown", (), page.preposition(m.start("name")), rank)
        for pattern, rank in ((_SETTLED_BEFORE, 0.45), (_SETTLED_AFTER, -1), (_AT_NOUN, 0.45))
        for m in pattern.finditer(page.text)
        if plausible(m["name"])
    ] + [Found(*m.span(), None, "unknown", (), page.preposition(m.start()), 0) for m in _STATION.finditer(page.text)]


def _coordinated(page: Page, known: list[Found]) -> list[Found]:
    """ "I Ramsele och Edsele": the name joined to one that stands behind a preposition of place."""
    found: list[Found] = []
    cued = [one for one in known if one.preposition and one.form in ("name", "unknown")]
    while cued:
        one = cued.pop()
        joined = _NEXT_NAME.match(page.text, one.end)
        # "Till" and "från" persons too: there the name must end like a place's.
        sure = one.preposition in _WHERE or (one.preposition == "på" and bool(one.candidates))
        if joined and _is_name(joined["name"]) and (sure or labels.toponym(joined["name"])):
            found.append(Found(*joined.span("name"), None, "unknown", (), one.preposition, -1))
            cued.append(found[-1])
    return found


def _is_name(word: str) -> bool:
    known = words.load()
    plain = word.lower()
    return plausible(word) and not (plain in known.headings or plain in known.weak or plain in names.DIRECTIONS)


def _again(page: Page, found: list[Found], ordinary: frozenset[str]) -> list[Found]:
    """A name once seen as a place is one wherever it comes again: "Lombolo är däremot förskonat"."""
    known = words.load()
    seen = {page.text[f.start : f.end] for f in found if " " not in page.text[f.start : f.end] and f.rank < 1}
    lists = (known.weak, known.common_compounds, ordinary)
    seen = {n for n in seen if n.istitle() and len(n) > 4 and not any(n.lower() in common for common in lists)}
    if not seen:
        return []
    return [
        Found(*m.span(), None, "unknown", (), page.preposition(m.start()), AGAIN)
        for m in re.finditer(rf"(?<![\w-])[{UP}][a-zåäöé]+(?![\w-])", page.text)
        if m.group() in seen
    ]


def _bare(page: Page) -> list[Found]:
    """ "vid lekplatsen": a definite noun of place behind a preposition, or alone as a heading or a label."""
    found = []
    for match in _BARE.finditer(page.text):
        noun, cue = match["noun"].lower(), page.preposition(match.start())
        if noun == "centrum" and re.match(r" för\b| där (?:fokus|vi|man)\b", page.after(match.end())):
            continue
        school = noun.endswith(("skolan", "gymnasiet"))
        apposed = match["noun"][0].isupper() and re.search(rf"(?:[{UP}][a-zåäöé]+, |\w/)$", page.before(match.start()))
        apposed = apposed and not re.match(r" \w", page.after(match.end()))
        apposed = apposed or (page.before(match.start()).endswith("/") and not school)
        closes = (
            page.before(match.start()).endswith(", ") and not school and not re.search(r"\w", page.after(match.end()))
        )
        listed = not school and names.coordinated(page.before(match.start()))
        line = page.before(match.start()) + page.after(match.end())
        alone = not re.search(r"\w", _NUMBERED.sub("", line))
        opens = not re.search(r"\w", _NUMBERED.sub("", page.before(match.start())))
        labelled = opens and bool(re.match(r":| [–-] |\. [A-ZÅÄÖ]", page.after(match.end())))
        alone = alone or (match["noun"][0].isupper() and noun in _SITES and page.opens(match.start()))
        if (
            # "Skolan" over a section of minutes is who reports, and so is "Kyrkan:".
            ((alone or labelled) and not school and not (noun == "kyrkan" and labelled))
            or closes
            or (cue in names.AT_BUILDING if school else cue not in _TOWARDS)
            or noun == "centrum"
            or listed
            or apposed
        ):
            found.append(Found(*match.span(), None, "generic", (), cue, -2))
    return found
