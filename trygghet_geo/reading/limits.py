"""How much one file may cost the process that reads it, and how that is enforced where the system can."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows: the time limit of the parent and the readers' own limits remain
    resource = None  # type: ignore[assignment]

_SWOLLEN = 0.4
_MARGIN_S = 5
"""The system's own alarm rings this much after the parent's, for when the parent is gone."""


@dataclass(frozen=True)
class Limits:
    """What reading one file may take; the limits that readers set themselves are in docs/reading.md."""

    seconds: int = 300
    """By the clock. Sixty scanned pages, which is as many as are read, take half of it on one core."""
    memory_mb: int = 1500
    """Address space of the reading process; a PDF of a thousand pages needs some two hundred."""
    written_mb: int = 500
    """Largest file that the process may write, to its own folder of temporary files."""
    answer_mb: int = 256
    """Largest document, as it is sent to the parent."""

    @property
    def busy_seconds(self) -> int:
        """Of its own processor time; programs that it starts have as much each. Text needs far less than pictures."""
        return max(self.seconds * 2 // 5, 1)


def from_environment() -> Limits:
    """The limits, as changed by `TRYGGHET_READ_SECONDS` and `TRYGGHET_READ_MEMORY_MB`; what is no number is ignored."""
    usual = Limits()
    return Limits(
        seconds=_number("TRYGGHET_READ_SECONDS", usual.seconds),
        memory_mb=_number("TRYGGHET_READ_MEMORY_MB", usual.memory_mb),
    )


def confine(limits: Limits) -> None:
    """Put this process under the limits that hold for its whole life: memory, size of files, no core files."""
    if resource is None:
        return
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, limits.written_mb << 20)
    _lower(resource.RLIMIT_AS, limits.memory_mb << 20)


def begin(limits: Limits) -> None:
    """Start the clocks for one file. Both kill without asking Python, which may be busy inside a library."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + limits.busy_seconds
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(limits.seconds + _MARGIN_S)


def end() -> None:
    """Stop the alarm: an idle process may wait as long as it likes."""
    if hasattr(signal, "alarm"):
        signal.alarm(0)


def is_swollen(limits: Limits) -> bool:
    """Whether this process still holds so much of what it read that the next file has too little left."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return pages * resource.getpagesize() > (limits.memory_mb << 20) * _SWOLLEN


def _lower(kind: int, most: int) -> None:
    """A limit that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))


def _number(name: str, usual: int) -> int:
    text = os.environ.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else usual
