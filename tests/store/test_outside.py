"""Edits made outside the program: in QGIS (by GDAL, as QGIS writes) and by hand in the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pyogrio
import pytest
from shapely.geometry import Point

from tests.made import HOME, TEXT, document, feature, unplaced
from trygghet_geo import store
from trygghet_geo.coordinates import to_metres

OUTSIDE = "utanför programmet (till exempel QGIS)"


def run(opened: store.Store, statement: str) -> None:
    """As someone with another program does it, who knows nothing of ours."""
    if opened.path is None:
        with psycopg.connect(opened.address.replace("+psycopg", ""), autocommit=True) as other:
            other.execute(statement)
    else:
        with closing(sqlite3.connect(opened.path)) as other:
            for part in statement.split("; "):
                other.execute(part)
            other.commit()


def test_a_status_set_outside_is_a_decision_and_in_the_trail(filled) -> None:
    run(filled, "UPDATE feature SET status = 'confirmed' WHERE id = '00000000000000aa'")
    one = filled.statement("s1")
    assert (one.status, one.reviewed_by, one.version) == ("confirmed", OUTSIDE, 2)
    changes = [change for change in filled.audit(statement_id="s1") if change.subject == "feature"]
    assert [change.changed for change in changes] == [{"status": ("read", "confirmed")}]
    assert changes[0].actor == OUTSIDE


def test_anything_else_changed_outside_is_a_correction(filled) -> None:
    run(filled, "UPDATE feature SET category = 'theft' WHERE id = '00000000000000aa'")
    assert filled.statement("s1").status == "corrected"
    assert filled.table().set_index("id")["status"].to_dict() == {
        "00000000000000aa": "corrected",
        "00000000000000bb": "read",
    }
    # It is undone like any other change, the statement with its row.
    (change,) = [c for c in filled.audit() if c.subject == "feature"]
    assert change.changed == {"category": ("burglary", "theft"), "status": ("read", "corrected")}
    filled.undo(change.change, by="anna")
    assert filled.table()["category"].tolist() == ["burglary"] * 2
    assert filled.statement("s1").status == "read"


def test_a_program_whose_triggers_run_within_themselves_makes_one_change(tmp_path) -> None:
    """As GDAL has it, and so QGIS."""
    opened = store.open(tmp_path / "a.gpkg")
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    run(opened, "PRAGMA recursive_triggers = ON; UPDATE feature SET category = 'theft' WHERE id LIKE '%aa'")
    (change,) = [c for c in opened.audit() if c.subject == "feature"]
    assert change.changed == {"category": ("burglary", "theft"), "status": ("read", "corrected")}
    assert (opened.statement("s1").version, opened.statement("s1").status) == (2, "corrected")
    opened.undo(change.change, by="anna")
    assert opened.table()["status"].tolist() == ["read"] * 2


def test_who_has_the_record_open_is_told_of_an_edit_outside(filled) -> None:
    run(filled, "UPDATE feature SET category = 'theft' WHERE id = '00000000000000aa'")
    with pytest.raises(store.Conflict):
        filled.review("s1", "confirmed", by="anna", version=1)


def test_nothing_changed_is_nothing(filled) -> None:
    count = len(filled.audit())
    run(filled, "UPDATE feature SET category = category")
    assert len(filled.audit()) == count
    assert filled.statement("s1").version == 1


def test_a_status_that_does_not_exist_is_refused(filled) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.CheckViolation)):
        run(filled, "UPDATE feature SET status = 'klar'")
    assert filled.statement("s1").status == "read"


def test_a_row_taken_away_outside_is_in_the_trail_and_can_be_put_back(filled) -> None:
    before = filled.table()
    run(filled, "DELETE FROM feature WHERE id = '00000000000000bb'")
    (change,) = [one for one in filled.audit() if one.action == "delete"]
    assert (change.row_id, change.actor, change.after) == ("00000000000000bb", OUTSIDE, None)
    assert filled.statement("s1").version == 2
    filled.undo(change.change, by="anna")
    assert filled.table().equals(before)


def test_a_point_moved_in_qgis(tmp_path) -> None:
    """GDAL writes the whole row anew by its key, as QGIS does when a layer is saved."""
    opened = store.open(tmp_path / "a.gpkg")
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    frame = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="feature", fid_as_index=True)
    moved = frame[frame["id"] == "00000000000000aa"].copy()
    there = to_metres(Point(16.3, 59.7))
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as other:
        # pyogrio can only append: the geometry is taken over from a row that it wrote.
        moved["id"], moved["statement_id"] = "ny", "ny"
        moved.geometry = [there]
        pyogrio.write_dataframe(moved, tmp_path / "a.gpkg", layer="feature", append=True)
        for name in ("IsEmpty", "MinX", "MaxX", "MinY", "MaxY"):
            other.create_function(f"ST_{name}", 1, lambda blob: 0)
        other.execute("UPDATE feature SET geom = (SELECT geom FROM feature WHERE id = 'ny') WHERE id LIKE '%aa'")
        other.execute("DELETE FROM feature WHERE id = 'ny'")
        other.commit()
    one = opened.table().set_index("id").loc["00000000000000aa"]
    assert (one.geometry.x, one.geometry.y, one.status) == (16.3, 59.7, "corrected")
    moves = [c for c in opened.audit(statement_id="s1") if "geom" in c.changed]
    assert len(moves) == 1
    opened.undo(moves[0].change, by="anna")
    assert opened.table().set_index("id").loc["00000000000000aa"].geometry == feature().geometry


def test_the_layers_have_styles_and_a_spatial_index(tmp_path) -> None:
    path = tmp_path / "a.gpkg"
    store.open(path).add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    with closing(sqlite3.connect(path)) as read:
        styles = dict(read.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
        layers = {name for (name,) in read.execute("SELECT table_name FROM gpkg_contents")}
        assert set(styles) == layers
        assert 'value="burglary"' in styles["feature_points"]
        assert read.execute("SELECT count(*) FROM rtree_feature_geom").fetchone() == (1,)
    # Kolbäck lies here, and not 100 km to the north.
    here = pyogrio.read_dataframe(path, layer="feature_points")
    assert here["id"].tolist() == ["00000000000000aa"]
    west, south, east, north = here.total_bounds
    assert len(pyogrio.read_dataframe(path, layer="feature", bbox=(west - 5, south - 5, east + 5, north + 5))) == 1
    assert pyogrio.read_dataframe(path, layer="feature", bbox=(west, south + 1e5, east, north + 2e5)).empty
