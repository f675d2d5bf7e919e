"""Triggers: the audit trail, the counters, and what happens when someone edits a row outside the program (QGIS, psql).

They are code, not data: `install` drops and makes them anew after each migration. The program says who it is before it
writes (`engines.writing`); a write without that comes from outside. A `quiet` write (ingest, removal) tells the audit
and the counters itself, once instead of for each row.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, text

from trygghet_geo.store.models import AUDITED, DOCUMENT, FEATURE, PLACE, STATEMENT, names, shown_key

OUTSIDE = "utanför programmet (till exempel QGIS)"
COUNTED = (*AUDITED, PLACE)
EVENTS = ("INSERT", "UPDATE", "DELETE")
_QUIET = "(SELECT quiet FROM editor) = 0"
_FROM_OUTSIDE = "(SELECT actor FROM editor) IS NULL"
_CONTENT = [name for name in names(FEATURE) if name not in ("fid", "status")]
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
# Worked out from the rows, because an edit outside the program is of single rows and not of a statement.
_STATUS = """CASE
  WHEN EXISTS (SELECT 1 FROM feature f WHERE f.statement_id = {id} AND f.status = 'corrected') THEN 'corrected'
  WHEN EXISTS (SELECT 1 FROM feature f WHERE f.statement_id = {id} AND f.status = 'confirmed') THEN 'confirmed'
  WHEN EXISTS (SELECT 1 FROM feature f WHERE f.statement_id = {id} AND f.status = 'read') THEN 'read'
  ELSE 'rejected' END"""


def _differs(columns: list[str], *, operator: str = "IS NOT") -> str:
    return " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in columns)


_BECOMES_CORRECTED = f"({_FROM_OUTSIDE} AND NEW.status = OLD.status AND ({_differs(_CONTENT)}))"


def install(connection: Connection) -> None:
    """Make the triggers of the backend at hand, in place of those that are there."""
    if connection.dialect.name == "postgresql":
        statements = [_POSTGRESQL_AUDIT, _POSTGRESQL_BEFORE, _POSTGRESQL_AFTER, *_postgresql()]
    else:
        statements = _sqlite()
    for statement in statements:
        connection.execute(text(statement.replace(":", r"\:")))


def _sqlite() -> list[str]:
    made = []
    for table in COUNTED:
        for event in EVENTS:
            made += _trigger(table, f"{event.lower()}_counted", event, when=_QUIET, body=_counting(table, event))
            if table in AUDITED:
                changed = f" AND ({_differs(names(table, light=True))})" if event == "UPDATE" else ""
                body = _auditing(table, event)
                if table is FEATURE and event != "INSERT":
                    # One act: the row and the statement that follows share `change`, and are undone together.
                    begin = f"UPDATE editor SET change = lower(hex(randomblob(8))) WHERE {_FROM_OUTSIDE};"
                    end = f"UPDATE editor SET change = NULL WHERE {_FROM_OUTSIDE};"
                    body = f"{begin} {body} {_outside(event)} {end}"
                made += _trigger(table, f"{event.lower()}_audited", event, when=_QUIET + changed, body=body)
    return [*made, *(f"DROP TRIGGER IF EXISTS feature_{name}" for name in ("outside", "outside_deleted"))]


def _trigger(table: Table, name: str, event: str, *, when: str, body: str) -> list[str]:
    full = f"{table.name}_{name}"
    return [
        f"DROP TRIGGER IF EXISTS {full}",
        f"CREATE TRIGGER {full} AFTER {event} ON {table.name} WHEN {when} BEGIN {body} END",
    ]


def _counting(table: Table, event: str) -> str:
    body = "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'changes';"
    if table in (STATEMENT, FEATURE):
        row = "OLD" if event == "DELETE" else "NEW"
        body += f" INSERT OR REPLACE INTO revision VALUES ({row}.document_sha256,"
        body += f" coalesce((SELECT number FROM revision WHERE document_sha256 = {row}.document_sha256), 0) + 1);"
    return body


def _auditing(table: Table, event: str) -> str:
    some = "NEW" if event == "INSERT" else "OLD"
    row_id = " || '/' || ".join(f'{some}."{name}"' for name in shown_key(table))
    document = "NULL"
    if "document_sha256" in table.columns:
        document = f"{some}.document_sha256"
    elif table is DOCUMENT:
        document = f"{some}.sha256"
    before = "NULL" if event == "INSERT" else _json(table, "OLD", event)
    after = "NULL" if event == "DELETE" else _json(table, "NEW", event)
    actor = f"coalesce((SELECT actor FROM editor), '{OUTSIDE}')"
    change = "coalesce((SELECT change FROM editor), lower(hex(randomblob(8))))"
    columns = "at, actor, change, action, subject, row_id, document_sha256, before, after"
    values = f"{_NOW}, {actor}, {change}, '{event.lower()}', '{table.name}', {row_id}, {document}, {before}, {after}"
    return f"INSERT INTO audit ({columns}) VALUES ({values});"


def _json(table: Table, row: str, event: str) -> str:
    parts = []
    for name in names(table, light=True):
        value = f'{row}."{name}"'
        shown = f"nullif(hex({value}), '')" if name == "geom" else value
        if table is FEATURE and name == "status" and row == "NEW" and event == "UPDATE":
            shown = f"CASE WHEN {_BECOMES_CORRECTED} THEN 'corrected' ELSE NEW.status END"
        parts.append(f"'{name}', {shown}")
    return f"json_object({', '.join(parts)})"


def _outside(event: str) -> str:
    """What follows on an edit of a row outside the program, within the trigger that audits it."""
    row = "OLD" if event == "DELETE" else "NEW"
    corrects = ""
    if event == "UPDATE":
        # Not audited again: `after` has the status already. GDAL lets triggers run within themselves
        # (recursive_triggers), so this one is told to be quiet meanwhile.
        corrects = f"UPDATE feature SET status = 'corrected' WHERE fid = NEW.fid AND {_BECOMES_CORRECTED};"
        corrects = f"{_hushed(1)} {corrects} {_hushed(0)}"
    return f"{corrects} {_statement_follows(row)}"


def _hushed(quiet: int) -> str:
    return f"UPDATE editor SET quiet = {quiet} WHERE {_FROM_OUTSIDE};"


def _statement_follows(row: str) -> str:
    status = _STATUS.format(id=f"{row}.statement_id")
    return (
        f"UPDATE statement SET version = version + 1, status = {status}, reviewed_by = '{OUTSIDE}',"
        f" reviewed_at = {_NOW} WHERE id = {row}.statement_id AND {_FROM_OUTSIDE};"
    )


def _postgresql() -> list[str]:
    made = []
    for table in COUNTED:
        columns = ",".join(shown_key(table))
        audited = "true" if table in AUDITED else "false"
        made += [
            f"DROP TRIGGER IF EXISTS audited ON {table.name}",
            f"CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON {table.name} FOR EACH ROW"
            f" EXECUTE FUNCTION trygghet_audit('{columns}', '{audited}')",
        ]
    differs = _differs(_CONTENT, operator="IS DISTINCT FROM")
    any_differs = _differs([*_CONTENT, "status"], operator="IS DISTINCT FROM")
    return [
        *made,
        "DROP TRIGGER IF EXISTS outside ON feature",
        f"CREATE TRIGGER outside BEFORE UPDATE ON feature FOR EACH ROW WHEN ({differs})"
        " EXECUTE FUNCTION trygghet_corrected()",
        "DROP TRIGGER IF EXISTS outside_follows ON feature",
        f"CREATE TRIGGER outside_follows AFTER UPDATE ON feature FOR EACH ROW WHEN ({any_differs})"
        " EXECUTE FUNCTION trygghet_follows()",
        "DROP TRIGGER IF EXISTS outside_deleted ON feature",
        "CREATE TRIGGER outside_deleted AFTER DELETE ON feature FOR EACH ROW EXECUTE FUNCTION trygghet_follows()",
    ]


_PG_NOW = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
_POSTGRESQL_AUDIT = f"""
CREATE OR REPLACE FUNCTION trygghet_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb; new_row jsonb; some_row jsonb; sha text;
BEGIN
  IF coalesce(current_setting('trygghet.quiet', true), '') = '1' THEN RETURN NULL; END IF;
  IF TG_OP <> 'INSERT' THEN
    old_row := to_jsonb(OLD) - '{{bytes,text,header,blocks,sketch,geom}}'::text[];
    IF TG_TABLE_NAME = 'feature' THEN
      old_row := old_row || jsonb_build_object('geom', OLD.geom::text);
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_row := to_jsonb(NEW) - '{{bytes,text,header,blocks,sketch,geom}}'::text[];
    IF TG_TABLE_NAME = 'feature' THEN
      new_row := new_row || jsonb_build_object('geom', NEW.geom::text);
    END IF;
  END IF;
  UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'changes';
  some_row := coalesce(old_row, new_row);
  IF TG_TABLE_NAME IN ('statement', 'feature') THEN
    INSERT INTO revision VALUES (some_row ->> 'document_sha256', 1)
      ON CONFLICT (document_sha256) DO UPDATE SET number = revision.number + 1;
  END IF;
  IF TG_ARGV[1] = 'true' AND old_row IS DISTINCT FROM new_row THEN
    sha := CASE WHEN TG_TABLE_NAME = 'document' THEN some_row ->> 'sha256' ELSE some_row ->> 'document_sha256' END;
    INSERT INTO audit (at, actor, change, action, subject, row_id, document_sha256, before, after) VALUES (
      {_PG_NOW}, coalesce(nullif(current_setting('trygghet.actor', true), ''), '{OUTSIDE}'),
      coalesce(nullif(current_setting('trygghet.change', true), ''), 'tx' || txid_current()::text),
      lower(TG_OP), TG_TABLE_NAME,
      (SELECT string_agg(some_row ->> part, '/') FROM unnest(string_to_array(TG_ARGV[0], ',')) part),
      sha, old_row::text, new_row::text);
  END IF;
  RETURN NULL;
END $$
"""
_POSTGRESQL_BEFORE = """
CREATE OR REPLACE FUNCTION trygghet_corrected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('trygghet.actor', true), '') = '' AND NEW.status = OLD.status THEN
    NEW.status := 'corrected';
  END IF;
  RETURN NEW;
END $$
"""
_POSTGRESQL_AFTER = f"""
CREATE OR REPLACE FUNCTION trygghet_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found text := CASE WHEN TG_OP = 'DELETE' THEN OLD.statement_id ELSE NEW.statement_id END;
BEGIN
  IF coalesce(current_setting('trygghet.actor', true), '') = '' THEN
    UPDATE statement SET version = version + 1, status = {_STATUS.format(id="found")},
      reviewed_by = '{OUTSIDE}', reviewed_at = {_PG_NOW} WHERE id = found;
  END IF;
  RETURN NULL;
END $$
"""
