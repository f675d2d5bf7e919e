"""Pages of a PDF as pictures, drawn in the process that reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument

PDF = Path(__file__).resolve().parent.parent / "data" / "documents" / "2022-09-14-trygghetsrad.pdf"


def test_a_page_becomes_a_picture_with_ink_where_the_reader_found_its_lines():
    image, width, height = reading.picture(PDF, 1)
    drawn = Image.open(io.BytesIO(image)).convert("L")
    assert abs(drawn.width / drawn.height - width / height) < 0.01
    boxes = [box for block in reading.read(PDF).blocks for box in block.boxes if box.page == 1]
    assert boxes
    for box in boxes:
        part = drawn.crop(tuple(round(v * drawn.width / width) for v in (box.x0, box.y0, box.x1, box.y1)))
        assert part.getextrema()[0] < 128, "black letters within every box"


@pytest.mark.parametrize("page", [0, 10_000])
def test_a_page_that_is_not_there_is_said_so(page):
    with pytest.raises(UnreadableDocument, match=rf"brev.pdf: det finns ingen sida {page}"):
        reading.picture(PDF, page, name="brev.pdf")


def test_a_broken_file_is_said_so(tmp_path):
    (tmp_path / "trasig.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(UnreadableDocument, match=r"trasig\.pdf: sida 1 kan inte ritas"):
        reading.picture(tmp_path / "trasig.pdf", 1)
