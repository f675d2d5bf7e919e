"""The functions of pdfium that are called for every line of a page, without what ctypes adds to each call."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

ADDRESS = ctypes.c_void_p


def _bare(function: Any, result: Any) -> Any:
    """pdfium's `function`, given whole numbers, addresses and references as they are.

    ctypes looks up a converter for each argument of a function whose types it knows, and makes typed pointers anew each
    time: that takes longer than most of the answers. So does letting other threads run meanwhile, which `PYFUNCTYPE`
    does not.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ADDRESS).value)


count_rectangles = _bare(raw.FPDFText_CountRects, ctypes.c_int)
rectangle = _bare(raw.FPDFText_GetRect, ctypes.c_int)
origin = _bare(raw.FPDFText_GetCharOrigin, ctypes.c_int)
matrix = _bare(raw.FPDFText_GetMatrix, ctypes.c_int)
font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double)
stroke = _bare(raw.FPDFText_GetTextObject, ADDRESS)
font = _bare(raw.FPDFTextObj_GetFont, ADDRESS)
glyph_width = _bare(raw.FPDFFont_GetGlyphWidth, ctypes.c_int)
