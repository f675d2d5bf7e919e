"""Tables that go on over a page's break in a PDF: heads of columns said again, rows that the break parts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import check, kinds, read
from trygghet_geo.reading.rows import rows
from trygghet_geo.reading.runs import Run

EDGES = (72.0, 160.0, 330.0, 440.0)
HEADS = ("Område", "Problem", "Åtgärd", "Ansvarig")
FIRST = [
    HEADS,
    ("Norrby", "Klotter på skolan och i tunneln", "Sanering", "Gatuenheten"),
    ("", "under järnvägen."),
    ("Ekhagen", "Mörkt vid lekplatsen.", "Nya lampor", "Gatuenheten"),
    ("Söderby", "Äldre är otrygga vid stationen", "Väktare", "Polisen"),
    ("", "varje kväll när ett stort gäng"),
]
LAST = [("Åsen", "Buskarna skymmer sikten.", "Klippning", "Parkenheten"), ("Viken", "Stökigt.", "", "Polisen")]
SOUTH = "Äldre är otrygga vid stationen varje kväll när ett stort gäng ungdomar står där."


def _pdf(*pages: Sequence[tuple[str, ...]], at: Sequence[float] = EDGES) -> bytes:
    """Each page's rows of cells below each other; a row that begins in the second column carries on the one above."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        y = A4[1] - 90
        for row in page:
            y -= 13 if not row[0] else 20
            for x, words in zip(at, row, strict=False):
                canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cells(document) -> list[tuple[str | None, str]]:
    found = zip(document.blocks, kinds(document), strict=True)
    return [(block.section, words) for block, (_, words) in found if block.kind == "cell"]


WANTED = [
    (None, "Norrby"),
    ("Norrby", "Klotter på skolan och i tunneln under järnvägen."),
    ("Norrby", "Sanering"),
    ("Norrby", "Gatuenheten"),
    (None, "Ekhagen"),
    ("Ekhagen", "Mörkt vid lekplatsen."),
    ("Ekhagen", "Nya lampor"),
    ("Ekhagen", "Gatuenheten"),
    (None, "Söderby"),
    ("Söderby", SOUTH),
    ("Söderby", "Väktare"),
    ("Söderby", "Polisen"),
    (None, "Åsen"),
    ("Åsen", "Buskarna skymmer sikten."),
    ("Åsen", "Klippning"),
    ("Åsen", "Parkenheten"),
    (None, "Viken"),
    ("Viken", "Stökigt."),
    ("Viken", "Polisen"),
]


@pytest.mark.parametrize("heads", [(), (HEADS,)], ids=["once", "again"])
def test_a_row_that_a_page_break_parts_is_one_row(tmp_path, heads):
    document = read(tmp_path, _pdf(FIRST, [*heads, ("", "ungdomar står där."), *LAST]), "a.pdf")
    check(document)
    assert _cells(document) == WANTED
    said = next(block for block, (_, words) in zip(document.blocks, kinds(document), strict=True) if words == SOUTH)
    assert [box.page for box in said.boxes] == [1, 1, 2]
    assert " ".join(document.text[said.start : said.end].split()) == SOUTH, "the quote is one piece of the text"


def test_heads_said_again_are_furniture_and_the_table_goes_on_below_them(tmp_path):
    """Also where the page has nothing but the end of a row, which alone shows no columns."""
    document = read(tmp_path, _pdf(FIRST, [HEADS, ("", "ungdomar står där.")]), "a.pdf")
    assert _cells(document) == WANTED[:12]
    assert [words for kind, words in kinds(document) if kind == "furniture"] == list(HEADS)


def test_heads_of_two_rows_are_said_again(tmp_path):
    two = [("Område", "Problem", "Åtgärd", "Ansvarig"), ("", "i området", "", "förvaltning")]
    document = read(tmp_path, _pdf([*two, *FIRST[1:]], [*two, ("", "ungdomar står där."), *LAST]), "a.pdf")
    assert _cells(document) == WANTED
    assert sum(kind == "furniture" for kind, _ in kinds(document)) == 6


def test_a_new_row_in_small_letters_carries_on_nothing(tmp_path):
    """A short cell that had room for the next word ended there, and a row with a name of its own is a new one."""
    short = [HEADS, *FIRST[1:4], ("Söderby", "stök vid torget", "väktare", "polisen")]
    for top in (("", "bilar kör fort", "", "polisen"), ("åsen", "bilar kör fort", "fartkontroll", "polisen")):
        document = read(tmp_path, _pdf(short, [top, *LAST]), "a.pdf")
        told = [words for _, words in _cells(document)]
        assert "stök vid torget" in told
        assert "bilar kör fort" in told


def test_a_row_said_twice_is_no_head(tmp_path):
    """The same report on two pages is two: what has a figure, ends a sentence or stands among rows is no head."""
    row = ("Norrby", "Klotter", "Sanerat 3 mars", "Gatuenheten")
    document = read(tmp_path, _pdf([HEADS, row, *LAST], [row, *LAST]), "a.pdf")
    assert [words for _, words in _cells(document)].count("Klotter") == 2
    plain = ("Norrby", "Klotter", "Sanering", "Gatuenheten")
    document = read(tmp_path, _pdf([HEADS, *LAST, plain], [plain, *LAST]), "a.pdf")
    assert [words for kind, words in kinds(document) if kind == "furniture"] == []


def test_the_first_report_on_a_page_is_no_head_for_its_short_words(tmp_path):
    """Heads of columns are never searched: a report that is taken for them is lost."""
    whole = [*FIRST[:4], ("Söderby", "Stökigt.", "Väktare", "Polisen")]
    document = read(tmp_path, _pdf(whole, [("Hamnen", "Bilbränder", "Tillsyn", "Polisen"), *LAST]), "a.pdf")
    assert ("Hamnen", "Bilbränder") in _cells(document)


def test_rows_of_one_line_are_rows_whatever_stands_between_them(tmp_path):
    """A larger step (a group's first row), and a cell that is empty, do not make one row of two."""
    names = ("Norrby", "Ekhagen", "Söderby", "Åsen", "Viken", "Hamnen")
    told = [(name, f"Klotter på huset i {name}", "" if name == "Åsen" else "Sanering", "Polisen") for name in names]
    wanted = [(place, words) for place, *rest in told for words in rest if words]
    for gaps in ((0.0,) * 6, (0.0, 0.0, 9.0, 0.0, 0.0, 0.0)):
        out = BytesIO()
        canvas = Canvas(out, pagesize=A4)
        canvas.setFont("Helvetica", 11)
        y = A4[1] - 150
        for row, gap in zip([HEADS, *told], (0.0, *gaps), strict=True):
            y -= 15 + gap
            for x, words in zip(EDGES, row, strict=True):
                canvas.drawString(x, y, words)
        canvas.save()
        cells = _cells(read(tmp_path, out.getvalue(), "a.pdf"))
        assert [cell for cell in cells if cell[0]] == wanted


def _run(x0: float, x1: float, base: float, words: str = "Bilar") -> Run:
    return Run(x0, base - 9, x1, base, words, size=11.0, base=base)


def test_cells_with_gaps_alike_are_cells_where_other_rows_begin_too():
    """Gaps of 17.5 and 15 points are a justified line's, were it not for the columns above that begin there."""
    table = [[_run(72, 140, y), _run(198, 250, y), _run(306, 360, y), _run(414, 450, y)] for y in (100, 120, 140)]
    alike = [_run(72, 180.5, 160), _run(198, 291, 160), _run(306, 369, 160), _run(414, 454, 160)]
    found = rows([run for row in [*table, alike] for run in row])
    assert [len(row) for row in found] == [4, 4, 4, 4]
    line = [_run(72, 180.5, 160), _run(199.5, 291, 160), _run(309, 369, 160), _run(387, 454, 160)]
    assert len(rows([run for row in [*table, line] for run in row])[-1]) < 4
