"""Fixtures shared by all tests; each is made in code. Warnings are errors (pyproject.toml)."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def workers() -> Iterator[object]:
    """One reading process under small limits, for all tests of a module."""
    from tests.reading_processes import SMALL
    from trygghet_geo.reading import pool

    with contextlib.closing(pool.Workers(1, SMALL)) as made:
        yield made


@pytest.fixture
def own_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files, to see what is left in it."""
    folder = tmp_path / "tillfälligt"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
