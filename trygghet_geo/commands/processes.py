"""Several dashboards behind one address, kept alive until the command ends."""

from __future__ import annotations

import asyncio
import ctypes
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from trygghet_geo.commands.doorway import Doorway
from trygghet_geo.errors import InvalidData

PATIENCE_S, LOOK_S, STOP_S = 600.0, 0.2, 10.0
_PR_SET_PDEATHSIG = 1


class Processes:
    """`count` dashboards, each at a port of its own of this computer; `command` makes the command for a port."""

    def __init__(self, count: int, command: Callable[[int], Sequence[str]], environment: Mapping[str, str]) -> None:
        self.ports = [_free() for _ in range(count)]
        self._command, self._environment = command, dict(environment)
        self._running = [self._start(port) for port in self.ports]

    async def ready(self) -> None:
        """Wait until all of them answer. Raises InvalidData when one ends instead."""
        for _ in range(round(PATIENCE_S / LOOK_S)):
            if any(one.poll() is not None for one in self._running):
                raise InvalidData("instrumentpanelen gick inte att starta; orsaken står i loggen ovan")
            if all(await asyncio.gather(*(asyncio.to_thread(_answers, port) for port in self.ports))):
                return
            await asyncio.sleep(LOOK_S)
        raise InvalidData(f"instrumentpanelen svarade inte inom {PATIENCE_S:.0f} sekunder; se loggen ovan")

    async def keep(self) -> None:
        """Start anew whichever ends; does not return."""
        while True:
            await asyncio.sleep(5 * LOOK_S)
            for number, one in enumerate(self._running):
                if one.poll() is not None:
                    self._running[number] = self._start(self.ports[number])

    def stop(self) -> None:
        """End them all."""
        for one in self._running:
            one.terminate()
        for one in self._running:
            try:
                one.wait(STOP_S)
            except subprocess.TimeoutExpired:
                one.kill()

    def _start(self, port: int) -> subprocess.Popen:
        with_us = _with_parent if sys.platform == "linux" else None
        # Each would say at which port of its own it listens; what goes wrong is written to the other stream.
        return subprocess.Popen(
            self._command(port), env=self._environment, stdout=subprocess.DEVNULL, preexec_fn=with_us
        )


async def serve(processes: Processes, address: str, port: int, *, told: Callable[[], None]) -> None:
    """Let readers in until SIGTERM or SIGINT; `told` is called when they may come."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl+C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await _unless(ended, processes.ready())
    if ended.is_set():
        return
    door = await Doorway(processes.ports).listen(address, port)
    told()
    try:
        await _unless(ended, processes.keep())
    finally:
        door.close()


async def _unless(ended: asyncio.Event, work) -> None:
    """Wait for `work`, but no longer than until `ended`."""
    tasks = [asyncio.ensure_future(work), asyncio.ensure_future(ended.wait())]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    for task in done:
        task.result()


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
    except OSError:
        return False
    return True


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _with_parent() -> None:
    # Whoever kills the command leaves no dashboards behind (prctl(2), Linux).
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
