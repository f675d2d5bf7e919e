"""Platser in a real browser: what is decided with a click or drawn on the map holds for earlier and later documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.conftest import serving
from tests.browser.test_review import begin, kept
from trygghet_geo import store
from trygghet_geo.places import gazetteer

pytestmark = pytest.mark.browser
HOME = gazetteer.municipality("1961")
HEAD = "Trygghetsråd\nPåhittat exempel\n\nDatum: {day}\n\n"


def ingest(home: Path, day: str, *said: str) -> None:
    path = home / f"{day}-mote.txt"
    path.write_text(HEAD.format(day=day) + "".join(f"• {one}\n" for one in said), encoding="utf-8")
    store.open(home / store.FILE).ingest(path, HOME)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """A server of this test's own, with one meeting that names two places nobody knows."""
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
    ingest(tmp_path, "2024-05-07", "Klotter vid Gubboskogen i Kolbäck.", "Bråk vid Tallmossen i Kolbäck.")
    with serving(tmp_path) as running:
        yield running


def card(reader, words: str):
    return reader.page.locator("[class*='st-key-name-']").filter(has_text=words)


def test_an_alias_and_a_drawn_place_hold_for_the_meeting_before_and_the_one_after(visit, desk):
    reader = visit(desk).open("/platser")
    begin(reader)
    one = card(reader, "Gubboskogen")
    one.locator("summary", has_text="Samma som en annan plats").click()
    box = one.get_by_role("combobox", name=re.compile("Välj plats"))
    # The list shuts again while the fold is still opening: a person clicks once more, and so does the test.
    for _ in range(20):
        box.click()
        box.fill("Nibble")
        try:
            reader.page.get_by_role("option", name=re.compile(r"Nibble \(")).first.click(timeout=1_500)
        except TimeoutError:
            continue
        break
    one.get_by_role("button", name="Spara", exact=True).click()
    expect(reader.page.get_by_text("Sparat.")).to_be_visible()
    expect(card(reader, "Gubboskogen")).to_have_count(0)

    card(reader, "Tallmossen").get_by_role("button", name="Ny plats").click()
    board = reader.page.locator("[class*='st-key-sketch-'] iframe")
    expect(board).to_be_visible()
    board.evaluate("frame => frame.scrollIntoView({ block: 'center' })")
    # Where the sentence says that it lies: upon the word Kolbäck, which the map itself shows.
    word = board.content_frame.get_by_text("Kolbäck", exact=True).bounding_box()
    reader.page.mouse.click(word["x"] + word["width"] / 2, word["y"] + word["height"] / 2)
    expect(reader.page.get_by_text("Inget är ritat än.")).to_have_count(0)
    reader.page.get_by_role("button", name="Spara platsen").click()
    expect(card(reader, "Tallmossen")).to_have_count(0)

    reader.page.get_by_role("button", name="Läs om dokumenten").click()
    expect(reader.page.get_by_text(re.compile("1 dokument omläst"))).to_be_visible()
    ingest(desk.home, "2024-06-04", "Eldning vid Gubboskogen.", "Nedskräpning vid Tallmossen.")
    rows = kept(desk).table("inside")
    found = {row.quote.strip(): row.place for row in rows.itertuples()}
    assert {found["Klotter vid Gubboskogen i Kolbäck."], found["Eldning vid Gubboskogen."]} == {"Nibble"}
    assert {found["Bråk vid Tallmossen i Kolbäck."], found["Nedskräpning vid Tallmossen."]} == {"Tallmossen"}
