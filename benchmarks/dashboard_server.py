"""A dashboard that is served for a measurement: when it was ready, what it used of the processor and of memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 600


@dataclass(frozen=True)
class Server:
    """A running Streamlit. What it uses is read from /proc: on Linux only, elsewhere it is 0."""

    url: str
    pid: int
    start_s: float
    """Seconds until it answered."""

    def processor_s(self) -> float:
        """Seconds of the processor so far, of all its threads and of all its processes."""
        return sum(_processor_s(pid) for pid in _with_children(self.pid))

    def memory_mb(self) -> float:
        """Resident memory now, of all its processes."""
        return sum(_memory_mb(pid) for pid in _with_children(self.pid))


def _with_children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _with_children(child))]


def _processor_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0) / 1024


@contextmanager
def serving(script: Path, home: Path, *, processes: int = 1) -> Iterator[Server]:
    """`script` on a free port, with the store in `home`; the dashboard in several `processes` as `serve` does it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    if processes > 1:
        command = [sys.executable, "-m", "trygghet_geo", "serve", "--port", str(port), "--processes", str(processes)]
    environment = os.environ | {"TRYGGHET_HOME": str(home), "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield Server(f"http://127.0.0.1:{port}", process.pid, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the server did not answer at {url}")
