"""The map as a picture for paper and slides, as SVG or PNG: made without a browser and without a network.

    picture = pictures.picture(table, code="1961", style=style, wording=wording, caption=caption)
    pictures.svg(picture), pictures.png(picture)

What is drawn is what `drawing` says of the places, as on the page; the same input gives the same bytes.
"""

from __future__ import annotations

from trygghet_geo.pictures.composing import Caption, Picture, excerpt, extent, picture, svg
from trygghet_geo.pictures.covering import covered
from trygghet_geo.pictures.raster import png

__all__ = ["Caption", "Picture", "covered", "excerpt", "extent", "picture", "png", "svg"]
