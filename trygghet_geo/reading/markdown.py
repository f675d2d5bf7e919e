"""Markdown (.md) → Document: what it looks like as a web page is what is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trygghet_geo.reading import flow, html
from trygghet_geo.reading.fields import opens
from trygghet_geo.reading.files import content
from trygghet_geo.reading.markup import items
from trygghet_geo.reading.text import decoded
from trygghet_geo.records import Document

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
"""What some programs write above the text for themselves."""


def read(path: Path) -> Document:
    """Read a `.md`. Raises UnreadableDocument: no text, nested beyond reason."""
    data = content(path, known=(".md",))
    page = rendered(_FRONT.sub("", decoded(data, path.name)))
    return flow.document(path, data, items(html.parsed(page, path.name)))


def rendered(text: str) -> str:
    """The text as HTML. A line end is a space, but the fields of a head ("Plats: …") each keep a line of their own."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable("table")
    markdown.add_render_rule("softbreak", _softbreak)
    return markdown.render(text)


def _softbreak(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    following = tokens[index + 1].content.strip() if index + 1 < len(tokens) else ""
    return "<br>\n" if following and opens(following) else "\n"
