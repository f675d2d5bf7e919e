"""The files in a letter, and in letters in it, read as documents of their own. The letter is opened apart too."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from trygghet_geo.errors import UnreadableDocument, one_line
from trygghet_geo.reading import files, pool
from trygghet_geo.records import Document

LETTERS = frozenset((".eml",))
DEEPEST = 3
"""Letters within letters."""
MOST = 100
"""Files in one letter, those in letters in it included."""


@dataclass(frozen=True)
class Part:
    """An attachment: its document, named "brev.eml › bilaga.pdf", and its bytes."""

    document: Document
    content: bytes


@dataclass
class Opened:
    """What was in a letter: the attachments read, and a line of Swedish for each that could not be."""

    parts: list[Part] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def opened(path: Path, read: Callable[[Path], Document]) -> Opened:
    """The attachments of the letter at `path`, each read by `read`; nothing for any other file.

    Raises UnreadableDocument when the letter itself cannot be parsed.
    """
    found = Opened()
    if path.suffix.lower() in LETTERS:
        _open(found, files.raw(path), path.name, read, depth=1)
    return found


def _open(found: Opened, data: bytes, name: str, read: Callable[[Path], Document], *, depth: int) -> None:
    with tempfile.TemporaryDirectory(prefix="trygghet-") as folder:
        letter = Path(folder, "brev.eml")
        letter.write_bytes(data)
        for number, (own_name, content) in enumerate(pool.shared().attached(letter, name)):
            whole = f"{name} › {own_name}"
            if len(found.parts) + len(found.unread) >= MOST:
                found.unread.append(f"{whole}: brevet har fler än {MOST} bilagor; de övriga läses inte")
                return
            # In a folder of its own, for two files in a letter may have the same name.
            place = Path(folder, str(number))
            place.mkdir()
            file = place / own_name
            file.write_bytes(content)
            try:
                document = read(file)
            except UnreadableDocument as error:
                found.unread.append(one_line(f"{name} › {error}"))
                continue
            finally:
                file.unlink(missing_ok=True)
            found.parts.append(Part(replace(document, name=whole), content))
            if file.suffix.lower() in LETTERS:
                if depth < DEEPEST:
                    _open(found, content, whole, read, depth=depth + 1)
                else:
                    found.unread.append(f"{whole}: brev i brev i fler än {DEEPEST} led; bilagorna läses inte")
