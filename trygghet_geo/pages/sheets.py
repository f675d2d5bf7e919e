"""The document that is reviewed: its text, or the pictures of a PDF's pages; clicks open statements, marks are kept."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from trygghet_geo import pictures, reading, store
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.pages import decisions, papers, shared
from trygghet_geo.pages.marked import Mark
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.pages.waiting import Work
from trygghet_geo.records import Document

PICKED = "review-picked"
"""Session: SHA-256, start and end of the words that the reader has marked."""


def show(content: Content, work: Work, sha256: str, current: str | None) -> None:
    """The document with all statements of the scope marked. A click on one opens it."""
    document = store.open().document(sha256)
    rows = work.rows[work.rows["document_sha256"] == sha256]
    marks = [
        Mark(i, part.iloc[0].kind, int(part.iloc[0].start), int(part.iloc[0].end), _status(part["status"]))
        for i, part in rows.groupby("statement_id", sort=False)
    ]
    st.markdown(f"**{shared.markdown(content.names.get(sha256, document.name))}**")
    picture = _picture(document, rows, current) if document.format == "pdf" else None
    told = papers.paper(document, marks, chosen=current, picture=picture)
    if told.get("statement") in set(work.order):
        decisions.open_(told["statement"])
        st.rerun()
    if isinstance(told.get("start"), int) and isinstance(told.get("end"), int):
        st.session_state[PICKED] = (sha256, told["start"], told["end"])
        st.rerun()
    st.caption(say("review.paper.hint"))


def _status(statuses: Sequence[str]) -> str:
    found = set(statuses)
    return found.pop() if len(found) == 1 else "read" if "read" in found else "corrected"


def _picture(document: Document, rows, current: str | None) -> papers.Picture | None:
    """The page of the current statement as a picture, when the reviewer wants pictures."""
    if not st.toggle(say("review.pictures"), value=True, key="review-pictures"):
        return None
    mine = rows[rows["statement_id"] == current]["page"].dropna()
    most = document.pages or 1
    page = int(mine.iloc[0]) if len(mine) else 1
    if most > 1:
        page = st.number_input(
            say("review.pagenumber", of=most), 1, most, page, key=f"page-{document.sha256}-{current}"
        )
    try:
        return picture(store.open().address, document.sha256, int(page), _document=document)
    except UnreadableDocument as error:
        st.caption(shared.markdown(str(error)))
        return None


@st.cache_resource(max_entries=32, show_spinner=False)
def picture(address: str, sha256: str, page: int, *, _document: Document) -> papers.Picture:
    """A page of a stored PDF, drawn by the reading process, without the facts of the meeting: they name those who came.

    Raises UnreadableDocument.
    """
    with tempfile.TemporaryDirectory(prefix="trygghet-page-") as folder:
        path = Path(folder) / "dokument.pdf"
        path.write_bytes(store.open(address).content(sha256))
        image, width, height = reading.picture(path, page, name=_document.name)
    hidden = [(b.x0, b.y0, b.x1, b.y1) for one in _document.blocks if one.header for b in one.boxes if b.page == page]
    return papers.Picture(page, pictures.covered(image, (width, height), hidden), width, height)
