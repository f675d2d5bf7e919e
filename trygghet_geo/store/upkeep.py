"""Copies, backups and health: a part of `Store`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trygghet_geo.store import names
from trygghet_geo.store.opening import Access

if TYPE_CHECKING:
    from trygghet_geo.store import Store
    from trygghet_geo.store.backups import Backup
    from trygghet_geo.store.copying import Copied
    from trygghet_geo.store.health import Check


class Upkeep:
    """What whoever runs the installation does with a whole store."""

    _access: Access

    def copy_to(self, target: Store) -> Copied:
        """Everything to an empty store, on either backend; compared, row for row, before it is kept."""
        from trygghet_geo.store import copying

        done = copying.copied(self._access, target._access)
        names.agreed(target._access)
        return done

    def backup(self, target: Path | None = None) -> Backup:
        """A copy while the store is in use (by default in `backups/` beside it), proved by restoring it."""
        from trygghet_geo.store import backups

        return backups.taken(self._access, target)

    def restore(self, backup: Path) -> Copied:
        """Put a backup back here, where nothing may be yet."""
        from trygghet_geo.store import backups

        done = backups.restored(backup, self._access)
        names.agreed(self._access)
        return done

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
