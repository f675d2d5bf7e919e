"""Review: decisions, corrections, the audit trail, undo, two people at one record, what is published."""

from __future__ import annotations

from datetime import date

import pytest
from shapely.geometry import Point

from tests.made import HOME, document, feature
from trygghet_geo import store
from trygghet_geo.errors import InvalidSelection, StoreError
from trygghet_geo.selection import Selection

PLACED, UNPLACED = "00000000000000aa", "00000000000000bb"


def row(opened: store.Store, id_: str):
    return opened.table().set_index("id").loc[id_]


def test_a_new_statement_is_read(filled) -> None:
    one = filled.statement("s1")
    assert (one.status, one.version, one.reviewed_by, one.quote) == ("read", 1, None, feature().quote)
    assert filled.statements(one.document_sha256) == (one,)


@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_a_decision_holds_for_all_rows_and_says_who_and_when(filled, decision) -> None:
    done = filled.review("s1", decision, by="anna", version=1)
    assert (done.status, done.version, done.reviewed_by) == (decision, 2, "anna")
    assert done.reviewed_at.startswith("20")
    assert done.reviewed_at.endswith("Z")
    assert filled.table()["status"].tolist() == [decision] * 2


def test_a_correction_changes_its_row_and_confirms_the_others(filled) -> None:
    # Hallstahammar's square, not Kolbäck; the moped is traffic and not burglary.
    right = {"category": "traffic", "type": "speeding", "place": "Torget", "place_id": "t", "precision": "site"}
    right |= {"geometry": Point(16.2301, 59.6139), "date_start": date(2021, 3, 1), "uncertainty_m": 30.0}
    done = filled.review("s1", "corrected", by="anna", version=1, corrections={PLACED: right}, note="Fel plats")
    assert (done.status, done.note) == ("corrected", "Fel plats")
    one = row(filled, PLACED)
    assert (one.category_label, one.type_label, one.place) == ("Trafik", "Hastighet", "Torget")
    assert (one.geometry.x, one.geometry.y) == (16.2301, 59.6139)
    assert (one.status, row(filled, UNPLACED).status) == ("corrected", "confirmed")
    assert str(one.date_start.date()) == "2021-03-01"


def test_another_category_drops_the_former_type_and_no_place_drops_the_point(filled) -> None:
    right = {"category": "fire", "precision": "none", "place": None, "place_id": None}
    filled.review("s1", "corrected", by="anna", version=1, corrections={PLACED: right})
    one = row(filled, PLACED)
    assert (one.type, one.type_label, one.geometry) == (None, None, None)


def test_one_row_may_be_taken_away(filled) -> None:
    done = filled.review("s1", "corrected", by="anna", version=1, corrections={PLACED: None})
    assert done.status == "corrected"
    assert (row(filled, PLACED).status, row(filled, UNPLACED).status) == ("rejected", "confirmed")
    # A later confirmation of the rest does not bring it back.
    filled.review("s1", "corrected", by="bo", version=2, corrections={UNPLACED: {"intensity": "high"}})
    assert row(filled, PLACED).status == "rejected"


@pytest.mark.parametrize(
    ("decision", "corrections", "said"),
    [
        ("approved", None, "okänt beslut"),
        ("confirmed", {PLACED: {"kind": "calm"}}, "rättelser hör till"),
        ("corrected", {PLACED: {"quote": "x"}}, "kan inte rättas"),
        ("corrected", {PLACED: {"kind": "x"}}, "kind: x finns inte"),
        ("corrected", {PLACED: {"category": "x"}}, "okänd kategori"),
        ("corrected", {PLACED: {"category": "fire", "type": "speeding"}}, "okänd typ"),
        ("corrected", {PLACED: {"date_start": "i fjol"}}, "inget datum"),
        ("corrected", {PLACED: {"date_start": date(2030, 1, 1)}}, "perioden börjar"),
        ("corrected", {"f" * 16: {"kind": "calm"}}, "hör inte till"),
    ],
)
def test_what_makes_no_sense_is_refused_whole(filled, decision, corrections, said) -> None:
    before = filled.version()
    with pytest.raises(InvalidSelection, match=said):
        filled.review("s1", decision, by="anna", version=1, corrections=corrections)
    assert filled.version() == before
    assert filled.statement("s1").version == 1


def test_the_second_of_two_editors_is_told_and_loses_nothing(filled) -> None:
    filled.review("s1", "confirmed", by="anna", version=1)
    typed = {PLACED: {"kind": "calm"}}
    with pytest.raises(store.Conflict, match="anna") as caught:
        filled.review("s1", "corrected", by="bo", version=1, corrections=typed, note="Lugnt")
    assert caught.value.current == filled.statement("s1")
    assert caught.value.typed == {"decision": "corrected", "corrections": typed, "note": "Lugnt"}
    assert row(filled, PLACED).kind == "concern"
    # What was typed is saved by asking again with the version now known.
    again = caught.value.typed
    filled.review("s1", again["decision"], by="bo", version=caught.value.current.version, corrections=typed)
    assert row(filled, PLACED).kind == "calm"


def test_no_such_statement(filled) -> None:
    with pytest.raises(StoreError, match="inget uttalande"):
        filled.review("finns inte", "confirmed", by="anna", version=1)


def test_the_trail_says_who_changed_what_from_what_to_what(filled) -> None:
    filled.review("s1", "corrected", by="anna", version=1, corrections={PLACED: {"kind": "calm"}})
    trail = filled.audit(statement_id="s1")
    assert {(one.subject, one.action, one.actor) for one in trail} == {
        ("statement", "update", "anna"),
        ("feature", "update", "anna"),
    }
    assert len({one.change for one in trail}) == 1
    (one,) = [one for one in trail if one.row_id == PLACED]
    assert one.changed == {"kind": ("concern", "calm"), "status": ("read", "corrected")}
    assert filled.audit(document=one.document_sha256)[-1].action == "ingest"


def test_undo_puts_everything_back_and_is_told_in_the_trail(filled) -> None:
    before = filled.table()
    right = {"category": "traffic", "type": "speeding", "geometry": Point(16.23, 59.61), "precision": "site"}
    filled.review("s1", "corrected", by="anna", version=1, corrections={PLACED: right, UNPLACED: None})
    change = filled.audit(statement_id="s1")[0].change
    filled.undo(change, by="bo")
    assert filled.table().equals(before)
    one = filled.statement("s1")
    # The version goes on: whoever has the record open must be told.
    assert (one.status, one.reviewed_by, one.version) == ("read", None, 3)
    assert filled.audit(statement_id="s1")[0].actor == "bo"
    # And an undo can be undone.
    filled.undo(filled.audit(statement_id="s1")[0].change, by="bo")
    assert row(filled, PLACED).category == "traffic"


def test_what_has_changed_since_is_not_undone(filled) -> None:
    filled.review("s1", "confirmed", by="anna", version=1)
    first = filled.audit(statement_id="s1")[0].change
    filled.review("s1", "rejected", by="bo", version=2)
    with pytest.raises(store.Conflict, match="ändrats igen"):
        filled.undo(first, by="anna")
    assert filled.statement("s1").status == "rejected"


@pytest.mark.parametrize("change", ["finns inte", None])
def test_what_cannot_be_undone(filled, change) -> None:
    ingest = filled.audit()[-1].change
    with pytest.raises(StoreError, match="ångra"):
        filled.undo(change or ingest, by="anna")


def test_published_is_what_a_reviewer_has_let_through(opened) -> None:
    rows = [feature(id=f"{n:016x}", statement_id=f"s{n}", start=n, status="read") for n in range(4)]
    opened.add(document(), rows, content=b"x", municipality=HOME)
    opened.review("s1", "confirmed", by="anna", version=1)
    opened.review("s2", "corrected", by="anna", version=1, corrections={f"{2:016x}": {"kind": "calm"}})
    opened.review("s3", "rejected", by="anna", version=1)

    def seen(view: str) -> list[str]:
        return opened.table(view)["statement_id"].tolist()

    assert seen("all") == ["s0", "s1", "s2", "s3"]
    assert seen("inside") == ["s0", "s1", "s2"]
    opened.settings.set("show_unreviewed", False, by="anna")
    assert seen("inside") == seen("published") == ["s1", "s2"]
    assert opened.features(Selection(kinds=("calm",)), view="published")["statement_id"].tolist() == ["s2"]
    with pytest.raises(InvalidSelection, match="okänd vy"):
        opened.table("hemlig")
