"""Search in what was said: Swedish stems, the beginnings of words and parts of compounds, in a file of its own.

The index lies beside the store (for a server: in this installation's home), never inside it: the SQLite that GDAL
carries has no FTS5 and could then write nothing to a layer. It is made from the store, and brought up to date before
each search by asking which documents have changed; it may be deleted at any time.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer
from sqlalchemy import Connection, select, text

from trygghet_geo import paths
from trygghet_geo.errors import StoreError
from trygghet_geo.store import leftovers
from trygghet_geo.store.faults import explained
from trygghet_geo.store.models import META, STATEMENT
from trygghet_geo.store.opening import Access

VERSION = "1"
"""Of the tables below; an index of another version is thrown away and made anew."""
SHORTEST = 3
"""Letters from which a word is also looked for inside other words; shorter ones are in nearly all of them."""
_WORD = re.compile(r"\w+")
_TABLES = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE indexed (sha256 TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE said (id INTEGER PRIMARY KEY, statement_id TEXT NOT NULL, sha256 TEXT NOT NULL, quote TEXT NOT NULL);
CREATE INDEX said_document ON said (sha256);
CREATE VIRTUAL TABLE stems USING fts5(words, content='', tokenize="unicode61 remove_diacritics 0", prefix='2 3 4');
CREATE VIRTUAL TABLE parts USING fts5(words, content='', tokenize="trigram", detail=none);
"""


@dataclass(frozen=True)
class Hit:
    """A statement that has all the words asked for, whole, inflected, begun or inside a compound."""

    statement_id: str
    document_sha256: str
    quote: str


def found(access: Access, words: str, *, limit: int) -> tuple[Hit, ...]:
    """Statements that hold every word of `words`, whole words before parts of others, shorter quotes first.

    Raises StoreError when the index can be neither made nor read.
    """
    asked = _words(words)
    if not asked or not access.database.exists():
        return ()
    with access.reading() as source, _opened(access, source) as index:
        _bring_up_to_date(source, index)
        return _asked(index, asked, limit)


def forget(access: Access) -> None:
    """Take what has been removed out of the index, with the bytes of its words; nothing when there is no index."""
    with access.reading() as source:
        path = _path(access, source)
    if not path.exists():
        return
    with access.reading() as source, _opened(access, source) as index:
        index.execute("PRAGMA secure_delete = ON")
        _bring_up_to_date(source, index)
        index.execute("INSERT INTO stems(stems) VALUES ('optimize')")
        index.execute("INSERT INTO parts(parts) VALUES ('optimize')")
        index.execute("VACUUM")


def behind(access: Access) -> int | None:
    """How many documents the index has yet to take in; None when it has not been made."""
    with access.reading() as source:
        path = _path(access, source)
        if not path.exists():
            return None
        with _opened(access, source) as index:
            gone, new = _difference(source, index)
            return len(gone | new.keys())


def sound(access: Access) -> bool:
    """Whether the index is whole, as SQLite and FTS5 check it; True when there is none."""
    with access.reading() as source:
        path = _path(access, source)
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(path)) as index:
            return index.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.Error:
        return False


def _path(access: Access, source: Connection) -> Path:
    if access.database.path is not None:
        path = access.database.path
        return path.with_name(f"{path.stem}.search.db")
    identity = source.execute(select(META.c.value).where(META.c.key == "store")).scalar()
    return paths.home() / f"{identity}.search.db"


@contextmanager
def _opened(access: Access, source: Connection) -> Iterator[sqlite3.Connection]:
    path = _path(access, source)
    identity = source.execute(select(META.c.value).where(META.c.key == "store")).scalar()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_ready(path, f"{identity} {VERSION}")) as index:
            if access.database.path is None:
                leftovers.said(index, path, access.database.label)
                leftovers.swept(path.parent, path, access.database.label)
            yield index
    except (sqlite3.Error, OSError) as error:
        raise StoreError(explained(error, str(path))) from error


def _ready(path: Path, version: str) -> sqlite3.Connection:
    """The index, made anew when it is another store's, another version's or broken: it holds nothing of its own."""
    if path.exists() and (index := _usable(path, version)):
        return index
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    index = _connected(path)
    index.executescript(f"BEGIN IMMEDIATE; {_TABLES} INSERT INTO facts VALUES ('version', '{version}'); COMMIT;")
    return index


def _usable(path: Path, version: str) -> sqlite3.Connection | None:
    index = None
    try:
        index = _connected(path)
        if index.execute("SELECT value FROM facts WHERE key = 'version'").fetchone() == (version,):
            return index
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
    except sqlite3.DatabaseError:
        pass  # broken: nothing in it is worth keeping
    if index:
        index.close()
    return None


def _connected(path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        index.execute("PRAGMA journal_mode = WAL")
        # What is lost in a power cut is made again from the store.
        index.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        index.close()
        raise
    return index


def _difference(source: Connection, index: sqlite3.Connection) -> tuple[set[str], dict[str, int]]:
    """Documents to be taken out, and those to be taken in with the number of their present state."""
    there = dict(index.execute("SELECT sha256, number FROM indexed").fetchall())
    rows = source.execute(text("SELECT document_sha256, number FROM revision"))
    now = {row.document_sha256: row.number for row in rows}
    new = {sha: number for sha, number in now.items() if there.get(sha) != number}
    return {sha for sha in there if sha not in now or sha in new}, new


def _bring_up_to_date(source: Connection, index: sqlite3.Connection) -> None:
    gone, new = _difference(source, index)
    if not gone and not new:
        return
    index.execute("BEGIN IMMEDIATE")
    try:
        for sha256 in sorted(gone):
            _take_out(index, sha256)
        everything = not gone
        rows = _said(source, None if everything else sorted(new))
        index.executemany("INSERT OR REPLACE INTO indexed VALUES (?,?)", new.items())
        for row in rows:
            _take_in(index, row, wanted=new)
        index.execute("COMMIT")
    except BaseException:
        index.execute("ROLLBACK")
        raise


def _said(source: Connection, documents: list[str] | None) -> Iterator[tuple[str, str, str]]:
    s = STATEMENT.c
    query = select(s.id, s.document_sha256, s.quote)
    if documents is None or len(documents) > 500:
        yield from (tuple(row) for row in source.execute(query))
        return
    for sha256 in documents:
        yield from (tuple(row) for row in source.execute(query.where(s.document_sha256 == sha256)))


def _take_in(index: sqlite3.Connection, row: tuple[str, str, str], *, wanted: dict[str, int]) -> None:
    if row[1] not in wanted:
        return
    words = _words(row[2])
    cursor = index.execute("INSERT INTO said (statement_id, sha256, quote) VALUES (?,?,?)", row)
    index.execute("INSERT INTO stems (rowid, words) VALUES (?,?)", (cursor.lastrowid, _stemmed(words)))
    index.execute("INSERT INTO parts (rowid, words) VALUES (?,?)", (cursor.lastrowid, " ".join(words)))


def _take_out(index: sqlite3.Connection, sha256: str) -> None:
    rows = index.execute("SELECT id, quote FROM said WHERE sha256 = ?", (sha256,)).fetchall()
    for id_, quote in rows:
        words = _words(quote)
        index.execute("INSERT INTO stems (stems, rowid, words) VALUES ('delete',?,?)", (id_, _stemmed(words)))
        index.execute("INSERT INTO parts (parts, rowid, words) VALUES ('delete',?,?)", (id_, " ".join(words)))
    index.execute("DELETE FROM said WHERE sha256 = ?", (sha256,))
    index.execute("DELETE FROM indexed WHERE sha256 = ?", (sha256,))


def _asked(index: sqlite3.Connection, words: list[str], limit: int) -> tuple[Hit, ...]:
    """Each word narrows: it must be there as a stem, as the beginning of a word or inside one."""
    sets = [_with(index, word) for word in words]
    every = set.intersection(*(whole | part for whole, part in sets))
    rank = {id_: sum(id_ not in whole for whole, _ in sets) for id_ in every}
    best = sorted(every, key=lambda id_: (rank[id_], id_))[: max(limit * 20, 2000)]
    marks = ", ".join("?" * len(best))
    rows = index.execute(f"SELECT id, statement_id, sha256, quote FROM said WHERE id IN ({marks})", best).fetchall()
    rows.sort(key=lambda row: (rank[row[0]], len(row[3]), row[3], row[1]))
    return tuple(Hit(*row[1:]) for row in rows[:limit])


def _with(index: sqlite3.Connection, word: str) -> tuple[set[int], set[int]]:
    """Rows with the word itself (whatever its ending), and rows with a word that begins with or holds it."""
    stem = _stem(word)
    whole = _rows(index, "stems", f'"{stem}" OR "{word}"')
    part = _rows(index, "stems", f'"{stem}"* OR "{word}"*')
    if len(word) >= SHORTEST:
        inner = stem if len(stem) >= SHORTEST else word
        pairs = [inner[at : at + 3] for at in range(len(inner) - 2)]
        there = _rows(index, "parts", " AND ".join(f'"{three}"' for three in pairs))
        part |= _holding(index, there - part, inner)
    return whole, part


def _holding(index: sqlite3.Connection, rows: set[int], inner: str) -> set[int]:
    """Of `rows`, which have its threes of letters somewhere, those that have the word in one piece."""
    kept: set[int] = set()
    ids = sorted(rows)
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        marks = ", ".join("?" * len(some))
        for id_, quote in index.execute(f"SELECT id, quote FROM said WHERE id IN ({marks})", some):
            if any(inner in word for word in _words(quote)):
                kept.add(id_)
    return kept


def _rows(index: sqlite3.Connection, table: str, match: str) -> set[int]:
    return {id_ for (id_,) in index.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (match,))}


def _words(said: str) -> list[str]:
    """Lower-case words, NFC, hyphenation at line ends undone: hal and hål stay two words."""
    whole = re.sub("\u00ad|(?<=\\w)[-\u2010\u2011][ \\t]*[\\r\\n]+\\s*(?=[a-zåäöé])", "", said)
    return _WORD.findall(unicodedata.normalize("NFC", whole).casefold().replace("_", " "))


def _stemmed(words: list[str]) -> str:
    """Every word and its stem, so that both are found."""
    return " ".join(dict.fromkeys([*words, *map(_stem, words)]))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return snowballstemmer.stemmer("swedish").stemWord(word)
