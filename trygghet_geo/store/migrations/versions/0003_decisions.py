"""The tables as of revision 0003, and the way to them from the file that came before (schema 2)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from trygghet_geo.store.geometries import Geometry

revision = "0003"
down_revision = None
_FORMER = ("meta", "place", "feature", "document")


def upgrade() -> None:
    former = set(sa.inspect(op.get_bind()).get_table_names()) >= set(_FORMER)
    if former:
        _set_aside()
    _tables()
    if former:
        _carry_over()


def _set_aside() -> None:
    events = ("INSERT", "UPDATE", "DELETE")
    for trigger in (f"{table}_{event}_counted" for table in ("feature", "document") for event in events):
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for index in ("document_meeting", "feature_document"):
        op.execute(f"DROP INDEX IF EXISTS {index}")
    for table in _FORMER:
        op.execute(f"ALTER TABLE {table} RENAME TO former_{table}")


def _carry_over() -> None:
    """Every row as it was; statements and their status are gathered from their rows, which QGIS may have changed."""
    op.execute("INSERT INTO meta SELECT key, value FROM former_meta WHERE key <> 'schema'")
    op.execute("INSERT INTO place SELECT id, name, parent FROM former_place")
    columns = _columns("former_document")
    op.execute(f"INSERT INTO document ({columns}) SELECT {columns} FROM former_document ORDER BY duplicate_of NOT NULL")
    columns = _columns("former_feature")
    op.execute(f"INSERT INTO feature ({columns}) SELECT {columns} FROM former_feature")
    decided = ("corrected", "confirmed", "read", "rejected")
    status = " ".join(f"WHEN sum(status = '{value}') > 0 THEN '{value}'" for value in decided)
    op.execute(
        'INSERT INTO statement (id, document_sha256, start, "end", quote, status, version, reviewed_by)'
        " SELECT statement_id, document_sha256, min(start), min(\"end\"), coalesce(min(quote), ''),"
        f" CASE {status} END, 1, CASE WHEN sum(status <> 'read') > 0 THEN 'före version 0003' END"
        " FROM feature GROUP BY statement_id"
    )
    op.execute("INSERT INTO revision SELECT sha256, 1 FROM document")
    for table in ("feature", "document", "place", "meta"):
        op.execute(f"DROP TABLE former_{table}")


def _columns(table: str) -> str:
    return ", ".join(f'"{column["name"]}"' for column in sa.inspect(op.get_bind()).get_columns(table))


def _tables() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_change", "audit", ["change"], unique=False)
    op.create_index("audit_document", "audit", ["document_sha256"], unique=False)
    op.create_index("audit_row", "audit", ["subject", "row_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("invented", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("ingested_at", sa.Text(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("duplicate_of", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["duplicate_of"],
            ["document.sha256"],
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"],
            ["document.sha256"],
        ),
        sa.ForeignKeyConstraint(
            ["part_of"],
            ["document.sha256"],
        ),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("document_meeting", "document", ["meeting_date"], unique=False)
    op.create_table(
        "editor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("quiet", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "local_place",
        sa.Column("fid", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("geom", Geometry(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("uncertainty_m", sa.Double(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fid"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'ongoing', 'done', 'dropped')", name="known_state"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "place_decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("mention", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.CheckConstraint("decision IN ('new', 'alias', 'ignore')", name="known_decision"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "revision",
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_sha256"),
    )
    op.create_table(
        "role",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "stranded_review",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("former_sha256", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("features", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stranded_review_document", "stranded_review", ["document_sha256"], unique=False)
    op.create_table(
        "thread_link",
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.Column("later", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.CheckConstraint("decision IN ('confirmed', 'denied')", name="known_decision"),
        sa.PrimaryKeyConstraint("earlier", "later"),
    )
    op.create_table(
        "feature",
        sa.Column("fid", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("geom", Geometry(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("category_label", sa.Text(), nullable=True),
        sa.Column("type_label", sa.Text(), nullable=True),
        sa.Column("intensity", sa.Text(), nullable=True),
        sa.Column("trend", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("meeting_date", sa.Date(), nullable=True),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_kind", sa.Text(), nullable=True),
        sa.Column("mention", sa.Text(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("municipality_code", sa.Text(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("uncertainty_m", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('concern', 'calm', 'measure', 'proposal', 'statistic')", name="known_kind"),
        sa.CheckConstraint(
            "precision IN ('site', 'road', 'neighbourhood', 'locality', 'vague', 'municipality', 'none')",
            name="known_precision",
        ),
        sa.CheckConstraint("status IN ('read', 'confirmed', 'corrected', 'rejected')", name="known_status"),
        sa.ForeignKeyConstraint(["document_sha256"], ["document.sha256"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fid"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("feature_chosen", "feature", ["category", "date_start"], unique=False)
    op.create_index("feature_document", "feature", ["document_sha256"], unique=False)
    op.create_index("feature_place", "feature", ["place_id"], unique=False)
    op.create_index("feature_statement", "feature", ["statement_id"], unique=False)
    op.create_table(
        "measure_statement",
        sa.Column("measure_id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("measure_id", "statement_id"),
    )
    op.create_index("measure_statement_statement", "measure_statement", ["statement_id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('read', 'confirmed', 'corrected', 'rejected')", name="known_status"),
        sa.ForeignKeyConstraint(["document_sha256"], ["document.sha256"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("statement_document", "statement", ["document_sha256"], unique=False)
