"""`python tools/build_vocabulary.py`: the ordinary words of our own texts, for what only looks like a name.

Reads the annotated texts that are learned from and the training sentences, never those kept apart, and writes
data/lexicon/vocabulary.txt: every word of four letters or more that stands there without a capital at least twice.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
_WORD = re.compile(r"(?<![\w-])[a-zåäöé]{4,}(?![\w-])")
_LEAST = 2


def main() -> None:
    counts = Counter(word for text in _texts() for word in set(_WORD.findall(text)))
    words = sorted(word for word, count in counts.items() if count >= _LEAST)
    (DATA / "lexicon" / "vocabulary.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


def _texts() -> Iterator[str]:
    evaluation = DATA / "evaluation"
    for path in (*sorted(evaluation.glob("dev-*.jsonl")), *sorted((DATA / "training").glob("*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line).get("text", "")


if __name__ == "__main__":
    main()
