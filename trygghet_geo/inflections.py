"""Forms of a Swedish word, as far as its ending tells: who searches for "klotter" means "klottret" and "klottrat" too.

Two words are forms of one when they share a root: what is left when an ending of the regular declensions and
conjugations is taken away (Svenska Akademiens språklära, chapters 2 to 4), by any of the endings that fit. A change of
the vowel ("natt", "nätter") is not seen. Snowball's Swedish stemmer keeps "gatan" and "klottret" whole, so it does
not do.
"""

from __future__ import annotations

import re
from functools import lru_cache

LEAST = 3
"""Letters a root has at least."""
HEAD = 4
"""Letters from which a root is also looked for as the last part of a compound: "klottr" in "fasadklottret"."""
NOUNS = ("a", "e", "or", "ar", "er", "n", "an", "en", "et", "na", "orna", "arna", "erna", "ena", "aren")
VERBS = ("a", "ar", "er", "ade", "de", "te", "at", "it", "t", "ad", "ande", "ende", "are")
ADJECTIVES = ("a", "e", "t")
_ENDINGS = tuple(sorted({one + s for one in (*NOUNS, *VERBS, *ADJECTIVES) for s in ("", "s")} | {"s"}))
_BEFORE_N = frozenset("aeiouyåäölr")
_SYNCOPE = re.compile(r"(?<=[^aeiouyåäö])e(?=[lnr]$)")
"""The e that goes when something follows: klotter, klottret; cykel, cyklar; vatten, vattnet."""


@lru_cache(maxsize=100_000)
def roots(word: str) -> frozenset[str]:
    """The word (lower case, NFC) and what is left without an ending, each also as it is before another ending."""
    found = {word, *(word[: -len(one)] for one in _ENDINGS if word.endswith(one) and _may_end(word, one))}
    found |= {_SYNCOPE.sub("", one) for one in found if len(one) > HEAD}
    # "ensam", "ensamma": a doubled m or n stands before an ending only.
    return frozenset(one[:-1] if one.endswith(("mm", "nn")) and len(one) > LEAST else one for one in found)


def same(word: str, asked: frozenset[str]) -> bool:
    """Whether `word` is a form of what has the roots `asked`, or a compound that ends with one."""
    heads = tuple(root for root in asked if len(root) >= HEAD)
    return any(root in asked or root.endswith(heads) for root in roots(word))


def _may_end(word: str, ending: str) -> bool:
    at = len(word) - len(ending)
    if at < LEAST or (ending == "s" and word[at - 1] == "s"):
        return False
    # An n alone is an article after a vowel, l or r: "cykeln", not "hamn".
    return ending.rstrip("s") != "n" or word[at - 1] in _BEFORE_N
