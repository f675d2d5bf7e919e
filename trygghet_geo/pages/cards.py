"""Statements as they are shown on a page: the exact words, what was made of them, and the way to their document."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from trygghet_geo import contexts, drawing, store, summaries
from trygghet_geo.pages import past, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.views import view

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from trygghet_geo.records import Document
    from trygghet_geo.selection import Selection
    from trygghet_geo.summaries import Ranked

SHORT, MORE, PAGE = 12, 50, 25
"""Places in the list at first, and how many more at a time; quotes at a time."""


def place_card(content: Content, selection: Selection, mask: NDArray[np.bool_], *, place_id: str, close: str) -> None:
    """All that the selection says about one place. `close` is the label of the way back to the list."""
    if st.button(close, icon=":material/arrow_back:", key="back", type="tertiary"):
        show_place(None)
        st.rerun()
    rows = summaries.at(content.table[mask & (content.table["place_id"] == place_id).to_numpy()], place_id)
    if rows.empty:
        st.info(say("card.gone"))
        return rows
    found = summaries.place(rows)
    st.subheader(shared.markdown(found.name), anchor=False)
    values = {"count": kind_counts(found), "documents": documents(found.meetings), "date": shared.day(found.last)}
    st.caption(say("card.summary" if found.last else "card.undated", **values))
    histories, days = past.of(content, selection, mask, places=[place_id])
    if line := past.line(histories[place_id], days):
        st.html(line)
        shared.method("recurrence")
    quotes(content, rows, "card")
    return rows


def placed(content: Content, mask: NDArray[np.bool_]) -> str:
    """How much of what is selected has a place: "**31 av 40** problem har en plats på kartan"."""
    count = content.index.said(mask)
    kinds = content.tallies["kinds"].counts(mask)
    words = what([kind for kind, number in kinds.items() if number], count)
    return say("map.placed", placed=content.index.placed(mask), count=count, what=words)


def place_list(content: Content, selection: Selection, mask: NDArray[np.bool_]) -> None:
    """The places on the map as buttons, most first; the map's equal for whoever cannot use the map.

    Under each, at how many of the last meetings it was raised and what the last one changed.

    A place outside the municipality that the content is about says where it lies.
    """
    st.subheader(say("list.title"), anchor=False)
    count, home = content.index.places(mask), content.home
    if not count:
        st.caption(say("list.none"))
        return
    shown = max(st.session_state.get("places_shown", SHORT), SHORT)
    ranked = content.index.ranked(mask, most=count if count <= shown + 2 else shown)
    histories, days = past.of(content, selection, mask, places=[place.place_id for place in ranked])
    lines = (_line(place, home, past.line(histories[place.place_id], days)) for place in ranked)
    # One element for all of them: each costs the server as much as counting what it says (docs/dashboard.md).
    st.html(f'<ul class="tk-places">{"".join(lines)}</ul>')
    if count > shown + 2 and st.button(say("list.more", count=min(MORE, count - shown), all=count), key="more"):
        st.session_state["places_shown"] = shown + MORE
        st.rerun()
    shared.method("recurrence")


def _line(place: Ranked, home: str | None, history: str) -> str:
    """A place in the list, as HTML with every part of it escaped; static/map/frame.js tells that it was pressed."""
    about = ", ".join(shared.category_label(code) for code, _ in place.categories[:3])
    name = place.name if place.municipality in (None, home) else f"{place.name} ({place.municipality})"
    told = f"<b>{place.count}</b> <b>{escape(drawing.plain(name))}</b> <span>{escape(about)}</span>"
    return f'<li><button type="button" data-place="{drawing.key(place.place_id)}">{told}</button>{history}</li>'


def unplaced_list(content: Content, mask: NDArray[np.bool_]) -> None:
    """What no map can show, counted always, listed on demand."""
    without = content.index.unplaced(mask)
    if not without.any():
        st.caption(say("unplaced.none"))
        return
    rows = content.table[without]
    count = count_of(rows)
    with st.expander(say("unplaced.title", count=count), icon=":material/location_off:", key="unplaced"):
        st.caption(say("unplaced.why"))
        for number, (title, part) in enumerate(_by_reason(rows)):
            st.markdown(f"**{shared.markdown(title)}**")
            quotes(content, part, f"unplaced-{number}")


def quotes(content: Content, rows: GeoDataFrame, where: str) -> None:
    """Each statement of `rows` once, in their order: its words, kind, categories, date and a link to its document.

    The words go through st.text, which shows them as they are: no Markdown, no HTML. Of many the first are shown, and
    more on demand: a page with thousands of quotes helps nobody and opens slowly.
    """
    ids = list(dict.fromkeys(rows["statement_id"]))
    shown = max(st.session_state.get(f"shown-{where}", PAGE), PAGE)
    _quotes(content, rows[rows["statement_id"].isin(ids[:shown])], where)
    if len(ids) > shown and st.button(say("quote.more", count=min(PAGE, len(ids) - shown), all=len(ids)), key=where):
        st.session_state[f"shown-{where}"] = shown + PAGE
        st.rerun()


def _quotes(content: Content, rows: GeoDataFrame, where: str) -> None:
    for number, (statement_id, features) in enumerate(rows.groupby("statement_id", sort=False)):
        row = features.iloc[0]
        with st.container(key=f"quote-{where}-{number}-{statement_id}", border=True):
            _words(content, row)
            st.markdown(badges(features))
            shared.link(
                "documents",
                f"{shared.markdown(row.document)} · {shared.markdown(position(row))}",
                icon=":material/description:",
                handling=row.document_sha256[:16],
                yttrande=statement_id,
            )


def _words(content: Content, row: Any) -> None:
    """The quote; where its paragraph says more, marked among the words around it.

    A quote alone goes through st.text. Among others it is HTML, every part of it escaped.
    """
    quote = one_line(row.quote)
    before, after = _context(content.version, row.document_sha256, row.start, row.end)
    if not before and not after:
        st.text(quote)
        return
    parts = (escape(drawing.plain(before)), f"<mark>{escape(quote)}</mark>", escape(drawing.plain(after)))
    st.html(f'<p class="tk-context">{" ".join(part for part in parts if part)}</p>')


@st.cache_resource(max_entries=5_000, show_spinner=False)
def _context(version: str, sha256: str, start: int, end: int) -> tuple[str, str]:
    return contexts.context(_document(version, sha256), start=start, end=end)


@st.cache_resource(max_entries=32, show_spinner=False)
def _document(version: str, sha256: str) -> Document:
    return store.open().document(sha256)


def badges(features: GeoDataFrame) -> str:
    """Kind, categories with types, and date of one statement, as Markdown; an invented document says so."""
    row = features.iloc[0]
    found = [shared.badge(say(f"kind.{row.kind}"), shared.KIND_BADGES[row.kind])]
    for category, code in dict.fromkeys(zip(features["category"], features["type"], strict=True)):
        label = shared.category_label(category)
        found.append(shared.badge(f"{label}: {shared.type_label(category, code).lower()}" if code else label, "gray"))
    if row.invented:
        found.append(shared.badge(say("invented"), "orange"))
    date = shared.day(None if pd.isna(row.meeting_date) else row.meeting_date.date())
    return " ".join([*found, f":small[:gray[{shared.markdown(date or say('quote.undated'))}]]"])


def position(row: object) -> str:
    """Where in its document a statement stands, in words."""
    if pd.isna(row.page):
        return say("quote.characters", start=row.start, end=row.end)
    return say("quote.page", page=row.page, start=row.start, end=row.end)


def one_line(quote: str) -> str:
    """The quote as it reads: neither line breaks of the layout nor signs that turn text round are part of it."""
    return drawing.plain(view(quote, [(0, len(quote))]).text) if quote else quote


def kind_counts(place: Ranked) -> str:
    return ", ".join(kind_count(kind, count) for kind, count in place.kinds)


def kind_count(kind: str, count: int) -> str:
    """How many of a kind, in words: "1 åtgärd", "7 åtgärder"."""
    return say(f"count.{kind}", count=count)


def count_of(rows: GeoDataFrame) -> str:
    """How many statements and of what: "9 problem", or "11 uppgifter" when there are several kinds."""
    count = summaries.said(rows)
    return f"{count} {what(rows['kind'], count)}"


def what(kinds: Iterable[str], count: int) -> str:
    """What `count` statements of `kinds` are called: "problem", "uppgift", "uppgifter"."""
    kind = "concern" if set(kinds) <= {"concern"} else "mixed"
    return say(f"map.what.{kind}", count=count)


def documents(count: int) -> str:
    return say("list.documents", count=count)


def show_place(place_id: str | None) -> None:
    """Open the card of a place, or close it; the address says which."""
    if place_id is None:
        st.query_params.pop("visa", None)
    else:
        st.query_params["visa"] = place_id


def _by_reason(rows: GeoDataFrame) -> list[tuple[str, GeoDataFrame]]:
    """Rows without a place on the map, by why, the most first."""
    whole = rows["precision"] == "municipality"
    named = rows["place_id"].notna() & ~whole
    parts = [
        (say("unplaced.municipality", place=place), part)
        for place, part in rows[whole].groupby(rows["place"].fillna(rows["municipality"]).fillna("–"), sort=True)
    ]
    parts += [(say("unplaced.nowhere"), rows[~whole & ~named]), (say("unplaced.unknown"), rows[named])]
    return sorted(((title, part) for title, part in parts if len(part)), key=lambda part: -summaries.said(part[1]))
