"""The list of documents, and one document read with its statements marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo import store, summaries
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.pages import cards, filters, marked, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.records import KINDS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.store import Stored

# A constant: no word of a document ever stands in a script.
SCROLL = "<script>document.querySelector('mark.tk-chosen')?.scrollIntoView({block: 'center'})</script>"


def listing(content: Content) -> None:
    """All documents, each a link to its text: those that the selection speaks of first, then the others, said so."""
    every = summaries.counts(summaries.statements(content.table), "document_sha256")
    found = _selected(content)
    within = [one for one in content.documents if one.sha256 in found]
    others = [one for one in content.documents if one.sha256 not in found]
    for document in within:
        _listed(content, document, every.get(document.sha256, 0), found[document.sha256])
    if others and within:
        st.subheader(say("documents.outside", count=len(others)), anchor=False)
    elif others:
        st.caption(say("documents.outside.all"))
    for document in others:
        _listed(content, document, every.get(document.sha256, 0), 0)


def _selected(content: Content) -> dict[str, int]:
    """How many statements of the selection each document has, by SHA-256; none for a period that makes no sense."""
    try:
        rows = filters.selection(content).apply(content.table, inside=content.inside)
    except InvalidSelection:
        return {}
    return summaries.counts(summaries.statements(rows), "document_sha256")


def _listed(content: Content, document: Stored, statements: int, selected: int) -> None:
    with st.container(key=f"document-{document.sha256[:12]}", horizontal=True, vertical_alignment="center"):
        label = f"**{shared.markdown(content.names[document.sha256])}**"
        shared.link("documents", label, icon=":material/description:", handling=document.sha256[:16])
        facts = _facts(document, statements)
        if selected and selected != statements:
            facts.append(shared.badge(say("documents.selected", count=selected), "blue"))
        st.markdown(" ".join(facts))


def document(content: Content, stored: Stored, statement_id: str | None) -> None:
    """One document: its facts, the marks explained, its text; scrolled to `statement_id` when it is one of its own."""
    st.title(shared.markdown(content.names[stored.sha256]), anchor=False)
    rows = summaries.statements(content.table[content.table["document_sha256"] == stored.sha256])
    st.markdown(" ".join(_facts(stored, len(rows))))
    if stored.invented:
        st.warning(say("invented.why"), icon=":material/info:")
    shared.link("review", say("documents.review"), icon=":material/rate_review:", handling=stored.sha256[:16])
    if rows.empty:
        st.caption(say("documents.nothing"))
    read = store.open().document(stored.sha256)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _key(rows)
        marks = [marked.Mark(r.statement_id, r.kind, r.start, r.end) for r in rows.itertuples()]
        st.html(marked.text(read, marks, chosen=statement_id))
        if marked.hides(read):
            st.caption(say("documents.hidden"))
    with right:
        _statements(content, rows, statement_id)
    if statement_id in set(rows["statement_id"]):
        st.html(SCROLL, unsafe_allow_javascript=True)


def close() -> None:
    """Back to the list."""
    for key in ("handling", "yttrande"):
        st.query_params.pop(key, None)


def _statements(content: Content, rows: GeoDataFrame, chosen: str | None) -> None:
    """What was read out of the document, beside it: the chosen statement first."""
    features = content.table[content.table["statement_id"].isin(set(rows["statement_id"]))]
    for statement in sorted(rows.itertuples(), key=lambda row: (row.statement_id != chosen, row.start)):
        part = features[features["statement_id"] == statement.statement_id]
        with st.container(key=f"quote-read-{statement.statement_id}", border=True):
            if statement.statement_id == chosen:
                st.markdown(f"**{say('documents.chosen')}**")
            st.text(cards.one_line(statement.quote))
            st.markdown(cards.badges(part))
            _places(part)


def _places(features: GeoDataFrame) -> None:
    for row in features.drop_duplicates("place_id").itertuples():
        if row.place_id and row.geometry is not None:
            shared.link("map", shared.markdown(row.place), icon=":material/location_on:", visa=row.place_id)
        elif row.place:
            st.caption(say("unplaced.municipality", place=shared.markdown(row.place)))


def _key(rows: GeoDataFrame) -> None:
    """Which colour means which kind; only those that the document has."""
    counts = summaries.counts(rows, "kind")
    kinds = [kind for kind in KINDS if kind in counts]
    found = [shared.badge(cards.kind_count(kind, counts[kind]), shared.KIND_BADGES[kind]) for kind in kinds]
    st.markdown(f"{say('documents.marked')} {' '.join(found)}")


def _facts(document: Stored, statements: int) -> list[str]:
    """What is known of a document, as Markdown."""
    date = shared.day(document.meeting_date) or say("documents.undated")
    count = say("documents.found", count=statements)
    facts = [date, *([document.municipality] if document.municipality else []), document.format.upper(), count]
    found = [f":gray[{shared.markdown(' · '.join(facts))}]"]
    if document.invented:
        found.append(shared.badge(say("invented"), "orange"))
    if document.duplicate_of:
        found.append(shared.badge(say("documents.copy"), "gray"))
    return found
