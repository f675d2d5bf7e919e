"""Train the second opinion (`trygghet_geo/understanding/model.py`) on the sentences in `data/training/`.

    python tools/train_model.py            # cross-validate, print the figures, write data/model/statements.npz
    python tools/train_model.py --check    # the figures only

The same sentences give the same file. Needs scikit-learn, which the product itself does not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from trygghet_geo.understanding.model import KINDS, letters, pairs, tokens  # noqa: E402

FOLDS, SEED, LEAST = 5, 20261122, 2
STRENGTH_KIND, STRENGTH_CATEGORY = 12.0, 20.0
"""Inverse regularisation, by cross-validation among 3, 6, 12, 20, 40."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    options = parser.parse_args()
    rows = sentences()
    categories = sorted({claim for row in rows for claim in row["claims"]})
    print(f"{len(rows)} sentences: {dict(Counter(row['kind'] for row in rows))}")
    cross_validate(rows, categories)
    if not options.check:
        save(rows, categories, ROOT / "data" / "model" / "statements.npz")


def sentences() -> list[dict]:
    """Every training sentence once, in a fixed order, with its claims as categories."""
    rows = {}
    for path in sorted((ROOT / "data" / "training").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            row["claims"] = sorted({claim.split("/")[0] for claim in row["claims"]})
            rows.setdefault(row["text"], row)
    ordered = [rows[text] for text in sorted(rows)]
    random.Random(SEED).shuffle(ordered)
    return ordered


def counted(text: str) -> Counter[str]:
    words = [word for word, _, _ in tokens(text)]
    return Counter([*(f for word in words for f in letters(word)), *pairs(words)])


def vocabulary(bags: list[Counter[str]]) -> tuple[list[str], np.ndarray]:
    """Features seen in at least LEAST sentences, and their inverse document frequency."""
    seen = Counter(name for bag in bags for name in bag)
    names = sorted(name for name, n in seen.items() if n >= LEAST)
    idf = np.array([np.log((1 + len(bags)) / (1 + seen[name])) + 1 for name in names], dtype=np.float32)
    return names, idf


def matrix(bags: list[Counter[str]], names: list[str], idf: np.ndarray) -> csr_matrix:
    """One row a sentence, scaled as in `Model.opinion`: the sum over its features by the root of their squares."""
    index = {name: i for i, name in enumerate(names)}
    data, columns, starts = [], [], [0]
    for bag in bags:
        row = [(index[name], n) for name, n in bag.items() if name in index]
        length = max(sum(n * idf[i] ** 2 for i, n in row) ** 0.5, 1e-6)
        data += [n * idf[i] / length for i, n in row]
        columns += [i for i, _ in row]
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(bags), len(names)), dtype=np.float32)


def fit(x: csr_matrix, rows: list[dict], categories: list[str]) -> tuple[LogisticRegression, list[LogisticRegression]]:
    kind = LogisticRegression(C=STRENGTH_KIND, max_iter=2000, class_weight="balanced")
    kind.fit(x, [KINDS.index(row["kind"]) for row in rows])
    each = [
        LogisticRegression(C=STRENGTH_CATEGORY, max_iter=2000).fit(x, [name in row["claims"] for row in rows])
        for name in categories
    ]
    return kind, each


def cross_validate(rows: list[dict], categories: list[str]) -> None:
    kinds = np.zeros(len(rows), dtype=int)
    chances = np.zeros((len(rows), len(categories)))
    bags = [counted(row["text"]) for row in rows]
    for fold in range(FOLDS):
        train = [i for i in range(len(rows)) if i % FOLDS != fold]
        test = [i for i in range(len(rows)) if i % FOLDS == fold]
        names, idf = vocabulary([bags[i] for i in train])
        kind, each = fit(matrix([bags[i] for i in train], names, idf), [rows[i] for i in train], categories)
        x = matrix([bags[i] for i in test], names, idf)
        kinds[test] = kind.predict(x)
        for k, model in enumerate(each):
            chances[test, k] = model.predict_proba(x)[:, 1]
    truth = np.array([KINDS.index(row["kind"]) for row in rows])
    print(f"kind: right {np.mean(kinds == truth):.3f}, macro F1 {f1_score(truth, kinds, average='macro'):.3f}")
    told = [i for i, row in enumerate(rows) if row["kind"] == "concern"]
    best = [categories[k] for k in chances[told].argmax(axis=1)]
    right = np.mean([name in rows[i]["claims"] for i, name in zip(told, best, strict=True)])
    print(f"category of concerns: likeliest is right {right:.3f}")


def save(rows: list[dict], categories: list[str], path: Path) -> None:
    bags = [counted(row["text"]) for row in rows]
    names, idf = vocabulary(bags)
    kind, each = fit(matrix(bags, names, idf), rows, categories)
    weights = np.vstack([kind.coef_, *(model.coef_ for model in each)]).T
    bias = np.concatenate([kind.intercept_, *(model.intercept_ for model in each)])
    keep = np.abs(weights * idf[:, None]).max(axis=1) > 0.25
    weights, idf = weights[keep], idf[keep]
    names = [name for name, kept in zip(names, keep, strict=True) if kept]
    scale = np.abs(weights).max(axis=0) / 127
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        labels=np.frombuffer("\n".join([*KINDS, *categories]).encode(), dtype=np.uint8),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        idf=idf.astype(np.float16),
        bias=bias.astype(np.float32),
    )
    print(f"{path.relative_to(ROOT)}: {len(names)} features, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
