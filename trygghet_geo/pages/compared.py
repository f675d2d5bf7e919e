"""Two sides of a comparison: what can be chosen, the two maps with one view, verdicts in the reader's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from trygghet_geo import drawing, pictures, summaries
from trygghet_geo.pages import mapview, options, shared, slides
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import basemap

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.statistics.change import Changed, Period
    from trygghet_geo.statistics.occasions import Source
    from trygghet_geo.statistics.sides import Side


def choice(key: str, labels: Mapping[str, str], name: str, *, first: str | None = None) -> str:
    """One of `labels`, kept in the address under `key`; what the address asks for and is not there is passed over."""
    offered = list(labels)
    usual = first if first in labels else offered[0]
    asked = st.query_params.get(key)
    at = offered.index(asked if asked in labels else usual)
    found = st.selectbox(
        name, offered, index=at, format_func=labels.__getitem__, key=f"compare-{key}-{len(labels)}-{usual}"
    )
    if found == usual:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = found
    return found


def periods(content: Content) -> tuple[tuple[date, date], ...]:
    """Years and school terms with documents in them, the latest first; years before their halves."""
    days = content.options.days
    years = sorted({day.year for day in days}, reverse=True)
    whole = [(date(year, 1, 1), date(year, 12, 31)) for year in years]
    halves = [span for code in options.terms(days) if (span := options.term(code))]
    return (*whole, *halves)


def of_period(table: GeoDataFrame, sources: Collection[Source], period: Period) -> GeoDataFrame:
    """The rows of documents dated in the period: what is counted, and nothing else."""
    inside = {one.sha256 for one in sources if period.holds(one.day)}
    return table[table["document_sha256"].isin(inside)]


def two_maps(content: Content, parts: Sequence[GeoDataFrame], titles: Sequence[str]) -> None:
    """Both parts on maps of one extent and one scale of signs; static/linked.js moves them together."""
    layers = basemap.layers(content.code) if content.code else {}
    bounds = pictures.extent(pd.concat(parts), layers)
    how = {"style": shared.style(), "wording": mapview.wording(), "bounds": bounds, "size": 26, "margin": 50}
    maps = ""
    for part, title in zip(parts, titles, strict=True):
        drawn = pictures.excerpt(part, layers, **how, width=900, height=900)
        count, placed = summaries.said(part), summaries.said(part) - summaries.said(summaries.unplaced(part))
        told = say("compare.count", count=count, placed=placed)
        image = slides.image(drawn, f"{title}: {drawn.description or told}")
        frame = f'<div class="tk-pan">{image}</div>'
        maps += f"<figure><figcaption><b>{escape(title)}</b> {escape(told)}</figcaption>{frame}</figure>"
    zooms = [(name, escape(say(f"compare.zoom.{name}"))) for name in ("in", "out", "all")]
    buttons = "".join(f'<button type="button" data-zoom="{name}">{words}</button>' for name, words in zooms)
    area = f'role="group" tabindex="0" aria-label="{escape(say("compare.maps"))}"'
    st.html(f'{_STYLE}<div class="tk-linked" {area}>{maps}<p class="tk-zoom">{buttons}</p></div>{_legend(parts)}')


def _legend(parts: Sequence[GeoDataFrame]) -> str:
    """What the signs of either map mean, as HTML."""
    rows = drawing.legend(summaries.drawn(pd.concat(parts)), shared.style(), mapview.wording())
    keys = "".join(
        f'<li><i class="tk-{row["key"]}" style="--c:{escape(row.get("colour") or drawing.NEUTRAL)}"></i>'
        f"{escape(drawing.plain(row['text']))}</li>"
        for row in rows
    )
    return f'<ul class="tk-key" aria-label="{escape(say("compare.legend"))}">{keys}</ul>' if keys else ""


def changed(row: Changed) -> tuple[object, ...]:
    """A row of the table of differences between periods."""
    name = shared.category_label(row.category) if row.category else row.place or say("meeting.nowhere")
    return name, row.before, row.after, say(f"compare.{row.verdict}")


def sided(row: Side, titles: Sequence[str]) -> tuple[object, ...]:
    """A row of the table of differences between categories."""
    more = {"first": titles[0], "second": titles[1]}.get(row.verdict)
    words = say("compare.more_often", what=more) if more else say(f"compare.{row.verdict}")
    return row.place or say("meeting.nowhere"), row.first, row.second, words


_STYLE = """<style>
.tk-linked { display: flex; flex-wrap: wrap; gap: 1rem; }
.tk-linked figure { flex: 1 1 20rem; min-width: 0; margin: 0; }
.tk-pan { overflow: hidden; border: 1px solid #c9d1d7; border-radius: 8px; aspect-ratio: 1; cursor: grab; }
.tk-pan img { width: 100%; height: 100%; transform-origin: 0 0; display: block; user-select: none; }
.tk-zoom { flex-basis: 100%; margin: 0; display: flex; gap: .5rem; }
.tk-zoom button { font: inherit; padding: .25rem .8rem; border: 1px solid #56606b; border-radius: 6px; }
.tk-zoom button { background: #fff; color: #15202b; }
.tk-key { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .8rem 0 0; padding: 0; list-style: none; }
.tk-key li { display: flex; align-items: center; gap: .45rem; margin: 0; }
.tk-key i { width: 1.5rem; height: .95rem; border-radius: 3px; background: var(--c); box-sizing: border-box; }
.tk-key .tk-dashed { background: none; border: 2px dashed var(--c); }
.tk-key .tk-outline { background: color-mix(in srgb, var(--c) 25%, transparent); border: 2px solid var(--c); }
.tk-key .tk-line { height: .35rem; }
.tk-key .tk-softkey { background: radial-gradient(closest-side, var(--c), transparent); border-radius: 50%; }
.tk-key .tk-point { width: .95rem; border-radius: 50%; }
.tk-linked:focus-visible, .tk-zoom button:focus-visible { outline: 3px solid #0b5c8f; outline-offset: 2px; }
</style>"""
