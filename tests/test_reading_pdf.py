"""PDF: side headings, columns, furniture, page breaks in sentences, boxes, tables, what cannot be read."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from tests.reading_samples import check, kinds, read, sections, words
from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument

STYLES = getSampleStyleSheet()
BODY = ParagraphStyle("body", parent=STYLES["Normal"], fontSize=10, leading=12)
BULLETS = ("Klotter på skolan", "Buller vid torget")
CONTENT = {
    "Inledning": [
        "Ordföranden hälsar alla välkomna till rådets tredje möte för året och går igenom det som sades förra gången.",
        "Mopeder kör fort på gångvägen vid Lillån, särskilt på kvällarna när få vuxna är ute och rör sig i parken.",
    ],
    "Lägesbild": [
        "Läget i Västerby är lugnt. Polisen har inte fått in några anmälningar den senaste månaden från området.",
        "Vid stationen har det varit slagsmål. Väktarna går förbi oftare.",
    ],
    "Statistik och trygghet": [
        "Den nationella undersökningen visar att var femte person har utsatts för brott under året som gick."
    ],
    "Övrigt": ["Frågan om belysning återkommer på nästa möte."],
}


def _built(flowables: list[object], **marks: object) -> bytes:
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, topMargin=70, bottomMargin=70).build(flowables, **marks)
    return out.getvalue()


def _furniture(canvas: Canvas, template: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, 800, "Exempelköpings kommun")
    canvas.drawRightString(520, 30, f"{template.page} (9)")


def _side_headings(*, rows: bool, repeat: int = 1) -> bytes:
    """Headings in a narrow left column: a row each, or all in one row, held level by their height."""
    pairs = [
        ([Paragraph(f"<b>{heading}</b>", BODY)], [item for p in texts for item in (Paragraph(p, BODY), Spacer(1, 12))])
        for heading, texts in CONTENT.items()
    ] * repeat
    style = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if rows:
        table = Table([list(pair) for pair in pairs], colWidths=[100, 350], style=style)
    else:
        left, right = [], []
        for heading, texts in pairs:
            height = sum(item.wrap(338, 1000)[1] for item in texts)
            left += [*heading, Spacer(1, height - heading[0].wrap(88, 1000)[1])]
            right += texts
        table = Table([[left, right]], colWidths=[100, 350], style=style)
    return _built([table], onFirstPage=_furniture, onLaterPages=_furniture)


@pytest.mark.parametrize("rows", [True, False])
def test_side_headings_stand_over_the_paragraphs_beside_them(tmp_path, rows):
    document = read(tmp_path, _side_headings(rows=rows), "a.pdf")
    assert sections(document) == CONTENT
    check(document)


def test_side_headings_over_several_pages(tmp_path):
    document = read(tmp_path, _side_headings(rows=True, repeat=8), "a.pdf")
    assert document.pages
    assert document.pages > 1
    assert sections(document) == {heading: texts * 8 for heading, texts in CONTENT.items()}
    furniture = {words(document, block) for block in document.blocks if block.kind == "furniture"}
    assert furniture == {"Exempelköpings kommun", *(f"{n} (9)" for n in range(1, document.pages + 1))}


def test_true_columns_are_read_one_after_the_other(tmp_path):
    texts = [
        f"Stycke {n}. " + "Det är stökigt på flera platser i centrum och på gångvägarna runt om. " * 3 for n in range(8)
    ]
    document = read(tmp_path, _built([BalancedColumns([Paragraph(t, BODY) for t in texts], 2)]), "a.pdf")
    found = " ".join(words(document, block) for block in document.blocks)
    assert found.split() == " ".join(texts).split()


def test_a_sentence_over_a_page_break_is_one_block_on_two_pages(tmp_path):
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page, lines in enumerate(
        [
            [
                "Mopeder kör fort på gångvägen vid Lillån och flera",
                "äldre som bor intill säger att de inte längre vågar gå",
            ],
            ["ut på kvällarna. Väktarna går förbi oftare nu.", "Kommunen ska sätta upp en bom under våren."],
        ],
        1,
    ):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 800, "Exempelköpings kommun")
        canvas.drawRightString(520, 30, f"{page} (2)")
        canvas.setFont("Helvetica", 11)
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    document = read(tmp_path, out.getvalue(), "a.pdf")
    [block] = [block for block in document.blocks if block.kind == "paragraph"]
    # In one piece: a quote is text[start:end], and would have the foot and the head in its middle.
    assert len(block.spans) == 1
    furniture = [(document.text[b.start : b.end], b.page) for b in document.blocks if b.kind == "furniture"]
    assert sorted(furniture) == [("1 (2)", 1), ("2 (2)", 2), *(("Exempelköpings kommun", n) for n in (1, 2))]
    assert "inte längre vågar gå ut på kvällarna." in words(document, block)
    assert [box.page for box in block.boxes] == [1, 1, 2, 2]


def test_boxes_lie_where_the_words_were_drawn_from_the_top_left(tmp_path):
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 300))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, 200, "Mörkt vid Lillån.")
    canvas.save()
    [block] = read(tmp_path, out.getvalue(), "a.pdf").blocks
    [box] = block.boxes
    assert box.x0 == pytest.approx(50, abs=2)
    assert box.x1 == pytest.approx(50 + canvas.stringWidth("Mörkt vid Lillån.", "Helvetica", 10), abs=2)
    # The base line stands 100 points from the top; letters reach some 7 above it and 2 below.
    assert 90 < box.y0 < 94
    assert 99 < box.y1 < 103


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_has_its_boxes_as_shown(tmp_path, turn):
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 300))
    canvas.drawString(50, 200, "Lugnt.")
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=BytesIO(out.getvalue()))
    writer.pages[0].rotate(turn)
    turned = BytesIO()
    writer.write(turned)
    [block] = read(tmp_path, turned.getvalue(), "a.pdf").blocks
    [box] = block.boxes
    # Where the lower left corner of the text, (50, 100 from the top), comes to lie when the page is turned clockwise.
    corner = {90: (200, 50), 180: (350, 200), 270: (100, 350)}[turn]
    assert min(abs(box.x0 - corner[0]), abs(box.x1 - corner[0])) < 3
    assert min(abs(box.y0 - corner[1]), abs(box.y1 - corner[1])) < 3


def test_lists_headings_by_size_and_hyphenation(tmp_path):
    parts = [
        Paragraph("Trygghetsråd", STYLES["Title"]),
        Paragraph("Lägesbild", STYLES["Heading2"]),
        ListFlowable(
            [Paragraph(t, BODY) for t in ("Klotter på skolan", "Buller vid torget")], bulletType="bullet", start="•"
        ),
        Paragraph("Trafik", STYLES["Heading2"]),
        Paragraph("Det är villa-<br/>inbrott i Norrby.", BODY),
    ]
    document = read(tmp_path, _built(parts), "a.pdf")
    assert kinds(document) == [
        ("heading", "Trygghetsråd"),
        ("heading", "Lägesbild"),
        ("bullet", "Klotter på skolan"),
        ("bullet", "Buller vid torget"),
        ("heading", "Trafik"),
        ("paragraph", "Det är villa- inbrott i Norrby."),
    ]


def test_table_cells_do_not_run_together(tmp_path):
    rows = [["Plats", "Problem", "Åtgärd"], ["Norrby torg", "buller", "Väktare"], ["Lillån", "mörkt", "Ny belysning"]]
    document = read(tmp_path, _built([Table(rows, colWidths=[150, 150, 150])]), "a.pdf")
    assert [w for _, w in kinds(document)] == [w for row in rows for w in row]


def test_a_table_whose_cells_wrap_is_read_cell_by_cell(tmp_path):
    rows = [
        ["Plats", "Vad som har hänt", "Åtgärd"],
        ["Norrby torg", "Ungdomar samlas på kvällarna och stör dem som bor runt torget.", "Väktare går förbi oftare."],
        ["Lillån", "Mörkt på gångvägen mellan bron och skolan, flera har ramlat.", "Ny belysning"],
    ]
    table = Table([[Paragraph(text, BODY) for text in row] for row in rows], colWidths=[90, 200, 100])
    parts = [Paragraph("Det här rapporterades.", BODY), table, Paragraph("Efter tabellen är det text igen.", BODY)]
    document = read(tmp_path, _built(parts), "a.pdf")
    assert [w for kind, w in kinds(document) if kind == "cell"] == [text for row in rows[1:] for text in row]
    assert [w for kind, w in kinds(document) if kind == "heading"] == rows[0]
    assert sections(document)["Lillån"] == rows[2][1:]
    assert [w for kind, w in kinds(document) if kind == "paragraph"] == [
        "Det här rapporterades.",
        "Efter tabellen är det text igen.",
    ]
    check(document)


def _pdf() -> bytes:
    return _built([Paragraph("Mörkt vid Lillån.", BODY), PageBreak(), Paragraph("Lugnt i Norrby.", BODY)])


def test_an_encrypted_file_says_so(tmp_path):
    writer = pypdf.PdfWriter(clone_from=BytesIO(_pdf()))
    writer.encrypt("hemligt", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableDocument, match=r"a\.pdf: .*lösenord"):
        read(tmp_path, out.getvalue(), "a.pdf")


def test_a_file_without_text_is_taken_for_a_scan(tmp_path):
    out = BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100, fill=1)
    canvas.save()
    with pytest.raises(UnreadableDocument, match=r"a\.pdf: .*inskannade"):
        read(tmp_path, out.getvalue(), "a.pdf")


def test_a_broken_file_says_so(tmp_path):
    with pytest.raises(UnreadableDocument, match=r"a\.pdf: .*trasig"):
        read(tmp_path, b"%PDF-1.7\n" + b"\x00garbage" * 50, "a.pdf")


def test_json_has_the_contracts_members(tmp_path):
    plain = reading.as_json(read(tmp_path, _pdf(), "a.pdf"))
    assert plain["pages"] == 2
    assert set(plain["header"]) == {"body", "date", "time", "place", "attendees", "next_meeting"}
    first = plain["blocks"][0]
    assert {"kind", "start", "end", "page", "section", "boxes"} <= set(first)
    assert plain["text"][first["start"] : first["end"]] == "Mörkt vid Lillån."
    assert set(first["boxes"][0]) == {"page", "x0", "y0", "x1", "y1"}


@pytest.mark.parametrize(("size", "leading", "left"), [(9, 10.5, 80), (10, 13.5, 90), (12, 16.2, 75)])
def test_a_margin_heading_of_several_lines_beside_a_short_paragraph(tmp_path, size, leading, left):
    style = ParagraphStyle("s", fontSize=size, leading=leading)
    content = {"Trygghet och belysning i parken": "Mörkt vid ån.", "Trafik och miljö": "Mopeder kör fort i Norrby."}
    rows = [[Paragraph(h, style), [Paragraph(t, style), Spacer(1, leading)]] for h, t in content.items()]
    after = [["", Paragraph("Läget är lugnt i övrigt enligt polisen och fältarna som var ute i helgen. " * 3, style)]]
    table = Table(rows + after, colWidths=[left, 340], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    found = sections(read(tmp_path, _built([table]), "a.pdf"))
    assert list(found) == list(content)
    assert [texts[0] for texts in found.values()] == list(content.values())


def _page(lines: list[tuple[float, float, float, str, str]]) -> bytes:
    """A page with each `(x, y from the top, size, font, words)` drawn on it."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for x, y, size, font, text in lines:
        canvas.setFont(font, size)
        canvas.drawString(x, A4[1] - y, text)
    canvas.save()
    return out.getvalue()


def test_only_what_stands_beside_the_body_is_a_margin_heading(tmp_path):
    """Facts and a signature set across the page end left of the body; their short last lines head nothing."""
    body = [
        "Ordföranden hälsar alla välkomna och går igenom det som sades",
        "förra gången om parken. Väktarna går förbi oftare på kvällarna och",
        "det har blivit lugnare vid stationen enligt de boende.",
    ]
    lines = [
        (58, 60, 10, "Helvetica", "Deltagare: kommunpolisen, samordnaren, rektorn, fältarna samt"),
        (58, 73, 10, "Helvetica", "biblioteket"),
        (58, 110, 10, "Helvetica-Bold", "Inledning"),
        *[(176, 110 + 13 * n, 10, "Helvetica", text) for n, text in enumerate(body)],
        (58, 170, 10, "Helvetica-Bold", "Trafik"),
        (176, 170, 10, "Helvetica", "Mopeder kör fort på gångvägen vid Lillån och ingen gör något åt det."),
        (58, 210, 10, "Helvetica", "Antecknat av samordnaren"),
    ]
    document = read(tmp_path, _page(lines), "a.pdf")
    assert [w for kind, w in kinds(document) if kind == "heading"] == ["Inledning", "Trafik"]
    assert document.header.attendees[0].endswith("biblioteket")
    assert sections(document)["Trafik"] == [lines[7][4]]


def test_small_letters_at_the_top_of_a_single_page_are_a_running_head(tmp_path):
    lines = [
        (58, 32, 8, "Helvetica", "Medborgarlöfte 2023"),
        (58, 70, 18, "Helvetica-Bold", "Medborgarlöfte 2023"),
        (58, 110, 12, "Helvetica", "Löftet handlar om trafiken och om tryggheten vid stationen under året."),
    ]
    document = read(tmp_path, _page(lines), "a.pdf")
    assert [kind for kind, _ in kinds(document)] == ["furniture", "heading", "paragraph"]
