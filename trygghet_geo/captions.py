"""What a file says of itself: which selection it holds, how much of it has a place, what it must not be taken for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import trygghet_geo
from trygghet_geo import summaries
from trygghet_geo.statistics import basis

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.selection import Selection
    from trygghet_geo.taxonomy import Taxonomy


def selected(selection: Selection, codes: Taxonomy, *, places: Mapping[str, str], documents: Mapping[str, str]) -> str:
    """The selection as one Swedish sentence, with the names of places (by id) and documents (by SHA-256)."""
    found = selection.describe(codes)
    for known in (documents, places):
        for code in sorted(known, key=len, reverse=True):
            found = found.replace(code, known[code])
    return found


def about(table: GeoDataFrame, words: str, *, masked: bool) -> str:
    """Lines to be kept inside a file with the rows of `table`; nothing of the clock, so that bytes can be compared."""
    count, placed = summaries.said(table), summaries.said(table) - summaries.said(summaries.unplaced(table))
    personal = "maskerade så långt regler räcker" if masked else "inte maskerade: dokumentens egna ord"
    lines = (
        f"Trygghetskartan {trygghet_geo.__version__}",
        words,
        f"{count} uppgifter i {len(table)} rader; {placed} av uppgifterna har en plats på kartan.",
        f"Personuppgifter: {personal}. Läs igenom filen innan den lämnas ut.",
        "Visar vad som togs upp i de inlästa dokumenten, inte vad som har hänt.",
        f"Dataversion {basis.data_version(table)}.",
    )
    return "\n".join(lines)
