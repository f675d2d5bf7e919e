"""What the signs of a picture mean, in a column."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from trygghet_geo.drawing import plain
from trygghet_geo.pictures import strokes

SIZE = 18
_GREY = "#56606b"


def drawn(legend: Mapping[str, Any], *, x: float, y: float, width: float) -> str:
    """The rows of `drawing.legend` below each other, long ones on several lines."""
    parts = [strokes.text(legend["title"], x, y + SIZE, font_size=20, font_weight=700, fill="#15202b")]
    y += 44
    for row in legend["rows"]:
        if row.get("first"):
            y += 12
        parts.append(_key(row, x, y))
        for number, line in enumerate(wrapped(row["text"], SIZE, width - 44)):
            parts.append(strokes.text(line, x + 42, y + 6 + number * 22, font_size=SIZE, fill="#15202b"))
            y += 22 if number else 0
        y += 30
    return "".join(parts)


def wrapped(words: str, size: float, width: float) -> list[str]:
    """`words` on lines that are no wider than `width` pixels, as far as can be told without the typeface."""
    return textwrap.wrap(plain(words), max(int(width / (0.5 * size)), 8))


def _key(row: Mapping[str, Any], x: float, y: float) -> str:
    colour = row.get("colour") or _GREY
    box = {"x": x, "y": y - 9, "width": 28, "height": 18, "rx": 3}
    match row["key"]:
        case "colour":
            return strokes.element("rect", fill=colour, **box)
        case "dashed":
            return strokes.element(
                "rect", fill="#ffffff", stroke=colour, stroke_width=2.5, stroke_dasharray="3 4", **box
            )
        case "outline":
            return strokes.element("rect", fill=_GREY, fill_opacity=0.25, stroke=_GREY, stroke_width=2.5, **box)
        case "line":
            return strokes.element("rect", x=x, y=y - 3, width=28, height=6, rx=3, fill=_GREY)
        case "softkey":
            return strokes.element("ellipse", cx=x + 14, cy=y, rx=13, ry=9, fill=_GREY, filter="url(#soft)")
        case "point":
            return strokes.element("circle", cx=x + 14, cy=y, r=8, fill=_GREY)
    return strokes.element("rect", fill=colour, fill_opacity=0.5, **box)
