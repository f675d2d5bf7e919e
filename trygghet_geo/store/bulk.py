"""The layer of a GeoPackage read column by column through GDAL's Arrow stream: a tenth of the work of reading rows.

In a process of its own: GDAL carries another SQLite than Python's, and when a process closes a file, POSIX lets go of
every lock that the process has on it, also those of a writer in another thread. What it reads is of the moment it is
read, so the caller compares the store's version before and after.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from trygghet_geo.store.geopackage import FEATURE

EPOCH = 719_163
"""1 January 1970, counted in days from 1 January of year 1."""


_READS = """
import sys
import pyarrow, pyogrio
info, found = pyogrio.read_arrow(sys.argv[1], layer=sys.argv[2], columns=sys.argv[3:], return_fids=True)
called = {info["fid_column"]: "fid", info["geometry_name"]: "geom"}
found = found.rename_columns([called.get(name, name) for name in found.column_names])
with pyarrow.ipc.new_stream(sys.stdout.buffer, found.schema) as out:
    out.write_table(found)
"""


def layer(path: Path, names: Sequence[str]) -> Any | None:
    """The columns `names` of every feature as an Arrow table by `fid`, with `geom` (WKB, EPSG:3006).

    None when GDAL cannot read the file just now.
    """
    import pyarrow

    command = [sys.executable, "-c", _READS, str(path.resolve()), FEATURE.name, *names]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    if done.returncode:
        return None
    return pyarrow.ipc.open_stream(done.stdout).read_all().sort_by("fid")


def coded(column: Any) -> tuple[np.ndarray, tuple[Any, ...]]:
    """For each row a number into the values that occur, -1 where there is none."""
    found = column.combine_chunks().dictionary_encode()
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int32), tuple(found.dictionary.to_pylist())


def days(column: Any, *, unknown: int) -> np.ndarray:
    """Dates as days from 1 January of year 1."""
    import pyarrow

    whole = column.combine_chunks().cast(pyarrow.date32()).cast(pyarrow.int32())
    counted = whole.fill_null(unknown).to_numpy(zero_copy_only=False)
    return np.where(counted == unknown, unknown, counted.astype(np.int64) + EPOCH).astype(np.int32)


def boxes(column: Any) -> tuple[np.ndarray, np.ndarray]:
    """For each row a number into the boxes, -1 for none; and west, south, east, north of each geometry that occurs."""
    codes, values = coded(column)
    return codes, shapely.bounds(shapely.from_wkb(np.array(values, dtype=object))).reshape(-1, 4)
