"""Fixtures shared by all tests; each is made in code. Warnings are errors (pyproject.toml)."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent
