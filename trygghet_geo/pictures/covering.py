"""A page's picture with parts of it painted over: what is covered is not in the file that leaves."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

PAD = 1.5
"""Points around a box: letters reach a little outside the lines that readers know."""
COLOUR = "#d5dbe0"


def covered(image: bytes, size: tuple[float, float], boxes: Iterable[tuple[float, float, float, float]]) -> bytes:
    """`image` (PNG) with `boxes` painted over; as it was when there are none.

    `size` is the page's width and height in points; a box is x0, y0, x1, y1 in points from the upper left corner.
    """
    import resvg_py

    areas = list(boxes)
    if not areas:
        return image
    pixels = int.from_bytes(image[16:20], "big"), int.from_bytes(image[20:24], "big")
    across, down = pixels[0] / size[0], pixels[1] / size[1]
    painted = "".join(
        f'<rect x="{across * (x0 - PAD):.1f}" y="{down * (y0 - PAD):.1f}" width="{across * (x1 - x0 + 2 * PAD):.1f}" '
        f'height="{down * (y1 - y0 + 2 * PAD):.1f}" fill="{COLOUR}"/>'
        for x0, y0, x1, y1 in areas
    )
    wide, high = f'width="{pixels[0]}"', f'height="{pixels[1]}"'
    data = f"data:image/png;base64,{b64encode(image).decode()}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {wide} {high}><image {wide} {high} href="{data}"/>{painted}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#ffffff"))
