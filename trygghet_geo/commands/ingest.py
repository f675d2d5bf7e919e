"""`ingest`: documents into the store."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from trygghet_geo.commands import origin, output
from trygghet_geo.errors import UnreadableDocument


def run(options: Namespace) -> int:
    """Exit code 0, or 3 when a file could not be read; the others are kept."""
    from trygghet_geo import reading

    reading.warm()
    home, columns = origin.municipality(options.municipality), origin.columns(options.mapping)
    from trygghet_geo import sources, store

    found = sources.find(options.paths, reading.READERS, refused=reading.REFUSED)
    target = store.open(options.store)
    for line in target.news:
        output.say(line)
    done, skipped = [], []
    with reading.ahead(found.files, wanted=lambda path: not target.holds(path)) as read:
        for number, path in enumerate(found.files, 1):
            output.progress(path, number, len(found.files))
            try:
                result = target.ingest(path, home, read=reading.mapped(read, columns))
            except UnreadableDocument as error:
                skipped.append({"file": str(path), "reason": str(error)})
                output.say(f"hoppar över {error}")
                continue
            done.append(result)
            skipped += [{"file": str(path), "reason": reason} for reason in result.unread]
            _tell(result)
    counts = {status: sum(one.status == status for one in done) for status in ("new", "same", "copy", "replaced")}
    added = sum(one.features for one in done)
    output.say(
        f"{counts['new']} nya dokument med {added} rader, {counts['same']} fanns redan, {counts['copy']} kopior, "
        f"{counts['replaced']} rättade versioner, "
        f"{len(skipped)} gick inte att läsa: {target}"
    )
    if options.json:
        output.answer({"store": str(target), "documents": [asdict(one) for one in done], "skipped": skipped})
    return 3 if skipped else 0


def _tell(result) -> None:
    if result.status != "same":
        output.say(result.message)
    for line in result.moved:
        output.say(f"  {line}")
    if result.municipality is None:
        output.say(f"{result.name}: det framgår inte vilken kommun dokumentet kommer från; ange --municipality")
