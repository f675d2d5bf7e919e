"""SVG → PNG by resvg (MPL-2.0): no browser, no font of the machine, the same bytes everywhere."""

from __future__ import annotations

from trygghet_geo.pictures import typeface
from trygghet_geo.pictures.composing import Picture, svg

ZOOM = 2
"""Pixels of the file for one of the picture: sharp on paper at 27 cm."""


def png(made: Picture, *, zoom: float = ZOOM) -> bytes:
    """The picture as PNG."""
    import resvg_py

    files = [str(path) for path in typeface.files().values()]
    fonts = {
        "skip_system_fonts": True,
        "font_files": files,
        "font_family": typeface.NAME,
        "sans_serif_family": typeface.NAME,
    }
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(made), zoom=int(zoom), background="#ffffff", **fonts))
