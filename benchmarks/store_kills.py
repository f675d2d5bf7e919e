"""Kill writers at random points, and see whether the store keeps what it has said yes to.

    python -m benchmarks.store_kills --rounds 200                     # the GeoPackage
    python -m benchmarks.store_kills --rounds 200 --server            # a PostgreSQL of its own, from Debian's packages

Each round a process is started that ingests, reviews, decides on names or migrates a store in which much has been
acknowledged (benchmarks/store_upgrades.py), and killed (SIGKILL) at a random moment; on the server every twentieth
round the server itself is stopped as by a power cut instead. Then the store is looked through: every acknowledged
change is there, every document is there in whole or not at all, the audit trail has one line for each review, the
files of the gazetteer say what the store says, the health check finds no fault. Prints a line for each act; exit code 1
when anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import store_made, store_upgrades
from benchmarks.store_upgrades import STATEMENTS, former, migrate
from trygghet_geo import store
from trygghet_geo.errors import StoreError
from trygghet_geo.store import names, naming

FRESH_EVERY = 25
"""Rounds between new, empty stores: a store that grows for ever would only make the rounds slow."""


@dataclass
class Tally:
    """What came of an act's rounds."""

    act: str
    rounds: int = 0
    killed: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ground:
    """Where the rounds take place: `fresh` gives an address for a new store, `cut` stops and starts the server."""

    name: str
    fresh: Callable[[], str]
    cut: Callable[[], None] | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200, help="rounds of each act (200)")
    parser.add_argument("--server", action="store_true", help="on PostgreSQL instead of a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--acts", nargs="+", choices=LONGEST_S, help="only these (all)")
    options = parser.parse_args()
    # Loaded once here, so that the processes started from this one are at work at once.
    import alembic.runtime.environment
    import alembic.script  # noqa: F401

    lost = False
    with _ground(server=options.server) as ground:
        for act in (ingest, review, decide, migrate, *(() if options.server else (former,))):
            if options.acts and act.__name__ not in options.acts:
                continue
            started = time.monotonic()
            tally = rounds(ground, act, count=options.rounds, seed=options.seed)
            print(
                f"{ground.name:10} {tally.act:8} rounds {tally.rounds}, killed at work {tally.killed}, "
                f"acknowledged {tally.acknowledged}, lost or half {len(tally.lost)} "
                f"({time.monotonic() - started:.0f} s)",
                flush=True,
            )
            for line in tally.lost[:20]:
                print(f"  {line}", flush=True)
            lost = lost or bool(tally.lost)
    return 1 if lost else 0


def rounds(ground: Ground, act: Callable, *, count: int, seed: int) -> Tally:
    """`count` rounds of one act, each with a kill at a random moment."""
    pick, tally = random.Random(f"{seed} {act.__name__} {ground.name}"), Tally(act.__name__)
    address, before = "", []
    for number in range(count):
        if number % FRESH_EVERY == 0 or act is former:
            address, before = ground.fresh(), []
            if act is not former:
                _prepare(address)
        if act in UPGRADES:
            before += UPGRADES[act](address, number)
        cut = ground.cut if ground.cut and number % 20 == 19 else None
        said, killed = _round(address, act, number=number, pause_s=pick.uniform(0, LONGEST_S[act.__name__]), cut=cut)
        tally.rounds += 1
        tally.killed += killed
        tally.acknowledged += store_upgrades.MANY if act in UPGRADES else len(said)
        try:
            tally.lost += [f"round {number}: {fault}" for fault in _faults(address, act, said, before)]
        except StoreError as error:
            tally.lost.append(f"round {number}: {error}")
    return tally


def ingest(address: str, number: int, say: Callable[[str], None]) -> None:
    """Document after document; each is said when it is in."""
    opened = store.open(address)
    say("")
    for at in range(1000):
        read, rows = store_made.document(number * 1000 + at, statements=STATEMENTS)
        opened.add(read, rows, content=read.text.encode(), municipality=store_made.HOME)
        say(read.sha256)


def review(address: str, number: int, say: Callable[[str], None]) -> None:
    """Statement after statement; each is said with its new version."""
    opened = store.open(address)
    every = [one.id for document in opened.documents() for one in opened.statements(document.sha256)]
    pick = random.Random(number)
    say("")
    for _ in range(1000):
        one = opened.statement(pick.choice(every))
        decision = "rejected" if one.status == "confirmed" else "confirmed"
        done = opened.review(one.id, decision, by=f"p{number}", version=one.version)
        say(f"{done.id} {done.version} {done.status}")


def decide(address: str, number: int, say: Callable[[str], None]) -> None:
    """Words that are no place, one after the other, each other time taken back; each is said when it is kept."""
    _installed(address)
    naming.decided(store_made.HOME)
    say("")
    for at in range(1000):
        words = f"Ord {number} {at // 2}"
        if at % 2:
            naming.undo(store_made.HOME, words, by="anna")
        else:
            naming.ignore(store_made.HOME, words, by="anna")
        say(f"{at} {words}")


LONGEST_S = {"ingest": 0.3, "review": 0.3, "decide": 2.5, "migrate": 0.15, "former": 0.15}
UPGRADES = {migrate: store_upgrades.acknowledged, former: store_upgrades.acknowledged_formerly}
"""What is acknowledged before a migration of today's store turned back, and of a file of schema 2."""


def _prepare(address: str) -> None:
    opened = store.open(address)
    for number in range(4):
        read, rows = store_made.document(number, statements=STATEMENTS, seed=99)
        opened.add(read, rows, content=read.text.encode(), municipality=store_made.HOME)


def _round(address: str, act: Callable, *, number: int, pause_s: float, cut) -> tuple[list[str], bool]:
    """Start the act in a process of its own and end it after `pause_s`; what it said, and whether it was at work."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            act(address, number, lambda line: os.write(writing, f"{line}\n".encode()))
        except StoreError:
            os._exit(3)  # the server went away: told, nothing acknowledged after it
        finally:
            os._exit(0)
    os.close(writing)
    os.read(reading, 1)  # it is about to begin
    time.sleep(pause_s)
    if cut:
        cut()
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode().split("\n")
    return [line for line in said if line], os.WIFSIGNALED(status)


def _faults(address: str, act: Callable, said: list[str], before: list[str]) -> Iterator[str]:
    opened = store.open(address)
    yield from (f"{one.name}: {one.message}" for one in opened.health() if one.level == "fault")
    counts = {one.sha256: one.features for one in opened.documents()}
    yield from (f"half a document: {sha}" for sha, count in counts.items() if count != STATEMENTS)
    table = opened.table()
    per_document = table.groupby("document_sha256").size().to_dict() if len(table) else {}
    yield from (f"rows without a document: {sha}" for sha in per_document.keys() - counts.keys())
    if act is ingest:
        yield from (f"acknowledged and gone: {sha}" for sha in said if sha not in counts)
    if act is review:
        yield from _reviews(opened, said)
    if act is decide:
        yield from _decisions(address, said)
    if act in UPGRADES:
        yield from store_upgrades.faults(opened, address, before)


def _reviews(opened: store.Store, said: list[str]) -> Iterator[str]:
    every = {one.id: one for document in opened.documents() for one in opened.statements(document.sha256)}
    for line in dict.fromkeys(said):
        id_, version, status = line.split()
        now = every[id_]
        if now.version < int(version) or (now.version == int(version) and now.status != status):
            yield f"acknowledged and gone: {line}"
    lines = Counter(change.row_id for change in opened.audit(limit=None) if change.subject == "statement")
    for one in every.values():
        if lines[one.id] != one.version - 1:
            yield f"{one.id}: version {one.version} but {lines[one.id]} lines in the audit trail"


def _decisions(address: str, said: list[str]) -> Iterator[str]:
    _installed(address)
    opened = store.open()
    with opened._access.reading() as connection:
        kept = names.kept(connection).get(store_made.HOME.code, names.Kept()).words
    if naming.decided(store_made.HOME) != kept:
        yield "the files and the store differ"
    ignored = {each.words for each in kept.ignored}
    for line in said:
        at, words = line.split(maxsplit=1)
        if int(at) % 2 and words in ignored:
            yield f"acknowledged as taken back and there: {words}"
    # The act after the last one said may have been kept and not said.
    if said and not int(said[-1].split()[0]) % 2 and said[-1].split(maxsplit=1)[1] not in ignored:
        trail = opened.audit(limit=2)
        if not any(one.action == "delete" and one.actor == "anna" for one in trail):
            yield f"acknowledged and gone: {said[-1]}"


def _installed(address: str) -> None:
    os.environ["TRYGGHET_STORE"] = address


@contextmanager
def _ground(*, server: bool) -> Iterator[Ground]:
    folder, number = Path(tempfile.mkdtemp(prefix="trygghet-kills-")), iter(range(10**9))
    folder.chmod(0o755)
    os.environ["TRYGGHET_HOME"] = str(folder / "home")
    try:
        if not server:
            yield Ground("geopackage", lambda: str(folder / f"{next(number)}.gpkg"))
            return
        import psycopg

        from tests.store import postgres
        from trygghet_geo.store.digests import tables

        running = postgres.start(folder / "cluster")

        def cut() -> None:
            running.stop("immediate")
            running.start()

        try:
            address = running.database("kills")

            def fresh() -> str:
                # Quicker than a new database, which copies all of PostGIS.
                with psycopg.connect(address, autocommit=True) as connection:
                    names = ["alembic_version", "local_place", "place_decision", *(table.name for table in tables())]
                    listed = ", ".join(names)
                    connection.execute(f"DROP TABLE IF EXISTS {listed}, editor CASCADE")
                return address

            yield Ground("postgresql", fresh, cut)
        finally:
            running.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
