"""A real browser against a real server, with every request to another host refused and written down."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import invented
from tests.browser.invented import Said
from tests.test_maps import PAYLOADS
from trygghet_geo import assets, store
from trygghet_geo.places import gazetteer

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "tests" / "output"
WALL = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
START_S = 90

MEETINGS = {
    "2024-02-06-mote.txt": """Trygghetsråd
Påhittat exempel

Datum: 2024-02-06

Lägesbild
• Klotter på skolans fasad i Kolbäck.
• Det körs alldeles för fort på Västeråsvägen.
• Läget i Strömsholm är lugnt.
• Många äldre känner sig ensamma.
""",
    "2024-04-09-mote.txt": """Trygghetsråd
Påhittat exempel

Datum: 2024-04-09

Lägesbild
• Källarinbrott i Kolbäck och i Nibble.
• Skadegörelse på Hammartorget.
• Klotter på garagen vid Nibbleskolan, såg en boende (070-174 06 05).
""",
}


@dataclass
class Server:
    """A running dashboard: its address and where its store lies."""

    url: str
    home: Path


@dataclass
class Visit:
    """A page in the browser, and what it did that it should not have."""

    page: Page
    url: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def map(self):
        """The inside of the map's frame."""
        return self.page.frame_locator("iframe[title='trygghet_geo.pages.mapview.map']")

    def place(self, name: str):
        """The label of a place on the map."""
        return self.map.locator(".tk-data .tk-name").get_by_text(name, exact=True)

    def open(self, path: str = "/") -> Visit:
        self.page.goto(self.url + path)
        return self

    def shows_map(self) -> Visit:
        expect(self.map.locator(".tk-legend")).to_be_attached()
        return self

    def picture(self, name: str) -> None:
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png")


def chromium() -> str:
    """The browser to use: CHROMIUM, or the one on the machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None or not Path(found).exists():
        pytest.fail(f"no browser ({found or ', '.join(names)}): apt install chromium, or set CHROMIUM", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@contextmanager
def serving(home: Path, *options: str, base: str = "", port: int = 0, **variables: str) -> Iterator[Server]:
    """The dashboard on `port` or a free one, with `variables` in its environment, until the end of the block."""
    if assets.missing():
        pytest.fail(f"the map's files are missing; run: {assets.COMMAND}", pytrace=False)
    port = port or _free()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "dashboard.py"),
        "--server.port",
        str(port),
        *options,
    ]
    environment = os.environ | {"TRYGGHET_HOME": str(home), "PYTHONWARNINGS": "default"} | variables
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}{base}/_stcore/health", process, home / "server.log")
        yield Server(f"http://127.0.0.1:{port}{base}", home)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not start:\n{log.read_text(errors='replace')[-2000:]}", pytrace=False)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """Serves two invented meetings, read by the real command."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("meetings")
    for name, text in MEETINGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "trygghet_geo", "ingest", str(folder), "--municipality", "1961"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"TRYGGHET_HOME": str(home)}, check=True, capture_output=True)
    with serving(home) as running:
        yield running


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory) -> Iterator[Server]:
    """Serves a store where names of places and documents and all quotes are attacks."""
    home = tmp_path_factory.mktemp("hostile")
    # As many places as attacks, so that each is the name of one.
    known = gazetteer.load(gazetteer.municipality(invented.CODE)).places.values()
    places = [p.id for p in known if p.municipality_code == invented.CODE and p.kind in ("locality", "neighbourhood")]
    pairs = list(zip(PAYLOADS, places[:: len(places) // len(PAYLOADS)], strict=False))
    said = [Said(text, (("traffic", None),), place, "locality", place_name=text) for text, place in pairs]
    assert len(said) == len(PAYLOADS)
    documents = [(f"{payload}.txt", date(2024, 1, 1 + n), said) for n, payload in enumerate(PAYLOADS)]
    invented.fill(home / store.FILE, documents)
    with serving(home) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """Opens pages of the dashboard, each like another reader. At the end: nothing from outside was asked for."""
    visits: list[tuple[BrowserContext, Visit]] = []

    def opened(to: Server = server, *, size: dict = WALL) -> Visit:
        context = browser.new_context(viewport=size, locale="sv-SE", accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        made = Visit(context.new_page(), to.url)
        own = to.url.split("/")[2]
        context.route(
            lambda url: _host(url) != own, lambda route: (made.outside.append(route.request.url), route.abort())
        )
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.on("dialog", lambda dialog: (made.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        visits.append((context, made))
        return made

    expect.set_options(timeout=PATIENCE_MS)
    yield opened
    for context, made in visits:
        context.close()
        assert made.outside == [], "the page asked another server"
        assert made.errors == []


def _host(url: str) -> str:
    return url.split("/")[2] if "://" in url else ""
