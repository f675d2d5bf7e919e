"""A page's picture with parts painted over: what is covered is gone, the rest as it was."""

from __future__ import annotations

import io

from PIL import Image

from trygghet_geo import pictures


def page() -> bytes:
    """A page of 100 × 50 points at two pixels a point, black all over."""
    made = io.BytesIO()
    Image.new("RGB", (200, 100), "black").save(made, "PNG")
    return made.getvalue()


def test_a_box_is_painted_over_with_a_margin_and_nothing_else():
    covered = Image.open(io.BytesIO(pictures.covered(page(), (100, 50), [(10, 10, 30, 20)]))).convert("RGB")
    assert covered.size == (200, 100)
    # Points 8.5–31.5 across and 8.5–21.5 down, at two pixels a point.
    light = {(x, y) for x in range(200) for y in range(100) if covered.getpixel((x, y)) != (0, 0, 0)}
    assert light == {(x, y) for x in range(17, 63) for y in range(17, 43)}


def test_without_boxes_the_picture_is_the_same_to_the_byte():
    assert pictures.covered(page(), (100, 50), []) == page()
