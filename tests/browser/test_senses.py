"""The map without colours, at twice the size and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
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
    named = reader.page.locator("[class*='st-key-place-'] button")
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


@pytest.mark.parametrize("path", ["/", "/exportera", "/trender"])
def test_everything_is_reached_by_keyboard_and_the_focus_shows(visit, path):
    reader = visit().open(path)
    expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
    expect(reader.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
    wanted = reader.page.get_by_role("main").get_by_role("button").filter(visible=True)
    names, hidden, before = set(), [], reader.page.evaluate("document.body.innerText.length")
    assert before
    for _ in range(120):
        reader.page.keyboard.press("Tab")
        told = reader.page.evaluate(
            "document.activeElement.innerText || document.activeElement.ariaLabel || ''"
        ).strip()
        names.add(told)
        if reader.page.evaluate("['BODY', 'IFRAME'].includes(document.activeElement.tagName)"):
            continue
        handle = reader.page.evaluate_handle("document.activeElement")
        focused = handle.evaluate(LOOK)
        handle.evaluate("node => node.blur()")
        reader.page.wait_for_timeout(30)
        bare = handle.evaluate(LOOK)
        handle.evaluate("node => node.focus({focusVisible: true})")
        if focused == bare:
            hidden.append(handle.evaluate("node => node.outerHTML.slice(0, 200)"))
    assert hidden == []
    # Within a toolbar Tab reaches one and the arrows the others (WAI-ARIA, roving tabindex).
    script = "nodes => nodes.filter(one => !one.closest('[role=toolbar], [role=radiogroup]')).map(one => one.innerText)"
    missing = [one for one in wanted.evaluate_all(script) if one.strip() and one.strip() not in names]
    assert missing == []


@pytest.mark.parametrize("path", ["/", "/exportera", "/jamfor", "/trender", "/om", "/metoder", "/granska", "/atgarder"])
def test_at_twice_the_size_nothing_is_cut_off(visit, path):
    """A window of 1280 pixels at 200 % is 640 wide (WCAG 1.4.4, 1.4.10)."""
    reader = visit(size={"width": 640, "height": 512}).open(path)
    expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(reader.page) == []
