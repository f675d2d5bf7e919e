"""Draw a point, a line or an area: by clicks on the map, or by coordinates for whoever does not use a mouse."""

from __future__ import annotations

import re

import streamlit as st
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from streamlit_folium import st_folium

from trygghet_geo import assets, maps
from trygghet_geo.pages import mapview
from trygghet_geo.pages.shared import Content, say

FORMS = ("point", "line", "area")
LEAST = {"point": 1, "line": 2, "area": 3}
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?[NnSs]?\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?[EeÖö]?\s*")


def sketch(content: Content, key: str) -> BaseGeometry | None:
    """Let the reader draw; the geometry in EPSG:4326, None until it has corners enough or crosses itself."""
    form = st.segmented_control(
        say("sketch.form"), FORMS, default="point", format_func=lambda one: say(f"sketch.{one}"), key=f"form-{key}"
    )
    form = form or "point"
    corners: list[tuple[float, float]] = st.session_state.setdefault(f"corners-{key}", [])
    st.caption(say(f"sketch.hint.{form}"))
    with st.container(key=f"sketch-{key}"):
        _map(content, key, form, corners)
    _typed(key, form, corners)
    st.caption(" · ".join(f"{lat:.5f}, {lon:.5f}" for lon, lat in corners) or say("sketch.empty"))
    if corners and st.button(say("sketch.back"), key=f"back-{key}", icon=":material/undo:"):
        corners.pop()
        st.rerun()
    made = geometry(corners, form)
    if made is None and len(corners) >= LEAST[form]:
        st.warning(say("sketch.crossing"))
    return made


def geometry(corners: list[tuple[float, float]], form: str) -> BaseGeometry | None:
    """The shape with those corners (lon, lat); None where there are too few or the area's edge crosses itself."""
    if len(corners) < LEAST[form]:
        return None
    if form == "point":
        return Point(corners[-1])
    made = LineString(corners) if form == "line" else Polygon(corners)
    return made if made.is_valid and not made.is_empty else None


def parsed(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of "59.6123, 16.2345" (latitude first, as maps say it); None for anything else."""
    found = _PAIR.fullmatch(text)
    if not found:
        return None
    lat, lon = (float(part.replace(",", ".")) for part in found.groups())
    return (lon, lat) if 54 <= lat <= 70 and 8 <= lon <= 26 else None


def forget(key: str) -> None:
    """Leave nothing of a sketch behind."""
    for name in ("corners", "form", "clicked", "typed"):
        st.session_state.pop(f"{name}-{key}", None)


def _map(content: Content, key: str, form: str, corners: list[tuple[float, float]]) -> None:
    if assets.missing():
        st.error(say("assets.missing", command=assets.COMMAND))
        return
    told = st_folium(
        mapview.base(content),
        key=f"sketch-map-{key}",
        height=420,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=maps.sketch_layer(corners, form),
    )
    clicked = (told or {}).get("last_clicked")
    if clicked and clicked != st.session_state.get(f"clicked-{key}"):
        st.session_state[f"clicked-{key}"] = clicked
        _add(corners, form, (clicked["lng"], clicked["lat"]))
        st.rerun()


def _typed(key: str, form: str, corners: list[tuple[float, float]]) -> None:
    with st.form(f"typed-form-{key}", border=False, clear_on_submit=False):
        text = st.text_input(say("sketch.coordinates"), key=f"typed-{key}", placeholder="59.6123, 16.2345")
        if st.form_submit_button(say("sketch.add")):
            found = parsed(text)
            if found is None:
                st.warning(say("sketch.wrong"))
            else:
                _add(corners, form, found)
                st.rerun()


def _add(corners: list[tuple[float, float]], form: str, corner: tuple[float, float]) -> None:
    if form == "point":
        corners.clear()
    corners.append(corner)
