"""Folders of a server that was killed: it could not put them away itself, the next one does at its start."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from pathlib import Path

SHELF = "trygghet-map-"
"""Followed by the number of the process that draws from it: it lives as long as its server, however old it is."""
_BRIEF = re.compile(r"trygghet-(upload|page)-\w+")
_OWNED = re.compile(re.escape(SHELF) + r"(\d+)-\w+")
DAY_S = 24 * 3600.0


def prefix() -> str:
    """How the name of this process's own shelf begins."""
    return f"{SHELF}{os.getpid()}-"


def sweep(folder: Path | None = None, *, now: float | None = None) -> list[str]:
    """Remove what nobody has touched for a day and nobody needs any more; the names of what was removed.

    `folder` is the system's for temporary files, `now` in seconds as `time.time`. Links and what others own stay.
    """
    gone = []
    for path in sorted((folder or Path(tempfile.gettempdir())).glob("trygghet-*")):
        try:
            about = path.lstat()
        except OSError:
            continue
        old = (now or time.time()) - about.st_mtime > DAY_S
        mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
        if old and mine and not path.is_symlink() and path.is_dir() and _orphaned(path.name):
            shutil.rmtree(path, ignore_errors=True)
            gone += [] if path.exists() else [path.name]
    return gone


def _orphaned(name: str) -> bool:
    if _BRIEF.fullmatch(name):
        return True
    owner = _OWNED.fullmatch(name)
    return owner is not None and not _runs(int(owner.group(1)))


def _runs(process: int) -> bool:
    """Whether the process is there. Windows cannot be asked without ending it: there what is in use resists anyway."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
