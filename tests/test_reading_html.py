"""Web pages: the article and nothing around it."""

from __future__ import annotations

import pytest

from tests.reading_samples import check, kinds, read, sections
from trygghet_geo.errors import UnreadableDocument

PAGE = """<!doctype html>
<html lang="sv"><head><meta charset="{charset}"><title>Lägesbild | Exempelköping</title>
<style>p {{ color: red }}</style><script>var x = "inbrott";</script></head><body>
<div id="cookie-banner"><p>Vi använder kakor för att mäta skadegörelse.</p><button>Godkänn</button></div>
<header class="site-header"><a href="/">Exempelköpings kommun</a><nav><ul><li>Hem<li>Trygghet</ul></nav></header>
<div class="page-wrapper"><main id="main"><nav class="breadcrumb">Start / Nyheter</nav>
<h1>Rapport från trygghetsrådet</h1><p>4 mars 2024</p>
<h2>Läget i Norrby</h2>
<p>Ungdomar har <b>klottrat</b> på
   skolan.<br>Bilar kör för fort på Ågatan.</p>
<ul><li>Mörkt vid Lillån<ul><li>Trasig lampa</li></ul></li><li><p>Skräp i parken</p></li></ul>
<h2>Övrigt</h2><p>Lugnt i hamnen.</p><!-- Ingen ser detta -->
<div class="share-buttons">Dela sidan</div><footer>Sidansvarig: Eva Ek</footer>
</main></div><footer><p>Kontakta oss</p></footer></body></html>"""


def test_only_the_article_is_read_with_its_structure(tmp_path):
    document = read(tmp_path, PAGE.format(charset="utf-8"), "sida.html")
    check(document)
    assert kinds(document) == [
        ("heading", "Rapport från trygghetsrådet"),
        ("paragraph", "4 mars 2024"),
        ("heading", "Läget i Norrby"),
        ("paragraph", "Ungdomar har klottrat på skolan."),
        ("paragraph", "Bilar kör för fort på Ågatan."),
        ("bullet", "Mörkt vid Lillån"),
        ("bullet", "Trasig lampa"),
        ("bullet", "Skräp i parken"),
        ("heading", "Övrigt"),
        ("paragraph", "Lugnt i hamnen."),
    ]
    assert [b.level for b in document.blocks if b.kind == "bullet"] == [1, 2, 1]
    assert sections(document)["Läget i Norrby"][-1] == "Skräp i parken"
    assert str(document.header.date) == "2024-03-04"
    assert (document.format, document.pages) == ("html", None)


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("x", "utf-8")]
)
def test_the_page_says_its_encoding(tmp_path, charset, encoding):
    document = read(tmp_path, PAGE.format(charset=charset).encode(encoding), "sida.htm")
    assert "Läget i Norrby" in document.text
    assert "på Ågatan" in document.text


def test_a_title_above_the_main_element_belongs_to_it(tmp_path):
    page = "<html><body><div><h1>Nattens händelser</h1></div><main><p>Det brann i en bil i Norrby.</p></main></body>"
    assert kinds(read(tmp_path, page, "a.html")) == [
        ("heading", "Nattens händelser"),
        ("paragraph", "Det brann i en bil i Norrby."),
    ]


def test_a_page_without_main_loses_head_and_foot_but_not_an_article_head(tmp_path):
    page = """<html><body><header><p>Meny</p></header><article><header><h1>Skräp i parken</h1></header>
    <p>Det ligger glas på gångvägen.</p></article><aside>Läs också om annat</aside><footer>Kontakt</footer></body>"""
    assert kinds(read(tmp_path, page, "a.html")) == [
        ("heading", "Skräp i parken"),
        ("paragraph", "Det ligger glas på gångvägen."),
    ]


def test_a_word_in_a_class_name_is_not_enough_to_drop_text(tmp_path):
    page = """<div class="social-omsorg"><p>Oro i Norrby.</p></div><div class="menu-wrapper"><main class="meny">
    <p>Bråk i hamnen.</p></main></div><div class="social-media">Följ oss</div>"""
    assert "Bråk i hamnen." in read(tmp_path, page, "a.html").text
    text = read(tmp_path, page.replace("main", "section"), "b.html").text
    assert "Oro i Norrby." in text
    assert "Följ oss" not in text


def test_a_list_of_articles_is_kept_whole(tmp_path):
    page = "<main>" + "".join(f"<article><h2>Rån {n}</h2><p>I Norrby rånades nummer {n}.</p></article>" for n in "123")
    words = [text for _, text in kinds(read(tmp_path, page, "a.html"))]
    assert [w for w in words if w.startswith("I Norrby")] == [f"I Norrby rånades nummer {n}." for n in "123"]


def test_a_table_is_read_by_rows(tmp_path):
    page = """<table><caption>Nattens ärenden</caption><tr><th>Plats</th><th>Iakttagelse</th></tr>
    <tr><td>Torget</td><td>Många berusade personer störde ordningen under kvällen.</td></tr>
    <tr><td>Hamnen</td><td>Två personer bråkade högljutt utanför krogen.</td></tr></table>"""
    document = read(tmp_path, page, "a.html")
    cells = [text for kind, text in kinds(document) if kind == "cell"]
    assert cells[:2] == ["Torget", "Många berusade personer störde ordningen under kvällen."]
    assert document.text.index("Nattens") < document.text.index("Torget") < document.text.index("Hamnen")


def test_nothing_outside_the_page_is_read(tmp_path):
    (tmp_path / "hemligt.txt").write_text("HEMLIGT")
    page = f"""<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/hemligt.txt">]><body><p>Mörkt &x; i Norrby.</p>
    <iframe src="hemligt.txt"></iframe><object data="hemligt.txt"></object></body>"""
    assert "HEMLIGT" not in read(tmp_path, page, "a.html").text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html><body><script>1</script></body></html>", "ingen text"),
        ("<html>" + "<div>" * 50_000 + "x", "nästlad"),
        (b"%PDF-1.4 x", "en PDF"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, page, expected):
    with pytest.raises(UnreadableDocument, match=expected):
        read(tmp_path, page, "a.html")
