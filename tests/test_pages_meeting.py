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
from trygghet_geo import agenda, drawing, pictures, store
from trygghet_geo.pages import shared
from trygghet_geo.places import basemap
from trygghet_geo.statistics import occasions

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
