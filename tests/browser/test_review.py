"""The coordinator's stories in a real browser, from the click to what the store then holds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from os import environ

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MEETINGS, PHONE, ROOT, serving
from trygghet_geo import store
from trygghet_geo.places import coordinator, gazetteer

pytestmark = pytest.mark.browser
NEW = """Trygghetsråd
Påhittat exempel

Datum: 2024-06-04

Lägesbild
• Klotter på busskuren i Kolbäck.
• Läget i Nibble är lugnt.

Kommunen: Hallstahammars kommun
"""


@pytest.fixture
def desk(tmp_path) -> Iterator:
    """A server of this test's own: it is written to."""
    home, folder = tmp_path / "home", tmp_path / "meetings"
    home.mkdir()
    folder.mkdir()
    for name, text in MEETINGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "trygghet_geo", "ingest", str(folder), "--municipality", "1961"]
    subprocess.run(command, cwd=ROOT, env=environ | {"TRYGGHET_HOME": str(home)}, check=True, capture_output=True)
    with serving(home) as running:
        yield running


def kept(desk) -> store.Store:
    return store.open(desk.home / store.FILE)


def begin(reader, name: str = "Anna Öberg") -> None:
    """Say who reviews."""
    field = reader.page.get_by_role("textbox", name="Ditt namn")
    field.fill(name)
    reader.page.get_by_role("button", name="Börja").click()
    expect(reader.page.get_by_text(name)).to_be_visible()


def paper(reader):
    return reader.page.frame_locator("iframe[title='trygghet_geo.pages.papers.review']")


def quote(reader) -> str:
    box = reader.page.locator(".st-key-review-now").get_by_test_id("stText")
    expect(box).to_be_visible()
    return box.inner_text().strip()


def by_quote(desk, words: str):
    opened = kept(desk)
    rows = opened.table("all")
    id_ = rows[rows["quote"].str.contains(words, regex=False)].iloc[0].statement_id
    return opened.statement(id_)


def press(reader, key: str) -> None:
    """A key on the page itself, not in a field."""
    expect(reader.page.get_by_role("button", name=re.compile("^Avvisa"))).to_be_enabled()
    reader.page.locator("h1").first.click()
    reader.page.keyboard.press(key)


def test_keys_confirm_reject_and_undo_and_the_next_opens_by_itself(visit, desk):
    reader = visit(desk).open("/granska")
    begin(reader)
    first = quote(reader)
    press(reader, "b")
    expect(reader.page.get_by_text("Bekräftat.")).to_be_visible()
    assert by_quote(desk, first).status == "confirmed"
    assert by_quote(desk, first).reviewed_by == "Anna Öberg"
    second = quote(reader)
    assert second != first
    press(reader, "a")
    expect(reader.page.get_by_text("Avvisat")).to_be_visible()
    assert by_quote(desk, second).status == "rejected"
    inside = kept(desk).table("inside")
    assert not inside["quote"].str.contains(second, regex=False).any()
    reader.picture("granska-wall")
    press(reader, "u")
    expect(reader.page.get_by_text("Ångrat.")).to_be_visible()
    assert by_quote(desk, second).status == "read"
    assert quote(reader) == second


def test_a_correction_of_category_and_place_is_stored(visit, desk):
    reader = visit(desk).open("/granska")
    begin(reader)
    paper(reader).get_by_text("Klotter på skolans fasad i Kolbäck.").or_(
        paper(reader).get_by_text("Skadegörelse på Hammartorget.")
    ).first.click()
    expect(reader.page.locator(".st-key-review-now")).to_contain_text(re.compile("Klotter|Skadegörelse"))
    words = quote(reader)
    for label, value in (("Kategori", "Trafik"), ("Plats", "Nibble (område)")):
        box = reader.page.locator(".st-key-review-form").get_by_role("combobox", name=re.compile(rf"\b{label}\b")).first
        box.click()
        box.fill(value)
        reader.page.get_by_role("option", name=value, exact=True).click()
    save = reader.page.get_by_role("button", name=re.compile("Spara rättelse"))
    expect(save).to_be_enabled()
    save.click()
    expect(reader.page.get_by_text("Rättelsen är sparad.")).to_be_visible()
    rows = kept(desk).table("published")
    row = rows[rows["quote"] == words].iloc[0]
    assert (row.category, row.category_label, row.place, row.status) == ("traffic", "Trafik", "Nibble", "corrected")


def test_a_conflict_is_told_nothing_is_overwritten_and_the_note_stays(visit, desk):
    reader = visit(desk).open("/granska")
    begin(reader)
    words = quote(reader)
    one = by_quote(desk, words)
    note = reader.page.get_by_role("textbox", name="Anteckning")
    note.fill("Ring skolan")
    note.press("Tab")
    kept(desk).review(one.id, "rejected", by="Bo", version=one.version)
    reader.page.get_by_role("button", name=re.compile("^Bekräfta")).click()
    expect(reader.page.get_by_text(re.compile("ändrades under tiden av Bo"))).to_be_visible()
    assert by_quote(desk, words).status == "rejected"
    expect(note).to_have_value("Ring skolan")
    reader.page.get_by_role("button", name=re.compile("^Bekräfta")).click()
    expect(reader.page.get_by_text("Bekräftat.")).to_be_visible()
    after = by_quote(desk, words)
    assert (after.status, after.note) == ("confirmed", "Ring skolan")


def test_words_marked_in_the_document_become_a_statement(visit, desk):
    sha = next(one.sha256 for one in kept(desk).documents() if one.name.startswith("2024-02"))
    before = len(kept(desk).statements(sha))
    reader = visit(desk).open(f"/granska?handling={sha[:16]}")
    begin(reader)
    heading = paper(reader).get_by_text("Lägesbild")
    heading.scroll_into_view_if_needed()
    heading.evaluate(
        "node => { const s = getSelection(); s.removeAllRanges(); const r = document.createRange();"
        "r.selectNodeContents(node); s.addRange(r);"
        "document.getElementById('page').dispatchEvent(new MouseEvent('mouseup', {bubbles: true})) }"
    )
    picked = reader.page.locator(".st-key-review-picked")
    expect(picked).to_contain_text("Lägesbild")
    picked.get_by_role("button", name=re.compile("Lägg till")).click()
    expect(reader.page.get_by_text("Tillagt.")).to_be_visible()
    made = [one for one in kept(desk).statements(sha) if one.quote == "Lägesbild"]
    assert len(kept(desk).statements(sha)) == before + 1
    assert [one.status for one in made] == ["corrected"]


def test_a_file_is_previewed_then_stored_only_when_said(visit, desk):
    reader = visit(desk).open("/dokument")
    reader.page.get_by_text("Lägg till dokument").click()
    files = [
        {"name": "2024-06-04-möte.txt", "mimeType": "text/plain", "buffer": NEW.encode()},
        {"name": "trasig.pdf", "mimeType": "application/pdf", "buffer": b"%PDF nothing"},
    ]
    reader.page.locator("input[type=file]").set_input_files(files)
    expect(reader.page.get_by_text("Inget är sparat än")).to_be_visible()
    expect(reader.page.locator(".tk-document mark").first).to_contain_text("Klotter på busskuren")
    expect(reader.page.get_by_text(re.compile(r"trasig\.pdf:.* PDF"))).to_be_visible()
    assert len(kept(desk).documents()) == 2
    reader.picture("uppladdning-wall")
    begin(reader)
    reader.page.get_by_role("button", name="Spara 1 dokument").click()
    expect(reader.page.get_by_role("link", name=re.compile("Granska det som lästes"))).to_be_visible()
    assert {one.name for one in kept(desk).documents()} >= {"2024-06-04-möte.txt"}
    assert kept(desk).audit(limit=1)[0].actor == "Anna Öberg"
    reader.page.get_by_role("link", name=re.compile("Granska det som lästes")).click()
    expect(paper(reader).get_by_text("Klotter på busskuren")).to_be_visible()


def test_an_unknown_name_is_ignored_with_a_click_and_taken_back(visit, desk, monkeypatch):
    text = "Trygghetsråd\nPåhittat exempel\n\nDatum: 2024-05-07\n\n• Klotter vid Gubboskogen i Kolbäck.\n"
    path = desk.home / "2024-05-07-mote.txt"
    path.write_text(text, encoding="utf-8")
    home = gazetteer.municipality("1961")
    kept(desk).ingest(path, home)
    monkeypatch.setenv("TRYGGHET_HOME", str(desk.home))
    reader = visit(desk).open("/platser")
    begin(reader)
    card = reader.page.locator("[class*='st-key-name-']").filter(has_text="Gubboskogen")
    expect(card).to_contain_text("Klotter vid Gubboskogen i Kolbäck.")
    reader.picture("platser-wall")
    card.get_by_role("button", name="Ingen plats").click()
    expect(reader.page.get_by_text("Sparat.")).to_be_visible()
    expect(card).to_have_count(0)
    assert [each.words for each in coordinator.decided(home).ignored] == ["Gubboskogen"]
    reader.page.get_by_text("Det som är bestämt").click()
    reader.page.get_by_role("button", name="Ta tillbaka").click()
    expect(card).to_have_count(1)

    card.get_by_role("button", name="Ny plats").click()
    field = reader.page.get_by_role("textbox", name="Eller skriv latitud och longitud")
    field.fill("59.5700, 16.2300")
    field.press("Tab")
    save = reader.page.get_by_role("button", name="Spara platsen")
    # Leaving the field runs the page, which may take the button from under the pointer: a person presses once more.
    for _ in range(10):
        reader.page.get_by_role("button", name="Lägg till punkten").click()
        reader.page.wait_for_timeout(1000)
        if save.is_enabled():
            break
    save.click()
    expect(card).to_have_count(0)
    made = next(place for place in gazetteer.load(home).places.values() if place.name == "Gubboskogen")
    assert (made.geometry.x, made.geometry.y, made.uncertainty_m) == (16.23, 59.57, 50)
    reader.page.get_by_role("button", name="Läs om dokumenten").click()
    expect(reader.page.get_by_text(re.compile(r"3 dokument omlästa"))).to_be_visible()
    assert "Gubboskogen" in set(kept(desk).table()["place"])


def test_a_measure_is_entered_for_an_unanswered_concern_and_changed(visit, desk):
    reader = visit(desk).open("/atgarder")
    reader.page.get_by_role("radio", name="Egna åtgärder").click()
    begin(reader)
    reader.page.get_by_role("radio", name="Obesvarade").click()
    card = reader.page.locator("[class*='st-key-quote-open-']").filter(has_text="Skadegörelse på Hammartorget.")
    card.get_by_role("button", name="Ny åtgärd").click()
    expect(reader.page.get_by_text("Fyll i åtgärden")).to_be_visible()
    reader.page.get_by_role("textbox", name="Åtgärd", exact=True).fill("Kamera på torget")
    reader.page.get_by_role("textbox", name="Ansvarig").fill("Tekniska kontoret")
    reader.page.get_by_role("textbox", name="Ansvarig").press("Tab")
    reader.page.get_by_role("button", name="Spara", exact=True).click()
    expect(reader.page.get_by_text("Åtgärden är sparad.")).to_be_visible()
    (made,) = kept(desk).measures.all()
    assert (made.title, made.owner, made.state) == ("Kamera på torget", "Tekniska kontoret", "planned")
    assert made.statements == (by_quote(desk, "Skadegörelse på Hammartorget.").id,)
    reader.picture("atgarder-wall")
    reader.page.get_by_role("radio", name="Obesvarade").click()
    expect(card).to_have_count(0)


@pytest.mark.parametrize("page", ["granska", "atgarder", "platser", "dokument"])
def test_a_page_fits_a_phone(visit, server, page):
    reader = visit(server, size=PHONE).open(f"/{page}")
    if page in ("granska", "platser"):
        begin(reader)
    expect(reader.page.locator("h1").first).to_be_visible()
    reader.page.wait_for_load_state("networkidle")
    assert reader.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    reader.picture(f"{page}-phone")


def test_several_statements_are_settled_by_keys_alone(visit, desk):
    """The name is typed and sent, then one key each; the mouse is not touched."""
    reader = visit(desk).open("/granska")
    keys = reader.page.keyboard
    reader.page.get_by_role("textbox", name="Ditt namn").focus()
    keys.type("Anna Öberg")
    keys.press("Enter")
    decided = []
    for key, name, status in (
        ("b", "confirmed", "confirmed"),
        ("a", "rejected", "rejected"),
        ("b", "confirmed", "confirmed"),
    ):
        words = quote(reader)
        id_ = by_quote(desk, words).id
        expect(reader.page.locator(f".st-key-do-{name}-{id_} button")).to_be_enabled()
        expect(reader.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
        keys.press(key)
        expect(reader.page.locator(".st-key-review-now").get_by_text(words, exact=True)).to_have_count(0)
        decided.append((words, status))
    assert [by_quote(desk, words).status for words, _ in decided] == [status for _, status in decided]
    here = quote(reader)
    for key in ("n", "f"):
        expect(reader.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
        before = quote(reader)
        keys.press(key)
        expect(reader.page.locator(".st-key-review-now").get_by_text(before, exact=True)).to_have_count(0)
    assert quote(reader) == here
