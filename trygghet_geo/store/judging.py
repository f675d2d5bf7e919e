"""What people decide about statements: a part of `Store`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from trygghet_geo.store import listing, names, reviewing, undoing
from trygghet_geo.store.auditing import Change
from trygghet_geo.store.opening import Access
from trygghet_geo.store.reviewing import Corrections, Reviewable


class Judging:
    """Statements as a reviewer meets them, and every way to decide on them and take it back."""

    _access: Access

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

    def settle(self, stranded_id: str, *, by: str) -> None:
        """Say that a stranded decision has been seen to."""
        with self._access.writing(by=by) as connection:
            listing.settle(connection, stranded_id, by=by)

    def undo(self, change: str, *, by: str) -> tuple[Change, ...]:
        """Put back everything that one act changed (`Change.change`); raises Conflict when it has changed since."""
        with self._access.writing(by=by) as connection:
            done = undoing.undone(connection, change)
        names.agreed(self._access)
        return done
