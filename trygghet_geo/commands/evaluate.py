"""`evaluate`: how well texts are understood, measured on texts annotated by hand."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0; InvalidData is told by `cli`."""
    from trygghet_geo import evaluation
    from trygghet_geo.evaluation import rendering

    report = evaluation.evaluate(
        options.paths, progress=lambda name, number, total: output.progress(Path(name), number, total)
    )
    output.write_text(rendering.dumps(report) if options.json else rendering.text(report))
    return 0
