"""What Exportera hands out besides tables: pictures of the map, the lägesbild, addresses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from trygghet_geo import followups, pictures, reports, store, summaries
from trygghet_geo.pages import cards, mapview, saying, shared, words
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import basemap

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.selection import Selection

_SHORT = 90
"""Letters of a quote in a list."""
_MOST = 500
"""Statements in a list: it is sent to the browser as a whole."""


def picture(content: Content, table: GeoDataFrame, selection: Selection) -> pictures.Picture:
    """The selection's map with legend, scale bar and source, in the reader's language."""
    count = summaries.said(table)
    placed = count - summaries.said(summaries.unplaced(table))
    told = {"placed": placed, "count": count, "what": cards.what(set(table["kind"]), count)}
    about = say("export.picture.about", **told, extent=saying.described(selection, content))
    source = f"{say('about.base')}: {mapview.credit(content)}"
    caption = pictures.Caption(mapview.heading(content), about, _plain(say("map.honest")), source)
    layers = basemap.layers(content.code) if content.code else {}
    return pictures.picture(table, layers, style=shared.style(), wording=mapview.wording(), caption=caption)


def picture_buttons(content: Content, table: GeoDataFrame, selection: Selection, *, stem: str) -> None:
    st.subheader(say("export.pictures"), anchor=False)
    st.caption(say("export.pictures.lead"))
    writers = {"PNG": pictures.png, "SVG": lambda made: pictures.svg(made).encode()}
    for name, write in writers.items():
        _button(
            say("export.picture", name=name),
            lambda write=write: write(picture(content, table, selection)),
            f"{stem}.{name.lower()}",
        )


def report_buttons(content: Content, selection: Selection) -> None:
    """The period is that of the selection; where it has none, that of the documents."""
    days = content.options.days
    if not days:
        return
    meetings = sorted(selection.meetings or ())
    first = selection.date_from or (meetings[0] if meetings else days[0])
    last = selection.date_to or (meetings[-1] if meetings else days[-1])
    st.subheader(say("export.report"), anchor=False)
    st.caption(say("export.report.lead", period=words.span(first, last, shared.language())))
    for suffix, name in ((".pdf", "PDF"), (".docx", "Word"), (".html", "HTML")):
        file = f"lagesbild-{first}-{last}{suffix}"
        _button(say("export.report.button", name=name), partial(_report, suffix, first, last, content), file)


def addresses(content: Content, table: GeoDataFrame) -> None:
    """Addresses that can be put into a document: of the view, of a place, of a statement."""
    st.subheader(say("export.addresses"), anchor=False)
    chosen = {key: st.query_params.get_all(key) for key in st.query_params}
    st.caption(say("export.address.view"))
    st.code(_address("", chosen), language=None, wrap_lines=True)
    names = {one.place_id: one.name for one in content.index.ranked(content.table.index.isin(table.index))}
    if place := st.selectbox(
        say("export.address.place"), [None, *names], format_func=lambda code: names.get(code, "–")
    ):
        st.code(_address("", {"visa": place}), language=None, wrap_lines=True)
    here = table[table["place_id"] == place] if place else table
    rows = summaries.statements(here).set_index("statement_id")
    label = {one: cards.one_line(rows.quote[one])[:_SHORT] for one in rows.index[:_MOST]}
    if len(rows) > _MOST:
        st.caption(say("export.address.most", shown=shared.number(_MOST), count=shared.number(len(rows))))
    if one := st.selectbox(
        say("export.address.statement"), [None, *label], format_func=lambda code: label.get(code, "–")
    ):
        where = {"handling": rows.document_sha256[one][:16], "yttrande": one}
        st.code(_address("dokument", where), language=None, wrap_lines=True)


def _report(suffix: str, first, last, content: Content) -> bytes:
    opened = store.open()
    given = reports.of_store(opened, shared.catalogue())
    entered = followups.measures(opened, given.table)
    made = reports.report(given, first=first, last=last, people=content.people, entered=entered)
    return reports.to_bytes(made, suffix)


def _button(label: str, data, file: str) -> None:
    st.download_button(
        label,
        data,
        file_name=file,
        mime="application/octet-stream",
        key=f"download-{file[-8:]}-{label}",
        icon=":material/download:",
        on_click="ignore",
    )


def _address(page: str, parameters: dict) -> str:
    url = (st.context.url or "").split("?")[0]
    base = url.rsplit("/exportera", 1)[0].rstrip("/")
    query = urlencode(parameters, doseq=True)
    return f"{base}/{page}?{query}" if query else f"{base}/{page}"


def _plain(text: str) -> str:
    return text.replace("*", "")
