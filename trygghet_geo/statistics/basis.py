"""What a result rests on: how many statements and documents, which data, which parameters, which seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

LEVEL = 0.05
"""Chance of a false alarm that is accepted, over all that one view shows."""
TOO_LITTLE = "underlaget räcker inte"
NO_SURE_CHANGE = "ingen säker skillnad"


@dataclass(frozen=True)
class Basis:
    """Printed with each result: the same data, parameters and seed give the same result."""

    method: str
    """Anchor of the method's paragraph in docs/statistics.md."""
    statements: int
    documents: int
    data: str
    """`data_version` of the rows that were counted."""
    parameters: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    """None where nothing is drawn at random."""

    @property
    def words(self) -> str:
        """One Swedish line for the foot of a figure."""
        settings = [f"{name} {value}" for name, value in self.parameters]
        seed = [] if self.seed is None else [f"slumpfrö {self.seed}"]
        counted = f"{said(self.statements)} i {self.documents} dokument"
        return "; ".join([counted, *settings, *seed, f"dataversion {self.data}"])


def said(count: int) -> str:
    """How many statements, in words."""
    return "1 uppgift" if count == 1 else f"{count} uppgifter"


def basis(
    table: DataFrame, method: str, *, documents: int, parameters: Mapping[str, object], seed: int | None = None
) -> Basis:
    """The basis of a result over the rows of `table` (contract columns)."""
    said = int(table["statement_id"].nunique())
    settings = tuple((name, str(value)) for name, value in parameters.items())
    return Basis(method, said, documents, data_version(table), settings, seed)


def p_words(value: float) -> str:
    """A p-value as it is shown: two digits, decimal comma, and no show of exactness far out in a tail."""
    return "under 0,0001" if value < 0.0001 else f"= {value:.2g}".replace(".", ",")


def data_version(table: DataFrame) -> str:
    """Twelve hexadecimal digits that change when any row's id, kind, category, place or status does; order is nothing.

    The id holds document, span, category, type and place (docs/contract.md); the rest is what a reviewer may correct.
    """
    columns = [table[name] for name in ("id", "kind", "category", "place_id", "status")]
    rows = sorted("\x1f".join(map(str, row)) for row in zip(*columns, strict=True))
    return hashlib.sha256("\x1e".join(rows).encode("utf-8", "replace")).hexdigest()[:12]
