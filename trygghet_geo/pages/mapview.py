"""The map on its page: what folium draws, through streamlit-folium, and which place was clicked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from trygghet_geo import assets, drawing, maps
from trygghet_geo.pages import cards, shared, words
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import basemap, credits
from trygghet_geo.records import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trygghet_geo.overlays import Overlay

HEIGHT = 700
"""Pixels before the page's own style takes over (static/page.css)."""
RETURNED = ["last_active_drawing", "last_object_clicked_count"]
"""Only a click reruns the page, not a pan or a zoom."""

# Serves the folder static/ with the right types under any base path. The frame of the map asks for it by a relative
# address, because that frame is itself such a component.
components.declare_component("static", path=str(maps.STATIC))
ASSETS = f"../{__name__}.static"
# The geometries of the places, for the browser to fetch by address; gone when the server stops.
_SHELF = tempfile.TemporaryDirectory(prefix="trygghet-map-", ignore_cleanup_errors=True)
components.declare_component("shelf", path=_SHELF.name)


def show(content: Content, mask: NDArray[np.bool_], *, overlay: Overlay = maps.PLAIN, bare: bool = False) -> None:
    """Draw the placed ones of the rows selected by `mask`; a click on a place opens its card.

    `overlay` and `bare` as in `maps.concern_layer`.
    """
    if assets.missing():
        st.error(say("assets.missing", command=assets.COMMAND))
        return
    layer = maps.concern_layer(
        content.index.drawn(mask),
        _shelf(content.version, id(content), content)[1],
        style=shared.style(),
        wording=wording(),
        chosen=st.query_params.get("visa"),
        overlay=overlay,
        bare=bare,
    )
    under = _background(content.code, content.extent, shared.language())
    base = maps.base_map(under, assets=ASSETS, tiles=tiles())
    clicked = st_folium(
        base,
        key="map",
        height=HEIGHT,
        use_container_width=True,
        returned_objects=RETURNED,
        feature_group_to_add=layer,
    )
    _follow(clicked or {}, content)


def base(content: Content) -> Any:
    """The map of the municipality without concerns, a new one each time."""
    under = _background(content.code, content.extent, shared.language())
    return maps.base_map(under, assets=ASSETS, tiles=tiles())


def heading(content: Content) -> str:
    """What the page is called: the map and the municipality that it is about."""
    return f"{say('app')} {content.home or ''}".strip()


def extent(content: Content, mask: NDArray[np.bool_]) -> str:
    """How many documents and which meetings the selection rests on, in words."""
    days = content.index.span(mask)
    found = [say("map.documents", count=content.index.documents(mask))]
    return " · ".join([*found, words.span(*days, shared.language())] if days else found)


def credit(content: Content) -> str:
    """Whom the background of the map is from."""
    return credits.line(_sources(basemap.layers(content.code) if content.code else {})) or "–"


def wording() -> drawing.Wording:
    """The words of the map in the reader's language."""
    keys = ("title", "several", "outline", "line", "soft", "point")
    texts = {key: say("map.legend" if key == "title" else f"map.{key}") for key in keys}
    kinds = {kind: say(f"kind.{kind}") for kind in KINDS}
    return drawing.Wording(**texts, kinds=kinds, legend={kind: say(f"kinds.{kind}") for kind in KINDS})


def tiles() -> maps.Tiles | None:
    """The tile server of the configuration, if any: TRYGGHET_TILES and TRYGGHET_TILES_ATTRIBUTION."""
    url = os.environ.get("TRYGGHET_TILES", "").strip()
    return maps.Tiles(url, os.environ.get("TRYGGHET_TILES_ATTRIBUTION", "")) if url else None


def _follow(clicked: dict, content: Content) -> None:
    """Open the card of the place that was clicked. The count tells a new click from the answer to an old one."""
    count = clicked.get("last_object_clicked_count")
    place = (clicked.get("last_active_drawing") or {}).get("properties", {}).get("id")
    if not count or not place or count == st.session_state.get("clicks"):
        return
    st.session_state["clicks"] = count
    places = {drawing.key(place_id): place_id for place_id in content.table["place_id"].dropna().unique()}
    if place in places and places[place] != st.query_params.get("visa"):
        cards.show_place(places[place])
        st.rerun()


@st.cache_resource(max_entries=2, show_spinner=False)
def _shelf(version: str, identity: int, _content: Content) -> tuple[Content, maps.Shelf]:
    # A bank knows geometries by identity: it is of this very content, which is kept with it.
    kept = drawing.bank(_content.index.drawn())
    return _content, maps.shelve(kept, Path(_SHELF.name), address=f"../{__name__}.shelf")


@st.cache_resource(max_entries=8, show_spinner=False)
def _background(code: str | None, focus: tuple | None, language: str) -> maps.Background:
    layers = basemap.layers(code) if code else {}
    text = {"credit": credits.line(_sources(layers)), "schematic": words.text("map.schematic", language)}
    zoom = (words.text("map.zoom.in", language), words.text("map.zoom.out", language))
    return maps.background(layers, focus=focus, **text, zoom=zoom, tiles=tiles() is not None)


def _sources(layers: dict) -> set[str]:
    return {feature["properties"]["source"] for layer in layers.values() for feature in layer["features"]}
