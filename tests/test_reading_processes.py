"""Processes that misbehave, and the ways the program that started them may end: nothing is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.fuzz.seeds import PLAIN
from tests.reading_processes import PATIENCE_S, POSIX, ROOT, SMALL, running, wait_until, written
from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import apart, limits, pool


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
