"""From an address to a store that can be read and written, whatever lies there or does not yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from trygghet_geo import paths
from trygghet_geo.errors import StoreError
from trygghet_geo.store import migrating
from trygghet_geo.store.engines import Database

FILE = "trygghet.gpkg"
ADDRESS = "TRYGGHET_STORE"
"""Environment variable that names the store when no address is given."""
_SERVERS = ("postgresql:", "postgresql+", "postgres:")


@dataclass(frozen=True)
class Access:
    """Connections to one store: reading one that is not there yet shows an empty one, writing makes it."""

    database: Database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot of the store."""
        if not self.database.exists():
            engine = migrating.in_memory()
            with engine.connect() as connection:
                yield connection
            engine.dispose()
            return
        with self.database.reading() as connection:
            yield connection

    @contextmanager
    def writing(self, *, by: str | None = None, quiet: bool = False) -> Iterator[Connection]:
        """All or nothing, under the write lock; see `Database.writing`."""
        if not self.database.exists():
            migrating.make(self.database)
        with self.database.writing(by=by, quiet=quiet) as connection:
            yield connection


def database(url: str | Path | None, *, timeout_s: float) -> Database:
    """What `url` names: None is TRYGGHET_STORE or else the default file. Raises StoreError for what is no address."""
    if url is None:
        url = os.environ.get(ADDRESS) or default()
    text = str(url)
    if text.startswith(_SERVERS):
        return Database(url=_server(text), timeout_s=timeout_s)
    scheme, separator, rest = text.partition("://")
    if separator and scheme not in ("gpkg", "sqlite"):
        raise StoreError(f"{scheme}: okänd sorts lager; ange en fil, till exempel {FILE}, eller postgresql://…")
    # As in SQLAlchemy's URLs: three slashes before a relative path or a drive letter, four before an absolute path.
    return Database(path=Path(rest.removeprefix("/")) if separator else Path(text), timeout_s=timeout_s)


def installed(timeout_s: float = 30.0) -> Access | None:
    """This installation's own store, brought up to date: that of TRYGGHET_STORE, or else the default file.

    None while there is no such file. Raises StoreError when it cannot be used.
    """
    found = database(None, timeout_s=timeout_s)
    if not found.exists():
        return None
    check(found, create=True)
    migrating.check(found)
    return Access(found)


def is_installed(found: Database) -> bool:
    """Whether it is this installation's own store; decisions on places in other ones are kept, and not in force."""
    with suppress(StoreError):
        own = database(None, timeout_s=found.timeout_s)
        if own.path is None or found.path is None:
            return own.url == found.url and own.path == found.path
        return own.path.resolve() == found.path.resolve()
    return False


def default() -> Path:
    """The file of a store that nobody has named."""
    return paths.home() / FILE


def check(found: Database, *, create: bool) -> None:
    """Raise StoreError, before anything is done, for a file that can be none."""
    path = found.path
    if path is None:
        return
    if not create and not path.exists():
        raise StoreError(f"{path}: det finns inget lager än; läs in dokument först med kommandot ingest")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: mappen {path.parent} finns inte; skapa den eller ange en annan fil")
    if path.is_dir():
        raise StoreError(f"{path}: är en mapp; ange en fil, till exempel {path / FILE}")


def _server(text: str):
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Not the address itself: it holds a password.
        raise StoreError(
            "adressen till lagret går inte att tolka; skriv postgresql://användare@server/databas"
        ) from None
    if not url.database:
        raise StoreError("adressen till lagret saknar databas; skriv postgresql://användare@server/databas")
    return url.set(drivername="postgresql+psycopg")
