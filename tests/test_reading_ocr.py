"""Scanned pages and pictures: drawn here from known text, read back by tesseract. Installed by `manage.py test`."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import check, kinds
from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import ocr, scans

LINES = [
    "Datum: 2024-03-04",
    "Plats: Kommunhuset",
    "",
    "Lägesbild",
    "",
    "Det är mörkt vid Lillån och på Åvägen. Flera har",
    "anmält att belysningen är trasig sedan en vecka.",
    "",
    "• Klotter på skolan i Norrby",
    "• Buskörning med mopeder på Ågatan",
    "",
    "Övrigt",
    "",
    "Lugnt i hamnen.",
]
EXPECTED = [
    ("heading", "Minnesanteckningar trygghetsrådet"),
    ("paragraph", "Datum: 2024-03-04"),
    ("paragraph", "Plats: Kommunhuset"),
    ("heading", "Lägesbild"),
    ("paragraph", "Det är mörkt vid Lillån och på Åvägen. Flera har anmält att belysningen är trasig sedan en vecka."),
    ("bullet", "Klotter på skolan i Norrby"),
    ("bullet", "Buskörning med mopeder på Ågatan"),
    ("heading", "Övrigt"),
    ("paragraph", "Lugnt i hamnen."),
]


@cache
def page() -> Image.Image:
    """A page of minutes at 200 dots per inch."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 760, "Minnesanteckningar trygghetsrådet")
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 728 - 16 * number, line)
    canvas.save()
    return pdfium.PdfDocument(out.getvalue())[0].render(scale=200 / 72).to_pil().convert("RGB")


def saved(image: Image.Image, form: str, **options) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def scanned(*pages: Image.Image | str) -> bytes:
    """A PDF with pictures of pages, and pages with a text layer for the strings."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for one in pages:
        if isinstance(one, str):
            canvas.drawString(72, 700, one)
        else:
            canvas.drawImage(ImageReader(one), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(folder, data: bytes, name: str):
    path = folder / name
    path.write_bytes(data)
    document = reading.read(path, apart=False)
    check(document)
    return document


@pytest.mark.parametrize(
    ("form", "name", "options"),
    [("PNG", "a.png", {"dpi": (200, 200)}), ("JPEG", "a.jpg", {"quality": 80}), ("TIFF", "a.tiff", {})],
)
def test_a_picture_of_minutes(tmp_path, form, name, options):
    document = read(tmp_path, saved(page(), form, **options), name)
    assert kinds(document) == EXPECTED
    assert str(document.header.date) == "2024-03-04"
    assert document.pages == 1


def test_words_lie_where_they_were_drawn(tmp_path):
    document = read(tmp_path, scanned(page()), "a.pdf")
    box = document.blocks[0].boxes[0]
    # Drawn at 72 points from the left on a base line 842 - 760 points from the top, in letters of 18 points.
    assert box.x0 == pytest.approx(73, abs=2)
    assert box.y1 == pytest.approx(86, abs=3)
    assert 10 < box.y1 - box.y0 < 22


def test_a_pdf_with_scanned_and_other_pages(tmp_path):
    document = read(tmp_path, scanned("Rån vid torget i Norrby.", page(), "Bråk i hamnen."), "a.pdf")
    assert kinds(document)[0] == ("paragraph", "Rån vid torget i Norrby.")
    assert kinds(document)[1:-1] == EXPECTED
    assert [document.blocks[0].page, document.blocks[1].page, document.blocks[-1].page] == [1, 2, 3]
    assert document.pages == 3


def test_half_a_page_is_read_and_a_blank_one_is_not(tmp_path, monkeypatch):
    asked = []
    words = ocr.words
    monkeypatch.setattr(ocr, "words", lambda *args: asked.append(1) or words(*args))
    half = page().crop((0, 0, page().width, page().height // 2))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(half), 0, 421, 595, 421)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    assert ("heading", "Lägesbild") in kinds(read(tmp_path, out.getvalue(), "a.pdf"))
    assert len(asked) == 1


def test_each_picture_of_a_tiff_is_a_page(tmp_path):
    data = saved(page(), "TIFF", save_all=True, append_images=[page()])
    document = read(tmp_path, data, "a.tif")
    assert document.pages == 2
    assert [b.page for b in document.blocks if b.kind == "bullet"] == [1, 1, 2, 2]


def test_a_picture_turned_by_the_camera_is_read_upright(tmp_path):
    options = Image.Exif()
    options[0x0112] = 6  # turn a quarter clockwise to see it upright
    data = saved(page().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=options)
    assert ("heading", "Lägesbild") in kinds(read(tmp_path, data, "a.jpg"))


def test_a_transparent_background_is_white(tmp_path):
    ink = page().convert("L").point(lambda value: 255 - value)
    clear = Image.new("RGBA", ink.size)
    clear.putalpha(ink)
    assert ("heading", "Lägesbild") in kinds(read(tmp_path, saved(clear, "PNG"), "a.png"))


def test_a_picture_without_text_is_told(tmp_path):
    with pytest.raises(UnreadableDocument, match="ingen läsbar text"):
        read(tmp_path, saved(Image.effect_noise((800, 600), 80), "PNG"), "a.png")


def test_without_tesseract_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, data in (("a.png", saved(page(), "PNG")), ("a.pdf", scanned(page()))):
        with pytest.raises(UnreadableDocument, match="apt install tesseract-ocr tesseract-ocr-swe"):
            read(tmp_path, data, name)
    mixed = read(tmp_path, scanned("Rån vid torget i Norrby.", page()), "b.pdf")
    assert kinds(mixed) == [("paragraph", "Rån vid torget i Norrby.")]


def test_without_swedish_the_message_says_so(tmp_path, monkeypatch):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages:'\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(UnreadableDocument, match=r"svenska saknas.*tesseract-ocr-swe"):
        read(tmp_path, saved(page(), "PNG"), "a.png")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (saved(Image.new("1", (9000, 9000)), "PNG"), "a.png", "miljoner bildpunkter"),
        (saved(Image.new("1", (14_000, 14_000)), "PNG"), "a.png", "miljoner bildpunkter"),
        (saved(Image.new("L", (50, 50)), "PNG")[:60], "a.png", "trasig"),
        (b"\xff\xd8\xff" + bytes(50), "a.jpg", "trasig"),
        (b"text", "a.tif", "inte en bild"),
        (saved(Image.new("L", (9, 9)), "PNG"), "a.jpg", "en bild"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, name, expected):
    with pytest.raises(UnreadableDocument, match=expected):
        read(tmp_path, data, name)


def test_too_many_scanned_pages_are_refused_before_any_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(scans, "MOST_PAGES", 1)
    monkeypatch.setattr(ocr, "words", lambda *args: pytest.fail("a page was read"))
    with pytest.raises(UnreadableDocument, match="2 inskannade sidor, gränsen är 1"):
        read(tmp_path, scanned(page(), page()), "a.pdf")
