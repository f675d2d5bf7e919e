"""Which files a list of files and folders stands for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from trygghet_geo.errors import InvalidSelection


@dataclass(frozen=True)
class Sources:
    """Files to read, each once, in order; and how many files in the folders were passed over for their suffix."""

    files: tuple[Path, ...]
    passed_over: int = 0


def find(paths: Iterable[Path], suffixes: Collection[str], *, refused: Collection[str] = ()) -> Sources:
    """Walk folders for files with one of `suffixes` (whatever case), sorted by path; files named are taken as they are.

    Hidden files and folders, the lock files of word processors ("~$…") and files that tell about the folder ("README")
    are not looked at. A path that does not exist is kept, so that it is reported where it is read, and so are documents
    with one of the suffixes in `refused`: whoever handed in the folder counts on them.

    Raises
    ------
    InvalidSelection
        If a folder holds no file with any of the suffixes.
    """
    files: dict[Path, Path] = {}
    passed_over = 0
    told = {*suffixes, *refused}
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for a name too long)
            files.setdefault(_real(path), path)
            continue
        inside = [entry for entry in sorted(path.rglob("*")) if entry.is_file() and not _hidden(entry, path)]
        fitting = [entry for entry in inside if entry.suffix.lower() in told]
        if not fitting:
            known = ", ".join(sorted(suffixes))
            raise InvalidSelection(f"{path}: mappen har inga dokument att läsa; formaten som går är {known}")
        passed_over += len(inside) - len(fitting)
        for entry in fitting:
            files.setdefault(_real(entry), entry)
    return Sources(tuple(files.values()), passed_over)


def _real(path: Path) -> Path:
    # Unlike Path.resolve, this gives links that lead to themselves back; they are reported where they are read.
    return Path(os.path.realpath(path))


def _hidden(path: Path, folder: Path) -> bool:
    if path.stem.lower() in ("readme", "läsmig", "license", "licens"):
        return True
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
