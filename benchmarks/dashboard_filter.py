"""How quickly the map answers: a change of filter, the first page, fifty people at once, a thousand changes.

    python -m benchmarks.dashboard_filter                     # all of it, a quarter of an hour on two quiet cores
    python -m benchmarks.dashboard_filter --concerns 100000 --only filter

For each number of concerns the dashboard is served from an invented store (made the first time and kept in the folder
of temporary files), and a headless Chromium chooses categories: measured is the time from the press of the mouse to the
second frame after the new map was drawn (server, wire and browser together), what came over the wire for it, and what
the server used of the processor, which other programs disturb less than the clock. In the same run the plain way: one
folium GeoJson feature, or one folium Marker, a concern. Needs Chromium and the test requirements.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import dashboard_crowd, dashboard_made, dashboard_plain
from benchmarks.dashboard_browser import measure
from benchmarks.dashboard_server import ROOT, Server, serving

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MIDDLE = 100_000
"""The size at which crowds and memory are measured."""
PARTS = ("filter", "plain", "crowd", "memory")
CHANGES, LONG, SEEN, PEOPLE, PAUSE_S, TIMES = 40, 1_000, 300, 50, 10.0, 3
MOST_S = {"filter": 45.0, "crowd": 40.0, "memory": 150.0}
"""No part of the run takes longer; on a busy machine it then rests on fewer changes, and says how many."""


def run(sizes: Sequence[int], parts: Sequence[str], *, changes: int) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    print(f"cores {os.cpu_count()}, {_load()}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _head()
        for count in sizes:
            if "plain" in parts:
                for way in [way for way, most in dashboard_plain.MOST.items() if count <= most]:
                    numbers = dashboard_plain.told(dashboard_plain.measure(browser, way, count))
                    _row(f"plain folium.{way}", count, dashboard_plain.CHANGES, *numbers)
            if "filter" in parts:
                _filter(browser, count, changes)
        if "memory" in parts:
            _memory(browser)
        browser.close()
    # Apart from the browser: it has a loop of its own running.
    if "memory" in parts:
        _server_memory()
    if "crowd" in parts:
        _crowd()
    print(_load())


def _filter(browser: Browser, count: int, changes: int) -> None:
    with serving(ROOT / "dashboard.py", dashboard_made.kept(count)) as server:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        found = measure(page, server, changes=changes, most_s=MOST_S["filter"])
        times, most = found.times_ms, max(found.bytes) / 1000
        numbers = (found.first_s, statistics.median(times), _p95(times), most, found.processor_ms)
        view = "kept" if found.kept_view else "LOST"
        _row("dashboard", count, len(times), *numbers, more=f"start {server.start_s:.1f} s, view {view}")
        page.close()


def _crowd() -> None:
    print(f"\n{PEOPLE} people, {MIDDLE} concerns: seconds until the whole page was sent; {_load()}")
    with serving(ROOT / "dashboard.py", dashboard_made.kept(MIDDLE)) as server:
        pace = {"people": PEOPLE, "pause_s": PAUSE_S, "lasts_s": MOST_S["crowd"]}
        _people(f"one change each {PAUSE_S:g} s", server, lambda: dashboard_crowd.working(server.url, **pace))
        _together("all in the same instant", server)
        print(f"  memory {server.memory_mb():.0f} MB")
    several = max(os.cpu_count() or 2, 2)
    with serving(ROOT / "dashboard.py", dashboard_made.kept(MIDDLE), processes=several) as server:
        _together(f"the same, serve --processes {several}", server)
        print(f"  memory {server.memory_mb():.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(dashboard_crowd.EMPTY)
        with serving(script, Path(folder)) as server:
            _together("the same, an empty page", server)


def _together(name: str, server: Server) -> None:
    _people(name, server, lambda: dashboard_crowd.together(server.url, people=PEOPLE, times=TIMES))


def _people(name: str, server: Server, changed: Callable[[], list[float]]) -> None:
    used = server.processor_s()
    times = changed()
    # With the opening of each page, which costs about as much as a change.
    processor = 1000 * (server.processor_s() - used) / (len(times) + PEOPLE)
    told = f"median {statistics.median(times):.2f}  p95 {_p95(times):.2f}  processor {processor:.0f} ms each"
    print(f"  {name:34} {len(times):>5} changes  {told}; {_load()}", flush=True)


def _memory(browser: Browser) -> None:
    with serving(ROOT / "dashboard.py", dashboard_made.kept(MIDDLE)) as server:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        found = measure(page, server, changes=SEEN, most_s=MOST_S["memory"], watched=10)
        page.close()
    changes, lost = len(found.times_ms), found.lost
    print(f"\nmemory over {changes} changes in Chromium, {lost} presses lost, {MIDDLE} concerns; {_load()}")
    for name, values in (("server, resident", found.memory_mb), ("page, JavaScript heap", found.heap_mb)):
        print(f"  {name:22} MB: {' '.join(f'{value:.0f}' for value in values)}")


def _server_memory() -> None:
    with serving(ROOT / "dashboard.py", dashboard_made.kept(MIDDLE)) as server:
        look = {"every": LONG // 10, "look": server.memory_mb}
        values = dashboard_crowd.alone(server.url, changes=LONG, **look)
    told = " ".join(f"{value:.0f}" for value in values)
    print(f"\nmemory over {LONG} changes without a browser, {MIDDLE} concerns; {_load()}")
    print(f"  server, resident       MB: {told}")


def _head() -> None:
    names = f"{'first s':>8} {'median ms':>10} {'p95 ms':>7} {'most kB':>8} {'cpu ms':>7}"
    print(f"{'':22} {'concerns':>9} {'changes':>8} {names}")


def _row(name: str, count: int, changes: int, *numbers: float, more: str = "") -> None:
    first, median, p95, most, processor = numbers
    told = f"{first:>8.1f} {median:>10.0f} {p95:>7.0f} {most:>8.0f} {processor:>7.0f}"
    print(f"{name:22} {count:>9} {changes:>8} {told}  {', '.join(filter(None, (more, _load())))}", flush=True)


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


if __name__ == "__main__":
    # Whoever ends it early ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concerns", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--changes", type=int, default=CHANGES)
    options = parser.parse_args()
    run(options.concerns, options.only, changes=options.changes)
