"""What server stores that are gone have left in this installation's home: indexes with the words of their documents.

A file's index lies beside the file and goes to the next store there. That of a server lies here under the identity of
its store, and nobody tells when a database is dropped. So each says which address it was made for, and when it was last
used; all of it can be made again from the store.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

UNUSED_DAYS = 90
"""Days without a search after which the index of a server's store is thrown away."""
_NAME = re.compile(r"[0-9a-f]{32}\.search\.db")
_DAY_S = 86_400


def said(index: sqlite3.Connection, path: Path, address: str) -> None:
    """Write into an index whose it is (an address without its password), and that it is in use today."""
    if index.execute("SELECT value FROM facts WHERE key = 'address'").fetchone() != (address,):
        index.execute("INSERT OR REPLACE INTO facts VALUES ('address', ?)", (address,))
    if _days(path) >= 1:
        os.utime(path)


def swept(folder: Path, mine: Path, address: str) -> tuple[Path, ...]:
    """Take away the indexes of stores that were at `address` before `mine`, and those unused for UNUSED_DAYS."""
    gone = []
    for path in sorted(folder.glob("*.search.db")):
        if path != mine and _NAME.fullmatch(path.name) and (_days(path) > UNUSED_DAYS or _address(path) == address):
            for end in (".search.db", ".search.db-wal", ".search.db-shm", ".columns.npz"):
                path.with_name(path.name[:32] + end).unlink(missing_ok=True)
            gone.append(path)
    return tuple(gone)


def _days(path: Path) -> float:
    return (time.time() - path.stat().st_mtime) / _DAY_S


def _address(path: Path) -> str | None:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as index:
        row = index.execute("SELECT value FROM facts WHERE key = 'address'").fetchone()
        return row[0] if row else None
    return None
