"""What people have entered into the store about threads, as the statistics take it: measures, and what answers what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from trygghet_geo.statistics.links import Link
from trygghet_geo.statistics.measures import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from pandas import DataFrame

    from trygghet_geo.store import Store
    from trygghet_geo.store.measures import Measure as Entered


def measures(source: Store, table: DataFrame) -> tuple[Measure, ...]:
    """The measures entered; each answers the threads that its statements make in `table` (contract columns)."""
    entered = source.measures.all()
    rows = _rows(table, {statement for one in entered for statement in one.statements})
    return tuple(_measure(one, [row for id_ in one.statements for row in rows.get(id_, ())]) for one in entered)


def links(source: Store, table: DataFrame) -> tuple[Link, ...]:
    """What people have decided of links: for every thread that the earlier statement is part of in `table`."""
    decided = source.links.all()
    rows = _rows(table, {one.earlier for one in decided})
    return tuple(
        Link(thread, one.later, one.decision == "confirmed")
        for one in decided
        for thread in _threads(rows.get(one.earlier, ()))
    )


def _measure(one: Entered, answered: Sequence[Any]) -> Measure:
    first = answered[0] if answered else None
    return Measure(
        id=one.id,
        text=" ".join(filter(None, (one.title, one.description))),
        day=date.fromisoformat(one.created_at[:10]),
        place_id=_text(first.place_id) if first else None,
        place=_text(first.place) if first else None,
        category=_text(first.category) if first else None,
        owner=one.owner,
        due=one.due,
        state=one.state,
        effect=one.effect,
        threads=_threads(answered),
    )


def _rows(table: DataFrame, statements: set[str]) -> Mapping[str, list[Any]]:
    """The rows of those statements, by statement, in the order of the table."""
    columns = ["statement_id", "place_id", "place", "category"]
    found: dict[str, list[Any]] = {}
    if statements:
        for row in table.loc[table["statement_id"].isin(statements), columns].itertuples(index=False):
            found.setdefault(row.statement_id, []).append(row)
    return found


def _threads(rows: Iterable[Any]) -> tuple[str, ...]:
    """Ids of threads (`statistics.threads.Thread.id`): one category at one place."""
    return tuple(dict.fromkeys(f"{_text(row.place_id) or '-'}/{_text(row.category)}" for row in rows))


def _text(value: object) -> str | None:
    """A cell of the table; what is missing in one with geometry is NaN as often as None."""
    return value if isinstance(value, str) else None
