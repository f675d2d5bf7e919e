"""No English word of Streamlit's own is left on a Swedish page, neither seen nor read aloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_dashboard import choose
from tests.browser.test_review import begin

pytestmark = pytest.mark.browser
THEIRS = re.compile(r"\b(Choose|options?|Selected|Clear|Remove|Select|Press|Type|Drag|Browse|Loading|Running)\b")


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
