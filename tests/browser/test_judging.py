"""More of the coordinator's stories in a real browser: split, draw, date, and say what answers what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser import invented
from tests.browser.conftest import serving
from tests.browser.invented import Said
from tests.browser.test_review import begin, by_quote, kept, quote
from trygghet_geo import store

pytestmark = pytest.mark.browser
TWO = Said("Klotter på skolan och inbrott i källaren i Kolbäck.", (("vandalism", None),), "1961-kolback", "locality")
NOISE = Said("Buskörning på kvällarna i Kolbäck.", (("traffic", None),), "1961-kolback", "locality")
# Another place that lies around it, the same category: 0.5, a suggestion too weak to count.
ANSWER = Said("Farthinder byggs i kommunen.", (("traffic", None),), None, "none", kind="measure")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator:
    """A server of this test's own: it is written to."""
    meetings = [("2024-02-06.txt", date(2024, 2, 6), [TWO, NOISE]), ("2024-04-09.txt", date(2024, 4, 9), [ANSWER])]
    invented.fill(tmp_path / store.FILE, meetings)
    with serving(tmp_path) as running:
        yield running


def opened(visit, desk, words: str):
    """Granska with the statement that says `words`."""
    reader = visit(desk).open(f"/granska?yttrande={by_quote(desk, words).id}")
    begin(reader)
    assert words in quote(reader)
    return reader


def test_a_statement_about_two_things_is_split_between_two_words(visit, desk):
    reader = opened(visit, desk, TWO.quote)
    reader.page.locator("summary", has_text="Dela uttalandet").click()
    box = reader.page.get_by_role("combobox", name=re.compile("Dela vid"))
    wanted = reader.page.get_by_role("option", name=re.compile(r"skolan ▏ och inbrott"))
    # The list shuts again while the fold is still opening: a person clicks once more, and so does the test.
    for _ in range(20):
        box.click()
        box.fill("skolan ▏")
        try:
            wanted.click(timeout=1_500)
        except TimeoutError:
            continue
        break
    reader.page.get_by_role("button", name="Dela", exact=True).click()
    expect(reader.page.get_by_text("Delat i två.")).to_be_visible()
    said = set(kept(desk).table("inside")["quote"])
    assert {"Klotter på skolan", "och inbrott i källaren i Kolbäck."} <= {one.strip() for one in said}
    assert TWO.quote not in said


def test_dates_are_corrected_and_the_act_is_undone(visit, desk):
    reader = opened(visit, desk, NOISE.quote)
    first = reader.page.locator(".st-key-review-form").get_by_test_id("stDateInput").first
    for part, digits in (("month", "01"), ("day", "15")):
        first.get_by_role("spinbutton", name=re.compile(part)).click()
        reader.page.keyboard.type(digits)
    reader.page.get_by_role("textbox", name="Anteckning").click()
    save = reader.page.get_by_role("button", name=re.compile("Spara rättelse"))
    expect(save).to_be_enabled()
    save.click()
    expect(reader.page.get_by_text("Rättelsen är sparad.")).to_be_visible()
    rows = kept(desk).table("inside")
    assert str(rows[rows["quote"] == NOISE.quote].iloc[0].date_start)[:10] == "2024-01-15"
    reader.page.get_by_role("button", name=re.compile("^Ångra")).click()
    expect(reader.page.get_by_text("Ångrat.")).to_be_visible()
    rows = kept(desk).table("inside")
    assert str(rows[rows["quote"] == NOISE.quote].iloc[0].date_start)[:10] == "2024-02-06"


def test_a_place_in_no_list_is_drawn_on_the_map_and_becomes_the_statements(visit, desk):
    reader = opened(visit, desk, NOISE.quote)
    reader.page.locator("summary", has_text="Platsen finns inte i listan").click()
    reader.page.get_by_text("Rita en ny plats").click()
    board = reader.page.locator("[class*='st-key-sketch-'] iframe")
    expect(board).to_be_visible()
    board.scroll_into_view_if_needed()
    frame = board.content_frame
    expect(frame.locator(".leaflet-container")).to_be_visible()
    frame.locator(".leaflet-container").click(position={"x": 150, "y": 150})
    expect(reader.page.get_by_text("Inget är ritat än.")).to_have_count(0)
    name = reader.page.get_by_role("textbox", name="Namn", exact=True)
    name.fill("Svängen")
    name.press("Tab")
    reader.page.get_by_role("button", name="Spara platsen").click()
    save = reader.page.get_by_role("button", name=re.compile("Spara rättelse"))
    expect(save).to_be_enabled()
    save.click()
    expect(reader.page.get_by_text("Rättelsen är sparad.")).to_be_visible()
    rows = kept(desk).table("inside")
    row = rows[rows["quote"] == NOISE.quote].iloc[0]
    assert (row.place, row.precision, row.geometry.geom_type) == ("Svängen", "site", "Point")
    # Where the click was: inside the municipality's box (59.4–59.8 N, 15.9–16.5 E).
    assert 15.9 < row.geometry.x < 16.5
    assert 59.4 < row.geometry.y < 59.8


@pytest.mark.parametrize(("button", "decision"), [("Ja, det svarar", "confirmed"), ("Nej, det hör inte hit", "denied")])
def test_what_may_be_an_answer_is_confirmed_or_denied(visit, desk, button, decision):
    reader = visit(desk).open("/atgarder")
    reader.page.get_by_role("radio", name="Egna åtgärder").click()
    begin(reader)
    reader.page.get_by_role("radio", name="Obesvarade").click()
    card = reader.page.locator("[class*='st-key-quote-open-']").filter(has_text=NOISE.quote)
    expect(card).to_contain_text("Kanske ett svar: säger inte var; samma kategori")
    expect(card).to_contain_text(ANSWER.quote)
    card.get_by_role("button", name=button).click()
    if decision == "confirmed":
        expect(card).to_have_count(0)
    else:
        expect(card).not_to_contain_text(ANSWER.quote)
    (link,) = kept(desk).links.all()
    wanted = (by_quote(desk, NOISE.quote).id, by_quote(desk, ANSWER.quote).id, decision, "Anna Öberg")
    assert (link.earlier, link.later, link.decision, link.decided_by) == wanted


def test_a_measure_is_changed(visit, desk):
    made = kept(desk).measures.create(title="Kamera", owner="Polisen", by="bo")
    reader = visit(desk).open("/atgarder")
    reader.page.get_by_role("radio", name="Egna åtgärder").click()
    begin(reader)
    reader.page.locator("summary", has_text="Kamera").click()
    card = reader.page.locator(f".st-key-measure-{made.id}")
    owner = card.get_by_role("textbox", name="Ansvarig")
    owner.fill("Kommunen")
    owner.press("Tab")
    card.get_by_role("button", name="Spara").click()
    expect(reader.page.get_by_text("Ändringen är sparad.")).to_be_visible()
    (now,) = kept(desk).measures.all()
    assert (now.owner, now.title) == ("Kommunen", "Kamera")
