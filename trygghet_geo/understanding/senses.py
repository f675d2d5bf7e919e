"""What a word can stand for: "moppe" and "epa" are one sense, "slår", "sparkad" and "tumult" another.

A word that the model met once or never shares what it learned of others of its sense, and two senses in one clause
("child" and "avoid") say more than each alone. The senses are lists of stems in `data/lexicon/senses.toml`, written for
this project.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from trygghet_geo.paths import DATA

MARK = "="
"""Opens the name of a sense among the features of the model; no word of a text begins so."""
_ENDINGS = frozenset(
    "s n t d e a en et ar er or na as es is arna erna orna ns ts ens ets arnas ernas de te dde tt ade at ats ad ades "
    "des it its ande ende ning are aren nde".split()
) | {""}
_SHORT, _HEAD = 3, 4
"""Letters of the shortest stem that may take an ending, and of the shortest that may be the head of a compound."""


@dataclass(frozen=True)
class Senses:
    """Stems and phrases with the senses they have; `known` remembers words already looked up."""

    stems: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    """By their first word: all their words, and the sense."""
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def word(self, word: str) -> frozenset[str]:
        """The senses of a word in lower case: of itself, else of the longest stem it is a form or compound of."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > _MEMORY:
                self.known.clear()
            stem = stem_of(word, self.stems)
            found = self.known[word] = self.stems[stem] if stem else frozenset()
        return found

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """Names of the features of a clause's words: each sense, and each two that meet in it. Sorted, each once."""
        return tuple(features(self.met(words)))

    def met(self, words: Sequence[str]) -> tuple[str, ...]:
        """The senses of a clause's words, sorted, each once."""
        met: set[str] = set()
        for index, word in enumerate(words):
            met |= self.word(word)
            for phrase, sense in self.phrases.get(word, ()):
                if tuple(words[index : index + len(phrase)]) == phrase:
                    met.add(sense)
        return tuple(sorted(met))


_MEMORY = 20_000


def stem_of(word: str, stems: Container[str], *, verbs: bool = False) -> str | None:
    """The longest of `stems` that a word in lower case is a form of, else that the end of it is: "bilbrand".

    With `verbs` a stem in -a is also found by its forms without it: "slänger" is of "slänga".
    """
    for first in (0, *range(_SHORT, len(word) - _HEAD + 1)):
        tail, least = word[first:], _HEAD if first else _SHORT
        for last in range(len(tail), least - 1, -1):
            if tail[last:] in _ENDINGS:
                if tail[:last] in stems:
                    return tail[:last]
                if verbs and not first and f"{tail[:last]}a" in stems:
                    return f"{tail[:last]}a"
    return word if word in stems else None


def features(met: Sequence[str]) -> Iterator[str]:
    """Names of the features of the senses that meet in a clause: each, and each two."""
    yield from (f"{MARK}{sense}" for sense in met)
    yield from (f"{MARK}{a}{MARK}{b}" for a, b in combinations(met, 2))


@cache
def load() -> Senses:
    """The shipped senses."""
    path = DATA / "lexicon" / "senses.toml"
    stems: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for sense, listed in tomllib.loads(path.read_text(encoding="utf-8"))["senses"].items():
        for item in listed.lower().split():
            first, *rest = item.split("_")
            if rest:
                phrases.setdefault(first, []).append(((first, *rest), sense))
            else:
                stems.setdefault(item, set()).add(sense)
    return Senses({stem: frozenset(found) for stem, found in stems.items()}, phrases)
