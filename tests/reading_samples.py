"""Invented minutes in many layouts, with what a reader should make of them."""

from __future__ import annotations

import itertools
from pathlib import Path

from trygghet_geo import reading
from trygghet_geo.records import Block, Document

HEAD = """Trygghetsråd

Datum och tid: 2023-05-08 klockan 17.30-19.00

Plats: Sessionssalen, Exempelköping

Deltagare: Eva Ek, ordförande (S), Bo Al (M), Lina Gran, samordnare
"""


def read(folder: Path, content: str | bytes, name: str = "moete.txt") -> Document:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return reading.read(path, apart=False)


def words(document: Document, block: Block) -> str:
    """The block as a person reads it: its pieces joined, line breaks as spaces."""
    return " ".join(" ".join(document.text[a:b] for a, b in block.spans).split())


def sections(document: Document) -> dict[str | None, list[str]]:
    """What stands under each heading, in order; headings, furniture and header facts left out."""
    found: dict[str | None, list[str]] = {}
    for block in document.blocks:
        if block.kind in ("paragraph", "bullet", "cell") and not block.header:
            found.setdefault(block.section, []).append(words(document, block))
    return found


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, words(document, block)) for block in document.blocks]


def check(document: Document) -> None:
    """What holds for every document: spans inside the text, in order, apart; boxes on existing pages."""
    taken: list[tuple[int, int]] = []
    for block in document.blocks:
        assert block.spans
        assert list(block.spans) == sorted(block.spans)
        taken += block.spans
        for box in block.boxes:
            assert 1 <= box.page <= (document.pages or 0)
            assert box.x0 < box.x1
            assert box.y0 < box.y1
    assert all(0 <= a < b <= len(document.text) for a, b in taken)
    taken.sort()
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(taken))
    for a, b in taken:
        assert document.text[a:b] == document.text[a:b].strip()
