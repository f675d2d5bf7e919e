"""Which layer the map shows, chosen on the page and kept in its address, and what the statistics say of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from shapely.geometry import shape

from trygghet_geo import overlays
from trygghet_geo.overlays import Overlay
from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.places import basemap, gazetteer
from trygghet_geo.statistics import density, hotspots, landscape, power, supports
from trygghet_geo.statistics.basis import p_words
from trygghet_geo.statistics.localities import LEAST_CONCERNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trygghet_geo.places.gazetteer import Gazetteer
    from trygghet_geo.selection import Selection
    from trygghet_geo.statistics.hotspots import Hotspots
    from trygghet_geo.statistics.landscape import Landscape

LAYERS = ("places", "density", "hotspots")
UNDER = ("outlines", "residents")


def choose() -> tuple[str, tuple[str, ...]]:
    """Draw the choice; gives the layer and what is to lie under it."""
    _from_address()
    with st.container(key="layers", horizontal=True):
        layer = st.segmented_control(
            say("layer"), LAYERS, key="lager", format_func=lambda code: say(f"layer.{code}"), required=True
        )
        under = st.pills(
            say("under"), UNDER, key="under", selection_mode="multi", format_func=lambda code: say(f"under.{code}")
        )
    layer = layer or LAYERS[0]
    for key, values in (("lager", [layer] if layer != LAYERS[0] else []), ("under", list(under))):
        if values != st.query_params.get_all(key):
            st.query_params[key] = values
        if not values:
            st.query_params.pop(key, None)
    return layer, tuple(under)


def made(content: Content, selection: Selection, *, layer: str, under: tuple[str, ...]) -> Overlay:
    """What is drawn besides the places, with a sentence on the page of what it says and rests on."""
    if layer == LAYERS[0] and not under:
        return Overlay()
    ground = _ground(content.code)
    if ground is None:
        st.caption(say("layer.no.register"))
        return Overlay()
    found = _under(ground, content.code or "", under)
    concerns = replace(selection, kinds=("concern",))
    if layer == LAYERS[0]:
        return found
    with st.container(key="told"):
        if selection.kinds is not None and "concern" not in selection.kinds:
            st.caption(say("layer.only.concerns"))
            return found
        if layer == "density":
            return found + _density(content, concerns, ground[1])
        return found + _hotspots(content, concerns, ground)


def _density(content: Content, selection: Selection, land: Landscape) -> Overlay:
    surface = _surface(content.version, selection, _content=content, _land=land)
    low = overlays.bounds(surface)
    steps = [say("density.step", value=shared.number(round(value, 2 if value < 1 else 1))) for value in low]
    drawn = overlays.density(surface, steps=steps, thin=say("density.thin", count=density.FEW))
    counted = {"count": round(surface.statements), "out": surface.left_out}
    if drawn.shapes:
        st.caption(say("density.told", **counted, metres=round(density.BANDWIDTH_M)))
        shared.method("density")
    else:
        st.info(say("density.too.little", **counted, least=density.FEW))
    return drawn


def _hotspots(content: Content, selection: Selection, ground: tuple[Gazetteer, Landscape]) -> Overlay:
    found = _found(content.version, selection, _content=content, _ground=ground)
    _tell(found, ground[1])
    return overlays.standing_out(found, ground[0].places, text=say("hotspots.legend"))


def _tell(found: Hotspots, land: Landscape) -> None:
    """The answer in a sentence, also where it is that nothing can be said; what it rests on is one press away."""
    raised = [one.name for one in found.localities if one.verdict == "raised"]
    named = [*raised, *(", ".join(spot.places[:2]) for spot in found.spots)]
    rests = say(
        "hotspots.rests",
        count=found.basis.statements,
        finer=found.finer,
        areas=len(found.localities),
        out=found.left_out,
        towns=p_words(found.lowest_p[0]),
        inside=p_words(found.lowest_p[1]),
    )
    if found.verdict == "found":
        st.warning(say("hotspots.found", places=shared.markdown("; ".join(named))))
    elif found.verdict == "nothing":
        st.info(say("hotspots.nothing"))
    else:
        st.info(say("hotspots.too.little", least=LEAST_CONCERNS))
    # Figures for whoever asks for them: the map stays where it is.
    with st.container(key="rests", horizontal=True, vertical_alignment="center"):
        with st.popover(say("hotspots.detail"), type="tertiary", width="content"):
            st.markdown("\n\n".join([rests, *_notes(found, land)]))
        shared.method("hotspots")


def _notes(found: Hotspots, land: Landscape) -> Iterator[str]:
    """What `Hotspots.notes` says in Swedish, in the reader's language."""
    if land.notes:
        yield say("hotspots.estimated")
    known = power.measured(found.statements) if found.verdict != "too_little" else None
    if known is not None:
        shares = {"town": round(100 * known.locality), "place": round(100 * known.place)}
        yield say("hotspots.power", count=known.statements, times=known.times, **shares)


def _under(ground: tuple[Gazetteer, Landscape], code: str, under: tuple[str, ...]) -> Overlay:
    found = Overlay()
    if "residents" in under:
        steps = [say("residents.step", value=shared.number(round(value))) for value in overlays.PEOPLE_KM2]
        found += overlays.residents(ground[1], steps=steps)
    if "outlines" in under:
        found += overlays.outlines(ground[0].places.values(), code, text=say("outlines.legend"))
    return found


def _from_address() -> None:
    """The layer that the address names, where this session has not chosen one."""
    if "lager" not in st.session_state:
        asked = st.query_params.get("lager")
        st.session_state["lager"] = asked if asked in LAYERS else LAYERS[0]
    if "under" not in st.session_state:
        st.session_state["under"] = [one for one in UNDER if one in st.query_params.get_all("under")]


@st.cache_resource(max_entries=4, show_spinner=False)
def _ground(code: str | None) -> tuple[Gazetteer, Landscape] | None:
    """The municipality's register and landscape; None where the register has no border to lay a grid over."""
    if code is None:
        return None
    register = gazetteer.load(gazetteer.municipality(code))
    border = register.places.get(code)
    if border is None or "Polygon" not in border.geometry.geom_type:
        return None
    water = [shape(one["geometry"]) for one in basemap.layers(code).get("water", {}).get("features", ())]
    return register, landscape.landscape(register.places, code, water=water)


@st.cache_resource(max_entries=16, show_spinner=False)
def _surface(version: str, selection: Selection, *, _content: Content, _land: Landscape) -> density.Surface:
    rows = selection.apply(_content.table, inside=_content.inside)
    return density.density(supports.spread(rows, _land), _land)


@st.cache_resource(max_entries=16, show_spinner=False)
def _found(version: str, selection: Selection, *, _content: Content, _ground: tuple[Gazetteer, Landscape]) -> Hotspots:
    rows = selection.apply(_content.table, inside=_content.inside)
    return hotspots.hotspots(rows, _ground[0].places, _content.code or "", land=_ground[1])
