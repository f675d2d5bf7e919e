"""What the command line says of documents: where they come from, what the columns of tables hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trygghet_geo.records import Municipality


def municipality(asked: str) -> Municipality | None:
    """None for `auto` (told from each document); raises UnknownMunicipality, with suggestions."""
    if asked.casefold() == "auto":
        return None
    from trygghet_geo.places import gazetteer

    return gazetteer.municipality(asked)


def columns(asked: Path | None) -> Mapping[str, tuple[str, ...]] | None:
    """The mapping file as asked for; raises InvalidData when it makes no sense."""
    if asked is None:
        return None
    from trygghet_geo.reading import heads

    return heads.mapping(asked)
