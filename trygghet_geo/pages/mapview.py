"""The map on its page: a frame of our own that is told what to draw, and which place was clicked."""

from __future__ import annotations

import json
import os
import tempfile
import time
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
import streamlit.components.v1 as components

from trygghet_geo import assets, drawing, maps
from trygghet_geo.atlases import Atlas
from trygghet_geo.pages import cards, leftovers, shared, words
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import basemap, credits
from trygghet_geo.records import KINDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trygghet_geo.overlays import Overlay
    from trygghet_geo.selection import Selection

HEIGHT = 700
"""Pixels before the page's own style takes over (static/page.css)."""
KNOWN = 100
"""Drawings that are kept for whoever asks the same again, some 100 KB each."""

PAINT_S = 0.06
"""What a browser takes to draw the map once it is told: measured 40 to 70 ms with 5,000 places."""
_SENT = "map_sent"

# Serves the folder static/ with the right types under any base path. The frames of the maps ask for it by a relative
# address, because they are themselves such components.
_static = components.declare_component("static", path=str(maps.STATIC))
ASSETS = f"../{__name__}.static"
# The geometries of the places and the background, for the browser to fetch by address; gone when the server stops.
_SHELF = tempfile.TemporaryDirectory(prefix=leftovers.prefix(), ignore_cleanup_errors=True)
_shelved = components.declare_component("shelf", path=_SHELF.name)
_shown = components.declare_component("map", path=str(maps.STATIC / "map"))
COMPONENTS = (_static, _shelved, _shown)
"""Streamlit serves those declared while a page runs by itself; for an earlier import `warming` asks it to."""


def show(
    content: Content,
    selection: Selection,
    mask: NDArray[np.bool_],
    *,
    overlay: Overlay = maps.PLAIN,
    bare: bool = False,
) -> None:
    """Draw the placed ones of the rows that `selection` lets through, `mask`; a click on a place opens its card.

    `overlay` and `bare` as in `maps.concern_layer`.
    """
    if assets.missing():
        st.error(say("assets.missing", command=assets.COMMAND))
        return
    asked = {"chosen": st.query_params.get("visa"), "_content": content, "_mask": mask}
    if overlay == maps.PLAIN:
        layer = _known(content.version, id(content), selection, shared.language(), **asked)
    else:
        layer = _layer(content, mask, chosen=asked["chosen"], overlay=overlay, bare=bare)
    under, address = _background(content.code, content.extent, shared.language())
    server = tiles()
    clicked = _shown(
        drawing=layer,
        under=address,
        middle=under.middle,
        tiles={"url": server.url, "attribution": escape(server.attribution)} if server else None,
        lang=shared.language(),
        height=HEIGHT,
        # Another background is another map, in a frame of its own.
        key=f"map-{address}",
        default=None,
    )
    _follow(clicked or {}, content)
    _let_paint(layer)


def prepare(content: Content) -> None:
    """Make ready what `show` keeps of `content`, in every language."""
    _shelf(content.version, id(content), content)
    for language in words.LANGUAGES:
        _background(content.code, content.extent, language)


def base(content: Content) -> Any:
    """The map of the municipality without concerns, a new one each time."""
    under, _ = _background(content.code, content.extent, shared.language())
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
    return drawing.Wording(
        **texts, kinds=kinds, legend={kind: say(f"kinds.{kind}") for kind in KINDS}, keys=say("map.keys")
    )


def tiles() -> maps.Tiles | None:
    """The tile server of the configuration, if any: TRYGGHET_TILES and TRYGGHET_TILES_ATTRIBUTION."""
    url = os.environ.get("TRYGGHET_TILES", "").strip()
    return maps.Tiles(url, os.environ.get("TRYGGHET_TILES_ATTRIBUTION", "")) if url else None


def _let_paint(layer: str) -> None:
    """Hold back the rest of the page for a moment where another drawing was sent.

    One thread of the browser draws the map and lays out all else; what comes right behind the map is laid out before
    the map is painted.
    """
    before = st.session_state.get(_SENT)
    st.session_state[_SENT] = hash(layer)
    if before not in (None, st.session_state[_SENT]):
        time.sleep(PAINT_S)


def _follow(clicked: dict, content: Content) -> None:
    """Open the card of the place that was clicked. The count tells a new click from the answer to an old one."""
    count, place = clicked.get("count"), clicked.get("place")
    if not count or not place or count == st.session_state.get("clicks"):
        return
    st.session_state["clicks"] = count
    places = {drawing.key(place_id): place_id for place_id in content.table["place_id"].dropna().unique()}
    if place in places and places[place] != st.query_params.get("visa"):
        cards.show_place(places[place])
        st.rerun()


def _layer(
    content: Content, mask: NDArray[np.bool_], *, chosen: str | None, overlay: Overlay = maps.PLAIN, bare: bool = False
) -> str:
    """What the frame draws, as JSON: it goes through Streamlit and React as one text."""
    layer = maps.concern_layer(
        content.index.counted(mask),
        _shelf(content.version, id(content), content)[1],
        style=shared.style(),
        wording=wording(),
        chosen=chosen,
        overlay=overlay,
        bare=bare,
    )
    return json.dumps(layer, separators=(",", ":"))


@st.cache_resource(max_entries=KNOWN, show_spinner=False)
def _known(
    version: str,
    identity: int,
    selection: Selection,
    language: str,
    *,
    chosen: str | None,
    _content: Content,
    _mask: NDArray[np.bool_],
) -> str:
    # Those who sit in one meeting ask much the same.
    return _layer(_content, _mask, chosen=chosen)


@st.cache_resource(max_entries=2, show_spinner=False)
def _shelf(version: str, identity: int, _content: Content) -> tuple[Content, maps.Shelf]:
    # Of this very content, which is kept with it.
    kept = Atlas(_content.index.things())
    return _content, maps.shelve(kept, Path(_SHELF.name), address=f"../{__name__}.shelf")


@st.cache_resource(max_entries=maps.SHELVED // 2, show_spinner=False)
def _background(code: str | None, focus: tuple | None, language: str) -> tuple[maps.Background, str]:
    """The background and the address of its file."""
    layers = basemap.layers(code) if code else {}
    text = {"credit": credits.line(_sources(layers)), "schematic": words.text("map.schematic", language)}
    zoom = (words.text("map.zoom.in", language), words.text("map.zoom.out", language))
    made = maps.background(layers, focus=focus, **text, zoom=zoom, tiles=tiles() is not None)
    return made, maps.shelved(made.data, Path(_SHELF.name), kind="under", address=f"../{__name__}.shelf")


def _sources(layers: dict) -> set[str]:
    return {feature["properties"]["source"] for layer in layers.values() for feature in layer["features"]}
