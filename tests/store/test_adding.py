"""What people add: words that the program passed over, and one statement cut in two."""

from __future__ import annotations

import pytest

from tests.made import HOME, document, feature
from trygghet_geo import store
from trygghet_geo.errors import InvalidSelection


@pytest.fixture
def held(opened):
    read, row = document(), feature()
    opened.add(read, [row], content=read.text.encode(), municipality=HOME)
    return opened, read, row


def test_words_that_were_missed_become_a_corrected_statement(held):
    kept, read, row = held
    start = row.end
    made = kept.mark(
        read.sha256, start=start, end=len(read.text), values={"category": "traffic", "type": "speeding"}, by="anna"
    )
    assert (made.status, made.reviewed_by, made.quote) == ("corrected", "anna", read.text[start:].strip())
    table = kept.table("published")
    assert table[["category", "type", "kind", "status"]].to_numpy().tolist() == [
        ["traffic", "speeding", "concern", "corrected"]
    ]
    with pytest.raises(InvalidSelection, match="redan ett uttalande"):
        kept.mark(read.sha256, start=start, end=len(read.text), values={}, by="anna")


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (-1, 4), (0, 10**6)])
def test_words_that_are_none_are_refused_and_nothing_is_stored(held, start, end):
    kept, read, _ = held
    before = kept.statements(read.sha256)
    with pytest.raises(InvalidSelection, match="markerade"):
        kept.mark(read.sha256, start=start, end=end, values={}, by="anna")
    assert kept.statements(read.sha256) == before


def test_a_wrong_category_stores_nothing(held):
    kept, read, row = held
    with pytest.raises(InvalidSelection, match="okänd kategori"):
        kept.mark(read.sha256, start=row.end, end=len(read.text), values={"category": "ghosts"}, by="anna")
    assert len(kept.statements(read.sha256)) == 1


def test_a_statement_is_cut_in_two_and_undo_makes_it_whole(held):
    kept, read, row = held
    at = row.start + row.quote.index(" ")
    parts = kept.split(row.statement_id, at=at, rows=([row.id], [row.id]), version=1, by="anna")
    assert [part.quote for part in parts] == [row.quote.split(" ")[0], row.quote.split(" ", 1)[1]]
    assert {part.status for part in parts} == {"corrected"}
    assert kept.statement(row.statement_id).status == "rejected"
    assert set(kept.table("inside")["quote"]) == {part.quote for part in parts}
    kept.undo(kept.audit(statement_id=row.statement_id)[0].change, by="anna")
    assert [one.status for one in kept.statements(read.sha256)] == ["read"]
    assert list(kept.table("inside")["quote"]) == [row.quote]


def test_a_cut_is_refused_outside_the_words_without_rows_and_when_someone_was_quicker(held):
    kept, _, row = held
    for at, rows in ((row.start, ([row.id], [])), (row.start + 3, ([], [])), (row.start + 3, (["other"], []))):
        with pytest.raises(InvalidSelection, match="delas"):
            kept.split(row.statement_id, at=at, rows=rows, version=1, by="anna")
    kept.review(row.statement_id, "confirmed", by="bo", version=1)
    with pytest.raises(store.Conflict):
        kept.split(row.statement_id, at=row.start + 3, rows=([row.id], []), version=1, by="anna")
