"""A small neural network with one hidden layer, fitted to sparse rows: what `train_model.py` learns with.

Written out in numpy because the libraries that do this weigh gigabytes and what is needed is a page: dropout on inputs
and hidden units (N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15,
2014), Adam with a falling rate (D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), one
softmax for the kinds and one logistic output for each other label (R. Caruana, "Multitask Learning", Machine Learning
28, 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

UNITS, EPOCHS, BATCH = 64, 14, 256
RATE, LAST_RATE = 2e-3, 1e-5
UNSEEN_WORDS, UNSEEN_UNITS = 0.2, 0.3
"""Shares of the inputs and of the hidden units left out of each step."""
SPREAD, RARE = 0.05, -2.5
"""Of the first weights at the start; where the logistic outputs start: few labels hold."""
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8


@dataclass
class Targets:
    """What each row should give. A label that is not `told` of a row teaches nothing there."""

    kinds: np.ndarray
    """(rows,) number of the kind; -1 where it is not known."""
    labels: np.ndarray
    """(rows, labels) 1 where it holds, 0 where not."""
    told: np.ndarray
    """(rows, labels) 1 where that is known."""


@dataclass
class Network:
    """`max(0, x @ first + first_bias) @ second + second_bias`: scores of the kinds, then of the labels."""

    first: np.ndarray
    """(inputs, units)."""
    first_bias: np.ndarray
    second: np.ndarray
    """(units, kinds + labels)."""
    second_bias: np.ndarray

    def scores(self, x: csr_matrix) -> np.ndarray:
        """(rows, kinds + labels)."""
        return np.maximum(x @ self.first + self.first_bias, 0) @ self.second + self.second_bias


def fit(x: csr_matrix, targets: Targets, *, kinds: int, seed: int) -> Network:
    """The network that the rows of `x` teach. The same rows and seed give the same network."""
    rng = np.random.RandomState(seed)
    rows, outputs = x.shape[0], kinds + targets.labels.shape[1]
    network = Network(
        (rng.randn(x.shape[1], UNITS) * SPREAD).astype(np.float32),
        np.zeros(UNITS, np.float32),
        (rng.randn(UNITS, outputs) / UNITS**0.5).astype(np.float32),
        np.where(np.arange(outputs) < kinds, 0, RARE).astype(np.float32),
    )
    adam = _Adam([network.first, network.first_bias, network.second, network.second_bias])
    order, steps = np.arange(rows), EPOCHS * -(-rows // BATCH)
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for start in range(0, rows, BATCH):
            chosen = order[start : start + BATCH]
            gradients, met = _gradients(network, x[chosen], targets, chosen, kinds=kinds, rng=rng)
            adam.step(gradients, met, rate=RATE * (1 - adam.steps / steps) + LAST_RATE)
    return network


def together(networks: Sequence[Network]) -> Network:
    """One network whose scores are the means of those given."""
    return Network(
        np.hstack([n.first for n in networks]),
        np.concatenate([n.first_bias for n in networks]),
        np.vstack([n.second for n in networks]) / len(networks),
        np.mean([n.second_bias for n in networks], axis=0),
    )


def _gradients(
    network: Network, x: csr_matrix, targets: Targets, chosen: np.ndarray, *, kinds: int, rng: np.random.RandomState
) -> tuple[list[np.ndarray], np.ndarray]:
    """Of the mean loss over the rows `chosen`, by each array of the network; and the inputs that are not zero there."""
    x.data = (x.data * (rng.rand(len(x.data)) >= UNSEEN_WORDS) / (1 - UNSEEN_WORDS)).astype(np.float32)
    hidden = np.maximum(x @ network.first + network.first_bias, 0)
    kept = (rng.rand(*hidden.shape) >= UNSEEN_UNITS).astype(np.float32) / (1 - UNSEEN_UNITS)
    dropped = hidden * kept
    scores = dropped @ network.second + network.second_bias
    shares = np.exp(scores[:, :kinds] - scores[:, :kinds].max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    known = targets.kinds[chosen]
    shares[np.arange(len(chosen)), np.maximum(known, 0)] -= 1
    shares[known < 0] = 0
    chances = 1 / (1 + np.exp(-scores[:, kinds:]))
    wrong = np.hstack([shares, (chances - targets.labels[chosen]) * targets.told[chosen]]) / len(chosen)
    back = (wrong @ network.second.T) * kept * (hidden > 0)
    met = np.unique(x.indices)
    first = (x.T.tocsr()[met] @ back).astype(np.float32)
    return [first, back.sum(axis=0), dropped.T @ wrong, wrong.sum(axis=0)], met


class _Adam:
    """Moves arrays against their gradients; of the first one only the rows that were met."""

    def __init__(self, arrays: list[np.ndarray]) -> None:
        self._arrays = arrays
        self._mean = [np.zeros_like(a) for a in arrays]
        self._square = [np.zeros_like(a) for a in arrays]
        self.steps = 0

    def step(self, gradients: list[np.ndarray], met: np.ndarray, *, rate: float) -> None:
        self.steps += 1
        rate *= (1 - _SECOND**self.steps) ** 0.5 / (1 - _FIRST**self.steps)
        for number, gradient in enumerate(gradients):
            rows = slice(None) if number else met
            mean, square = self._mean[number], self._square[number]
            mean[rows] = _FIRST * mean[rows] + (1 - _FIRST) * gradient
            square[rows] = _SECOND * square[rows] + (1 - _SECOND) * gradient**2
            self._arrays[number][rows] -= rate * mean[rows] / (np.sqrt(square[rows]) + _TINY)
