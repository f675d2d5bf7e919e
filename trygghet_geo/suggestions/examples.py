"""What coordinators corrected, as examples to learn from: one JSON object a line in `corrections.jsonl`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData
from trygghet_geo.records import KINDS
from trygghet_geo.taxonomy import Taxonomy

NOTHING = "nothing"
_LONGEST = 2_000
"""Characters of an example that are kept; a statement is a sentence."""


@dataclass(frozen=True)
class Example:
    """What `text` says by the one who checked it: a kind, or "nothing", and a category unless it is nothing.

    `signs` are what the rules saw (`understanding.signs`), where that was kept; else they are found anew.
    """

    text: str
    kind: str
    category: str | None = None
    signs: tuple[str, ...] = ()


def default_path() -> Path:
    """Where this installation keeps its corrections."""
    return paths.home() / "corrections.jsonl"


def append(path: Path, example: Example) -> None:
    """Add one example at the end of the file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(example), ensure_ascii=False) + "\n"
    torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    with path.open("ab") as file:
        file.write(("\n" if torn else "").encode() + line.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())


def load(path: Path, taxonomy: Taxonomy) -> tuple[Example, ...]:
    """The file's examples in order; none where there is no file.

    Raises InvalidData with the number of every line that is no example.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidData(f"{path}: rättelserna kan inte läsas ({error}); kontrollera filen") from error
    made, wrong = [], []
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            example = _example(line, taxonomy)
            made.append(example)
            wrong += [] if example else [str(number)]
    if wrong:
        raise InvalidData(f"{path}: rad {', '.join(wrong[:10])} är ingen rättelse; rätta eller ta bort raden")
    return tuple(filter(None, made))


def reviewed(rows: Iterable[Mapping[str, Any]]) -> tuple[Example, ...]:
    """Examples of the store's rows that someone settled: `quote`, `kind`, `category`, `status`; each quote once a kind.

    What was rejected says nothing; what no one has looked at is no example.
    """
    found: dict[tuple[str, str, str | None], Example] = {}
    for row in rows:
        if row["status"] not in ("confirmed", "corrected", "rejected"):
            continue
        kind = NOTHING if row["status"] == "rejected" else row["kind"]
        text = " ".join(str(row["quote"]).split())[:_LONGEST]
        example = Example(text, kind, None if kind == NOTHING else row["category"])
        found.setdefault((example.text, example.kind, example.category), example)
    return tuple(found.values())


def _example(line: str, taxonomy: Taxonomy) -> Example | None:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict):
        return None
    text, kind, category, signs = (raw.get(name) for name in ("text", "kind", "category", "signs"))
    if not isinstance(text, str) or not text.strip() or kind not in (*KINDS, NOTHING):
        return None
    if (category is None) != (kind == NOTHING) or (category is not None and category not in taxonomy.categories):
        return None
    if signs is not None and not (isinstance(signs, list) and all(isinstance(sign, str) for sign in signs)):
        return None
    return Example(text[:_LONGEST], kind, category, tuple(signs or ()))
