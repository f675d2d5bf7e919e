"""Every figure's method has its paragraph in docs/statistics.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "trygghet_geo"


def methods() -> set[str]:
    """What each result says of itself: the second argument of `basis(...)`."""
    calls = (
        node
        for path in (PACKAGE / "statistics").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "basis"
    )
    return {node.args[1].value for node in calls}


def test_every_method_has_an_anchor(root: Path) -> None:
    docs = (root / "docs" / "statistics.md").read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a id="(\w+)"></a>', docs))
    assert methods() == {"recurrence", "change", "trends", "density", "hotspots", "sides"}
    assert methods() | {"threads", "measures", "supports", "cells", "getis", "scan"} <= anchors
    # The links of the command's answers and of other documents.
    linked = set(re.findall(r"statistics\.md#(\w+)", (root / "docs" / "commands.md").read_text(encoding="utf-8")))
    assert linked <= anchors
