"""`evaluate`: how well texts are understood, measured on texts annotated by hand."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from trygghet_geo.commands import output
from trygghet_geo.errors import InvalidData, InvalidSelection


def run(options: Namespace) -> int:
    """Exit code 0. Annotated texts that are not there or make no sense are the caller's fault, unlike shipped data."""
    from trygghet_geo import evaluation, taxonomy
    from trygghet_geo.evaluation import rendering

    catalogue = taxonomy.load()
    try:
        report = evaluation.evaluate(options.paths, catalogue=catalogue, progress=_progress)
    except InvalidData as error:
        raise InvalidSelection(str(error)) from error
    output.write_text(rendering.dumps(report) if options.json else rendering.text(report))
    return 0


def _progress(name: str, number: int, total: int) -> None:
    output.progress(Path(name), number, total)
