"""Which municipality the documents come from, as asked for on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trygghet_geo.records import Municipality


def municipality(asked: str) -> Municipality | None:
    """None for `auto` (told from each document); raises UnknownMunicipality, with suggestions."""
    if asked.casefold() == "auto":
        return None
    from trygghet_geo.places import gazetteer

    return gazetteer.municipality(asked)
