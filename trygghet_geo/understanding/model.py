"""A small model: the second opinion where no wording is known.

The rules know thousands of wordings; people find others. The model was trained on sentences written for this project
(`data/training/`, `tools/train_model.py`) and says how likely each kind is and each category. It is a network with one
hidden layer over words, their letter sequences, their neighbours and what they mean (`meanings.py`); in one text the
layer is linear in its words, so every opinion can be traced to the words that speak for it. `opinions.py` decides when
it is asked; explicit wordings go first.

Features after W. B. Cavnar and J. M. Trenkle, "N-Gram-Based Text Categorization" (SDAIR 1994): letters within words,
which is what makes Swedish compounds and inflections of one word resemble each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from trygghet_geo.paths import DATA
from trygghet_geo.understanding import meanings, senses

KINDS = ("concern", "calm", "measure", "proposal", "statistic", "nothing")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[%?!:]")
NAME, NUMBER = "‹namn›", "‹tal›"
_MEMORY = 20_000


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Word, start and end of each token in `text`, as the model knows them: lower case, names and numbers alike.

    A capital inside a sentence is a name: which place or person it is says nothing about what is told of it.
    """
    shouting = text.isupper()
    found: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isdigit():
            word = NUMBER
        elif found and word[0].isupper() and not shouting:
            word = NAME
        found.append((word.lower(), match.start(), match.end()))
    return found


def letters(word: str) -> Iterator[str]:
    """Features of one word: itself, and its letter sequences of three to five with its edges marked."""
    yield word
    if len(word) < 4 or word in (NAME, NUMBER):
        return
    marked = f"<{word}>"
    for size in (3, 4, 5):
        for i in range(len(marked) - size + 1):
            yield "~" + marked[i : i + size]


def pairs(words: Sequence[str]) -> Iterator[str]:
    """Features of neighbours, edges of the text included."""
    edged = ["^", *words, "$"]
    for left, right in pairwise(edged):
        yield f"{left} {right}"


@dataclass(frozen=True)
class Opinion:
    """Share of each kind; chance of each category on its own, and of each "category/type" given its category."""

    kinds: dict[str, float]
    categories: dict[str, float]
    types: dict[str, float] = field(default_factory=dict)


@dataclass(eq=False)
class Model:
    """`weights[feature]` is what a feature adds to each hidden unit, in units of `scale`; `second` is (units, labels).

    `idf` is the weight of a feature in a text; that of a sign is the same for all of them. The labels are the kinds,
    then the categories, then the types.
    """

    index: dict[str, int]
    weights: np.ndarray
    scale: np.ndarray
    idf: np.ndarray
    bias: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray
    labels: tuple[str, ...]
    _words: dict[str, tuple[np.ndarray, float]] = field(default_factory=dict)
    _met: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def opinion(self, text: str, signs: Sequence[str] = (), nearby: Sequence[str] = ()) -> Opinion:
        """What the model makes of a clause in which the rules saw `signs`, beside the stems `nearby` (`signs.py`)."""
        units = self._units([word for word, _, _ in tokens(text)], signs, nearby)
        score = np.maximum(units, 0) @ self.second + self.second_bias
        # A word said a thousand times is no surer than one said often.
        score = np.minimum(np.maximum(score, -30, out=score), 30, out=score)
        kinds = np.exp(score[: len(KINDS)] - np.maximum.reduce(score[: len(KINDS)]))
        shares = (kinds / np.add.reduce(kinds)).tolist()
        chances = (1 / (1 + np.exp(-score[len(KINDS) :]))).tolist()
        return Opinion(
            dict(zip(KINDS, shares, strict=True)),
            dict(zip(self.categories, chances, strict=False)),
            dict(zip(self.types, chances[len(self.categories) :], strict=True)),
        )

    def _units(self, words: Sequence[str], signs: Sequence[str], nearby: Sequence[str]) -> np.ndarray:
        """(units,) what the hidden units sum up to, below zero too."""
        total = np.zeros(len(self.bias), dtype=np.float32)
        length = 0.0
        for word in words:
            scores, square = self._word(word)
            total += scores
            length += square
        beside = self._rows(nearby)
        (scores, square), (seen, _), (near, _) = self._sums(
            self._rows(pairs(words)), [*self._rows(signs), *self._senses(senses.load().met(words))], beside
        )
        own = (total + scores) / max((length + square) ** 0.5, 1e-6)
        meant = meanings.load().of(words) @ self._meant
        return own + seen + near / max(len(beside), 1) ** 0.5 + meant + self.bias

    @cached_property
    def _meant(self) -> np.ndarray:
        """(dimensions, units) what each dimension of a meaning adds to a hidden unit; zero where none was learned."""
        names = meanings.load().names
        rows = [self.index[name] for name in names if name in self.index]
        if len(rows) < len(names):
            return np.zeros((len(names), len(self.bias)), dtype=np.float32)
        return self.weights[rows].astype(np.float32) * self.scale * self.idf[rows, np.newaxis]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        return tuple(label for label in self.labels[len(KINDS) :] if "/" not in label)

    @cached_property
    def types(self) -> tuple[str, ...]:
        return self.labels[len(KINDS) + len(self.categories) :]

    def spoken_for(
        self, text: str, label: str, signs: Sequence[str] = (), nearby: Sequence[str] = (), *, most: int = 3
    ) -> list[tuple[int, int]]:
        """Start and end of the words that speak most for `label`, strongest first: through the units that they open."""
        told = tokens(text)
        units = self._units([word for word, _, _ in told], signs, nearby)
        through = np.where(units > 0, self.second[:, self.labels.index(label)], 0)
        scored = [
            (float((self._word(word)[0] + self._meaning(word)) @ through), start, end) for word, start, end in told
        ]
        return [(a, b) for score, a, b in sorted(scored, reverse=True)[:most] if score > 0]

    def _word(self, word: str) -> tuple[np.ndarray, float]:
        known = self._words.get(word)
        if known is None:
            if len(self._words) > _MEMORY:
                self._words.clear()
            known = self._words[word] = self._sums(self._rows(letters(word)))[0]
        return known

    def _meaning(self, word: str) -> np.ndarray:
        """(units,) what the meaning of a word alone adds to each hidden unit."""
        return meanings.load().of([word]) @ self._meant

    def _senses(self, met: tuple[str, ...]) -> list[int]:
        """Rows of the senses that meet in a clause; the same few meet again and again."""
        known = self._met.get(met)
        if known is None:
            if len(self._met) > _MEMORY:
                self._met.clear()
            known = self._met[met] = self._rows(senses.features(met))
        return known

    def _rows(self, features: Iterable[str]) -> list[int]:
        """Numbers of the features that the model knows, in their order."""
        return [row for row in map(self.index.get, features) if row is not None]

    def _sums(self, *groups: list[int]) -> list[tuple[np.ndarray, float]]:
        """The scores of each group of rows together, and the square of their length; one look into the weights."""
        rows = np.array([row for group in groups for row in group], dtype=np.intp)
        idf, weights = self.idf.take(rows), self.weights.take(rows, axis=0).astype(np.float32)
        ends = accumulate(map(len, groups))
        sums = []
        for end, group in zip(ends, groups, strict=True):
            own = idf[end - len(group) : end]
            sums.append(((own @ weights[end - len(group) : end]) * self.scale, float(own @ own)))
        return sums


@lru_cache(maxsize=2)
def load(path: Path | None = None) -> Model | None:
    """The shipped model, or None where it is not there: the rules then stand alone."""
    path = path or DATA / "model" / "statements.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as stored:
        names = bytes(stored["features"]).decode("utf-8").split("\n")
        return Model(
            index={name: i for i, name in enumerate(names)},
            weights=stored["weights"],
            scale=stored["scale"],
            idf=stored["idf"].astype(np.float32),
            bias=stored["bias"],
            second=stored["second"],
            second_bias=stored["second_bias"],
            labels=tuple(bytes(stored["labels"]).decode("utf-8").split("\n")),
        )
