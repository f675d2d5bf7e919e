"""A layout: everything that may differ between two programs that set the same minutes. Drawn by number."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

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
    """How a heading shows: `bold`, `large`, `caps`, `numbered`, `paragraphs` (§ 1 …)."""
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
"""What the layouts that nobody tuned on draw from: other fonts, signs, sizes and page furniture."""


def layout(form: str, shape: str, number: int, *, tuned: bool) -> Layout:
    """The layout of that name. Even numbers may be tuned on, odd ones are only measured."""
    random = Random(f"layout/{form}/{shape}/{number}/{tuned}")
    drawn = {key: random.choice(values) for key, values in (_SEEN if tuned else _UNSEEN).items()}
    if shape.startswith("side"):
        drawn["heading"] = random.choice(("bold", "bold", "caps", "plain"))
    if form == "txt" and drawn["heading"] in ("bold", "large"):
        drawn["heading"] = "plain"
    return Layout(
        number,
        form,
        shape,
        tuned,
        justified=random.random() < 0.4,
        hyphenated=random.random() < 0.4,
        sections=random.randint(5, 10),
        **drawn,
    )


def layouts(*, tuned: bool, each: int = 6) -> tuple[Layout, ...]:
    """`each` layouts of every PDF shape, and half as many of every text and Word shape."""
    first = 0 if tuned else 1
    few = max(each // 2, 1)
    plan = [("pdf", shape, each) for shape in PDF_SHAPES]
    plan += [("txt", shape, few) for shape in TEXT_SHAPES]
    plan += [("docx", shape, few) for shape in WORD_SHAPES]
    return tuple(layout(form, shape, first + 2 * i, tuned=tuned) for form, shape, count in plan for i in range(count))


def office(*, tuned: bool, each: int = 3) -> tuple[Layout, ...]:
    """Layouts that LibreOffice makes of Word's: as PDF, and as ODT."""
    first = 0 if tuned else 1
    return tuple(
        layout(form, shape, first + 2 * i, tuned=tuned)
        for form in ("docx.pdf", "docx.odt")
        for shape in WORD_SHAPES
        for i in range(each)
    )
