"""A zip file (which .docx is) without the clock in it."""

from __future__ import annotations

import zipfile
from io import BytesIO

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def same_bytes(content: bytes) -> bytes:
    """The zip file `content` with every entry dated 1980, its order kept."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for entry in read.infolist():
            fresh = zipfile.ZipInfo(entry.filename, _EARLIEST)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(fresh, read.read(entry.filename))
    return out.getvalue()
