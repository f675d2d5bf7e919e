"""Tables → reading order: margin headings beside their text, or cells under their column heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trygghet_geo.reading import level
from trygghet_geo.reading.fields import field
from trygghet_geo.reading.lines import ends_sentence, may_be_heading
from trygghet_geo.reading.runs import Spot


@dataclass(frozen=True)
class Paragraph:
    """`words` with `\\n` for typed line breaks. `heading`: level, 0 for text; `bullet`: depth, 0 for none."""

    words: str
    heading: int = 0
    bullet: int = 0


@dataclass(frozen=True)
class Placed:
    """A paragraph in reading order. `cell`: that of an ordinary table; `beside`: on one row with the last."""

    paragraph: Paragraph
    cell: Spot | None = None
    beside: bool = False
    uncertain: bool = False


@dataclass(frozen=True)
class Cell:
    items: tuple[Placed, ...]

    @property
    def words(self) -> str:
        return " ".join(" ".join(item.paragraph.words.split()) for item in self.items).strip()


def laid_out(rows: Sequence[Sequence[Cell]]) -> Iterator[Placed]:
    """The paragraphs of a table in the order in which a person reads them."""
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            for cell in row:
                yield from cell.items
    elif _has_side_headings(rows):
        for row in rows:
            yield from _beside_headings(row)
    else:
        yield from _cells(rows)


def _has_side_headings(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the left column holds headings and the right one what stands under them."""
    if any(len(row) != 2 for row in rows):
        return False
    left = [[item.paragraph.words.strip() for item in row[0].items if item.paragraph.words.strip()] for row in rows]
    right = [row[1] for row in rows]
    headings = [words for cell in left for words in cell]
    if not headings or any(field(words) for words in headings):
        return False
    if not all(may_be_heading(words) or item_is_heading(rows, words) for words in headings):
        return False
    text = sum(len(cell.words) for cell in right)
    prose = sum(
        ends_sentence(item.paragraph.words.strip())
        for cell in right
        for item in cell.items
        if item.paragraph.words.strip()
    )
    paragraphs = sum(bool(item.paragraph.words.strip()) for cell in right for item in cell.items)
    return text >= 3 * sum(map(len, headings)) and prose >= 0.4 * paragraphs


def item_is_heading(rows: Sequence[Sequence[Cell]], words: str) -> bool:
    return any(i.paragraph.heading and i.paragraph.words.strip() == words for row in rows for i in row[0].items)


def _beside_headings(row: Sequence[Cell]) -> Iterator[Placed]:
    left, right = row
    column, body = _trimmed(left), _trimmed(right)
    headings = [item for item in column if item.paragraph.words.strip()]
    if not headings:
        yield from body
        return
    places, sure = level.places(
        [item.paragraph.words.strip() for item in column], [item.paragraph.words.strip() for item in body]
    )
    before: dict[int, list[Placed]] = {}
    for item, place in zip(headings, places, strict=True):
        depth = item.paragraph.heading or 2
        heading = Placed(replace(item.paragraph, heading=depth, bullet=0), uncertain=not sure and place > 0)
        before.setdefault(place, []).append(heading)
    for number, item in enumerate(body):
        yield from before.pop(number, ())
        yield item
    for rest in before.values():
        yield from rest


def _trimmed(cell: Cell) -> list[Placed]:
    """The cell's paragraphs from the first with words on."""
    first = next((n for n, item in enumerate(cell.items) if item.paragraph.words.strip()), len(cell.items))
    return list(cell.items[first:])


def _cells(rows: Sequence[Sequence[Cell]]) -> Iterator[Placed]:
    """Row by row, each row's cells from the left."""
    for row_number, row in enumerate(rows):
        first = True
        for column, cell in enumerate(row):
            items = [item for item in cell.items if item.paragraph.words.strip()]
            for item in items:
                yield replace(item, cell=Spot(0, row_number, column), beside=not first and item is items[0])
                first = False
