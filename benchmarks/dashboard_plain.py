"""The plain way to show the same: a page that draws one folium GeoJson feature, or Marker, for each concern."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Error, Frame, Page

from benchmarks.dashboard_server import serving
from trygghet_geo import maps

MOST = {"GeoJson": 10_000, "Marker": 1_000}
"""Beyond that it takes minutes."""
CHANGES = 3
MOST_S, STILL_S = 300.0, 0.5
"""The longest wait for a map, and how long it must lie still to be done."""
WATCH = """
window.map.on('layeradd layerremove', () => {
  cancelAnimationFrame(window.tkFrame);
  window.tkFrame = requestAnimationFrame(() => requestAnimationFrame(() => { window.tkPainted = Date.now(); }));
});
"""
PAGE = """
import folium, random, streamlit as st, streamlit.components.v1 as components
from streamlit_folium import st_folium
components.declare_component("static", path="{static}")
random.seed(1)
concerns = [(59.5 + random.random() / 4, 16.1 + random.random() / 3, random.randrange(8)) for _ in range({count})]
wanted = st.checkbox("filter")
shown = [c for c in concerns if not wanted or c[2] < 6]
map_ = folium.Map((59.62, 16.27), zoom_start=11, tiles=None)
map_.default_js = [(n, "../plain.static/vendor/" + f) for n, f in (("l", "leaflet.js"), ("j", "jquery.min.js"))]
map_.default_css = [("l", "../plain.static/vendor/leaflet.css")]
if "{way}" == "Marker":
    for lat, lon, kind in shown:
        folium.Marker((lat, lon), tooltip=str(kind)).add_to(map_)
else:
    features = [dict(type="Feature", properties=dict(kind=k), geometry=dict(type="Point", coordinates=[x, y]))
                for y, x, k in shown]
    folium.GeoJson(dict(type="FeatureCollection", features=features), marker=folium.CircleMarker(radius=5),
                   tooltip=folium.GeoJsonTooltip(["kind"])).add_to(map_)
st_folium(map_, key="map" + str(wanted), returned_objects=[], width=1200, height=700)
"""


def measure(browser: Browser, way: str, count: int) -> tuple[float, list[float], int, float]:
    """Seconds to the first map, milliseconds of each change, most bytes for one, processor milliseconds for each."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "plain.py"
        script.write_text(PAGE.format(count=count, way=way, static=maps.STATIC))
        with serving(script, Path(folder)) as server:
            page, received = browser.new_page(viewport={"width": 1920, "height": 1080}), [0]
            page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
            began = time.monotonic()
            page.goto(server.url)
            page.frame_locator("iframe").first.locator(".leaflet-map-pane").wait_for(state="attached", timeout=300_000)
            first = time.monotonic() - began
            page.wait_for_timeout(3_000)
            used, times, most = server.processor_s(), [], 0
            for _ in range(CHANGES):
                received.clear()
                times.append(_press(page))
                most = max(most, sum(received))
            page.close()
            return first, times, most, 1000 * (server.processor_s() - used) / CHANGES


def told(found: tuple[float, list[float], int, float]) -> tuple[float, float, float, float, float]:
    first, times, most, processor = found
    return first, statistics.median(times), max(times), most / 1000, processor


def _press(page: Page) -> float:
    """Milliseconds until the new map, in the frame that replaces the old one, was last painted."""
    for frame in _frames(page):
        frame.evaluate("window.tkOld = 1")
    start = page.evaluate("Date.now()")
    page.locator("[data-testid=stCheckbox] label").first.click()
    watch = f"if (window.map && !window.tkWatched) {{ window.tkWatched = 1; window.tkPainted = Date.now(); {WATCH} }}"
    deadline, last, since = time.monotonic() + MOST_S, 0, 0.0
    while time.monotonic() < deadline:
        page.wait_for_timeout(50)
        for frame in _frames(page):
            try:
                seen = frame.evaluate(f"() => {{ if (window.tkOld) return 0; {watch} return window.tkPainted || 0 }}")
            except Error:  # the frame is thrown away meanwhile
                continue
            if seen and seen != last:
                last, since = seen, time.monotonic()
        if last and time.monotonic() - since > STILL_S:
            return last - start
    raise TimeoutError(f"the map was not drawn again within {MOST_S:.0f} seconds")


def _frames(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if "streamlit_folium" in frame.url]
