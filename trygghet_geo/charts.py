"""Counts over time as SVG: bars, a gap where nothing was reported, a nought where nothing was raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trygghet_geo.pictures import Picture, strokes

WIDTH, HEIGHT = 640, 200
_LEFT, _BASE, _TOP = 10, 160, 22
_INK, _GREY = "#15202b", "#56606b"


@dataclass(frozen=True)
class Bar:
    """One step of time. `count` None is a gap: no document at all."""

    label: str
    count: int | None
    documents: int = 0


def bars(steps: Sequence[Bar], *, highest: int, colour: str, gap: str, description: str) -> Picture:
    """The steps as bars on a common scale up to `highest`; numbers on the bars, so that colour tells nothing alone."""
    room = (WIDTH - _LEFT - 10) / max(len(steps), 1)
    parts = [strokes.element("rect", width=WIDTH, height=HEIGHT, fill="#ffffff")]
    parts.append(_line(_LEFT, WIDTH - 10, _BASE))
    every = max(1, -(-len(steps) * 62 // (WIDTH - _LEFT)))
    for number, step in enumerate(steps):
        x = _LEFT + number * room
        parts.append(_bar(step, x, room, highest=highest, colour=colour, gap=gap))
        if number % every == 0:
            look = {"font_size": 15, "text_anchor": "middle", "fill": _INK}
            parts.append(strokes.text(step.label, x + room / 2, _BASE + 22, **look))
    return Picture(WIDTH, HEIGHT, "".join(parts), description)


def _bar(step: Bar, x: float, room: float, *, highest: int, colour: str, gap: str) -> str:
    middle, wide = x + room / 2, min(room * 0.7, 60)
    look = {"text_anchor": "middle", "font_size": 15}
    if step.count is None:
        hatch = {"fill": "none", "stroke": _GREY, "stroke_dasharray": "3 4", "stroke_width": 1}
        box = strokes.element("rect", x=middle - wide / 2, y=_TOP, width=wide, height=_BASE - _TOP - 2, **hatch)
        turned = f"rotate(-90 {middle:.1f} {_BASE - 12})"
        words = {"font_size": 13, "fill": _GREY, "transform": turned}
        return box + strokes.text(gap, middle + 4, _BASE - 12, **words)
    tall = (_BASE - _TOP - 20) * step.count / max(highest, 1)
    body = (
        strokes.element("rect", x=middle - wide / 2, y=_BASE - tall, width=wide, height=tall, fill=colour)
        if tall
        else ""
    )
    return body + strokes.text(str(step.count), middle, _BASE - tall - 6, fill=_INK, font_weight=700, **look)


def _line(left: float, right: float, y: float) -> str:
    return strokes.element("path", d=f"M{left},{y}H{right}", stroke=_GREY, stroke_width=1.5, fill="none")
