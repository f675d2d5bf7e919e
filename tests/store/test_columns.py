"""Columns: the same choice as Selection makes on the table, without loading the rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from benchmarks import store_made
from tests.made import HOME, TEXT, document, feature, unplaced
from trygghet_geo import store
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.selection import Inside, Selection
from trygghet_geo.store import columns, listing


@pytest.fixture
def many(opened) -> store.Store:
    inside = {
        "p1": Inside("Plats 1", "trakten"),
        "p2": Inside("Plats 2", "trakten"),
        "trakten": Inside("Trakten", None),
    }
    facts = store.Facts(b"x", store_made.HOME, places=inside)
    told = opened.add_all([(*store_made.document(number), facts) for number in range(15)], by="x")
    assert [one.status for one in told] == ["new"] * 15
    return opened


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(categories=("traffic", "fire")),
        Selection(categories=()),
        Selection(kinds=("calm",)),
        Selection(statuses=("read",), precisions=("none",)),
        Selection(date_from=date(2018, 1, 1)),
        Selection(date_to=date(2018, 1, 1)),
        Selection(date_from=date(2017, 1, 1), date_to=date(2020, 1, 1), placed_only=True),
        Selection(bbox=(12.0, 56.0, 14.05, 60.0)),
        # Edges that run through points: they are within.
        Selection(bbox=(11.5, 55.5, 13.0, 59.5)),
        Selection(places=("trakten",)),
        Selection(places=("plats 1",)),
        Selection(municipalities=("1961",)),
        Selection(types=("speeding",)),
    ],
    ids=lambda s: s.describe(),
)
def test_the_same_rows_as_the_selection_lets_through(many, selection) -> None:
    table = many.table()
    expected = selection.apply(table, inside=many.places())
    found = many.columns()
    chosen = found.chosen(selection)
    assert len(chosen) == len(expected)
    assert many.rows(found.fids[chosen]).equals(expected.reset_index(drop=True))
    # And the database's own filter says the same.
    assert many.features(selection)["id"].tolist() == expected["id"].tolist()


def test_an_empty_store_has_empty_columns(opened) -> None:
    found = opened.columns()
    assert len(found) == 0
    assert found.chosen(Selection(categories=("fire",))).tolist() == []
    assert found.version == opened.version()


def test_words_are_asked_of_the_search(many) -> None:
    with pytest.raises(InvalidSelection, match="sökningen"):
        many.columns().chosen(Selection(text="klotter"))


def test_read_in_bulk_or_row_by_row_is_the_same(tmp_path) -> None:
    opened = store.open(tmp_path / "a.gpkg")
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    found = opened.columns()
    with opened._access.reading() as connection:
        path = columns._file(connection)
        bulk = columns._in_bulk(path, version=found.version, inside={})
        rows = columns._by_rows(connection, version=found.version, inside={})
    assert path == tmp_path / "a.gpkg"
    for one in (found, bulk):
        assert one.fids.tolist() == rows.fids.tolist()
        for name, coded in rows.texts.items():
            values, codes = (*coded.values, None), (*one.texts[name].values, None)
            assert [codes[at] for at in one.texts[name].codes] == [values[at] for at in coded.codes]
        assert (one.first.tolist(), one.last.tolist()) == (rows.first.tolist(), rows.last.tolist())
        np.testing.assert_array_equal(one.boxes, rows.boxes)


def test_a_store_that_changes_while_it_is_read_in_bulk_is_read_in_its_snapshot(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(columns, "BULK", 0)
    opened = store.open(tmp_path / "a.gpkg")
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    with opened._access.reading() as connection:
        before = listing.version(connection)
        one = opened.statements(document().sha256)[0]
        opened.review(one.id, "rejected", by="anna", version=one.version)
        found = columns.read(connection, version=before, inside={}, current=opened.version)
    assert (found.texts["status"].values, found.version) == (("read",), before)
    assert "rejected" in opened.columns().texts["status"].values
