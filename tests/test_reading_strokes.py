"""PDF: words that a program set in one stroke, or one word in several, and the white space hidden in them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.reading_samples import kinds, read, words

ROWS = (("Vad", "Var", "Vem"), ("Klotter", "Skolan", "Kommunen"), ("Buller", "Torget", "Polisen"))


def _set(codes: list[str], font: str = "Helvetica") -> bytes:
    """A page on which each of `codes`, operators of PDF, is set under the one before, 10 points large."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(font, 10)
    canvas.drawString(72, 760, "Protokoll lokala BRÅ")
    for number, code in enumerate(codes):
        text = canvas.beginText(72, 700 - 13 * number)
        text.setFont(font, 10)
        text._code.append(code)
        canvas.drawText(text)
    canvas.save()
    return out.getvalue()


def _jumping(row: tuple[str, ...], *, at: float) -> str:
    """One stroke whose words begin `at` points apart: the jump is a number in it, in thousandths of the size."""
    jumps = [int((at - 10 * _width(word)) * 100) for word in row]
    return "[" + "".join(f"({word}) -{jump} " for word, jump in zip(row, jumps, strict=True)) + "] TJ"


def _width(word: str) -> float:
    return stringWidth(word, "Helvetica", 1)


def test_columns_hidden_in_one_stroke_are_found(tmp_path: Path) -> None:
    document = read(tmp_path, _set([_jumping(row, at=120) for row in ROWS]), "a.pdf")
    cells = [words(document, block) for block in document.blocks if block.kind in ("cell", "heading")]
    assert cells[-9:] == [word for row in ROWS for word in row]
    # Nine words in three columns: each has a box of its own, 120 points from the next.
    boxes = [box for block in document.blocks for box in block.boxes][-9:]
    assert [round(box.x0 - 72) // 120 for box in boxes] == [0, 1, 2] * 3


def test_narrow_jumps_in_one_stroke_part_nothing(tmp_path: Path) -> None:
    close = "[(Klotter) -278 (vid) -278 (skolan) -300 (i Norrvik.)] TJ"
    document = read(tmp_path, _set([close]), "a.pdf")
    assert words(document, document.blocks[-1]) == "Klotter vid skolan i Norrvik."
    assert len(document.blocks[-1].boxes) == 1


def test_a_word_of_two_strokes_keeps_its_space_to_the_next(tmp_path: Path) -> None:
    """ "(1)" is one stroke, "Följa upp" another that begins within it: two words, two strokes, but not one each."""
    glued = r"(\(1\)) Tj 8 0 Td (F\366lja upp) Tj"
    document = read(tmp_path, _set([glued]), "a.pdf")
    assert "(1)Följa upp" in document.text


def test_letters_of_one_width_hide_no_columns_in_their_spaces(tmp_path: Path) -> None:
    """The second words of three lines begin at one place by chance, after a space as wide as any letter."""
    lines = [
        "Trygghetsradet hade bestamt att ordna",
        "gatubelysning, farthinder vid",
        "fritidsgarden, och plogade vagar.",
    ]
    assert {line.index(" ") for line in lines} == {14}
    document = read(tmp_path, _set([f"({line}) Tj" for line in lines], font="Courier"), "a.pdf")
    assert kinds(document)[-1] == ("paragraph", " ".join(lines))
    assert len(document.blocks[-1].boxes) == len(lines)


def test_what_is_set_over_another_word_does_not_carry_it_on(tmp_path: Path) -> None:
    over = "(Trygghetssamordnare Eva Ek) Tj -10 0 Td (eva.ek@kommunen.example) Tj"
    document = read(tmp_path, _set([over]), "a.pdf")
    assert "Ekeva" not in document.text
