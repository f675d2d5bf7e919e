"""What pdfium tells of a font: whether it is bold, and how wide its letters are."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as raw

from trygghet_geo.reading import calls


class Font:
    """Whether a font is bold, and how wide it makes letters as a share of their size; each is asked for once."""

    def __init__(self, address: int | None, *, bold: bool) -> None:
        self.bold = bold
        self.widths: Mapping[str, float] = _Widths(address)


class _Widths(dict[str, float]):
    def __init__(self, font: int | None) -> None:
        self._answer = ctypes.c_float()
        self._question = calls.ADDRESS(font), ctypes.c_float(1.0), ctypes.byref(self._answer)

    def __missing__(self, letter: str) -> float:
        font, size, answer = self._question
        known = font and calls.glyph_width(font, ord(letter), size, answer)
        width = self[letter] = self._answer.value if known else math.inf
        return width


def is_bold(text: Any, index: int) -> bool:
    """Whether the letter at `index` of a page's text is bold."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(length, 128) - 1, 0)].lower()
    return b"bold" in name or b"black" in name or raw.FPDFText_GetFontWeight(text, index) >= 600
