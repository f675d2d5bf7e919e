"""What a report is made of, as plain values that every format can write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from trygghet_geo.pictures import Picture


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    text: str
    small: bool = False


@dataclass(frozen=True)
class Points:
    """A list."""

    rows: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`caption` stands above it and is read first by those who hear the page."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Quote:
    """The exact words on one line, and the way back to them."""

    words: str
    source: str


@dataclass(frozen=True)
class Figure:
    picture: Picture
    caption: str


Block: TypeAlias = Heading | Text | Points | Table | Quote | Figure


@dataclass(frozen=True)
class Report:
    """`about` stands under the title: municipality, period, what it rests on."""

    title: str
    about: str
    blocks: tuple[Block, ...]
