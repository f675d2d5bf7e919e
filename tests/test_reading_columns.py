"""Justified text in narrow columns on a PDF page: stretched lines are lines, whatever their words look like."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import kinds, read, sections
from trygghet_geo.reading.rows import rows
from trygghet_geo.reading.runs import Run

SIZE, LEADING, WIDE = 12.0, 14.0, 210.0
LEFT, RIGHT = 72.0, 306.0
"""Where the columns begin: the gutter is 24 points, less than two of the gaps in the stretched lines."""
LEFT_LINES = (
    "Boende i området vid ån är",
    "trötta på bullret från vägen och säger",
    "att mopeder och bilar kör i hög fart på",
    "Storgatan och på torget i",
    "Norrby efter skoltid nästan varje dag.",
    "Där har några krossat två",
    "rutor i busskuren vid åkern och tänt",
    "eld i en papperskorg vid torget.",
)
RIGHT_LINES = (
    "Fastighetsägaren har satt upp lampor",
    "vid alla cykelförråd på",
    "Lingatan och efter det har inga fler",
    "inbrott anmälts därifrån. Fältarna ser",
    "en del unga som ses nu",
    "sent vid kiosken i Söderby, men det är",
    "lugnt i övrigt enligt personalen på",
    "biblioteket.",
)


def _justified(text: str, x: float) -> Iterator[tuple[float, str]]:
    """Each word of a line with its left edge, the last one ending at the right edge of the column."""
    parts = text.split()
    free = WIDE - sum(stringWidth(word, "Helvetica", SIZE) for word in parts)
    for word in parts:
        yield x, word
        x += stringWidth(word, "Helvetica", SIZE) + free / (len(parts) - 1)


def _page(lower: float) -> bytes:
    """Both columns, word by word; the lines of the right one stand `lower` than those of the left one."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", SIZE)
    for left, lines, first in ((LEFT, LEFT_LINES, 100.0), (RIGHT, RIGHT_LINES, 100.0 + lower)):
        for n, line in enumerate(lines):
            last = n == len(lines) - 1
            for x, word in [(left, line)] if last else _justified(line, left):
                canvas.drawString(x, A4[1] - first - n * LEADING, word)
    canvas.save()
    return out.getvalue()


def _in_order(folder, lower: float) -> list[str]:
    return read(folder, _page(lower), "a.pdf").text.split()


def test_stretched_lines_stay_in_their_column(tmp_path):
    """Level with the other column's lines, a little lower than they are, and half-way between them."""
    wanted = " ".join((*LEFT_LINES, *RIGHT_LINES)).split()
    for lower in (0.0, 3.7, 4.6, 7.0):
        assert _in_order(tmp_path, lower) == wanted, lower


def _word(x0: float, x1: float, text: str, *, base: float, high: float) -> Run:
    return Run(x0, base - high, x1, base, text, size=12.0, base=base)


def test_words_of_one_line_are_on_one_row_however_high_they_are():
    """A piece of the other column 3.5 points above must not take the high ones and leave the low ones."""
    other = _word(310, 500, "rna. Flera resenärer har hört", base=96.5, high=11)
    line = [
        _word(70, 130, "Båtägare", base=100, high=12),
        _word(150, 152, "i", base=100, high=8),
        _word(172, 190, "sam", base=100, high=6),
        _word(210, 285, "förlängning", base=100, high=12),
    ]
    found = [[run.words for run in row] for row in rows([other, *line])]
    one = [row for row in found if any("Båtägare" in text for text in row)]
    assert all(any(word in text for row in one for text in row) for word in ("i", "sam", "förlängning"))
    assert len(one) == 1


def test_a_stretched_lines_last_word_is_no_bullet_of_the_next_column():
    """Its gap to the column, 25 points, is that of a bullet to its text; "•" and "o" in that place are bullets."""
    columns = [
        run
        for base in (100, 114, 128, 142)
        for run in (
            _word(72, 284, "att mopeder kör fort på torget", base=base, high=12),
            _word(310, 500, "krossats vid stationen i helgen", base=base, high=12),
        )
    ]
    for last, parted in (("på", True), ("i", True), ("•", False), ("o", False)):
        line = [
            _word(72, 240, "Båtägarna vid ån pekar", base=156, high=12),
            _word(275, 285, last, base=156, high=9),
            _word(310, 437, "och en ruta", base=156, high=12),
        ]
        texts = [run.words for run in rows([*columns, *line])[-1]]
        assert ("och en ruta" in texts) is parted, last


def _narrow(left: list[str], right: list[str]) -> bytes:
    """Two ragged columns, a line each `LEADING`; an empty line is white space."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", SIZE)
    for x, lines in ((LEFT, left), (RIGHT, right)):
        for n, line in enumerate(lines):
            canvas.drawString(x, A4[1] - 100 - n * LEADING, line)
    canvas.save()
    return out.getvalue()


TEXT = ["Mopeder kör fort på gångvägen vid", "Lillån varje kväll, säger de boende i", "området nära torget i Norrby."]
MORE = [
    "Väktarna går förbi stationen oftare",
    "på kvällarna och det har blivit mycket",
    "lugnare enligt de boende i Söderby.",
]


def test_a_heading_in_capitals_that_ends_a_column_stands_over_the_next_one(tmp_path):
    left = [*TEXT, "", *MORE, "", *TEXT, "", "VÄSTRA ÅSEN"]
    right = [*MORE, "", *TEXT, "", *MORE]
    document = read(tmp_path, _narrow(left, right), "a.pdf")
    assert [words for kind, words in kinds(document) if kind == "heading"] == ["VÄSTRA ÅSEN"]
    assert sections(document)["VÄSTRA ÅSEN"][0] == " ".join(MORE)


def test_a_numbered_heading_that_wraps_is_no_item_and_a_list_no_headings(tmp_path):
    left = ["1. Trygghet på kvällen i", "Söderby", "", *TEXT, "", *MORE]
    right = [
        "1. Bjuda in bostadsbolaget i Norrby",
        "till nästa möte",
        "2. Se över lampor vid gångtunneln",
        "under banan",
    ]
    right = ["Detta ska göras före sommaren i år:", "", *right, "", *TEXT]
    document = read(tmp_path, _narrow(left, right), "a.pdf")
    assert [words for kind, words in kinds(document) if kind == "heading"] == ["1. Trygghet på kvällen i Söderby"]
    items = [words for kind, words in kinds(document) if kind == "bullet"]
    assert items == ["Bjuda in bostadsbolaget i Norrby till nästa möte", "Se över lampor vid gångtunneln under banan"]
