"""Columns kept beside the store: quicker, and never other than what the store holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks import store_made
from tests.store.test_outside import run
from trygghet_geo import store
from trygghet_geo.store import columns, listing, snapshots
from trygghet_geo.store.columns import Columns


@pytest.fixture(autouse=True)
def kept_from_the_first_row(monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "LEAST", 1)


@pytest.fixture
def many(opened) -> store.Store:
    add(opened, range(6))
    opened.columns()
    return opened


def add(opened: store.Store, numbers, *, seed: int = 0) -> None:
    facts = store.Facts(b"x", store_made.HOME)
    opened.add_all([(*store_made.document(n, seed=seed), facts) for n in numbers], by="x")


def snapshot(opened: store.Store) -> Path:
    with opened._access.reading() as connection:
        return snapshots._path(opened._access, connection)


def told(found: Columns) -> list[tuple]:
    """Every row in words, whatever numbers stand for them."""
    texts = [[(*one.values, None)[code] for code in one.codes] for one in found.texts.values()]
    boxes = [tuple(None if side != side else side for side in row) for row in found.boxes.tolist()]
    return list(zip(found.fids.tolist(), *texts, found.first.tolist(), found.last.tolist(), boxes, strict=True))


def anew(opened: store.Store) -> list[tuple]:
    """The same, read row by row."""
    with opened._access.reading() as connection:
        return told(columns._by_rows(connection, version=listing.version(connection), inside={}))


def decide(opened: store.Store) -> None:
    one = opened.statements(store_made.document(2)[0].sha256)[0]
    opened.review(one.id, "rejected", by="anna", version=one.version)


def move(opened: store.Store) -> None:
    """A row from one document to another, as nobody should: the one it left must not keep it."""
    first, second = (store_made.document(n)[0].sha256 for n in (1, 2))
    run(opened, f"UPDATE feature SET document_sha256 = '{second}' WHERE document_sha256 = '{first}'")


CHANGES = {
    "a review": decide,
    "an edit outside the program": lambda opened: run(opened, "UPDATE feature SET category = 'fire' WHERE fid = 7"),
    "a row taken away outside": lambda opened: run(opened, "DELETE FROM feature WHERE fid = 7"),
    "a row moved outside": move,
    "new documents": lambda opened: add(opened, range(6, 9)),
    "a removal": lambda opened: opened.remove(store_made.document(2)[0].sha256, by="anna"),
    "a removal, and the same again": lambda opened: (
        opened.remove(store_made.document(2)[0].sha256, by="anna"),
        add(opened, [2]),
    ),
    "a setting": lambda opened: opened.settings.set("show_unreviewed", False, by="it"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_it_is_what_the_store_holds(many, change) -> None:
    before = told(many.columns())
    assert snapshot(many).exists()
    change(many)
    found = many.columns()
    assert told(found) == anew(many)
    assert found.version == many.version()
    assert (told(found) == before) is (change is CHANGES["a setting"])


def test_without_a_change_no_row_is_read(many, monkeypatch) -> None:
    expected = told(many.columns())
    monkeypatch.setattr(columns, "_by_rows", None)
    assert told(many.columns()) == expected


def test_after_a_change_only_its_document_is_read(many, monkeypatch) -> None:
    asked, read = [], columns._by_rows
    monkeypatch.setattr(columns, "_by_rows", lambda *a, documents=None, **k: (
        asked.append(documents), read(*a, documents=documents, **k))[1])  # fmt: skip
    decide(many)
    many.columns()
    assert asked == [[store_made.document(2)[0].sha256]]


def test_a_removal_takes_the_file_away(many) -> None:
    many.remove(store_made.document(2)[0].sha256, by="anna")
    assert not snapshot(many).exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 trasig", b"x" * 5000])
def test_a_broken_file_is_not_used(many, content) -> None:
    snapshot(many).write_bytes(content)
    assert told(many.columns()) == anew(many)


def test_a_file_with_a_flipped_byte_is_not_used(many) -> None:
    path = snapshot(many)
    content = bytearray(path.read_bytes())
    at = content.index(np.asarray(many.columns().first).tobytes())
    content[at] ^= 255
    path.write_bytes(bytes(content))
    assert told(many.columns()) == anew(many)


def test_a_store_put_back_from_a_backup_does_not_take_the_later_ones(tmp_path) -> None:
    """The same identity, and as many changes, but others."""
    opened = store.open(tmp_path / "a.gpkg")
    add(opened, range(3))
    made = opened.backup(tmp_path / "b.gpkg")
    add(opened, [3])
    opened.columns()
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"a.gpkg{end}").unlink(missing_ok=True)
    shutil.copy(made.path, tmp_path / "a.gpkg")
    again = store.open(tmp_path / "a.gpkg")
    assert told(again.columns()) == anew(again)
    later = tmp_path / "later.npz"
    shutil.copy(snapshot(again), later)
    add(again, [3], seed=7)
    shutil.copy(later, snapshot(again))
    assert told(again.columns()) == anew(again)
    assert len(again.columns()) == 80


def test_a_snapshot_of_another_history_is_not_used(tmp_path) -> None:
    one, other = store.open(tmp_path / "a.gpkg"), store.open(tmp_path / "b.gpkg")
    add(one, range(3))
    one.copy_to(other)
    add(one, [3], seed=1)
    add(other, [3], seed=2)
    assert one.version() == other.version()
    one.columns()
    shutil.copy(snapshot(one), snapshot(other))
    assert told(other.columns()) == anew(other)


def test_where_it_cannot_be_written_all_is_as_right(many, monkeypatch) -> None:
    def full(*_args, **_kwargs) -> None:
        raise OSError(28, "No space left on device")

    many.remove(store_made.document(2)[0].sha256, by="anna")
    monkeypatch.setattr(np, "savez", full)
    assert told(many.columns()) == anew(many)
    assert not list(snapshot(many).parent.glob("*.npz"))
    assert not list(snapshot(many).parent.glob(".*.tmp"))
