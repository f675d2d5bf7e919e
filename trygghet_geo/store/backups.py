"""Copies of a store while it is in use, each proved by restoring it before it gets its name."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trygghet_geo.errors import StoreError
from trygghet_geo.store import copying, opening
from trygghet_geo.store.digests import Digest, digest
from trygghet_geo.store.engines import Database
from trygghet_geo.store.faults import explained
from trygghet_geo.store.opening import Access

FOLDER = "backups"
_PARTIAL = ".del"


@dataclass(frozen=True)
class Backup:
    """A backup: a GeoPackage with everything in it, also of a store on a server; restored and compared."""

    path: Path
    digests: dict[str, Digest]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.digests.values())


def taken(access: Access, target: Path | None = None) -> Backup:
    """Copy the store as it is at this moment to `target` (by default a dated file in `backups/` beside it).

    The copy is restored into another file, and what that holds compared with the store, before it gets its name: a file
    with the name of a backup is a whole one. Writers go on meanwhile. Raises StoreError.
    """
    if not access.database.exists():
        raise StoreError(f"{access.database.label}: det finns inget lager att säkerhetskopiera")
    path = target or _named(access)
    if path.exists():
        raise StoreError(f"{path}: finns redan; säkerhetskopior skrivs inte över")
    partial = path.with_name(path.name + _PARTIAL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        digests = _file(access, partial) if access.database.path else _server(access, partial)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".prov-") as folder:
            restored = Path(folder) / "restored.gpkg"
            _copied(partial, restored)
            _compare(restored, digests, path)
        partial.rename(path)
    except sqlite3.Error as error:
        raise StoreError(explained(error, str(path))) from error
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{path}: säkerhetskopian kan inte skrivas ({error.strerror})") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            partial.with_name(partial.name + end).unlink(missing_ok=True)
    return Backup(path, digests)


def restored(backup: Path, target: Access) -> copying.Copied:
    """Put a backup back at an address where there is no store yet, or an empty one."""
    if not backup.is_file():
        raise StoreError(f"{backup}: det finns ingen sådan säkerhetskopia")
    source = Access(Database(path=backup))
    return copying.copied(source, target)


def latest(access: Access) -> datetime | None:
    """When the newest backup in the usual folder was made; None when there is none."""
    files = [path.stat().st_mtime for path in _folder(access).glob("*.gpkg") if path.is_file()]
    return datetime.fromtimestamp(max(files), UTC) if files else None


def _folder(access: Access) -> Path:
    own = access.database.path
    return (own.parent if own else opening.default().parent) / FOLDER


def _named(access: Access) -> Path:
    stem = access.database.path.stem if access.database.path else access.database.url.database
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return _folder(access) / f"{stem}.{now}.gpkg"


def _file(access: Access, partial: Path) -> dict[str, Digest]:
    """SQLite's own online copy, of the very state that the digests are of: both see one open snapshot."""
    with access.reading() as connection:
        digests = digest(connection)
        with closing(sqlite3.connect(partial)) as copy:
            connection.connection.driver_connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    return digests


def _server(access: Access, partial: Path) -> dict[str, Digest]:
    return copying.copied(access, Access(Database(path=partial))).digests


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


def _compare(path: Path, expected: dict[str, Digest], named: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with Access(Database(path=path)).reading() as connection:
        found = digest(connection)
    if not sound or found != expected:
        raise StoreError(f"{named}: säkerhetskopian gick inte att återställa; den sparades inte, försök igen")
