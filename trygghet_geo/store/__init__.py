"""The store: documents and what was read out of them, kept in whole or not at all.

`open()` gives a Store on one GeoPackage file; every call on it opens and closes its own connection, so that one Store
may be shared between threads and several processes may use the same file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256 as digest
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from trygghet_geo import paths, table
from trygghet_geo.contract import COLUMNS
from trygghet_geo.coordinates import from_metres
from trygghet_geo.errors import StoreError, UnreadableDocument
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside
from trygghet_geo.store import documents, geopackage, keeping
from trygghet_geo.store.keeping import Ingested

FILE = "trygghet.gpkg"


@dataclass(frozen=True)
class Stored:
    """A document as listed: `features` counts its own, 0 for a copy (`duplicate_of` is the SHA-256 of the first)."""

    sha256: str
    name: str
    format: str
    kind: str
    pages: int | None
    meeting_date: date | None
    municipality: str | None
    municipality_code: str | None
    invented: bool
    ingested_at: str
    duplicate_of: str | None
    features: int


def open(url: str | Path | None = None, *, create: bool = True, timeout_s: float = 30.0) -> Store:
    """The store at `url`: a file's path or `gpkg:///path`; by default `trygghet.gpkg` in this installation's home.

    With `create` a missing file is made (and the home folder, when it is the default one). `timeout_s` seconds is how
    long to wait while another process writes. Raises StoreError when there is no usable store.
    """
    path = _path(url)
    try:
        if url is None and create:
            path.parent.mkdir(parents=True, exist_ok=True)
        _check(path, create=create)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(
            f"{path}: lagret kan inte öppnas ({error.strerror}); kontrollera mappen och rättigheterna"
        ) from error
    store = Store(path, timeout_s=timeout_s)
    store.version()
    return store


class Store:
    """Documents and features in one file. Made by `open`."""

    def __init__(self, path: Path, *, timeout_s: float = 30.0) -> None:
        self.path = path
        self._timeout_s = timeout_s

    def ingest(
        self, path: Path, municipality: Municipality | None = None, *, read: Callable[[Path], Document] | None = None
    ) -> Ingested:
        """Read the file at `path` into the store, in whole or not at all; `municipality` None tells it from the text.

        Bytes that are there already change nothing. A file with the words of another one of the same meeting is kept as
        its copy, and its features are not counted again. The files in a letter become documents of their own, in the
        same transaction; `features` counts theirs too. `read` is one of `reading.ahead`, for many files.

        Raises
        ------
        UnreadableDocument
            If no reader can make a document of the file, or it changes while it is read.
        StoreError
            If it cannot be written.
        """
        # Here and not at the top: what only looks at a store need not load the stages that fill it.
        from trygghet_geo import pipeline

        content = pipeline.content(path)
        sha256 = digest(content).hexdigest()
        if known := self._known(sha256, path.name):
            return known
        found = pipeline.examined(path, municipality, **({"read": read} if read else {}))
        if found.document.sha256 != sha256:
            raise UnreadableDocument(
                f"{path.name}: filen ändrades medan den lästes; försök igen när den är färdigskriven"
            )
        every = [(found, content), *((one.examined, one.content) for one in found.attached)]
        with self._connected() as connection, geopackage.transaction(connection):
            told = [
                keeping.added(connection, one.document, one.features, content=own, **keeping.facts(one))
                for one, own in every
            ]
        return keeping.together(told, found.unread)

    def holds(self, path: Path) -> bool:
        """Whether the bytes of the file at `path` are here already; False for a file that cannot be read."""
        from trygghet_geo import pipeline

        try:
            return self._known(digest(pipeline.content(path)).hexdigest(), path.name) is not None
        except UnreadableDocument:
            return False

    def add(
        self,
        document: Document,
        features: Iterable[Feature],
        *,
        content: bytes,
        municipality: Municipality | None = None,
        rules: Mapping[str, str] | None = None,
        places: Mapping[str, Inside] | None = None,
    ) -> Ingested:
        """Keep a document that has been read, its bytes and its features, in one transaction; see `ingest`.

        `rules` are fingerprints of what the features were made with; `places` says what lies in what.
        """
        facts = {"municipality": municipality, "rules": rules, "places": places}
        with self._connected() as connection, geopackage.transaction(connection):
            return keeping.added(connection, document, features, content=content, **facts)

    def table(self) -> GeoDataFrame:
        """All features, in the contract's order: its columns, `invented` (bool) and the geometry (EPSG:4326)."""
        names = ", ".join(f'f."{name}"' for name in COLUMNS)
        query = f"SELECT {names}, d.invented, f.geom FROM {geopackage.LAYER} f"
        query += " JOIN document d ON d.sha256 = f.document_sha256"
        query += " ORDER BY coalesce(f.meeting_date, ''), f.document, f.document_sha256, f.start, f.end, f.kind,"
        query += " f.category, coalesce(f.type, ''), coalesce(f.place_id, ''), f.id"
        with self._connected() as connection:
            rows = connection.execute(query).fetchall()
        columns = pd.DataFrame(rows, columns=[*COLUMNS, "invented", "geom"], dtype="object")
        columns["invented"] = columns["invented"].astype(bool)
        geometry = from_metres(geopackage.geometries(list(columns.pop("geom"))))
        return table.typed(columns, geometry)

    def documents(self) -> tuple[Stored, ...]:
        """Every document, copies included, latest meeting first, undated ones last."""
        query = "SELECT d.sha256, name, format, d.kind, pages, d.meeting_date, d.municipality, d.municipality_code,"
        query += " invented, ingested_at, duplicate_of, count(f.fid) FROM document d"
        query += f" LEFT JOIN {geopackage.LAYER} f ON f.document_sha256 = d.sha256 GROUP BY d.sha256"
        query += " ORDER BY d.meeting_date IS NULL, d.meeting_date DESC, name, d.sha256"
        with self._connected() as connection:
            return tuple(_stored(row) for row in connection.execute(query))

    def document(self, sha256: str) -> Document:
        """The document as it was read; raises StoreError when there is none with that SHA-256."""
        query = f"SELECT {', '.join(documents.COLUMNS)} FROM document WHERE sha256 = ?"
        return documents.from_row(self._one(query, sha256))

    def content(self, sha256: str) -> bytes:
        """The bytes of the document's file; raises StoreError when there is none with that SHA-256."""
        return bytes(self._one("SELECT bytes FROM document WHERE sha256 = ?", sha256)[0])

    def places(self) -> dict[str, Inside]:
        """By place id: what it is called and in what it lies; holds the places of the features and all around them."""
        with self._connected() as connection:
            return {id_: Inside(name, parent) for id_, name, parent in connection.execute("SELECT * FROM place")}

    def attendees(self) -> tuple[str, ...]:
        """Names in the heads of all documents, to be masked in what is made public."""
        with self._connected() as connection:
            heads = connection.execute("SELECT header FROM document ORDER BY sha256").fetchall()
        return tuple(dict.fromkeys(name for (head,) in heads for name in json.loads(head)["attendees"]))

    def version(self) -> str:
        """Changes whenever the content does, also when it is edited in QGIS: a key to cache by."""
        with self._connected() as connection:
            facts = dict(connection.execute("SELECT key, value FROM meta"))
        return f"{facts['store']}-{facts['changes']}"

    def _known(self, sha256: str, name: str) -> Ingested | None:
        with self._connected() as connection:
            return keeping.known(connection, sha256, name)

    def _one(self, query: str, sha256: str) -> tuple:
        with self._connected() as connection:
            row = connection.execute(query, (sha256,)).fetchone()
        if row is None:
            raise StoreError(f"{self.path}: det finns inget dokument med SHA-256 {sha256}")
        return row

    def _connected(self):
        return geopackage.connected(self.path, timeout_s=self._timeout_s)


def _path(url: str | Path | None) -> Path:
    if url is None:
        return paths.home() / FILE
    text = str(url)
    if text.startswith(("postgresql:", "postgresql+", "postgres:")):
        raise StoreError("den här versionen har bara det inbyggda lagret; ange en fil, inte en adress till PostgreSQL")
    scheme, separator, rest = text.partition("://")
    if separator and scheme not in ("gpkg", "sqlite"):
        raise StoreError(f"{text}: okänd sorts lager; ange en fil, till exempel {FILE}")
    # As in SQLAlchemy's URLs: three slashes before a relative path or a drive letter, four before an absolute path.
    return Path(rest.removeprefix("/")) if separator else Path(text)


def _check(path: Path, *, create: bool) -> None:
    if not create and not path.exists():
        raise StoreError(f"{path}: det finns inget lager än; läs in dokument först med kommandot ingest")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: mappen {path.parent} finns inte; skapa den eller ange en annan fil")
    if path.is_dir():
        raise StoreError(f"{path}: är en mapp; ange en fil, till exempel {path / FILE}")


def _stored(row: tuple) -> Stored:
    meeting = date.fromisoformat(row[5]) if row[5] else None
    return Stored(*row[:5], meeting, *row[6:8], bool(row[8]), *row[9:])
