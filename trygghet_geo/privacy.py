"""Personal data masked in what is made public.

What rules can find: Swedish personal identity and coordination numbers, telephone numbers, e-mail addresses, names with
a party in brackets, names after a title, and the people in the heads of the documents. What they cannot: other names in
running text, a home that only one family has, an event that only one person was part of. Someone must still read what
is published; `--public` makes that reading shorter, it does not replace it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

NAME, NUMBER, PHONE, EMAIL = "[namn]", "[personnummer]", "[telefon]", "[e-post]"
COVER = "█"

# A space is also a line break or a soft one: quotes are cut out of the file as they stand.
_GAP = r"[\s\u00ad]+"
_CAPITAL = r"[A-ZÅÄÖÉÜØÆ]"
_WORD = rf"{_CAPITAL}[a-zåäöéèüøæ\u0300-\u030a\u00ad]+"
_NAME_PART = rf"(?:{_CAPITAL}\.|{_WORD}(?:[-‐‑](?:{_GAP})?{_WORD})?)"
_PARTICLE = rf"(?:(?:von|af|de|van|der|la|al|el){_GAP})"
_FULL_NAME = rf"{_NAME_PART}(?:{_GAP}{_PARTICLE}*{_NAME_PART}){{0,3}}"
_TITLES = (
    "kommunalråd kommunchef kommundirektör kommunpolis områdespolis polisområdeschef polisinspektör polisassistent "
    "polismästare närpolischef säkerhetssamordnare säkerhetschef trygghetssamordnare samordnare förvaltningschef "
    "samhällsbyggnadschef fastighetschef socialchef skolchef rektor biträdande rektor fritidschef enhetschef "
    "verksamhetschef avdelningschef chef handläggare sekreterare ordförande vice ordförande ledamot ersättare "
    "räddningschef brandinspektör fältassistent socialsekreterare kurator lärare vaktmästare bovärd "
    "herr fru fröken doktor dr docent professor"
)
_NOT_PEOPLE = frozenset("polisen kommunen skolan räddningstjänsten socialtjänsten vakant representant".split())
_SIGN = re.compile(r"[^\s\u00ad]")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"(?<![\d-])(?:(?:18|19|20)\d\d|\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
    r"[\s\u00ad]?[-+–‐‑]?[\s\u00ad]?(?:\d{4}|[A-Z]\d{3}|[xX*]{4})(?![\d-])"
)
# A trunk zero or +46/0046, an area code, then 5 to 8 digits in groups; neither a date nor a case number ("2021-0312").
_PHONE = re.compile(
    r"(?<![\w/.,-])(?:(?:\+|00)[\s\u00a0]?46[\s\u00a0-]*(?:\(0\))?[\s\u00a0-]*[1-9]\d{0,2}|\(?0[1-9]\d{0,2}\)?)"
    r"[\s\u00a0]*[-–‐‑/]?[\s\u00a0]*\d(?:[\s\u00a0-]?\d){4,7}(?![\d-])"
)
_PARTY = r"(?:S|M|SD|C|V|KD|L|MP|FP|FI|[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{1,4})"
_WITH_PARTY = re.compile(
    rf"(?P<name>{_NAME_PART}{_GAP}{_PARTICLE}*{_NAME_PART}(?:{_GAP}{_NAME_PART})?)(?={_GAP}\({_PARTY}\))"
)


def masked(text: str, people: Iterable[str] = ()) -> str:
    """`text` with personal data put in square brackets; `people` are full names known from the documents' heads."""
    text = _EMAIL.sub(EMAIL, text)
    text = _NUMBER.sub(NUMBER, text)
    text = _PHONE.sub(PHONE, text)
    text = _known(people).sub(NAME, text)
    text = _WITH_PARTY.sub(NAME, text)
    return _after_title().sub(lambda match: match["title"] + match["gap"] + NAME, text)


def covered(text: str, people: Iterable[str] = ()) -> str:
    """As `masked`, but with a full block for each letter: offsets into `text` and its line breaks still hold."""
    for pattern in (_EMAIL, _NUMBER, _PHONE, _known(people), _WITH_PARTY):
        text = pattern.sub(lambda match: _SIGN.sub(COVER, match[0]), text)
    return _after_title().sub(
        lambda match: match["title"] + match["gap"] + _SIGN.sub(COVER, match[0][len(match["title"] + match["gap"]) :]),
        text,
    )


def public(table: GeoDataFrame, people: Iterable[str] = ()) -> GeoDataFrame:
    """A copy of `table` (contract columns) whose quotes, mentions and file names are masked; all else is as it was."""
    from pandas import Series

    known = tuple(people)
    columns = {
        name: Series([value if value is None else masked(value, known) for value in table[name]], table.index, "object")
        for name in ("quote", "mention", "document")
    }
    return table.assign(**columns)


def _known(people: Iterable[str]) -> re.Pattern[str]:
    """The people by full name and by each part of it; a surname that is also a place's name is masked with them."""
    names: set[str] = set()
    for person in people:
        # "Bo Dahl (S), kommunpolis": what follows the name is a title or an organisation.
        name = re.split(r"[,(;:]", person)[0]
        parts = [part for part in name.split() if part[:1].isupper() and part.casefold() not in _NOT_PEOPLE]
        names |= {part for part in parts if len(part) > 2}
        if len(parts) > 1:
            names.add(" ".join(parts))
    longest = sorted(names, key=lambda name: (-len(name), name))
    either = "|".join(_GAP.join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)(?:{either})s?(?!\w)") if names else re.compile(r"(?!)")


def _after_title() -> re.Pattern[str]:
    titles = "|".join(sorted(map(re.escape, set(_TITLES.split())), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<title>(?i:{titles})(?:en|n)?)(?P<gap>{_GAP})(?!{_CAPITAL}+\b){_FULL_NAME}")
