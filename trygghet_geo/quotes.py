"""The quotes of a table, ready to be searched over and over: as they are written, and by the forms of their words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from trygghet_geo import inflections

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_WORD = re.compile(r"\w+")
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u2010\u2011][ \t]*[\r\n]\s*(?!och\b|eller\b|samt\b|till\b)(?=[a-zåäöéü])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


class Quotes:
    """A column of quotes. Each different one, and each different word, is made ready once."""

    def __init__(self, column: ArrayLike) -> None:
        self._row, names = pd.factorize(np.asarray(column, dtype=object))
        self._plain = [plain(name) for name in names]
        numbers: dict[str, int] = {}
        said = [[numbers.setdefault(word, len(numbers)) for word in _WORD.findall(one)] for one in self._plain]
        self._vocabulary = list(numbers)
        self._word = np.array([number for words in said for number in words], dtype=np.int32)
        self._quote = np.repeat(np.arange(len(said), dtype=np.int32), [len(words) for words in said])

    def holding(self, text: str) -> NDArray[np.bool_]:
        """Which rows say `text`: as it is written, or each of its words somewhere, inflected or in a compound."""
        wanted = plain(text)
        found = np.fromiter((wanted in one for one in self._plain), dtype=bool, count=len(self._plain))
        if words := dict.fromkeys(_WORD.findall(wanted)):
            found |= np.logical_and.reduce([self._with(word) for word in words])
        # Of a missing quote the number is -1: it says nothing.
        return np.append(found, False)[self._row]

    def _with(self, word: str) -> NDArray[np.bool_]:
        asked = inflections.roots(word)
        # All forms hold these letters: only the last of a root may follow an e that goes. Looked at first, it is quick.
        core = word[: min(inflections.HEAD, min(map(len, asked)) - 1)]
        # As short as "i" it has no other forms, and the core is in every word: asking each would take half a second.
        forms = len(word) >= inflections.LEAST
        near = (one for one in enumerate(self._vocabulary) if core in one[1])
        hits = [number for number, one in near if word in one or (forms and inflections.same(one, asked))]
        form = np.zeros(len(self._vocabulary), dtype=bool)
        form[hits] = True
        found = np.zeros(len(self._plain), dtype=bool)
        found[self._quote[form[self._word]]] = True
        return found


def plain(text: str) -> str:
    """As searched: one line, no soft hyphens, words made whole over line ends, NFC, case folded."""
    whole = _INVISIBLE.sub("", text)
    if "\n" in whole or "\r" in whole:
        whole = _BROKEN_WORD.sub("", whole)
    return unicodedata.normalize("NFC", " ".join(whole.split())).casefold()
