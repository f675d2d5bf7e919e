"""The coordinator: three kinds of files come in, two decide at once, a measure is followed to its effect."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect
from reportlab.pdfgen import canvas

from tests.browser import invented
from tests.browser.conftest import serving
from tests.browser.invented import Said
from tests.browser.test_review import begin, by_quote, kept, paper, quote
from trygghet_geo import store

pytestmark = pytest.mark.browser
NOISE = Said("Buskörning på kvällarna i Kolbäck.", (("traffic", None),), "1961-kolback", "locality")
# In the encoding and with the separator of a Swedish Excel; no municipality, no date of a meeting.
TABLE = """Datum;Plats;Kategori;Beskrivning
2025-01-15;Hammartorget;Klotter;Klotter på bänkarna på Hammartorget
2025-01-22;Nibbleskolan;Skadegörelse;Krossad ruta på Nibbleskolan
""".encode("cp1252")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator:
    """A server of this test's own: it is written to."""
    invented.fill(tmp_path / store.FILE, [("2024-02-06.txt", date(2024, 2, 6), [NOISE])])
    with serving(tmp_path) as running:
        yield running


def pdf(*lines: str) -> bytes:
    into = io.BytesIO()
    sheet = canvas.Canvas(into, pagesize=(595, 842))
    for number, line in enumerate(lines):
        sheet.drawString(60, 780 - 26 * number, line)
    sheet.save()
    return into.getvalue()


def word(*lines: str) -> bytes:
    into, made = io.BytesIO(), docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(into)
    return into.getvalue()


def test_a_pdf_a_word_file_and_a_table_are_shown_as_they_will_be_stored(visit, desk):
    head = ("Trygghetsråd Hallstahammars kommun", "Påhittat exempel", "Datum: 2025-02-12", "Lägesbild")
    files = [
        ("2025-02-12-råd.pdf", pdf(*head, "Klotter på stationen i Kolbäck.", "Läget i Strömsholm är lugnt.")),
        ("vecka-6.docx", word(*head, "Inbrott i två garage i Nibble.")),
        ("felanmälan.csv", TABLE),
    ]
    reader = visit(desk).open("/dokument")
    reader.page.locator("summary", has_text="Lägg till dokument").click()
    given = [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    reader.page.locator("input[type=file]").set_input_files(given)
    previews = reader.page.locator("[class*='st-key-preview-']")
    expect(previews).to_have_count(3)
    for number, words in enumerate(("Klotter på stationen", "Inbrott i två garage", "Krossad ruta")):
        expect(previews.nth(number).locator("mark").filter(has_text=words)).to_be_visible()
    # The table names no municipality: the map's is proposed, and what is shown is what that gives.
    table = previews.nth(2)
    expect(table).to_contain_text("Kartans egen är förvald")
    expect(table).to_contain_text("efter sina egna datum")
    assert len(kept(desk).documents()) == 1
    begin(reader)
    reader.page.get_by_role("button", name="Spara 3 dokument").click()
    expect(reader.page.get_by_role("link", name=re.compile("Granska det som lästes"))).to_have_count(3)
    rows = kept(desk).table("all")
    found = {(row.quote.strip(), row.place) for row in rows[rows["document"] == "felanmälan.csv"].itertuples()}
    assert {place for _, place in found} == {"Hammartorget", "Nibbleskolan"}
    assert {one.name for one in kept(desk).documents()} >= {name for name, _ in files}
    # What was drawn of the table's page is where the review begins.
    reader.page.get_by_role("link", name=re.compile("Granska det som lästes")).first.click()
    expect(paper(reader).locator(".sheet img")).to_be_visible()
    expect(paper(reader).locator(".box").first).to_be_visible()
    reader.picture("granska-pdf-wall")


def test_a_file_from_elsewhere_is_shown_anew_when_its_municipality_is_chosen(visit, desk):
    reader = visit(desk).open("/dokument")
    reader.page.locator("summary", has_text="Lägg till dokument").click()
    given = {"name": "felanmälan.csv", "mimeType": "text/csv", "buffer": TABLE}
    reader.page.locator("input[type=file]").set_input_files(given)
    preview = reader.page.locator("[class*='st-key-preview-']")
    expect(preview).to_contain_text("Kartans egen är förvald")
    box = preview.get_by_role("combobox", name=re.compile("Kommun"))
    box.click()
    box.fill("Sala")
    reader.page.get_by_role("option", name="Sala", exact=True).click()
    expect(preview.get_by_role("combobox", name=re.compile("Kommun"))).to_have_value("Sala")
    begin(reader)
    reader.page.get_by_role("button", name="Spara 1 dokument").click()
    expect(reader.page.get_by_role("link", name=re.compile("Granska det som lästes"))).to_be_visible()
    rows = kept(desk).table("all")
    assert set(rows.loc[rows["document"] == "felanmälan.csv", "municipality"]) == {"Sala"}


def test_of_two_who_decide_at_once_the_second_is_told_and_may_choose(visit, desk):
    address = f"/granska?yttrande={by_quote(desk, NOISE.quote).id}"
    first, second = visit(desk).open(address), visit(desk).open(address)
    begin(first, "Anna Öberg")
    begin(second, "Bo Ek")
    assert quote(first) == quote(second) == NOISE.quote
    first.page.get_by_role("button", name=re.compile("^Avvisa")).click()
    expect(first.page.get_by_text(re.compile("^Avvisat:"))).to_be_visible()
    second.page.get_by_role("button", name=re.compile("^Bekräfta")).click()
    expect(second.page.get_by_text(re.compile("ändrades under tiden av Anna Öberg"))).to_be_visible()
    assert by_quote(desk, NOISE.quote).status == "rejected"
    second.page.get_by_role("button", name=re.compile("^Bekräfta")).click()
    expect(second.page.get_by_text("Bekräftat.")).to_be_visible()
    after = by_quote(desk, NOISE.quote)
    assert (after.status, after.reviewed_by) == ("confirmed", "Bo Ek")


def test_a_concern_is_followed_to_a_measure_and_its_effect_on_the_card_and_in_the_meeting(visit, desk):
    reader = visit(desk).open("/atgarder")
    page = reader.page
    page.get_by_role("radio", name="Egna åtgärder").click()
    begin(reader)
    page.get_by_role("radio", name="Obesvarade").click()
    card = page.locator("[class*='st-key-quote-open-']").filter(has_text=NOISE.quote)
    card.get_by_role("button", name="Ny åtgärd").click()
    expect(page.get_by_text("Fyll i åtgärden")).to_be_visible()
    for name, value in (("Åtgärd", "Farthinder"), ("Ansvarig", "Tekniska kontoret"), ("Effekt", "Färre kör fort")):
        field = page.get_by_role("textbox", name=name, exact=True)
        field.fill(value)
        field.press("Tab")
    due = page.get_by_role("group", name="Slutdatum").first
    for part, digits in (("year", "2024"), ("month", "06"), ("day", "30")):
        due.get_by_role("spinbutton", name=re.compile(part)).click()
        page.keyboard.type(digits)
    state = page.get_by_role("combobox", name=re.compile("Läge")).first
    state.click()
    page.get_by_role("option", name="klar", exact=True).click()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Åtgärden är sparad.")).to_be_visible()
    (made,) = kept(desk).measures.all()
    assert (made.owner, made.due, made.state) == ("Tekniska kontoret", date(2024, 6, 30), "done")
    assert (made.effect, made.statements) == ("Färre kör fort", (by_quote(desk, NOISE.quote).id,))
    for path, where in (("/?visa=1961-kolback", ".st-key-side"), ("/mote?punkt=1", ".tk-item:not([hidden])")):
        reader.open(path)
        told = page.locator(where)
        expect(told).to_contain_text(NOISE.quote)
        expect(told).to_contain_text("Farthinder")
        expect(told).to_contain_text("Tekniska kontoret")
        expect(told).to_contain_text("klar")
