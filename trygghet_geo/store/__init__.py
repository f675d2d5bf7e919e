"""The store: documents, what was read out of them and what people decided, kept in whole or not at all.

`open()` gives a Store on a GeoPackage file or a PostgreSQL database; every call on it opens and closes its own
connection, so that one Store may be shared between threads and several processes may use the same store. docs/store.md
says what each call is for.
"""

from __future__ import annotations

from pathlib import Path

from trygghet_geo.errors import StoreError
from trygghet_geo.store import migrating, names, opening
from trygghet_geo.store.auditing import Change
from trygghet_geo.store.contents import Contents
from trygghet_geo.store.intake import Intake
from trygghet_geo.store.judging import Judging
from trygghet_geo.store.keeping import Facts, Ingested
from trygghet_geo.store.listing import Flagged, Stored
from trygghet_geo.store.measures import Links, Measures
from trygghet_geo.store.opening import FILE, Access
from trygghet_geo.store.reviewing import Conflict, Reviewable
from trygghet_geo.store.settings import Roles, Settings
from trygghet_geo.store.upkeep import Upkeep

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
    access = Access(found)
    return Store(access, news=(*news, *names.agreed(access)))


class Store(Contents, Intake, Judging, Upkeep):
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
