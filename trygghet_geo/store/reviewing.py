"""A reviewer's decision on a statement: read → confirmed, corrected or rejected; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select, update

from trygghet_geo import taxonomy
from trygghet_geo.contract import DATES
from trygghet_geo.errors import InvalidSelection, StoreError
from trygghet_geo.records import KINDS, LEVELS, PLACE_KINDS, PRECISIONS, STATUSES, TRENDS
from trygghet_geo.store import engines, geometries, writing
from trygghet_geo.store.migrating import now
from trygghet_geo.store.models import FEATURE, STATEMENT

CORRECTABLE = (
    "kind category type intensity trend date_start date_end place place_id place_kind mention municipality "
    "municipality_code precision uncertainty_m geometry"
).split()
"""What a correction may say of a row, by the contract's names; the labels follow from the codes."""
_VALUES = {"kind": KINDS, "intensity": (*LEVELS, None), "trend": (*TRENDS, None), "precision": PRECISIONS}
_VALUES |= {"place_kind": (*PLACE_KINDS, None)}

Corrections = Mapping[str, Mapping[str, Any] | None]
"""Feature id → what is right instead; None takes that row away."""


@dataclass(frozen=True)
class Reviewable:
    """A statement as a reviewer meets it. `flag` says in Swedish why it should be looked at again."""

    id: str
    document_sha256: str
    start: int
    end: int
    quote: str
    status: str
    version: int
    reviewed_by: str | None = None
    reviewed_at: str | None = None
    note: str | None = None
    flag: str | None = None


class Conflict(StoreError):
    """Someone else changed the record first. Nothing was written: `current` is as it is now, `typed` what was meant."""

    def __init__(self, message: str, *, current: Any, typed: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.current = current
        self.typed = typed


def reviewed(
    connection: Connection,
    statement_id: str,
    decision: str,
    *,
    version: int,
    corrections: Corrections | None = None,
    note: str | None = None,
) -> Reviewable:
    """Decide on a statement as it was when it had `version`.

    `confirmed` and `rejected` hold for all its rows; `corrected` for those in `corrections`, the others being
    confirmed; `read` opens it again. Raises Conflict, StoreError (no such statement) or InvalidSelection (bad values).
    """
    given = dict(corrections or {})
    _check(decision, given)
    before = statement(connection, statement_id)
    typed = {"decision": decision, "corrections": given, "note": note}
    if before.version != version:
        who = before.reviewed_by or "någon annan"
        raise Conflict(
            f"uttalandet ändrades under tiden av {who}; jämför och spara igen (inget av det du skrev är borta)",
            current=before,
            typed=typed,
        )
    rows = {row.id: row for row in connection.execute(select(FEATURE).where(FEATURE.c.statement_id == statement_id))}
    if unknown := sorted(given.keys() - rows.keys()):
        raise InvalidSelection(f"{', '.join(unknown)}: hör inte till uttalandet; ladda om och försök igen")
    for id_, row in rows.items():
        _decide(connection, row, decision, given.get(id_, {}))
    decided = None if decision == "read" else engines.actor(connection)
    connection.execute(
        update(STATEMENT)
        .where(STATEMENT.c.id == statement_id)
        .values(
            status=decision,
            version=before.version + 1,
            reviewed_by=decided,
            reviewed_at=now() if decided else None,
            note=note if note is not None else before.note,
            flag=None,
        )
    )
    return statement(connection, statement_id)


def statement(connection: Connection, statement_id: str) -> Reviewable:
    """The statement as it is now. Raises StoreError when there is none."""
    row = connection.execute(select(STATEMENT).where(STATEMENT.c.id == statement_id)).first()
    if row is None:
        raise StoreError(f"det finns inget uttalande {statement_id}; det kan ha tagits bort, ladda om sidan")
    return Reviewable(**row._mapping)


def statements(connection: Connection, *, document: str | None = None, flagged: bool = False) -> tuple[Reviewable, ...]:
    """By document and position; those of one document, or those that carry a flag."""
    query = select(STATEMENT).order_by(STATEMENT.c.document_sha256, STATEMENT.c.start, STATEMENT.c.id)
    if document is not None:
        query = query.where(STATEMENT.c.document_sha256 == document)
    if flagged:
        query = query.where(STATEMENT.c.flag.is_not(None))
    return tuple(Reviewable(**row._mapping) for row in connection.execute(query))


def _check(decision: str, corrections: Corrections) -> None:
    faults = []
    if decision not in STATUSES:
        faults.append(f"{decision}: okänt beslut; välj bland {', '.join(STATUSES)}")
    if corrections and decision != "corrected":
        faults.append(f"rättelser hör till beslutet corrected, inte {decision}")
    for values in corrections.values():
        for name, value in (values or {}).items():
            if name not in CORRECTABLE:
                faults.append(f"{name}: kan inte rättas; välj bland {', '.join(CORRECTABLE)}")
            elif name in _VALUES and value not in _VALUES[name]:
                faults.append(f"{name}: {value} finns inte; välj bland {', '.join(filter(None, _VALUES[name]))}")
            elif name in DATES and not (value is None or isinstance(value, date)):
                faults.append(f"{name}: {value} är inget datum")
    if faults:
        raise InvalidSelection("; ".join(faults))


def _decide(connection: Connection, row: Row, decision: str, correction: Mapping[str, Any] | None) -> None:
    values: dict[str, Any] = {"status": decision}
    if decision == "corrected":
        # A row that is rejected on its own stays so while its neighbours are confirmed.
        values["status"] = "rejected" if correction is None else "corrected" if correction else _untouched(row)
        values |= _columns(row, correction or {}, connection)
    connection.execute(update(FEATURE).where(FEATURE.c.fid == row.fid).values(**values))


def _untouched(row: Row) -> str:
    return row.status if row.status in ("corrected", "rejected") else "confirmed"


def _columns(row: Row, correction: Mapping[str, Any], connection: Connection) -> dict[str, Any]:
    values = dict(correction)
    if "geometry" in values:
        metric = writing.metres([values.pop("geometry")])
        values["geom"] = geometries.encoded(metric, connection.dialect.name)[0]
        writing.widen(connection, metric)
    if values.get("precision", row.precision) in ("municipality", "none"):
        # A place that is drawn nowhere has no geometry, whatever it had before.
        values |= {"geom": None} if "precision" in values else {}
    if {"category", "type"} & values.keys():
        values |= _labels(values.get("category", row.category), values.get("type", _type(row, values)))
    first, last = values.get("date_start", row.date_start), values.get("date_end", row.date_end)
    if first and last and first > last:
        raise InvalidSelection(f"perioden börjar {first} men slutar {last}; byt plats på datumen")
    return values


def _type(row: Row, values: Mapping[str, Any]) -> str | None:
    """Another category has other types: the former one does not follow."""
    return row.type if values.get("category", row.category) == row.category else None


def _labels(category: str, type_: str | None) -> dict[str, Any]:
    catalogue = taxonomy.load().categories
    if category not in catalogue:
        raise InvalidSelection(f"{category}: okänd kategori; välj bland {', '.join(catalogue)}")
    types = catalogue[category].types
    if type_ is not None and type_ not in types:
        raise InvalidSelection(f"{type_}: okänd typ för {category}; välj bland {', '.join(types)}")
    label = types[type_].label_sv if type_ else None
    return {"type": type_, "category_label": catalogue[category].label_sv, "type_label": label}
