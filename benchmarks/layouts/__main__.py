"""`python -m benchmarks.layouts [--tuned] [--fresh SEED] [--each] [--keep FOLDER]`: how well layouts are read back."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from benchmarks.layouts.measure import Score
from benchmarks.layouts.plan import FRESH_FROM, Layout, layouts, office
from benchmarks.layouts.run import by_office, scored

_HEAD = ("layouts", "n", "under heading", "whole", "words in order", "furniture in text", "bad offsets", "boxes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuned", action="store_true", help="the layouts that the readers were tuned on")
    parser.add_argument(
        "--fresh", type=int, default=FRESH_FROM, metavar="SEED", help="first number of those that are not"
    )
    parser.add_argument("--each", action="store_true", help="a row for each layout that is not read in full")
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        found = list(scored(layouts(tuned=given.tuned, fresh=given.fresh), folder))
        try:
            found += by_office(office(tuned=given.tuned, fresh=given.fresh), folder)
        except FileNotFoundError:
            sys.stderr.write("LibreOffice is not here: its layouts are left out\n")
    _show(found, each=given.each)


def _show(found: Iterable[tuple[Layout, Score]], *, each: bool) -> None:
    groups: dict[str, list[Score]] = defaultdict(list)
    for layout, score in found:
        groups[f"{layout.format} {layout.shape}"].append(score)
        if each and (score.placed < score.texts or score.in_order < score.words or score.leaked):
            print("|", layout.name, "|", *_figures([score]), "|")
    print("|", " | ".join(_HEAD), "|")
    print("|---" * len(_HEAD) + "|")
    for name, scores in groups.items():
        print("|", name, "|", *_figures(scores), "|")
    print("| **all** |", *_figures([score for scores in groups.values() for score in scores]), "|")


def _figures(scores: list[Score]) -> list[str]:
    total = sum(scores, Score())
    return " | ".join(
        (
            str(len(scores)),
            _share(total.placed, total.texts),
            _share(total.whole, total.texts),
            _share(total.in_order, total.words),
            str(total.leaked),
            str(total.broken),
            _share(total.covered, total.lines),
        )
    ).split()


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


if __name__ == "__main__":
    main()
