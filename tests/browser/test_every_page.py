"""Every page, in both sizes and languages, over the example documents: axe, words, width, and a picture to look at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OUTPUT, PHONE, ROOT, WALL, Server, serving
from tests.browser.test_accessibility import violations
from trygghet_geo.pages import shared, words

pytestmark = pytest.mark.browser

PAGES = {
    "karta": "/",
    "mote": "/mote",
    "trender": "/trender",
    "jamfor": "/jamfor",
    "dokument": "/dokument",
    "granska": "/granska",
    "atgarder": "/atgarder",
    "platser": "/platser",
    "exportera": "/exportera",
    "om": "/om",
    "metoder": "/metoder",
}
WRONG = re.compile("Något gick fel på sidan|Something went wrong on this page|encountered an error")
STATES = {
    "karta-plats": "/?visa=1961-kolback&under=outlines&under=residents",
    "karta-taethet": "/?lager=density",
    "karta-sticker-ut": "/?lager=hotspots",
    "karta-urval": "/?kategori=traffic&period=last",
    "karta-tomt": "/?sok=finns+inte",
    "mote-punkt": "/mote?punkt=2",
    "mote-mork": "/mote?punkt=1&tema=mork",
    "mote-oversikt-mork": "/mote?tema=mork",
    "jamfor-kategorier": "/jamfor?jamfor=categories",
    "metoder-sticker-ut": "/metoder?metod=hotspots",
}


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Iterator[Server]:
    """Serves the example documents, read by the real command."""
    home = tmp_path_factory.mktemp("example")
    command = [sys.executable, "-m", "trygghet_geo", "ingest", "data/documents", "--municipality", "1961"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"TRYGGHET_HOME": str(home)}, check=True, capture_output=True)
    with serving(home) as running:
        yield running


def settled(page: Page) -> None:
    """Wait until the script has run and the page stands, with its widgets."""
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
    expect(page.locator(":is(h1, h2):visible").first).to_be_visible()
    expect(page.locator("[data-testid='stSkeleton']")).to_have_count(0)
    expect(page.get_by_text(WRONG)).to_have_count(0)


def swedish() -> set[str]:
    """Whole messages of the interface that English readers have other words for; without names to fill in."""
    ours = {message.id: message.string for message in words.catalogue("sv") if isinstance(message.string, str)}
    theirs = {message.id: message.string for message in words.catalogue("en")}
    return {said for key, said in ours.items() if len(said) > 9 and "{" not in said and said != theirs[key]}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_both_sizes_and_languages(visit, example, name):
    assert len(PAGES) == len(shared.PAGES)
    for label, size in (("vagg", WALL), ("telefon", PHONE)):
        for language in ("sv", "en"):
            opened = visit(example, size=size).open(PAGES[name] + ("?lang=en" if language == "en" else ""))
            settled(opened.page)
            if name == "karta":
                opened.shows_map()
            expect(opened.page.locator("html")).to_have_attribute("lang", language)
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert violations(opened.page) == []
            if language == "en":
                shown = set(opened.page.locator("body").inner_text().splitlines())
                assert shown & swedish() == set()
            opened.picture(f"sidor/{name}-{label}-{language}")
            opened.page.context.close()
    assert all(
        (OUTPUT / "sidor" / f"{name}-{s}-{lang}.png").stat().st_size
        for s in ("vagg", "telefon")
        for lang in ("sv", "en")
    )


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_a_state(visit, example, name):
    opened = visit(example).open(STATES[name])
    settled(opened.page)
    assert violations(opened.page) == []
    opened.picture(f"sidor/{name}-vagg-sv")


def test_axe_finds_nothing_while_reviewing_nor_in_what_is_unfolded(visit, example):
    """Granska with its fields and page picture, the form of Åtgärder, the list of Platser, a document."""
    opened = visit(example).open("/granska")
    page = opened.page
    page.get_by_role("textbox", name="Ditt namn").fill("Anna Provare")
    page.get_by_role("button", name="Börja").click()
    expect(page.get_by_role("button", name=re.compile("Bekräfta"))).to_be_visible()
    for title in ("Varför", "Rita", "Dela", "missat"):
        unfold = page.locator("summary", has_text=re.compile(title, re.IGNORECASE))
        if unfold.count():
            unfold.first.click()
    settled(page)
    assert violations(page) == []
    opened.picture("sidor/granska-oppen-vagg-sv")
    for link, heading in (("Åtgärder", "Åtgärder"), ("Platser", "Platser")):
        page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        if link == "Åtgärder":
            page.get_by_role("radio", name="Egna åtgärder").click()
            expect(page.get_by_text("Inga egna åtgärder än.")).to_be_visible()
            settled(page)
            page.locator("summary", has_text="Ny åtgärd").click()
            expect(page.get_by_label("Ansvarig").first).to_be_visible()
        settled(page)
        assert violations(page) == []
        opened.picture(f"sidor/{link.lower()}-oppen-vagg-sv")
    opened.open("/dokument")
    settled(page)
    page.locator("summary", has_text="Lägg till dokument").click()
    page.get_by_role("link", name="2022-09-14-trygghetsrad.pdf").click()
    expect(page.locator("mark").first).to_be_visible()
    assert violations(page) == []
    opened.picture("sidor/dokument-text-vagg-sv")


def test_axe_finds_nothing_on_the_pages_of_an_empty_store(visit, tmp_path):
    with serving(tmp_path) as empty:
        opened = visit(empty, size=PHONE)
        for path in PAGES.values():
            opened.open(path)
            expect(opened.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_be_visible()
            expect(opened.page.get_by_text(WRONG)).to_have_count(0)
            expect(opened.page.get_by_role("main")).to_have_text(re.compile(r"\w{4}"))
            assert violations(opened.page) == [], path
        opened.page.context.close()
