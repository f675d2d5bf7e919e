"""Reading in a process of its own, so that no file can crash, hang or fill the program that asked.

The process is kept for the next file and replaced when it dies; see "Safety" in docs/reading.md.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from threading import Timer
from types import MappingProxyType
from typing import Any

from trygghet_geo.errors import UnreadableDocument, one_line
from trygghet_geo.reading import exchange
from trygghet_geo.reading.limits import Limits
from trygghet_geo.records import Document

Columns = Mapping[str, tuple[str, ...]]
"""Of a table: role → heads of its columns; `heads.Mapped`, which is not imported for the sake of its name."""
MOST_FILES = 500
"""Files that one process reads before it is replaced: whatever a library leaks goes with it."""
_STARTING_S = 60
"""Added to the time of a process's first file, for a machine that is slow to start it."""
_BY_TIME = frozenset(getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name))
_MEMORY = MappingProxyType(
    {
        "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
        "MALLOC_TOP_PAD_": str(1 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    }
)
"""What a page took is kept for the next one: glibc would hand it back to the system, and ask for it again."""
_FAILED = {
    "memory": "filen kräver mer minne än gränsen, {memory_mb} MB; dela upp den, eller spara om den utan bilder",
    "time": "filen tog mer än {seconds} sekunder att läsa och avbröts; dela upp den, eller skriv ut den till en ny PDF",
    "nesting": "filen är nästlad djupare än något vanligt dokument; spara om den i programmet den kommer från",
    "size": "filen ger mer text än gränsen, {answer_mb} MB; dela upp den",
    "death": "läsningen kraschade, filen är trasig eller skadlig; spara om den i programmet den kommer från",
    "answer": "läsningen gav ett orimligt svar, filen kan vara skadlig; spara om den i programmet den kommer från",
    "start": "läsprocessen kunde inte startas; kontrollera att datorn har ledigt minne, eller installera om programmet",
    "error": "filen kunde inte läsas, ett fel i programmet ({what}); anmäl felet och spara om filen så länge",
}


class Failed(UnreadableDocument):
    """The process failed, and not only the file: `how` is a key of `_FAILED` or the name of an error."""

    def __init__(self, message: str, how: str) -> None:
        super().__init__(message)
        self.how = how


class Worker:
    """One process that reads one file at a time. May be used from any thread, but not from two at once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._read = 0
        self._late = False
        self._spent = False
        self._folder = tempfile.mkdtemp(prefix="trygghet-")
        try:
            self._process = _started(self._folder, limits)
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        # Also when this object is forgotten, and when the program ends.
        self._end = weakref.finalize(self, _ended, self._process, self._folder, os.getpid())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_usable(self) -> bool:
        return self._end.alive and not self._spent and self._process.poll() is None

    @property
    def is_fresh(self) -> bool:
        """Whether it has read nothing yet that it could suffer from."""
        return self._read == 0

    def read(self, path: Path, columns: Columns | None = None) -> Document:
        """As `reading.read`, a table by `columns`. A failure of the process is UnreadableDocument too, and ends it."""
        answer = self._answered(path, {"do": "read", "columns": dict(columns or {})}, "document")
        with self._checking(path.name):
            return exchange.unpacked(answer, name=path.name, suffix=path.suffix)

    def attached(self, path: Path, name: str) -> list[tuple[str, bytes]]:
        """Name and bytes of each file in the letter at `path`, which messages call `name`. Raises as `read`."""
        answer = self._answered(path, {"do": "attached", "name": name}, "attached")
        with self._checking(name):
            return [exchange.attached(each) for each in answer]

    def preview(self, path: Path, columns: Columns | None = None) -> list[str]:
        """How the columns of the table at `path` are understood, a line each. Raises as `read`."""
        answer = self._answered(path, {"do": "preview", "columns": dict(columns or {})}, "preview")
        with self._checking(path.name):
            return exchange.lines(answer)

    def picture(self, path: Path, page: int, name: str) -> tuple[bytes, float, float]:
        """PNG, width and height in points of a page of the PDF at `path`, called `name`. Raises as `read`."""
        answer = self._answered(path, {"do": "picture", "page": page, "name": name}, "picture")
        with self._checking(name):
            return exchange.picture(answer)

    @contextlib.contextmanager
    def _checking(self, name: str) -> Iterator[None]:
        """What is wrong with an answer is the file's fault, or of whoever got hold of the process through it."""
        try:
            yield
        except (ValueError, TypeError, KeyError, OverflowError):
            self.end()
            raise _unreadable(name, "answer", self.limits) from None

    def _answered(self, path: Path, request: dict[str, Any], key: str) -> Any:
        """The part of the answer that was asked for. Raises UnreadableDocument when there is none."""
        answer = self._asked(path, request)
        if key in answer:
            return answer[key]
        if type(answer.get("refused")) is str:
            raise UnreadableDocument(one_line(answer["refused"]))
        # What ran out of memory, or failed in a way nobody thought of, is not to be relied on for the next file.
        self.end()
        raise _unreadable(request.get("name", path.name), str(answer.get("failed")), self.limits)

    def end(self) -> None:
        """Kill the process and what it started, and remove its files. May be called twice."""
        self._end()

    def _asked(self, path: Path, request: dict[str, Any]) -> dict[str, Any]:
        timer = Timer(self.limits.seconds + (0 if self._read else _STARTING_S), self._time_is_up)
        timer.daemon = True
        timer.start()
        self._read += 1
        try:
            self._send({"path": str(path.absolute()), **request})
            answer = self._received()
        except BaseException:
            # Whatever stopped us, a keyboard interrupt among others, the process is in the middle of an answer.
            self.end()
            raise
        finally:
            timer.cancel()
        if answer is None:
            self.end()
            return {"failed": _cause(self._process.returncode, late=self._late)}
        return answer

    def _time_is_up(self) -> None:
        # Whoever waits for the answer sees it end, and clears up.
        self._late = True
        _killed(self._process)

    def _send(self, request: dict[str, Any]) -> None:
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # it has died; reading its answer tells

    def _received(self) -> dict[str, Any] | None:
        """None when the process ended before all of its answer had come."""
        try:
            head = self._process.stdout.read(8)
            length = int.from_bytes(head, "big")
            if len(head) < 8:
                return None
            if length > self.limits.answer_mb << 20:
                return {"failed": "answer"}
            data = self._process.stdout.read(length)
            end = self._process.stdout.read(1)
            if not end:
                return None
            self._spent = end != b"+" or self._read >= MOST_FILES
            answer = exchange.decoded(data)
        except (OSError, ValueError, RecursionError):
            return None if self._late else {"failed": "answer"}
        return answer if isinstance(answer, dict) else {"failed": "answer"}


def unstarted(path: Path, limits: Limits) -> Failed:
    """What to say of a file when no process can be had."""
    return _unreadable(path.name, "start", limits)


def _started(folder: str, limits: Limits) -> subprocess.Popen[bytes]:
    """The worker, in a process group of its own: a terminal's Ctrl-C is this process's to deal with."""
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder) | _MEMORY
    # It must find this very package, wherever that was imported from.
    environment["PYTHONPATH"] = os.pathsep.join(str(Path(place).absolute()) for place in sys.path)
    most = [str(value) for value in astuple(limits)]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "trygghet_geo.reading.worker", folder, *most],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("TRYGGHET_DEBUG") else subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _ended(process: subprocess.Popen[bytes], folder: str, owner: int) -> None:
    if os.getpid() != owner:
        return  # a fork of the program that started it
    _killed(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            pipe.close()
    shutil.rmtree(folder, ignore_errors=True)


def _killed(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and those it started."""
    try:
        if process.returncode is None and hasattr(os, "killpg"):
            # Not yet waited for, so its number is still its own.
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass  # it has ended already


def _cause(code: int | None, *, late: bool) -> str:
    if late or (code is not None and -code in _BY_TIME):
        return "time"
    return "start" if code == 1 else "death"


def _unreadable(name: str, how: str, limits: Limits) -> Failed:
    values = {"seconds": limits.seconds, "memory_mb": limits.memory_mb, "answer_mb": limits.answer_mb, "what": how}
    message = _FAILED.get(how, _FAILED["error"]).format_map(values)
    return Failed(one_line(f"{name}: {message}"), how)
