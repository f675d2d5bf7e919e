"""Who acts under the name of a place: companies, the municipality as an organisation, persons who speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trygghet_geo.places import names
from trygghet_geo.places.line import UPPER, Found, Page
from trygghet_geo.places.words import Words

_NAME = rf"[{UPPER}&][\w&'’-]*"
_COMPANY = re.compile(
    rf"(?: {_NAME}){{0,4}} (?:AB|HB|KB|AIF|IF|IFK|IK|BK|FK|FF|FC|HC|SK|BoIS|GIF|GoIF|IBK|IBF|OK)(?![\w-])"
    rf"|(?: {_NAME}){{0,2}} & {_NAME}|(?: {_NAME}){{0,3}} (?:[a-zåäö]*förening|[a-zåäö]*klubb|stiftelse)s?(?!\w)"
)
"""What follows the name when a company or a club is called by it: "Boxholms Ost AB", "Mellerås & Co"."""
_AT_SITE = frozenset(
    (
        *"vid utanför bakom framför förbi intill invid bredvid nära kring runt på".split(),
        *("i närheten av", "i höjd med", "i anslutning till"),
    )
)
"""A company behind one of these is somewhere to be: "utanför Kolbäcks Åkeri AB"."""
_ORGANISATION = re.compile(
    r" (?:(?:egna?|nya|gällande|lokala|samtliga|alla|olika|reviderade|gemensamma|övergripande) )?"
    r"[\w-]*?(?:plan|planen|planer|planering|riktlinjer?|regler|regelverk|program|programmet|policy|policyer|strategi|strategier|reglemente|redovisning"
    r"|budget|råd|rådet|organisation|nämnd|nämnden|nämnder|styrelse|förvaltning|förvaltningar|fullmäktige|arbete|verksamhet"
    r"|verksamheter|bolag|hållning|förhållande|webbplats|hemsida|tjänster|växel|kontaktcenter|försörjning|tjänstepersoner"
    r"|tjänstemän|medarbetare|personal|anställda|revisorer|revision|chefer|direktör|jurist|museum|bibliotekarier"
    r"|tidning|uppföljning|rapport|yttrande|svar|remissvar|beslut|ansökan|avtal|logotyp|hembygdsförbund|bildningsförbund"
    r"|landsting|konstförening|avdelning|distrikt)s?(?!\w)",
    re.IGNORECASE,
)
"""What a municipality or a county has as an organisation: behind "Almtuna kommuns", "Almtuna stads", "Tuna läns"."""
_STATE = re.compile(r" (?:[Ss]tads?|kommuns?|läns)(?!\w)")
_HEADER = re.compile(rf" ?[{UPPER}]\w*(?:styrelsen|nämnden|nämnd|fullmäktige|förvaltningen|kontoret|utskottet)(?!\w)")
"""Under a letter-head the body follows: "Almtuna Stad Kommunstyrelsen"."""
_SAYS = re.compile(
    r"(?: \([A-ZÅÄÖ]{1,3}\))?,? (?:yrka|undra|svara|tacka|hälsa|berätta|fråga|påpeka|notera)(?:r|de)\b"
    r"|,? (?:tillstyrk|avstyrk)(?:er|te)\b"
    r"|(?: inte| ännu inte)? (?:säger|tillägger|tillade|avstår|avstod|instämmer|instämde|redogör|redogjorde|reserverar"
    r"|reserverade|föredrar|föredrog|inleder|inledde|föreslår|föreslog|menar|menade|anser|ansåg|har svarat|svarat"
    r"|skänk(?:er|te)|erbjud(?:er|it)|erbjöd|bjud(?:er|it) på|bjöd på|har årsmöte|har öppet"
    r"|söker (?:bidrag|fler|nya|medlemmar|volontärer|personal)|betalar|sponsrar|bekräftar|återkommer"
    r"|är ordförande|hade inga frågor|vill vänta|yttrade)(?!\w)"
)
"""Whoever does this is a person or a body, not a place: "Boden har inte svarat", "Orust avstår"."""
_SAID_BY = re.compile(
    r"(?:enligt|besvara\w* av|föredra\w* av|redovisa\w* av|yrkande (?:av|från)|reservation (?:av|från)|anförande av"
    r"|replik (?:av|från)|debattören|bifall till|på förslag av|undertecknad\w* av|underskri\w+ av|justera\w* av"
    r"|protokollför\w* av) $",
    re.IGNORECASE,
)
_HIS = re.compile(
    r" (?:\w+ )?\w*(?:förslag|undran|initiativ|invändning|yrkande|yrkanden|reservation|motion|anförande"
    r"|inlägg|replik|utläggning|föredragning|frånvaro|promemoria|PM|anteckningar|sammanställning|kommentar|presentation"
    r"|mejl)n?\b"
)
"""What a person at a meeting has: "Timrås yrkande"."""
_IN_BRACKETS = re.compile(rf" \([{UPPER}]\.? [{UPPER}][\w-]+\)")
"""A person of a body named for its place: "Grästorp (A Berg)"."""
_ROLE = re.compile(
    r"(?:ordförande|ledamot|ledamöter|medlem|medlemmar|kassör|sekreterare|vd|styrelsen|chef|anställda?|delägare|ägare"
    r"|aktiva?|grundare|stämma|årsmöte) (?:i|för|på|hos|vid|av) $",
    re.IGNORECASE,
)
_GROUP_SAYS = re.compile(
    r" (?:har (?:tröttnat|problem|haft|drabbats|sett|märkt|fått nog|inbrott|fortfarande)|upplever|ser|känner|bor|tycker"
    r"|märker|önskar|saknar|behöver|oroas|är (?:trötta|oroliga|rädda|less|utsatta|drabbade)|drabbas|vågar|lider|störs"
    r"|vill ha)(?!\w)"
)
_WE = re.compile(r"[Vv]i i (?:stadsdelen |byn |centrala |norra |södra |östra |västra )?$")


_SPORT = (
    r"(?:\w*match(?:en|er|erna)?|derby(?:t|n)?|supportrar(?:na)?|fans(?:en)?|\w*klack(?:en)?|bengaler|allsvensk\w+"
    r"|hockeyettan|slutspel(?:et)?|kvalet|seriefinal(?:en)?|avspark|nedsläpp)"
)
_PLAYS = re.compile(
    rf"s? (?:fans|supportrar|klack|supporterklubb|lag|spelare|målvakt|tränare|anhängare)(?!\w)"
    rf"|(?:,? (?:och|mot) {_NAME}| ?[–-] ?{_NAME})? (?:(?:väntas|ska|skulle|kommer att) (?:ta med|möta|spela)"
    r"|vann|förlorade|besegrade|slog|kvitterade|åkte ur|möter|mötte|möts|möttes"
    r"|spela(?:r|de) (?:hemma|borta|mot|i))(?!\w)"
)
"""What teams do and have: "Lillå väntas ta med fans", "Lillås supportrar"."""
_RESULT = re.compile(
    rf"(?: ?[–-] ?{_NAME})?,? \(?\d{{1,2}} ?[–-] ?\d{{1,2}}(?![\w/]|[ –-]*\d"
    r"| (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
)
"""What stands behind the teams of a match: "Lillå–Mellerås 3–1"."""
_BEATS = re.compile(r"(?<!\w)(?:slog|besegrade|slagit|besegrat|vann mot|förlorade mot|föll mot) $")
_MATCH_OF = re.compile(rf"(?<!\w){_SPORT}[^.;:]{{0,25}}? (?:mellan|mot|till|från)(?: {_NAME} och)? $", re.IGNORECASE)
"""The match or the supporters of the teams named next."""
_HELD = re.compile(
    rf"(?: {_NAME}){{0,3}} AB(?::s|s)? (?:bolagsstämma|stämma|styrelse\w*|årsmöte|ägardirektiv|koncern|vd|dotterbolag)"
)
_HOLDING = re.compile(r"s? (?:Stadshus|Rådhus|Kommunhus|(?:Kommun|Stads)företag|Holding|Moderbolag)(?!\w)")
"""A company that owns companies, and what a company holds: nowhere to be, whatever stands before it."""


def is_team(page: Page, one: Found) -> bool:
    """Whether a club is called by the name of its town: by what it does, or as its match or supporters are named."""
    text = page.text[one.start : one.end].lower().removesuffix("s")
    if one.form not in ("name", "unknown") or text.endswith((*names.STREET_HEADS, *names.SITE_HEADS)):
        return False
    if one.preposition in (None, "mot") and _PLAYS.match(page.after(one.end)):
        return True
    if one.preposition in (None, "mot") and _BEATS.search(page.before(one.start)):
        return True
    pair = re.match(rf" ?[–-] ?{_NAME}", page.after(one.end)) or re.search(rf"{_NAME} ?[–-] ?$", page.before(one.start))
    if one.preposition is None and pair and _RESULT.match(page.after(one.end)):
        return True
    return one.preposition in ("mellan", "mot", "till", "från") and bool(_MATCH_OF.search(page.before(one.start)))


def is_actor(page: Page, one: Found, known: Words) -> bool:
    """Whether the words around the name say that somebody or some body is called so, and not where something is."""
    if one.form not in ("name", "unknown", "area", "road"):
        return False
    after, before = _following(page, one), page.before(one.start)
    if (one.preposition not in _AT_SITE and _COMPANY.match(after)) or _HELD.match(after) or _HOLDING.match(after):
        return True
    if is_team(page, one):
        return True
    if _ends_as_body(page, one, known) or re.match(r" (?:kommun)?(?:fullmäktige|styrelsen?)s(?!\w)", after):
        return True
    if _IN_BRACKETS.match(after) or (re.match(r"-\w", after) and page.text[one.end - 1] == "s"):
        return True
    if _ROLE.search(before) and re.match(rf" {_NAME}", after):
        return True
    return _is_organisation(page, one) or _speaks(page, one) or _is_group(page, one)


def _following(page: Page, one: Found) -> str:
    """What follows the name; behind a genitive that ends its line ("Almtunas", "Stadshus AB") the next line."""
    after = page.after(one.end)
    genitive = one.name is not None and one.end - one.start > len(one.name)
    return after if after or not genitive else " " + page.after(one.end + 1)


def _ends_as_body(page: Page, one: Found, known: Words) -> bool:
    """ "Nerikes Allehanda", "Ale Torg Handelsförening": the last of several capitals is the word for a body."""
    text = page.text[one.start : one.end]
    run = re.match(rf"(?: {_NAME})+", page.after(one.end))
    said = text if one.form == "unknown" else run.group() if run and run.group().count(" ") > 1 else ""
    last = said.lower().split()[-1] if " " in said.strip() else ""
    return (
        bool(last)
        and one.preposition not in _AT_SITE - {"på"}
        and (
            (last in known.bodies_after and len(last) > 4)
            or last.endswith(("förening", "förbund", "klubb", "sällskap"))
        )
    )


def _is_organisation(page: Page, one: Found) -> bool:
    """ "Almtuna kommuns riktlinje", "Tuna läns museum", "Almtuna Stad Kommunstyrelsen", "remiss till Almtuna Stad"."""
    word = _STATE.match(page.after(one.end))
    end = one.end + (word.end() if word else 0)
    text, after = page.text[one.start : end], page.after(end)
    if re.search(r" (?:stad|kommun|län)s$", text, re.IGNORECASE) and _ORGANISATION.match(after):
        return True
    if text.lower().removesuffix("s").endswith("regionen"):
        # The county council has the name; the county itself is "Västra Götaland".
        county = bool(one.candidates) and all(c.startswith("lan-") for c in one.candidates)
        return county or one.preposition not in ("i", "inom")
    if not re.search(r" (?:[Ss]tads?|kommuns?)$", text):
        return False
    if _HEADER.match(after) or (after == "" and _HEADER.match(page.text[end + 1 : end + 40])):
        return True
    # With a capital it is the organisation's name; the town would be "staden".
    return bool(re.search(r" Stads?$", text)) and one.preposition not in ("i", "inom", "kring", "runt om", "runtom")


def _speaks(page: Page, one: Found) -> bool:
    if one.form not in ("name", "unknown") or " " in page.text[one.start : one.end]:
        return False
    before = page.before(one.start)
    if names.settled(before, site=one.form == "unknown"):
        return False
    if _SAID_BY.search(before) or (page.text[one.end - 1] == "s" and _HIS.match(page.after(one.end))):
        return True
    return one.preposition is None and bool(_SAYS.match(page.after(one.end)))


def _is_group(page: Page, one: Found) -> bool:
    """ "Vi i Almis har årsmöte": a group of that name; who lives there says how it is ("Vi i Almis upplever …")."""
    if one.preposition != "i" or not _WE.fullmatch(page.before(one.start)):
        return False
    return not suffers(page.after(one.end))


def suffers(after: str) -> bool:
    """Whether a group, by the words `after` it, tells what it has been through or how it is where it lives."""
    return bool(_GROUP_SAYS.match(after))


def ails(after: str) -> bool:
    """Whether the words `after` a name say how it is at a place, as they never do of a person: "har haft inbrott"."""
    told = _AILS.match(after)
    return told is not None and (not told["had"] or any(_REPORTED.search(w) for w in after[told.end() :].split()[:4]))


def is_label(page: Page, one: Found, following: str, known: Words) -> bool:
    """Whether a name that opens its line is the head of a row ("Kolbäck Klotter på …"), the next word its beginning.

    Not in the middle of a paragraph, nor where more such pairs follow ("Åre Destination, Bergs Hyreshus") or the pair
    does what a body does ("Pajala Vindkraft sponsrar").
    """
    if is_reported(following, known):
        return True
    if one.start in page.inner:
        return False
    rest = page.after(one.end)[1 + len(following) :]
    return not (LISTED.match(rest) or _BODY_DOES.match(rest))


def is_reported(word: str, known: Words) -> bool:
    """Whether a report may begin with the word: "Klotter", "Villainbrott", "Snabba"."""
    return word.lower() in known.headings or bool(_REPORTED.search(word))


_AILS = re.compile(
    rf"(?:,? (?:och|samt) {_NAME})?(?: (?P<had>har (?:\w+ ){{0,2}}(?:haft|fått))(?!\w)"
    r"| (?:har (?:\w+ ){0,2}drabbats|har (?:stora |inga |fortsatt )?problem|rapporterar (?:lugn|om)"
    r"|har varit (?:förskon|lugn|drabb|stök)\w*"
    r"|drabba\w+|störs av|skakades|skakas|plågas|ligger (?:\w+ )?stilla"
    r"|hade (?:\w+ ){0,2}\w*(?:inbrott|stölder|bränder)|(?:är|var) utan anmärkning"
    r"|sticker ut|upplevs som|(?:är|var) (?:nu |fortsatt |också |det )?"
    r"(?:lugnt|stökigt|otryggt|tryggt|mörkt|värst|hårt|särskilt|mest)|saknar (?:gatu)?belysning)(?!\w))"
)
LISTED = re.compile(rf"(?: {_NAME})*(?:, | och | samt |/){_NAME} [{UPPER}]")
_REPORTED = re.compile(
    r"brott|stöld|stul[ean]|klott|skadeg|bull[er]r?|eldning|brand$|bränd|brinn|stök|bråk|otrygg|tryggt$|lugn|olyck|^fort|snabb"
    r"|skräp|misshand|^hot$|rån$|^drog|narkot|ungdom|moped|bilar|fordon|cyklar|epa-?t|belysning|mörk|trasig|oro|tjuv|fyll"
    r"|sabot|vandal|kross|parkering|halk|snö|hundar|^lös|trafik(?!skol)|hög(?:a|t)$|gäng|dumpn|kastn|skott|explosion|smäll"
    r"|bedräg|häler|ofred|våld|^inga?$|^flera?$|^fler$|^mycket$|^många$|^en$|^ett$|^två$|^tre$|^man$|^kvinna$|^person",
    re.IGNORECASE,
)


_BODY_DOES = re.compile(
    r"(?: och \w+)? (?:anlitas|sköter|utför|öppnar|röjer|sanerar|plogar|delar|ger"
    r"|sponsrar|deltar|deltog|bidrar|bidrog|ordnar|ordnade|arrangerar|ställer|betalar|lånar"
    r"|hjälper|säljer|samlar|levererar|levererade|bjuder|bjöd|bytte|samordnar|är (?:med|kontakt|värd|huvud)\w*"
    r"|har (?:anlitats|bidragit|skrivit|tecknat|anmält|kameror|yttrat|skickat|lämnat|donerat|lovat"
    r"|fått (?:remiss|bidrag|frågan)))\b"
)


def is_company(word: str, known: Words, *, shouted: bool) -> bool:
    """Whether the capitalised word before a name is a company or an abbreviation: "Volvo Köping", "SSAB Oxelösund".

    `shouted` says that the line is in capitals anyway.
    """
    letters = word.replace("&", "")
    short = letters.isupper() and 3 <= len(letters) <= 5 and word.lower() not in known.never
    return word.lower() in known.companies or (short and not shouted)


_TITLED = re.compile(
    r"(?:bok(?:en)?|roman(?:en)?|film(?:en)?|pjäsen?|sången|låten|visan|podd(?:en)?|podcast|serien?|utställning(?:en)?"
    r"|tema(?:t)?|rubrik(?:en)?|titeln?|kampanj(?:en)?|projekt(?:et)?|program(?:met)?|artikeln?|insändaren?|föreläsning(?:en)?"
    r"|motion(?:en)?|broschyr(?:en)?|foldern?|rapport(?:en)?|skrift(?:en)?|löd|heter|kallas|kallad|hette|namnet|mottot"
    r"|parollen|sloganen|sidan|facebooksidan|gruppen|tråden|kontot|hashtaggen)"
    r"(?: (?:löd|var|är|som|om|heter))?:? ?(?P<mark>[\"”“»'’‘])(?P<run>[^\"”“»«'’‘\n]{3,60})"
    r"[\"”“»«'’‘](?:,? och (?:[\"”“»'’‘])(?P<second>[^\"”“»«'’‘\n]{3,60})[\"”“»«'’‘])?",
    re.IGNORECASE,
)
"""What stands in quotes behind the word for a work or a heading is its title, whatever places it names."""
_QUOTE = re.compile("[\"”“»'’‘]")


def titled(text: str) -> Iterator[re.Match[str]]:
    """All matches of `_TITLED`, looked for only in lines with a quotation mark."""
    done = 0
    for quote in _QUOTE.finditer(text):
        if quote.start() < done:
            continue
        done = text.find("\n", quote.start()) + 1 or len(text) + 1
        yield from _TITLED.finditer(text, text.rfind("\n", 0, quote.start()) + 1, done - 1)
