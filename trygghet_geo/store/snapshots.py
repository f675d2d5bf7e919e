"""Columns kept in a file beside the store, so that a million rows need not be read again for the first answer.

A snapshot is used only when it can be told to be of this very store: the last line of the audit trail that it knows is
still there, word for word, and nothing has been removed since. Documents that have changed after it (`revision`) are
read anew and take the place of their former rows; the number of rows is then compared. When anything differs, all rows
are read. The file holds no quotes, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, select, text

from trygghet_geo import paths
from trygghet_geo.selection import Inside
from trygghet_geo.store import columns
from trygghet_geo.store.columns import Coded, Columns
from trygghet_geo.store.models import META
from trygghet_geo.store.opening import Access

FORMAT = 1
LEAST = 20_000
"""Rows from which a snapshot is kept: fewer are read as quickly."""
MANY = 200
"""Changed documents from which a new snapshot is written."""
_ARRAYS = ("fids", "first", "last", "spots", "sides")


@dataclass(frozen=True)
class Marks:
    """How far a snapshot knows the store: its version, the audit trail's last line, each document's revision."""

    version: str
    line: tuple[int, str, str]
    revisions: Mapping[str, int]


def read(access: Access, connection: Connection, *, version: str, inside: Mapping[str, Inside]) -> Columns:
    """The columns of every feature, at the moment that `connection` sees; see `columns.read`."""
    path, marks = _path(access, connection), _marks(connection, version)
    if marks is not None and (kept := _load(path)):
        found, known = replace(kept[0], inside=inside, version=version), kept[1]
        if known == marks:
            return found
        changed = {sha for sha, n in marks.revisions.items() if known.revisions.get(sha) != n}
        if _extends(connection, known, marks) and (found := _renewed(connection, found, changed)):
            if len(changed) >= MANY:
                _save(path, found, marks)
            return found
    found = columns.read(connection, version=version, inside=inside, current=_current(access))
    if marks is not None and len(found) >= LEAST:
        _save(path, found, marks)
    return found


def forget(access: Access) -> None:
    """After a removal: nothing of it stays here either."""
    with access.reading() as connection:
        path = _path(access, connection)
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _path(access: Access, connection: Connection) -> Path:
    own = access.database.path
    if own is not None:
        return own.with_name(f"{own.stem}.columns.npz")
    identity = connection.execute(select(META.c.value).where(META.c.key == "store")).scalar()
    return paths.home() / f"{identity}.columns.npz"


def _current(access: Access) -> Callable[[], str]:
    def asked() -> str:
        from trygghet_geo.store import listing

        with access.reading() as connection:
            return listing.version(connection)

    return asked


def _marks(connection: Connection, version: str) -> Marks | None:
    """None for a store in which nothing has been done."""
    line = connection.execute(text("SELECT id, change, at FROM audit ORDER BY id DESC LIMIT 1")).first()
    if line is None:
        return None
    cursor = connection.connection.cursor()
    cursor.execute("SELECT document_sha256, number FROM revision")
    return Marks(version, (line.id, line.change, line.at), dict(cursor.fetchall()))


def _extends(connection: Connection, known: Marks, marks: Marks) -> bool:
    """Whether the store's history is the snapshot's and some more, without a removal."""
    if known.version.partition("-")[0] != marks.version.partition("-")[0]:
        return False
    query = text("SELECT id, change, at FROM audit WHERE id = :id")
    line = connection.execute(query, {"id": known.line[0]}).first()
    since = text("SELECT count(*) FROM audit WHERE id > :id AND action IN ('remove', 'migrate')")
    gone = connection.execute(since, {"id": known.line[0]}).scalar()
    return line is not None and tuple(line) == known.line and not gone and not known.revisions.keys() - marks.revisions


def _renewed(connection: Connection, old: Columns, changed: set[str]) -> Columns | None:
    """With the rows of the documents `changed` as they are now; None when the numbers do not come out."""
    new = columns.of_documents(connection, sorted(changed), like=old)
    stays = ~old.texts["document_sha256"].among(changed) & ~np.isin(old.fids, new.fids)
    fids = np.concatenate((old.fids[stays], new.fids))
    count = connection.execute(text("SELECT count(*) FROM feature")).scalar()
    order = np.argsort(fids, kind="stable")
    if len(fids) != count or (np.diff(fids[order]) <= 0).any():
        return None
    texts = {}
    for name, one in old.texts.items():
        number = {value: at for at, value in enumerate(one.values)}
        values = (*one.values, *(value for value in new.texts[name].values if value not in number))
        number = {value: at for at, value in enumerate(values)}
        into = np.array([*(number[value] for value in new.texts[name].values), -1], dtype=np.int32)
        texts[name] = Coded(np.concatenate((one.codes[stays], into[new.texts[name].codes]))[order], values)
    spots = np.where(new.spots >= 0, new.spots + len(old.sides), -1).astype(np.int32)
    return replace(
        old,
        fids=fids[order],
        texts=texts,
        first=np.concatenate((old.first[stays], new.first))[order],
        last=np.concatenate((old.last[stays], new.last))[order],
        spots=np.concatenate((old.spots[stays], spots))[order],
        sides=np.concatenate((old.sides, new.sides)),
    )


def _save(path: Path, found: Columns, marks: Marks) -> None:
    """Where it cannot be written (a read-only folder, a full disk) there is none: everything is as right without."""
    said: dict[str, Any] = {"format": FORMAT, "version": marks.version, "line": marks.line}
    said |= {"revisions": dict(marks.revisions), "values": {name: one.values for name, one in found.texts.items()}}
    arrays = {name: getattr(found, name) for name in _ARRAYS}
    for name, one in found.texts.items():
        arrays[f"codes {name}"] = one.codes.astype(np.min_scalar_type(-max(len(one.values), 1)))
    said_bytes = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8)
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            np.savez(file, said=said_bytes, **arrays)
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _load(path: Path) -> tuple[Columns, Marks] | None:
    """None for no snapshot, a broken one (each array has a checksum) and one of another format."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            said = json.loads(file["said"].tobytes())
            if said["format"] != FORMAT:
                return None
            values = {name: tuple(each) for name, each in said["values"].items()}
            texts = {name: Coded(file[f"codes {name}"].astype(np.int32), each) for name, each in values.items()}
            arrays = {name: file[name] for name in _ARRAYS}
        marks = Marks(said["version"], tuple(said["line"]), said["revisions"])
    except (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile):
        return None
    return Columns(version=said["version"], texts=texts, inside={}, **arrays), marks
