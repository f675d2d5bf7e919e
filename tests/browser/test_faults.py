"""What a reader sees when the store is broken, empty, locked or slow, and when the server goes away and comes back."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import invented
from tests.browser.conftest import serving
from tests.browser.invented import Said
from trygghet_geo import store

pytestmark = pytest.mark.browser
SLOW = """import os, sqlite3, time
real = sqlite3.connect
def slow(*given, **more):
    while os.path.exists(os.environ["HELD"]):
        time.sleep(0.05)
    return real(*given, **more)
sqlite3.connect = sqlite3.dbapi2.connect = slow
"""
"""A sitecustomize.py: while the file HELD is there, no store opens, as on a network disk that does not answer."""


@pytest.fixture
def home(tmp_path) -> Path:
    """An installation with the two invented meetings, for a server of the test's own."""
    invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    return tmp_path


@pytest.mark.parametrize("damage", ["torn", "other", "empty"])
def test_a_broken_store_is_told_in_one_sentence_and_left_as_it_is(visit, home, damage):
    whole = (home / store.FILE).read_bytes()
    torn = whole[:4096] + bytes(8192) + whole[12288:]
    left = {"torn": torn, "other": "Det här är ett brev.".encode(), "empty": b"\0" * 4096}[damage]
    (home / store.FILE).write_bytes(left)
    with serving(home) as running:
        reader = visit(running).open()
        for path in ("/", "/exportera", "/granska"):
            reader.open(path)
            told = reader.page.get_by_role("main").get_by_role("alert")
            expect(told).to_contain_text(re.compile(r"trasig|inget lager"))
            assert "Traceback" not in reader.page.content()
            expect(reader.page.get_by_role("link", name="Om kartan").first).to_be_visible()
        assert (home / store.FILE).read_bytes() == left
        # Put back, it is shown again without a restart.
        (home / store.FILE).write_bytes(whole)
        reader.open().shows_map()
        reader.page.context.close()


def test_without_any_document_the_first_thing_offered_is_to_add_one(visit, tmp_path):
    with serving(tmp_path) as running:
        reader = visit(running).open("/dokument")
        expect(reader.page.get_by_text("Lägg till dokument")).to_be_visible()
        expect(reader.page.locator("input[type=file]")).to_be_attached()
        reader.page.context.close()


def test_a_store_that_someone_writes_to_is_still_shown(visit, home):
    with serving(home) as running:
        writer = sqlite3.connect(home / store.FILE, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        reader = visit(running).open().shows_map()
        expect(reader.page.get_by_text("har en plats på kartan").first).to_be_visible()
        writer.execute("ROLLBACK")
        writer.close()
        reader.page.context.close()


def test_on_a_slow_disk_the_page_says_that_it_is_opening_and_then_opens(visit, home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    (folder / "sitecustomize.py").write_text(SLOW)
    held, opening = folder / "held", "Trygghetskartan öppnas …"
    with serving(home, PYTHONPATH=str(folder), HELD=str(held)) as running:
        # Another store than the one that was read at the start: this reader's page has to ask the disk.
        held.touch()
        later = ("2024-05-07-exempelrad.txt", date(2024, 5, 7), [Said("Mer klotter.", (("vandalism", "graffiti"),))])
        invented.fill(home / store.FILE, [later])
        reader = visit(running).open()
        # In the page itself, then in Streamlit's sign that it waits: seen when the frame around it stands.
        expect(reader.page.locator("[data-testid='stSpinner']", has_text=opening)).to_be_visible()
        expect(reader.page.locator("iframe")).to_have_count(0)
        held.unlink()
        reader.shows_map()
        expect(reader.page.get_by_text(opening)).to_have_count(0)
        expect(reader.page.get_by_text("3 dokument").first).to_be_visible()
        reader.page.context.close()


def test_a_lost_server_is_told_in_swedish_and_the_page_comes_back_by_itself(visit, home):
    with serving(home) as running:
        reader = visit(running).open("/?kategori=traffic").shows_map()
        expect(reader.page.get_by_text("har en plats på kartan").first).to_be_visible()
    said = reader.page.get_by_role("dialog")
    expect(said).to_contain_text("Kontakten är bruten")
    expect(said).to_contain_text("Servern svarar inte. Det som syns är det som hämtades senast.")
    # What was fetched stays readable.
    expect(reader.page.get_by_text("har en plats på kartan").first).to_be_attached()
    with serving(home, port=urlsplit(running.url).port) as again:
        expect(said).to_have_count(0, timeout=60_000)
        assert again.url == running.url
        expect(reader.page.get_by_role("button", name="Rensa urvalet")).to_be_enabled()
        # The new server knows this reader by nothing but the address.
        reader.page.reload()
        reader.shows_map()
        expect(reader.page.get_by_test_id("stSidebar").locator("[data-tag]")).to_contain_text("Trafik")
        reader.page.context.close()
