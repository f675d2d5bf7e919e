"""`extract`: documents in, GeoJSON out, nothing stored."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from trygghet_geo.commands import origin, output
from trygghet_geo.errors import UnreadableDocument, UnwritableOutput


def run(options: Namespace) -> int:
    """Exit code 0, or 3 when a file could not be read; when none could, nothing is written."""
    path = Path(options.output)
    output.check(path)
    from trygghet_geo import reading

    # While it starts, the rest of the program is loaded.
    reading.warm()
    write = _writer(path)
    from trygghet_geo import pipeline, sources

    for source in sources.find(options.paths, reading.READERS).files:
        if os.path.realpath(source) == os.path.realpath(path):
            raise UnwritableOutput(f"{path}: är också en av filerna som ska läsas; skriv till en annan fil")
    reasons: dict[str, str] = {}

    def report(source: Path, error: UnreadableDocument) -> None:
        # A letter may have several files that cannot be read.
        earlier = reasons.get(str(source))
        reasons[str(source)] = f"{earlier}; {error}" if earlier else str(error)
        output.say(f"hoppar över {error}")

    home = origin.municipality(options.municipality)
    result = pipeline.extract(
        options.paths, home, columns=origin.columns(options.mapping), on_error=report, progress=output.progress
    )
    _notes(result)
    if result.read:
        output.write(path, write(result.features))
        output.say(_summary(result, path))
    else:
        output.say("ingen fil gick att läsa; inget skrevs")
    if options.json:
        output.answer(_answer(result, reasons, written=str(path) if result.read else None))
    return 3 if result.skipped else 0


def _writer(path: Path):
    """Features → bytes by the suffix; GeoJSON also for stdout, devices and `.json`."""
    from trygghet_geo import export, geojson, table

    if str(path) == output.STANDARD or path.suffix.lower() in (".json", ".geojson") or path.is_char_device():
        return lambda features: geojson.dumps(features).encode()
    suffix = export.known(path.suffix)
    return lambda features: export.to_bytes(table.frame(features), suffix)


def _notes(result) -> None:
    for source in result.copies:
        output.say(f"{source}: samma innehåll som en tidigare fil; räknas inte igen")
    for source in result.unsettled:
        output.say(f"{source}: det framgår inte vilken kommun dokumentet kommer från; ange --municipality")
    if result.passed_over:
        count = "1 fil" if result.passed_over == 1 else f"{result.passed_over} filer"
        output.say(f"{count} i mapparna har ett format som inte läses")


def _summary(result, path: Path) -> str:
    count = len({feature.statement_id for feature in result.features})
    placed = len({feature.statement_id for feature in result.features if feature.geometry is not None})
    return f"{result.read} dokument, {output.statements(count)} varav {placed} med plats på kartan: {path}"


def _answer(result, reasons: dict[str, str], *, written: str | None) -> dict:
    return {
        "output": written,
        "documents": result.read,
        "statements": len({feature.statement_id for feature in result.features}),
        "features": len(result.features),
        "placed": sum(feature.geometry is not None for feature in result.features),
        "skipped": [{"file": file, "reason": reason} for file, reason in reasons.items()],
        "copies": [str(source) for source in result.copies],
        "passed_over": result.passed_over,
        "municipality_unknown": [str(source) for source in result.unsettled],
    }
