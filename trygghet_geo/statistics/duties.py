"""Who does it, by when, how far it is: read from the words of a measure, and only where the words say so."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from trygghet_geo import dates
from trygghet_geo.dates import Anchor

STATES = ("planned", "ongoing", "done", "dropped")
STATE_WORDS = {"planned": "planerad", "ongoing": "pågår", "done": "klar", "dropped": "blir inte av"}

_OWNER = re.compile(
    r"\b(?:(?:tekniska|sociala|kommunala|lokala|ideella|privata) )?(?:[a-zåäöé-]*(?:"
    r"kontoret|förvaltningen|förvaltningarna|nämnden|avdelningen|enheten|polisen|poliserna|kommunen|regionen|styrelsen|"
    r"väktarna|väktare|ordningsvakterna|ordningsvakter|ordningsvakt|fältgruppen|fältarna|fältassistenterna|coacherna|"
    r"fastighetsägarna|fastighetsägaren|bolaget|bolagen|föreningen|föreningarna|räddningstjänsten|brandkåren|"
    r"socialtjänsten|elevhälsan|skolan|skolorna|rektorn|rektorerna|samordnaren|samordnarna|chefen|handläggaren|"
    r"rådet|länsstyrelsen|trafikverket|fritidsgården|fritidsledarna|entreprenören|vaktmästaren|värden|värdarna|nattvandrarna|"
    r"föräldrarna|kyrkan|biblioteket)|coacher|polis|grannsamverkan)(?![\wåäö])",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:Region [A-ZÅÄÖ]\w+|[A-ZÅÄÖ][\wåäö]*(?:hem|hus|bostäder|bostad|fastigheter|energi|trafik)\b)")
_LABEL = re.compile(r"\b(?:ansvarig|ansvar|ägare|utförare|vem)\s*:\s*(?P<who>[^.;,\n]{2,60})", re.IGNORECASE)
_RESPONSIBLE = re.compile(r"(?P<who>(?:[A-ZÅÄÖ][\w åäöÅÄÖ-]{1,50}?|[a-zåäö]+)) (?:ansvarar för|har ansvar för)")
_NOT_SUBJECT = re.compile(
    r"\b(?:till|från|med|mot|hos|om|för|på|i|enligt|vid|bakom|utanför|runt|kring|via|genom)\s+\S*$",
    re.IGNORECASE,
)

_LATEST = re.compile(
    r"\b(?:senast|före|innan|inte senare än|klart? (?:till|i|under))\s+(?=(?P<rest>[^.;]{2,40}))", re.I
)
_BEFORE = re.compile(r"\b(?:före|innan)\s+$", re.IGNORECASE)
_SEASON_END = re.compile(
    r"\b(?:före|innan) (?P<what>sommaren|hösten|vintern|våren|jul(?:en)?|midsommar|nyår|årsskiftet)", re.I
)

_DROPPED = re.compile(
    r"\b(?:blir inte av|inte aktuellt|avslogs|avslås|avslagits|lades ned|läggs ned|lagts ned)\b", re.I
)
_ORDERED = re.compile(
    r"\b(?:har|är|hade) (?:\w+ ){0,2}?(?:beställt|beställd|beställda|beslutat|upphandlat|planerat|planerad|"
    r"fått i uppdrag|ansökt|på väg|anmält intresse|påbörjat upphandling|förordnats)\b"
    r"|\bbeställ[dt]a?\b|\b(?:är|ligger) på väg\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:ska|skall|kommer att|planerar|avser att|tänker|vill|återkommer)\b", re.IGNORECASE)
_FINISHED = re.compile(
    r"\b(?:har|hade) (?:\w+ ){0,4}?\w{2,}(?:at|ts|its|tt|it|ort|agt|änt|ett|ytt|ött|utit)s?\b"
    r"|\b(?:är|blev|har blivit) (?:nu |redan |åter )?(?:\w{3,}(?:erad|erat|erade|bytt|lagad|lagat|lagade|sänkt|"
    r"höjd|klar|klart|klara|borta|röjd|röjt|klippt|klippta|uppsatt|uppsatta|byggd|byggt|stängd|stängt|åtgärdat|åtgärdad))\b"
    r"|\bär (?:nu )?(?:klar|klart|klara|åtgärdat|sanerat|utbytt|lagat)\b"
    r"|\b\w{3,}(?:ades|erades|byggdes|sänktes|höjdes|togs|sattes|gjordes|hölls)\b|\b\w{4,}erat\b"
    r"|\b(?:mätte|sänkte|höjde|byggde|fanns|gjorde|höll|patrullerade|genomförde|"
    r"satte upp|städade|sanerade|röjde|informerade)\b",
    re.IGNORECASE,
)


def owner(text: str) -> str | None:
    """The exact words of `text` that say who is to do it, or None; never a person's name by itself.

    A label ("Ansvarig: …") before "X ansvarar för", that before the first body or function that stands as the one who
    acts: not what follows "till", "på", "enligt". Several in a row ("coacher, väktare och polis") give the first.
    """
    line = _line(text)
    for pattern in (_LABEL, _RESPONSIBLE):
        if match := pattern.search(line):
            return match["who"].strip()
    acting = [
        match
        for pattern in (_OWNER, _NAMED)
        for match in pattern.finditer(line)
        if not _NOT_SUBJECT.search(line[: match.start()])
    ]
    return min(acting, key=lambda match: match.start()).group().strip() if acting else None


def due(text: str, day: date, *, until: date | None = None) -> date | None:
    """The last day by which `text`, said on `day`, promises it; None when it does not say, or what it says is past.

    "före sommaren" is the day before it begins; "senast 1 maj" that day; "till hösten" and "i november" the last day of
    what is named, when it is not told as done. `until` is the end of the time that the statement was read to tell.
    """
    line = _line(text)
    anchor = Anchor(day, ahead=True)
    if match := _SEASON_END.search(line):
        named = dates.expressions(f"till {_DEFINITE.get(match['what'].lower(), match['what'])}", anchor)
        if named and named[0].first > day:
            return named[0].first - timedelta(days=1)
    for match in _LATEST.finditer(line):
        found = dates.expressions(match["rest"], anchor)
        if found and found[0].start < 6 and found[0].last >= day:
            return found[0].last - timedelta(days=1) if _BEFORE.search(match.group()) else found[0].last
    if state(line) in ("planned", "ongoing"):
        later = [one.last for one in dates.expressions(line, anchor) if one.last > day]
        return max(later) if later else until
    return until


_DEFINITE = {"årsskiftet": "nyår", "julen": "jul"}


def state(text: str) -> str:
    """`planned`, `ongoing`, `done` or `dropped`, by the tense: what is ordered or decided is planned, not done."""
    line = _line(text)
    if _DROPPED.search(line):
        return "dropped"
    if _ORDERED.search(line) or _ASKED.search(line):
        return "planned"
    if _FINISHED.search(line):
        return "done"
    return "planned" if dates.looks_ahead(line) else "ongoing"


def told(text: str, day: date, *, until: date | None = None) -> tuple[str | None, date | None, str]:
    """Owner, last day and state of a measure told on `day`; what has a last day ahead and is not done is planned."""
    last, how = due(text, day, until=until), state(text)
    return owner(text), last, "planned" if last and last > day and how == "ongoing" else how


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
