"""Tables made, recognised and brought up to date; an older store is copied aside before anything in it changes."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, text

from trygghet_geo.errors import StoreError
from trygghet_geo.store import geopackage, triggers
from trygghet_geo.store.engines import Database
from trygghet_geo.store.models import METADATA

HEAD = "0005"
"""The newest revision in migrations/versions; kept here so that a store that is up to date opens without alembic."""
LEGACY = 2
"""Schema number of the files made before revisions were counted; older ones cannot be read."""
_OWN = {"meta", "document", "feature"}


@dataclass(frozen=True)
class Found:
    """What lies at a store's address: a `revision`, `empty`, an old file's `schema`, or something `foreign`."""

    revision: str | None = None
    schema: int | None = None
    empty: bool = False
    foreign: bool = False


def check(database: Database, *, create: bool = True) -> tuple[str, ...]:
    """See to it that a store that is there can be used by this program; what was done to it, in Swedish.

    An empty database on a server gets its tables, if `create`. Raises StoreError when there is none, or it is something
    else, broken, or made by a newer version.
    """
    if not database.exists():
        return ()
    with database.connected() as connection:
        found = _found(connection)
    if found.empty and database.path is None:
        if not create:
            raise StoreError(f"{database.label}: det finns inget lager än; läs in dokument först med kommandot ingest")
        make(database)
    if found.empty or found.revision == HEAD:
        return ()
    if found.foreign:
        raise StoreError(
            f"{database.label}: filen är en databas men inget lager från Trygghetskartan; ange en annan fil"
        )
    _comprehensible(database, found)
    return _migrated(database)


def make(database: Database) -> None:
    """Make the tables of a new store, unless another process just has."""
    if database.exists():
        with database.connected() as connection:
            if _found(connection).revision == HEAD:
                return
    with database.alone() as connection:
        if _found(connection).empty:
            _upgrade(connection)


def in_memory() -> sa.Engine:
    """An empty store that is gone with its engine: what a store without a file looks like."""
    from trygghet_geo.store.engines import file_engine

    engine = file_engine(None)
    with engine.begin() as connection:
        METADATA.create_all(connection)
        connection.execute(text("INSERT INTO meta VALUES ('store', 'none'), ('changes', '0')"))
    return engine


def _found(connection: Connection) -> Found:
    if connection.dialect.name == "postgresql":
        tables = set(sa.inspect(connection).get_table_names())
    else:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name for (name,) in rows}
    if "alembic_version" in tables and tables >= _OWN:
        return Found(revision=connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    if tables >= _OWN:
        schema = connection.execute(text("SELECT value FROM meta WHERE key = 'schema'")).scalar()
        return Found(schema=int(schema)) if schema else Found(foreign=True)
    if connection.dialect.name == "postgresql":
        # Other tables may live in the same database (PostGIS has some of its own).
        return Found(empty=True) if not tables & set(METADATA.tables) else Found(foreign=True)
    return Found(empty=not tables, foreign=bool(tables))


def _comprehensible(database: Database, found: Found) -> None:
    if found.schema is not None:
        if found.schema > LEGACY:
            raise StoreError(
                f"{database.label}: lagret är gjort av en nyare version (schema {found.schema}, här {HEAD}); "
                "uppdatera programmet"
            )
        if found.schema < LEGACY:
            raise StoreError(
                f"{database.label}: lagret är gjort av en äldre version (schema {found.schema}, här {HEAD}); flytta "
                "undan filen och läs in dokumenten igen"
            )
    elif found.revision not in _revisions():
        raise StoreError(
            f"{database.label}: lagret är gjort av en nyare version (schema {found.revision}, här {HEAD}); "
            "uppdatera programmet"
        )


def _migrated(database: Database) -> tuple[str, ...]:
    told = []
    with database.alone() as connection:
        # Asked again under the lock: another process may have done it meanwhile.
        before = _found(connection)
        if before.revision == HEAD:
            return ()
        old = before.revision or f"schema {before.schema}"
        if database.path:
            told.append(f"säkerhetskopia av lagret innan ändringen: {_aside(database.path, old)}")
        _upgrade(connection)
        count = connection.execute(text("SELECT count(*) FROM document")).scalar()
        rows = connection.execute(text("SELECT count(*) FROM feature")).scalar()
        told.insert(
            0, f"{database.label}: lagret är uppdaterat från {old} till {HEAD}, {count} dokument och {rows} rader"
        )
        left = connection.execute(text("SELECT count(*) FROM audit WHERE change = '0004-places'")).scalar()
        if left and before.revision == "0003":
            told.append(f"{left} platser och platsbeslut ur lagrets tabeller finns nu i ändringsloggen (0004-places)")
        _note(connection, "; ".join(told))
    return tuple(told)


def _aside(path: Path, old: str) -> Path:
    """A whole copy of the file beside it, made while the write lock keeps everyone else out."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.stem}.före-{HEAD}.{now}-{uuid.uuid4().hex[:4]}{path.suffix}")
    partial = target.with_suffix(f"{target.suffix}.del")
    # A connection of its own: another one's open transaction shows it the last whole state, which is what is wanted.
    source, copy = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(partial)
    with closing(source), closing(copy):
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise StoreError(f"{path}: säkerhetskopian blev inte hel ({old}); inget ändrades")
    partial.replace(target)
    return target


def _upgrade(connection: Connection) -> None:
    from alembic.runtime.environment import EnvironmentContext

    script = _scripts()

    def steps(revision: Any, context: Any) -> Any:
        return script._upgrade_revs("head", revision)

    # Made here, because alembic's own is VARCHAR, of which GDAL complains each time it lists the file.
    connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT NOT NULL PRIMARY KEY)"))
    with EnvironmentContext(_config(), script, fn=steps) as context:
        context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        geopackage.install(connection)
        geopackage.reindex(connection)
    triggers.install(connection)
    connection.execute(
        text("INSERT INTO meta VALUES ('store', :id), ('changes', '0') ON CONFLICT DO NOTHING"),
        {"id": uuid.uuid4().hex},
    )
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO editor VALUES (1, NULL, NULL, 0) ON CONFLICT DO NOTHING"))


def _note(connection: Connection, detail: str) -> None:
    connection.execute(
        text(
            "INSERT INTO audit (at, actor, change, action, subject, row_id, detail)"
            " VALUES (:at, 'programmet', :change, 'migrate', 'store', :head, :detail)"
        ),
        {"at": now(), "change": uuid.uuid4().hex[:16], "head": HEAD, "detail": detail},
    )


def now() -> str:
    """This moment in UTC, ISO 8601 to the millisecond, as all times of the store."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _scripts():
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(Path(__file__).parent / "migrations"))


def _config():
    from alembic.config import Config

    return Config()


def _revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}
