"""Documents into a store, read anew, and out of it again: a part of `Store`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256 as digest
from pathlib import Path
from typing import TYPE_CHECKING

from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.records import Document, Feature, Municipality
from trygghet_geo.selection import Inside
from trygghet_geo.store import keeping
from trygghet_geo.store.keeping import Facts, Ingested
from trygghet_geo.store.opening import Access

if TYPE_CHECKING:
    from trygghet_geo.store.removing import Due, Removed
    from trygghet_geo.store.rereading import Reread


class Intake:
    """What comes in and what is taken out; every call is a transaction of its own, all or nothing."""

    _access: Access

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

    def remove(self, sha256: str, *, by: str, reason: str | None = None) -> Removed:
        """Take a document out with all that came from it: its copies, earlier versions, attachments, every row, the
        search index's words, the audit trail's quotes. One line stays. Backups made before keep it until they go."""
        from trygghet_geo.store import removing, searching, snapshots

        with self._access.writing(by=by, quiet=True) as connection:
            done = removing.removed(connection, sha256, reason=reason)
        self._access.database.erase()
        searching.forget(self._access)
        snapshots.forget(self._access)
        return done

    def due(self, today: date) -> tuple[Due, ...]:
        """Documents whose retention period (see `settings`) is over on `today`. Nothing happens to them by itself."""
        from trygghet_geo.store import removing

        with self._access.reading() as connection:
            return removing.due(connection, today)

    def retire(self, one: Due, *, by: str, today: date) -> None:
        """Do what is due to a document: remove it, or pseudonymise it in place."""
        from trygghet_geo.store import removing, searching, snapshots

        if one.action == "remove":
            self.remove(one.sha256, by=by, reason="gallringstiden är ute")
            return
        with self._access.writing(by=by, quiet=True) as connection:
            removing.pseudonymised(connection, one.sha256, today=today)
        self._access.database.erase()
        searching.forget(self._access)
        snapshots.forget(self._access)

    def _known(self, sha256: str, name: str) -> Ingested | None:
        with self._access.reading() as connection:
            return keeping.known(connection, sha256, name)
