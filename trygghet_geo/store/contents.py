"""What a store holds, asked for: a part of `Store`. Each call sees one moment of the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from geopandas import GeoDataFrame

from trygghet_geo.records import Document
from trygghet_geo.selection import Inside, Selection
from trygghet_geo.store import auditing, listing
from trygghet_geo.store.auditing import Change
from trygghet_geo.store.listing import Flagged, Stored
from trygghet_geo.store.opening import Access

if TYPE_CHECKING:
    from trygghet_geo.store.columns import Columns
    from trygghet_geo.store.searching import Hit


class Contents:
    """Documents, features and what has been done, to be read."""

    _access: Access

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
        from trygghet_geo.store import snapshots

        with self._access.reading() as connection:
            facts = {"version": listing.version(connection), "inside": listing.places(connection)}
            return snapshots.read(self._access, connection, **facts)

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

    def search(self, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """Statements that hold all the words, in any form, begun, or inside a compound; best first."""
        from trygghet_geo.store import searching

        return searching.found(self._access, words, limit=limit)

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
