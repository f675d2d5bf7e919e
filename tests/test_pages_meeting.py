"""The meeting, the pictures and the pages that compare: what they show, by hand from two invented meetings."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date
from xml.etree import ElementTree

import pytest

from tests.browser import invented
from tests.browser.invented import Said
from tests.test_maps import PAYLOADS
from tests.test_pages import go, start
from trygghet_geo import agenda, drawing, followups, pictures, store
from trygghet_geo.pages import shared
from trygghet_geo.places import basemap
from trygghet_geo.statistics import occasions, sides

NEW = Said("Klotter på skolan i Nibble.", (("vandalism", "graffiti"),), "1961-nibble", "neighbourhood")
TOWN = "1961-kolback"
MEETINGS = [
    (
        "2024-02-06-mote.txt",
        date(2024, 2, 6),
        [
            Said("Det körs fort i Kolbäck.", (("traffic", "speeding"),), TOWN, "locality"),
            Said("Inbrott i källare i Kolbäck.", (("burglary", "basement"),), TOWN, "locality"),
            Said("Skräp vid Hammartorget.", (("environment", "litter"),), "1961-hammartorget", "site"),
        ],
    ),
    (
        "2024-04-09-mote.txt",
        date(2024, 4, 9),
        [
            NEW,
            Said("Fort körs det igen i Kolbäck.", (("traffic", "speeding"),), TOWN, "locality"),
            Said("Många är ensamma.", (("wellbeing", "loneliness"),)),
            Said("Polisen mäter hastigheten i Kolbäck.", (("traffic", "speeding"),), TOWN, "locality", "measure"),
        ],
    ),
]
"""At the second meeting three items: graffiti is new, speeding continues and is answered, loneliness is new without a
place. Of the first meeting's, burglary and litter wait for an answer and were silent."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("meetings")
    invented.fill(folder / store.FILE, MEETINGS)
    return folder


@pytest.fixture(scope="module")
def opened(home):
    return store.open(home / store.FILE)


def at(opened, day: date) -> agenda.Agenda:
    return agenda.agenda(opened.table(), occasions.sources(opened.documents()), opened.places(), day=day)


def quotes(items) -> list[str]:
    return [one.said[0].quote for one in items]


def test_a_meeting_goes_through_what_it_raised_in_the_order_of_the_minutes_then_what_waits(opened):
    found = at(opened, date(2024, 4, 9))
    assert quotes(found.items[:3]) == [NEW.quote, "Fort körs det igen i Kolbäck.", "Många är ensamma."]
    assert set(quotes(found.items[3:])) == {"Inbrott i källare i Kolbäck.", "Skräp vid Hammartorget."}
    assert [one.earlier for one in found.items] == [False, False, False, True, True]
    assert [one.number for one in found.items] == [1, 2, 3, 4, 5]
    assert [one.state for one in found.items[:3]] == ["new", "continuing", "new"]
    assert [one.unanswered for one in found.items[:3]] == [True, False, True]
    assert [step.said.quote for step in found.items[1].came] == ["Polisen mäter hastigheten i Kolbäck."]
    assert found.before == date(2024, 2, 6)


def test_by_weight_the_most_often_raised_comes_first_and_earlier_ones_last(opened):
    """Speeding was raised at 2 of 2 meetings, the two new ones at 1."""
    assert [one.number for one in at(opened, date(2024, 4, 9)).by_weight][:3] == [2, 1, 3]
    assert all(one.earlier for one in at(opened, date(2024, 4, 9)).by_weight[3:])


def test_an_earlier_meeting_is_told_as_one_stood_at_it(opened):
    found = at(opened, date(2024, 2, 6))
    assert quotes(found.items) == [said.quote for said in MEETINGS[0][2]]
    assert not any(one.came for one in found.items), "the police measured only later"
    assert {one.state for one in found.items} == {"first_meeting"}


def test_one_statement_about_several_things_is_one_item(tmp_path):
    both = (("burglary", "basement"), ("vandalism", "graffiti"))
    said = [Said("Inbrott och klotter i Kolbäck.", both, TOWN, "locality")]
    opened = invented.fill(tmp_path / store.FILE, [("a.txt", date(2024, 1, 1), said)])
    (item,) = at(opened, date(2024, 1, 1)).items
    assert set(item.categories) == {"burglary", "vandalism"}


def test_a_measure_that_somebody_entered_is_an_answer(tmp_path, monkeypatch):
    opened = invented.fill(tmp_path / store.FILE, MEETINGS)
    graffiti = next(row.statement_id for row in opened.table().itertuples() if row.quote == NEW.quote)
    facts = {"owner": "Fastighetsbolaget", "state": "ongoing", "statements": (graffiti,)}
    opened.measures.create(title="Klottret saneras <b>varje</b> vecka", by="anna", **facts)
    table, sources = opened.table(), occasions.sources(opened.documents())
    entered = followups.measures(opened, opened.table())
    found = agenda.agenda(table, sources, opened.places(), day=date(2024, 4, 9), entered=entered)
    assert [one.unanswered for one in found.items[:3]] == [False, False, True]
    assert [measure.owner for measure in found.items[0].entered] == ["Fastighetsbolaget"]
    # At the first meeting nobody had entered it yet.
    assert not any(
        one.entered
        for one in agenda.agenda(table, sources, opened.places(), day=date(2024, 2, 6), entered=entered).items
    )
    app = start(tmp_path, monkeypatch)
    text = slides(go(app, shared.PAGES["meeting"]))
    assert "Fastighetsbolaget, pågår" in text
    assert "Klottret saneras &lt;b&gt;varje&lt;/b&gt; vecka" in text


def slides(app) -> str:
    return next(body for body in (element.proto.body for element in app.get("html")) if "tk-meeting" in body)


def test_the_page_holds_every_item_with_its_words_map_and_number(home, monkeypatch):
    app = go(start(home, monkeypatch), shared.PAGES["meeting"])
    assert not app.exception
    body = slides(app)
    assert re.findall(r'data-no="(\d)"', body) == ["0", "1", "2", "3", "4", "5"]
    assert "Nytt sedan förra mötet" in body
    assert "Togs upp vid 2 av de senaste 2 mötena" in body
    assert "Har ingen plats på kartan" in body
    # A picture for each item with a place: Nibble, Kolbäck, Kolbäck, Hammartorget.
    assert body.count("<img") == 4
    assert "Hemlig Person" not in body


def test_the_overview_leads_to_how_it_is_counted(home, monkeypatch):
    assert 'href="metoder?metod=recurrence"' in slides(go(start(home, monkeypatch), shared.PAGES["meeting"]))


def test_an_address_names_the_meeting(home, monkeypatch):
    app = start(home, monkeypatch)
    app.query_params["mote"] = "2024-02-06"
    body = slides(go(app, shared.PAGES["meeting"]))
    assert "Möte 6 februari 2024" in body
    assert NEW.quote not in body


def test_a_filter_of_the_sidebar_leaves_the_other_items_out(home, monkeypatch):
    app = start(home, monkeypatch, kategori="traffic")
    body = slides(go(app, shared.PAGES["meeting"]))
    assert "Fort körs det igen" in body
    assert NEW.quote not in body


def test_hostile_words_are_text_in_slides_and_pictures(tmp_path, monkeypatch):
    payloads = [text for text in PAYLOADS if text.isprintable()]
    said = [Said(text, (("traffic", None),), TOWN, "locality", place_name=text) for text in payloads]
    invented.fill(tmp_path / store.FILE, [("<b>a</b>.txt", date(2024, 1, 1), said)])
    body = slides(go(start(tmp_path, monkeypatch), shared.PAGES["meeting"]))
    outside = re.sub(r'src="data:image/svg\+xml;base64,[^"]*"', "", body)
    assert "<script" not in outside.lower()
    assert not re.search(r"<[^>]*\son\w+=", outside)
    for data in re.findall(r"base64,([^\"]*)", body):
        root = ElementTree.fromstring(b64decode(data))
        assert {element.tag.split("}")[1] for element in root.iter()} <= SHAPES


SHAPES = set("svg title defs filter feGaussianBlur clipPath g rect path circle ellipse text".split())


def wording() -> drawing.Wording:
    kinds = dict.fromkeys(("concern", "calm", "measure", "proposal", "statistic"), "x")
    return drawing.Wording("Förklaring", "flera", "yta", "linje", "vag", "punkt", kinds, kinds)


def sheet(opened) -> pictures.Picture:
    style = drawing.Style({"traffic": "#112233"}, {"traffic": "Trafik"})
    caption = pictures.Caption("Karta & <plats>", "Urval: allt.", "Inte vad som har hänt.", "© Källa")
    return pictures.picture(opened.table(), basemap.layers("1961"), style=style, wording=wording(), caption=caption)


def test_a_picture_has_legend_scale_source_and_names_and_asks_for_nothing(opened):
    text = pictures.svg(sheet(opened))
    words = [element.text for element in ElementTree.fromstring(text).iter() if element.tag.endswith("text")]
    assert {"Karta & <plats>", "© Källa", "Förklaring", "Kolbäck", "Hammartorget"} <= set(words)
    assert any(re.fullmatch(r"\d+(,\d)? k?m", word) for word in words)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert text == pictures.svg(sheet(opened))


def test_the_scale_bar_is_as_long_as_it_says(opened):
    from trygghet_geo.pictures import plane

    view = plane.fit((16.1, 59.5, 16.3, 59.7), width=1000, height=800)
    # Two points a kilometre apart in SWEREF 99 TM, from the projection's own definition: 1/111.2 degree north is 1 km.
    (_, south), (_, north) = view.point(59.6, 16.2), view.point(59.6 + 1 / 111.4, 16.2)
    assert (south - north) * view.metres_per_px == pytest.approx(1000, rel=0.003)
    length, words = plane.scale_bar(view.metres_per_px)
    assert float(words.split()[0].replace(",", ".")) * (1000 if "km" in words else 1) == pytest.approx(
        length * view.metres_per_px
    )


def test_a_png_is_a_png_of_the_sheets_size(opened):
    content = pictures.png(sheet(opened), zoom=1)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1600, 1000)


def test_nothing_to_draw_gives_no_excerpt(opened):
    style = drawing.Style({}, {})
    table = opened.table()
    lonely = table[table["quote"] == "Många är ensamma."]
    assert pictures.excerpt(lonely, {}, style=style, wording=wording()) is None


def html(app) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def test_trends_count_by_meeting_and_show_a_gap_as_a_gap(home, monkeypatch):
    app = go(start(home, monkeypatch), shared.PAGES["trends"])
    assert not app.exception
    # Traffic at both meetings, one statement each; the table is the chart's equal.
    assert re.search(r'scope="row">Trafik</th><td>1</td><td>1</td>', html(app))
    assert 'alt="Trafik: 2024-02 1, 2024-04 1"' in html(app)
    app.radio[1].set_value("quarter").run()
    assert "underlaget räcker inte" in html(app)
    assert "Sommar</th><td>0</td><td>–</td><td>–</td>" in html(app), "no document in the summer: no season's count"


def test_a_calendar_step_without_documents_is_a_gap(tmp_path, monkeypatch):
    said = [Said("Det körs fort i Kolbäck.", (("traffic", "speeding"),), TOWN, "locality")]
    dates = [date(2023, 1, 10), date(2023, 8, 10)]
    invented.fill(tmp_path / store.FILE, [(f"{day}.txt", day, said) for day in dates])
    app = go(start(tmp_path, monkeypatch), shared.PAGES["trends"])
    app.radio[1].set_value("quarter").run()
    # Quarter 1 has one, quarter 2 no document, quarter 3 one.
    assert 'alt="Trafik: 2023 kv1 1, 2023 kv2 inga handlingar, 2023 kv3 1"' in html(app)


def test_two_periods_are_compared_on_two_maps_of_one_extent_and_in_words(tmp_path, monkeypatch):
    said = [Said("Det körs fort i Kolbäck.", (("traffic", "speeding"),), TOWN, "locality")]
    invented.fill(tmp_path / store.FILE, [(f"{y}.txt", date(y, 3, 1), said * (y - 2021)) for y in (2023, 2024)])
    app = go(start(tmp_path, monkeypatch), shared.PAGES["compare"])
    assert not app.exception
    assert html(app).count('class="tk-pan"') == 2
    # Two statements in the document of 2023, three in that of 2024: one document each can show nothing.
    assert re.search(r"Kolbäck</th><td>2</td><td>3</td><td>underlaget räcker inte", html(app))
    app.selectbox(key=next(s.key for s in app.main.selectbox if s.key.startswith("compare-b"))).set_value(
        "2023-01-01:2023-12-31"
    ).run()
    assert [warning.value for warning in app.main.warning] == ["Perioderna överlappar. Välj två som inte gör det."]


def test_two_categories_are_compared_by_documents(home, monkeypatch):
    app = start(home, monkeypatch)
    app.query_params["jamfor"] = "categories"
    app.query_params["a"], app.query_params["b"] = "traffic", "burglary"
    go(app, shared.PAGES["compare"])
    assert not app.exception
    assert re.search(r"Kolbäck</th><td>2</td><td>1</td><td>underlaget räcker inte", html(app))


def test_a_sign_test_over_documents_by_hand(tmp_path):
    """In each of ten documents speeding and no burglary: p = 2 / 2^10; one document with both tells nothing."""
    fast = Said("Det körs fort i Kolbäck.", (("traffic", "speeding"),), TOWN, "locality")
    theft = Said("Inbrott i Kolbäck.", (("burglary", None),), TOWN, "locality")
    documents = [(f"{month}.txt", date(2023, month, 1), [fast]) for month in range(1, 11)]
    opened = invented.fill(tmp_path / store.FILE, [*documents, ("both.txt", date(2023, 11, 1), [fast, theft])])
    sources = occasions.sources(opened.documents())
    found = sides.sides(opened.table(), sources, opened.places(), first="traffic", second="burglary")
    (row,) = [row for row in found.rows if row.place_id == TOWN]
    assert (row.first, row.second, row.more_first, row.more_second) == (11, 1, 10, 0)
    assert row.p == pytest.approx(2 / 2**10)
    assert row.verdict == "first"


def test_export_says_the_selection_in_the_readers_language_and_gives_addresses(home, monkeypatch):
    app = go(start(home, monkeypatch, lang="en", kategori="traffic"), shared.PAGES["export"])
    assert not app.exception
    assert "Selection: shows concerns; category: Traffic." in [text.value for text in app.text]
    app.main.selectbox[0].set_value(TOWN).run()
    assert any(code.value.endswith(f"/?visa={TOWN}") for code in app.code)
