"""axe-core on the pages and the states of the map, and what axe cannot see: zoom, keyboard, greyscale signs."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
VIEWS = (
    "/",
    "/?visa=1961-kolback",
    "/?lager=density",
    "/?lager=hotspots&under=residents",
    "/?kategori=fire",
    "/?lang=en",
)
PAGES = ("/dokument", "/exportera", "/om")


def violations(page: Page) -> list[str]:
    """What axe finds on the page and inside its frames: rule, and the first element that breaks it."""
    # Streamlit fetches each kind of widget when it is first shown: grey boxes have no faults.
    expect(page.locator("[data-testid='stSkeleton']")).to_have_count(0)
    folder = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    script = (Path(folder) / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for frame in page.frames:
        frame.evaluate(script)
        result = frame.evaluate(f"axe.run(document, {{runOnly: {list(RULES)}}})")
        assert result["passes"]
        found += [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]]
    return found


@pytest.mark.parametrize("path", VIEWS)
def test_axe_finds_nothing_on_the_map_in_its_states(visit, path):
    opened = visit().open(path).shows_map() if "fire" not in path else visit().open(path)
    expect(opened.page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(opened.page) == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_other_pages(visit, path):
    opened = visit().open(path)
    expect(opened.page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(opened.page) == []


def test_axe_finds_nothing_on_a_phone(visit):
    opened = visit(size=PHONE).open("/").shows_map()
    assert violations(opened.page) == []


def test_at_twice_the_size_nothing_is_cut_off_sideways(visit):
    """A window of 1280 pixels at 200 % is 640 wide (WCAG 1.4.10)."""
    opened = visit(size={"width": 640, "height": 512}).open("/").shows_map()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_layers_are_chosen_by_keyboard_and_kept_in_the_address(visit):
    opened = visit().open("/").shows_map()
    density = opened.page.get_by_role("radio", name="Täthet")
    density.focus()
    opened.page.keyboard.press("Enter")
    # Three concerns nearby are too few for a surface: the page says so with n, and draws none.
    expect(opened.page.get_by_text("Underlaget räcker inte")).to_be_visible()
    expect(opened.page).to_have_url(re.compile("lager=density"))
    opened.page.reload()
    expect(opened.page.get_by_text("Underlaget räcker inte")).to_be_visible()
    opened.page.get_by_role("radio", name="Sticker ut").click()
    expect(opened.page.get_by_text("för att säga om någon plats sticker ut")).to_be_visible()
    assert opened.map.locator(".tk-spot").count() == 0


def test_what_scrolls_beside_the_map_is_reached_by_keyboard_whatever_stands_in_it(visit):
    page = visit(size={"width": 1280, "height": 600}).open("/?visa=1961-kolback").shows_map().page
    side = page.get_by_role("region", name="Vid sidan av kartan")
    expect(side.get_by_role("button").first).to_be_visible()
    # As while a card is read that holds text alone.
    side.evaluate("one => one.querySelectorAll('a, button, summary, [tabindex]').forEach(inner => inner.remove())")
    side.evaluate("one => { one.append(document.createElement('p')); one.lastChild.style.height = '2000px'; }")
    assert violations(page) == []
    side.focus()
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.st-key-side').scrollTop > 100")
    expect(
        visit().open("/?visa=1961-kolback&lang=en").page.get_by_role("region", name="Beside the map")
    ).to_be_visible()
