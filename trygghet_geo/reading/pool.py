"""Several reading processes at work: one at a time for the program as a whole, all cores for a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TypeVar

from trygghet_geo.reading import limits
from trygghet_geo.reading.apart import Columns, Failed, Worker, unstarted
from trygghet_geo.records import Document

T = TypeVar("T")
_AHEAD = 3
"""Files read in advance per process, so that none waits while the others' documents are looked into."""


class Workers:
    """Up to `count` processes, each started when it is first needed. May be used from any number of threads."""

    def __init__(self, count: int, most: limits.Limits | None = None) -> None:
        self._limits = most or limits.from_environment()
        self._closed = False
        # The one used last is taken first: one reader at a time never starts a second process.
        self._free: LifoQueue[Worker | None] = LifoQueue()
        self._working: set[Worker] = set()
        for _ in range(count):
            self._free.put(None)

    def read(self, path: Path, columns: Columns | None = None) -> Document:
        """As `reading.read`, a table by `columns`; waits while all processes are busy."""
        return self._given(Path(path), lambda worker: worker.read(Path(path), columns))

    def preview(self, path: Path, columns: Columns | None = None) -> list[str]:
        """How the columns of the table at `path` are understood, a line each. Raises as `read`."""
        return self._given(Path(path), lambda worker: worker.preview(Path(path), columns))

    def attached(self, path: Path, name: str) -> list[tuple[str, bytes]]:
        """Name and bytes of each file in the letter at `path`, which messages call `name`. Raises as `read`."""
        return self._given(path, lambda worker: worker.attached(path, name))

    def picture(self, path: Path, page: int, name: str) -> tuple[bytes, float, float]:
        """PNG, width and height in points of a page of the PDF at `path`, called `name`. Raises as `read`."""
        return self._given(path, lambda worker: worker.picture(path, page, name))

    def _given(self, path: Path, work: Callable[[Worker], T]) -> T:
        worker = self._free.get()
        try:
            if worker is None or not worker.is_usable:
                worker = self._fresh(path, worker)
            fresh = worker.is_fresh
            try:
                return self._done(worker, work)
            except Failed as error:
                # A file may suffer from what the one before it left behind; one that took its time had its chance.
                if fresh or error.how == "time" or self._closed:
                    raise
            worker = self._fresh(path, worker)
            return self._done(worker, work)
        finally:
            self._free.put(worker if worker is not None and worker.is_usable else None)

    def warm(self) -> None:
        """Start one process, so that it is ready when the first file comes. Returns at once."""
        worker = self._free.get()
        try:
            if worker is None or not worker.is_usable:
                if worker is not None:
                    worker.end()
                worker = Worker(self._limits)
        except OSError:
            worker = None  # told when there is a file to tell it of
        finally:
            self._free.put(worker)

    def idle(self) -> Worker | None:
        """A process that waits for a file, if there is one: it is the caller's from now on."""
        try:
            worker = self._free.get_nowait()
        except Empty:
            return None
        self._free.put(None)
        return worker

    def take(self, worker: Worker | None) -> None:
        """Use a process that has been started already in place of one of our own."""
        if worker is not None:
            self._free.get()
            self._free.put(worker)

    def close(self) -> None:
        """End all processes, those in the middle of a file too."""
        self._closed = True
        for worker in tuple(self._working):
            worker.end()
        while True:
            try:
                worker = self._free.get_nowait()
            except Empty:
                return
            if worker is not None:
                worker.end()

    def _done(self, worker: Worker, work: Callable[[Worker], T]) -> T:
        self._working.add(worker)
        try:
            if self._closed:
                worker.end()
            return work(worker)
        finally:
            self._working.discard(worker)

    def _fresh(self, path: Path, spent: Worker | None) -> Worker:
        if spent is not None:
            spent.end()
        try:
            return Worker(self._limits)
        except OSError as error:
            raise unstarted(path, self._limits) from error


def shared() -> Workers:
    """The processes of this program for whoever reads one file. A fork of the program gets its own."""
    return _shared(os.getpid())


@contextmanager
def ahead(
    paths: Iterable[Path], *, wanted: Callable[[Path], bool] = lambda path: True
) -> Iterator[Callable[[Path], Document]]:
    """A `read` for those who go through `paths` in order: files further on are being read meanwhile, on all cores.

    Files for which `wanted` is false are read only if asked for. On leaving, however it is left, all processes end.
    """
    files = tuple(dict.fromkeys(paths))
    count = min(cores(), len(files))
    if count <= 1:
        yield shared().read
        return
    workers = Workers(count)
    workers.take(shared().idle())
    threads = ThreadPoolExecutor(count, thread_name_prefix="reading")
    try:
        yield _Ahead(files, wanted=wanted, submit=lambda path: threads.submit(workers.read, path), most=_AHEAD * count)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        workers.close()
        threads.shutdown(wait=True)


class _Ahead:
    """Reads in order of asking; what lies at most `most` files further on has begun."""

    def __init__(
        self,
        files: Sequence[Path],
        *,
        wanted: Callable[[Path], bool],
        submit: Callable[[Path], Future[Document]],
        most: int,
    ) -> None:
        self._places = {path: place for place, path in enumerate(files)}
        self._files = files
        self._wanted = wanted
        self._submit = submit
        self._most = most
        self._next = 0
        self._begun: dict[int, Future[Document]] = {}
        self._begin(before=most)

    def __call__(self, path: Path) -> Document:
        place = self._places.get(path)
        if place is None:
            return self._submit(path).result()
        for passed in [begun for begun in self._begun if begun < place]:
            self._begun.pop(passed).cancel()
        self._next = max(self._next, place)
        self._begin(before=place + self._most)
        # Asked for a second time, or not wanted at first.
        future = self._begun.pop(place, None) or self._submit(path)
        self._next = max(self._next, place + 1)
        return future.result()

    def _begin(self, *, before: int) -> None:
        while self._next < min(before, len(self._files)):
            path = self._files[self._next]
            if self._wanted(path):
                self._begun[self._next] = self._submit(path)
            self._next += 1


def cores() -> int:
    """Processors that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@lru_cache(maxsize=1)
def _shared(_process: int) -> Workers:
    return Workers(cores())
