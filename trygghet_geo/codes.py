"""A table's columns of text as numbers, so that a choice is held against each value once and not against each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from trygghet_geo.quotes import Quotes
from trygghet_geo.tallies import factorized

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray


class Codes:
    """The columns of one `table`; each is made ready when it is first asked for, and kept."""

    def __init__(self, table: GeoDataFrame) -> None:
        self._table = table
        self._known: dict[tuple[str, ...], tuple[NDArray[np.int32], tuple]] = {}

    @cached_property
    def quotes(self) -> Quotes:
        """The quotes, to be searched."""
        return Quotes(self._table["quote"])

    def where(self, columns: Iterable[str], test: Callable[..., bool]) -> NDArray[np.bool_]:
        """Which rows have values that pass `test`; it is asked once for those that occur together, None if missing."""
        numbers, values = self._coded(tuple(columns))
        return np.array([bool(test(*value)) for value in values], dtype=bool)[numbers]

    def _coded(self, columns: tuple[str, ...]) -> tuple[NDArray[np.int32], tuple]:
        if columns not in self._known:
            self._known[columns] = _together([factorized(self._table[name]) for name in columns])
        return self._known[columns]


def _together(parts: list[tuple[NDArray[np.intp], NDArray]]) -> tuple[NDArray[np.int32], tuple]:
    """One number a row for what several columns hold together, and the tuples of values it stands for."""
    if len(parts) == 1:
        ((numbers, names),) = parts
        return numbers.astype(np.int32), (*((name,) for name in names), (None,))
    numbers = np.zeros(len(parts[0][0]), dtype=np.int64)
    for number, names in parts:
        numbers = numbers * (len(names) + 1) + number + 1
    present, which = np.unique(numbers, return_inverse=True)
    columns = []
    for _, names in reversed(parts):
        present, rest = np.divmod(present, len(names) + 1)
        columns.append([None if at == 0 else names[at - 1] for at in rest.tolist()])
    return which.astype(np.int32), tuple(zip(*reversed(columns), strict=True))
