"""How quickly the store takes in, opens and filters 100,000 and 1,000,000 concerns, beside plain geopandas.

    python -m benchmarks.store_speed                       # both sizes, on a GeoPackage
    python -m benchmarks.store_speed --rows 100000

Documents are invented, 20 statements each. The first 100,000 are taken in by `Store.add_all` (500 documents at a time)
and measured; the rest of a million are made of them by the database, which is quicker. Each figure is the best of
some runs, on the clock and of the processor, that of processes started for it included (other programs may be running:
the load is printed). The first answer is measured as the first time (every row is read), with the columns kept beside
the store, and after one review.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import text

from benchmarks import store_made
from trygghet_geo import store
from trygghet_geo.selection import Selection
from trygghet_geo.store import engines

PER_DOCUMENT = 20
TAKEN_IN = 100_000
BATCH = 500
CHOICES = {
    "category": Selection(categories=("traffic",)),
    "period": Selection(date_from=date(2019, 1, 1), date_to=date(2019, 12, 31)),
    "place": Selection(places=("p17",)),
    "box": Selection(bbox=(12.0, 56.0, 14.0, 58.0)),
    "all four": Selection(
        categories=("traffic",), date_from=date(2018, 1, 1), places=("p17",), bbox=(11.0, 55.0, 18.0, 63.0)
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, action="append", help="100000 and 1000000 unless told")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="trygghet-speed-"))
    try:
        for rows in options.rows or (100_000, 1_000_000):
            _measure(folder / f"{rows}.gpkg", rows)
    finally:
        shutil.rmtree(folder)
    return 0


def _measure(path: Path, rows: int) -> None:
    opened = store.open(path)
    clock, processor = _timed(lambda: _take_in(opened, min(rows, TAKEN_IN)), times=1)
    count = min(rows, TAKEN_IN)
    print(f"{rows:>9} ingest {count} statements: {count / clock:.0f}/s on the clock, {count / processor:.0f}/s of cpu")
    if rows > TAKEN_IN:
        multiply(opened, rows // TAKEN_IN)
    kept = path.with_name(f"{path.stem}.columns.npz")
    _say(rows, "first answer, ever (open, read columns, choose)", lambda: _first_answer(path, kept), times=3)
    _say(rows, "first answer, columns kept", lambda: _first_answer(path), times=5)
    _say(rows, "first answer, after a review", lambda: _first_answer(path), before=lambda: _review(opened), times=3)
    columns = store.open(path).columns()
    for name, selection in CHOICES.items():
        found = len(columns.chosen(selection))
        _say(rows, f"columns: {name} ({found} rows)", lambda s=selection: columns.chosen(s))
    few = columns.fids[columns.chosen(CHOICES["all four"])][:500]
    _say(rows, f"rows to show ({len(few)})", lambda: opened.rows(few))
    _say(rows, "database: box", lambda: opened.features(CHOICES["all four"]))
    _beside(path, rows)


def _take_in(opened: store.Store, rows: int) -> None:
    for first in range(0, rows // PER_DOCUMENT, BATCH):
        last = min(first + BATCH, rows // PER_DOCUMENT)
        made = (store_made.document(number, statements=PER_DOCUMENT) for number in range(first, last))
        opened.add_all((d, f, store.Facts(d.text.encode(), store_made.HOME)) for d, f in made)


def multiply(opened: store.Store, times: int) -> None:
    """Every document `times` times, under other ids."""
    columns = "kind category type category_label type_label intensity trend quote document page start meeting_date"
    columns += " date_start date_end place place_id place_kind mention municipality municipality_code precision"
    columns += " uncertainty_m confidence status geom"
    listed = ", ".join(f'"{name}"' for name in (*columns.split(), "end"))
    facts = "name, format, kind, bytes, text, pages, header, blocks, meeting_date, municipality, municipality_code,"
    facts += " invented, rules, ingested_at, sketch"
    with opened._access.writing(quiet=True) as connection:
        for number in range(1, times):
            for statement in (
                f"INSERT INTO document (sha256, {facts}) SELECT sha256 || '{number}', {facts} FROM document"
                " WHERE length(sha256) = 64",
                'INSERT INTO statement (id, document_sha256, start, "end", quote, status, version)'
                f" SELECT id || '{number}', document_sha256 || '{number}', start, \"end\", quote, status, version"
                " FROM statement WHERE length(id) = 16",
                f"INSERT INTO feature (id, statement_id, document_sha256, {listed}) SELECT id || '{number}',"
                f" statement_id || '{number}', document_sha256 || '{number}', {listed} FROM feature"
                " WHERE length(id) = 16",
            ):
                connection.execute(text(statement))
        engines.changed(connection, connection.execute(text("SELECT sha256 FROM document")).scalars().all())


def _first_answer(path: Path, *gone: Path) -> None:
    for each in gone:
        each.unlink(missing_ok=True)
    columns = store.open(path).columns()
    columns.chosen(CHOICES["all four"])


def _review(opened: store.Store) -> None:
    one = opened.statements(store_made.document(0, statements=PER_DOCUMENT)[0].sha256)[0]
    decision = "rejected" if one.status == "confirmed" else "confirmed"
    opened.review(one.id, decision, by="anna", version=one.version)


def _beside(path: Path, rows: int) -> None:
    """Plain geopandas: the same layer as a file, loaded whole and filtered."""
    plain, parquet = path.with_name("plain.gpkg"), path.with_name("plain.parquet")
    table = gpd.read_file(path, layer="feature", use_arrow=True)
    table.to_file(plain, layer="feature", engine="pyogrio")
    table.to_parquet(parquet)
    _say(rows, "geopandas: load GeoPackage", lambda: gpd.read_file(plain), times=2)
    _say(rows, "geopandas: load GeoPackage by Arrow", lambda: gpd.read_file(plain, use_arrow=True), times=2)
    _say(rows, "geopandas: load GeoParquet", lambda: gpd.read_parquet(parquet), times=3)
    west, south, east, north = 400_000, 6_200_000, 530_000, 6_430_000
    _say(rows, "geopandas: category in the loaded table", lambda: table[table["category"] == "traffic"])
    table["date_start"] = pd.to_datetime(table["date_start"])
    days = [pd.Timestamp(2019, 1, 1), pd.Timestamp(2019, 12, 31)]
    _say(rows, "geopandas: period in the loaded table", lambda: table[table["date_start"].between(*days)])
    _say(rows, "geopandas: place in the loaded table", lambda: table[table["place_id"] == "p17"])
    _say(rows, "geopandas: box in the loaded table", lambda: table.cx[west:east, south:north])
    plain.unlink()
    parquet.unlink()


def _say(
    rows: int, what: str, work: Callable[[], object], *, times: int = 5, before: Callable[[], object] = int
) -> None:
    clock, processor = _timed(work, times=times, before=before)
    load = os.getloadavg()[0]
    print(f"{rows:>9} {what}: {clock * 1000:.1f} ms, cpu {processor * 1000:.1f} ms (load {load:.0f})", flush=True)


def _timed(work: Callable[[], object], *, times: int, before: Callable[[], object] = int) -> tuple[float, float]:
    """The best of `times`: seconds on the clock, and of the processor."""
    best = []
    for _ in range(times):
        before()
        clock, processor = time.perf_counter(), _processor()
        work()
        best.append((time.perf_counter() - clock, _processor() - processor))
    return min(clock for clock, _ in best), min(processor for _, processor in best)


def _processor() -> float:
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


if __name__ == "__main__":
    sys.exit(main())
