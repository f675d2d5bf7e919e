"""Who bears a place's name, told by the form of the text: roles, greetings, call signs, what only people do.

Judged only for a name without a preposition of place, but for what is handed over ("byte till Lillå"). A town as
subject of a sentence is told of with few verbs ("har haft", "är lugnt", "saknar"); what acts in other ways is somebody.
"""

from __future__ import annotations

import re

from trygghet_geo.places import names
from trygghet_geo.places.line import NAME, UPPER, Found, Page
from trygghet_geo.places.words import Words

_ROLE = (
    r"[\w-]*(?:[ntrldkgsv]are(?:n|ns)?|ledamot|ledning|ledarna|chef(?:en)?|befäl|ansvariga?|vakt(?:en)?"
    r"|vittnet?|ordf\.?"
    r"|sekr\.?|suppleant\w*|ombud|utredande|handläggs|praktikant(?:en)?|vikarie|avlösare|regissör|regi|foto|redaktör"
    r"|korr|kurator|rektor|inspektör|tjg|adj|kontakt)"
)
_NO_ROLE = re.compile(
    r"(?:när|tidig|sen|snar|vid|nära|fortsätt|ytterlig|läng|bätt|sämr|invån|innev|häls|fordonsför|läm|kär"
    r"|svå|klar|star|dyr|passager|för|hyresgäst|sommarboe|med|djup|tryg|lug|van|svag)are(?:n|ns)?$",
    re.IGNORECASE,
)
"""Comparatives, and those who are told of without their names ("invånare", "förare")."""
_LABELLED = re.compile(
    rf"(?<![\w-])(?P<role>(?i:{_ROLE}))(?: \([^()]{{1,20}}\))?: (?:{NAME}(?:, | och |; ?"
    rf"| ?/ ?))*$"
)
"""A label that is a role, and the names listed behind it: "Åklagare: Lillå", "Justeras: Ek, Lillå"."""
_TITLED = re.compile(rf"(?<![\w-])(?P<role>(?i:{_ROLE})) (?:{NAME}(?:, | och ))?$")
_NO_TITLE = re.compile(
    r"vakt(?:en)?$|väktare|ansvarig|^(?:ledning|regi|foto|korr|kontakt|tjg|adj|handläggs|ombud)", re.IGNORECASE
)
"""Before a colon who it is, but right before a town what is there: "områdesväktare Lillå"."""
_SIGNED = re.compile(
    r"(?:^|[\W\d])(?:[Ss]ign(?:atur|\.)?|[Uu]nderskrift|[Uu]ndertecknat?|[Vv]id (?:pennan|tangenterna)"
    r"|[Jj]ust\.|[Jj]usteras|[Rr]ed\.|[Oo]rdf\.|[Ss]ekr\."
    r"|[Vv]ik\.(?: för)?|[Ss]pec\.|[Bb]itr\.(?: \w+)?|[Tt]f\.?|SYV|[Mm]edundertecknare|[Nn]amnteckningar"
    rf"|[Hh]älsar|MVH|[Mm]vh|[Vv]i hörs|[Kk]ram|[Dd]öda|[Aa]vlidna|[Ff]ödda|[Vv]igda|[Ss]ammanställt av"
    rf"|[Rr]apport av|[Vv]idimeras av)[:.,]? ?(?:{NAME}(?:, | och | ?/ ?))*$"
)
_GREETED = re.compile(
    rf"^(?:Hej(?:san)?(?: igen| på dig)?|Bästa|Kära|Käre|Tjena|Hallå|Tack)(?: {NAME}(?:,| och|, hej))* $"
)
_ASKED = re.compile(
    r",? (?:kan|kunde|vill|skulle|har|ska) (?:du|ni) |, (?:ring|skicka|kolla|mejla|svara|hör av dig)(?!\w)"
)
_REACHED = re.compile(
    r"(?<!\w)(?:[Rr]ing|[Ff]råga|(?:[Pp]rata|[Tt]ala|[Ss]nacka|[Ss]tämma av|[Ss]tämt av)\w* med|[Hh]ör med"
    r"|(?:hämtas|lämnas|finns) hos"
    r"|(?:anmäl\w*|utförd|utfört|gjord|gjort|avlöst|skött|ledd|skickat|lämnat|begärt?|utsänd|handläggs|stöd"
    r"|bistånd|skjuts) av|heta|heter|hette|vid namn"
    r"|i efternamn|tyckte|däribland|[Vv]ittnet|kusinen|grannen|svågern|hör(?:de)? av"
    rf"|våra? [a-zåäö]+are,|, skriver|, säger|, menar|, svarar|, tycker|, hävdar|bistår|löser av|byter med"
    rf"|replik)(?: {NAME}(?:,"
    rf"| och| eller))* $",
    re.IGNORECASE,
)
_HANDED = re.compile(
    r"(?<!\w)(?:byte|avlämna\w*|överlämna\w*|tar över|kvittera\w*|uppgift(?:er)? lämnas|anmälan|anmäler det"
    r"|rapporteras"
    r"|nycklar\w*|stafettpinne\w*|skift\w*) (?:till|från) $",
    re.IGNORECASE,
)
"""What is handed over goes to somebody, with "till" before the name."""
_CALL_SIGN = re.compile(
    r"(?<!\w)(?:(?:[Bb]il|[Ee]nhet|[Pp]atrull|OV|VO|[Ss]ektor) \d{1,4}|[Rr]ondbil(?: \d+)?|[Cc]all sign"
    r"|[Gg]rindvakt|(?:[Hh]undp|[Pp])atrull"
    r"|[Pp]åstig|[Aa]vstig|[Aa]nrop(?: från| till)?) $"
)
_SHIFT = re.compile(
    r" \((?:dag|natt|kväll|vik|ordf|sekr|just|adj|fält|fritid|gata|park|polis|soc|kultur|säkerhet|tjänst|tekni"
    r"|via|på länk"
    r"|på teams|digitalt|sjuk|ledig|frånvar|statist|suppl|ers|led)\w*\.?\)",
    re.IGNORECASE,
)
_FORENAME = re.compile(rf", (?P<word>[{UPPER}][a-zåäöé-]+):")
_APPOSED = re.compile(
    r", (?:(?:vår|min|din|hans|hennes|populär|känd|omtyckt|ny|nye|nya|nyanställd|vikarierande|själv) (?!kommun"
    r"|by\b|ort|stad"
    r"|tätort|största|lilla|del|hem|kant|stadsdel|granne)[a-zåäö]+|(?!invånare|förare|boende|passagerare|skolelev)"
    r"[a-zåäö]*(?:[ntrldkgsv]aren?|ägaren|isten?|chef(?:en)?|präst(?:en)?|målvakt(?:en)?|firman|hälsan|statist"
    r"|ledaren|ledamot|kund"
    r"|gäst|student|elev|två \w+are)(?= ?[,.:;–-]|$)"
    r"|\w+ alltså(?=,)|som (?:var (?:kund|vittne|där|med|på plats)|bor (?:intill|granne|bredvid|här|där|ovanpå)"
    r"|sköter|äger|jobbar|arbetar|leder|förestår"
    r"|är (?:ordf\w*|chef|sjuk|ledig|ny|rullstol\w*|rektor|kurator|lärare|vikarie|pensionär|gammal|utbildad)|har bott"
    r"|vikarierar|ringde|såg|hörde|bevittna\w*))"
)
_SPOKEN = re.compile(r"[\"”“»](?:[^\"”“»«\n]{0,30})[\"”“»«]")
_QUOTED_BEFORE = re.compile(r"[\"”“»]$")
_PRODUCT = re.compile(
    r"(?<!\w)(?:märket?|fabrikat(?:et)?|modell(?:en)?|(?:\w*burk|\w*flask|kartong|pav)\w*(?: av|,)?|ett par"
    r"|en kall|dricker|drack|(?:prov|läxa|film|lektion|föredrag|sång)\w* om) $",
    re.IGNORECASE,
)
_STRENGTH = re.compile(r" (?:fyller )?\d\d år(?!\w| sedan)| \d{1,2},\d(?!\d| ?%| ?procent| km| mil| kilo)")
_ANIMAL = re.compile(
    r"(?<!\w)(?:tax|golden|schäfer|labrador|pudel|häst|\w+hästen|katt|hund|\w+hunden|valp|ko|kviga|tjur|M/S|S/S"
    r"|fartyg|båt)(?:en)? $"
    r"|(?<!\w)(?i:färjan|hästarna|hundarna|katterna|korna|båtarna)(?: [A-ZÅÄÖ]\w+ och)? $"
)
_AUTHORITY = re.compile(
    rf"(?<!\w)[{UPPER}]\w+(?:verket|myndigheten|inspektionen|kassan|styrelsen|bolaget|rätten|mäteriet|vården"
    rf"|centralen|kåren"
    r"|distrikt|sektor) $|(?<!\w)(?:[Pp]olis|\w*värd|[Dd]istrikt|[Ss]ektor|[Zz]on|[Tt]eam|Biltema|Jula"
    r"|Granngården|Dollarstore"
    r"|Rusta) $"
)
_OF_BODY = re.compile(
    r" (?:larmcentral|sockenråd|ledningscentral|LKC|LC|RLC|regionledning\w*|hemtjänstgrupp|revisionsbyrå"
    r"|hyresbostäder|kommunhus AB|mot (?:droger|våld|narkotika|rasism))(?!\w)"
    r"|(?: [a-zåäö]+)? AB(?!\w)",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(r" (?:hemsida|webbplats|erbjudande|växel|e-tjänst\w*|facebooksida|app(?:en)?|nej|veto)(?!\w)")
_SUBJECT = rf"(?: \([^()]{{1,15}}\))?(?:(?:, {NAME})*,? (?:och|samt) {NAME}| ↔ {NAME})?"
_ADVERB = (
    r"(?:(?:inte|också|även|sedan|därefter|själv|nu|då|ofta|alltid|först|gärna|redan|snabbt|direkt|bara|genast"
    r"|sen) )*"
)
_TOLD = (
    r"top(?:p)?ade|ökade|saknade|präglade|drabbade|minskade|hamnade|dominerade|fungerade|klarade|växlade"
    r"|skadade|parkerade"
    r"|misshandlade|kollapsade|larmade|stannade|passerade|pågående|vandaliserade|rapporterade|eskalerade"
    r"|slutade|började"
    r"|fortsatte|brinnande|belastade|utsatte|kraschade|krockade|kolliderade|brottades|upplevde|önskade"
    r"|efterfrågade|avslutade|inledde|firade|klagade|protesterade|reagerade|vaknade|bidrog|satsade"
)
_DOES = re.compile(
    rf"{_SUBJECT} {_ADVERB}(?:(?!(?:{_TOLD})(?!\w))[a-zåäö]{{2,}}ade(?!\w)"
    r"|(?:tog|höll|skrev|bad|gav|bjöd|drog|satt|sprang|bar|hittade|sålde|köpte|bytte|mötte|visste|lät"
    r"|tyckte|minns"
    r"|duckar|pekar på|delar ut|sköter|pratar|talar|springer|cyklar"
    r"|ropar|kvitterar"
    r"|antecknar|håller (?:med|i)|tar (?:med|upp|hand|över|emot)|går (?:på|av|rond|i par|först"
    r"|på semester)|gick (?:först|rond|av|på)"
    r"|går i pension|varslar|klubbar|bedömer|vikarierar|avgår|vänder|fälla|citerar"
    r"|utförde"
    r"|oroas av"
    r"|hade inte hörts"
    r"|ska (?:skriva|ringa|kolla|prata|ta upp|återkomma|mejla)|skulle (?:skriva|ringa|kolla|återkomma)"
    r"|(?:är|var) i [A-ZÅÄÖ]\w+|(?:är|var|blir|blev) (?:ny (?:på|som|i)|ledig|sjuk|sjukskriven|trött"
    r"|optimistisk|frånvarande|bortrest|nöjd|tacksam|värd för"
    r"|vikarie|tjänstledig|underrättad|på (?:semester|plats som|kurs)|föräldraledig|duktig|hemma för)"
    r"|(?:underrättad|larmad|underrättas|skadad i|emot|röstar|här igen|ur (?:gruppen|rådet|nämnden|arbetsgruppen)"
    r"|i (?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)|i (?:\w+s )?styrelse|(?:från"
    r"|i) (?:\w*gruppen|rådet|elevrådet|styrelsen)|frånvarande|närvarande|kallades|kallas in|tillträder|avlöst"
    r"|trött|optimistisk)"
    r"|har (?:\w+ )?(?:slutat|bytt|ordnat|talat|pratat|ringt|gått kursen|sett (?:langning|en|hur)|filmat"
    r"|varit sjuk|klagat|åkt|skrivit|rätt i"
    r"|vunnit|hört|läst|mätt|brutit (?:armen|benet)|börjat som|blivit (?:farmor|mormor|farfar|morfar|pappa"
    r"|mamma)|klippt|målat|städat))(?!\w))"
)
_TEAM = re.compile(
    rf"(?: och {NAME})? (?:(?:hemma|borta)(?: mot)?|i (?:division|div|allsvenskan|hockeyettan|superettan"
    rf"|kvalet|serien)"
    r"|har vunnit (?:SM|guld|silver|brons|DM))(?!\w)"
)
_OPPONENT = re.compile(
    rf"(?:(?<!\w)|(?=laget))(?:möter|mötte|möts|möttes|(?:förlora\w*|vann|vunnit|spela[rdt]e?)(?: \w+){{0,2}} mot"
    rf"|laget mot|hemma mot|borta mot|slog ut)(?: {NAME} och)? $"
)


def is_bearer(page: Page, one: Found, known: Words) -> bool:
    """Whether the words around a name say that somebody, a thing or a body is called so."""
    if one.form not in ("name", "unknown", "area") or _ends_as_place(page, one):
        return False
    before, after = page.before(one.start), page.after(one.end)
    if one.preposition is not None:
        handed = one.preposition in ("till", "från") and (_HANDED.search(before) or _CALL_SIGN.search(before))
        body = one.preposition in ("till", "från", "hos", "av") and _OF_BODY.match(after)
        return bool(handed or body or _OPPONENT.search(before) or _is_its_own(page, one, after))
    if names.settled(before, site=one.form == "unknown"):
        return False
    return (
        _has_role(before, after)
        or _is_reached(page, one, before, after, known=known)
        or _is_product(page, one, before, after)
    )


def _ends_as_place(page: Page, one: Found) -> bool:
    """A street or a site may stand for who is there; a municipality by its name is never put on the map."""
    said = page.text[one.start : one.end].lower().removesuffix("s")
    return said.endswith((*names.STREET_HEADS, *names.SITE_HEADS)) or bool(re.search(r" (?:kommun|stad)$|\d", said))


def _has_role(before: str, after: str) -> bool:
    if (match := _LABELLED.search(before)) and not _NO_ROLE.search(match["role"]):
        return True
    titled = _TITLED.search(before)
    if titled and not _NO_ROLE.search(titled["role"]) and not _NO_TITLE.search(titled["role"]):
        return True
    return bool(_SIGNED.search(before) or _CALL_SIGN.search(before) or _SHIFT.match(after) or _APPOSED.match(after))


def _is_reached(page: Page, one: Found, before: str, after: str, *, known: Words) -> bool:
    greeted = _GREETED.search(before) and re.match(r"[,!]|$| och |, hej", after)
    if greeted or _REACHED.search(before) or _OPPONENT.search(before):
        return True
    forename = _FORENAME.match(after)
    if (forename and forename["word"].lower() in known.first_names) or (page.opens(one.start) and _ASKED.match(after)):
        return True
    return _TEAM.match(after) is not None or (_DOES.match(after) is not None and not _is_people(page, one, before))


def _is_people(page: Page, one: Found, before: str) -> bool:
    """ "Lillåborna uppger", "enkäten för Västmanland visar": who lives there, or what is of the county, says it."""
    said = page.text[one.start : one.end].lower()
    county = bool(one.candidates) and all(c.startswith("lan-") for c in one.candidates)
    return county or said.endswith(("bor", "bon", "borna")) or before.endswith("för ")


def _is_product(page: Page, one: Found, before: str, after: str) -> bool:
    if _PRODUCT.search(before) or _STRENGTH.match(after) or _ANIMAL.search(before):
        return True
    if _AUTHORITY.search(before) or _OF_BODY.match(after) or _is_its_own(page, one, after):
        return True
    # What a quotation opens with, or is, is somebody's word and not where the writer puts anything.
    return bool(_QUOTED_BEFORE.search(before) and _SPOKEN.match(page.text, one.start - 1))


def _is_its_own(page: Page, one: Found, after: str) -> bool:
    return page.text[one.end - 1] == "s" and _ITS_OWN.match(after) is not None
