"""A layout: everything that may differ between two programs that set the same minutes. Drawn by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

PDF_SHAPES = ("plain", "side_rows", "side_cell", "side_left_first", "columns", "table")
TEXT_SHAPES = ("wrapped", "unwrapped", "double", "torn", "paged", "gutter")
WORD_SHAPES = ("plain", "side_rows", "side_cell", "table")


@dataclass(frozen=True)
class Layout:
    """Lengths in points. `number` is its name and, with `shape`, what everything else was drawn from."""

    number: int
    format: str
    shape: str
    tuned: bool
    font: str
    size: float
    leading: float
    gap: float
    """White space between paragraphs, in leadings."""
    margin: float
    side: float
    """Width of the margin column."""
    justified: bool
    hyphenated: bool
    bullet: str
    heading: str
    """How a heading shows: `bold`, `large`, `caps`, `numbered`, `paragraphs` (§ 1 …), `letters` (A. …), `colon`,
    `decimal` (1.2 …), `roman` (II …), `item` (Punkt 2 …)."""
    head: str
    foot: str
    sections: int
    width: int
    """Letters on a line of a text file."""

    @property
    def name(self) -> str:
        return f"{self.format}-{self.shape}-{self.number}"

    @property
    def random(self) -> Random:
        return Random(f"{self.format}/{self.shape}/{self.number}")


_SEEN = {
    "font": ("Helvetica", "Times-Roman"),
    "size": (10.0, 11.0, 12.0),
    "leading": (1.15, 1.2, 1.3),
    "gap": (0.5, 1.0),
    "margin": (57.0, 72.0),
    "side": (100.0, 120.0, 140.0),
    "bullet": ("•", "-", "–", "1."),
    "heading": ("bold", "large", "caps", "numbered"),
    "head": ("none", "name", "name_number", "two_rows"),
    "foot": ("none", "number", "page_of", "brackets"),
    "width": (70, 78, 84),
}
_UNSEEN = {
    "font": ("Helvetica", "Times-Roman", "Vera", "Courier"),
    "size": (9.0, 9.5, 10.5, 11.5, 12.0),
    "leading": (1.1, 1.25, 1.4, 1.5),
    "gap": (0.4, 0.7, 1.0, 1.3),
    "margin": (42.0, 64.0, 85.0),
    "side": (90.0, 110.0, 130.0, 155.0),
    "bullet": ("•", "o", "*", "▪", "a)", "1)", "–"),
    "heading": ("bold", "large", "caps", "numbered", "paragraphs"),
    "head": ("none", "title_date", "number_right", "three_parts", "office"),
    "foot": ("none", "dashes", "bare", "slash", "address", "initials"),
    "width": (64, 72, 80, 95),
}
"""What the odd ones draw from: other fonts, signs, sizes and page furniture."""
_LOOKED_AT = {
    "font": ("Helvetica", "Times-Roman", "Vera", "Courier"),
    "size": (8.5, 10.0, 11.0, 12.5, 13.0),
    "leading": (1.12, 1.18, 1.35, 1.6),
    "gap": (0.35, 0.6, 0.9, 1.5),
    "margin": (50.0, 60.0, 78.0),
    "side": (95.0, 125.0, 165.0),
    "bullet": ("►", "—", "i)", "·", "(1)", "§", "-"),
    "heading": ("bold", "large", "caps", "letters", "colon", "decimal"),
    "head": ("none", "case", "word_number", "right_rows", "page_slash"),
    "foot": ("none", "file", "middle_number", "page_colon", "contact", "long"),
    "width": (60, 68, 76, 90),
}
"""What those draw from that were only measured once, and then looked into."""
_LOOKED_AT_AGAIN = {
    "font": ("Helvetica", "Times-Roman", "Vera", "Courier"),
    "size": (9.0, 9.8, 10.8, 11.2, 12.2),
    "leading": (1.14, 1.22, 1.28, 1.45),
    "gap": (0.45, 0.8, 1.1, 1.4),
    "margin": (46.0, 54.0, 70.0, 80.0),
    "side": (105.0, 115.0, 135.0, 150.0),
    "bullet": ("◦", "●", "»", "A)", "2.", "○", "–"),
    "heading": ("bold", "large", "caps", "numbered", "letters", "roman", "item"),
    "head": ("none", "board", "number_left", "dated", "case_number", "upper"),
    "foot": ("none", "version", "number_of", "dotted", "bar", "web"),
    "width": (62, 74, 82, 100),
}
"""And what those draw from that were measured next."""
_FRESH = {
    "font": ("Helvetica", "Times-Roman", "Vera", "Courier"),
    "size": (8.8, 9.6, 10.4, 11.4, 12.6),
    "leading": (1.13, 1.24, 1.32, 1.55),
    "gap": (0.5, 0.75, 1.2, 1.6),
    "margin": (48.0, 62.0, 74.0, 90.0),
    "side": (98.0, 112.0, 128.0, 145.0),
    "bullet": ("•", "+", "›", "a.", "3)", "■", "—"),
    "heading": ("bold", "large", "caps", "numbered", "paragraphs", "decimal", "colon"),
    "head": ("none", "logo", "committee", "reference", "middle_title", "approved"),
    "foot": ("none", "registered", "colon_of", "total", "printed", "template", "box"),
    "width": (66, 75, 86, 92),
}
"""What the layouts that are only measured draw from."""
_DRAWN_FROM = ((3000, _FRESH), (2000, _LOOKED_AT_AGAIN), (1000, _LOOKED_AT))
FRESH_FROM = 3000


def layout(form: str, shape: str, number: int) -> Layout:
    """The layout of that name. Those below 3000 may be tuned on, the others are only measured."""
    fresh = number >= FRESH_FROM
    random = Random(f"layout/{form}/{shape}/{number}/{number % 2 == 0}")
    drawn = {key: random.choice(values) for key, values in _choices(number).items()}
    if shape.startswith("side"):
        drawn["heading"] = random.choice(("bold", "bold", "caps", "plain"))
    if form == "txt" and drawn["heading"] in ("bold", "large"):
        drawn["heading"] = "plain"
    return Layout(
        number,
        form,
        shape,
        tuned=not fresh,
        justified=random.random() < 0.4,
        hyphenated=random.random() < 0.4,
        sections=random.randint(5, 10),
        **drawn,
    )


def _choices(number: int) -> Mapping[str, Sequence[Any]]:
    usual = _UNSEEN if number % 2 else _SEEN
    return next((choices for first, choices in _DRAWN_FROM if number >= first), usual)


def layouts(*, tuned: bool, each: int = 6, fresh: int = FRESH_FROM) -> tuple[Layout, ...]:
    """`each` layouts of every PDF shape, half as many of every text and Word shape; four times as many tuned on.

    `fresh`: the first number, 3000 at least, of those that are only measured.
    """
    few = max(each // 2, 1)
    plan = [("pdf", shape, each) for shape in PDF_SHAPES]
    plan += [("txt", shape, few) for shape in TEXT_SHAPES]
    plan += [("docx", shape, few) for shape in WORD_SHAPES]
    return tuple(
        layout(form, shape, n) for form, shape, count in plan for n in _numbers(count, tuned=tuned, fresh=fresh)
    )


def office(*, tuned: bool, each: int = 3, fresh: int = FRESH_FROM) -> tuple[Layout, ...]:
    """Layouts that LibreOffice makes of Word's: as PDF, and as ODT."""
    return tuple(
        layout(form, shape, n)
        for form in ("docx.pdf", "docx.odt")
        for shape in WORD_SHAPES
        for n in _numbers(each, tuned=tuned, fresh=fresh)
    )


def _numbers(count: int, *, tuned: bool, fresh: int) -> Sequence[int]:
    if tuned:
        return (*range(2 * count), *range(1000, 1000 + count), *range(2000, 2000 + count))
    return range(fresh, fresh + count)
