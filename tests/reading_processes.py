"""What tests of the reading processes share: small limits, files to read, and waiting for a process to end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.fuzz.seeds import PLAIN
from trygghet_geo.reading import limits

ROOT = Path(__file__).resolve().parent.parent
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and /proc")
SMALL = limits.Limits(seconds=60, memory_mb=300)
PATIENCE_S = 60
"""How long a test waits for what takes a tenth of a second on a machine with nothing else to do."""


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
