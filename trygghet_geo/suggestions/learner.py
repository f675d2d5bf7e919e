"""A small linear model of an installation's own corrections.

L2-regularised logistic regression, one output for each kind and each category against the rest, fitted in its dual:
by the representer theorem (G. Kimeldorf and G. Wahba, 1971) the weights are a sum of the examples, so a matrix of
examples × examples is all that is solved, whatever the number of features. Features are those of
`understanding.model` (words, their letter sequences, neighbours) and the rules' signs. Needs numpy only; the same
examples give the same file.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from trygghet_geo.errors import InvalidData
from trygghet_geo.suggestions.examples import Example
from trygghet_geo.understanding.model import letters, pairs, tokens

MOST = 2_000
"""The newest examples that are learnt from: the matrix then takes 32 MB."""
SEEN = 3
"""Examples that a kind or category must have to get an output of its own."""
_PENALTY, _STEPS, _SIGN = 0.1, 60, 0.5
_KIND, _CATEGORY = "kind:", "category:"


@dataclass(frozen=True, eq=False)
class Learnt:
    """`weights[index[feature]]` is a row of scores, one for each of `labels` ("kind:calm", "category:fire")."""

    labels: tuple[str, ...]
    index: Mapping[str, int]
    weights: np.ndarray
    bias: np.ndarray
    examples: int

    def chances(self, text: str, signs: Sequence[str]) -> dict[str, float]:
        """Chance of each label on its own, 0–1."""
        total = self.bias.astype(np.float64)
        for name, value in vector(text, signs).items():
            if name in self.index:
                total = total + value * self.weights[self.index[name]]
        return {label: float(1 / (1 + np.exp(-score))) for label, score in zip(self.labels, total, strict=True)}

    def spoken_for(self, text: str, label: str, most: int = 3) -> tuple[tuple[int, int], ...]:
        """Start and end of the words of `text` that speak most for `label`, strongest first."""
        column = self.labels.index(label)
        scored = []
        for word, start, end in tokens(text):
            rows = [self.index[name] for name in letters(word) if name in self.index]
            scored.append((float(self.weights[rows, column].sum()) if rows else 0.0, start, end))
        return tuple((a, b) for score, a, b in sorted(scored, reverse=True)[:most] if score > 0)


def vector(text: str, signs: Sequence[str]) -> dict[str, float]:
    """The features of an example: those of its words with length 1 together, each sign with a weight of its own."""
    words = [word for word, _, _ in tokens(text)]
    counts = Counter(name for word in words for name in letters(word)) + Counter(pairs(words))
    length = sum(count * count for count in counts.values()) ** 0.5 or 1.0
    return {name: count / length for name, count in counts.items()} | dict.fromkeys(signs, _SIGN)


def train(examples: Sequence[Example]) -> Learnt:
    """Fit on `examples`, whose signs must be there; the newest MOST of them.

    Raises InvalidData when they are all of one kind.
    """
    chosen = examples[-MOST:]
    labels = _labels(chosen)
    if sum(label.startswith(_KIND) for label in labels) < 2:
        raise InvalidData(
            "alla rättelser säger samma sak; det behövs minst tre av varje av två slag för att lära av dem"
        )
    vectors = [vector(example.text, example.signs) for example in chosen]
    truth = np.array([[label in _labels_of(example) for label in labels] for example in chosen], dtype=np.float64)
    share = _solved(_products(vectors), truth)
    return _weights(vectors, share, labels)


def _labels_of(example: Example) -> tuple[str, ...]:
    kind = f"{_KIND}{example.kind}"
    return (kind, f"{_CATEGORY}{example.category}") if example.category else (kind,)


def _labels(examples: Sequence[Example]) -> tuple[str, ...]:
    counts = Counter(label for example in examples for label in _labels_of(example))
    return tuple(sorted(label for label, count in counts.items() if count >= SEEN))


def _products(vectors: Sequence[Mapping[str, float]]) -> np.ndarray:
    """The inner product of every two examples, gathered feature by feature; 1 is added for the bias."""
    posted: dict[str, tuple[list[int], list[float]]] = {}
    for number, each in enumerate(vectors):
        for name, value in each.items():
            rows, values = posted.setdefault(name, ([], []))
            rows.append(number)
            values.append(value)
    kernel = np.ones((len(vectors), len(vectors)))
    for name in sorted(posted):
        rows, values = posted[name]
        if len(rows) > 1:
            kernel[np.ix_(rows, rows)] += np.outer(values, values)
        else:
            kernel[rows[0], rows[0]] += values[0] ** 2
    return kernel


def _solved(kernel: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Each example's share in each output: Newton's steps with the bound 1/4 for the curvature, so that one matrix is
    inverted for all of them (D. Böhning and B. G. Lindsay, 1988)."""
    share = np.zeros_like(truth)
    step = np.linalg.inv(0.25 * kernel + _PENALTY * np.eye(len(kernel)))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(kernel @ share, -30, 30)))
        share -= step @ (chance - truth + _PENALTY * share)
    return share


def _weights(vectors: Sequence[Mapping[str, float]], share: np.ndarray, labels: tuple[str, ...]) -> Learnt:
    names = sorted({name for each in vectors for name in each})
    index = {name: number for number, name in enumerate(names)}
    weights = np.zeros((len(names), len(labels)))
    for each, own in zip(vectors, share, strict=True):
        rows = [index[name] for name in each]
        weights[rows] += np.outer(list(each.values()), own)
    # Three decimals: what a sum's order changes lies far below.
    return Learnt(labels, index, weights.round(3).astype(np.float32), share.sum(axis=0).round(3), len(vectors))


def dumps(learnt: Learnt) -> bytes:
    """The model as the bytes of an .npz file; the same model gives the same bytes."""
    arrays = {
        "labels": np.frombuffer("\n".join(learnt.labels).encode(), dtype=np.uint8),
        "features": np.frombuffer("\n".join(learnt.index).encode(), dtype=np.uint8),
        "weights": learnt.weights.astype(np.float16),
        "bias": learnt.bias,
        "examples": np.array(learnt.examples),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            held = io.BytesIO()
            np.lib.format.write_array(held, array, allow_pickle=False)
            # A date of its own would make every file another one.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), held.getvalue())
    return out.getvalue()


def load(path: Path) -> Learnt | None:
    """What was learnt, or None where nothing was; raises InvalidData for a file that is none of ours."""
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        return None
    return _loaded(path, modified)


@lru_cache(maxsize=2)
def _loaded(path: Path, modified_ns: int) -> Learnt:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
            labels, names = (bytes(stored[key]).decode("utf-8").split("\n") for key in ("labels", "features"))
            weights, bias = stored["weights"].astype(np.float32), stored["bias"]
            examples = int(stored["examples"])
        if weights.shape != (len(names), len(labels)) or bias.shape != (len(labels),):
            raise ValueError("the parts do not fit together")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InvalidData(f"{path}: det inlärda kan inte läsas ({error}); kör trygghet-geo learn igen") from error
    return Learnt(tuple(labels), {name: i for i, name in enumerate(names)}, weights, bias, examples)
