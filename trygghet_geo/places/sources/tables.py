"""Text tables as they come: comma, semicolon or tab, UTF-8 or Windows' cp1252, decimal comma or point."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from trygghet_geo.errors import InvalidData


def text(path: Path) -> str:
    """The file's text; UTF-8 with or without byte order mark, else cp1252. Raises InvalidData."""
    try:
        return decoded(path.read_bytes())
    except OSError as error:
        raise InvalidData(f"{path}: går inte att läsa ({error.strerror or error})") from error


def decoded(content: bytes) -> str:
    """UTF-8 with or without byte order mark, else cp1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def rows(content: str) -> list[dict[str, str]]:
    """Rows under the first line's names, in lower case; the sign between the cells is the commonest in that line."""
    head = content.partition("\n")[0]
    sign = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=sign, strict=False)
    lines = [[cell.strip() for cell in line] for line in reader if any(cell.strip() for cell in line)]
    if not lines:
        return []
    names = [name.lower().lstrip("\ufeff") for name in lines[0]]
    return [{name: cell for name, cell in zip(names, line, strict=False) if cell} for line in lines[1:]]


def number(cell: object) -> float | None:
    """ "59,61" and "59.61" → 59.61; None for what is no number."""
    try:
        return float(str(cell).replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return None
