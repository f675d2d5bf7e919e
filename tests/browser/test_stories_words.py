"""No English word of Streamlit's own is left on a Swedish page, neither seen nor read aloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_dashboard import choose
from tests.browser.test_review import begin

pytestmark = pytest.mark.browser
THEIRS = re.compile(
    r"\b(Choose|options?|Selected|Clear|Remove|Select|Press|Type|Drag|Browse|Loading|Running|Upload|Add|files?|smaller)\b"
)


def labels(page) -> set[str]:
    """What is shown on the page and what it is called for those who hear it."""
    said = page.evaluate(
        "[...document.querySelectorAll('body *')].flatMap(e => [e.ariaLabel, e.placeholder, e.title])"
        ".concat(document.body.innerText.split('\\n')).filter(Boolean)"
    )
    return set(said)


def test_what_is_chosen_in_a_list_is_taken_away_in_swedish(visit):
    reader = visit().open().shows_map()
    choose(reader, "Kategori", "Inbrott")
    chosen = reader.page.get_by_test_id("stSidebar")
    expect(chosen.get_by_role("button", name=re.compile(r"^Ta bort Inbrott \(\d\)$"))).to_be_attached()
    expect(chosen.get_by_role("button", name="Ta bort alla")).to_be_attached()
    assert {one for one in labels(reader.page) if THEIRS.search(one)} == set()


def test_a_form_asks_in_swedish(visit, server):
    reader = visit(server).open("/atgarder")
    reader.page.get_by_role("radio", name="Egna åtgärder").click()
    begin(reader)
    reader.page.locator("summary", has_text="Ny åtgärd").click()
    expect(reader.page.get_by_role("combobox", name=re.compile("Problem som den svarar på"))).to_be_visible()
    assert {one for one in labels(reader.page) if THEIRS.search(one)} == set()


def test_files_are_asked_for_and_refused_in_swedish(visit):
    page = visit().open("/dokument").page
    page.locator("summary", has_text="Lägg till dokument").click()
    expect(page.get_by_role("button", name="Välj filer")).to_be_visible()
    expect(page.get_by_text("Högst 25 MB per fil")).to_be_visible()
    assert {one for one in labels(page) if THEIRS.search(one)} == set()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "bilder.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04" + bytes(1536)},
            {"name": "stor.txt", "mimeType": "text/plain", "buffer": b"a" * (25 * 1024 * 1024 + 1)},
        ]
    )
    # 1540 bytes, told by Streamlit with a point in 1024s.
    expect(page.get_by_text("1,5 kB")).to_be_visible()
    expect(page.get_by_text("Filer av det slaget går inte att läsa.")).to_be_visible()
    expect(page.get_by_text("Filen är för stor: högst 25 MB.")).to_be_visible()
    expect(page.get_by_role("button", name="Ta bort bilder.zip")).to_be_attached()
    assert {one for one in labels(page) if THEIRS.search(one)} == set()
