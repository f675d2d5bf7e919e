"""The printed lägesbild: what was raised in a period, as PDF, Word or HTML, with the sentences behind every figure.

made = reports.report(reports.Material(table, documents, places), first=a, last=b)
reports.to_bytes(made, ".pdf")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from trygghet_geo.errors import InvalidSelection
from trygghet_geo.reports import html, pdf, word
from trygghet_geo.reports.blocks import Report
from trygghet_geo.reports.contents import report
from trygghet_geo.reports.material import Material, of_store, period, raised

__all__ = ["FORMATS", "Material", "Report", "known", "of_store", "period", "raised", "report", "to_bytes"]

FORMATS: Mapping[str, Callable[[Report], bytes]] = MappingProxyType(
    {".pdf": pdf.written, ".docx": word.written, ".html": html.written}
)


def to_bytes(made: Report, suffix: str) -> bytes:
    """The report in the format of `suffix`; the same report gives the same bytes. Raises InvalidSelection."""
    return FORMATS[known(suffix)](made)


def known(suffix: str) -> str:
    """`suffix` as the key of FORMATS; raises InvalidSelection, naming those there are, when it is none."""
    if suffix.lower() not in FORMATS:
        what = f"formatet {suffix} går inte att skriva" if suffix else "filnamnet saknar ändelse"
        raise InvalidSelection(f"{what}; välj något av {', '.join(FORMATS)}")
    return suffix.lower()
