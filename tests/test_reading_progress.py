"""The bar that shows how far a folder has been read."""

from __future__ import annotations

from pathlib import Path

import pytest

from trygghet_geo.commands import output


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    output.progress(Path("a.pdf"), 1, 2)
    output.say("klart")
    assert capsys.readouterr().err == "klart\n"


def test_a_bar_grows_with_count_and_name() -> None:
    # 24 signs: a quarter is six.
    assert output._bar("å.pdf", 1, 4) == "[######------------------] 1/4 å.pdf"
    assert output._bar("å.pdf", 4, 4) == f"[{'#' * 24}] 4/4 å.pdf"
