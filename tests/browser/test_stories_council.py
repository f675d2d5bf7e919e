"""The council looks at the wall: all of the map is on it, and the list beside it is the map's equal."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WALL

pytestmark = pytest.mark.browser


def test_the_whole_map_with_its_scale_and_its_sources_is_in_sight_on_the_wall(visit):
    reader = visit().open().shows_map()
    expect(reader.place("Kolbäck")).to_be_attached()
    frame = reader.page.locator("iframe[title='trygghet_geo.pages.mapview.map']").bounding_box()
    assert frame["y"] + frame["height"] <= WALL["height"]
    for part in (".leaflet-control-scale", ".leaflet-control-attribution", ".tk-legend"):
        box = reader.map.locator(part).bounding_box()
        assert box["height"] > 10
        assert box["y"] + box["height"] <= WALL["height"]


def test_the_list_stands_in_line_with_its_heading_and_each_row_is_a_whole_button(visit):
    reader = visit().open().shows_map()
    heading = reader.page.get_by_role("heading", name="Platser").bounding_box()
    rows = reader.page.locator(".tk-places button")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        box = row.bounding_box()
        assert box["x"] == pytest.approx(heading["x"], abs=2)
        assert box["height"] >= 24
