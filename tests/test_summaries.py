"""The table told by place: counts add up, nothing is lost, order is stable."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from trygghet_geo import summaries, table, tallies
from trygghet_geo.records import Feature

SQUARE = Polygon([(16.0, 59.0), (16.1, 59.0), (16.1, 59.1), (16.0, 59.1)])
PART = Polygon([(16.0, 59.0), (16.05, 59.0), (16.05, 59.1), (16.0, 59.1)])
SPOT = Point(16.5, 59.5)


def feature(number: int, **changes) -> Feature:
    values = {
        "id": f"f{number}",
        "statement_id": f"s{number}",
        "kind": "concern",
        "category": "traffic",
        "type": None,
        "category_label": "Trafik",
        "type_label": None,
        "intensity": None,
        "trend": None,
        "quote": "…",
        "document": "d.txt",
        "document_sha256": "d",
        "page": None,
        "start": number,
        "end": number + 1,
        "meeting_date": date(2024, 1, 1),
        "date_start": None,
        "date_end": None,
        "place": "Ort",
        "place_id": "1-ort",
        "place_kind": "locality",
        "mention": "Ort",
        "municipality": "Kommun",
        "municipality_code": "1",
        "precision": "locality",
        "uncertainty_m": 25.0,
        "confidence": 1.0,
        "status": "read",
        "geometry": SQUARE,
    }
    return Feature(**values | changes)


NOWHERE = {"place": None, "place_id": None, "place_kind": None, "precision": "none", "geometry": None}
WHOLE = {"place": "Kommun", "place_id": "1", "precision": "municipality", "geometry": None}


def test_one_thing_per_place_precision_kind_and_geometry():
    rows = [
        feature(1),
        feature(2, category="theft"),
        feature(3, geometry=PART),
        feature(4, precision="vague"),
        feature(5, kind="calm"),
        feature(6, place="Torget", place_id="1-torget", precision="site", geometry=SPOT),
        feature(7, **NOWHERE),
        feature(8, **WHOLE),
    ]
    found = summaries.drawn(table.frame(rows))
    # Coarsest first: vague, locality, site; in the locality what is no concern lies below.
    assert [(d.precision, d.kind, d.count) for d in found] == [
        ("vague", "concern", 1),
        ("locality", "calm", 1),
        ("locality", "concern", 2),
        ("locality", "concern", 1),
        ("site", "concern", 1),
    ]
    placed = len(rows) - 2
    assert sum(d.count for d in found) == placed
    assert len(summaries.unplaced(table.frame(rows))) == 2
    assert summaries.drawn(table.frame(rows[::-1])) == found


@pytest.mark.parametrize(
    ("categories", "expected"),
    [(["traffic"], "traffic"), (["traffic", "theft"], None), (["traffic", "theft", "traffic"], "traffic")],
)
def test_the_category_is_that_of_more_than_half(categories, expected):
    rows = [feature(number, category=category) for number, category in enumerate(categories)]
    (only,) = summaries.drawn(table.frame(rows))
    assert only.category == expected


def test_the_list_ranks_by_count_then_name_and_tells_of_each_place():
    rows = [
        feature(1, place="Ö", place_id="1-o"),
        feature(2, place="Al", place_id="1-al", category="theft"),
        feature(3, category="theft", document_sha256="e", meeting_date=date(2024, 5, 1)),
        feature(4),
        feature(5, category="theft"),
    ]
    ort, al, o = summaries.ranked(table.frame(rows))
    assert (ort.name, al.name, o.name) == ("Ort", "Al", "Ö")
    assert (ort.count, ort.meetings, ort.last) == (3, 2, date(2024, 5, 1))
    assert ort.categories == (("theft", 2), ("traffic", 1))
    assert ort.kinds == (("concern", 3),)


def test_what_is_counted_is_what_was_said_and_not_the_rows_of_the_table():
    # One statement about two categories at two places, and one without a place.
    there = {"place": "Torget", "place_id": "1-torget", "precision": "site", "geometry": SPOT}
    rows = [
        feature(1),
        feature(2, statement_id="s1", category="theft"),
        feature(3, statement_id="s1", **there),
        feature(4, statement_id="s1", category="theft", **there),
        feature(5, **NOWHERE),
        feature(6, statement_id="s1", category="fire", **NOWHERE),
    ]
    found = table.frame(rows)
    assert summaries.said(found) == 2
    assert [(d.place_id, d.count, d.category) for d in summaries.drawn(found)] == [
        ("1-ort", 1, None),
        ("1-torget", 1, None),
    ]
    assert [(r.place_id, r.count) for r in summaries.ranked(found)] == [("1-ort", 1), ("1-torget", 1)]
    assert summaries.ranked(found)[0].categories == (("theft", 1), ("traffic", 1))
    # s1 is on the map, so it is not among what no map can show.
    assert list(summaries.unplaced(found)["id"]) == ["f5"]
    assert summaries.counts(found, "category") == {"fire": 1, "theft": 1, "traffic": 2}


def test_a_place_without_a_date_has_none():
    (only,) = summaries.ranked(table.frame([feature(1, meeting_date=None)]))
    assert only.last is None


def test_a_statement_counts_once_and_a_place_shows_its_latest_first():
    rows = table.frame(
        [feature(1), feature(2, statement_id="s1", category="theft"), feature(3, meeting_date=date(2025, 1, 1))]
    )
    assert list(summaries.statements(rows)["statement_id"]) == ["s1", "s3"]
    assert list(summaries.at(rows, "1-ort")["id"]) == ["f3", "f1", "f2"]


def test_the_extent_is_that_of_the_places_and_not_of_what_is_wider_than_a_municipality():
    wide = Polygon([(11, 56), (18, 56), (18, 60), (11, 60)])
    rows = [feature(1), feature(2, place_id="2", geometry=SPOT), feature(3, place_id="3", geometry=wide)]
    assert summaries.extent(table.frame(rows)) == (16.0, 59.0, 16.5, 59.5)
    assert summaries.extent(table.frame([feature(1, **NOWHERE)])) is None


def test_an_empty_table_gives_nothing_of_anything():
    empty = table.frame([])
    assert summaries.drawn(empty) == summaries.ranked(empty) == summaries.days(empty) == ()
    assert summaries.counts(empty, "kind") == {}
    assert summaries.extent(empty) is None
    assert summaries.unplaced(empty).empty


def test_a_tally_counts_statements_under_any_selection():
    rows = table.frame(
        [
            feature(1),
            feature(2, statement_id="s1", category="theft"),
            feature(3, statement_id="s1", **NOWHERE),
            feature(4),
            feature(5, category=None),
        ]
    )
    tally = tallies.tally(rows["statement_id"], rows["category"])
    assert tally.counts() == {"theft": 1, "traffic": 2}
    assert tally.counts(np.array([True, True, True, False, False])) == {"theft": 1, "traffic": 1}
    assert tally.counts(np.zeros(5, dtype=bool)) == {"theft": 0, "traffic": 0}
    empty = table.frame([])
    assert tallies.tally(empty["statement_id"], empty["category"]).counts() == {}
