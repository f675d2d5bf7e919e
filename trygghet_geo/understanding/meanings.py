"""What a word means, as numbers: "kofot" lies near "bräckjärn", which no training sentence has.

A few thousand sentences teach a model the words that they hold. `data/lexicon/meanings.tsv` has a short English gloss,
written for this project, of each of some thousand Swedish words; `tools/build_meanings.py` turned the glosses into
vectors with a sentence encoder that has read a great deal. Words of like meaning have like vectors, so what was learned
of one holds for the other. Only the vectors are needed to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from trygghet_geo.paths import DATA
from trygghet_geo.understanding.senses import stem_of

PATH = DATA / "model" / "meanings.npz"
MARK = "@"
"""Opens the names of the dimensions among the features of the model; no word of a text begins so."""
_SHORTEST = 3
"""Letters of the shortest word that has a meaning of its own: below it are "på" and "en"."""


@dataclass(frozen=True)
class Meanings:
    """`vectors[rows[word]]` is a word's vector, (dimensions,) of length one."""

    rows: Mapping[str, int]
    vectors: np.ndarray
    """(words, dimensions) float32."""
    known: dict[str, int | None] = field(default_factory=dict)
    """Rows of words already looked up."""

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions as features of the model."""
        return tuple(f"{MARK}{number}" for number in range(self.vectors.shape[1]))

    def row(self, word: str) -> int | None:
        """Where the vector of a word in lower case is: its own, else that of the longest word it is a form or
        compound of."""
        try:
            return self.known[word]
        except KeyError:
            if len(self.known) > _MEMORY:
                self.known.clear()
            stem = stem_of(word, self.rows, verbs=True) if len(word) >= _SHORTEST else None
            found = self.known[word] = None if stem is None else self.rows[stem]
            return found

    def of(self, words: Sequence[str]) -> np.ndarray:
        """(dimensions,) the direction in which the words of a clause point together; zero where none is known."""
        rows = [row for row in map(self.row, words) if row is not None]
        if not rows:
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        total = np.add.reduce(self.vectors[rows])
        return total / max(float(total @ total) ** 0.5, 1e-6)


_MEMORY = 20_000


@cache
def load() -> Meanings:
    """The shipped meanings."""
    with np.load(PATH, allow_pickle=False) as stored:
        words = bytes(stored["words"]).decode("utf-8").split("\n")
        rows = dict(zip(words, stored["rows"].tolist(), strict=True))
        return Meanings(rows, stored["vectors"].astype(np.float32) / np.float32(stored["scale"]))
