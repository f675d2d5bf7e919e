"""Documents as rows of the store: what was read, and the file's own bytes beside it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from trygghet_geo.records import Block, Box, Document, Header

COLUMNS = ("sha256", "name", "format", "kind", "text", "pages", "header", "blocks", "invented")


def as_row(document: Document) -> tuple:
    """Values for COLUMNS; the header (attendees included: the store is the house's own) and the blocks as JSON."""
    header = asdict(document.header)
    for day in ("date", "next_meeting"):
        header[day] = header[day].isoformat() if header[day] else None
    blocks = [asdict(block) | _in_json(block) for block in document.blocks]
    facts = (document.sha256, document.name, document.format, document.kind, document.text, document.pages)
    return (*facts, _json(header), _json(blocks), int(document.invented))


def from_row(row: tuple) -> Document:
    """Undo `as_row`."""
    values = dict(zip(COLUMNS, row, strict=True))
    header = json.loads(values.pop("header"))
    for day in ("date", "next_meeting"):
        header[day] = date.fromisoformat(header[day]) if header[day] else None
    header["attendees"] = tuple(header["attendees"])
    blocks = tuple(_block(block) for block in json.loads(values.pop("blocks")))
    invented = bool(values.pop("invented"))
    return Document(**values, header=Header(**header), blocks=blocks, invented=invented)


def _block(values: dict) -> Block:
    spans = tuple((start, end) for start, end in values.pop("spans"))
    boxes = tuple(Box(**box) for box in values.pop("boxes"))
    # Rows written before blocks had days of their own have no such key.
    days = values.pop("days", None)
    when = (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None
    return Block(spans=spans, boxes=boxes, days=when, **values)


def _in_json(block: Block) -> dict:
    """The fields of a block that JSON has no type for."""
    return {"boxes": [box._asdict() for box in block.boxes], "days": _as_text(block.days)}


def _as_text(days: tuple[date, date] | None) -> list[str] | None:
    return [day.isoformat() for day in days] if days else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
