"""A document's sentences and mentions, laid out so that each can be found from the other in little time."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from trygghet_geo.places.tree import Tree, tree
from trygghet_geo.records import Document, Mention, Statement
from trygghet_geo.sentences import Sentence, sentences

_TITLE_LENGTH = 120
"""Characters in which a summary of the night says its county."""
_COUNTY = re.compile(r"(?<!och )(?<!Västra )(?:Västra )?[A-ZÅÄÖ][a-zåäö]+ län(?!\w)")


@dataclass(frozen=True)
class Scope:
    document: Document
    mentions: tuple[Mention, ...]
    towns: frozenset[str] = frozenset()
    """Ids of all towns and municipalities, to tell what is finer than a town."""
    over: tuple[int, ...] = ()
    """Numbers of the blocks that name a place over others, the title not counted: `overhead.surveyed`."""
    closing: tuple[int, ...] = ()
    """Numbers of the blocks that begin with a closing label: `overhead.closing_blocks`."""
    headlines: tuple[int, ...] = ()
    """Numbers of the blocks that only look like headings: `overhead.is_headline`."""
    summary: bool = False
    """Whether the document is of several municipalities: a county's summary of the night."""
    kinds: Mapping[int, str] = field(default_factory=dict)
    """Start of a sentence → kind of the first statement in it."""

    @cached_property
    def parts(self) -> tuple[Sentence, ...]:
        return sentences(self.document)

    @cached_property
    def tree(self) -> Tree:
        """Which block lies under which."""
        return tree(self.document)

    @cached_property
    def _starts(self) -> list[int]:
        return [part.view.start for part in self._ordered]

    @cached_property
    def _ordered(self) -> list[Sentence]:
        return sorted(self.parts, key=lambda part: part.view.start)

    @cached_property
    def order(self) -> dict[int, int]:
        """Start of a sentence → its number in reading order."""
        return {part.view.start: number for number, part in enumerate(self.parts)}

    @cached_property
    def by_sentence(self) -> dict[int, tuple[Mention, ...]]:
        """Start of a sentence → its mentions, in order."""
        table: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            part = self.sentence(mention.start)
            if part is not None:
                table.setdefault(part.view.start, []).append(mention)
        return {start: tuple(found) for start, found in table.items()}

    @cached_property
    def county(self) -> str | None:
        """Name of the only county that the document's first lines name: "Sammanfattning natt, Jämtlands län"."""
        named = {m.group() for m in _COUNTY.finditer(self.document.text, 0, _TITLE_LENGTH)}
        return named.pop() if len(named) == 1 else None

    @cached_property
    def of_block(self) -> dict[int, list[Sentence]]:
        table: dict[int, list[Sentence]] = {}
        for part in self.parts:
            table.setdefault(part.block, []).append(part)
        return table

    def sentence(self, offset: int) -> Sentence | None:
        """The sentence that starts last before `offset` and reaches beyond it."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            part = self._ordered[index]
            if part.view.start <= offset < part.view.end:
                return part
            # A block of several pieces may embrace another one; look a little further back.
            if self._starts[index] < offset - 20_000:
                return None
            index -= 1
        return None

    def opening(self, mention: Mention) -> int:
        """Where the sentence of a mention begins."""
        part = self.sentence(mention.start)
        return part.view.start if part else mention.start

    def of(self, part: Sentence | None) -> tuple[Mention, ...]:
        return self.by_sentence.get(part.view.start, ()) if part else ()

    def is_town(self, mention: Mention) -> bool:
        return bool(mention.candidates) and set(mention.candidates) <= self.towns

    def is_noun(self, mention: Mention) -> bool:
        """A bare noun without an entry, "lekplatsen": any name says more. A heading or label "Hamnen" is none."""
        if mention.candidates or mention.form not in ("generic", "area"):
            return False
        goes_on = re.match(r"\s[a-zåäö]", self.document.text[mention.end : mention.end + 2])
        return mention.text[:1].islower() or (mention.form == "generic" and bool(goes_on))

    def named(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions up to the last name, when the last of them are bare nouns without an entry; else all."""
        last = next((i for i in range(len(mentions), 0, -1) if not self.is_noun(mentions[i - 1])), 0)
        return list(mentions[:last] or mentions)

    def inside(self, statement: Statement) -> tuple[Mention, ...]:
        part = self.sentence(statement.start)
        pool = self.of(part) if part and statement.end <= part.view.end else self.mentions
        return tuple(m for m in pool if statement.start <= m.start and m.end <= statement.end)

    def before(self, offset: int, *, limit: int = 12) -> tuple[Mention, ...]:
        """At most `limit` mentions before `offset` in the same section, latest first."""
        part = self.sentence(offset)
        section = self.document.blocks[part.block].section if part else None
        found: list[Mention] = []
        last = bisect_left(self._mention_starts, offset) - 1
        # Reading on past 50 mentions of other sections would make long documents slow and finds nothing near.
        for index in range(last, max(-1, last - 50), -1):
            other = self.sentence(self.mentions[index].start)
            if other and self.document.blocks[other.block].section == section:
                found.append(self.mentions[index])
                if len(found) == limit:
                    break
        return tuple(found)

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [m.start for m in self.mentions]
