"""Stores of earlier versions in which much has been acknowledged, and whether all of it is there after a migration.

Today's store is turned back to revision 0003 (the two tables that 0004 took away, with a place in one of them), on
either backend; a file of schema 2 is made as the program before wrote it (benchmarks/store_former.py).
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from benchmarks.store_former import former_file
from trygghet_geo import store

STATEMENTS = 12
MANY = 10
"""Changes acknowledged before each migration."""
_PLACE = (
    "id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, municipality_code TEXT,"
    " uncertainty_m DOUBLE PRECISION NOT NULL, parent TEXT, aliases TEXT NOT NULL, added_by TEXT NOT NULL,"
    " added_at TEXT NOT NULL, version INTEGER NOT NULL"
)
_LATER = ("own_place", "name_decision")
"""Tables that came after 0003."""
_DECISION = (
    "CREATE TABLE place_decision (id TEXT PRIMARY KEY, mention TEXT NOT NULL, municipality_code TEXT,"
    " decision TEXT NOT NULL, place_id TEXT, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL)"
)
_LAYER = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
    " VALUES ('local_place', 'features', 'Egna platser', 3006)",
    "INSERT INTO gpkg_geometry_columns VALUES ('local_place', 'geom', 'GEOMETRY', 3006, 0, 0)",
    "CREATE VIRTUAL TABLE rtree_local_place_geom USING rtree(id, minx, maxx, miny, maxy)",
)


def migrate(address: str, number: int, say: Callable[[str], None]) -> None:
    """A store of an earlier version is brought up to date."""
    say("")
    store.open(address)
    say("migrated")


def former(address: str, number: int, say: Callable[[str], None]) -> None:
    """The same of a file of schema 2."""
    migrate(address, number, say)


def acknowledged(address: str, number: int) -> list[str]:
    """MANY reviews and settings in the store at `address`, which then is of revision 0003; a line for each."""
    opened, pick, said = store.open(address), random.Random(number), []
    every = [one.id for document in opened.documents() for one in opened.statements(document.sha256)]
    for _ in range(MANY - 1):
        one = opened.statement(pick.choice(every))
        decision = "rejected" if one.status == "confirmed" else "confirmed"
        done = opened.review(one.id, decision, by="anna", version=one.version, note=f"omgång {number}")
        said.append(f"{done.id} {done.version} {done.status}")
    opened.settings.set("retention_months", number + 1, by="it")
    turn_back(opened, number)
    return [*said, f"setting {number + 1}", f"place p{number}"]


def acknowledged_formerly(address: str, number: int) -> list[str]:
    """A file of schema 2 at `address` with MANY confirmed rows; a line for each."""
    former_file(Path(address), documents=6, statements=STATEMENTS)
    fids = random.Random(number).sample(range(1, 6 * STATEMENTS + 1), MANY)
    with closing(sqlite3.connect(address)) as connection:
        marks = ", ".join("?" * MANY)
        connection.execute(f"UPDATE feature SET status = 'confirmed' WHERE fid IN ({marks})", fids)
        rows = connection.execute(f"SELECT statement_id FROM feature WHERE fid IN ({marks})", fids).fetchall()
        connection.commit()
    return [f"{id_} 1 confirmed" for (id_,) in rows]


def turn_back(opened: store.Store, number: int) -> None:
    """Make a store of today one of revision 0003, with a place named after `number` in the table that 0004 ends."""
    with opened._access.database.alone() as connection:
        for statement in (*(f"DROP TABLE {table}" for table in _LATER), *_back(connection)):
            connection.execute(text(statement))
        place = f"'p{number}', 'Torget', 'landmark', '1961', 30, NULL, '[]', 'anna', '2024-01-01T00:00:00.000Z', 1"
        names = "id, name, kind, municipality_code, uncertainty_m, parent, aliases, added_by, added_at, version"
        connection.execute(text(f"INSERT INTO local_place ({names}) VALUES ({place})"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))


def _back(connection: Connection) -> tuple[str, ...]:
    if connection.dialect.name == "postgresql":
        return (f"CREATE TABLE local_place (fid SERIAL PRIMARY KEY, geom geometry(Geometry,3006), {_PLACE})", _DECISION)
    table = f"CREATE TABLE local_place (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom GEOMETRY, {_PLACE})"
    return (table, _DECISION, *_LAYER)


def faults(opened: store.Store, address: str, said: list[str]) -> Iterator[str]:
    """What is not in the migrated store of all that was `said` of it, and what is wrong with the copies laid aside."""
    every = {one.id: one for document in opened.documents() for one in opened.statements(document.sha256)}
    latest = {line.split()[0]: line for line in said if not line.startswith("place")}
    for id_, line in latest.items():
        if id_ == "setting":
            now = f"setting {opened.settings.get('retention_months')}"
        else:
            now = f"{id_} {every[id_].version} {every[id_].status}" if id_ in every else "gone"
        if now != line:
            yield f"acknowledged: {line}, now: {now}"
    trail = [change.row_id for change in opened.audit(limit=None) if change.change == "0004-places"]
    places = [line.split()[1] for line in said if line.startswith("place")]
    if sorted(trail) != sorted(places):
        yield f"places {places}, in the trail {trail}"
    if not address.startswith("postgresql"):
        yield from _copies(Path(address), rows=sum(one.features for one in opened.documents()))


def _copies(path: Path, *, rows: int) -> Iterator[str]:
    aside = list(path.parent.glob(f"{path.stem}.före-*.gpkg"))
    if not aside:
        yield "no copy of the former file"
    for copied in aside:
        with closing(sqlite3.connect(copied)) as connection:
            if connection.execute("SELECT count(*) FROM feature").fetchone()[0] != rows:
                yield f"the copy {copied.name} is not whole"
        copied.unlink()
