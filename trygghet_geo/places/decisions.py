"""What a municipality's coordinator has decided about names, in a file of its own that no update touches.

`decisions.json` lies beside the municipality's own places (`own.folder`) and says two things: these words
mean that place, and these words mean no place. New entries are ordinary gazetteer entries in `decided.geojson`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trygghet_geo import files
from trygghet_geo.errors import InvalidData, UnwritableOutput
from trygghet_geo.places import names

FILE = "decisions.json"
_FORMAT = 1
_LOCK_S = 10.0
"""How long to wait for another process; its lock is taken over when it is as old as this many seconds."""


@dataclass(frozen=True)
class Alias:
    """`words` mean the place with the id `place`; not `certain` means only in documents from this municipality."""

    words: str
    place: str
    certain: bool = True
    decided: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class Ignored:
    """`words` name no place."""

    words: str
    decided: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class Decisions:
    """At most one decision for the same words, upper and lower case alike; in the order they were made."""

    aliases: tuple[Alias, ...] = ()
    ignored: tuple[Ignored, ...] = ()


def key(words: str) -> str:
    """What makes two spellings the same words: letters without case and accents, single blanks between."""
    return " ".join(names.folded(words).split())


def read(folder: Path) -> Decisions:
    """The decisions in a folder; none when there is no file.

    Raises
    ------
    InvalidData
        If the file breaks its format, all faults in one message. It is left as it is.
    """
    path = folder / FILE
    if not path.exists():
        return Decisions()
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise InvalidData(f"{path}: går inte att läsa som JSON i UTF-8 ({error}); rätta filen") from error
    faults = _faults(content)
    if faults:
        raise InvalidData(f"{path}: {'; '.join(faults)}")
    aliases = tuple(Alias(**each) for each in content.get("aliases", ()))
    return Decisions(aliases, tuple(Ignored(**each) for each in content.get("ignored", ())))


def _faults(content: Any) -> list[str]:
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        return [f'ska vara ett objekt med "format": {_FORMAT}']
    faults = [f"okänt fält {name}" for name in content if name not in ("format", "aliases", "ignored")]
    for name, kind in (("aliases", Alias), ("ignored", Ignored)):
        rows = content.get(name, [])
        if not isinstance(rows, list):
            faults.append(f"{name} ska vara en lista")
            continue
        faults += [f"{name} {i}: {fault}" for i, row in enumerate(rows, 1) if (fault := _row_fault(row, kind))]
    return faults


def _row_fault(row: Any, kind: type) -> str | None:
    if not isinstance(row, dict):
        return "ska vara ett objekt"
    known = kind.__dataclass_fields__
    wrong = [name for name in row if name not in known]
    if wrong:
        return f"okänt fält {', '.join(wrong)}"
    needed = ["words", "place"] if kind is Alias else ["words"]
    if not all(isinstance(row.get(name), str) and row[name].strip() for name in needed):
        return f"saknar {' eller '.join(needed)}"
    if not isinstance(row.get("certain", True), bool):
        return "certain ska vara true eller false"
    texts = (row.get(name) for name in ("decided", "by"))
    return None if all(text is None or isinstance(text, str) for text in texts) else "decided och by ska vara text"


def alias(folder: Path, decision: Alias) -> Decisions:
    """Keep `decision`; what was decided before about the same words is replaced. Gives all decisions."""
    with locked(folder):
        now = _without(read(folder), decision.words)
        return write(folder, Decisions((*now.aliases, decision), now.ignored))


def ignore(folder: Path, decision: Ignored) -> Decisions:
    """As `alias`, for words that name no place."""
    with locked(folder):
        now = _without(read(folder), decision.words)
        return write(folder, Decisions(now.aliases, (*now.ignored, decision)))


def undo(folder: Path, words: str) -> bool:
    """Take back what was decided about `words`; False when nothing was."""
    with locked(folder):
        before = read(folder)
        after = _without(before, words)
        if after != before:
            write(folder, after)
        return after != before


def _without(known: Decisions, words: str) -> Decisions:
    wanted = key(words)
    return Decisions(
        tuple(each for each in known.aliases if key(each.words) != wanted),
        tuple(each for each in known.ignored if key(each.words) != wanted),
    )


def write(folder: Path, known: Decisions) -> Decisions:
    """Write all decisions about words, with nothing else decided meanwhile (`locked`). Raises UnwritableOutput."""
    rows = {"aliases": known.aliases, "ignored": known.ignored}
    lists = {name: [_row(asdict(each)) for each in found] for name, found in rows.items()}
    text = json.dumps({"format": _FORMAT} | lists, ensure_ascii=False, indent=1) + "\n"
    replace(folder / FILE, text.encode())
    return known


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def replace(path: Path, content: bytes) -> None:
    """Write a whole file at once, and its folder where there is none. Raises UnwritableOutput."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, content)
    except OSError as error:
        raise UnwritableOutput(f"{path}: kan inte skrivas ({error.strerror or error})") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else changes the folder's decisions meanwhile: read, change and write are one step."""
    lock = folder / ".lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(f"{folder}: kan inte skapas ({error.strerror or error})") from error
    _take(lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    end = time.monotonic() + _LOCK_S
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            return
        except FileExistsError:
            if time.monotonic() > end:
                # Whoever held it this long has died: a change takes milliseconds.
                lock.unlink(missing_ok=True)
                end = time.monotonic() + _LOCK_S
            time.sleep(0.02)
        except OSError as error:
            raise UnwritableOutput(f"{lock.parent}: kan inte skrivas ({error.strerror or error})") from error
