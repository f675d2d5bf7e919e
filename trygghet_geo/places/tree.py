"""Which block of a document lies under which, found in one walk, so that a statement need not look back itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trygghet_geo.records import Block, Document
from trygghet_geo.views import view


@dataclass(frozen=True)
class Tree:
    """Numbers of blocks; what has no entry has no such block."""

    before: Mapping[int, int]
    """Block → the one before it, page furniture passed over."""
    openers: Mapping[int, int]
    """Bullet → the block before its list."""
    parents: Mapping[int, int]
    """Bullet → the one it is nested in; heading → the one of a higher level above it."""
    named: Mapping[str, tuple[int, ...]]
    """Text of a heading, white space folded → the headings that say it; those among the facts of the meeting not."""
    titled: Mapping[str, tuple[int, ...]]
    """As `named`, with those too."""


def tree(document: Document) -> Tree:
    """The document's blocks as a tree; takes time in proportion to their number."""
    before: dict[int, int] = {}
    openers: dict[int, int] = {}
    parents: dict[int, int] = {}
    named: dict[str, list[int]] = {}
    titled: dict[str, list[int]] = {}
    bullets: list[int] = []
    headings: list[int] = []
    last = opener = None
    for number, block in enumerate(document.blocks):
        if last is not None:
            before[number] = last
        if block.kind == "furniture":
            continue
        last = number
        if block.kind == "bullet":
            if opener is not None:
                openers[number] = opener
            _nest(document.blocks, bullets, number, parents)
            continue
        opener = number
        bullets.clear()
        if block.kind == "heading":
            words = " ".join(view(document.text, block.spans).text.split())
            titled.setdefault(words, []).append(number)
            if not block.header:
                named.setdefault(words, []).append(number)
                _nest(document.blocks, headings, number, parents)
    return Tree(before, openers, parents, _frozen(named), _frozen(titled))


def _nest(blocks: tuple[Block, ...], above: list[int], number: int, parents: dict[int, int]) -> None:
    """Put `number` under the nearest block `above` it of a higher level; what is not above it any more is dropped."""
    while above and blocks[above[-1]].level >= blocks[number].level:
        above.pop()
    if above:
        parents[number] = above[-1]
    above.append(number)


def _frozen(table: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {words: tuple(numbers) for words, numbers in table.items()}
