"""Where the shipped data lies and where this installation keeps its own."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent / "data"

DATA = _CHECKOUT if (_CHECKOUT / "gazetteer").is_dir() else _PACKAGE / "data"
"""Shipped catalogues: a checkout's `data/`, or the copy inside an installed package."""
DOCS = _PACKAGE.parent / "docs" if DATA == _CHECKOUT else _PACKAGE / "docs"
"""The texts on methods that the dashboard shows: likewise."""


def home() -> Path:
    """Folder of this installation's own files (the store): `TRYGGHET_HOME`, or `data/` of the checkout."""
    return Path(os.environ.get("TRYGGHET_HOME") or (DATA if DATA == _CHECKOUT else Path.home() / ".trygghet-geo"))
