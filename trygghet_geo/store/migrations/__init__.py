"""Changes of the tables from version to version, for alembic: one module in `versions/` for each."""
