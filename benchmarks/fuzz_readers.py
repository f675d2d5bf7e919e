"""Coverage-guided fuzzing of every reader: `python benchmarks/fuzz_readers.py [--seconds 600] [target …]`.

Each target runs in a process of its own under libFuzzer (package `atheris`, for this only). A document must hold
together and travel between processes, or the file be refused in one line; anything else is a find. Finds are kept one a
place in the code, as files to put in tests/fuzz/crashes/, where a test reads them ever after. Formats that are archives
have a second target, `.docx/parts`, which changes a part and packs the archive anew: a change in the packed bytes
seldom gets past the checksums.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAME = {".htm": ".html", ".jpeg": ".jpg", ".tiff": ".tif"}
"""Suffixes that share a reader with another one."""
PICTURES = (".jpg", ".tif", ".png")
"""Each input that is a picture at all is given to a program that reads letters, which takes its time."""
ZIPPED = {
    ".docx": ("word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml"),
    ".odt": ("content.xml",),
    ".ods": ("content.xml",),
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"),
}
LONGEST = 60_000
HUNG_S = 20
"""Seconds for one small input that count as a hang."""


def targets() -> list[str]:
    from trygghet_geo.reading import READERS

    plain = sorted({SAME.get(suffix, suffix) for suffix in READERS})
    return [*plain, *(f"{suffix}/parts" for suffix in ZIPPED if suffix in plain)]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*", help="suffixes; default all")
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-readers")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        fuzz(options.target[0], options.seconds, options.out)
        return
    chosen = options.target or targets()
    each = max(1, options.seconds * options.jobs // len(chosen))
    with ThreadPoolExecutor(options.jobs) as threads:
        rows = list(threads.map(lambda target: run(target, each, options.out), chosen))
    table = ["| target | inputs | found |", "|---|---:|---:|"]
    table += [f"| `{target}` | {inputs:,} | {found} |" for target, inputs, found in rows]
    table += [f"| all | {sum(row[1] for row in rows):,} | {sum(row[2] for row in rows)} |"]
    sys.stdout.write("\n".join(table) + "\n")


def run(target: str, seconds: int, out: Path) -> tuple[str, int, int]:
    """Fuzz one target for so long, starting anew whenever it dies. Gives its name, inputs and distinct finds."""
    folder = out / target.strip(".").replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    inputs = 0
    while (left := int(seconds - (time.monotonic() - began))) > 0:
        command = [sys.executable, __file__, "--one", "--seconds", str(left), "--out", str(folder), target]
        # In memory where there is such a folder; libFuzzer ends without clearing up.
        with _in_memory() as memory, (folder / "log.txt").open("ab") as log:
            environment = os.environ | {"TMPDIR": memory}
            done = subprocess.run(command, stdout=log, stderr=log, cwd=folder, env=environment)
        inputs += int((folder / "inputs").read_text() or 0) if (folder / "inputs").exists() else 0
        (folder / "inputs").unlink(missing_ok=True)
        if done.returncode == 0:
            break
    return target, inputs, len(list((folder / "finds").glob("*")))


def _in_memory() -> tempfile.TemporaryDirectory[str]:
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="fuzz-", dir=memory if memory.is_dir() else None)


def fuzz(target: str, seconds: int, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["trygghet_geo.reading", "docx", "striprtf", "markdown_it"]):
        from trygghet_geo import reading

        for suffix in reading.READERS:
            _try(reading, folder / f"warm{suffix}", b"x")
    from tests.fuzz.seeds import parts, seed, zipped

    suffix, _, inner = target.partition("/")
    if suffix not in PICTURES:
        # A PDF without words is a scan: without the program that reads letters it is refused, and the next one comes.
        os.environ["PATH"] = ""
    whole = seed(suffix)
    corpus = folder / "corpus"
    (folder / "finds").mkdir(exist_ok=True)
    corpus.mkdir(exist_ok=True)
    make: Callable[[bytes], bytes] = bytes
    if inner:
        unpacked = parts(whole)
        names = [name for name in ZIPPED[suffix] if name in unpacked]
        for number, name in enumerate(names):
            (corpus / f"seed{number}").write_bytes(bytes([number]) + unpacked[name])
        make = lambda data: zipped(unpacked | {names[data[0] % len(names)]: data[1:]}) if data else b""  # noqa: E731
    else:
        (corpus / "seed").write_bytes(whole)
    keeper = _Keeper(folder, suffix)

    def one(data: bytes) -> None:
        keeper.check(reading, make(data))

    pace = ["-rss_limit_mb=3000", f"-timeout={HUNG_S}", f"-max_len={LONGEST}", "-print_final_stats=1"]
    place = [f"-artifact_prefix={folder / 'finds'}/hard-"]
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", *pace, *place], one)
    atheris.Fuzz()


class _Keeper:
    """Counts the inputs and keeps the first that fails at each place in the code."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._path = Path(tempfile.mkdtemp(prefix="fuzz-")) / f"a{suffix}"
        self._folder = folder
        self._count = 0
        self._known = {find.name.partition("-")[0] for find in (folder / "finds").glob("*")}

    def check(self, reading: object, data: bytes) -> None:
        self._count += 1
        if self._count % 20 == 0:
            (self._folder / "inputs").write_text(str(self._count))
        fault = _try(reading, self._path, data)
        if fault is None:
            return
        key = hashlib.sha256(_place(fault).encode()).hexdigest()[:10]
        if key not in self._known:
            self._known.add(key)
            (self._folder / "finds" / f"{key}-{type(fault).__name__}{self._path.suffix}").write_bytes(data)
            with (self._folder / "finds.txt").open("a") as file:
                file.write(f"{key}\n{''.join(traceback.format_exception(fault))}\n")


def _try(reading: object, path: Path, data: bytes) -> Exception | None:
    """What went wrong, None for a document that holds together or a refusal in one line."""
    from tests.fuzz.holds import holds_together

    path.write_bytes(data)
    try:
        holds_together(path)
    except Exception as fault:
        return fault
    finally:
        path.unlink(missing_ok=True)
    return None


def _place(fault: Exception) -> str:
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "trygghet_geo" in frame.filename]
    last = frames[-1] if frames else None
    return json.dumps([type(fault).__name__, last.filename if last else "", last.lineno if last else 0])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(ROOT))
    main()
