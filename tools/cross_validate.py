"""Read annotated texts with models that have not seen them, and count what was right.

    python tools/cross_validate.py data/evaluation/dev-*.jsonl [--folds 4]

The texts are dealt into folds by their ids; those of one fold are read, by the whole chain, with a model trained on all
the rest (`tools/train_model.py`). Places are not resolved, so no figure of places is given.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import train_model  # noqa: E402

from trygghet_geo import evaluation, taxonomy  # noqa: E402
from trygghet_geo.evaluation import gold, scores  # noqa: E402
from trygghet_geo.evaluation.findings import from_statement  # noqa: E402
from trygghet_geo.places import gazetteer, mentions  # noqa: E402
from trygghet_geo.records import Document, Statement  # noqa: E402
from trygghet_geo.understanding import model, understand  # noqa: E402

FOLDS = 4

Answer = tuple[gold.Text, Document, tuple[Statement, ...]]


def fold(text_id: str, folds: int) -> int:
    """Which fold a text is in: the same on every machine."""
    return int(hashlib.sha256(text_id.encode()).hexdigest(), 16) % folds


def answers(paths: Sequence[Path], folds: int = FOLDS) -> Iterator[Answer]:
    """Each text of the files with what a model says of it that was trained without its fold."""
    catalogue = taxonomy.load()
    texts = gold.load(list(paths), catalogue)
    rows = train_model.prepared()
    for number in range(folds):
        held = [text for text in texts if fold(text.id, folds) == number]
        unseen = {text.id for text in held}
        with TemporaryDirectory() as folder:
            path = Path(folder) / "statements.npz"
            train_model.save([row for row in rows if row.source not in unseen], path)
            with _read_with(path):
                for text in held:
                    document = evaluation._document(text)
                    named = mentions.mentions(document, gazetteer.load(text.municipality))
                    yield text, document, understand(document, named, catalogue)


@contextmanager
def _read_with(path: Path) -> Iterator[None]:
    """The model at `path` in place of the shipped one."""
    shipped = model.load
    model.load = partial(shipped, path)
    try:
        yield
    finally:
        model.load = shipped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=FOLDS)
    options = parser.parse_args()
    read = list(answers(options.paths, options.folds))
    found = [[f for one in said for f in from_statement(one, (), document.header.date)] for _, document, said in read]
    result = scores.result([text for text, _, _ in read], found)
    print(f"{len(read)} texts, {result.concerns.gold} concerns, {options.folds} folds")
    for name, score in (("concern", result.concerns), ("concern, words only", result.detection)):
        print(f"{name:22} precision {score.precision:.3f} recall {score.recall:.3f} F1 {score.f1:.3f}")
    shares = {
        "category": result.categories,
        "type": result.types,
        "kind": result.kind_accuracy,
        "traps hit": result.traps,
        "dates": result.dates,
        "dates the text gives": result.dated,
    }
    for name, share in shares.items():
        print(f"{name:22} {share.value:.3f} ({share.right}/{share.total})")


if __name__ == "__main__":
    main()
