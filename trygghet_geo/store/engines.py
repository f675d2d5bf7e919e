"""Connections to the two backends: one GeoPackage file by the standard library's sqlite3, or PostgreSQL with PostGIS.

Every call opens and closes its own connection, so that one store may be shared between threads and several processes
may use the same file; whoever writes takes the one write lock first. Faults of either backend come out as StoreError,
in Swedish, with what to do.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from trygghet_geo.errors import StoreError
from trygghet_geo.store import geometries
from trygghet_geo.store.faults import explained

LOCK = 7_261_961
"""The advisory lock on a server that stands for SQLite's write lock: one writer at a time, so that what is read before
it is written still holds."""
PROGRAM = "programmet"
"""Who acted, in the audit trail, when nobody is named."""


@dataclass(frozen=True)
class Database:
    """Where a store lies: a `path` (GeoPackage) or a `url` (PostgreSQL); `timeout_s` is how long to wait for others."""

    path: Path | None = None
    url: URL | None = None
    timeout_s: float = 30.0

    @property
    def label(self) -> str:
        """The place as it may be shown: a path, or an address without its password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)

    @property
    def address(self) -> str:
        """What `store.open` takes again, password included."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=False)

    def exists(self) -> bool:
        """False for a file that is not there yet; a server is asked when it is used."""
        return self.path is None or self.path.exists()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection outside any transaction of the store's; faults come out as StoreError."""
        try:
            with _engine(self).connect() as connection:
                yield connection
        except DBAPIError as error:
            if isinstance(error, (sa.exc.IntegrityError, sa.exc.ProgrammingError)) and not error.connection_invalidated:
                raise  # a bug in this program, not a fault of the store
            raise StoreError(explained(error, self.label)) from error
        except sqlite3.Error as error:
            raise StoreError(explained(error, self.label)) from error

    def erase(self) -> None:
        """After a removal: let nothing of it stay in the log beside the file, or in a server's dead rows."""
        with self.connected() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                for table in ("document", "statement", "feature", "audit", "stranded_review"):
                    connection.execute(text(f"VACUUM {table}"))
            else:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot: everything read within shows the store at one moment."""
        with self.connected() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """The write lock and nothing else: for making and changing the tables themselves."""
        with self.connected() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                _lock(connection, self.timeout_s)
                yield connection

    @contextmanager
    def writing(self, *, by: str | None = None, quiet: bool = False) -> Iterator[Connection]:
        """All or nothing, by one writer at a time; `by` stands in the audit trail.

        `quiet` keeps the triggers still: the writer counts (`changed`) and tells the audit itself.
        """
        with self.connected() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                _lock(connection, self.timeout_s)
                _introduce(connection, by or PROGRAM, quiet=quiet)
                yield connection
                _leave(connection)


def change(connection: Connection) -> str:
    """The id under which everything in this write stands in the audit trail."""
    return connection.info["change"]


def actor(connection: Connection) -> str:
    """Who makes this write."""
    return connection.info["actor"]


def changed(connection: Connection, documents: Iterable[str] = ()) -> None:
    """Count a quiet write, and that the statements of `documents` are others than before."""
    connection.execute(text("UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'changes'"))
    for sha256 in documents:
        connection.execute(
            text(
                "INSERT INTO revision VALUES (:sha, 1)"
                " ON CONFLICT (document_sha256) DO UPDATE SET number = revision.number + 1"
            ),
            {"sha": sha256},
        )


@lru_cache(maxsize=32)
def _engine(database: Database) -> Engine:
    """Kept, because SQLAlchemy asks a new engine's server much before the first query; it holds no connection open."""
    if database.path is not None:
        return file_engine(database.path, timeout_s=database.timeout_s)
    options = {"connect_timeout": max(2, int(database.timeout_s)), "application_name": "trygghetskartan"}
    return sa.create_engine(database.url, poolclass=NullPool, connect_args=options)


def file_engine(path: Path | None, *, timeout_s: float = 30.0) -> Engine:
    """SQLAlchemy's engine on the file (None: in memory), with the functions and safety the store needs."""

    def connect() -> sqlite3.Connection:
        name = ":memory:" if path is None else str(path)
        connection = sqlite3.connect(name, timeout=timeout_s, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            # What is taken out is written over: a removed name must not be left in the file.
            connection.execute("PRAGMA secure_delete = ON")
            geometries.register(connection)
            if path is not None:
                _write_ahead(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    pool = {"poolclass": NullPool} if path is not None else {"poolclass": sa.pool.StaticPool}
    engine = sa.create_engine("sqlite://", creator=connect, **pool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers beside a writer. Asked for each time, because QGIS sets the mode back when it closes the file."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    # When another process is busy, or the file may only be read, the mode stays as it is: slower, and just as safe.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def _lock(connection: Connection, timeout_s: float) -> None:
    # In SQLite BEGIN IMMEDIATE has taken it.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {max(1, int(timeout_s * 1000))}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def _introduce(connection: Connection, actor: str, *, quiet: bool) -> None:
    connection.info.update(change=uuid.uuid4().hex[:16], actor=actor)
    values = {"actor": actor, "change": connection.info["change"], "quiet": int(quiet)}
    if connection.dialect.name == "postgresql":
        for name, value in values.items():
            connection.execute(
                text("SELECT set_config(:name, :value, true)"), {"name": f"trygghet.{name}", "value": str(value)}
            )
    else:
        connection.execute(text("UPDATE editor SET actor = :actor, change = :change, quiet = :quiet"), values)


def _leave(connection: Connection) -> None:
    # On a server the settings end with the transaction.
    if connection.dialect.name == "sqlite":
        connection.execute(text("UPDATE editor SET actor = NULL, change = NULL, quiet = 0"))
