"""The store's tables, the same on both backends. Times are UTC as ISO 8601 text, days are dates, JSON is text.

What people decide lies in columns of its own (`status`, `version`, `reviewed_by` …) beside what the program read, and
every change of it in `audit`. Text columns are TEXT because GDAL hides VARCHAR ones.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from trygghet_geo.contract import COLUMNS, DATES
from trygghet_geo.records import KINDS, PRECISIONS, STATUSES
from trygghet_geo.store.geometries import Geometry

METADATA = MetaData()

_INTEGERS = ("page", "start", "end")
_REALS = ("uncertainty_m", "confidence")
_NEEDED = ("id", "statement_id", "kind", "category", "document_sha256", "start", "end", "precision", "status")
MEASURE_STATES = ("planned", "ongoing", "done", "dropped")
LINK_DECISIONS = ("confirmed", "denied")
NAME_DECISIONS = ("alias", "ignore")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"known_{column}")


def _contract(name: str) -> Column:
    kinds = dict.fromkeys(_INTEGERS, Integer) | dict.fromkeys(_REALS, Double) | dict.fromkeys(DATES, Date)
    nullable = name not in _NEEDED
    if name == "document_sha256":
        return Column(name, Text, ForeignKey("document.sha256", ondelete="CASCADE"), nullable=False)
    return Column(name, kinds.get(name, Text), nullable=nullable, unique=True if name == "id" else None)


META = Table("meta", METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
"""`store` (its identity) and `changes` (a counter that every change raises)."""

EDITOR = Table(
    "editor",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("actor", Text),
    Column("change", Text),
    Column("quiet", Integer, nullable=False),
)
"""One row, filled within a transaction on SQLite only: who writes, so that triggers can tell QGIS from the program."""

DOCUMENT = Table(
    "document",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Integer),
    Column("header", Text, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("meeting_date", Date),
    Column("municipality", Text),
    Column("municipality_code", Text),
    Column("invented", Integer, nullable=False),
    Column("rules", Text, nullable=False),
    Column("ingested_at", Text, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Column("duplicate_of", Text, ForeignKey("document.sha256")),
    Column("replaced_by", Text, ForeignKey("document.sha256")),
    Column("part_of", Text, ForeignKey("document.sha256")),
    Index("document_meeting", "meeting_date"),
)

STATEMENT = Table(
    "statement",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("document_sha256", Text, ForeignKey("document.sha256", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_at", Text),
    Column("note", Text),
    Column("flag", Text),
    _one_of("status", STATUSES),
    Index("statement_document", "document_sha256"),
)
"""What a reviewer decides on. `version` grows with every change, also one made in QGIS; `flag` asks for a new look."""

FEATURE = Table(
    "feature",
    METADATA,
    Column("fid", Integer, primary_key=True, autoincrement=True),
    Column("geom", Geometry()),
    *(_contract(name) for name in COLUMNS),
    _one_of("kind", KINDS),
    CheckConstraint(f"precision IN ({', '.join(repr(value) for value in PRECISIONS)})", name="known_precision"),
    _one_of("status", STATUSES),
    Index("feature_document", "document_sha256"),
    Index("feature_statement", "statement_id"),
    Index("feature_chosen", "category", "date_start"),
    Index("feature_place", "place_id"),
    sqlite_autoincrement=True,
)

REVISION = Table(
    "revision",
    METADATA,
    Column("document_sha256", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
"""Grows when a statement of the document changes: what the search index has to take in anew."""

PLACE = Table(
    "place",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Text),
)

OWN_PLACE = Table(
    "own_place",
    METADATA,
    Column("municipality_code", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("entry", Text, nullable=False),
)
"""Places entered here. `entry` is a Feature in the gazetteer's format (EPSG:4326), to the letter; `number` orders."""

NAME_DECISION = Table(
    "name_decision",
    METADATA,
    Column("municipality_code", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("place_id", Text),
    Column("certain", Integer, nullable=False),
    Column("decided", Text),
    Column("decided_by", Text),
    _one_of("decision", NAME_DECISIONS),
)
"""What words mean here: a place (`alias`) or none (`ignore`). `key` is what makes two spellings the same words."""

MEASURE = Table(
    "measure",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("description", Text),
    Column("owner", Text),
    Column("due", Date),
    Column("state", Text, nullable=False),
    Column("effect", Text),
    Column("created_by", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _one_of("state", MEASURE_STATES),
)

MEASURE_STATEMENT = Table(
    "measure_statement",
    METADATA,
    Column("measure_id", Text, ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True),
    Column("statement_id", Text, primary_key=True),
    Index("measure_statement_statement", "statement_id"),
)

THREAD_LINK = Table(
    "thread_link",
    METADATA,
    Column("earlier", Text, primary_key=True),
    Column("later", Text, primary_key=True),
    Column("decision", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    _one_of("decision", LINK_DECISIONS),
)
"""Whether two statements are the same matter, as a person says."""

STRANDED_REVIEW = Table(
    "stranded_review",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("statement_id", Text, nullable=False),
    Column("document_sha256", Text, nullable=False),
    Column("former_sha256", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_at", Text),
    Column("note", Text),
    Column("features", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("settled_by", Text),
    Column("settled_at", Text),
    Index("stranded_review_document", "document_sha256"),
)
"""Decisions on words that a corrected document no longer holds. `features` is a JSON list of the rows as they stood."""

SETTING = Table(
    "setting",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", Text, nullable=False),
)

ROLE = Table(
    "role",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", Text, nullable=False),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("document_sha256", Text),
    Column("before", Text),
    Column("after", Text),
    Column("detail", Text),
    Index("audit_change", "change"),
    Index("audit_row", "subject", "row_id"),
    Index("audit_document", "document_sha256"),
    sqlite_autoincrement=True,
)
"""Every change with what was there before and after (JSON); the rows of one act share `change`."""

AUDITED = (
    DOCUMENT,
    STATEMENT,
    FEATURE,
    MEASURE,
    MEASURE_STATEMENT,
    THREAD_LINK,
    STRANDED_REVIEW,
    SETTING,
    ROLE,
    OWN_PLACE,
    NAME_DECISION,
)
"""Tables whose changes triggers write into `audit`."""
HEAVY = ("bytes", "text", "header", "blocks", "sketch")
"""Columns of `document` that are never changed and are left out of the audit."""


def names(table: Table, *, light: bool = False) -> list[str]:
    """The table's columns in order; `light` without HEAVY ones."""
    return [column.name for column in table.columns if not (light and table is DOCUMENT and column.name in HEAVY)]


def shown_key(table: Table) -> list[str]:
    """The columns that the audit names a row by: the feature's own id, elsewhere the primary key."""
    if table is FEATURE:
        return ["id"]
    return [column.name for column in table.primary_key.columns]
