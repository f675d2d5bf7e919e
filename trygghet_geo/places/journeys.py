"""Where something goes or somebody comes from, which is not where it happens."""

from __future__ import annotations

import re

from trygghet_geo.places.groups import words_before
from trygghet_geo.records import Document, Mention

_GOING = re.compile(
    r"(?:(?:\w*vägen|\w*väg|\w*stigen|\w*stråket|\w*banan|riktning\w*|körfält\w*|tåg\w*|buss\w*|\w*färjan|spår\w*"
    r"|\d+:?an|E\d+|österut|västerut|norrut|söderut|motorvägen|avfarten|infarten|utfarten|trafiken) (?:mot|till)"
    r"|(?:förs|förd\w*|fört\w*|flög\w*|transport\w*|(?:kör|skjutsa)\w*(?: \w+){0,3}"
    r"|rest\w*|reste|åk\w*|hörs|syns|ända|upp"
    r"|vidare|hela vägen|färd\w*|på väg)(?: \w+)? till) (?:centrala |norra |södra |östra |västra )?$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:ungdom\w*"
    r"|kill\w*|tjej\w*|pojk\w*|flick\w*|\w*gäng(?:et)?|person\w*|famil\w*|förare|man|män|kvinn\w*"
    r"|besökare|elever|folk|grupp\w*|\w+åring\w*|barn|bor|grabb\w*)(?: \w+)?(?: ända)? från"
    r"(?: [\w-]+(?: [A-ZÅÄÖ][\w-]+)?(?:,| och| samt))?(?: både)? $",
    re.IGNORECASE,
)


def is_goal(document: Document, mention: Mention) -> bool:
    """Whether a town is where something goes, not where it happens: "på väg mot Lillå", "flögs till Umeå"."""
    return mention.preposition in ("mot", "till") and bool(_GOING.search(words_before(document, mention, 60)))


def is_origin(document: Document, mention: Mention) -> bool:
    """Whether the place only says where somebody is from: "ungdomar från Lillå", "förare ända från Lillå"."""
    return mention.preposition == "från" and bool(_FROM.search(words_before(document, mention, 60)))
