"""Names of places inside the names of persons, organisations, papers and projects: recognised and taken out."""

from __future__ import annotations

import re
from functools import lru_cache

from trygghet_geo.places import actors, authorities, bearers, labels, names, persons, signatures, words
from trygghet_geo.places.line import AGAIN, UPPER, Found, Page
from trygghet_geo.places.words import Words

_RUN = (
    rf"[\"”“»]?(?P<run>[{UPPER}][\w&'-]*"
    rf"(?: (?:(?:i|och|för|mot|av|på|den|utan|&|med|om) )?[{UPPER}][\w&'-]*)*)[\"”“»]?"
)
_SLOGAN = re.compile(
    r"(?<=[\wåäö,:] )(?:Vi|Mitt|Liv och hälsa|Trygg|Trygga|Tryggt|Tryggare|Ung|Unga|Tillsammans|Rädda|Liv|Engagerad"
    r"|Aktiv|Rent|Hela"
    r"|Snyggt)"
    rf" (?:i|på|för|mot) [{UPPER}][\w-]*|(?<!\w)Hela [{UPPER}][\w-]+ (?:vandrar|cyklar|springer|städar|läser|dansar"
    rf"|rullar|simmar|promenerar|sjunger|rör på sig|skrattar|leker)(?!\w)"
    rf"|[\"”“»][{UPPER}][\wåäö]+(?: [\wåäö]+)? i [{UPPER}][\w-]+[\"”“»]"
)
_NAMED_SO = re.compile(rf"(?m)^Trygg(?:t|are)? i [{UPPER}][\w-]+(?=,| [–-] |$)")
"""A group or a programme by its name at the head of its paper."""
_PHRASED = re.compile(
    r"(?<!\w)(?:[Bb]oken|[Ff]ilmen|[Rr]omanen|[Ss]erien|[Pp]jäsen|[Ll]åten) "
    rf"(?P<work>[{UPPER}]\w+ (?:i|från|på|vid|till) [{UPPER}][\w-]+)|"
    r"(?<!\w)(?:[Pp]rojekt(?:et)?|[Kk]ampanj(?:en)?|(?:\w+)?[Gg]rupp(?:en)?|[Nn]ätverk(?:et)?|[Pp]rogram(?:met)?"
    r"|[Ss]atsning(?:en)?|[Ii]nitiativ(?:et)?|[Ff]öreläsning(?:en)?) (?P<run>(?:Ett|Vi|Det|Alla|Tillsammans|Hela|Vårt"
    r"|Nya|Tryggt?|Tryggare|Levande|Framtidens|Rädda|Bevara|Stoppa) (?:(?:som|bor|i|för|på|ett|tryggt|tryggare|rent"
    rf"|levande|öppet|nytt|nya|säkert|bättre|vårt|oss) )*[{UPPER}][\w-]+)"
)
"""Names of projects and groups that are a phrase: "projektet Ett tryggt Mellerås", "gruppen Vi som bor i Mellerås"."""
_ORGANISED = re.compile(
    r"(?:förening|föreningen|klubb|klubben|förbund|förbundet|byalag|byalaget|församling|församlingar|pastorat"
    r"|sällskap"
    r"|gille|byaråd|jaktlag|bolag|nämnd|universitet|högskola|tingsrätt|hovrätt|brandkår|stift|stiftelse"
    r"|bibliotekarier|redaktion|brandvärn|manskör|kyrkokör|flygflottilj|regemente|[a-zåäö]{4,}råd|folkdansgille|spelmanslag|hemvärn|(?:[Aa]ffärs|[Ee]nergi|[Kk]raft|[Ee]l)verk)s?$"
)
"""Behind a name these mean a body whether the name has its s or not: "Valhalla villaförening", "Malmö universitet"."""
_GROUP = re.compile(
    r"(?:byalaget|jaktlaget|polisen|bevakningen|myndigheten|utbildningen|missionen|inspektionen|(?<=\w)kvinnorna|(?<!villa)(?<!rätts)(?<!samfällighets)(?<!väg)föreningen|klubben"
    r"|förbundet|nämnden"
    r"|styrelsen|kåren|kommittén|sällskapet|gillet|jouren|organisationen|(?<!om)rådet)$",
    re.IGNORECASE,
)
"""Before "i" and a name a body of that town; what happened to it happened there ("Byalaget i X har haft …")."""
_OF_TOWN = re.compile(r" (?:stads|kommuns) (?:[a-zåäö]+ )?[a-zåäö]*(?:nämnd|styrelse|förvaltning|fullmäktige)")
_CALLED = re.compile(rf"(?:^|\W)(?:[{UPPER}][\w&'-]+ ){{1,3}}[{UPPER}][\w&'-]+ i $")
"""What has a name of several words and a town: "Rädda Barnen i Hudiksvall"."""
_WORD_BEFORE = re.compile(rf"(?P<word>[{UPPER}][\w&'’-]*|\d+) $")
_WORD_AFTER = re.compile(rf" (?P<word>[{UPPER}][\w&'’-]*)")
_OF_SITES = re.compile(
    r"(?:Norra|Södra|Östra|Västra|Gamla|Nya|Stora|Lilla|Övre|Nedre|Inre|Yttre|Centrala|ICA|Ica|Coop|Hemköp"
    r"|Willys|Lidl|Preem"
    r"|OKQ8|Circle|McDonald.?s|Max|Restaurang|Pizzeria|Hotell|Station|Stadsdelen|Plats|Ort|Område)$"
)
"""Before a name these make a place of it or leave it one: "Gamla Uppsala", "ICA Kolbäck"."""
_PRESENT = re.compile(
    r"(?:\d{1,2}[.:]\d\d ?[–-]? ?(?:\d{1,2}[.:]\d\d ?)?)?"
    r"(?:Närvarande|Med(?: [a-zåäö]+){0,3}:|Kollegor:|Lag \d:|Tjg|Ej tjg|På plats:|Adj(?:ungerade?)?|Deltagare"
    r"|Deltog|Deltagande"
    r"|Medverkande|Kallade|Frånvarande|Inbjudna|Ansvariga?|Rapportör(?:er)?"
    r"|Justerare|Kontakt(?:person(?:er)?)?|Vid protokollet|Sekreterare|Representanter|Ledamöter|Ersättare"
    r"|Tjänstepersoner|Samarbetspartner|Samverkansparter|Remissinstanser|Sändlista|Kopia till|För kännedom|Tack till"
    r"|Vi tackar|Replik(?:er)?|Handläggare|Föredragande|Talare|Jäv|Protokollförare|Beslutande|Tjänstgörande"
    r"|Med vänlig(?:a)? hälsning(?:ar)?|Hälsningar|Befäl|Vakthavande|Panel(?:samtal|debatt)?|Medverkar"
    r"|Mvh|MVH|Hej|Foto|Bild|Text|Redaktör"
    r"|Copyright|©|[Cc]c|Kopia|Avstår|Jäv|Ja-röster|Nej-röster|Ja|Nej|Ledare|Moderator|Källa)(?:(?<=:)"
    r"|\b[^:]{0,25}[: ])"
)
"""A line that opens so lists persons and bodies, and what they are called after is not where anything happens."""
_BODIES = re.compile(r" (?:[a-zåäö]*(?:församlingar|pastorat|föreningar|klubbar|byalag|polisområden|nämnder))\b")
_HOUSE = re.compile(
    r"(?:teater|konserthus|konsthall|museum|bageri|bryggeri|mejeri|sommarland|marknad|operan|stadsteater"
    r"|folkhögskola)$",
    re.I,
)
"""A body that has a house: behind a preposition of place it is somewhere to be."""
_TITLE = re.compile(
    r"^(?!före|dags)\w*(?:ledaren?|sekreteraren?|ansvariga?|chef|chefen|direktör|direktören|forskaren?"
    r"|föreläsaren?|motionären?"
    r"|ledamot|ledamoten|debattören?|författaren?|konsult|konsulten|journalisten?|reportern?|kuratorn?|prästen?"
    r"|kyrkoherden?"
    r"|läraren?|tränaren?|vaktmästaren?|handläggaren?|inspektör|inspektören|strateg|strategen|koordinatorn?"
    r"|utvecklaren?"
    r"|pedagog|pedagogen|ordförande|ordföranden|talaren?|moderatorn?|doktor|professorn?|advokat|advokaten"
    r"|åklagaren?)$",
    re.IGNORECASE,
)
"""Behind one of these stands a person's name."""
_STREETS = ("torg", "gata", "väg", "plats", "park", "allé", "gränd")
_JOINED = re.compile(r", | och | samt |/")
_FORENAME = re.compile(rf", (?P<word>[{UPPER}][\w-]+)(?=[,.;)]|$)")
_PARTY = re.compile(r"s? ?\((?:S|M|L|C|V|MP|KD|SD|FI|-|[A-Z]{1,4}P)\)")
_GAP = re.compile(r",? (?:och|samt) |, |/")


def without(page: Page, found: list[Found], *, bodies: bool = False) -> list[Found]:
    """`found` without what names somebody or some body instead of a place; `bodies` keeps "polisen i X"."""
    known = words.load()
    taken = _taken(page, known)
    is_person = lru_cache(maxsize=None)(
        lambda one: persons.is_person(page, one, known) or bearers.is_bearer(page, one, known)
    )
    signed = signatures.signed(page)
    called = persons.surnames(page, found, known, told_of=is_person)
    kept: list[Found] = []
    body_end: int | None = None
    for one in found:
        gap = page.text[body_end : one.start] if body_end is not None else ""
        if _within(one, taken) or _signed(page, one, signed) or _is_person(page, one, known):
            continue
        if _is_listed(page, one) and not bodies:
            continue
        if is_person(one) or persons.is_borne(page, one, found, called):
            continue
        if persons.is_thing(page, one) or signatures.is_signature(page, one):
            continue
        if bodies:
            kept.append(one)
            continue
        if authorities.is_authority(page, one, found):
            continue
        if _is_part_of_name(page, one, found, known) or actors.is_actor(page, one, known):
            continue
        if _is_body(page, one, known) or (gap and _GAP.fullmatch(gap) and one.form in ("name", "unknown")):
            body_end = one.end
            if _BODIES.match(page.after(one.end)):
                _drop_joined(page, kept, one)
            continue
        kept.append(one)
    return kept


def _taken(page: Page, known: Words) -> list[tuple[int, int]]:
    """Spans of organisation names, also where a name said once in full comes again."""
    spans, titles = [], set()
    for match in _bodies(known.organisation_heads).finditer(page.text):
        start, end = match.span("run")
        if re.match(r"brf|bostadsrättsföreningen", match.group(), re.IGNORECASE):
            # A housing association's name is a word or two; "i Haga" says where it is.
            end = start + len(match["run"].split(" i ")[0])
        elif " " in match["run"]:
            titles.add(match["run"])
        spans.append((start, end))
    spans += [match.span() for pattern in (_SLOGAN, _NAMED_SO) for match in pattern.finditer(page.text)]
    spans += authorities.boards(page.text)
    spans += [match.span("work" if match["work"] else "run") for match in _PHRASED.finditer(page.text)]
    spans += [match.span(group) for match in actors.titled(page.text) for group in ("run", "second")]
    if titles:
        again = re.compile("|".join(re.escape(t) for t in sorted(titles, key=len, reverse=True)))
        spans += [match.span() for match in again.finditer(page.text)]
    return sorted(spans)


@lru_cache(maxsize=2)
def _bodies(heads: frozenset[str]) -> re.Pattern[str]:
    """A word for a body and the capitals behind it."""
    return re.compile(rf"(?<!\w)(?i:{'|'.join(sorted(heads))}) {_RUN}")


def _within(one: Found, spans: list[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end + 1 for start, end in spans)


def _signed(page: Page, one: Found, spans: list[tuple[int, int]]) -> bool:
    """Whether the name signs the text; where the signer lives stays ("Mamma i Lillå", "Katarina, Lillå")."""
    if one.preposition is not None or not _within(one, spans):
        return False
    at = re.search(rf"(?<!\w)([{UPPER}][\w-]+), $", page.before(one.start))
    return not (at and persons.is_first(at[1], words.load()))


def _is_person(page: Page, one: Found, known: Words) -> bool:
    """After a first name, an initial or a title, or before a party letter."""
    first, _, more = page.text[one.start : one.end].partition(" ")
    if one.form == "unknown" and more and _TITLE.match(first) and not more.endswith(_STREETS):
        return True
    if one.form not in ("name", "unknown") or (one.form == "unknown" and one.rank >= 0 and one.rank != AGAIN):
        return False
    forename = _FORENAME.match(page.after(one.end))
    if forename and persons.is_first(forename["word"], known) and one.preposition is None:
        return True
    if _PARTY.match(page.after(one.end)):
        return True
    before = re.search(rf"(?:^|[^\w])((?:[{UPPER}]\.|[\w-]+))[ -]$", page.before(one.start))
    if not before:
        return False
    word = before[1]
    plain = word.lower()
    if plain in known.titles or _TITLE.match(plain):
        return True
    first = set(plain.split("-")) & known.first_names and word[:1].isupper()
    initial = len(word) == 2 and word[1] == "."
    return bool(first or initial)


def _is_body(page: Page, one: Found, known: Words) -> bool:
    """ "Polisen i X", "Region X", "Xs IF": the body is not where something happens."""
    if one.form not in ("name", "unknown", "area"):
        return False
    before = page.before(one.start)
    if match := re.search(r"([\wåäö]+) i $", before):
        if match[1].lower() in known.bodies:
            return True
        if _GROUP.search(match[1]) and not actors.suffers(page.after(one.end)):
            return True
    elif (match := re.search(r"([\wåäö0-9]+) $", before)) and match[1].lower() in known.bodies_before:
        return True
    if _OF_TOWN.match(page.after(one.end)) or _is_called(page, one):
        return True
    after = re.match(r" ([\wåäöÅÄÖ-]+)", page.after(one.end))
    if after and _ORGANISED.search(after[1]):
        return True
    if not after or after[1].lower() not in known.bodies_after:
        return False
    if one.preposition in _AT and _HOUSE.search(after[1]):
        return False
    genitive = page.text[one.end - 1] in "sxz"
    return after[1][0].isupper() or (len(after[1]) > 4 and genitive)


def _is_listed(page: Page, one: Found) -> bool:
    """Whether the line lists who was there; streets and sites are kept: a meeting may be told of with them."""
    start = page.text.rfind("\n", 0, one.start) + 1
    return one.form == "name" and one.preposition not in _AT and bool(_PRESENT.match(page.text, start))


def _drop_joined(page: Page, kept: list[Found], last: Found) -> None:
    """ "Delsbo, Bjuråker och Rogsta församlingar": a body in the plural is one for each name of the list."""
    end = last.start
    while kept and _JOINED.fullmatch(page.text[kept[-1].end : end]):
        end = kept.pop().start


def _is_called(page: Page, one: Found) -> bool:
    """ "Rädda Barnen i Hudiksvall", but not "Stora Torget i Mora" or "Brf Åkern i Solhult": those say where it is."""
    run = _CALLED.search(page.before(one.start))
    if not run:
        return False
    if (at := one.start - len(run.group().lstrip())) and (
        page.preposition(at) in _AT or page.before(at).endswith("hos ")
    ):
        return False
    called = run.group().strip().lower().removesuffix(" i")
    if persons.is_first(called.split()[0], words.load()):
        return False
    return not called.endswith((*names.STREET_HEADS, *names.SITE_HEADS)) and not called.startswith(("brf ", "bostadsr"))


def _is_part_of_name(page: Page, one: Found, found: list[Found], known: Words) -> bool:
    """A name that stands in a run of capitals is part of what the run names: "Kurt Vittangi", "Kalmar Science Park".

    Not where the run is somewhere to be ("vid ICA Kolbäck"), and not where it opens its line ("Kolbäck Klotter på …").
    """
    if one.form not in ("name", "area") or one.rank < 2 or _is_capitals(page, one):
        return False
    before = _WORD_BEFORE.search(page.before(one.start))
    if before and one.preposition is None and not _OF_SITES.match(before["word"]) and before["word"].isalpha():
        start = one.start - len(before.group())
        joined = any(other.start <= start < other.end for other in found)
        listed = not actors.is_reported(before["word"], known) and actors.LISTED.match(page.after(one.end))
        if (
            not joined
            and page.preposition(start) is None
            and (listed or not _opens(page, start, before["word"], known))
        ):
            return True
        shouted = _is_capitals(page, one, but=before["word"])
        if page.preposition(start) not in _AT and actors.is_company(before["word"], known, shouted=shouted):
            return True
    if one.preposition is None and before and _is_of_body(page, one, before):
        return True
    after = _WORD_AFTER.match(page.after(one.end))
    if after and one.preposition in ("i", "på") and _is_title(page, one, after, found):
        return True
    if not after or one.preposition in _AT or after["word"].lower().endswith((*names.STREET_HEADS, *names.SITE_HEADS)):
        return False
    genitive = one.name is not None and one.end - one.start > len(one.name)
    if _is_line(page, one.start) and not genitive and actors.is_label(page, one, after["word"], known):
        return False
    if page.before(one.start).endswith((", ", "; ")) and actors.is_reported(after["word"], known):
        return False
    following = next((other for other in found if other.start == one.end + 1), None)
    if following is None:
        return not _OF_SITES.match(after["word"])
    return following.form == "name" and bool(_WORD_AFTER.match(page.after(following.end)))


def _is_of_body(page: Page, one: Found, before: re.Match[str]) -> bool:
    """ "Från Konsument Lillå", "vid Fjällräddningen Lillå": a body of the town, in spite of the preposition."""
    word, start = before["word"], one.start - len(before.group())
    cue = page.preposition(start)
    if cue is None or not word.isalpha() or _OF_SITES.match(word) or persons.is_first(word, words.load()):
        return False
    if names.SITE_WORD.search(word.lower()):
        return False
    return labels.is_institution(word.lower()) or cue in ("från", "till", "mellan", "genom", "i", "på")


def _is_title(page: Page, one: Found, after: re.Match[str], found: list[Found]) -> bool:
    """ "I Lillå Magasinet", "på Lillå Direkt": what is called by the town's name and more, unless it is a place."""
    end = one.end + len(after.group())
    beyond = any(other.start < end and one.end < other.end and other is not one for other in found)
    known = words.load()
    plain = after["word"].lower()
    return not (
        beyond
        or _OF_SITES.match(after["word"])
        or names.SITE_WORD.search(plain)
        or actors.is_reported(plain, known)
        or plain in known.never
        or persons.is_first(after["word"], known)
    )


_AT = names.LOCATIVE - {"från", "till", "mot"}


def _opens(page: Page, start: int, word: str, known: Words) -> bool:
    """Whether the word before the name has its capital from opening the sentence and is nobody's first name."""
    return page.opens(start) and word.lower() not in known.first_names


def _is_line(page: Page, start: int) -> bool:
    """Whether the name opens its line, a number or a clock time before it aside."""
    return not re.search(r"[^\W\d]", page.before(start))


def _is_capitals(page: Page, one: Found, *, but: str = "") -> bool:
    """Whether the whole line is in capitals, the word `but` left aside."""
    line = page.before(one.start) + page.text[one.start : one.end] + page.after(one.end)
    return line.replace(but, "").isupper()
