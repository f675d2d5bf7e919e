"""Everything read anew with other rules: decisions stand, what moved is told, nothing else changes."""

from __future__ import annotations

import pytest

from trygghet_geo import store
from trygghet_geo.places import gazetteer
from trygghet_geo.store import rereading

MINUTES = """Minnesanteckningar trygghetsrådet 2024-02-01

Lägesbild
- Klotter vid stationen i Kolbäck.
- Inbrott i flera källare i Hallstahammar.
- Det körs för fort på väg 252.
"""


@pytest.fixture
def read(opened, tmp_path) -> store.Store:
    file = tmp_path / "möte.txt"
    file.write_text(MINUTES, encoding="utf-8")
    opened.ingest(file, gazetteer.municipality("1961"))
    return opened


def test_the_same_rules_change_nothing(read) -> None:
    before = read.version(), read.table()
    assert len(before[1]) >= 3
    (told,) = read.reread(by="it")
    assert told.same
    assert (told.added, told.gone, told.changed, told.flagged) == (0, 0, 0, 0)
    assert read.version() == before[0]
    assert read.table().equals(before[1])


def _another(document, home):
    """Rules that read vandalism as fire and no longer see the traffic."""
    from dataclasses import replace

    from trygghet_geo import pipeline

    found = pipeline.reexamined(document, home)
    rows = [row for row in found.features if row.category != "traffic"]
    rows = [
        replace(row, id=f"f{row.id[1:]}", category="fire", category_label="Brand", type=None, type_label=None)
        if row.category == "vandalism"
        else row
        for row in rows
    ]
    return replace(found, features=tuple(rows))


def _reread(opened: store.Store) -> rereading.Reread:
    (sha256,) = rereading.due(opened._access)
    return rereading.reread(opened._access, sha256, by="it", examine=_another)


def test_what_moved_is_told(read) -> None:
    told = _reread(read)
    assert (told.changed, told.gone, told.added, told.kept) == (1, 1, 0, 0)
    assert any("Klotter" in line and "nu Brand" in line for line in told.lines)
    assert any("fort" in line and "läses inte längre" in line for line in told.lines)
    assert "fire" in set(read.table()["category"])
    assert "traffic" not in set(read.table()["category"])
    assert read.audit()[0].action == "reread"


def test_a_human_decision_stands_and_is_flagged(read) -> None:
    rows = read.table().set_index("category")
    graffiti, speeding = rows.loc["vandalism"], rows.loc["traffic"]
    one = read.statement(graffiti.statement_id)
    read.review(one.id, "confirmed", by="anna", version=one.version)
    two = read.statement(speeding.statement_id)
    read.review(two.id, "corrected", by="anna", version=1, corrections={speeding.id: {"intensity": "high"}})
    told = _reread(read)
    assert (told.kept, told.flagged, told.changed, told.gone) == (2, 1, 0, 0)
    now = read.table().set_index("id")
    assert (now.loc[graffiti.id].category, now.loc[graffiti.id].status) == ("vandalism", "confirmed")
    assert (now.loc[speeding.id].intensity, now.loc[speeding.id].status) == ("high", "corrected")
    assert "fire" not in set(now["category"])
    assert read.statement(one.id).flag.startswith("bekräftat, men programmet läser nu: Brand")
    assert read.statement(one.id).reviewed_by == "anna"
