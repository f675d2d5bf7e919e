"""Every test of the store that takes `address` runs twice: on a GeoPackage file and on PostgreSQL with PostGIS."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.made import HOME, TEXT, document, feature, unplaced
from tests.store import postgres
from trygghet_geo import store


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """Where a server's search index goes: not into the checkout's data."""
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A running PostgreSQL; the tests that need one are skipped, with the reason, where there is none."""
    # Not below pytest's own folder, which only root may enter: the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="trygghet-postgres-"))
    folder.chmod(0o755)
    try:
        running = postgres.start(folder / "cluster")
    except postgres.Missing as reason:
        shutil.rmtree(folder)
        pytest.skip(str(reason))
    yield running
    running.stop("immediate")
    shutil.rmtree(folder)


@pytest.fixture(params=["file", "server"])
def address(request, tmp_path, numbers) -> str:
    """Where a store may be made; nothing is there yet."""
    if request.param == "file":
        return str(tmp_path / "trygghet.gpkg")
    return request.getfixturevalue("server").database(f"t{next(numbers)}")


@pytest.fixture
def another(address, request, tmp_path, numbers) -> str:
    """A second address on the same backend."""
    if address.startswith("postgresql"):
        return request.getfixturevalue("server").database(f"t{next(numbers)}")
    return str(tmp_path / "another.gpkg")


@pytest.fixture
def opened(address) -> store.Store:
    """An empty store."""
    return store.open(address)


@pytest.fixture
def filled(opened) -> store.Store:
    """One document of one statement with two rows, a place and none."""
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    return opened
