"""`python -m benchmarks.dashboard_filter [--concerns N …]`: from a click on a filter to the new map on the screen.

For each number of concerns a store is filled, the dashboard is served from it, and a headless Chromium clicks a filter
on and off: measured is the time from the click to the second frame after the last layer was put on the map (server,
wire and browser together), and what came over the wire for it. In the same run the plain way: a page that draws one
folium GeoJson feature, or one folium Marker, for each concern, again at every change. Needs Chromium and the test
requirements.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright
from shapely.geometry import Point

from trygghet_geo import maps, store
from trygghet_geo.records import Block, Document, Feature, Header, Municipality
from trygghet_geo.selection import Inside

ROOT = Path(__file__).resolve().parent.parent
HOME = Municipality("1961", "Hallstahammar", "Västmanlands län")
CATEGORIES = ("burglary", "theft", "vandalism", "violence", "drugs", "disorder", "traffic", "environment")
WEST, SOUTH, EAST, NORTH = 16.10, 59.50, 16.45, 59.75
PLACES, STATEMENTS, CLICKS, SEED = 5_000, 200, 20, 20261122
PLAIN_MOST = {"GeoJson": 10_000, "Marker": 1_000}
WATCH = """
window.map.on('layeradd layerremove', () => {
  cancelAnimationFrame(window.tkFrame);
  window.tkFrame = requestAnimationFrame(() => requestAnimationFrame(() => { window.tkPainted = Date.now(); }));
});
"""
PLAIN = """
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


def made(home: Path, concerns: int, places: int) -> None:
    """Fill a store with `concerns` statements over `places` sites whose sizes fall off as 1/rank."""
    pick = random.Random(SEED)
    sites = [
        Point(round(pick.uniform(WEST, EAST), 5), round(pick.uniform(SOUTH, NORTH), 5))
        for _ in range(min(places, concerns))
    ]
    weights = [1 / rank for rank in range(1, len(sites) + 1)]
    inside = {f"1961-p{n}": Inside(f"Plats {n}", "1961") for n in range(len(sites))}
    opened = store.open(home / store.FILE)
    for number in range(0, concerns, STATEMENTS):
        count = min(STATEMENTS, concerns - number)
        document, rows = _document(number, pick.choices(range(len(sites)), weights, k=count), sites, pick=pick)
        opened.add(
            document, rows, content=document.text.encode(), municipality=HOME, places=inside if not number else {}
        )


def _document(number: int, at: Sequence[int], sites: Sequence[Point], *, pick: random.Random):
    digest, day = sha256(str(number).encode()).hexdigest(), date(2015, 1, 1) + timedelta(days=pick.randrange(3650))
    text, rows = "", []
    for site in at:
        quote = f"Uppgift {number + len(rows)} om plats {site}."
        rows.append(_feature(digest, quote, len(text), site=site, day=day, category=pick.choice(CATEGORIES)))
        rows[-1] = Feature(**{**rows[-1].__dict__, "geometry": sites[site]})
        text += quote + "\n"
    name = f"dokument-{number}.txt"
    return Document(name, digest, "txt", text, None, (Block("paragraph", ((0, len(text)),)),), Header(date=day)), rows


def _feature(digest: str, quote: str, start: int, *, site: int, day: date, category: str) -> Feature:
    key = sha256(f"{digest}{start}".encode()).hexdigest()[:16]
    facts = {"id": key, "statement_id": key[::-1], "kind": "concern", "category": category, "type": None}
    facts |= {"category_label": category, "type_label": None, "intensity": None, "trend": None, "quote": quote}
    facts |= {"document": "d", "document_sha256": digest, "page": None, "start": start, "end": start + len(quote)}
    facts |= {"meeting_date": day, "date_start": day, "date_end": day, "place": f"Plats {site}"}
    facts |= {"place_id": f"1961-p{site}", "place_kind": "landmark", "mention": None, "municipality": HOME.name}
    facts |= {"municipality_code": HOME.code, "precision": "site", "uncertainty_m": 50.0, "confidence": 0.9}
    return Feature(**facts, status="read", geometry=None)


@contextmanager
def serving(script: Path, home: Path) -> Iterator[str]:
    """A running Streamlit, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    environment = os.environ | {"TRYGGHET_HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def measure(page: Page, address: str, *, ready: str, click: str, clicks: int) -> tuple[float, list[float], int]:
    """Seconds to the first map, milliseconds of each click, and the greatest number of bytes for one."""
    received = [0]
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    began = time.monotonic()
    page.goto(address)
    page.frame_locator("iframe").first.locator(ready).first.wait_for(state="attached", timeout=90_000)
    first = time.monotonic() - began
    page.wait_for_timeout(3_000)
    times, most = [], 0
    for _ in range(clicks):
        frame = next(f for f in page.frames if "mapview.map" in f.url or "streamlit_folium" in f.url)
        frame.evaluate("window.tkPainted = 0; if (!window.tkWatched) { window.tkWatched = 1; " + WATCH + "}")
        received.clear()
        start = page.evaluate("Date.now()")
        page.locator(click).first.click()
        times.append(_painted(page, start))
        most = max(most, sum(received))
    return first, times, most


def _painted(page: Page, start: float) -> float:
    """Milliseconds until the map was last painted; a map made anew is watched from its first sight."""
    watch = f"if (window.map && !window.tkWatched) {{ window.tkWatched = 1; window.tkPainted = Date.now(); {WATCH} }}"
    deadline, last = time.monotonic() + 300, 0
    while time.monotonic() < deadline:
        page.wait_for_timeout(250)
        for frame in [f for f in page.frames if "mapview.map" in f.url or "streamlit_folium" in f.url]:
            try:
                seen = frame.evaluate(f"() => {{ {watch} return window.tkPainted || 0 }}")
            except Error:  # the plain way throws its frame away
                continue
            if seen and seen == last:
                return seen - start
            last = seen or last
    raise TimeoutError("the map was not drawn again within five minutes")


def run(concerns: Sequence[int], *, clicks: int) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    print(f"{'':28} {'concerns':>9} {'first s':>8} {'median ms':>10} {'p95 ms':>8} {'kB':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for count in concerns:
            for way, most in PLAIN_MOST.items():
                if count <= most:
                    _tell(f"plain folium.{way}", count, _plain(browser.new_page(), way, count))
            with tempfile.TemporaryDirectory() as folder:
                made(Path(folder), count, PLACES)
                with serving(ROOT / "dashboard.py", Path(folder)) as address:
                    page = browser.new_page(viewport={"width": 1920, "height": 1080})
                    found = measure(page, f"{address}/?sort=calm", ready=".leaflet-map-pane", click=PILL, clicks=clicks)
                    _tell("dashboard", count, found)
                    page.close()
        browser.close()


PILL = "[data-testid=stSidebar] [data-testid=stButtonGroup] button >> nth=0"


def _plain(page: Page, way: str, count: int) -> tuple[float, list[float], int]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "plain.py"
        script.write_text(PLAIN.format(count=count, way=way, static=maps.STATIC))
        with serving(script, Path(folder)) as address:
            return measure(page, address, ready=".leaflet-map-pane", click="[data-testid=stCheckbox] label", clicks=4)


def _tell(name: str, count: int, found: tuple[float, list[float], int]) -> None:
    first, times, most = found
    p95 = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
    print(
        f"{name:28} {count:>9} {first:>8.1f} {statistics.median(times):>10.0f} {p95:>8.0f} {most / 1000:>8.0f}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concerns", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--clicks", type=int, default=CLICKS)
    options = parser.parse_args()
    run(options.concerns, clicks=options.clicks)
