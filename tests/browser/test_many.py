"""A map of more places than are drawn one by one: one canvas for all discs, and every place still to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, expect

from benchmarks import dashboard_made
from tests.browser.conftest import Server, serving
from tests.browser.test_dashboard import choose
from trygghet_geo import drawing

CONCERNS, PLACES = 12_000, 2_500
"""The places fall off as 1/rank: some 1,500 have a concern, more than the MANY of static/map/places.js."""
DISCS = "(() => { let found; window.map.eachLayer(one => { if (one._discs) found = one; }); return found; })()"
HOW_MANY = f"({DISCS} || {{ _discs: [] }})._discs.length"
ALONE = f"""() => {{
  const discs = {DISCS}, all = discs._at, size = window.map.getSize();
  const shown = window.map.containerPointToLayerPoint([0, 0]);
  const taken = [...document.querySelectorAll('.tk-label:not(.tk-hidden) > div, .leaflet-control')]
    .map(one => one.getBoundingClientRect());
  const free = (x, y) => taken.every(box => x < box.left || x > box.right || y < box.top || y > box.bottom);
  const apart = (one, two) => Math.hypot(one.x - two.x, one.y - two.y) > one.r + two.r + 6;
  for (let n = 0; n < all.length; n++) {{
    const x = all[n].x - shown.x, y = all[n].y - shown.y;
    const inside = x > 20 && y > 20 && x < size.x - 20 && y < size.y - 20 && free(x, y);
    if (inside && all.every((one, m) => m === n || apart(one, all[n]))) return {{ id: discs._discs[n].part.id, x, y }};
  }}
}}"""
"""A disc that no other disc and no label covers, with its place in the frame."""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> Iterator[Server]:
    """Serves a store with thousands of places."""
    home = tmp_path_factory.mktemp("crowded")
    dashboard_made.fill(home, CONCERNS, PLACES)
    with serving(home) as running:
        yield running


@pytest.fixture
def frame(visit, crowded) -> tuple:
    reader = visit(crowded).open().shows_map()
    frame = reader.page.frame(url=re.compile("mapview.map"))
    frame.wait_for_function("window.map && window.map._tkGroup")
    return reader, frame


def test_all_discs_are_one_layer_on_one_canvas(frame):
    reader, inside = frame
    # A site known to 50 m is one disc and no soft area; the button below the list tells how many places there are.
    told = reader.page.locator(".st-key-more button").inner_text()
    assert inside.evaluate(HOW_MANY) == int(re.findall(r"\d+", told)[-1]) > 1_000
    assert inside.locator(".leaflet-overlay-pane canvas").count() == 1
    assert inside.locator(".leaflet-overlay-pane path").count() == 0


def test_a_disc_without_a_label_opens_its_own_place(frame):
    reader, inside = frame
    # Closer, where they do not all overlap.
    inside.evaluate("window.map.setZoom(window.map.getZoom() + 2, { animate: false })")
    inside.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
    found = inside.evaluate(ALONE)
    box = reader.page.locator("iframe[title='trygghet_geo.pages.mapview.map']").bounding_box()
    reader.page.mouse.click(box["x"] + found["x"], box["y"] + found["y"])
    expect(reader.page.get_by_role("button", name="Alla platser")).to_be_visible()
    reader.page.wait_for_url(re.compile("visa="))
    opened = re.search(r"visa=([^&]+)", reader.page.url).group(1)
    assert drawing.key(opened) == found["id"]


def test_a_filter_changes_what_is_drawn_and_not_the_view_nor_the_labels_that_stay(frame):
    reader, inside = frame
    view = "JSON.stringify([window.map.getZoom(), window.map.getCenter()])"
    before, drawn = inside.evaluate(view), inside.evaluate(HOW_MANY)
    inside.evaluate("document.querySelectorAll('.tk-data').forEach(one => { one.tkHere = one.ariaLabel; })")
    choose(reader, "Kategori", "Trafik")
    # An eighth of the concerns: so few places that each is drawn by itself.
    expect(inside.locator(".leaflet-overlay-pane path").first).to_be_attached()
    assert inside.evaluate(HOW_MANY) == 0
    assert inside.evaluate(view) == before
    kept = inside.evaluate(
        "[...document.querySelectorAll('.tk-data')].filter(one => one.tkHere).map(one => [one.tkHere, one.ariaLabel])"
    )
    # The place named most is there under every category: the same label with another count.
    assert any(was != now and was.split(":")[0] == now.split(":")[0] for was, now in kept)
    reader.page.get_by_role("button", name="Rensa urvalet").click()
    inside.wait_for_function(f"{HOW_MANY} === {drawn}")
    assert inside.locator(".leaflet-overlay-pane path").count() == 0
    assert inside.evaluate(view) == before


def focused(frame: Frame) -> dict:
    return frame.evaluate(
        "({ title: window.map._tkRover.at.title, at: window.map.project(window.map._tkRover.at.at) })"
    )


@pytest.mark.parametrize(("key", "way"), [("ArrowRight", (1, 0)), ("ArrowLeft", (-1, 0)), ("ArrowDown", (0, 1))])
def test_an_arrow_goes_to_the_nearest_place_that_way_and_says_which(frame, key, way):
    _, inside = frame
    rover = inside.locator(".tk-rover")
    rover.focus()
    first = focused(inside)
    # The place with most concerns is where one begins.
    assert first["title"].startswith("Plats 0: ")
    rover.press(key)
    then = focused(inside)
    x, y = (then["at"][axis] - first["at"][axis] for axis in "xy")
    along, across = x * way[0] + y * way[1], abs(x * way[1] + y * way[0])
    assert along > 0
    assert across <= along
    nearer = inside.evaluate(
        """([x, y, right, down, least]) => window.map._tkRover.all.filter(one => {
            const there = window.map.project(one.at), dx = there.x - x, dy = there.y - y;
            const along = dx * right + dy * down;
            return along > 0 && Math.abs(dx * down + dy * right) <= along && Math.hypot(dx, dy) < least - 1e-6;
        }).length""",
        [first["at"]["x"], first["at"]["y"], *way, (x**2 + y**2) ** 0.5],
    )
    assert nearer == 0
    expect(inside.locator(".tk-told")).to_be_visible()
    expect(inside.locator(".tk-told")).to_have_text(then["title"])
    assert rover.get_attribute("aria-label").startswith(then["title"])


def test_every_place_is_reached_from_the_keyboard_and_enter_opens_it(frame):
    reader, inside = frame
    rover = inside.locator(".tk-rover")
    rover.focus()
    all_of = inside.evaluate("window.map._tkRover.all.map(one => one.id)")
    assert len(all_of) == len(set(all_of)) > 1_000
    seen = [inside.evaluate("window.map._tkRover.at.id")]
    for _ in range(3):
        rover.press("PageDown")
        seen.append(inside.evaluate("window.map._tkRover.at.id"))
    assert seen == all_of[:4]
    rover.press("PageUp")
    name = focused(inside)["title"].split(":")[0]
    rover.press("Enter")
    expect(reader.page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_tab_reaches_the_places_and_the_focus_stays_with_its_place_when_the_filter_changes(visit):
    reader = visit().open().shows_map()
    inside = reader.page.frame(url=re.compile("mapview.map"))
    expect(reader.place("Kolbäck")).to_be_attached()
    inside.locator("#map").focus()
    for _ in range(20):
        reader.page.keyboard.press("Tab")
        if inside.evaluate("document.activeElement.className").startswith("tk-rover"):
            break
    else:
        pytest.fail("Tab did not reach the places")
    for _ in range(20):
        if focused(inside)["title"].startswith("Nibble:"):
            break
        reader.page.keyboard.press("PageDown")
    expect(inside.locator(".tk-told")).to_contain_text("Nibble: ")
    choose(reader, "Kategori", "Inbrott")
    expect(reader.place("Hammartorget")).to_have_count(0)
    # What was said of other kinds there is gone; the place is still the one that the focus goes back to.
    assert focused(inside)["title"].startswith("Nibble:")
