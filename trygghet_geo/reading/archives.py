"""Zip archives that office formats are kept in: opened within limits, one part at a time, as XML without entities."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from lxml import etree

from trygghet_geo.errors import UnreadableDocument

MOST_UNPACKED_MB = 300
MOST_PARTS = 5000


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive in `data`, refused (UnreadableDocument) when broken or larger unpacked than the limits.

    zipfile never unpacks more of a part than the size that the archive states for it, which is what is summed here.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
    except Exception as error:  # zipfile raises a dozen kinds on damaged archives
        raise broken(name) from error
    unpacked_mb = sum(part.file_size for part in parts) / 1e6
    if unpacked_mb > MOST_UNPACKED_MB or len(parts) > MOST_PARTS:
        raise UnreadableDocument(
            f"{name}: uppackad är filen {unpacked_mb:.0f} MB i {len(parts)} delar, gränsen är {MOST_UNPACKED_MB} MB "
            f"och {MOST_PARTS} delar; spara om den utan bilder"
        )
    return archive


def xml(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    """The root element of a part. Entities are left as they are and nothing outside the archive is opened."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(archive.read(part), parser)
    except Exception as error:  # as above, and lxml's own
        raise broken(name) from error
    if root is None:
        raise broken(name)
    return root


def broken(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"{name}: filen är trasig; öppna den i programmet den kommer från och spara om den")
