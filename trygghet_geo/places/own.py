"""The files in which a municipality's own places and decisions on names lie (`coordinator`, `decisions`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from trygghet_geo import paths
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import decisions

PLACES_FILE = "decided.geojson"
FILES = (decisions.FILE, PLACES_FILE)


def folder(code: str) -> Path:
    """Where this installation keeps the places it has added itself; the folder need not exist."""
    found = paths.home() / "gazetteer" / code
    # In a checkout the two roots are one: a folder of its own keeps an update from touching what a municipality drew.
    return found / "own" if paths.home() == paths.DATA else found


def codes() -> tuple[str, ...]:
    """The municipalities that have any of FILES."""
    root = paths.home() / "gazetteer"
    there = sorted(root.iterdir()) if root.is_dir() else []
    return tuple(each.name for each in there if any((folder(each.name) / name).exists() for name in FILES))


def entries(code: str) -> list[dict[str, Any]]:
    """The places entered here as GeoJSON features, to the letter; none when there is no file.

    Raises InvalidData for a file that holds something else. It is left as it is.
    """
    path = folder(code) / PLACES_FILE
    if not path.exists():
        return []
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        if all(isinstance(each["properties"]["id"], str) for each in features):
            return list(features)
    except (ValueError, OSError, LookupError, TypeError) as error:
        raise InvalidData(f"{path}: går inte att läsa som GeoJSON i UTF-8 ({error}); rätta filen") from error
    raise InvalidData(f"{path}: en plats saknar id; rätta filen")


def write_entries(code: str, features: Iterable[Mapping[str, Any]]) -> None:
    """Write all places entered here, with nothing else decided meanwhile (`decisions.locked`).

    Raises UnwritableOutput.
    """
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in features)
    content = f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
    decisions.replace(folder(code) / PLACES_FILE, content.encode())


def contents(code: str) -> dict[str, bytes | None]:
    """The bytes of FILES, None for one that is not there."""
    found = {name: folder(code) / name for name in FILES}
    return {name: path.read_bytes() if path.exists() else None for name, path in found.items()}


def put_back(code: str, before: Mapping[str, bytes | None]) -> None:
    """FILES as they were (`contents`)."""
    for name, content in before.items():
        path = folder(code) / name
        if content is None:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_bytes() != content:
            decisions.replace(path, content)


def lay_aside(code: str, mark: str) -> tuple[Path, ...]:
    """Copies of FILES as they are now, named with `mark`; where they lie."""
    kept = {folder(code) / f"{name}.{mark}": content for name, content in contents(code).items() if content is not None}
    for path, content in kept.items():
        decisions.replace(path, content)
    return tuple(kept)
