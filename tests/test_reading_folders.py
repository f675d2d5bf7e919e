"""Folders with anything in them, and what is no ordinary file: each costs one line at most, and the rest is read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.fuzz.attacks import ATTACKS
from tests.fuzz.seeds import PLAIN
from tests.reading_processes import POSIX, written
from trygghet_geo import pipeline, reading, store
from trygghet_geo.errors import UnreadableDocument, one_line
from trygghet_geo.reading import files, limits, pool
from trygghet_geo.records import Document


def test_a_folder_is_read_in_order_whatever_is_in_it(tmp_path, monkeypatch, own_temporary):
    monkeypatch.setattr(pool, "cores", lambda: 3)
    folder = tmp_path / "in"
    folder.mkdir()
    names = []
    for number in range(12):
        written(folder, f"{number:02}.txt", f"{PLAIN}\nKlotter på Västerbron nummer {number}.\n")
        names.append(f"{number:02}.txt")
    for name in ("macros.docx", "cycle.pdf", "crowded.docx", "forms.pdf"):
        written(folder, f"05-{name}", ATTACKS[name]())
        names.append(f"05-{name}")
    told, refused = [], []
    monkeypatch.setenv("TRYGGHET_READ_MEMORY_MB", "300")
    result = pipeline.extract(
        [folder],
        progress=lambda path, number, total: told.append((path.name, number, total)),
        on_error=lambda path, error: refused.append((path.name, str(error))),
    )
    assert told == [(name, number, 16) for number, name in enumerate(sorted(names), 1)]
    assert [name for name, _ in refused] == [
        f"05-{n}" for n in ("crowded.docx", "cycle.pdf", "forms.pdf", "macros.docx")
    ]
    assert all(text.startswith(name) for name, text in refused)
    assert (result.read, len(result.skipped)) == (12, 4)
    # What the shared process keeps in its folder of temporary files is its own; those of the folder are gone.
    assert len(list(own_temporary.iterdir())) <= 1


def test_documents_of_kinds_that_are_never_read_are_named_and_other_files_counted(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, "a.txt", PLAIN)
    for name in ("b.docm", "c.DOC", "d.msg", "e.xlsm", "film.mp4"):
        written(folder, name, "x")
    refused = []
    result = pipeline.extract([folder], on_error=lambda path, error: refused.append(str(error)))
    assert refused == [
        "b.docm: filen kan innehålla makron och läses därför inte; spara om den som .docx utan makron",
        "c.DOC: äldre Word-format läses inte; spara om filen som .docx",
        "d.msg: Outlooks eget format läses inte; spara brevet som .eml",
        "e.xlsm: filen kan innehålla makron och läses därför inte; spara om den som .xlsx utan makron",
    ]
    assert (result.read, result.passed_over) == (1, 1)


def test_read_ahead_gives_each_its_own_and_skips_the_unwanted(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "cores", lambda: 2)
    paths = [written(tmp_path, f"{n}.txt", f"Nummer {n}.") for n in range(20)]
    asked = []
    with reading.ahead(paths, wanted=lambda path: asked.append(path) or path not in paths[3:18]) as read:
        assert len(asked) == 6, "three for each process and no more"
        # In order, one unwanted, a leap, one a second time, a stranger.
        for number in (0, 1, 5, 18, 2):
            assert read(paths[number]).text == f"Nummer {number}."
        assert read(written(tmp_path, "x.txt", "Främling.")).text == "Främling."
        with pytest.raises(UnreadableDocument, match="finns inte"):
            read(tmp_path / "saknas.txt")
    # Six at first, then as far as six beyond what was read last: to 6, to 10; the leap passes 11–17 by.
    assert asked == paths[:11] + paths[18:]


def test_ingest_reads_no_file_twice(tmp_path, monkeypatch):
    from trygghet_geo import cli

    monkeypatch.setattr(pool, "cores", lambda: 2)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        written(folder, f"{number}.txt", f"{PLAIN}\n{'Nytt. ' * 40 * number}")
    arguments = ["ingest", str(folder), "--municipality", "Västerås", "--store", str(tmp_path / "a.gpkg")]
    assert cli.main(arguments) == 0
    assert len(store.open(tmp_path / "a.gpkg").documents()) == 3

    def never(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(pool.Workers, "read", never)
    assert cli.main(arguments) == 0
    assert store.open(tmp_path / "a.gpkg").holds(folder / "1.txt")
    assert not store.open(tmp_path / "a.gpkg").holds(folder / "saknas.txt")


# --- what is no ordinary file ---------------------------------------------------------------------------------------


@POSIX
def test_what_is_no_file_is_refused_without_waiting(workers, tmp_path):
    os.mkfifo(tmp_path / "rör.txt")
    (tmp_path / "mapp.pdf").mkdir()
    (tmp_path / "rund.docx").symlink_to(tmp_path / "rund.docx")
    (tmp_path / "noll.txt").symlink_to("/dev/zero")
    (tmp_path / "borta.txt").symlink_to(tmp_path / "ingenstans")
    expected = {
        "rör.txt": "rör",
        "mapp.pdf": "mapp",
        "rund.docx": "öppnas",
        "noll.txt": "enhet",
        "borta.txt": "finns inte",
    }
    for name, told in expected.items():
        for read in (workers.read, lambda path: reading.read(path, apart=False), files.raw):
            with pytest.raises(UnreadableDocument, match=told) as caught:
                read(tmp_path / name)
            assert str(caught.value).startswith(name)
    good = written(tmp_path, "god.txt")
    refused = []
    result = pipeline.extract(
        [tmp_path, *(tmp_path / name for name in expected if name != "mapp.pdf")],
        on_error=lambda path, error: refused.append(path.name),
    )
    assert (result.read, good.name in refused) == (1, False)
    assert refused == [name for name in expected if name != "mapp.pdf"]


NAMES = [
    "ny\nrad.txt",
    "\u202etxt.fdp.txt",
    "\x1b[2Jsudd.txt",
    "å" * 100 + ".txt",
    "x" * 300 + ".txt",
    "\udce5.txt",
    "a\0b.txt",
]


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name)[:20] for name in NAMES])
def test_a_name_cannot_break_the_message(workers, tmp_path, name):
    for read in (workers.read, lambda path: reading.read(path, apart=False)):
        with pytest.raises(UnreadableDocument) as caught:
            read(tmp_path / name)
        message = str(caught.value)
        assert message.isprintable()
        assert len(message) < 700
        message.encode()


@pytest.mark.parametrize("name", NAMES[:4], ids=[ascii(name)[:20] for name in NAMES[:4]])
def test_a_file_with_a_strange_name_is_read_under_that_name(workers, tmp_path, name):
    assert workers.read(written(tmp_path, name)).name == name


def test_a_line_for_the_user_is_plain():
    assert one_line("å\r\nb\t c\x00d\u2028e") == "å b c d e"
    assert one_line("a\u202eb\u200bc\ufeff\ue000") == "abc\ufffd"
    assert one_line("å" * 121) == "å" * 79 + "…" + "å" * 40
    assert len(one_line("ord " * 1000)) == 600


def test_a_file_that_changes_or_goes_while_it_is_read(tmp_path, monkeypatch):
    path = written(tmp_path, "a.txt")
    target = store.open(tmp_path / "a.gpkg")

    def changing(asked: Path) -> Document:
        path.write_text(PLAIN + "Mer.")
        return reading.read(asked)

    def vanishing(asked: Path) -> Document:
        path.unlink()
        return reading.read(asked)

    with pytest.raises(UnreadableDocument, match=r"^a\.txt: filen ändrades medan"):
        target.ingest(path, read=changing)
    with pytest.raises(UnreadableDocument, match=r"^a\.txt: filen finns inte"):
        target.ingest(path, read=vanishing)
    assert target.documents() == ()


def test_a_file_that_grows_is_not_read_beyond_the_limit(tmp_path, monkeypatch):
    path = written(tmp_path, "a.txt", b"x" * 3_000_000)
    real = os.fstat
    monkeypatch.setattr(files, "LARGEST_MB", 2)
    # As if it had been a small file when it was opened.
    monkeypatch.setattr(files.os, "fstat", lambda number: os.stat_result((*real(number)[:6], 10, *real(number)[7:])))
    with pytest.raises(UnreadableDocument, match="gränsen är 2 MB"):
        files.raw(path)


def test_limits_are_read_from_the_environment(monkeypatch):
    assert limits.from_environment() == limits.Limits()
    monkeypatch.setenv("TRYGGHET_READ_SECONDS", "30")
    monkeypatch.setenv("TRYGGHET_READ_MEMORY_MB", "två")
    assert limits.from_environment() == limits.Limits(seconds=30)
    assert limits.from_environment().busy_seconds == 12


@POSIX
def test_a_worker_is_under_its_limits(workers, tmp_path):
    import resource

    workers.read(written(tmp_path, "a.txt"))
    worker = workers.idle()
    workers.take(worker)
    held = {kind: resource.prlimit(worker.pid, kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_CORE)}
    assert held == {resource.RLIMIT_AS: 300 << 20, resource.RLIMIT_CORE: 0}
    assert resource.prlimit(worker.pid, resource.RLIMIT_CPU)[0] <= 60 * 60
    assert json.loads(Path(f"/proc/{worker.pid}/oom_score_adj").read_text()) >= 0
