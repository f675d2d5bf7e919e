"""What waits for a reviewer within the selection, the doubtful first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo import explanations, store, summaries
from trygghet_geo.pages import filters
from trygghet_geo.pages.shared import Content
from trygghet_geo.places import gazetteer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.explanations import Explained

_EXPLAINED_S = 600


@dataclass(frozen=True)
class Work:
    """`rows` are all features of the scope, the rejected too; `order` the statements in it, doubtful first."""

    rows: GeoDataFrame
    order: tuple[str, ...]
    waiting: tuple[str, ...]
    """Those of `order` that nobody has decided on, or that carry a flag."""
    flags: Mapping[str, str]

    def after(self, statement_id: str | None) -> str | None:
        """The next one that waits, from `statement_id` on and round again."""
        others = [one for one in self.waiting if one != statement_id]
        if statement_id not in self.order:
            return others[0] if others else None
        at = self.order.index(statement_id)
        later = [one for one in self.order[at + 1 :] if one in set(others)]
        return later[0] if later else others[0] if others else None

    def beside(self, statement_id: str | None, step: int) -> str | None:
        """The one before (-1) or after (1) in order, decided or not."""
        if statement_id not in self.order:
            return self.order[0] if self.order else None
        return self.order[(self.order.index(statement_id) + step) % len(self.order)]


def work(content: Content, sha256: str | None) -> Work:
    """What there is to review: of one document, or of all that the selection lets through, of whatever kind."""
    table, flags = _everything(store.open().address, content.version)
    if sha256 is not None:
        rows = table[table["document_sha256"] == sha256]
    else:
        wanted = filters.selection(content).without("kinds")
        rows = wanted.apply(table, inside=content.inside)
    return _ordered(rows, flags)


def _ordered(rows: GeoDataFrame, flags: Mapping[str, str]) -> Work:
    one = summaries.statements(rows)
    surest = rows.groupby("statement_id")["confidence"].min()
    facts = [
        (row.statement_id not in flags, surest[row.statement_id], row.document, row.start, row.statement_id)
        for row in one.itertuples()
    ]
    order = tuple(fact[-1] for fact in sorted(facts))
    open_ = set(rows.loc[rows["status"] == "read", "statement_id"])
    return Work(rows, order, tuple(i for i in order if i in open_ or i in flags), flags)


@st.cache_resource(max_entries=2, show_spinner=False)
def _everything(address: str, version: str) -> tuple[GeoDataFrame, Mapping[str, str]]:
    opened = store.open(address)
    return opened.table("all"), {one.id: one.flag or "" for one in opened.flagged().statements}


@st.cache_resource(max_entries=16, ttl=_EXPLAINED_S, show_spinner=False)
def explained(address: str, sha256: str, code: str | None) -> Explained:
    """Why the document was read as it was, with second opinions; kept for ten minutes."""
    document = store.open(address).document(sha256)
    return explanations.explained(document, gazetteer.municipality(code) if code else None)
