"""The sentences behind the figures, place by place, each with the way back to its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas import isna

from trygghet_geo import summaries
from trygghet_geo.reports.blocks import Block, Heading, Quote
from trygghet_geo.reports.figures import one_line

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.reports.material import Material

_KINDS = {"concern": "problem", "calm": "lugnt", "measure": "åtgärd", "proposal": "förslag"}


def sections(rows: GeoDataFrame, material: Material) -> list[Block]:
    """All statements of the period but statistics: those with a place under it, then the rest; none is left out."""
    told = rows[rows["kind"].isin(list(_KINDS))]
    if told.empty:
        return []
    parts: list[Block] = [Heading("Citaten")]
    for place in summaries.ranked(told):
        parts += [Heading(place.name, 3), *_quotes(summaries.at(told, place.place_id), material)]
    rest = summaries.unplaced(told)
    if len(rest):
        parts += [Heading("Utan plats på kartan", 3), *_quotes(rest, material)]
    return parts


def _quotes(rows: GeoDataFrame, material: Material) -> list[Block]:
    found: list[Block] = []
    for _, features in rows.groupby("statement_id", sort=False):
        row = features.iloc[0]
        about = ", ".join(dict.fromkeys(material.labels.get(code, code) for code in features["category"]))
        page = f"tecken {row.start}–{row.end}" if isna(row.page) else f"sidan {row.page}"
        whole = f" ({row.place})" if row.precision == "municipality" and row.place else ""
        source = f"{_KINDS[row.kind]}: {about}{whole}. {row.document}, {page}"
        found.append(Quote(one_line(row.quote), source))
    return found
