"""The dashboard in a real browser: from the first look to the downloaded file."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, serving
from tests.test_maps import PAYLOADS
from trygghet_geo import drawing, store
from trygghet_geo.selection import Selection

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def table(server):
    return store.open(server.home / store.FILE).table()


def choose(visit, label: str, value: str) -> None:
    """Choose `value` in the list `label` of the sidebar."""
    box = visit.page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile(rf"\b{label}\b"))
    box.click()
    box.fill(value)
    visit.page.get_by_role("option", name=re.compile(rf"^{value}( \(\d+\))?$")).click()
    visit.page.keyboard.press("Escape")


def placed(visit) -> tuple[int, int]:
    """The two numbers of "31 av 40 problem har en plats på kartan"."""
    said = visit.page.get_by_test_id("stMain").get_by_text(re.compile(r"\d+ av \d+ \w+ har en plats på kartan"))
    # The same stands once more for phones, where the sidebar is folded away.
    line = said.and_(visit.page.locator(":not(.st-key-placed *)"))
    expect(line).to_be_visible()
    return tuple(int(number) for number in re.findall(r"\d+", line.inner_text())[:2])


def download(visit, name: str) -> bytes:
    with visit.page.expect_download() as caught:
        visit.page.get_by_role("button", name=re.compile(f"^.*Hämta {name}")).click()
    return caught.value.path().read_bytes()


def test_the_map_opens_with_places_counts_and_no_outside_request(visit, table):
    reader = visit().open().shows_map()
    concerns = Selection(kinds=("concern",)).apply(table)
    said, has_place = (rows["statement_id"].nunique() for rows in (concerns, concerns[concerns.geometry.notna()]))
    assert placed(reader) == (has_place, said)
    assert has_place < said, "the lonely have no place: counted, not drawn"
    for name in ("Kolbäck", "Västeråsvägen", "Hammartorget"):
        expect(reader.place(name)).to_be_attached()
    expect(reader.place("Strömsholm")).to_have_count(0)
    expect(reader.map.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    expect(reader.page.locator("html")).to_have_attribute("lang", "sv")
    expect(reader.page.get_by_text("inte vad som har hänt")).to_be_visible()
    reader.picture("karta-wall")


def test_a_click_on_a_place_shows_its_quotes_and_leads_to_the_document(visit):
    reader = visit().open().shows_map()
    reader.place("Kolbäck").click()
    expect(reader.page.get_by_text("Klotter på skolans fasad i Kolbäck.")).to_be_visible()
    expect(reader.page.get_by_text("Källarinbrott i Kolbäck och i Nibble.")).to_be_visible()
    expect(reader.page.get_by_text("Skadegörelse på Hammartorget.")).to_have_count(0)
    assert parse_qs(urlsplit(reader.page.url).query)["visa"] == ["1961-kolback"]
    reader.picture("platskort-wall")

    reader.page.get_by_role("link", name=re.compile("2024-02-06-mote.txt.*tecken")).click()
    chosen = reader.page.locator("mark.tk-chosen")
    expect(chosen).to_have_text(re.compile("Klotter på skolans fasad i Kolbäck"))
    expect(chosen).to_be_in_viewport()
    expect(reader.page.locator("mark.tk-calm")).to_have_text(re.compile("lugnt"))
    expect(reader.page.get_by_text("Påhittat exempel").first).to_be_visible()
    reader.picture("dokument-wall")


def test_a_click_on_an_area_itself_opens_it_and_the_list_leads_back(visit):
    reader = visit().open().shows_map()
    area = reader.map.locator("path.leaflet-interactive[stroke]:not([class*='tk-soft'])").first
    expect(area).to_be_attached()
    area.dispatch_event("click")
    expect(reader.page.get_by_role("button", name="Alla platser")).to_be_visible()
    reader.page.get_by_role("button", name="Alla platser").click()
    expect(reader.page.get_by_role("heading", name="Platser")).to_be_visible()


def test_a_place_on_the_map_opens_by_keyboard(visit):
    reader = visit().open().shows_map()
    label = reader.map.locator(".tk-data", has=reader.map.locator("text=Kolbäck")).first
    expect(label).to_have_attribute("aria-label", re.compile(r"^Kolbäck: \d problem"))
    label.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("button", name="Alla platser")).to_be_visible()


def test_a_filter_changes_map_list_and_files_alike_and_the_address_restores_it(visit, table):
    reader = visit().open().shows_map()
    choose(reader, "Kategori", "Inbrott")
    expect(reader.place("Hammartorget")).to_have_count(0)
    expect(reader.place("Nibble")).to_be_attached()
    wanted = Selection(kinds=("concern",), categories=("burglary",)).apply(table)
    # One statement about a burglary in Kolbäck and in Nibble: two rows.
    said = wanted["statement_id"].nunique()
    assert said == len(wanted) - 1
    assert placed(reader) == (said, said)
    assert parse_qs(urlsplit(reader.page.url).query)["kategori"] == ["burglary"]
    address = reader.page.url

    reader.page.get_by_role("link", name="Exportera").click()
    expect(
        reader.page.get_by_text(f"{said} problem, varav {said} med plats. Rader i filen: {len(wanted)}")
    ).to_be_visible()
    features = json.loads(download(reader, "GeoJSON"))["features"]
    assert {f["properties"]["id"] for f in features} == set(wanted["id"])
    assert all(f["geometry"] for f in features)
    rows = list(csv.DictReader(io.StringIO(download(reader, "CSV").decode("utf-8-sig")), delimiter=";"))
    assert {row["id"] for row in rows} == set(wanted["id"])
    assert {row["quote"] for row in rows} == set(wanted["quote"])

    other = visit().open(address[len(reader.url) :]).shows_map()
    assert placed(other) == (said, said)
    expect(other.place("Hammartorget")).to_have_count(0)


def test_the_whole_selection_is_downloaded_when_nothing_is_filtered(visit, table):
    reader = visit().open("/exportera")
    concerns = Selection(kinds=("concern",)).apply(table)
    features = json.loads(download(reader, "GeoJSON"))["features"]
    assert {f["properties"]["id"] for f in features} == set(concerns["id"])
    assert sum(f["geometry"] is None for f in features) == int(concerns.geometry.isna().sum()) > 0


def test_a_downloaded_file_names_nobody_unless_the_reader_says_so(visit):
    """The number is one of those that PTS keeps for films and books."""
    reader = visit().open("/exportera")
    assert b"070-174 06 05" not in download(reader, "GeoJSON")
    reader.page.get_by_text("Dölj personuppgifter i citaten").click()
    expect(reader.page.get_by_text("dokumentens egna ord, även personuppgifter")).to_be_visible()
    assert b"070-174 06 05" in download(reader, "GeoJSON")


def test_calm_is_drawn_only_when_chosen_and_not_as_a_concern(visit):
    reader = visit().open().shows_map()
    expect(reader.place("Kolbäck")).to_be_attached()
    expect(reader.place("Strömsholm")).to_have_count(0)
    reader.page.get_by_role("button", name="Lugna lägen").click()
    expect(reader.place("Strömsholm")).to_be_attached()
    label = reader.map.locator(".tk-data", has=reader.map.locator("text=Strömsholm")).first
    expect(label.locator(".tk-other")).to_have_text("lugnt 1")
    expect(label.locator(".tk-count")).to_have_count(0)
    expect(reader.map.locator(".tk-legend")).to_contain_text("Lugna lägen")


def test_an_empty_selection_is_said_and_cleared(visit):
    reader = visit().open("/?kategori=Inbrott&dokument=2024-02-06-mote.txt")
    expect(reader.page.get_by_text("Inget i dokumenten svarar mot urvalet")).to_be_visible()
    # The page is still the map's: its title and the municipality's outline, and no legend of nothing.
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Hallstahammar")
    expect(reader.map.locator(".tk-town").first).to_be_attached()
    expect(reader.map.locator(".tk-legend")).to_have_count(0)
    reader.page.get_by_role("button", name="Rensa urvalet").click()
    reader.shows_map()
    assert "kategori" not in reader.page.url


def test_on_a_phone_a_tapped_place_shows_what_was_said_there_and_the_pages_are_in_sight(visit):
    reader = visit(size=PHONE).open().shows_map()
    # The list comes last: the map has its place.
    expect(reader.page.get_by_role("heading", name="Platser")).to_be_attached()
    reader.place("Kolbäck").click()
    said = reader.page.get_by_text("Klotter på skolans fasad i Kolbäck.")
    expect(said).to_be_in_viewport()
    reader.page.locator(".st-key-pages").get_by_role("link", name="Om kartan").click()
    expect(reader.page.get_by_role("heading", level=1, name="Om kartan")).to_be_visible()


def test_choices_are_kept_while_the_counts_beside_them_change(visit):
    reader = visit().open().shows_map()
    choose(reader, "Kategori", "Inbrott")
    expect(reader.place("Hammartorget")).to_have_count(0)
    choose(reader, "Kategori", "Skadegörelse")
    expect(reader.place("Hammartorget")).to_be_attached()
    # The counts of both change with the period; what is chosen does not.
    reader.page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile("Period")).click()
    reader.page.get_by_role("option", name="Senaste mötet", exact=True).click()
    expect(reader.place("Nibble")).to_be_attached()
    chosen = reader.page.get_by_test_id("stSidebar").locator(".react-aria-ComboBox [data-tag]")
    expect(chosen).to_have_text([re.compile(r"Inbrott \(1\)"), re.compile(r"Skadegörelse \(2\)")])
    wanted = parse_qs(urlsplit(reader.page.url).query)
    assert wanted == {"kategori": ["burglary", "vandalism"], "period": ["last"]}
    reader.page.go_back()
    expect(chosen).to_have_count(2)
    reader.page.get_by_role("link", name="Exportera").click()
    expect(reader.page.get_by_role("heading", level=1, name="Exportera urvalet")).to_be_visible()
    assert parse_qs(urlsplit(reader.page.url).query)["kategori"] == ["burglary", "vandalism"]


def test_a_choice_named_by_a_count_that_no_longer_holds_is_kept(visit):
    """The browser tells Streamlit what is chosen by the labels it was shown last; a rerun may have been quicker."""
    reader = visit()

    def stale(socket):
        server = socket.connect_to_server()
        pattern = re.compile("(Problem|Inbrott|Skadegörelse) \\(\\d\\)".encode())
        socket.on_message(lambda said: server.send(pattern.sub(rb"\1 (9)", said) if isinstance(said, bytes) else said))

    reader.page.route_web_socket(re.compile("_stcore/stream"), stale)
    reader.open().shows_map()
    choose(reader, "Kategori", "Inbrott")
    expect(reader.place("Hammartorget")).to_have_count(0)
    choose(reader, "Kategori", "Skadegörelse")
    expect(reader.place("Hammartorget")).to_be_attached()
    reader.page.get_by_role("link", name="Exportera").click()
    expect(reader.page.get_by_role("heading", level=1, name="Exportera urvalet")).to_be_visible()
    wanted = parse_qs(urlsplit(reader.page.url).query)
    assert wanted == {"kategori": ["burglary", "vandalism"]}


def test_the_map_keeps_its_view_when_the_selection_changes(visit):
    """It is not drawn anew: what the reader zoomed to stays."""
    reader = visit().open().shows_map()
    expect(reader.place("Kolbäck")).to_be_attached()
    frame = reader.page.frame(url=re.compile("mapview.map"))
    before = frame.evaluate("window.map.getZoom()")
    reader.map.get_by_role("button", name="Zooma in").click()
    frame.wait_for_function(f"!window.map._animatingZoom && window.map.getZoom() > {before}")
    frame.evaluate("window.mark = 1")
    view = frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat, window.map.getCenter().lng]")
    choose(reader, "Kategori", "Inbrott")
    expect(reader.place("Hammartorget")).to_have_count(0)
    assert view == frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat, window.map.getCenter().lng]")
    assert frame.evaluate("window.mark") == 1


def test_on_a_phone_the_map_comes_first_and_nothing_scrolls_sideways(visit):
    reader = visit(size=PHONE).open().shows_map()
    expect(reader.place("Kolbäck")).to_be_attached()
    frame = reader.page.locator("iframe[title='trygghet_geo.pages.mapview.map']").bounding_box()
    places = reader.page.get_by_role("heading", name="Platser").bounding_box()
    assert frame["y"] + frame["height"] <= places["y"]
    assert frame["height"] > 300
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= PHONE["width"]
    reader.picture("karta-phone")
    for path in ("/", "/dokument", "/exportera", "/om"):
        reader.open(path)
        expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_no_text_runs_on_the_server_or_in_the_browser(visit, hostile_server):
    reader = visit(hostile_server).open().shows_map()
    names = reader.map.locator(".tk-data .tk-name")
    expect(names.first).to_be_attached()
    # Labels for which there is no room are hidden, not absent.
    assert set(names.all_text_contents()) == {drawing.plain(payload) for payload in PAYLOADS}
    for number in (0, 7, 11):
        reader.page.locator(".tk-places button").nth(number).click()
        expect(reader.page.get_by_test_id("stText").first).to_be_visible()
        reader.page.get_by_role("button", name="Alla platser").click()
        expect(reader.page.get_by_role("heading", name="Platser")).to_be_visible()
    shown = reader.page.locator(".tk-places button").all_inner_texts()
    assert not any("49" in text for text in shown)
    reader.picture("hostile-wall")
    for path in ("/dokument", "/exportera", "/om"):
        reader.open(path)
        expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
    reader.open("/dokument")
    reader.page.get_by_role("link", name=re.compile("img src")).first.click()
    expect(reader.page.locator("mark").first).to_be_visible()
    assert reader.page.evaluate("window.hit") is None
    assert reader.page.locator("img[src='x']").count() == 0
    assert all(frame.evaluate("window.hit") is None for frame in reader.page.frames)
    log = (hostile_server.home / "server.log").read_text(errors="replace")
    assert "Traceback" not in log, log[-2000:]


def test_it_works_under_a_base_path(visit, server):
    with serving(server.home, "--server.baseUrlPath", "trygghet", base="/trygghet") as below:
        reader = visit(below).open().shows_map()
        expect(reader.place("Kolbäck")).to_be_attached()
        reader.page.context.close()


def test_a_document_opened_from_the_list_has_an_address_of_its_own(visit):
    reader = visit().open("/dokument")
    reader.page.get_by_role("link", name="2024-04-09-mote.txt").click()
    expect(reader.page.get_by_role("heading", level=1, name="2024-04-09-mote.txt")).to_be_visible()
    reader.page.wait_for_url(re.compile("handling="))
    other = visit().open(reader.page.url[len(reader.url) :])
    expect(other.page.get_by_role("heading", level=1, name="2024-04-09-mote.txt")).to_be_visible()
    expect(other.page.locator("mark.tk-concern").first).to_be_visible()
    other.page.get_by_role("button", name="Alla dokument").click()
    expect(other.page.get_by_role("heading", level=1, name="2 dokument")).to_be_visible()
