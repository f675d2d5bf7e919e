"""The document beside the form: its text or the picture of a page, statements marked; what was clicked or marked."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
import streamlit.components.v1 as components

from trygghet_geo import maps
from trygghet_geo.pages import mapview, marked, shared
from trygghet_geo.pages.marked import Mark
from trygghet_geo.pages.shared import say
from trygghet_geo.records import Block, Box, Document

HEIGHT = 680
FONT = mapview.ASSETS
"""static/review/review.css takes the typeface from there: mapview must have declared it."""
_shown = components.declare_component("review", path=str(maps.STATIC / "review"))
_LAST = "paper-count"


@dataclass(frozen=True)
class Picture:
    """A page as a PNG image, and its size in points."""

    page: int
    image: bytes
    width: float
    height: float


def paper(
    document: Document, marks: Sequence[Mark], *, chosen: str | None, picture: Picture | None = None
) -> Mapping[str, Any]:
    """Show the document; what the reader just did: `{"statement": id}`, `{"start": …, "end": …}`, or nothing."""
    given: dict[str, Any] = {"blocks": [], "sheets": []}
    if picture is None:
        given["blocks"] = marked.traced(document, marks, chosen=chosen)
    else:
        given["sheets"] = [_sheet(document, marks, picture, chosen)]
    told = _shown(**given, name=document.name, lang=shared.language(), height=HEIGHT, key="paper", default=None)
    if not isinstance(told, dict) or told.get("count") == st.session_state.get(_LAST):
        return {}
    st.session_state[_LAST] = told.get("count")
    return told


def _sheet(document: Document, marks: Sequence[Mark], picture: Picture, chosen: str | None) -> dict[str, Any]:
    boxes = [
        {
            "id": mark.statement_id,
            "classes": mark.classes(chosen),
            "label": f"{say(f'kind.{mark.kind}')}: {document.text[mark.start : mark.end][:120]}",
            "left": 100 * box.x0 / picture.width,
            "top": 100 * box.y0 / picture.height,
            "width": 100 * (box.x1 - box.x0) / picture.width,
            "height": 100 * (box.y1 - box.y0) / picture.height,
        }
        for mark in marks
        for box in boxes_of(document.blocks, mark, page=picture.page)
    ]
    image = "data:image/png;base64," + b64encode(picture.image).decode()
    return {"image": image, "name": say("review.page", page=picture.page), "boxes": boxes}


def boxes_of(blocks: Iterable[Block], mark: Mark, *, page: int) -> list[Box]:
    """Where on `page` the words of `mark` stand, in points.

    Readers know the boxes of a block's lines, not of its letters: letters are taken to be equally wide, so that the
    ends may be a few letters off.
    """
    found: list[Box] = []
    for block in blocks:
        if block.boxes and mark.start < block.end and mark.end > block.start:
            found += [box for box in _part(block, mark) if box.page == page]
    return found


def _part(block: Block, mark: Mark) -> list[Box]:
    letters = sum(end - start for start, end in block.spans)
    before = sum(min(end, max(start, mark.start)) - start for start, end in block.spans)
    until = sum(min(end, max(start, mark.end)) - start for start, end in block.spans)
    length = sum(box.x1 - box.x0 for box in block.boxes)
    first, last = length * before / letters, length * until / letters
    found, passed = [], 0.0
    for box in block.boxes:
        width = box.x1 - box.x0
        left, right = max(first - passed, 0.0), min(last - passed, width)
        if right - left > 0.5:
            found.append(Box(box.page, box.x0 + left, box.y0, box.x0 + right, box.y1))
        passed += width
    return found
