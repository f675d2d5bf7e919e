"""Where a page's own coordinates lie on the page as shown."""

from __future__ import annotations

import pypdfium2 as pdfium

Area = tuple[float, float, float, float]
"""x0, y0, x1, y1 on the page as shown."""


class Placing:
    """From a page's own coordinates (y up, perhaps turned) to the page as shown (y down, from the top left corner)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = page.get_rotation()
        # A damaged page may have no extent; its text is still read.
        across, up = max(self.right - self.left, 1.0), max(self.top - self.bottom, 1.0)
        self.width, self.height = (across, up) if self.turn in (0, 180) else (up, across)

    def box(self, left: float, bottom: float, right: float, top: float) -> Area:
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left
