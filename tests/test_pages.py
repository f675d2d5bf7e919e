"""Every page opens, survives an empty choice and an empty store, and shows what the selection lets through."""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.browser import invented
from tests.browser.invented import Said
from tests.test_maps import PAYLOADS
from trygghet_geo import assets, maps, store
from trygghet_geo.pages import filters, mapview, marked, shared, words
from trygghet_geo.records import Block, Document
from trygghet_geo.selection import Selection

ROOT = Path(__file__).resolve().parent.parent
PAGES = list(shared.PAGES.values())
SLOW_S = 60


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """An installation whose store holds the two invented meetings."""
    home = tmp_path_factory.mktemp("home")
    invented.fill(home / store.FILE, invented.EXAMPLE, invented=True)
    return home


@pytest.fixture
def app(filled, monkeypatch) -> AppTest:
    return start(filled, monkeypatch)


def start(home: Path, monkeypatch, **query: str | list[str]) -> AppTest:
    monkeypatch.setenv("TRYGGHET_HOME", str(home))
    # The map itself is tested in the browser; here its files may be missing.
    monkeypatch.setattr(assets, "missing", lambda: ())
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=SLOW_S)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def go(app: AppTest, page: Path) -> AppTest:
    return app.switch_page(page.relative_to(ROOT).as_posix()).run()


def texts(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def everything(app: AppTest) -> str:
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.text, app.info, app.warning, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def named(app: AppTest, name: str) -> str:
    """The code of the document called `name` in the list of documents."""
    content = shared.content()
    return next(code for code, known in content.options.documents.items() if known == name)


def places(app: AppTest) -> list[str]:
    """The entries of the list beside the map, in words."""
    (found,) = [one.proto.body for one in app.get("html") if "tk-places" in one.proto.body] or [""]
    return [re.sub("<[^>]*>", "", entry) for entry in re.findall("<button.*?</button>", found)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_opens_and_survives_an_empty_choice(app, page):
    go(app, page)
    assert not app.exception
    assert not app.error
    app.sidebar.button_group[0].set_value([]).run()
    assert not app.exception
    if page in (shared.PAGES["map"], shared.PAGES["export"]):
        assert app.info[0].value.startswith("Inget är valt")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
@pytest.mark.parametrize("language", words.LANGUAGES.values())
def test_a_page_opens_with_an_empty_store_in_both_languages(page, language, tmp_path, monkeypatch):
    app = go(start(tmp_path, monkeypatch, lang=language), page)
    assert not app.exception
    if page not in (shared.PAGES["about"], shared.PAGES["methods"]):
        assert "trygghet_geo ingest" in app.info[0].value


def test_a_broken_store_is_said_in_one_line(tmp_path, monkeypatch):
    (tmp_path / store.FILE).write_bytes(b"this is no database" * 100)
    app = start(tmp_path, monkeypatch)
    assert not app.exception
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value


def test_every_page_file_is_in_the_navigation():
    pages = {
        path for path in (ROOT / "trygghet_geo/pages").glob("*.py") if "shared.content()" in path.read_text("utf-8")
    }
    assert pages - {ROOT / "trygghet_geo/pages/shared.py"} == set(PAGES)


def test_the_map_tells_how_many_have_a_place_and_ranks_them(app):
    """12 concerns; ensamma has no place and kommunen is the whole municipality: 10 placed, over 8 places."""
    assert "**10 av 12** problem" in everything(app)
    assert len(places(app)) == 8
    assert places(app)[0].startswith("2 Hammartorget ")
    assert places(app)[1].startswith("2 Kolbäck ")
    assert [e.label for e in app.main.expander] == ["2 problem utan plats på kartan"]
    assert {"Många är ensamma.", "Skräp på många ställen i kommunen."} == set(texts(app))


def test_only_concerns_show_until_another_kind_is_chosen(app):
    calm = "Läget är lugnt i Hallstahammar."
    go(app, shared.PAGES["map"])
    assert "lugnt" not in " ".join(places(app))
    app.sidebar.button_group[0].set_value(["calm"]).run()
    assert "**1 av 1** uppgift" in everything(app)
    app.query_params["visa"] = "1961-hallstahammar"
    app.run()
    assert texts(app) == [calm]
    assert ":green-badge[lugnt]" in everything(app)


def test_a_category_filters_map_list_and_export_alike(app):
    app.sidebar.multiselect(key="kategori").set_value(["traffic"]).run()
    # Traffic: Kolbäck, road 252, Nibble and Hammartorget, one each.
    assert "**4 av 4** problem" in everything(app)
    assert [line.split(" ", 1)[1] for line in places(app)] == [
        "Hammartorget Trafik",
        "Kolbäck Trafik",
        "Länsväg 252 Trafik",
        "Nibble Trafik",
    ]
    go(app, shared.PAGES["export"])
    assert "4 problem, varav 4 med plats" in everything(app)
    assert any("kategori: Trafik" in text for text in texts(app))
    app.sidebar.button[0].click().run()
    assert "12 problem, varav 10 med plats. Rader i filen: 14." in everything(app)


def test_type_place_document_and_period_filter(app):
    app.sidebar.multiselect(key="typ").set_value(["vandalism/graffiti"]).run()
    assert "**3 av 3**" in everything(app)
    app.sidebar.multiselect(key="plats").set_value(["1961-kolback"]).run()
    assert "**2 av 2**" in everything(app)
    app.sidebar.selectbox(key="period").set_value("2023").run()
    assert "**1 av 1**" in everything(app)
    app.sidebar.multiselect(key="dokument").set_value([named(app, "2024-03-05-exempelrad.txt")]).run()
    assert app.info[0].value == words.text("empty.selection")


def test_the_last_meeting_and_an_own_period(app):
    app.sidebar.selectbox(key="period").set_value("last").run()
    assert "**5 av 7**" in everything(app)
    app.sidebar.selectbox(key="period").set_value("two").run()
    assert "**10 av 12**" in everything(app)
    app.sidebar.selectbox(key="period").set_value("own").run()
    app.sidebar.date_input(key="till").set_value(date(2023, 12, 31)).run()
    assert "**5 av 5**" in everything(app)
    app.sidebar.date_input(key="till").set_value(date(2023, 1, 1)).run()
    assert app.warning[0].value == words.text("period.wrong")


def test_a_link_restores_the_view(filled, monkeypatch):
    app = start(filled, monkeypatch, kategori=["Skadegörelse", "Trafik"], period="2024", visa="1961-kolback")
    assert not app.exception
    # Kolbäck in 2024: graffiti and speeding of one statement, and what came of the graffiti.
    said = "Källarinbrott, klotter och fortkörning i Kolbäck."
    assert texts(app) == [said, "Väktare går runt i Kolbäck på kvällarna."]
    assert app.sidebar.multiselect(key="kategori").value == ["vandalism", "traffic"]
    assert [h.value for h in app.main.subheader] == ["Kolbäck"]


def address(app: AppTest) -> dict[str, list[str]]:
    return {key: [values] if isinstance(values, str) else list(values) for key, values in app.query_params.items()}


def test_the_address_holds_codes_and_only_what_is_restricted(app):
    assert address(app) == {}
    app.sidebar.multiselect(key="kategori").set_value(["traffic"]).run()
    app.sidebar.selectbox(key="period").set_value("own").run()
    # The first and the last day are there although nobody touched them: the next ingest must not change the link.
    assert address(app) == {
        "kategori": ["traffic"],
        "period": ["own"],
        "fran": ["2023-11-14"],
        "till": ["2024-03-05"],
    }
    app.sidebar.button_group[0].set_value([]).run()
    assert address(app)["sort"] == ["-"]
    app.sidebar.button[0].click().run()
    assert address(app) == {}


def test_a_language_keeps_the_selection(app):
    app.sidebar.multiselect(key="kategori").set_value(["traffic"]).run()
    app.sidebar.selectbox(key="lang").set_value("en").run()
    assert app.sidebar.multiselect(key="kategori").value == ["traffic"]
    assert address(app) == {"kategori": ["traffic"], "lang": ["en"]}
    assert "**4 of 4** concerns" in everything(app)


def test_the_counts_beside_the_choices_follow_the_other_filters(app):
    def counted(key: str) -> dict[str, int]:
        pairs = (label.rsplit(" (", 1) for label in app.sidebar.multiselect(key=key).options)
        return {name: int(count.rstrip(")")) for name, count in pairs}

    assert counted("kategori")["Trafik"] == 4
    assert counted("kategori")["Skadegörelse"] == 4
    app.sidebar.selectbox(key="period").set_value("2023").run()
    # Of 2023: mopeds in Nibble and reckless driving at Hammartorget; stones at the school and graffiti in Kolbäck.
    assert (counted("kategori")["Trafik"], counted("kategori")["Skadegörelse"]) == (2, 2)
    app.sidebar.multiselect(key="kategori").set_value(["vandalism"]).run()
    # What another category would give stays told, and only the types of the chosen one are offered.
    assert counted("kategori")["Trafik"] == 2
    assert counted("typ") == {"Skadegörelse: klotter": 1, "Skadegörelse: skada på egendom": 1}


def test_words_kind_of_document_and_confidence_filter(app):
    app.sidebar.text_input(key="sok").set_value("KLOTTER").run()
    assert "**3 av 3**" in everything(app)
    assert address(app) == {"sok": ["KLOTTER"]}
    app.sidebar.selectbox(key="sakerhet").set_value(0.7).run()
    assert "**3 av 3**" in everything(app)
    assert address(app) == {"sok": ["KLOTTER"], "sakerhet": ["0.7"]}
    app.sidebar.selectbox(key="period").set_value("2023-ht").run()
    assert "**1 av 1**" in everything(app)


def test_what_the_address_asks_for_and_is_not_there_is_told(filled, monkeypatch):
    app = start(filled, monkeypatch, kategori=["Påhittad", "traffic"], period="2024")
    assert [warning.value for warning in app.sidebar.warning] == [
        "Adressen innehåller ett val som inte finns här: kategori\\=Påhittad. Det är utelämnat."
    ]
    assert app.sidebar.multiselect(key="kategori").value == ["traffic"]
    assert address(app) == {"kategori": ["traffic"], "period": ["2024"]}


@pytest.mark.parametrize(
    "query", [{"kategori": "Påhittad"}, {"period": "när som helst"}, {"visa": "ingen-plats"}, {"sort": "<script>"}]
)
def test_an_address_with_nonsense_is_survived(filled, monkeypatch, query):
    app = start(filled, monkeypatch, **query)
    assert not app.exception
    assert not app.error


def test_the_card_of_a_place_holds_all_that_is_said_there_and_closes(app):
    app.query_params["visa"] = "1961-kolback"
    app.run()
    said = ["Källarinbrott, klotter och fortkörning i Kolbäck.", "Klotter i gångtunneln i Kolbäck."]
    # What came of it: the guards, of the same category at the same place.
    assert texts(app) == [*said, "Väktare går runt i Kolbäck på kvällarna."]
    assert "åtgärd finns" in everything(app)
    assert "ingen har svarat" in everything(app)
    assert "2 problem i 2 dokument, senast 5 mars 2024" in everything(app)
    assert "Påhittat exempel" in everything(app)
    app.button(key="back").click().run()
    assert len(places(app)) == 8


def test_a_document_shows_its_text_marked_and_hides_who_attended(filled, monkeypatch):
    opened = store.open(filled / store.FILE)
    first = opened.documents()[0]
    chosen = opened.table().query("document_sha256 == @first.sha256").iloc[0].statement_id
    app = go(start(filled, monkeypatch), shared.PAGES["documents"])
    assert [h.value for h in app.title] == ["2 dokument"]
    app.query_params["handling"] = first.sha256[:16]
    app.query_params["yttrande"] = chosen
    app.run()
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    assert "7 problem" in everything(app)
    assert "1 lugnt läge" in everything(app)
    (text,) = [body for body in bodies if "tk-document" in body and "<mark" in body]
    assert text.count("<mark") == 9
    assert text.count("tk-chosen") == 1
    assert "Hemlig Person" not in text + everything(app)
    assert app.warning[0].value == words.text("invented.why")
    app.query_params["handling"] = "0" * 16
    app.run()
    assert app.info[0].value == words.text("documents.gone")


def test_hostile_text_is_shown_as_it_stands(tmp_path, monkeypatch):
    said = [
        Said(payload, (("traffic", None),), "1961-kolback", "locality", place_name=payload)
        for payload in PAYLOADS
        if payload.isprintable()
    ]
    invented.fill(tmp_path / store.FILE, [("{{7*7}} <img src=x> :smile:.txt", date(2024, 1, 1), said)])
    app = start(tmp_path, monkeypatch, visa="1961-kolback")
    assert not app.exception
    assert set(texts(app)) == {statement.quote for statement in said}
    for page in PAGES:
        go(app, page)
        assert not app.exception


def test_without_the_maps_files_the_page_says_what_to_run_and_the_list_works(filled, monkeypatch):
    app = start(filled, monkeypatch)
    monkeypatch.setattr(assets, "missing", lambda: ("leaflet.js",))
    app.run()
    assert assets.COMMAND in app.error[0].value
    assert len(places(app)) == 8


def test_a_place_in_another_municipality_says_so(tmp_path, monkeypatch):
    said = [Said("Klotter.", (("vandalism", None),), f"1961-{name}", "locality") for name in ("kolback", "stromsholm")]
    far = Said("Klotter.", (("vandalism", None),), "1961-nibble", "locality", municipality=("1980", "Västerås"))
    invented.fill(tmp_path / store.FILE, [("a.txt", date(2024, 1, 1), [*said, far])])
    labels = [line.split(" ", 1)[1] for line in places(start(tmp_path, monkeypatch))]
    assert labels == [f"{name} Skadegörelse" for name in ("Kolbäck", "Nibble (Västerås)", "Strömsholm")]


def test_a_tile_server_is_used_only_when_it_is_configured(monkeypatch):
    monkeypatch.delenv("TRYGGHET_TILES", raising=False)
    assert mapview.tiles() is None
    monkeypatch.setenv("TRYGGHET_TILES", "https://kartor.example/{z}/{x}/{y}.png")
    monkeypatch.setenv("TRYGGHET_TILES_ATTRIBUTION", "© Kommunen")
    assert mapview.tiles() == maps.Tiles("https://kartor.example/{z}/{x}/{y}.png", "© Kommunen")


def test_a_downloaded_file_is_named_by_its_selection(filled, monkeypatch):
    content = shared.Content(opened := store.open(filled / store.FILE).table(), (), {}, (), "1")
    assert len(opened) == 16
    chosen = Selection(kinds=("concern",), categories=("vandalism",), places=("1961-kolback",))
    stem = filters.file_stem(chosen, content)
    assert stem == "trygghetskartan-sort-problem-kategori-skadegorelse-plats-kolback"


def test_markdown_is_escaped_sign_by_sign():
    assert shared.markdown("*a* [b](c) :red[d]") == "\\*a\\* \\[b\\]\\(c\\) \\:\u2060red\\[d\\]"
    assert all(f"\\{sign}" in shared.markdown(sign) for sign in string.punctuation)


def test_marks_are_cut_where_they_begin_and_end_and_text_is_escaped():
    text = "Rubrik\n\n<b>Klotter</b> och\nlugnt & stilla. Anna Hemlig."
    start_, end = text.index("<b>"), text.index(" Anna")
    spans = ((0, 6),), ((start_, end),), ((end + 1, len(text)),)
    blocks = tuple(
        Block(kind, span, header=kind == "cell")
        for kind, span in zip(("heading", "bullet", "cell"), spans, strict=True)
    )
    document = Document("d", "d", "txt", text, None, blocks)
    calm = text.index("lugnt")
    marks = [marked.Mark("a", "concern", start_, start_ + 14), marked.Mark("b", "calm", calm, calm + 5)]
    assert marked.text(document, marks, chosen="b") == (
        '<div class="tk-document"><h4 class="tk-h4">Rubrik</h4><ul><li class="tk-li">'
        '<mark class="tk-concern">&lt;b&gt;Klotter&lt;/b&gt;</mark> och '
        '<mark class="tk-calm tk-chosen">lugnt</mark> &amp; stilla.</li></ul></div>'
    )
    assert marked.hides(document)


def test_english_is_whole(filled, monkeypatch):
    app = start(filled, monkeypatch, lang="English")
    assert "**10 of 12** concerns" in everything(app)
    assert app.sidebar.multiselect(key="kategori").label == "Category"


def test_every_method_has_its_paragraph_and_a_link_leads_to_it(app):
    links = [element.proto for element in app.get("page_link")]
    (recurrence,) = [link for link in links if "metod=recurrence" in link.query_string]
    assert recurrence.page == "metoder"
    go(app, shared.PAGES["methods"])
    texts = []
    for name in shared.METHODS:
        app.query_params["metod"] = name
        app.run()
        assert not app.exception
        assert app.main.header[0].value == words.text(f"methods.{name}")
        # In Swedish, then the analysts' own words: a rule and nothing of the next paragraph.
        plain, whole = (element.value for element in app.main.markdown[-2:])
        assert re.search(r"\b(och|att|som)\b", plain)
        assert re.search(r"\b(the|of|and)\b", whole)
        assert "## " not in plain + whole
        texts += [plain, whole]
    assert len(set(texts)) == 2 * len(shared.METHODS)
    app.query_params["metod"] = "<script>"
    app.run()
    assert app.main.header[0].value == words.text("methods.recurrence")


def test_a_page_sees_the_content_that_its_surroundings_saw(filled, tmp_path, monkeypatch):
    """Within `holding` the store is not asked again, though it lies elsewhere by then; afterwards it is."""
    monkeypatch.setenv("TRYGGHET_HOME", str(filled))
    seen = shared.content()
    assert len(seen.table) > 0
    with shared.holding(seen):
        monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
        assert shared.content() is seen
    assert shared.content().documents == ()


def test_a_store_that_changes_is_read_anew_at_the_next_run(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
    assert shared.content().documents == ()
    first = [("first.txt", date(2024, 1, 9), [invented.Said("Buskörning.", (("traffic", None),))])]
    invented.fill(tmp_path / store.FILE, first)
    assert [document.name for document in shared.content().documents] == ["first.txt"]
    # Written into the same file, as another process does: found though the store was opened a moment ago.
    second = [("second.txt", date(2024, 2, 9), [invented.Said("Klotter.", (("vandalism", "graffiti"),))])]
    invented.fill(tmp_path / store.FILE, second)
    assert {document.name for document in shared.content().documents} == {"first.txt", "second.txt"}
