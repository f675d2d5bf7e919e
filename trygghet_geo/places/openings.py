"""How a sentence opens: whether it goes on with what was said, begins something new, or sums up the whole."""

from __future__ import annotations

import re

GENERAL = re.compile(
    r"^(?:I övrigt|Övrigt|För övrigt|Generellt|Allmänt|Annars|Överlag|Nationellt|I Sverige|I landet|På riksnivå"
    r"|I allmänhet|Allmänt sett|Totalt sett|Bland (?:unga|ungdomar|äldre|flickor|pojkar|tjejer|killar|vuxna)"
    r"|Kommuninvånar(?:e|na)|I (?:enkäten|undersökningen|mätningen|trygghetsmätningen))\b"
)
"""What follows is no longer about the place of the sentence before."""
_DAY = r"(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en|s)?)?"
_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_COUNT = r"\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio"
_NUMBER = rf"(?:{_COUNT}|en|ett|elva|tolv|flera|fler|många|några|ytterligare|åter)"
_INDEFINITE = re.compile(
    rf"^(?:{_NUMBER} (?!(?:av|dag|vecka|timme|stund|tid)\b)|{_DAY}\b|vecka \d|v\.? ?\d"
    rf"|i (?:{_MONTH}|somras|våras|höstas|vintras|helgen|går|natt|förrgår|{_DAY})\b|(?:natten|kvällen) (?:till|mot) "
    r"|på (?:kvällarna|nätterna|helgerna|morgnarna)\b"
    r"|under (?:perioden|veckan|helgen|sommaren|våren|hösten|vintern)\b)",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\w(?:en|et|an|na|ns|ets|nas)$")
_BACK = re.compile(
    r"\b(?:sam(?:ma|me|tliga)|båda|bägge|denn[ae]|detta|dessa|därifrån|dit|därefter|ovan|tidigare nämn\w+"
    r"|han|hon|honom|henne|hans|hennes|deras|dess|dem|dom)\b|\bdär\b",
    re.IGNORECASE,
)
"""What points back into the sentence before."""
_NO_NOUN = frozenset(
    "det de den dem dom han hon vi man jag ni du men och eller så då nu sedan sen efter även också dessutom samtidigt "
    "här där dit därifrån däremot därför ändå trots enligt samma båda alla ingen inga inget inte vid på i av från till "
    "med för om under över bland mellan längs utanför bakom framför kring runt genom när medan innan eftersom vilket "
    "vilka som att senast tidigare oftast ofta ibland särskilt värst mest mindre övriga hela denna detta dessa vad var "
    "vem hur varför vår vårt våra sin deras hans hennes mitt min mina ditt polis polispatrull patrull ambulans "
    "räddningstjänst".split()
)
_SUMMARY = re.compile(
    r"^(?:(?:(?:i|för) )?övrigt|utöver (?:detta|det|ovanstående)|därutöver|dessutom har (?:polisen|vi)|totalt"
    r"|sammanlagt|sammantaget|det har (?:också|även|dessutom) |polisen har (?:även|också|dessutom|under)"
    r"|under (?:hela )?(?:natten|kvällen|dygnet|helgen|passet) har|(?:nattens|kvällens|dygnets|helgens) \w+"
    r"|arresten|fylleceller\w*|(?:kl\.? ?)?\d\d[.:]\d\d ?[-–] ?\d\d[.:]\d\d\b"
    rf"|(?:{_COUNT}|flera|ett antal) (?:vilt|trafik|rådjurs|älg)olyckor har "
    rf"|(?:{_COUNT}|en) personer? har (?:under \w+ )?omhändertagits)",
    re.IGNORECASE,
)


def sums_up(text: str) -> bool:
    """Whether a paragraph of a county's summary, by its first words, is about the whole night or county."""
    return bool(_SUMMARY.match(text))


def points_back(text: str) -> bool:
    """Whether the sentence names somebody or something of the one before: "Han …", "på samma gata", "där"."""
    return bool(_BACK.search(text))


def begins_anew(text: str) -> bool:
    """Whether the sentence tells of something else than the one before: "En kvinna …", "Mordbrand i …", "Lördag …".

    Not one that begins with what is known already ("Mannen …", "De …") or points back ("på samma gata").
    """
    if _BACK.search(text):
        return False
    if _INDEFINITE.match(text):
        return True
    first = re.match(r"[^\W\d]+", text)
    word = first.group().lower() if first else ""
    return bool(word) and len(word) > 3 and word not in _NO_NOUN and not _DEFINITE.search(word)
