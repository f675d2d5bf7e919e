"""`python -m benchmarks.municipality_found NOTES.jsonl`: the municipality found against a police note's label.

Each line of the file has `text` and `municipality` (a name, or null). The first line of a police note says the
municipality ("20 mars 11:00, Trafikolycka, Burlöv"): it is left out of the text. Notes whose label is a county or
nothing are left out altogether.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from benchmarks.place_accuracy import document_of
from trygghet_geo.errors import UnknownMunicipality
from trygghet_geo.places import detection, gazetteer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read only every n-th note")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    for line in given.path.read_text(encoding="utf-8").splitlines()[:: given.every]:
        note = json.loads(line)
        label = _code(note["municipality"])
        text = note["text"].partition("\n")[2].strip()
        if label and text:
            counts[_outcome(note["id"], text, label)] += 1
    total = max(1, sum(counts.values()))
    sys.stdout.writelines(
        f"| {name:<12} | {counts[name]:>5} | {counts[name] / total:.3f} |\n"
        for name in ("right", "not settled", "wrong")
    )


def _outcome(name: str, text: str, label: str) -> str:
    found = detection.detect(document_of({"id": name, "text": text + "\n"}))
    return "not settled" if found is None else "right" if found.code == label else "wrong"


def _code(name: str | None) -> str | None:
    try:
        return gazetteer.municipality(name).code if name else None
    except UnknownMunicipality:
        return None


if __name__ == "__main__":
    main()
