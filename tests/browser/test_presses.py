"""A press counts although the page moves between the button going down and up."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
HELD_MS = 80
"""From down to up, as a hand takes it."""
PUSH = """key => {
  const node = document.createElement('div');
  node.style.height = '70px';
  const moved = document.querySelector(key);
  moved.parentElement.insertBefore(node, moved);
  setTimeout(() => node.remove(), 500);
}"""


def press(page: Page, button: Locator, *, pushed: str | None = None) -> None:
    """Press where the button is now and let go there, wherever it has come to; `pushed` moves down meanwhile."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    if pushed:
        page.evaluate(PUSH, pushed)
    page.wait_for_timeout(HELD_MS)
    page.mouse.up()


def test_none_of_ten_presses_is_lost_and_none_counts_twice(visit):
    reader = visit().open("/?kategori=vandalism").shows_map()
    side = reader.page.get_by_test_id("stSidebar")
    unfolded, more = side.locator("details"), side.locator("summary", has_text="Fler val")
    expect(more).to_be_visible()
    before = unfolded.evaluate("node => node.open")
    for number in range(1, 11):
        press(reader.page, more, pushed="[data-testid='stSidebar'] .stTextInput")
        reader.page.wait_for_timeout(600)
        assert unfolded.evaluate("node => node.open") == (before if number % 2 == 0 else not before), number
    press(
        reader.page, side.get_by_role("button", name="Rensa urvalet"), pushed="[data-testid='stSidebar'] .stTextInput"
    )
    expect(side.locator("[data-tag]")).to_have_count(0)


def test_a_press_that_is_taken_elsewhere_before_it_ends_does_nothing(visit):
    reader = visit().open("/?kategori=vandalism").shows_map()
    side = reader.page.get_by_test_id("stSidebar")
    clear = side.get_by_role("button", name="Rensa urvalet")
    box = clear.bounding_box()
    reader.page.mouse.move(box["x"] + 20, box["y"] + 10)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] + 20, box["y"] - 100)
    reader.page.mouse.up()
    reader.page.wait_for_timeout(1500)
    expect(side.locator("[data-tag]")).to_contain_text("Skadegörelse")
