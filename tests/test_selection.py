"""What a selection lets through, what it refuses to be, and how it says itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from tests.made import feature, unplaced
from trygghet_geo import table, taxonomy
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.records import KINDS
from trygghet_geo.selection import Inside, Selection

INSIDE = {
    "torget": Inside("Torget", "kolback"),
    "kolback": Inside("Kolbäck", "1961"),
    "1961": Inside("Hallstahammars kommun", None),
}
SPRING, SUMMER, AUTUMN = date(2021, 3, 10), date(2021, 7, 1), date(2021, 9, 15)

# One row per letter; each differs from "a" in what the letter's test asks for.
ROWS = [
    feature(id="a"),
    feature(id="b", kind="calm", category="traffic", type=None, type_label=None, status="confirmed"),
    unplaced(id="c", category="wellbeing", type="loneliness", quote="Många är ensam-\nma och mår dåligt."),
    feature(id="d", category="theft", type="vehicle", place="Torget", place_id="torget", geometry=Point(16.5, 59.6)),
    feature(id="e", category="burglary", type="vehicle", date_start=SUMMER, date_end=AUTUMN, document="höst.pdf"),
    feature(id="f", municipality="Surahammar", municipality_code="1907", date_start=None, date_end=None),
]
TABLE = table.frame(ROWS)


def ids(selection: Selection, **given: object) -> str:
    return "".join(selection.apply(TABLE, **given)["id"])


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "abcdef"),
        (Selection(kinds=("calm",)), "b"),
        (Selection(kinds=()), ""),
        (Selection(categories=("wellbeing", "theft")), "cd"),
        (Selection(types=("vehicle",)), "de"),
        (Selection(types=("burglary/vehicle",)), "e"),
        (Selection(places=("kolback",)), "abef"),
        (Selection(places=("KOLBA\u0308CK",)), "abef"),
        (Selection(municipalities=("1907",)), "f"),
        (Selection(municipalities=("hallstahammar",)), "abcde"),
        (Selection(precisions=("none",)), "c"),
        (Selection(documents=("höst.pdf",)), "e"),
        (Selection(statuses=("confirmed",)), "b"),
        (Selection(placed_only=True), "abdef"),
        (Selection(date_from=SPRING, date_to=SPRING), "abcd"),
        (Selection(date_from=date(2021, 9, 15)), "e"),
        (Selection(date_from=date(2021, 9, 16)), ""),
        (Selection(date_to=date(2021, 7, 1)), "abcde"),
        (Selection(date_from=date(2021, 8, 1), date_to=date(2021, 8, 2)), "e"),
        (Selection(bbox=(16.4, 59.5, 16.6, 59.7)), "d"),
        (Selection(bbox=(16.23, 59.56, 16.23, 59.56)), "abef"),
        (Selection(text="ENSAMMA och"), "c"),
        (Selection(text="ensamt och"), "c"),
        (Selection(text="  "), "abcdef"),
        (Selection(categories=("burglary",), date_to=SPRING), "a"),
        (Selection(meetings=()), ""),
        (Selection(meetings=(feature().meeting_date,)), "abcdef"),
        (Selection(meetings=(date(1999, 1, 1),)), ""),
        (Selection(confidence=0.0), "abcdef"),
        (Selection(confidence=1.0), ""),
    ],
    ids=repr,
)
def test_what_is_let_through(selection: Selection, expected: str) -> None:
    assert ids(selection) == expected
    assert selection.apply(table.frame([])).empty
    assert list(selection.apply(table.frame([])).columns) == list(TABLE.columns)


def test_a_place_takes_those_inside_it_along() -> None:
    assert ids(Selection(places=("Kolbäck",)), inside=INSIDE) == "abdef"
    assert ids(Selection(places=("Torget",)), inside=INSIDE) == "d"
    # A place that no row is at itself, by name and by id.
    assert ids(Selection(places=("Hallstahammars kommun",)), inside=INSIDE) == "abdef"
    assert ids(Selection(places=("1961",)), inside=INSIDE) == "abdef"


def test_places_that_lie_in_each_other_end() -> None:
    assert ids(Selection(places=("nej",)), inside={"kolback": Inside("Kolbäck", "kolback")}) == ""


def test_a_hyphen_that_belongs_to_the_word_is_searched_as_written() -> None:
    one = table.frame([feature(quote="villa-\noch radhusinbrott, s\u00adkadegörelse")])
    assert len(Selection(text="villa- och").apply(one)) == 1
    assert len(Selection(text="Skadegörelse").apply(one)) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kinds": ("problem",)}, "okänd sort: problem; giltiga är concern, calm, measure, proposal, statistic"),
        ({"statuses": ("ny",)}, "okänd status: ny; giltiga är read"),
        ({"precisions": ("exakt",)}, "giltiga är site, road"),
        ({"date_from": AUTUMN, "date_to": SPRING}, "börjar 2021-09-15 men slutar 2021-03-10"),
        ({"bbox": (17, 59, 16, 60)}, "väst,syd,öst,nord"),
        ({"bbox": (16, 59, 17)}, "väst,syd,öst,nord"),
        ({"bbox": (16, 59, 17, 95)}, "väst,syd,öst,nord"),
        ({"bbox": (16, 59, float("nan"), 60)}, "väst,syd,öst,nord"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, said) -> None:
    with pytest.raises(InvalidSelection, match=said):
        Selection(**wrong)


def test_codes_are_held_against_the_taxonomy() -> None:
    codes = taxonomy.load()
    good = Selection(categories=("traffic",), types=("speeding", "burglary/basement"))
    assert good.check(codes) is good
    with pytest.raises(InvalidSelection, match=r"okänd kategori: trafik; giltiga är .*traffic"):
        Selection(categories=("trafik",)).check(codes)
    with pytest.raises(InvalidSelection, match=r"okänd typ: traffic/graffiti; giltiga är .*graffiti"):
        Selection(types=("traffic/graffiti",)).check(codes)


def test_it_is_a_key_whatever_kind_of_list_it_was_made_from() -> None:
    assert hash(Selection(kinds=["calm"])) == hash(Selection(kinds=("calm",)))
    assert Selection(kinds={"calm"}) == Selection(kinds=("calm",))
    assert Selection().everything
    assert not Selection(text="a").everything
    assert Selection(text="a", kinds=("calm",)).without("text") == Selection(kinds=("calm",))


def test_it_says_itself() -> None:
    codes = taxonomy.load()
    assert Selection().describe() == "Urval: allt."
    one = Selection(kinds=("concern",), categories=("traffic",), places=("Kolbäck",), date_from=SPRING, date_to=AUTUMN)
    label = codes.categories["traffic"].label_sv
    assert (
        one.describe(codes)
        == f"Urval: sort: problem; kategori: {label}; plats: Kolbäck; period: 2021-03-10 till 2021-09-15."
    )
    assert Selection(kinds=()).describe() == "Urval: sort: ingen."


# No deadline: the machine that runs this may be busy.
@settings(deadline=None)
@given(st.permutations(ROWS), st.sampled_from(KINDS), st.none() | st.just(SPRING))
def test_order_of_rows_makes_no_difference_and_parts_make_the_whole(rows, kind, first) -> None:
    shuffled = table.frame(rows)
    one = Selection(kinds=(kind,), date_from=first)
    assert sorted(one.apply(shuffled)["id"]) == sorted(one.apply(TABLE)["id"])
    parts = [len(Selection(kinds=(each,), date_from=first).apply(shuffled)) for each in KINDS]
    assert sum(parts) == len(Selection(date_from=first).apply(shuffled))
