"""How alike two statements are in their own words: stems in common, without what any sentence holds."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDINGS = (
    "arnas ernas ornas andet arna erna orna aren ades ande ning ens ets nas ren are ast ade at as es en et er ar or "
    "te de na a e n t s"
).split()
"""Swedish inflections, longest first; a stem keeps at least four letters."""
_EMPTY = frozenset(
    "alla allt andra bara behöver bland blev blir blivit boende borde både dessutom därför efter eftersom eller "
    "enligt ett extra fick finns flera fortsatt fortsätter framför från fått före ganska genom gjort gång gånger "
    "göra hade hela hos håller igen inom inte invånare kommer kommunen kring kunde kunna liksom medan mellan men "
    "mot mycket många möte mötet numera när nästa något några också olika områden området personer plats platsen "
    "platser polisen problem redan runt rådet samt sedan senaste sista ska skall skulle som stor stora större "
    "säger sätt sätter tagit tas tiden till tills under upp utan utanför vara varit vill ville väldigt även året "
    "över".split()
)


def stems(text: str) -> frozenset[str]:
    """Stems of the words of `text` that carry meaning of their own."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).replace("\u00ad", "").casefold())
    return frozenset(_stem(word) for word in words if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
