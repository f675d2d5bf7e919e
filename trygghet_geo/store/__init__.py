"""The store: documents, what was read out of them and what people decided, kept in whole or not at all.

`open()` gives a Store on a GeoPackage file or a PostgreSQL database; every call on it opens and closes its own
connection, so that one Store may be shared between threads and several processes may use the same store. docs/store.md
says what each call is for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256 as digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geopandas import GeoDataFrame

from trygghet_geo.errors import StoreError, UnreadableDocument
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside, Selection
from trygghet_geo.store import auditing, keeping, listing, migrating, opening, reviewing, undoing
from trygghet_geo.store.auditing import Change
from trygghet_geo.store.keeping import Facts, Ingested
from trygghet_geo.store.listing import Flagged, Stored
from trygghet_geo.store.measures import Links, Measures
from trygghet_geo.store.opening import FILE, Access
from trygghet_geo.store.reviewing import Conflict, Corrections, Reviewable
from trygghet_geo.store.settings import Roles, Settings

if TYPE_CHECKING:
    from trygghet_geo.store.backups import Backup
    from trygghet_geo.store.columns import Columns
    from trygghet_geo.store.copying import Copied
    from trygghet_geo.store.health import Check
    from trygghet_geo.store.removing import Due, Removed
    from trygghet_geo.store.rereading import Reread
    from trygghet_geo.store.searching import Hit

__all__ = ["FILE", "Change", "Conflict", "Facts", "Flagged", "Ingested", "Reviewable", "Store", "Stored", "open"]


def open(url: str | Path | None = None, *, create: bool = True, timeout_s: float = 30.0) -> Store:
    """The store at `url`: a file's path, `gpkg:///path` or `postgresql://…`; by default TRYGGHET_STORE or the home's.

    One that is not there yet is made with the first thing kept in it, unless `create` is false: then it is an error.
    `timeout_s` seconds is how long to wait while another process writes. An older store is brought up to date, after
    a copy has been laid aside; `Store.news` tells. Raises StoreError when there is no usable store.
    """
    found = opening.database(url, timeout_s=timeout_s)
    try:
        if create and url is None and found.path == opening.default():
            found.path.parent.mkdir(parents=True, exist_ok=True)
        opening.check(found, create=create)
        news = migrating.check(found, create=create)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(
            f"{found.label}: lagret kan inte öppnas ({error.strerror}); kontrollera mappen och rättigheterna"
        ) from error
    return Store(Access(found), news=news)


class Store:
    """One store. Made by `open`."""

    def __init__(self, access: Access, *, news: tuple[str, ...] = ()) -> None:
        self._access = access
        self.news = news
        self.settings = Settings(access)
        self.roles = Roles(access)
        self.measures = Measures(access)
        self.links = Links(access)

    def __str__(self) -> str:
        return self._access.database.label

    @property
    def path(self) -> Path | None:
        """The store's file; None on a server."""
        return self._access.database.path

    @property
    def address(self) -> str:
        """What `open` takes again; holds the password of a server, so it is not for showing (`str` is)."""
        return self._access.database.address

    def ingest(
        self,
        path: Path,
        municipality: Municipality | None = None,
        *,
        read: Callable[[Path], Document] | None = None,
        by: str | None = None,
        replaces: str | None = None,
    ) -> Ingested:
        """Read the file at `path` into the store, in whole or not at all; `municipality` None tells it from the text.

        Bytes that are there already change nothing. A file with the words of another one of the same meeting is kept as
        its copy, and its features are not counted again. A corrected version (the same name and meeting, or said by
        `replaces`, a SHA-256) stands in for the earlier one. The files in a letter become documents of their own, in
        the same transaction; `features` counts theirs too. `read` is one of `reading.ahead`, for many files.

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
        every = [(found, content, None, replaces)]
        every += [(one.examined, one.content, sha256, None) for one in found.attached]
        with self._access.writing(by=by, quiet=True) as connection:
            told = [
                keeping.added(connection, one.document, one.features, keeping.facts(one, *own)) for one, *own in every
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
        by: str | None = None,
        replaces: str | None = None,
    ) -> Ingested:
        """Keep a document that has been read, its bytes and its features, in one transaction; see `ingest`.

        `rules` are fingerprints of what the features were made with; `places` says what lies in what.
        """
        given = Facts(content, municipality, rules, places, replaces=replaces)
        with self._access.writing(by=by, quiet=True) as connection:
            return keeping.added(connection, document, features, given)

    def add_all(
        self, every: Iterable[tuple[Document, Sequence[Feature], Facts]], *, by: str | None = None
    ) -> tuple[Ingested, ...]:
        """Keep many documents in one transaction, all of them or none: much quicker than one by one (see `add`)."""
        with self._access.writing(by=by, quiet=True) as connection:
            return tuple(keeping.added(connection, document, rows, given) for document, rows, given in every)

    def reread(
        self, *, by: str | None = None, progress: Callable[[Reread, int, int], None] = lambda done, number, total: None
    ) -> tuple[Reread, ...]:
        """Read every document anew with today's rules and places, each in a transaction of its own, by name.

        Human decisions stand; where the program now reads something else they are flagged. `progress` is told each
        document when it is done, its number from 1 and how many there are. Broken off, it is simply run again.
        """
        from trygghet_geo.store import rereading

        due, done = rereading.due(self._access), []
        for number, sha256 in enumerate(due, 1):
            if one := rereading.reread(self._access, sha256, by=by):
                done.append(one)
                progress(one, number, len(due))
        return tuple(done)

    def table(self, view: str = "all") -> GeoDataFrame:
        """All features of a view, in the contract's order: its columns, `invented` (bool), geometry (EPSG:4326).

        `view`: `all`; `inside`, what the organisation sees; `published`, only what a reviewer has let through.
        """
        return self.features(Selection(), view=view)

    def features(self, selection: Selection, *, view: str = "all") -> GeoDataFrame:
        """The features that `selection` lets through, as `table`."""
        with self._access.reading() as connection:
            return listing.features(connection, selection, view=view)

    def columns(self) -> Columns:
        """What maps and filters ask for of every feature, as arrays; `columns().chosen(selection)` gives positions."""
        from trygghet_geo.store import columns

        with self._access.reading() as connection:
            facts = {"version": listing.version(connection), "inside": listing.places(connection)}
            return columns.read(connection, **facts, current=self.version)

    def rows(self, fids: Iterable[int]) -> GeoDataFrame:
        """The features with those keys (`Columns.fids`), as `table`."""
        from trygghet_geo.store import columns

        with self._access.reading() as connection:
            return columns.rows(connection, fids)

    def documents(self) -> tuple[Stored, ...]:
        """Every document, copies and earlier versions included, latest meeting first, undated ones last."""
        with self._access.reading() as connection:
            return listing.documents(connection)

    def document(self, sha256: str) -> Document:
        """The document as it was read; raises StoreError when there is none with that SHA-256."""
        with self._access.reading() as connection:
            return listing.document(connection, sha256)

    def content(self, sha256: str) -> bytes:
        """The bytes of the document's file; raises StoreError when there is none with that SHA-256."""
        with self._access.reading() as connection:
            return listing.content(connection, sha256)

    def places(self) -> dict[str, Inside]:
        """By place id: what it is called and in what it lies; holds the places of the features and all around them."""
        with self._access.reading() as connection:
            return listing.places(connection)

    def attendees(self) -> tuple[str, ...]:
        """Names in the heads of all documents, to be masked in what is made public."""
        with self._access.reading() as connection:
            return listing.attendees(connection)

    def version(self) -> str:
        """Changes whenever the content does, also when it is edited in QGIS: a key to cache by."""
        with self._access.reading() as connection:
            return listing.version(connection)

    def statements(self, sha256: str) -> tuple[Reviewable, ...]:
        """The document's statements as a reviewer meets them, by position."""
        with self._access.reading() as connection:
            return reviewing.statements(connection, document=sha256)

    def statement(self, statement_id: str) -> Reviewable:
        """One statement as it is now; raises StoreError when there is none."""
        with self._access.reading() as connection:
            return reviewing.statement(connection, statement_id)

    def review(
        self,
        statement_id: str,
        decision: str,
        *,
        by: str,
        version: int,
        corrections: Corrections | None = None,
        note: str | None = None,
    ) -> Reviewable:
        """Decide on the statement as it was at `version`: `confirmed`, `corrected`, `rejected`, or `read` again.

        `corrections`: feature id → contract columns with what is right (`geometry` in EPSG:4326), None for a row that
        is wrong altogether. Raises Conflict when someone was quicker, InvalidSelection for values that make no sense.
        """
        with self._access.writing(by=by) as connection:
            given = {"version": version, "corrections": corrections, "note": note}
            return reviewing.reviewed(connection, statement_id, decision, **given)

    def mark(self, sha256: str, *, start: int, end: int, values: Mapping[str, Any], by: str) -> Reviewable:
        """A statement that was missed: text[start:end] of a document, about what `values` say (contract columns).

        Raises InvalidSelection when the words are none, or a statement already, or the values make no sense.
        """
        from trygghet_geo.store import adding

        with self._access.writing(by=by) as connection:
            return adding.marked(connection, sha256, start=start, end=end, values=values)

    def split(
        self, statement_id: str, *, at: int, rows: tuple[Collection[str], Collection[str]], version: int, by: str
    ) -> tuple[Reviewable, ...]:
        """Cut a statement at the document's offset `at`; `rows` are the feature ids that each part keeps.

        The whole is rejected; a part without rows is not made. Raises Conflict and InvalidSelection.
        """
        from trygghet_geo.store import adding

        with self._access.writing(by=by) as connection:
            return adding.split(connection, statement_id, at=at, version=version, rows=rows)

    def undo(self, change: str, *, by: str) -> tuple[Change, ...]:
        """Put back everything that one act changed (`Change.change`); raises Conflict when it has changed since."""
        with self._access.writing(by=by) as connection:
            return undoing.undone(connection, change)

    def audit(
        self,
        *,
        statement_id: str | None = None,
        document: str | None = None,
        change: str | None = None,
        limit: int | None = 200,
    ) -> tuple[Change, ...]:
        """The audit trail, latest first; only of a statement (and its rows), a document (SHA-256) or one act."""
        with self._access.reading() as connection:
            chosen = {"statement_id": statement_id, "document": document, "change": change}
            return auditing.changes(connection, **chosen, limit=limit)

    def flagged(self) -> Flagged:
        """What needs a new look: statements that carry a flag, and decisions whose words are gone."""
        with self._access.reading() as connection:
            return listing.flagged(connection)

    def settle(self, stranded_id: str, *, by: str) -> None:
        """Say that a stranded decision has been seen to."""
        with self._access.writing(by=by) as connection:
            listing.settle(connection, stranded_id, by=by)

    def search(self, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """Statements that hold all the words, in any form, begun, or inside a compound; best first."""
        from trygghet_geo.store import searching

        return searching.found(self._access, words, limit=limit)

    def remove(self, sha256: str, *, by: str, reason: str | None = None) -> Removed:
        """Take a document out with all that came from it: its copies, earlier versions, attachments, every row, the
        search index's words, the audit trail's quotes. One line stays. Backups made before keep it until they go."""
        from trygghet_geo.store import removing, searching

        with self._access.writing(by=by, quiet=True) as connection:
            done = removing.removed(connection, sha256, reason=reason)
        self._access.database.erase()
        searching.forget(self._access)
        return done

    def due(self, today: date) -> tuple[Due, ...]:
        """Documents whose retention period (see `settings`) is over on `today`. Nothing happens to them by itself."""
        from trygghet_geo.store import removing

        with self._access.reading() as connection:
            return removing.due(connection, today)

    def retire(self, one: Due, *, by: str, today: date) -> None:
        """Do what is due to a document: remove it, or pseudonymise it in place."""
        from trygghet_geo.store import removing, searching

        if one.action == "remove":
            self.remove(one.sha256, by=by, reason="gallringstiden är ute")
            return
        with self._access.writing(by=by, quiet=True) as connection:
            removing.pseudonymised(connection, one.sha256, today=today)
        self._access.database.erase()
        searching.forget(self._access)

    def copy_to(self, target: Store) -> Copied:
        """Everything to an empty store, on either backend; compared, row for row, before it is kept."""
        from trygghet_geo.store import copying

        return copying.copied(self._access, target._access)

    def backup(self, target: Path | None = None) -> Backup:
        """A copy while the store is in use (by default in `backups/` beside it), proved by restoring it."""
        from trygghet_geo.store import backups

        return backups.taken(self._access, target)

    def restore(self, backup: Path) -> Copied:
        """Put a backup back here, where nothing may be yet."""
        from trygghet_geo.store import backups

        return backups.restored(backup, self._access)

    def health(self, *, rules: dict[str, str] | None = None) -> tuple[Check, ...]:
        """Integrity, indexes, orphans, quotes, versions (`rules`: today's fingerprints) and backups, each looked at."""
        from trygghet_geo.store import health

        return health.checked(self._access, rules=rules)

    def reindex(self) -> None:
        """Make a file's spatial indexes anew from its rows; a server keeps its own in order."""
        from trygghet_geo.store import geopackage

        with self._access.writing(quiet=True) as connection:
            if connection.dialect.name == "sqlite":
                geopackage.reindex(connection)

    def _known(self, sha256: str, name: str) -> Ingested | None:
        with self._access.reading() as connection:
            return keeping.known(connection, sha256, name)
