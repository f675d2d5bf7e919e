"""Copies either way, backups proved by restoring, and the health check."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from tests.made import HOME, TEXT, document, feature, unplaced
from tests.store.test_replacing import FIRST, SAID, SECOND, made
from trygghet_geo import store
from trygghet_geo.errors import StoreError
from trygghet_geo.store.digests import digest


def rich(opened: store.Store) -> store.Store:
    """Something in every table: a replaced document, a copy, decisions, a measure, a setting, a role."""
    opened.add(*made(SAID, FIRST), content=bytes(range(256)), municipality=HOME)
    opened.review("110", "corrected", by="anna", version=1, corrections={"110f": {"intensity": "high"}})
    opened.measures.create(title="Kameror – å, ä, ö", by="anna", statements=["110"])
    opened.links.decide("110", "112", decision="denied", by="anna")
    opened.add(*made(SAID[1:], SECOND), content=b"2", municipality=HOME)
    read, rows = made(SAID[1:], "33" * 32, name="kopia.pdf")
    opened.add(read, rows, content=b"3", municipality=HOME)
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode())
    opened.settings.set("retention_months", 12, by="it")
    opened.roles.set("anna", "reviewer", by="it")
    return opened


def content(opened: store.Store) -> dict:
    with opened._access.reading() as connection:
        return digest(connection)


def test_a_copy_has_everything_and_goes_on_from_there(address, another, tmp_path) -> None:
    source = rich(store.open(address))
    # To the same backend, and to a file and back.
    for target in (store.open(another), store.open(tmp_path / "copy.gpkg")):
        done = source.copy_to(target)
        assert done.digests == content(source) == content(target)
        assert target.table().equals(source.table())
        assert target.documents() == source.documents()
        assert target.content(FIRST) == bytes(range(256))
    other = store.open(tmp_path / "copy.gpkg")
    other.add(
        document(sha256="99" * 32, text="Nytt."),
        [feature(id="99", statement_id="99", document_sha256="99" * 32)],
        content=b"9",
    )
    other.review("s1", "confirmed", by="anna", version=1)
    assert len(other.table()) == len(source.table()) + 1


def test_from_a_file_to_a_server_and_what_is_added_there(server, numbers, tmp_path) -> None:
    source = rich(store.open(tmp_path / "a.gpkg"))
    target = store.open(server.database(f"t{next(numbers)}"))
    assert source.copy_to(target).digests == content(target)
    # Numbers of rows go on where they were.
    target.add(
        document(sha256="99" * 32, text="Nytt."),
        [feature(id="99", statement_id="99", document_sha256="99" * 32)],
        content=b"9",
    )
    target.review("99", "confirmed", by="anna", version=1)
    assert len(target.table()) == len(source.table()) + 1


def test_nothing_is_copied_onto_something(address, another) -> None:
    source, target = rich(store.open(address)), store.open(another)
    target.settings.set("show_unreviewed", False, by="x")
    before = content(target)
    with pytest.raises(StoreError, match="inte tomt"):
        source.copy_to(target)
    assert content(target) == before


def test_a_copy_that_differs_is_not_kept(tmp_path, monkeypatch) -> None:
    from trygghet_geo.store import copying

    source, target = rich(store.open(tmp_path / "a.gpkg")), store.open(tmp_path / "b.gpkg")
    whole = copying._copy

    def careless(there, here, table) -> None:
        whole(there, here, table)
        if table.name == "measure":
            here.execute(text("UPDATE measure SET title = 'fel'"))

    monkeypatch.setattr(copying, "_copy", careless)
    with pytest.raises(StoreError, match="skiljer sig i measure"):
        source.copy_to(target)
    assert target.documents() == ()


def test_a_backup_is_proved_and_put_back(address, another, tmp_path) -> None:
    source = rich(store.open(address))
    before = content(source)
    made_ = source.backup(tmp_path / "b" / "kopia.gpkg")
    assert made_.digests == before
    assert [path.name for path in made_.path.parent.iterdir()] == ["kopia.gpkg"]
    source.remove(FIRST, by="x")
    target = store.open(another)
    target.restore(made_.path)
    assert content(target) == before
    with pytest.raises(StoreError, match="finns redan"):
        source.backup(made_.path)


def test_a_backup_is_of_one_moment_while_others_write(tmp_path) -> None:
    opened = rich(store.open(tmp_path / "a.gpkg"))
    before = content(opened)
    with opened._access.reading() as connection:
        digest(connection)
        opened.settings.set("retention_months", 99, by="annan")
        # The same snapshot still, though a writer has been and gone.
        assert digest(connection) == before
    assert opened.backup().digests == content(opened) != before
    assert opened.health()[-1].level == "ok"


@pytest.mark.parametrize("spoil", ["truncated", "changed"])
def test_a_backup_that_cannot_be_restored_gets_no_name(tmp_path, monkeypatch, spoil) -> None:
    from trygghet_geo.store import backups

    opened = rich(store.open(tmp_path / "a.gpkg"))
    whole = backups._copied

    def broken(source, target) -> None:
        whole(source, target)
        if spoil == "truncated":
            target.write_bytes(target.read_bytes()[:20_000])
        else:
            with closing(sqlite3.connect(target)) as other:
                other.execute("UPDATE measure SET title = 'fel'")
                other.commit()

    monkeypatch.setattr(backups, "_copied", broken)
    with pytest.raises((StoreError, sqlite3.DatabaseError)):
        opened.backup(tmp_path / "kopia.gpkg")
    assert not list(tmp_path.glob("kopia*"))


def test_a_sound_store_is_said_to_be(address) -> None:
    opened = rich(store.open(address))
    opened.search("klotter")
    levels = {one.name: one.level for one in opened.health()}
    # "möte.txt" of made() has quotes that are no part of its text: see the next test.
    assert {name: levels[name] for name in ("helhet", "kartindex", "sökindex", "säkerhetskopia")} == {
        "helhet": "ok",
        "kartindex": "ok",
        "sökindex": "ok",
        "säkerhetskopia": "warning",
    }


@pytest.mark.parametrize(
    ("harm", "name", "level"),
    [
        ("UPDATE document SET text = 'annat'", "citat", "fault"),
        ("DELETE FROM statement", "föräldralösa", "warning"),
        ("DELETE FROM feature", "föräldralösa", "warning"),
        ("UPDATE document SET rules = '{}'", "versioner", "warning"),
    ],
)
def test_what_is_wrong_is_found(opened, harm, name, level) -> None:
    opened.add(document(), [feature()], content=b"1", rules={"taxonomy": "1"})
    before = {one.name: one.level for one in opened.health(rules={"taxonomy": "1"})}
    assert set(before.values()) == {"ok", "warning"}
    assert before[name] == "ok"
    with opened._access.writing(by="x") as connection:
        connection.execute(text(harm))
    assert {one.name: one.level for one in opened.health(rules={"taxonomy": "1"})}[name] == level


def test_a_spatial_index_that_lost_a_row_is_found(tmp_path) -> None:
    opened = rich(store.open(tmp_path / "a.gpkg"))
    with opened._access.writing(by="x") as connection:
        connection.execute(text("DELETE FROM rtree_feature_geom WHERE id = (SELECT min(fid) FROM feature)"))
    found = next(one for one in opened.health() if one.name == "kartindex")
    assert found.level == "fault"
    assert found.message.startswith("1 rader")
    opened.reindex()
    assert next(one for one in opened.health() if one.name == "kartindex").level == "ok"
