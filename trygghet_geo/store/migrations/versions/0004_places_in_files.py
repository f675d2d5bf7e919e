"""Places and decisions on names have one home, the files of `places.coordinator`: the tables for them go.

Nothing in the program wrote to these tables but the library. What somebody had put there stands in the audit trail
afterwards, every row with all it held (the geometry as hexadecimal).
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from trygghet_geo.store.migrating import now

revision = "0004"
down_revision = "0003"
CHANGE = "0004-places"
_TABLES = ("place_decision", "local_place")


def upgrade() -> None:
    bind = op.get_bind()
    there = set(sa.inspect(bind).get_table_names())
    for table in _TABLES:
        for row in bind.execute(sa.text(f"SELECT * FROM {table}")).mappings():
            _tell(table, dict(row))
        op.execute(f"DROP TABLE {table}")
    if "gpkg_contents" in there:
        _forget_layer(there)


def _tell(table: str, row: dict) -> None:
    plain = {name: value.hex() if isinstance(value, (bytes, memoryview)) else value for name, value in row.items()}
    op.get_bind().execute(
        sa.text(
            "INSERT INTO audit (at, actor, change, action, subject, row_id, before)"
            " VALUES (:at, 'programmet', :change, 'delete', :table, :id, :before)"
        ),
        {
            "at": now(),
            "change": CHANGE,
            "table": table,
            "id": row["id"],
            "before": json.dumps(plain, ensure_ascii=False),
        },
    )


def _forget_layer(there: set[str]) -> None:
    """What makes the table a layer of the GeoPackage."""
    op.execute("DROP TABLE IF EXISTS rtree_local_place_geom")
    for table, column in (
        ("gpkg_extensions", "table_name"),
        ("gpkg_geometry_columns", "table_name"),
        ("gpkg_contents", "table_name"),
        ("gpkg_ogr_contents", "table_name"),
        ("layer_styles", "f_table_name"),
    ):
        if table in there:
            op.execute(f"DELETE FROM {table} WHERE {column} = 'local_place'")
