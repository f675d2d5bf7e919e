"""The planner prints: what comes out of the printer is the page, whole, with the selection in words."""

from __future__ import annotations

import pypdf
import pytest
from playwright.sync_api import Page, expect

from trygghet_geo import store
from trygghet_geo.selection import Selection

pytestmark = pytest.mark.browser


def printed(page: Page, path) -> list[pypdf.PageObject]:
    """The pages of an upright A4 that the browser prints."""
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    return pypdf.PdfReader(path).pages


def words(pages: list[pypdf.PageObject]) -> str:
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_map_is_printed_whole_with_its_list_and_the_selection_in_words(visit, server, tmp_path):
    reader = visit().open("/?kategori=vandalism").shows_map()
    expect(reader.place("Hammartorget")).to_be_attached()
    expect(reader.page.get_by_role("button", name="Hammartorget")).to_be_visible()
    pages = printed(reader.page, tmp_path / "karta.pdf")
    first, whole = words(pages[:1]), words(pages)
    assert "Urval: visar problem; kategori: Skadegörelse." in first
    assert "inte vad som har hänt" in first
    # The map's own words stand on the first page, the legend and the credit too: nothing of it is cut off.
    for said in ("Förklaring", "Skadegörelse", "OpenStreetMap", "Hammartorget"):
        assert said in first, said
    table = store.open(server.home / store.FILE).table()
    rows = Selection(kinds=("concern",), categories=("vandalism",)).apply(table)
    for place in set(rows.loc[rows.geometry.notna(), "place"]):
        assert place in whole
    # What can only be clicked stays on the screen.
    for said in ("Rensa urvalet", "Fler val", "Åtgärder", "Täthet"):
        assert said not in whole, said


def test_the_maps_frame_is_as_wide_as_the_paper_and_no_wider(visit, tmp_path):
    """A map cannot be laid out anew for paper: the frame is drawn smaller, at the size that it had."""
    reader = visit().open().shows_map()
    expect(reader.place("Kolbäck")).to_be_attached()
    frame = reader.page.locator("iframe[title='trygghet_geo.pages.mapview.map']")
    wide = frame.bounding_box()["width"]
    assert wide > 900
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    shown = frame.bounding_box()
    # 186 mm between the margins of an upright A4 are 703 pixels.
    assert 690 < shown["width"] < 703
    assert frame.evaluate("element => element.offsetWidth") == pytest.approx(wide, abs=1)
    below = reader.page.get_by_role("heading", name="Platser").bounding_box()
    assert shown["y"] + shown["height"] <= below["y"] < shown["y"] + shown["height"] + 60


def test_every_item_of_a_meeting_is_printed_dark_upon_white(visit, tmp_path):
    reader = visit().open("/mote?tema=mork&punkt=2")
    expect(reader.page.locator(".tk-meeting.tk-live.tk-dark")).to_be_visible()
    places = reader.page.locator(".tk-item h2").all_text_contents()
    assert len(places) > 3
    whole = words(printed(reader.page, tmp_path / "mote.pdf"))
    at = 0
    for place in places:
        at = whole.index(place, at) + len(place)
    assert "Helskärm" not in whole
    reader.page.emulate_media(media="print")
    assert reader.page.locator(".tk-item h2").first.evaluate("e => getComputedStyle(e).color") == "rgb(21, 32, 43)"


def test_a_comparison_is_printed_side_by_side_with_its_whole_table(visit, tmp_path):
    reader = visit().open("/jamfor?jamfor=categories&a=burglary&b=vandalism")
    expect(reader.page.locator(".tk-pan img")).to_have_count(2)
    rows = reader.page.locator(".tk-table tbody th").all_text_contents()
    assert rows
    whole = words(printed(reader.page, tmp_path / "jamfor.pdf"))
    for place in rows:
        assert place in whole
    reader.page.emulate_media(media="print")
    reader.page.set_viewport_size({"width": 703, "height": 1000})
    left, right = (one.bounding_box() for one in reader.page.locator(".tk-pan").all())
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
