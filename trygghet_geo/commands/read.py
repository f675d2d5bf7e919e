"""`read`: how a file is read, for whoever wonders why something was found or not."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator

from trygghet_geo.commands import origin, output
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.records import Document

NAMES = {"heading": "rubrik", "paragraph": "stycke", "bullet": "punkt", "cell": "cell", "furniture": "sidhuvud/sidfot"}


def run(options: Namespace) -> int:
    """Exit code 0; what cannot be read is told by `cli`. JSON is of the file itself, without a letter's attachments."""
    from trygghet_geo import reading

    if os.path.isdir(options.path):  # noqa: PTH112 (Path.is_dir raises for a name too long)
        raise InvalidSelection(
            f"{options.path}: är en mapp; ange en fil, eller läs hela mappen med extract eller ingest"
        )
    columns = origin.columns(options.mapping)
    read = reading.mapped(reading.read, columns)
    if options.json:
        output.answer(reading.as_json(read(options.path)))
        return 0
    first, *attached = reading.read_all(options.path, read=read)
    lines = list(_told(first))
    if first.kind == "table":
        lines[1:1] = reading.preview(options.path, columns)
    for document in attached:
        lines += ["", *_told(document)]
    # A document may hold signs that steer a terminal.
    output.write_text("\n".join("".join(c if c.isprintable() else " " for c in line) for line in lines))
    return 0


def _told(document: Document) -> Iterator[str]:
    facts = (document.header.body, document.header.date, document.kind, document.format)
    yield f"{document.name}: {', '.join(str(fact) for fact in facts if fact)}"
    for block in document.blocks:
        where = f"s. {block.page} " if block.page else ""
        words = " ".join(" ".join(document.text[start:end] for start, end in block.spans).split())
        yield f"{where}{'huvud' if block.header else NAMES[block.kind]}: {words}"
