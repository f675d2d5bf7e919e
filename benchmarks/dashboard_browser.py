"""Changes of filter in a headless Chromium: from the press of the mouse to the new map on the screen."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Frame, Locator, Page, TimeoutError

from benchmarks.dashboard_made import CATEGORIES
from benchmarks.dashboard_server import Server

FRAME = "trygghet_geo.pages.mapview.map"
PRESSED = "addEventListener('pointerdown', () => { window.tkPressed = Date.now(); }, true)"
# Two frames after the drawing: the first one paints it.
PAINTED = """
window.tkCount = 0;
addEventListener('tk-drawn', () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.tkPainted = Date.now();
  window.tkCount += 1;
})));
"""
REST_MS, HASTY_MS = 400, 150
"""Between two changes; the shorter where memory is looked at and a thousand are wanted."""
LOST_MS = 5_000
"""A press that has drawn nothing by then hit a place from which the page moved what was there."""
VIEW = "JSON.stringify([window.map.getZoom(), window.map.getCenter()])"


@dataclass
class Changes:
    """What was measured, change by change."""

    first_s: float = 0.0
    """From the address being entered to the first map."""
    times_ms: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    """Over the web socket and as files."""
    processor_ms: float = 0.0
    """Of the server, for each change."""
    memory_mb: list[float] = field(default_factory=list)
    """Of the server, now and then."""
    heap_mb: list[float] = field(default_factory=list)
    """Of the page's JavaScript after a collection, now and then."""
    kept_view: bool = True
    lost: int = 0
    """Presses that drew nothing."""


def measure(page: Page, server: Server, *, changes: int, most_s: float, watched: int = 0) -> Changes:
    """Open the map and change its filter `changes` times, but no longer than `most_s` seconds.

    `watched` is how often on the way memory is read.
    """
    found, received = Changes(), [0]
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    page.on("requestfinished", lambda request: received.append(request.sizes()["responseBodySize"]))
    began = time.monotonic()
    page.goto(server.url)
    page.frame_locator(f"iframe[title='{FRAME}']").locator(".tk-legend").wait_for(state="attached", timeout=300_000)
    found.first_s = time.monotonic() - began
    page.wait_for_timeout(3_000)
    page.evaluate(PRESSED)
    frame = next(frame for frame in page.frames if FRAME in frame.url)
    frame.evaluate(PAINTED)
    _change(
        page, frame, found, received, {"count": changes, "until": time.monotonic() + most_s, "watched": watched}, server
    )
    return found


def _change(page: Page, frame: Frame, found: Changes, received: list[int], limits: dict, server: Server) -> None:
    memory = page.context.new_cdp_session(page)
    every = max(limits["count"] // limits["watched"], 1) if limits["watched"] else 0
    used, view = server.processor_s(), frame.evaluate(VIEW)
    for number, press in enumerate(_presses(page)):
        if every and number % every == 0:
            found.memory_mb.append(server.memory_mb())
            found.heap_mb.append(_heap_mb(memory))
        if number >= limits["count"] or time.monotonic() > limits["until"]:
            break
        received.clear()
        before = frame.evaluate("window.tkCount")
        press()
        try:
            frame.wait_for_function(f"window.tkCount > {before}", timeout=LOST_MS if every else 60_000)
        except TimeoutError:
            found.lost += 1
            continue
        found.times_ms.append(frame.evaluate("window.tkPainted") - page.evaluate("window.tkPressed"))
        # What surrounds the map comes after it; nobody presses anew before they have seen what they asked for.
        page.wait_for_timeout(HASTY_MS if every else REST_MS)
        found.bytes.append(sum(received))
    found.processor_ms = 1000 * (server.processor_s() - used) / max(len(found.times_ms), 1)
    found.kept_view = view == frame.evaluate(VIEW)


def _presses(page: Page) -> Iterator[Callable[[], None]]:
    """One press after another, each for another selection: categories one by one in a random order, then none again."""
    pick = random.Random(1)
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Kategori")
    while True:
        for _ in range(len(CATEGORIES) - 1):
            yield lambda: _choose(page, box, pick)
        page.keyboard.press("Tab")
        yield page.get_by_role("button", name="Rensa urvalet").click


def _choose(page: Page, box: Locator, pick: random.Random) -> None:
    """One of the categories that are left; the list may be open still from the last choice."""
    options = page.get_by_role("option").filter(has_text="(")
    if not options.count():
        box.click()
    options.first.wait_for()
    options.nth(pick.randrange(options.count())).click()


def _heap_mb(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    values = session.send("Runtime.getHeapUsage")
    return values["usedSize"] / 1e6
