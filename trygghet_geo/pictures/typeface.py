"""Source Sans Pro (SIL OFL 1.1) from the package font-source-sans-pro: what pictures and reports are set in."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from trygghet_geo.errors import InvalidData

NAME = "Source Sans Pro"
_STYLES = {"regular": "Regular", "bold": "Bold", "italic": "It", "bold_italic": "BoldIt", "semibold": "Semibold"}


def files() -> dict[str, Path]:
    """The TrueType file of each style: regular, bold, italic, bold_italic, semibold. Raises InvalidData without it."""
    found = find_spec("font_source_sans_pro")
    if found is None or not found.submodule_search_locations:
        raise InvalidData(
            "typsnittet saknas: paketet font-source-sans-pro är inte installerat; installera om programmet"
        )
    folder = Path(next(iter(found.submodule_search_locations))) / "files"
    return {style: folder / f"SourceSansPro-{name}.ttf" for style, name in _STYLES.items()}
