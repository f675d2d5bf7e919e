"""The names of places and their counts, where there is room for them: no two lie on each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from trygghet_geo.pictures import strokes
from trygghet_geo.pictures.plane import Plane

INK = "#15202b"


class Box(NamedTuple):
    """Left, top, right, bottom in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def clear(self, others: Sequence[Box]) -> bool:
        return all(
            self.right < o.left or self.left > o.right or self.bottom < o.top or self.top > o.bottom for o in others
        )


def drawn(
    found: Sequence[Mapping[str, Any]],
    towns: Sequence[tuple[float, float, str]],
    plane: Plane,
    *,
    size: float,
    taken: list[Box],
) -> str:
    """The labels of `drawing.layer` and then, where room is left, the names of towns. `taken` boxes are kept free.

    The most important label chooses first; one that finds no room is left out, as on the page. Its place is drawn all
    the same, and stands in the list beside the picture.
    """
    parts, used = [], set()
    for label in sorted(found, key=lambda each: -each["rank"]):
        x, y = plane.point(*label["at"])
        if box := _room(label, x, y, plane=plane, size=size, taken=taken):
            taken.append(box)
            used.add(label["name"])
            parts.append(_label(label, box, size))
    for x, y, name in towns:
        wide = strokes.wide(name, size * 0.75)
        box = Box(x - wide / 2, y - size / 2, x + wide / 2, y + size / 2)
        if name not in used and _inside(box, plane) and box.clear(taken):
            taken.append(box)
            look = {"font_size": size * 0.75, "fill": "#56606b", "font_weight": 600, "text_anchor": "middle"}
            parts.append(strokes.halo(name, x, y + size * 0.27, **look))
    return "".join(parts)


def _room(
    label: Mapping[str, Any], x: float, y: float, *, plane: Plane, size: float, taken: Sequence[Box]
) -> Box | None:
    wide, tall, off = _wide(label, size), size * 1.3, 18 if label["stand"] == "point" else 8
    stands = [
        (x + off, y - tall / 2),
        (x - off - wide, y - tall / 2),
        (x - wide / 2, y - off - tall),
        (x - wide / 2, y + off),
    ]
    if label["stand"] != "point":
        stands.insert(0, (x - wide / 2, y - tall / 2))
    for left, top in stands:
        box = Box(left, top, left + wide, top + tall)
        if _inside(box, plane) and box.clear(taken):
            return box
    return None


def _inside(box: Box, plane: Plane) -> bool:
    """Whether all of it can be read: a name that the edge cuts is another name."""
    return box.left >= 2 and box.top >= 2 and box.right <= plane.width - 2 and box.bottom <= plane.height - 2


def _wide(label: Mapping[str, Any], size: float) -> float:
    return strokes.wide(label["name"], size) + sum(_pill(count["text"], size) + 4 for count in label["counts"]) + 4


def _pill(words: str, size: float) -> float:
    return max(strokes.wide(words, size * 0.85) + size * 0.7, size * 1.25)


def _label(label: Mapping[str, Any], box: Box, size: float) -> str:
    base, x = box.top + size * 0.98, box.left + strokes.wide(label["name"], size) + 4
    slant = "italic" if label["vague"] else None
    # Told how long it is, so that a viewer with another typeface lays no count over the name.
    exact = {"textLength": strokes.wide(label["name"], size), "lengthAdjust": "spacingAndGlyphs"}
    look = {"font_size": size, "font_weight": 700, "font_style": slant, "fill": INK}
    parts = [strokes.halo(label["name"], box.left, base, **look, **exact)]
    for count in label["counts"]:
        wide = _pill(count["text"], size)
        concern = count["kind"] == "concern"
        edge = {"fill": INK, "stroke": "#ffffff"} if concern else {"fill": "#ffffff", "stroke": count["colour"]}
        dash = None if concern else "3 3"
        round_ = {"rx": size * 0.6, "width": wide, "height": size * 1.2, "stroke_width": 2, "stroke_dasharray": dash}
        parts.append(strokes.element("rect", x=x, y=box.top + size * 0.05, **round_, **edge))
        look = {"font_size": size * 0.85, "font_weight": 700, "text_anchor": "middle"}
        parts.append(
            strokes.text(count["text"], x + wide / 2, base - size * 0.03, fill="#ffffff" if concern else INK, **look)
        )
        x += wide + 4
    return "".join(parts)
