"""Reading in a process of its own: whatever a file does, it costs one line about that file, and nothing is left."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests.fuzz.attacks import ATTACKS
from tests.fuzz.holds import holds_together
from tests.fuzz.seeds import PLAIN, seed
from trygghet_geo import pipeline, reading, store
from trygghet_geo.errors import UnreadableDocument, one_line
from trygghet_geo.reading import apart, exchange, files, limits, ocr, pool, scans
from trygghet_geo.records import Document

ROOT = Path(__file__).resolve().parent.parent
CRASHES = sorted((Path(__file__).parent / "fuzz" / "crashes").glob("*.*"))
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and /proc")
SMALL = limits.Limits(seconds=60, memory_mb=300)
PATIENCE_S = 60
"""How long a test waits for what takes a tenth of a second on a machine with nothing else to do."""


@pytest.fixture(scope="module")
def workers():
    with contextlib.closing(pool.Workers(1, SMALL)) as made:
        yield made


@pytest.fixture
def own_temporary(tmp_path, monkeypatch) -> Path:
    """An empty folder for temporary files, to see what is left in it."""
    folder = tmp_path / "tillfälligt"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def running(pid: int) -> bool:
    """Whether the process is there at all, as a zombie too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(holds) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def written(folder: Path, name: str, content: bytes | str = PLAIN) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("suffix", sorted(reading.READERS))
def test_every_format_is_the_same_document_as_in_this_process(workers, tmp_path, suffix):
    path = written(tmp_path, f"möte{suffix}", seed(suffix))
    if suffix in scans.SUFFIXES and ocr.tool().missing:
        pytest.skip("tesseract is not installed")
    here = reading.read(path, apart=False)
    assert here.blocks
    assert workers.read(path) == here
    assert reading.read(path) == here


@pytest.mark.parametrize("suffix", sorted({*reading.READERS} - {".htm", ".jpeg", ".tiff", ".tif"}))
def test_a_truncated_file_is_read_or_refused(workers, tmp_path, suffix):
    whole = seed(suffix)
    for share in (0.02, 0.5, 0.98):
        path = written(tmp_path, f"a{suffix}", whole[: int(len(whole) * share) + 1])
        message = f"{path.name}: "
        try:
            assert workers.read(path).text.strip()
        except UnreadableDocument as error:
            message = str(error)
        assert message.startswith(f"{path.name}: ")
        assert message.isprintable()


READ = {"entity.docx", "deep.rtf", "line.txt", "stars.md", "brackets.md"}
"""Attacks that come to nothing: what they hold of text is read."""
TOLD = {
    "flat.docx": "uppackad är filen 31",
    "crowded.docx": "5000 delar",
    "macros.docx": "makron",
    "macros.docm": "makron",
    "locked.docx": "lösenord",
    "locked.pdf": "lösenord",
    "pages.pdf": "4000 sidor, gränsen är 3000",
    "bomb.png": "miljoner bildpunkter",
    "deep.html": "nästlad",
}


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_costs_one_line_and_the_next_file_is_read(workers, tmp_path, name):
    if Path(name).suffix not in reading.READERS and name != "macros.docm":
        pytest.skip("no reader for this format yet")
    path = written(tmp_path, name, ATTACKS[name]())
    if name in READ:
        assert "root:" not in workers.read(path).text
    else:
        with pytest.raises(UnreadableDocument) as caught:
            workers.read(path)
        message = str(caught.value)
        assert message.startswith(f"{name}: ")
        assert message.isprintable()
        assert "; " in message, "what to do"
        assert "ett fel i programmet" not in message
        assert TOLD.get(name, "") in message
    assert workers.read(written(tmp_path, "nästa.txt")).text == PLAIN


def test_a_file_that_needs_too_much_memory_is_told_so(tmp_path):
    path = written(tmp_path, "a.txt", "a\n\n" * 600_000)
    with contextlib.closing(pool.Workers(1, limits.Limits(memory_mb=150))) as small:
        with pytest.raises(UnreadableDocument, match=r"^a\.txt: filen kräver mer minne än gränsen, 150 MB; dela upp"):
            small.read(path)
        assert small.read(written(tmp_path, "b.txt")).text == PLAIN


def test_a_file_does_not_suffer_from_the_one_before(tmp_path, monkeypatch):
    """A process that fails is not believed when it has read before: the file is tried once more in a new one."""
    path = written(tmp_path, "a.txt")
    with contextlib.closing(pool.Workers(1, SMALL)) as workers:
        workers.read(path)
        used = workers.idle()
        monkeypatch.setattr(used, "_received", lambda: {"failed": "memory"})
        workers.take(used)
        assert workers.read(path).text == PLAIN
        assert not used.is_usable
        fresh = workers.idle()
        monkeypatch.setattr(fresh, "_received", lambda: {"failed": "time"})
        workers.take(fresh)
        with pytest.raises(UnreadableDocument, match="sekunder"):
            workers.read(path)


def test_the_files_in_a_letter_are_listed_apart(workers, tmp_path):
    path = written(tmp_path, "brev.eml", seed(".eml"))
    assert workers.attached(path, "brev.eml") == [("möte.txt", PLAIN.encode())]
    first, second = reading.read_all(path)
    assert (first.name, second.name, second.text) == ("brev.eml", "brev.eml › möte.txt", PLAIN)
    with pytest.raises(UnreadableDocument, match=r"^djupt\.eml: "):
        workers.attached(written(tmp_path, "a.eml", ATTACKS["deep.eml"]()), "djupt.eml")


@pytest.mark.parametrize(
    "values", [["../a", ""], ["..", ""], ["a\\b", ""], ["", ""], ["a\0", ""], ["a", "%"], ["a"], "ab", [1, ""]]
)
def test_the_name_of_a_file_in_a_letter_is_no_path(values):
    with pytest.raises((ValueError, TypeError)):
        exchange.attached(values)


def test_a_table_is_read_apart_with_a_mapping_too(monkeypatch, tmp_path):
    from trygghet_geo.reading import reports

    def never(*_):
        raise AssertionError("read in this process")

    monkeypatch.setattr(reports, "read", never)
    path = written(tmp_path, "a.csv", "Ort;Fritext\nNorrby;Klotter på skolan\nLillån;Mörkt\n")
    read = reading.mapped(reading.read, {"what": ("Fritext",), "place": ("Ort",)})
    assert "Klotter på skolan" in read(path).text
    with pytest.raises(UnreadableDocument, match=r"^a\.csv: .*Okänd"):
        reading.mapped(reading.read, {"what": ("Okänd",)})(path)


@pytest.mark.parametrize("path", CRASHES, ids=lambda path: path.name)
def test_what_the_fuzzer_found_stays_mended(tmp_path, path):
    # A document whose offsets are right, or one line that refuses it; which of the two is no matter here.
    assert holds_together(written(tmp_path, path.name, path.read_bytes())) in ("read", "refused")


# --- workers that misbehave: a process of a few lines in place of the real one --------------------------------------


def misbehaving(monkeypatch, code: str) -> None:
    """From now on a worker runs `code`, in which `answer(bytes)` sends bytes with their length in front."""
    start = (
        "import json, os, signal, sys, time\n"
        "def answer(data, length=None):\n"
        "    sys.stdout.buffer.write((len(data) if length is None else length).to_bytes(8, 'big') + data + b'+')\n"
        "    sys.stdout.buffer.flush()\n"
        "path = json.loads(sys.stdin.buffer.readline())\n"
    )

    def started(folder: str, most: limits.Limits):
        return subprocess.Popen(
            [sys.executable, "-c", start + code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    monkeypatch.setattr(apart, "_started", started)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("time.sleep(1000)", "tog mer än 1 sekunder"),
        ("answer(b'half', 100); time.sleep(1000)", "tog mer än 1 sekunder"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "kraschade"),
        ("os.abort()", "kraschade"),
        ("sys.exit(0)", "kraschade"),
        ("sys.exit(1)", "kunde inte startas"),
        ("answer(b'not json')", "orimligt svar"),
        ("answer(b'[' * 200000)", "orimligt svar"),
        ("answer(b'[]')", "orimligt svar"),
        ("answer(b'', 1 << 60)", "orimligt svar"),
        ("answer(b'{}')", "fel i programmet"),
        ("answer(b'{\"document\":{}}')", "orimligt svar"),
        ('answer(b\'{"failed":"memory"}\')', "mer minne"),
        ('answer(b\'{"failed":"KeyError"}\')', "(KeyError)"),
        ("os.system('sleep 1000 & echo'); time.sleep(1000)", "orimligt svar|tog mer än 1 sekunder"),
    ],
)
@POSIX
def test_a_process_that_misbehaves_is_ended_with_all_it_began(monkeypatch, tmp_path, own_temporary, code, told):
    misbehaving(monkeypatch, code)
    monkeypatch.setattr(apart, "_STARTING_S", PATIENCE_S if "sleep" not in code else 1)
    worker = apart.Worker(limits.Limits(seconds=1))
    with pytest.raises(UnreadableDocument, match=rf"^a\.txt: .*({told.replace('(', '.').replace(')', '.')})"):
        worker.read(written(tmp_path, "a.txt"))
    assert not worker.is_usable
    assert not running(worker.pid)
    with pytest.raises(ProcessLookupError):
        wait_until(lambda: os.killpg(worker.pid, 0))
    assert list(own_temporary.iterdir()) == []


def test_words_of_a_refusal_are_made_harmless(monkeypatch, tmp_path):
    misbehaving(monkeypatch, "answer(json.dumps({'refused': 'a\\n\\x1b[31mb\\u202ec' + 'd' * 9000}).encode())")
    worker = apart.Worker(SMALL)
    with contextlib.closing(pool.Workers(1, SMALL)) as workers:
        workers.take(worker)
        with pytest.raises(UnreadableDocument) as caught:
            workers.read(tmp_path / "a.txt")
    message = str(caught.value)
    assert message.isprintable()
    assert message.startswith("a [31mbcddd")
    assert len(message) < 200


def test_a_process_that_cannot_be_had_is_told(monkeypatch, tmp_path, own_temporary):
    def refuse(*_):
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(apart, "_started", refuse)
    with pytest.raises(UnreadableDocument, match="kunde inte startas"):
        pool.Workers(1, SMALL).read(tmp_path / "a.txt")
    assert list(own_temporary.iterdir()) == []


@POSIX
def test_a_process_killed_while_idle_is_replaced_unnoticed(tmp_path):
    path = written(tmp_path, "a.txt")
    with contextlib.closing(pool.Workers(1, SMALL)) as workers:
        assert workers.read(path).text == PLAIN
        worker = workers.idle()
        workers.take(worker)
        os.kill(worker.pid, signal.SIGKILL)
        worker._process.wait()
        assert workers.read(path).text == PLAIN
        assert workers.idle().pid != worker.pid


def test_the_process_is_kept_for_the_next_file_and_gone_after_close(tmp_path, own_temporary):
    path = written(tmp_path, "a.txt")
    workers = pool.Workers(3, SMALL)
    pids = set()
    for _ in range(5):
        workers.read(path)
        worker = workers.idle()
        pids.add(worker.pid)
        workers.take(worker)
    assert len(pids) == 1, "one reader at a time needs one process"
    assert len(list(own_temporary.iterdir())) == 1
    workers.close()
    assert not running(pids.pop())
    assert list(own_temporary.iterdir()) == []


def test_a_long_served_process_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "MOST_FILES", 2)
    path = written(tmp_path, "a.txt")
    with contextlib.closing(pool.Workers(1, SMALL)) as workers:
        pids = []
        for _ in range(4):
            workers.read(path)
            worker = workers.idle()
            pids.append(worker.pid if worker else None)
            workers.take(worker)
    assert pids[1] is pids[3] is None, "spent after its second file"
    assert len({pids[0], pids[2]}) == 2


# --- how the program may end ----------------------------------------------------------------------------------------

SCRIPT = """
import sys, threading
from pathlib import Path
from trygghet_geo.reading import pool
workers = pool.shared()
workers.warm()
worker = workers.idle()
workers.take(worker)
print(worker.pid, flush=True)
if sys.argv[1] != "-":
    try:
        workers.read(Path(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
elif sys.argv[2] == "wait":
    threading.Event().wait()
"""


def program(folder: Path, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("busy", [True, False])
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
@POSIX
def test_when_the_program_is_stopped_the_reading_process_goes_too(tmp_path, own_temporary, busy, how):
    # Thirty seconds of work, or none.
    path = written(tmp_path, "stor.txt", "Mörkt vid ån.\n\n" * 700_000) if busy else "-"
    with program(own_temporary, path, "wait") as process:
        pid = int(process.stdout.readline())
        assert running(pid)
        time.sleep(0.5)
        process.send_signal(getattr(signal, how))
        process.communicate(timeout=PATIENCE_S)
        assert process.returncode
    # A process without parents is taken care of by the system, which may take its time.
    wait_until(lambda: not running(pid) or _is_zombie(pid))
    wait_until(lambda: list(own_temporary.iterdir()) == [])


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def test_a_program_that_ends_leaves_nothing_and_says_nothing(own_temporary):
    with program(own_temporary, "-", "end") as process:
        out, err = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, err) == (0, "")
    assert list(own_temporary.iterdir()) == []
    if os.name == "posix":
        assert not running(int(out))


@POSIX
def test_leaving_a_folder_half_read_ends_the_processes_at_once(tmp_path, own_temporary):
    slow = [written(tmp_path, f"{n}.txt", "Mörkt vid ån.\n\n" * 700_000) for n in range(4)]
    quick = written(tmp_path, "a.txt")
    before = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt), reading.ahead([quick, *slow]) as read:
        read(quick)
        raise KeyboardInterrupt
    assert time.monotonic() - before < 30, "four files of thirty seconds each"
    assert list(own_temporary.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("reading")]


# --- folders --------------------------------------------------------------------------------------------------------


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
