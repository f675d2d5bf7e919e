"""What goes wrong around a store: disks, locks, servers, versions, broken files, and programs that are killed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from benchmarks import store_kills, store_made, store_upgrades
from benchmarks.store_former import former_file
from tests.made import HOME, TEXT, document, feature
from tests.store import postgres
from trygghet_geo import store
from trygghet_geo.errors import StoreError
from trygghet_geo.store import migrating

ACTS = (store_kills.ingest, store_kills.review, store_kills.migrate, store_kills.former)


@pytest.mark.parametrize("act", ACTS, ids=lambda a: a.__name__)
def test_killed_at_any_moment_nothing_acknowledged_is_lost(act, tmp_path) -> None:
    """A few rounds of what `python -m benchmarks.store_kills` runs by the hundred."""
    names = iter(range(100))
    ground = store_kills.Ground("geopackage", lambda: str(tmp_path / f"{next(names)}.gpkg"))
    tally = store_kills.rounds(ground, act, count=4, seed=7)
    assert (tally.rounds, tally.lost) == (4, [])


def test_killed_while_writing_to_a_server(server, numbers) -> None:
    ground = store_kills.Ground("postgresql", lambda: server.database(f"t{next(numbers)}"))
    for act in (store_kills.ingest, store_kills.review, store_kills.migrate):
        assert store_kills.rounds(ground, act, count=3, seed=7).lost == []


def test_a_former_file_is_brought_up_to_date_after_a_copy(tmp_path) -> None:
    path = tmp_path / "trygghet.gpkg"
    former_file(path, documents=2, statements=3)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE feature SET status = 'confirmed' WHERE fid = 1")
        other.commit()
    before = path.read_bytes()
    opened = store.open(path)
    assert len(opened.news) == 2
    assert "uppdaterat från schema 2 till 0005, 2 dokument och 6 rader" in opened.news[0]
    (aside,) = tmp_path.glob("trygghet.före-0005.*.gpkg")
    assert str(aside) in opened.news[1]
    assert len(aside.read_bytes()) == len(before)
    # Every row as it was, and the statements gathered from them.
    expected = [row for n in (0, 1) for row in store_made.document(n, statements=3)[1]]
    table = opened.table().set_index("id")
    assert {row.id: row.quote for row in expected} == table["quote"].to_dict()
    assert all(table.geometry[row.id] == row.geometry for row in expected if row.geometry is not None)
    statuses = {one.id: one.status for d in opened.documents() for one in opened.statements(d.sha256)}
    assert sorted(statuses.values()) == ["confirmed", *["read"] * 5]
    assert {one.name: one.level for one in opened.health()}["kartindex"] == "ok"
    assert store.open(path).news == ()
    # It is told in the trail too.
    assert opened.audit()[-1].action == "migrate"
    assert "schema 2" in opened.audit()[-1].detail


def test_what_lay_in_the_tables_for_places_stands_in_the_trail(address) -> None:
    opened = store.open(address)
    opened.settings.set("retention_months", 5, by="it")
    store_upgrades.turn_back(opened, 7)
    again = store.open(address)
    # "p7" is the place that `turn_back` puts there; a server's copy is not the program's to make.
    assert "1 platser och platsbeslut" in again.news[-1]
    (one,) = [change for change in again.audit() if change.subject == "local_place"]
    assert (one.row_id, one.action, one.before["name"]) == ("p7", "delete", "Torget")
    assert again.settings.get("retention_months") == 5
    with again._access.reading() as connection:
        assert not {"local_place", "place_decision"} & set(sqlalchemy.inspect(connection).get_table_names())
    with pytest.raises(StoreError, match="går inte att ångra"):
        again.undo(one.change, by="bo")


def test_a_migration_that_fails_leaves_the_former_file_as_it_was(tmp_path, monkeypatch) -> None:
    path = tmp_path / "trygghet.gpkg"
    former_file(path, documents=1, statements=3)
    before = list(sqlite3.connect(path).iterdump())
    monkeypatch.setattr(migrating.triggers, "install", lambda connection: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.open(path)
    assert list(sqlite3.connect(path).iterdump()) == before


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_models_and_migrations_say_the_same(opened) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from trygghet_geo.store.models import METADATA

    opened.settings.set("retention_months", 1, by="x")
    ours = set(METADATA.tables)

    def own(name, kind, parents) -> bool:
        return kind != "table" or name in ours

    with opened._access.reading() as connection:
        options = {"include_name": own, "target_metadata": METADATA, "compare_type": False}
        context = MigrationContext.configure(connection, opts=options)
        different = compare_metadata(context, METADATA)
    # Declared without names, the uniqueness of ids is seen as an index of its own on some backends.
    assert [change for change in different if change[0] not in ("add_constraint", "remove_constraint")] == []
    assert migrating._scripts().get_current_head() == migrating.HEAD


def test_a_store_from_a_newer_version_is_left_alone(opened) -> None:
    opened.settings.set("retention_months", 1, by="x")
    with opened._access.writing(by="x") as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="nyare version"):
        store.open(opened.address)


def test_other_tables_are_no_store(address) -> None:
    if address.startswith("postgresql"):
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("CREATE TABLE measure (x int)")
    else:
        with closing(sqlite3.connect(address)) as other:
            other.execute("CREATE TABLE telefonbok (namn TEXT)")
    with pytest.raises(StoreError, match="inget lager"):
        store.open(address)


def test_a_file_size_limit_is_a_full_disk(tmp_path) -> None:
    """RLIMIT_FSIZE stops the file from growing, as a full disk does; in a process of its own, which it would bind."""
    path = tmp_path / "trygghet.gpkg"
    opened = store.open(path)
    opened.add(document(), [feature()], content=TEXT.encode(), municipality=HOME)
    code = (
        "import resource, signal, sys; from trygghet_geo import store; from trygghet_geo.errors import StoreError\n"
        "from tests.made import document\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "opened = store.open(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try: opened.add(document(sha256='ef' * 32, text='x'), [], content=b'x' * 3_000_000)\n"
        "except StoreError as error: print(error); sys.exit(7)\n"
    )
    limit = str(path.stat().st_size + 100_000)
    done = subprocess.run([sys.executable, "-c", code, path, limit], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (7, "")
    assert "disken är full" in done.stdout
    assert [one.sha256 for one in opened.documents()] == [document().sha256]
    assert all(one.level != "fault" for one in opened.health())
    assert opened.add(document(sha256="ef" * 32, text="x"), [], content=b"x").status == "new"


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk, for which it must be root")
def test_a_full_disk(tmp_path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("this container may not mount a disk")
    try:
        opened = store.open(disk / "trygghet.gpkg")
        opened.add(document(), [feature()], content=TEXT.encode(), municipality=HOME)
        with pytest.raises(StoreError, match="disken är full"):
            opened.add(document(sha256="ef" * 32, text="x"), [], content=b"x" * 3_000_000)
        assert len(opened.documents()) == 1
        opened.review("s1", "confirmed", by="anna", version=1)
        (disk / "fill").write_bytes(b"x" * (shutil.disk_usage(disk).free - 50_000))
        with pytest.raises(StoreError, match=r"full|kan inte skrivas"):
            opened.backup()
        assert not list(disk.glob("backups/*"))
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_failed_ingest_leaves_no_file(tmp_path) -> None:
    broken = tmp_path / "trasig.pdf"
    broken.write_bytes(b"ingen pdf")
    with pytest.raises(ValueError, match="trasig"):
        store.open(tmp_path / "a.gpkg").ingest(broken, HOME)
    assert [path.name for path in tmp_path.iterdir()] == ["trasig.pdf"]


def _cut_off(opened: store.Store, server: postgres.Server) -> None:
    """A change whose connection the server ends halfway."""
    with opened._access.writing(by="x") as connection:
        connection.exec_driver_sql("UPDATE statement SET note = 'halv'")
        with psycopg.connect(f"{server.address}/postgres", autocommit=True) as other:
            pids = "SELECT pid FROM pg_stat_activity WHERE application_name = 'trygghetskartan'"
            other.execute(f"SELECT pg_terminate_backend(pid) FROM ({pids}) AS ours")
        connection.exec_driver_sql("UPDATE statement SET note = 'hel'")


def test_a_lost_connection_is_told_and_nothing_is_half(server, numbers, tmp_path) -> None:
    address = server.database(f"t{next(numbers)}")
    opened = store.open(address)
    opened.add(document(), [feature()], content=b"x", municipality=HOME)
    with pytest.raises(StoreError, match="förbindelsen till servern"):
        _cut_off(opened, server)
    assert opened.statement("s1").note is None
    opened.review("s1", "confirmed", by="anna", version=1)
    assert opened.statement("s1").status == "confirmed"


def test_a_server_that_restarts_as_after_a_power_cut(numbers, tmp_path) -> None:
    folder = Path("/tmp") / f"trygghet-cut-{os.getpid()}-{time.monotonic_ns()}"
    folder.mkdir(mode=0o755)
    try:
        running = postgres.start(folder / "cluster")
    except postgres.Missing as reason:
        shutil.rmtree(folder)
        pytest.skip(str(reason))
    try:
        opened = store.open(running.database("cut"))
        opened.add(document(), [feature()], content=b"x", municipality=HOME)
        running.stop("immediate")
        with pytest.raises(StoreError, match="förbindelsen till servern"):
            opened.documents()
        running.start()
        assert len(opened.documents()) == 1
    finally:
        running.stop("immediate")
        shutil.rmtree(folder)


def test_a_password_is_never_shown(server) -> None:
    address = f"postgresql://nobody:hemligt@127.0.0.1:{server.port}/finnsinte"
    with pytest.raises(StoreError) as caught:
        store.open(address)
    assert "hemligt" not in str(caught.value)
    assert "***" in str(caught.value)


def test_the_servers_lock_is_waited_for_and_then_told(server, numbers) -> None:
    address = server.database(f"t{next(numbers)}")
    store.open(address).add(document(), [feature()], content=b"x", municipality=HOME)
    impatient = store.open(address, timeout_s=0.2)
    with psycopg.connect(address) as other:
        other.execute("SELECT pg_advisory_lock(7261961)")
        assert len(impatient.table()) == 1
        with pytest.raises(StoreError, match="upptaget"):
            impatient.review("s1", "confirmed", by="anna", version=1)


@pytest.mark.parametrize("where", ["head", "middle", "rows"])
def test_a_corrupted_file_is_told_never_believed(tmp_path, where) -> None:
    path = tmp_path / "trygghet.gpkg"
    opened = store.open(path)
    for number in range(30):
        read, rows = store_made.document(number)
        opened.add(read, rows, content=read.text.encode() * 20, municipality=HOME)
    with opened._access.database.connected() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    start = {"head": 0, "middle": len(content) // 2, "rows": len(content) - 40_000}[where]
    content[start : start + 12_000] = b"\xff" * 12_000
    path.write_bytes(bytes(content))
    said = _said(path)
    assert "säkerhetskopia" in said
    assert "trasig" in said or "skadad" in said


def _said(path: Path) -> str:
    """What the store says of the file, as an error or in its health check."""
    try:
        return store.open(path).health()[0].message
    except StoreError as error:
        return str(error)
