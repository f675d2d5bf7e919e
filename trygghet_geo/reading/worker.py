"""The process that reads (`python -m trygghet_geo.reading.worker`): paths in, documents out. Started by `apart`.

A line of JSON on standard input asks to `do` something with the file at `path`: `read` it, list what is `attached`,
draw a page (`picture`), or tell how a table's columns are understood (`preview`).
Each answer is a length (eight bytes, big-endian), that much JSON, and `+`, or `-` when this process should not be given
another file. The JSON has `document`, `attached`, `preview`, `picture`, `refused` (a line for the user) or `failed`
(`memory`, `nesting`, `size`, or the name of an error that should not be).
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import threading
import traceback
from base64 import b64encode
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from trygghet_geo import reading
from trygghet_geo.errors import UnreadableDocument
from trygghet_geo.reading import exchange, files, limits

_BETWEEN_COLLECTIONS = 100_000
"""Objects made before Python looks for circles of them; usually 700. A long document is made of some that many, and of
hardly any circle."""


def main(own_folder: str, *most: str) -> None:
    """Answer until standard input ends. `most` are the fields of `Limits`; temporary files go to `own_folder`."""
    allowed = limits.Limits(*map(int, most))
    answers = _kept_apart()
    asked: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=(asked, own_folder), daemon=True).start()
    limits.confine(allowed)
    gc.freeze()
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    while True:
        request = asked.get()
        limits.begin(allowed)
        answer = _answer(request, allowed)
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()
        limits.end()
        del answer
        answers.write(b"-" if limits.is_swollen(allowed) else b"+")
        answers.flush()


def _kept_apart() -> BinaryIO:
    """Standard output for answers alone: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _listen(asked: SimpleQueue[dict[str, Any]], own_folder: str) -> None:
    """Pass on what is asked. When the parent is gone, however it went, leave nothing behind: no file, no process."""
    for line in sys.stdin.buffer:
        asked.put(json.loads(line))
    shutil.rmtree(own_folder, ignore_errors=True)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        # Programs that a reader started belong to this group, which is the worker's own.
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _answer(request: dict[str, Any], allowed: limits.Limits) -> bytes:
    try:
        answer = {"attached": _attached, "preview": _preview, "picture": _picture}.get(request["do"], _read)(request)
        return answer if len(answer) <= allowed.answer_mb << 20 else _failed("size")
    except UnreadableDocument as error:
        return exchange.encoded({"refused": str(error)})
    except MemoryError:
        return _failed("memory")
    except RecursionError:
        return _failed("nesting")
    except Exception as error:  # a bug of ours must not stop the folder, only this file
        if os.environ.get("TRYGGHET_DEBUG"):
            traceback.print_exc()
        return _failed(type(error).__name__)


def _read(request: dict[str, Any]) -> bytes:
    read = reading.mapped(partial(reading.read, apart=False), _columns(request), apart=False)
    return exchange.packed(read(Path(request["path"])))


def _preview(request: dict[str, Any]) -> bytes:
    found = reading.preview(Path(request["path"]), _columns(request), apart=False)
    return exchange.encoded({"preview": found})


def _columns(request: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {role: tuple(heads) for role, heads in (request["columns"] or {}).items()}


def _attached(request: dict[str, Any]) -> bytes:
    from trygghet_geo.reading import mail

    found = mail.attached(files.raw(Path(request["path"])), request["name"])
    return exchange.encoded({"attached": [[one.name, b64encode(one.content).decode()] for one in found]})


def _picture(request: dict[str, Any]) -> bytes:
    from trygghet_geo.reading import pageimages

    image, width, height = pageimages.drawn(Path(request["path"]), request["page"], name=request["name"])
    return exchange.encoded({"picture": [b64encode(image).decode(), width, height]})


def _failed(how: str) -> bytes:
    what: dict[str, Any] = {"failed": how}
    return exchange.encoded(what)


if __name__ == "__main__":
    main(*sys.argv[1:])
