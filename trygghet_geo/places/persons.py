"""Names of places that persons bear: known by what they do, by what stands beside them, by being called so before.

A name behind "i" or "vid" is never judged here: whoever is called Kolbäck, "i Kolbäck" is the town.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from trygghet_geo.places import actors, names, words
from trygghet_geo.places.line import UPPER, Found, Page
from trygghet_geo.places.words import Words

_WORD = rf"[{UPPER}][\w'’-]+"
_FULL = re.compile(rf"(?<![\w-])(?P<first>{_WORD})(?= (?:[{UPPER}]\. )?(?P<last>{_WORD})(?![\w-]))")
_TITLED = re.compile(rf"(?<![\w-])(?P<title>\w+) (?P<last>{_WORD})(?![\w-])(?! [{UPPER}])")
_MEMBER = re.compile(rf"(?<![\w-])(?P<last>{_WORD})(?: \([{UPPER}]{{1,3}}\)|: (?:Jag|Tack|Herr|Fru|Ordförande)(?!\w))")
_VENUE = re.compile(
    rf"(?<!\w)(?:Krog(?:en)?|Restaurang(?:en)?|Pizzeria|Hotell|Café|Pub|Klubb) (?P<last>{_WORD})(?![\w-])"
)
_AGENT = re.compile(
    r"(?<!\w)(?!(?:av|be|om|in|genom)?(?:gräns|korsa|ge|gärda|ring|dela|fatta|röra|berö|drabba|plåga)\w* )"
    r"(?:\w{2,}(?:as|des|ts|ats|es)|\w+(?:erad|erade|erat)|led[ds]a?|lett|\w*skriv(?:en|et|na)|\w*tag(?:en|et|na)"
    r"|inlämna(?:d|t|de)|\w*motion(?:en|er)?|yrkande[tn]?|instämmande[tn]?|anförande[tn]?|inlägg(?:et)?"
    r"|interpellation(?:en)?"
    r"|skrivelse[nr]?|brev(?:et)?|föredrag(?:et|ning|ningen)?|fråg(?:a|an|or)) av (?:bland annat |bl\.a\. )?$",
    re.IGNORECASE,
)
"""What is done by the one who is named: "öppnades av", "motion av"; not what surrounds an area ("begränsas av")."""
_OBJECT = re.compile(
    r"(?<!\w)(?:(?:bjuder|bjuda|bjöd|bjudit) in|kontakta[rdt]?e?|utså?e?gs|utses?|utsåg|valdes|väljs|välja|omvaldes"
    r"|tacka[rd]?e?|avtacka\w*|entlediga\w*|adjungera\w*|citera\w*|intervjua\w*|tillfråga\w*|ringer|ringde|mejla[rd]?e?"
    r"|nyvaldes|hälsning(?:ar)?,?|hälsar|tack|grattis,?|vännen|dnr|diarienr|kollega[nr]?|(?:reserverar|reserverade) sig"
    r"|(?:ersättare|stället|suppleant|vikarie) för|tjänstgör|jäv:?|von|af|van|dr\.?|prof\.?|doc\.?"
    r"|(?:chef\w*|\w*person|ordförande|rektor|samordnare|\w*sekreterare|\w*ledare|[Pp]olisen) (?:är|blir|heter|var)"
    r"|kv\.?|kvarteret|fastigheten|\w*rum(?:met)?|\w*sal(?:en)?|avdelning|arbetsgrupp|grupp|team|enhet"
    r"|redaktion) (?:till |även |också |in )?$",
    re.IGNORECASE,
)
"""What is done to or with a person."""
_GIVEN = re.compile(
    r"(?<!\w)(?:tack|ordet|uppdrag\w*|kallelse\w*|handlingar\w*|replik\w*|hälsning\w*|fråg(?:a|an|or|orna)|svar"
    r"|remiss\w*"
    r"|gratulationer|grattis|blommor|\w*pris(?:et)?)"
    r"(?: (?:går|gick|ges|gavs|lämnas|lämnades|skickas|skickades|ställs|ställdes|riktas"
    r"|överlämnas|överlämnades|riktades|sänds|sändes))? till $",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"(?<!\w)(?:mejl(?:et)?|sms|besked(?:et)?|kommentar(?:en|er)?|svar(?:et)?|fråg(?:a|an|or)|interpellation(?:en)?"
    r"|motion(?:en)?|presentation(?:en)?|anförande(?:t)?|replik(?:en)?)"
    r"(?: (?:väntas|kom|inkom|har kommit|fanns))? från $",
    re.IGNORECASE,
)
"""What comes from a person; complaints and reports come from a place as well."""
_MATCH = re.compile(r"match(?:en|er|erna)? (?:hemma |borta )?mot $", re.IGNORECASE)
_WORK = re.compile(
    r" (?:\w+ )?(?:bok|böcker|roman|film|artikel|rapport|studie|avhandling|uppsats|tal|dikt|podd|insändare|mejl)\b"
)
"""What somebody has made: "i Lyrestads bok"."""
_CITED = re.compile(
    r" (?:\((?:19|20)\d\d\)|et al\b|m\. ?fl\. \(|[1-9]:\d{1,4}\b|\d{1,3}:(?:\d|\d{3,4})\b)|, [A-ZÅÄÖ]\.$"
)
"""Authors of a paper, and a name that is part of a property's number ("Lyrestad 3:21")."""
_SPEAKER = re.compile(rf"(?<![\w-]){_WORD} \([{UPPER}]{{1,2}}\):")
"""Who speaks in a debate, in full at the first words; later the last name alone stands before the colon."""
_SPEECH = re.compile(r"(?:: ?| [–-] )(?:Jag|Tack|Herr|Fru|Ordförande|Bifall|Avslag|Ja,|Nej,)(?!\w)")
"""What follows the name of who speaks."""
_THING = re.compile(r"(?P<before>[\wåäö]*) ?(?P<noun>[\wåäö]{3,}(?:en|et|an)) $", re.IGNORECASE)
_NO_THING = re.compile(
    r"(?:(?:stads|kommun)?delen|byn|orten|samhället|området|kommunen|staden|socknen|halvön|trakten|skolan|torget|parken"
    r"|gatan|vägen|leden|stationen|platsen|sträckan|hamnen|distriktet|bygden|församlingen|sjön|viken|avfarten|infarten"
    r"|påfarten|rondellen|korsningen|bron|tunneln|linjen|portföljen|skogen|dalen|berget|gården|centret|huset|hallen"
    r"|badet"
    r"|länet|regionen|landskapet|zonen|kvarteret|villan|affären|kyrkan|macken|anläggningen|campingen"
    r"|(?:dagen|natten|kvällen|helgen|morgonen|veckan|månaden|hösten|våren|sommaren|vintern|perioden|året|dygnet"
    r"|timmen)"
    r"|^(?:även|redan|sedan|medan|innan|nästan|mellan|mycket|igen|ingen|någon|annan|utan|undan|annars|inget|något|annat"
    r"|vilket|sådan|sådant|enligt|ligger|lugnet|läget|utom|inkommen|framförallt|exakt|antingen|numera|varken))$",
    re.IGNORECASE,
)
"""Definite nouns that say where, and words that only end like definite nouns."""
_CALLED = re.compile(
    r"(?<!\w)(?:familje[nr]|makarna|paret|bröderna|systrarna|syskonen|släkten|änkan|fru|herr|fröken|grannfru"
    r"|farbror|tant|moster|faster|morbror|kusin|polisens|kommunens"
    r"|skolans|nämndens|socialtjänstens|räddningstjänstens|[\wåäö]+(?:förvaltningens|partiets|föreningens|bolagets"
    r"|rådets)"
    r"|[\wåäö]*(?:firman?|företaget|byrån|koncernen|kedjan|bolaget|åkeriet|mäklaren|tränaren|ägaren|läraren|konsulten"
    r"|artisten|journalisten|mannen|kvinnan|grannen|eleven|vännen|kandidaten|kollegan)"
    r"|(?!(?:by|gat|skol|park|sjö|plats|badplats|hållplats|församling|sockn|trakt|bygd|del|stadsdel|kommundel|å|ö"
    r"|väg|led"
    r"|station|grannkommun|kommun|tätort|ort|stad|städ|gränd|kyrk|bro|tunnl|rondell|hamn)[aeo]rna)"
    r"[\wåäö]{3,}[aeo]rna) $",
    re.IGNORECASE,
)
"""Right before a name, without preposition, it says who is called so: "familjen Lyrestad", "tränarna Berg och Ek"."""
_FUTURE = re.compile(
    r"(?:[Vv]ision(?:en)?|\bplan|[Öö]versiktsplan(?:en)?|ÖP|\w*(?:program(?:met)?|planen|strategin?|agendan?"
    r"|projekte?t?)) $"
)
_SKIPPED = frozenset(
    "inte också även sedan därefter själv nu som och kommer att ska kan får vill bör skulle har hade fick måste kunde "
    "ville ofta alltid först kort kortfattat muntligen skriftligen gärna".split()
)
_PHRASE = re.compile(
    r"(?:tog|tar|ta|tagit) (?:upp|med sig|kontakt|ordet)\b|(?:går|gick|gå) i pension|(?:i )?uppdrag\b|ordet\b|bett\b"
    r"|bad om\b|(?:höll|håller|hålla) i\b|(?:kallar|kallade|kalla) till\b|(?:bjuder|bjöd|bjuda) in\b"
    r"|(?:hör|hörde|höra) av sig|(?:följer|följde|följa) upp\b|(?:stämmer|stämde|stämma) av\b|är inte längre\b"
    r"|sitter i\b|(?:var|är|fanns|finns) (?:\w+ )?representera"
    r"|(?:slutar|slutade|börjar|började|anställ\w+) som\b|(?:kan|kunde) (?:inte )?(?:närvara|delta)\b|längre är\b"
    r"|(?:lämna|lämnar|lämnade|lämnat) mötet\b|ser (?:positivt|fram emot)\b"
    r"|(?:hade|har|skulle) gärna (?:sett|velat|hört)\b"
    r"|delta(?:r|gick)? (?:digitalt|via|per)\b|(?:varit|är|var) på (?:kurs|utbildning|semester|konferens)\b"
    r"|(?:gick|går) igenom\b|(?:visade|visar) (?:bilder|statistik|siffror|en film)\b|anslöt\b"
    r"|(?:är|var) (?:tveksam|kritisk|positiv|frånvarande|närvarande)\b"
    r"|skriver till\b|komma (?:hit|till (?:nästa )?(?:möte|mötet|sammanträde))\b"
    r"|(?:är|var|blir|blev) (?:vår |vald |utsedd |ny |nya |nye |vice |biträdande |tillförordnad )*"
    r"(?:ordförande|rektor|sammankallande|sekreterare|kontaktperson|kassör|föräldraledig|sjukskriven|tjänstledig|jävig"
    r"|född|gift|anställd|sjuk|chef|kommunpolis|samordnare|justerare|suppleant|ersättare|ledamot|utsedd|vald"
    r"|förhindrad)\b"
)
"""The same in several words."""
_NO_PERSON = re.compile(
    rf"(?:{'|'.join((*names.STREET_HEADS, *names.SITE_HEADS))}| (?:kommun|stad)s?)s?$", re.IGNORECASE
)
"""A street or a school may stand for who lives or works there; the municipality is never put on the map by its name."""
_TOLD = re.compile(r"(?<!\w)(?:ingen|inget|ingenting|påkör\w+|påkörd|krock\w*|vilt\w*)(?!\w)", re.IGNORECASE)
"""What is told of a place behind its label, beside what `actors.is_reported` knows."""
_NEXT = re.compile(r"[\wåäö]+")
_PARTY = rf"(?: \([{UPPER}]{{1,3}}\))?"
_OTHERS = rf"(?:(?:, {_WORD}(?: {_WORD})?{_PARTY})*,? (?:och|samt) {_WORD}(?: {_WORD})?{_PARTY})?"
_SUBJECT = re.compile(rf"{_PARTY}{_OTHERS}(?:,(?= som ))? (?P<rest>[a-zåäö].*)")
_ROLE = re.compile(
    r", (?:(?:vår|rådets|hennes|hans|kommunens|polisens|ny|nye|nya|vice"
    r"|biträdande) )?(?:[a-zåäö]{3,}s )?(?P<role>[a-zåäö]+)"
)
_FIRMS = ("företaget", "bolaget", "firman", "partiet", "föreningen", "klubben", "nestor", "efterträdare", "företrädare")
_TITLE_BEFORE = re.compile(rf"(?<![\w-])(?P<title>\w+) {_WORD} $")
"""A title and a first name that no list has: "presstalesperson Lo Herrskog"."""
_AND_LABEL = re.compile(rf"^(?: (?:och|samt) {_WORD})?(?::| [–-] )")
_LISTED = re.compile(r", |,? och | samt |/")
_JOINED_BEFORE = re.compile(rf"(?P<word>{_WORD}){_PARTY}(?:, | och | samt |/)$")
_JOINED_AFTER = re.compile(rf"{_PARTY}(?:, | och | samt |/)(?P<word>{_WORD})(?: (?P<more>{_WORD}))?")


def surnames(page: Page, found: list[Found], known: Words, *, told_of: Callable[[Found], bool]) -> frozenset[str]:
    """Names that somebody bears somewhere in the text, in lower case.

    Behind a first name or a title, before a party or what is said, as one who was present, or where what stands around
    a mention in `found` says that it is a person: `told_of` is `is_person`, remembered.
    """
    borne = {m["last"].lower() for m in _FULL.finditer(page.text) if is_first(m["first"], known)}
    borne |= {m["last"].lower() for m in _TITLED.finditer(page.text) if m["title"].lower() in known.titles}
    borne |= {m["last"].lower() for pattern in (_MEMBER, _VENUE) for m in pattern.finditer(page.text)}
    told = {page.text[one.start : one.end].lower() for one in found if one.name and told_of(one)}
    borne |= {name for name in told if not _is_said_of_place(page, name)}
    return frozenset(borne | page.people)


def is_borne(page: Page, one: Found, found: list[Found], called: frozenset[str]) -> bool:
    """Whether somebody is called so elsewhere in the text and nothing here says that it is a place.

    A line of its own and a label ("Kolbäck: …") stay, a name listed with other places, and one of which is said what
    only places suffer. `found` are all mentions.
    """
    said = (one.name or page.text[one.start : one.end]).lower()
    if said not in called or one.form not in ("name", "unknown") or one.preposition or _NO_PERSON.search(said):
        return False
    after, before = page.after(one.end), page.before(one.start)
    alone = not re.search(r"[^\W\d]", before) and not re.search(r"\w", _AND_LABEL.sub(":", after).partition(":")[0])
    if (
        alone
        and after.startswith(":")
        and re.search(r"\w", after)
        and (not _is_said_of_place(page, said) or len(_SPEAKER.findall(page.text)) > 1)
    ):
        # Nowhere a place: the label of who speaks or is on duty.
        told = re.findall(r"\w+", after)[:4]
        return not (_TOLD.search(after) or any(actors.is_reported(word, words.load()) for word in told))
    return not alone and not actors.ails(after) and not _is_listed(page, one, found, called)


def _is_said_of_place(page: Page, name: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:i|vid|utanför|kring) {re.escape(name)}s?(?!\w)", page.text, re.IGNORECASE))


def _is_listed(page: Page, one: Found, found: list[Found], called: frozenset[str]) -> bool:
    places = [other for other in found if other.candidates and (other.name or "").lower() not in called]
    gaps = [page.text[one.end : p.start] for p in places if 0 < p.start - one.end < 8]
    gaps += [page.text[p.end : one.start] for p in places if 0 < one.start - p.end < 8]
    return any(_LISTED.fullmatch(gap) for gap in gaps)


def is_person(page: Page, one: Found, known: Words) -> bool:
    """Whether the words around a name say that somebody, or a firm, is called so."""
    if one.form not in ("name", "unknown") or _NO_PERSON.search(page.text[one.start : one.end]):
        return False
    before, after = page.before(one.start), page.after(one.end)
    if names.settled(before, site=one.form == "unknown"):
        return False
    genitive = page.text[one.end - 1] in "sxz"
    if _CITED.match(after) or (genitive and _WORK.match(after)):
        return True
    if one.preposition is not None:
        return bool(_GIVEN.search(before) or _SENT.search(before) or _MATCH.search(before))
    if _AGENT.search(before) or _OBJECT.search(before) or _CALLED.search(before):
        return True
    if _SPEECH.match(after) or (before == "/" and not re.search(r"\w", after)):
        return True
    if _FUTURE.search(before) and re.match(r" 20\d\d(?![-/\d])", after):
        return True
    role = _ROLE.match(after)
    if role and (role["role"] in known.titles or role["role"] in _FIRMS):
        return True
    if (titled := _TITLE_BEFORE.search(before)) and titled["title"].lower() in known.titles:
        return True
    return _acts(after, known) or _is_among(before, after, known)


def is_thing(page: Page, one: Found) -> bool:
    """Whether a definite noun right before the name says what is called so: "hunden Lyrestad", "stormen Lyrestad".

    Not where the noun is where something is ("på kiosken Lyrestad") or the line is nothing but the two.
    """
    if one.form not in ("name", "unknown") or one.preposition or _NO_PERSON.search(page.text[one.start : one.end]):
        return False
    before, after = page.before(one.start), page.after(one.end)
    if names.settled(before, site=one.form == "unknown"):
        return False
    thing = _THING.search(before)
    if thing is None or _NO_THING.search(thing["noun"]) or thing["before"].lower() in names.LOCATIVE:
        return False
    alone = not re.search(r"\w", before[: thing.start("noun")]) and not re.search(r"[^\W\d]", after)
    return not alone


def _acts(after: str, known: Words) -> bool:
    """Whether what the sentence goes on with is what only persons do: "informerade", "ska återkomma"."""
    subject = _SUBJECT.match(after)
    if subject is None:
        return False
    words = _NEXT.findall(subject["rest"])[:5]
    while len(words) > 1 and words[0] in _SKIPPED:
        words.pop(0)
    said = " ".join(words)
    return bool(words) and (words[0] in known.person_verbs or bool(_PHRASE.match(said)))


def _is_among(before: str, after: str, known: Words) -> bool:
    """Whether the names it is listed with are surnames: "Karlsson, Lyrestad och Ek"."""
    beside = [m["word"] for m in (_JOINED_BEFORE.search(before),) if m]
    following = _JOINED_AFTER.match(after)
    if following:
        beside.append(following["more"] or following["word"])
        if is_first(following["word"], known) and following["more"]:
            return True
    return any(re.search(r"(?:sson|[qk]vist|gren|stedt|ström)s?$", word) for word in beside)


def is_first(word: str, known: Words) -> bool:
    """Whether the word is a first name, or one of a double name is ("Lars-Göran")."""
    return bool(set(word.lower().split("-")) & known.first_names)
