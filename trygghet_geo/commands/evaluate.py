"""`evaluate`: how well texts are understood, measured on texts annotated by hand."""

from __future__ import annotations

from argparse import Namespace

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0; InvalidData is told by `cli`."""
    from trygghet_geo import evaluation

    report = evaluation.evaluate(options.paths)
    output.answer(report)
    return 0
