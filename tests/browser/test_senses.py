"""The map without colours, at twice the size and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations
from tests.browser.test_every_page import PAGES

pytestmark = pytest.mark.browser
MOST_TABS = 200
KEPT = "['outlineStyle','outlineWidth','outlineColor','boxShadow','borderColor','backgroundColor','textDecorationLine']"
# What shows the focus is the element or one of those around it.
LOOK = f"""(node) => {{
  const found = [];
  for (let i = 0; node && i < 4; node = node.parentElement, i++) {{
    const style = getComputedStyle(node);
    found.push({KEPT}.map(name => style[name]).join("|"));
  }}
  return found;
}}"""


@pytest.mark.parametrize("sight", ["achromatopsia", "deuteranopia", "protanopia", "tritanopia"])
def test_no_sign_rests_on_its_colour_alone(visit, sight):
    """Every place has its name and number on the map, and its categories in words in the list beside it."""
    reader = visit().open().shows_map()
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
    named = reader.page.locator(".tk-places button")
    expect(named.first).to_be_visible()
    for line in named.all_inner_texts():
        assert any(word in line for word in ("Inbrott", "Skadegörelse", "Trafik")), line
    for label in reader.map.locator(".tk-data").all():
        assert label.get_attribute("aria-label").split(":")[1].strip()[0].isdigit()
    # The legend tells forms apart, not only colours: an area with an edge, a line, a disc.
    assert {"Ort eller område", "Väg eller gata", "Bestämd plats"} <= set(
        reader.map.locator(".tk-legend").inner_text().splitlines()
    )
    reader.picture(f"karta-{sight}")


@pytest.mark.parametrize("path", PAGES.values())
def test_everything_is_reached_by_keyboard_and_the_focus_shows_and_goes_round(visit, path):
    reader = visit().open(path)
    expect(reader.page.get_by_role("heading", level=1).first).to_be_visible()
    expect(reader.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
    if path in ("/granska", "/platser"):
        by_keys(reader)
    names, hidden, round_ = tabbed(reader.page)
    assert hidden == []
    assert round_, "the focus did not come back to where it began: a trap"
    # Within a toolbar Tab reaches one and the arrows the others (WAI-ARIA, roving tabindex).
    script = "nodes => nodes.filter(one => !one.closest('[role=toolbar], [role=radiogroup]')).map(one => one.innerText)"
    wanted = reader.page.get_by_role("main").get_by_role("button", disabled=False).filter(visible=True)
    missing = [one for one in wanted.evaluate_all(script) if one.strip() and one.strip() not in names]
    assert missing == []


def by_keys(reader) -> None:
    """Say who reviews without the mouse."""
    reader.page.get_by_role("textbox", name="Ditt namn").focus()
    reader.page.keyboard.type("Anna Öberg")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_text("Anna Öberg")).to_be_visible()
    expect(reader.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()


def tabbed(page) -> tuple[set[str], list[str], bool]:
    """What Tab reaches, by its words; where the focus does not show; and whether it comes round to where it began."""
    names, hidden = set(), []
    page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        handle = page.evaluate_handle("document.activeElement")
        names.add(handle.evaluate("node => node.innerText || node.ariaLabel || ''").strip())
        if handle.evaluate("node => node.tkSeen === true"):
            return names, hidden, True
        if handle.evaluate("node => ['BODY', 'IFRAME'].includes(node.tagName)"):
            continue
        handle.evaluate("node => { node.tkSeen = true }")
        focused = handle.evaluate(LOOK)
        handle.evaluate("node => node.blur()")
        page.wait_for_timeout(30)
        bare = handle.evaluate(LOOK)
        handle.evaluate("node => node.focus({focusVisible: true})")
        if focused == bare:
            hidden.append(handle.evaluate("node => node.outerHTML.slice(0, 200)"))
    return names, hidden, False


@pytest.mark.parametrize("path", PAGES.values())
def test_at_twice_the_size_nothing_is_cut_off(visit, path):
    """A window of 1280 pixels at 200 % is 640 wide (WCAG 1.4.4, 1.4.10)."""
    reader = visit(size={"width": 640, "height": 512}).open(path)
    expect(reader.page.get_by_role("heading", level=1).first).to_be_visible()
    expect(reader.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(reader.page) == []


@pytest.mark.parametrize("path", ["/", "/dokument", "/granska", "/om"])
def test_on_a_phone_how_much_has_a_place_stays_in_sight(visit, path):
    reader = visit(size=PHONE).open(path)
    told = reader.page.locator(".st-key-placed p")
    expect(told).to_have_text("5 av 6 problem har en plats på kartan")
    reader.page.get_by_test_id("stMain").evaluate("node => { node.scrollTop = node.scrollHeight }")
    expect(told).to_be_in_viewport(ratio=1)
    on_top = """node => { const box = node.getBoundingClientRect();
      return node.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)) }"""
    assert told.evaluate(on_top), "something lies over it"
    # Nothing of ours lies over the button that unfolds the filters.
    reader.page.get_by_test_id("stExpandSidebarButton").click()
    expect(reader.page.get_by_test_id("stSidebar").get_by_text("Urval", exact=True)).to_be_in_viewport()
