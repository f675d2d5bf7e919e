"""What a command gives: a file that is there in whole or not at all, lines for people, JSON for machines."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from trygghet_geo import files
from trygghet_geo.errors import UnwritableOutput, one_line

STANDARD = "-"
_BAR = 24
"""Signs that the bar of `progress` is long."""
_CLEAR = "\r\x1b[K"
"""To the line's beginning, and nothing on it."""


def check(path: Path) -> None:
    """Raise UnwritableOutput, before any long work is done, when `path` could not be written."""
    if str(path) == STANDARD:
        return
    folder = path.resolve().parent
    if path.is_dir():
        raise UnwritableOutput(f"{path}: är en mapp; ange en fil att skriva")
    if not folder.exists():
        raise UnwritableOutput(f"{path}: mappen {folder} finns inte; skapa den eller ange en annan fil")
    if not folder.is_dir():
        raise UnwritableOutput(f"{path}: {folder} är ingen mapp; ange en annan fil")
    if path.exists() and not os.access(path, os.W_OK):
        raise UnwritableOutput(f"{path}: filen är skrivskyddad; ange en annan fil eller ändra rättigheterna")
    if _regular(path):
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise UnwritableOutput(_why(path, error)) from error


def write(path: Path, content: bytes) -> None:
    """Write all of `content` to `path` at once: whoever looks sees the old file or the new one, never a part.

    A device or pipe is written to as it is; `-` is stdout. Raises UnwritableOutput.
    """
    try:
        if str(path) == STANDARD:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        elif _regular(path):
            files.replace(path.resolve(), content)
        else:
            path.write_bytes(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnwritableOutput(_why(path, error)) from error


def say(text: str) -> None:
    """A line for the person at the terminal, on stderr so that it never mixes with what is written to stdout."""
    # The bar of `progress` gives way; it is drawn again with the next file.
    sys.stderr.write(f"{_CLEAR if _is_watched() else ''}{one_line(text)}\n")


def answer(value: object) -> None:
    """JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))  # noqa: T201


def write_text(text: str) -> None:
    """Text for stdout, ended by a line break."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def statements(count: int) -> str:
    """How many statements, in words."""
    return "1 uppgift" if count == 1 else f"{count} uppgifter"


def rows(count: int) -> str:
    """How many rows (features), in words."""
    return "1 rad" if count == 1 else f"{count} rader"


def progress(path: Path, number: int, total: int) -> None:
    """A bar, how many of how many files, and which one is being read, on a line that is written over.

    Only when someone watches and there are several.
    """
    if _is_watched() and total > 1:
        end = "\n" if number == total else ""
        sys.stderr.write(f"{_CLEAR}{_bar(one_line(path.name), number, total)}{end}")
        sys.stderr.flush()


def _bar(name: str, number: int, total: int) -> str:
    """No wider than the terminal: a line that goes on below cannot be written over."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 80
    filled = _BAR * min(number, total) // total
    line = f"[{'#' * filled}{'-' * (_BAR - filled)}] {number}/{total} {name}"
    return line[: max(columns, 20) - 1]


def _is_watched() -> bool:
    """Whether stderr is a terminal that can write over a line."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _regular(path: Path) -> bool:
    return not path.exists() or path.is_file()


def _why(path: Path, error: OSError) -> str:
    reasons = {
        "PermissionError": "åtkomst nekad; välj en annan mapp eller ändra rättigheterna",
        "FileNotFoundError": "mappen finns inte; skapa den",
    }
    full = "disken är full; frigör plats och försök igen" if error.errno == 28 else None
    return f"{path}: kan inte skrivas: {full or reasons.get(type(error).__name__) or error.strerror or error}"
