"""Tables and images as HTML on a page; all text is escaped here. The table is the equal of every chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from trygghet_geo.drawing import plain


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A real table: a caption, heads for columns and rows, and scrolling within itself on a phone."""
    top = "".join(f'<th scope="col">{_safe(name)}</th>' for name in head)
    body = "".join(f"<tr>{_row(row)}</tr>" for row in rows)
    inside = f"<caption>{_safe(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    about = f'tabindex="0" role="region" aria-label="{_safe(caption)}"'
    st.html(f'{_STYLE}<div class="tk-table" {about}><table>{inside}</table></div>')


def _row(row: Sequence[object]) -> str:
    first, *rest = (_safe(str(cell)) for cell in row)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest)


def _safe(text: str) -> str:
    return escape(plain(text))


_STYLE = """<style>
.tk-table { overflow-x: auto; max-height: 32rem; overflow-y: auto; }
.tk-table table { border-collapse: collapse; }
.tk-table caption { text-align: left; font-weight: 600; padding: .2rem 0; color: inherit; }
.tk-table :is(th, td) { text-align: left; padding: .3rem .8rem .3rem .2rem; border-bottom: 1px solid #dfe4e8; }
.tk-table td { font-variant-numeric: tabular-nums; }
.tk-table:focus-visible { outline: 3px solid #0b5c8f; outline-offset: 2px; }
@media (max-width: 640px) {
  .tk-table { font-size: .85rem; }
  .tk-table :is(th, td) { padding: .25rem .4rem .25rem .1rem; line-height: 1.3; }
}
</style>"""
