"""The labels and phrases by which a header, a signature or the next meeting is known in Swedish minutes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from trygghet_geo.dates import MONTHS
from trygghet_geo.reading.lines import is_known_heading

_LABELS = {
    "date": "datum|datum och tid|tid och datum|datum/tid|datum & tid|sammanträdesdatum|mötesdatum|mötesdag|dag|när|"
    "sammanträdestid|tid och plats|plats och tid|tid/plats|plats/tid|tid & plats|plats & tid|datum och plats",
    "time": "tid|klockan|mötestid|tidpunkt",
    "place": "plats|mötesplats|lokal|sammanträdesplats|var",
    "attendees": "deltagare|mötesdeltagare|vilka var med|vi som var med|närvarolista|deltagarlista|deltagande|"
    "deltog|närvarande|närvarade|närvaro|medverkande|medverkade|"
    "beslutande|ledamöter|tjänstgörande ledamöter|tjänstgörande ersättare|"
    "ej tjänstgörande ersättare|icke tjänstgörande ersättare|ersättare|"
    "kallade|adjungerade?|inbjudna|övriga deltagare|övriga närvarande|övriga|"
    "gäst|gäster|inbjudna gäster|tjänstepersoner|tjänstemän|förtroendevalda|politiker|ordförande|vice ordförande|"
    "sekreterare|föredragande|mötesordförande|mötessekreterare|närvarande ledamöter|kopia till|sändlista|"
    "utses att justera|justerare|protokollförare|antecknare|vid pennan|vid anteckningarna|vid protokollet|antecknat av",
    "absent": "frånvarande|ej närvarande|anmält förhinder|förhinder|förhindrade",
    "other": "diarienummer|dnr|ärendenummer|paragrafer|organ|nämnd|forum|möte|handläggare|upprättad av|författare|"
    "version|e-post|telefon|justeringens plats och tid|underskrifter|anslag|instans|förvaring|till(?=:)|från(?=:)|"
    "avsändare(?=:)|mottagare(?=:)|rapportör(?:er)?(?=:)|uppgiftslämnare(?=:)|parter(?=:)|samling(?:splats)?(?=:)",
}
_WHO = r"(?:\s+(?:ledamöter|deltagare|ersättare|tjänstepersoner|tjänstemän|politiker|gäster|digitalt))?"
_QUALIFIED = {"attendees": _WHO, "absent": _WHO}
"""What may stand after a label that has no colon: "Närvarande ledamöter"."""
_FIELD = re.compile(
    "|".join(
        rf"(?P<{name}>(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))})"
        rf"(?:(?:\s+[^\W\d]+)?(?:\s*:\s*|\t+|\s{{3,}})|{_QUALIFIED.get(name, '')}\s*$))"
        for name, words in _LABELS.items()
    ),
    re.I,
)
LISTS = frozenset(("attendees", "absent"))
"""Fields whose values are people."""
_BARE_VALUE = re.compile(r"(?:datum|sammanträdesdatum|mötesdatum|tid)\s+(?=\d)", re.I)
_LONGEST_LABEL = 60
_BARE_LABELS = frozenset(("da", "sa", "mö", "mo", "ti"))
"""How those labels begin, composed or not."""
SIGNATURE = re.compile(
    r"(?:vid (?:tangenterna|tangentbordet|pennan|protokollet|datorn|anteckningarna)|antecknat av|antecknade|"
    r"anteckningar(?:na)? (?:förda|gjorda|skrivna) av|nedtecknat av|protokollförare|protokoll(?:et)? fört av|"
    r"sekreterare|mötessekreterare|justerare|justeras|justerat|"
    r"justerad|justering|underskrift(?:er)?|ordförande|med vänliga? hälsning(?:ar)?|vänliga hälsningar|mvh)"
    r"\s*(?:[:,.]?\s*$|[:,]\s*\S|[._]{3,}|\s(?=(?-i:[A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ]))|(?<= av)\s(?=\S+(?:\s\S+){0,3}$))",
    re.IGNORECASE,
)
INVENTED = re.compile(r"påhitta(?:t|de) exempel\b", re.IGNORECASE)
"""How an example says of itself that it is one."""
_NEXT_MEETING = ("näst", "kommande", "nytt möte", "avslutas")
"""One of these is in all that `NEXT_MEETING` finds."""
NEXT_MEETING = re.compile(
    r"(?:(?:datum|tid) för )?(?:nästa|nästkommande|kommande)\s+(?:\w+\s)?"
    r"(?:möte|sammanträde|träff|rådsmöte|brå|trygghetsråd|avstämning|samverkansmöte|sammankomst)\w*"
    r"|nytt möte|mötet avslutas",
    re.IGNORECASE,
)
TIME = re.compile(
    r"(?:kl(?:ockan)?\.?\s*)(?P<a>\d{1,2}(?:[.:]\d{2})?(?:\s*(?:[-–—]|till)\s*\d{1,2}(?:[.:]\d{2})?)?)"
    r"|(?P<b>(?<![\d.])\d{1,2}[.:]\d{2}\s*[-–—]\s*\d{1,2}[.:]\d{2})",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:(?:lokala?|kommunala?|det)\s+)*(?:trygghetsråd(?:et)?|brottsförebyggande råd(?:et)?|brå-råd(?:et)?|brå|"
    r"folkhälso- och trygghetsråd(?:et)?|trygghets- och folkhälsoråd(?:et)?|"
    r"trygghets- och brottsförebyggande råd(?:et)?|"
    r"trygghetsnämnd(?:en)?|kommunstyrelse[n]?|kommunfullmäktige|trygghetsgrupp(?:en)?|samverkansgrupp(?:en)?)\b",
    re.IGNORECASE,
)
NOTICE = re.compile(
    rf"(?P<day>\d{{1,2}})(?::?e)?\s+(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?,?\s+"
    r"(?:(?P<year>20\d\d),?\s*)?(?:kl\.?\s*)?(?P<time>\d{1,2}[.:]\d{2})(?=[,\s]|$)",
    re.IGNORECASE,
)
"""How a police note opens: "20 mars 11:00, Trafikolycka, Burlöv"."""
_PARTY = r"\((?:S|M|L|C|V|MP|KD|SD|FI|[A-ZÅÄÖ]{1,4})\)"
_NAME = re.compile(
    r"[A-ZÅÄÖÉ][\wåäöéÅÄÖ’'-]+(?:\s+(?:von|af|de|van|der|el|al))*(?:\s+[A-ZÅÄÖÉ][\wåäöéÅÄÖ’'.-]*){1,3}"
    rf"(?:\s*{_PARTY})?(?:\s+[-–]\s+.*|\s+\(.*\)|\s+[a-zåäö].*)?$"
)
_HEADCOUNT = re.compile(r"(?:representant|deltagare|ledamöter|ersättare|invånare|åhörare|medborgare)\w*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def field(words: str) -> tuple[str, str] | None:
    """Which header field the line opens and what stands after its label: ("place", "Digitalt"), else None."""
    words = unicodedata.normalize("NFC", words)
    if match := _FIELD.match(words):
        # "Övriga frågor:" heads a section; "Övriga deltagare:" lists people.
        heads = is_known_heading(match[0].rstrip(": "))
        return None if heads else (str(match.lastgroup), words[match.end() :].strip())
    return ("date", words) if _BARE_VALUE.match(words) else None


def may_have_value(words: str) -> bool:
    """Whether `field` could find a value in the line: it has a colon, a tab or wide white space, or begins as those
    labels that need none. Most lines have nothing of these."""
    return ":" in words or "  " in words or words[:2].lower() in _BARE_LABELS or not words.isprintable()


def opens(words: str) -> bool:
    """Whether the line begins something of its own (a header field, a signature, the next meeting)."""
    if not words[0].isupper():
        return False
    words = unicodedata.normalize("NFC", words)
    # A field has a value after its label, or is a label alone, and none of those is so long.
    labelled = (len(words) <= _LONGEST_LABEL or may_have_value(words)) and field(words)
    return bool(labelled or SIGNATURE.match(words) or NEXT_MEETING.match(words) or INVENTED.match(words))


def is_whole(words: str) -> bool:
    """Whether the line is a label with its value, and nothing says that the value goes on below."""
    named = may_have_value(words) and field(words)
    return bool(named and named[1]) and words[-1] not in ",;-–"


def next_meeting(words: str) -> re.Match[str] | None:
    """Where the next meeting is spoken of. Few lines do, and the pattern is slow to find that out."""
    small = words.lower()
    return NEXT_MEETING.search(words) if any(sign in small for sign in _NEXT_MEETING) else None


def is_people(words: str) -> bool:
    """Whether the line lists people, or counts them: "Per Ek, kommunpolis", "Fyra invånarrepresentanter."."""
    words = words.split(": ", 1)[1] if ": " in words[:50] else words
    if len(words) > 300:
        return False
    if words.endswith("."):
        return (len(words.split()) <= 5 and bool(_HEADCOUNT.search(words))) or _is_row_of_names(words.rstrip(". "))
    chunks = _chunks(words)
    return bool(re.search(_PARTY, words)) or (
        any(is_name(chunk) for chunk in chunks) and all(len(chunk.split()) <= 6 for chunk in chunks)
    )


def _is_row_of_names(words: str) -> bool:
    """Whether a line that ends as a sentence does is two names or more: "Alma Ek (ordförande), Bo Al." """
    chunks = _chunks(words)
    names = sum(is_name(chunk) for chunk in chunks)
    return names >= 2 and all(len(chunk.split()) <= 5 for chunk in chunks)


def _chunks(words: str) -> list[str]:
    return [chunk.strip() for chunk in re.split(r"[,;\t]|[ \u00a0]{2,}| och ", words) if chunk.strip()]


def is_name(words: str) -> bool:
    return bool(_NAME.match(words)) and len(words.split()) <= 8
