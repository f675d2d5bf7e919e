"""Whether a store is whole: the file, its indexes, what refers to nothing, versions, quotes, backups."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, text

from trygghet_geo.store import backups, migrating, names, searching
from trygghet_geo.store.models import DOCUMENT, FEATURE, MEASURE_STATEMENT, STATEMENT, THREAD_LINK
from trygghet_geo.store.opening import Access

STALE_DAYS = 8
"""A backup older than this is worth a word: a weekly one has been missed."""


@dataclass(frozen=True)
class Check:
    """One thing looked at. `level`: `ok`, `warning` (it works, but see to it) or `fault`; `message` in Swedish."""

    name: str
    level: str
    message: str


def checked(access: Access, *, rules: dict[str, str] | None = None) -> tuple[Check, ...]:
    """Look at everything. `rules` are today's fingerprints (`program`, `taxonomy`); a fault is told, never raised.

    Raises StoreError only when the store cannot be opened at all.
    """
    with access.reading() as connection:
        made = [check(connection) for check in (_integrity, _spatial, _orphans, _quotes, _names)]
        made.append(_versions(connection, rules or {}))
    return (*made, _search(access), _backup(access))


def _integrity(connection: Connection) -> Check:
    if connection.dialect.name == "postgresql":
        # What a server can be asked without being its owner: that every row of every table can be read.
        for table in ("document", "statement", "feature", "audit", "own_place", "name_decision"):
            connection.execute(text(f"SELECT count(*) FROM {table} t WHERE t IS NOT NULL OR t IS NULL"))
        return Check("helhet", "ok", "alla tabeller går att läsa")
    said = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(3)")]
    if said != ["ok"]:
        return Check("helhet", "fault", f"filen är skadad ({'; '.join(said)}); lägg tillbaka en säkerhetskopia")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        return Check("helhet", "fault", f"{len(broken)} rader hänvisar till något som inte finns ({broken[0][0]})")
    return Check("helhet", "ok", "filen är hel")


def _spatial(connection: Connection) -> Check:
    if connection.dialect.name == "postgresql":
        return Check("kartindex", "ok", "sköts av PostGIS")
    wrong = connection.exec_driver_sql(
        "SELECT count(*) FROM feature f LEFT JOIN rtree_feature_geom r ON r.id = f.fid"
        " WHERE (f.geom NOT NULL AND NOT ST_IsEmpty(f.geom)) <> (r.id NOT NULL)"
    ).scalar()
    wrong += connection.exec_driver_sql(
        "SELECT count(*) FROM rtree_feature_geom WHERE id NOT IN (SELECT fid FROM feature)"
    ).scalar()
    if wrong:
        return Check("kartindex", "fault", f"{wrong} rader saknas eller är för många; kör store reindex")
    return Check("kartindex", "ok", "alla geometrier finns i kartindexet")


def _orphans(connection: Connection) -> Check:
    s, f = STATEMENT.c, FEATURE.c
    counts = {
        "rader utan uttalande": select(func.count()).where(~select(s.id).where(s.id == f.statement_id).exists()),
        "uttalanden utan rader": select(func.count()).where(~select(f.id).where(f.statement_id == s.id).exists()),
        "åtgärder mot borttagna uttalanden": select(func.count()).where(
            ~select(s.id).where(s.id == MEASURE_STATEMENT.c.statement_id).exists()
        ),
        "länkar till borttagna uttalanden": select(func.count()).where(
            ~select(s.id).where(s.id == THREAD_LINK.c.earlier).exists()
            | ~select(s.id).where(s.id == THREAD_LINK.c.later).exists()
        ),
    }
    tables = (FEATURE, STATEMENT, MEASURE_STATEMENT, THREAD_LINK)
    found = {
        what: connection.execute(query.select_from(table)).scalar()
        for (what, query), table in zip(counts.items(), tables, strict=True)
    }
    some = [f"{count} {what}" for what, count in found.items() if count]
    return Check("föräldralösa", "warning" if some else "ok", ", ".join(some) or "inga")


def _quotes(connection: Connection) -> Check:
    """Every dot leads back to its sentence: the quote is what stands in the document's text."""
    wrong = 0
    for sha256 in connection.execute(select(DOCUMENT.c.sha256)).scalars().all():
        body = connection.execute(select(DOCUMENT.c.text).where(DOCUMENT.c.sha256 == sha256)).scalar()
        f = FEATURE.c
        rows = connection.execute(select(f.start, f.end, f.quote).where(f.document_sha256 == sha256))
        wrong += sum(body[start:end] != quote for start, end, quote in rows)
    if wrong:
        return Check("citat", "fault", f"{wrong} citat står inte i sina dokument; läs in dem igen")
    return Check("citat", "ok", "varje citat står i sitt dokument")


def _names(connection: Connection) -> Check:
    """Places entered here and what words mean: whether the gazetteer could read every one."""
    places, words = names.counts(connection)
    if wrong := names.faults(connection):
        return Check("egna platser", "fault", f"{len(wrong)} fel ({wrong[0]}); rätta eller ångra i ändringsloggen")
    return Check("egna platser", "ok", f"{places} platser och {words} beslut om namn")


def _versions(connection: Connection, rules: dict[str, str]) -> Check:
    old = 0
    current = DOCUMENT.c.duplicate_of.is_(None) & DOCUMENT.c.replaced_by.is_(None)
    for used in connection.execute(select(DOCUMENT.c.rules).where(current)).scalars():
        made = json.loads(used)
        old += any(made.get(name) != value for name, value in rules.items())
    head = f"lagrets version {migrating.HEAD}"
    if old:
        return Check("versioner", "warning", f"{head}; {old} dokument är lästa med äldre regler, kör store reread")
    return Check("versioner", "ok", f"{head}, alla dokument lästa med dagens regler")


def _search(access: Access) -> Check:
    if not searching.sound(access):
        return Check("sökindex", "warning", "är skadat; det görs om vid nästa sökning")
    behind = searching.behind(access)
    if behind is None:
        return Check("sökindex", "ok", "görs vid första sökningen")
    return Check(
        "sökindex", "ok", f"helt; {behind} dokument tas in vid nästa sökning" if behind else "helt och aktuellt"
    )


def _backup(access: Access) -> Check:
    made = backups.latest(access)
    if made is None:
        return Check("säkerhetskopia", "warning", "ingen finns; kör store backup")
    days = (datetime.now(UTC) - made).days
    level = "warning" if days > STALE_DAYS else "ok"
    return Check("säkerhetskopia", level, f"senast {made.date()} ({days} dagar sedan)")
