"""How Swedish bends the name of a place: genitives, compounds, directions, road numbers, prepositions, near misses."""

from __future__ import annotations

import re

_FOLD = str.maketrans("éèêëáàâüÉÈÊËÁÀÂÜ", "eeeeaaauEEEEAAAU")
_NOT_WORD = re.compile(r"[\W_]")

STREET_HEADS = (
    "gatan gata vägen väg torget torg stigen stig gränden gränd backen allén allé esplanaden leden bron rondellen "
    "viadukten tunneln kajen"
).split()
SITE_HEADS = (
    "parken park skolan skola platsen kyrkan kyrka stationen station badet hallen bibliotek biblioteket centrum "
    "idrottsplats hamnen sjukhus sjukhuset gymnasiet förskola gården ängen"
).split()
SITE_WORD = re.compile(
    r"(?:gata|gatan|väg|vägen|torg|torget|stig|stigen|gränd|allé|bro|bron|park|parken|skola|skolan|plats|platsen"
    r"|kyrka|kyrkan"
    r"|station|stationen|bad|badet|hall|hallen|centrum|gård|gården|hus|huset|hamn|hamnen|udde|udden|berg|berget|strand"
    r"|stranden|backe|backen|fjäll|ö|ön|holme|holmen|by|byn|vall|vallen|arena|arenan|central|centralen|galleri\w*"
    r"|hotell"
    r"|camping|köping|city|stad|fabrik\w*|slott\w*|sjö|sjön|viken?|ängen|fältet|sjukhus\w*|marina|flygplats\w*|torp"
    r"|allmänning"
    r"|gymnasi\w*|ip|live|outlet|mall)$"
)
"""How a word ends that names a site, whatever stands before it: "Malmö Central", "Idre Fjäll"."""
SITE_ENDINGS = ("skolan", "skola", "parken", "park", "torget", "torg", "badet", "gymnasiet", "stationen", "station")
_ENDING = re.compile(
    r"(?P<area>s?-?(?:området|områdets|trakten|trakterna|bygden|bor|borna|bornas)\b)"
    r"|(?P<centre>s?-?(?:centrum|centrumet)\b)|(?P<genitive>:?s(?!\w))|(?P<exact>(?!\w|-[a-zåäö]))",
    re.IGNORECASE,
)
_GOES_ON = ("_", "-", ":")
_TAIL = re.compile(
    r"(?: tätorts?| samhälles?)?(?P<kind> kommuns?\b| (?:centrum|centrala delar(?:na)?|city|C|innerstad(?:en)?)\b"
    r"|(?: och| med) omnejd\b| ?-?området\b)|(?P<plain> (?:tätort|samhälle|centralort|kyrkby)\b)",
    re.IGNORECASE,
)
DIRECTIONS = {
    "norra": (0, 1), "södra": (0, -1), "östra": (1, 0), "västra": (-1, 0),
    "nordöstra": (1, 1), "nordvästra": (-1, 1), "sydöstra": (1, -1), "sydvästra": (-1, -1),
}  # fmt: skip
"""East and north share of each half or quarter."""
_DIRECTION = re.compile(
    rf"\b(?:{'|'.join(DIRECTIONS)}|centrala|inre|yttre|hela)(?: delen av| delarna av)? $", re.IGNORECASE
)
VAGUE_PREPOSITIONS = (
    "i närheten av", "i trakten av", "i trakterna av", "i trakten kring", "i området kring", "i området runt",
    "i området vid", "området kring", "området runt", "i omgivningarna kring", "inte långt från", "strax utanför",
    "utanför",
    "omkring", "kring", "runt om", "runtom", "runt", "nära", "bortom",
    "norr om", "söder om", "öster om", "väster om",
)  # fmt: skip
SHARP_PREPOSITIONS = (
    "i höjd med", "i anslutning till", "i korsningen", "längs med", "utmed", "längs", "uppe på", "nere vid", "inne i",
    "inne på", "nere i", "uppe i", "borta vid", "förbi", "framför", "bakom", "bredvid", "intill", "invid", "mellan",
    "korsningen",
    "genom", "inom", "över", "mot", "till", "från", "vid", "på", "i",
)  # fmt: skip
LOCATIVE = frozenset(VAGUE_PREPOSITIONS + SHARP_PREPOSITIONS) - {"över", "inom", "genom"}
"""Prepositions after which an ordinary word with a capital is a place."""
AT_BUILDING = frozenset((*"vid på förbi utanför bakom kring runt nära intill bredvid framför".split(), "i närheten av"))
"""Behind one of these "skolan" is a place; "i skolan" is what happens in schools."""
SETTLED = "byn|orten|tätorten|samhället|stadsdelen|kommundelen|bostadsområdet|kyrkbyn|småorten"
SITES = (
    "fritidsgården|ungdomsgården|köpcentret|köpcentrumet|shoppingcentret|kvarteret|boendet|äldreboendet|vårdboendet"
    "|rastplatsen|parkleken|familjecentralen|förskolan|hållplatsen|busshållplatsen|badplatsen|campingplatsen|sporthallen"
    "|simhallen|ishallen|idrottshallen|gallerian|tunnelbanestationen|pendeltågsstationen|bygdegården"
    "|lekplatsen|koloniområdet|industriområdet|naturreservatet|friluftsområdet|pendelparkeringen"
)
"""Words for a settled place and for a site: the name right behind one is a place's, whatever is said of it."""
_SETTLED = re.compile(rf"(?<!\w)(?:{SETTLED}) $", re.IGNORECASE)
_SITE = re.compile(rf"(?<!\w)(?:{SITES}) $", re.IGNORECASE)
_NOUNS = (
    *"stadsdelen orten tätorten samhället området bostadsområdet byn kommundelen centralorten staden skolan".split(),
    *"torget parken gatan vägen förskolan industriområdet stadsdelarna orterna områdena gatorna vägarna".split(),
    *"skolorna korsningen centrum mellan både trakten badet främst exempelvis även också bl.a. t.ex.".split(),
    *("bland annat", "till exempel", "framför allt", "i första hand"),
)
"""What may stand between the preposition and the name: "i stadsdelen Haga", "på bland annat Storgatan"."""
_PREPOSITION = re.compile(
    rf"(?<!\w)(?P<word>{'|'.join(VAGUE_PREPOSITIONS + SHARP_PREPOSITIONS)})"
    rf"(?: (?:{'|'.join(_NOUNS).replace('.', '[.]')}))* [(\"”“]?$",
    re.IGNORECASE,
)
_ROAD = re.compile(
    r"(?<![\w:.,-])(?:(?P<e>E|[Ee]uropaväg(?:en)? E?)[ -]?(?P<enumber>\d{1,3})(?::?an)?(?::?s)?"
    r"|(?:(?:[Rr]iks|[Ll]äns)?[Vv]äg(?:en)?|[RrLl]v\.?) ?(?P<number>\d{1,4})(?::?an)?(?::?s)?"
    r"|(?P<short>\d{2,4})(?::an|an)(?:s)?)(?!\w|:\w|[.,]\d|-\d)"
)


_NOT_ROADS = frozenset(("112", "114", "1177", "50", "90"))
"""Emergency numbers and words of hundreds, decades and speeds that take the same ending."""


def folded(text: str) -> str:
    """Lower case without foreign accents, every non-word character a blank; as long as `text`, so offsets hold.

    Swedish text is cp1252 but for a letter here and there, and a table of 256 bytes folds it twenty times faster than
    a table of characters; what is not cp1252 is folded piece by piece.
    """
    try:
        return text.encode("cp1252").translate(_BYTES).decode("cp1252")
    except UnicodeEncodeError:
        return "".join(_folded_piece(piece) for piece in _STRANGE.split(text))


def _folded_piece(piece: str) -> str:
    if not _STRANGE.match(piece):
        return piece.encode("cp1252").translate(_BYTES).decode("cp1252")
    return _by_character(piece)


def _by_character(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _NOT_WORD.sub(" ", lower.translate(_FOLD))


def _byte_table() -> bytes:
    """Every byte of cp1252 folded; the five that mean nothing, and what folds out of cp1252, become blanks."""
    characters = (bytes([n]).decode("cp1252", "replace") for n in range(256))
    return b"".join(_by_character(c).encode("cp1252", "replace").replace(b"?", b" ") for c in characters)


_BYTES = _byte_table()
_STRANGE = re.compile("([^\\x00-\\x7f\\xa0-\\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+)")


def ending(text: str, end: int) -> tuple[str, int] | None:
    """What follows the name that ends at `end`: ("exact" | "genitive" | "area" | "centre", new end).

    None when the word goes on and is another one.
    """
    following = text[end : end + 1]
    if not (following.isalnum() or following in _GOES_ON):
        return "exact", end
    match = _ENDING.match(text, end)
    return (str(match.lastgroup), match.end()) if match else None


def tail(text: str, end: int) -> tuple[str, int] | None:
    """The noun after the name and its end: "municipality", "centre", "area" or "town"."""
    match = _TAIL.match(text, end)
    if not match:
        return None
    if match["plain"]:
        return "town", match.end()
    word = match["kind"].strip().lower()
    if word.startswith("kommun"):
        return "municipality", match.end()
    return "centre" if word[:4] in ("c", "cent", "city", "inne") else "area", match.end()


def direction(text: str, start: int) -> int:
    """Where "norra", "centrala" and the like before the name at `start` begin, or `start`."""
    match = _DIRECTION.search(text[max(0, start - 30) : start])
    return start - len(match.group()) if match else start


def preposition(before: str) -> str | None:
    """The preposition of place that `before` (the words up to the name) ends in, in lower case."""
    match = _PREPOSITION.search(before[-60:])
    return match["word"].lower() if match else None


_COORDINATED = re.compile(
    r"\b(?:mellan|vid|på|kring|runt|bakom|utanför|i|längs) [^.;:(),]{2,30}? (?:och|eller|samt) $",
    re.IGNORECASE,
)


def coordinated(before: str) -> bool:
    """Whether the preposition of the first in a list holds for what follows: "mellan Solkatten och stationen"."""
    return bool(_COORDINATED.search(before))


def settled(before: str, *, site: bool = False) -> bool:
    """Whether `before` (the words up to the name) ends in a word for a settled place: "byn Resele".

    With `site` also for a site ("fritidsgården Kuben"); the name of a town there is that of the site, not of the town.
    """
    return bool(_SETTLED.search(before[-25:]) or (site and _SITE.search(before[-25:])))


def roads(text: str) -> list[tuple[int, int, str]]:
    """Start, end and key ("E18", "252") of every numbered road; bus lines and emergency numbers are left out."""
    found = []
    for match in _ROAD.finditer(text):
        if match["short"] and (match["short"] in _NOT_ROADS or _is_bus(text, match.start())):
            continue
        key = f"E{match['enumber']}" if match["enumber"] else str(match["number"] or match["short"])
        found.append((match.start(), match.end(), key))
    return found


def _is_bus(text: str, start: int) -> bool:
    return bool(re.search(r"(?:buss|bussen|linje|linjen|spårvagn|tåg|med) $", text[max(0, start - 12) : start], re.I))


def road_key(name: str) -> str | None:
    """The key of a name that is nothing but a road number ("länsväg 252" → "252"), else None."""
    found = roads(name.strip())
    return found[0][2] if len(found) == 1 and found[0][:2] == (0, len(name.strip())) else None


def is_street(name: str) -> bool:
    return name.lower().removesuffix("s").endswith(tuple(STREET_HEADS)) or road_key(name) is not None


def near(one: str, other: str) -> bool:
    """Whether two words are one edit apart (insert, delete, replace, swap of neighbours) and begin alike."""
    if one == other or abs(len(one) - len(other)) > 1 or one[:1] != other[:1]:
        return False
    i = 0
    while i < min(len(one), len(other)) and one[i] == other[i]:
        i += 1
    if len(one) == len(other):
        swapped = one[i : i + 2] == other[i : i + 2][::-1] and one[i + 2 :] == other[i + 2 :]
        return swapped or one[i + 1 :] == other[i + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[i + 1 :] == shorter[i:]
