"""What review rests on, without a browser: traced text, boxes on a page, drawing, what waits, and decisions."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from shapely.geometry import LineString, Point, Polygon

from tests.browser import invented
from tests.test_pages import go, start, texts
from trygghet_geo import store
from trygghet_geo.pages import fields, marked, papers, shared, sketch
from trygghet_geo.places import gazetteer
from trygghet_geo.records import Block, Box, Document


def test_each_traced_run_stands_character_by_character_in_the_text():
    """A soft hyphen, a line break, a decomposed å and an emoji: what is shown differs, the offsets do not."""
    text = "Klot\u00adter pa\u030a\nbron \U0001f525 igen."
    document = Document("d", "d", "txt", text, None, (Block("paragraph", ((0, len(text)),)),))
    start_, end = text.index("bron"), len(text) - 1
    (block,) = marked.traced(document, [marked.Mark("a", "concern", start_, end)], chosen="a")
    shown = "".join(run["text"] for run in block["runs"])
    assert shown == "Klotter på bron \U0001f525 igen."
    for run in block["runs"]:
        # A break of the line is shown as a blank, "a" and its ring as one letter, which then ends its run.
        assert unicodedata.normalize("NFC", text[run["at"] : run["end"]].replace("\n", " ")) == run["text"]
        assert run["end"] - run["at"] - len(run["text"]) == run["text"].endswith("å")
    inside = [run for run in block["runs"] if run["id"]]
    assert (inside[0]["at"], inside[-1]["end"]) == (start_, end)
    assert {run["classes"] for run in inside} == {"concern chosen"}


def test_cells_of_a_line_of_the_text_make_a_row():
    text = "Torget\tKlotter\nSkolan\tLugnt\n\nSlut."
    spans = [(0, 6), (7, 14), (15, 21), (22, 27)]
    cells = tuple(Block("cell", (span,)) for span in spans)
    document = Document("d", "d", "docx", text, None, (*cells, Block("paragraph", ((29, 34),))))
    table, last = marked.traced(document, [])
    assert [["".join(run["text"] for run in cell) for cell in row] for row in table["rows"]] == [
        ["Torget", "Klotter"],
        ["Skolan", "Lugnt"],
    ]
    assert last["tag"] == "p"
    assert "<tr><td>Torget</td><td>Klotter</td></tr><tr><td>Skolan</td>" in marked.text(document, [])


def test_a_mark_covers_its_share_of_the_lines_boxes():
    """Two lines of 10 letters, 100 points wide: 5 to 15 are the second half of one, the first of the other."""
    boxes = (Box(1, 50, 0, 150, 10), Box(1, 50, 12, 150, 22))
    block = Block("paragraph", ((100, 120),), page=1, boxes=boxes)
    found = papers.boxes_of([block], marked.Mark("a", "calm", 105, 115), page=1)
    assert found == [Box(1, 100, 0, 150, 10), Box(1, 50, 12, 100, 22)]
    assert papers.boxes_of([block], marked.Mark("a", "calm", 105, 115), page=2) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("59.6123, 16.2345", (16.2345, 59.6123)),
        ("59,6123 16,2345", (16.2345, 59.6123)),
        (" 59.6°N; 16.2°Ö ", (16.2, 59.6)),
        ("16.2345, 59.6123", None),
        ("Kolbäck", None),
        ("", None),
        ("1e9, nan", None),
    ],
)
def test_coordinates_are_read_with_latitude_first_and_only_in_sweden(text, wanted):
    assert sketch.parsed(text) == wanted


def test_a_sketch_is_a_shape_when_it_has_corners_enough_and_does_not_cross_itself():
    square = [(16.0, 59.0), (16.1, 59.0), (16.1, 59.1), (16.0, 59.1)]
    assert sketch.geometry(square[:1], "point") == Point(16.0, 59.0)
    assert sketch.geometry(square[:2], "line") == LineString(square[:2])
    assert sketch.geometry(square, "area") == Polygon(square)
    assert sketch.geometry(square[:2], "area") is None
    assert sketch.geometry([square[i] for i in (0, 2, 1, 3)], "area") is None, "a bow tie"
    assert sketch.geometry([], "point") is None


def test_a_correction_draws_no_finer_than_the_place_is_known():
    places = gazetteer.load(gazetteer.municipality("1961")).places
    whole, town = fields.placed(places["1961"]), fields.placed(places["1961-kolback"])
    assert (whole["precision"], whole["geometry"], whole["uncertainty_m"]) == ("municipality", None, None)
    assert (town["precision"], town["geometry"]) == ("locality", places["1961-kolback"].geometry)
    nowhere = fields.placed(None)
    assert nowhere["precision"] == "none"
    assert {value for key, value in nowhere.items() if key != "precision"} == {None}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Granska as Anna has it open, on a store of this test's own."""
    invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    app = go(start(tmp_path, monkeypatch), shared.PAGES["review"])
    app.text_input(key="reviewer-name").set_value("Anna")
    app.main.button[0].click()
    return app.run(), store.open(tmp_path / store.FILE)


def press(app, name: str):
    next(button for button in app.main.button if (button.key or "").startswith(f"do-{name}-")).click()
    return app.run()


def now(app) -> str:
    found = app.query_params["yttrande"]
    return found if isinstance(found, str) else found[0]


def test_a_rejected_statement_is_gone_from_every_page_until_it_is_undone(desk):
    app, opened = desk
    one = opened.statement(now(app))
    press(app, "rejected")
    assert not app.exception
    assert opened.statement(one.id).status == "rejected"
    assert one.id not in set(shared.content().table["statement_id"])
    press(app, "undo")
    assert opened.statement(one.id).status == "read"
    assert now(app) == one.id


def test_what_is_shown_says_its_words_and_every_one_comes_up_once(desk):
    app, opened = desk
    wanted = set(opened.table("all")["statement_id"])
    seen = []
    for _ in wanted:
        seen.append(now(app))
        assert " ".join(opened.statement(seen[-1]).quote.split()) in texts(app)
        press(app, "confirmed")
        assert not app.exception
    assert sorted(seen) == sorted(wanted)
    assert set(opened.table("published")["statement_id"]) == wanted
    assert {change.actor for change in opened.audit()} >= {"Anna"}


def test_documents_outside_the_selection_are_listed_below_and_said_so(tmp_path, monkeypatch):
    invented.fill(tmp_path / store.FILE, invented.EXAMPLE)
    app = go(start(tmp_path, monkeypatch, kategori="animal_health"), shared.PAGES["documents"])
    assert "1 dokument utan något i urvalet" in [each.value for each in app.subheader]
    assert date(2023, 11, 14) in {one.meeting_date for one in shared.content().documents}
