"""Whoever runs it: a full disk, a backup put back under an open page, and what the server says of its health."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import invented
from tests.browser.conftest import ROOT, serving
from tests.browser.test_dashboard import placed
from tests.browser.test_review import begin
from trygghet_geo import store

pytestmark = pytest.mark.browser
MINUTES = (
    "Trygghetsråd Hallstahammars kommun\nPåhittat exempel\n\nDatum: 2024-06-04\n\nLägesbild\n• Klotter i Kolbäck.\n"
)


def command(home: Path, *words: str) -> subprocess.CompletedProcess:
    """`trygghet-geo` as the administrator types it."""
    environment = os.environ | {"TRYGGHET_HOME": str(home)}
    typed = [sys.executable, "-m", "trygghet_geo", *words]
    return subprocess.run(typed, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of six million bytes, with the invented meetings on it."""
    made = tmp_path / "disk"
    made.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", made]).returncode:
        pytest.skip("a disk can only be mounted by root, where the machine lets it")
    try:
        invented.fill(made / store.FILE, invented.EXAMPLE)
        yield made
    finally:
        subprocess.run(["umount", "-l", made], check=True)


def test_on_a_full_disk_nothing_is_half_stored_and_the_map_is_still_shown(visit, disk):
    with serving(disk) as running:
        reader = visit(running).open("/dokument")
        before = len(store.open(disk / store.FILE).documents())
        reader.page.locator("summary", has_text="Lägg till dokument").click()
        # Larger than what is left however it is packed, and nothing but minutes and their footnotes.
        long = MINUTES + "\n".join(f"Fotnot {sha256(bytes(number)).hexdigest()}." for number in range(4_000))
        given = {"name": "2024-06-04-möte.txt", "mimeType": "text/plain", "buffer": long.encode()}
        reader.page.locator("input[type=file]").set_input_files(given)
        expect(reader.page.get_by_text("Inget är sparat än")).to_be_visible()
        begin(reader)
        (disk / "fill").write_bytes(b"x" * (shutil.disk_usage(disk).free - 60_000))
        reader.page.get_by_role("button", name="Spara 1 dokument").click()
        expect(reader.page.get_by_text(re.compile("disken är full"))).to_be_visible()
        assert "Traceback" not in reader.page.content()
        assert len(store.open(disk / store.FILE).documents()) == before
        reader.open().shows_map()
        expect(reader.place("Kolbäck")).to_be_attached()
        reader.page.context.close()
        (disk / "fill").unlink()


def test_a_backup_is_put_back_and_shown_without_a_restart(visit, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    invented.fill(home / store.FILE, invented.EXAMPLE)
    with serving(home) as running:
        with urllib.request.urlopen(f"{running.url}/_stcore/health", timeout=10) as answer:
            assert answer.read() == b"ok"
        reader = visit(running).open().shows_map()
        first = placed(reader)
        kept = tmp_path / "kopia.gpkg"
        assert command(home, "store", "backup", "-o", str(kept)).returncode == 0
        minutes = tmp_path / "2024-06-04-möte.txt"
        minutes.write_text(MINUTES, "utf-8")
        assert command(home, "ingest", str(minutes), "--municipality", "1961").returncode == 0
        reader.open().shows_map()
        assert placed(reader) == (first[0] + 1, first[1] + 1)
        # Something has gone wrong: the store is moved away and the copy put in its place.
        for part in home.glob(f"{store.FILE}*"):
            part.rename(tmp_path / part.name)
        assert command(home, "store", "restore", str(kept)).returncode == 0
        assert command(home, "store", "health").returncode == 0
        reader.open().shows_map()
        assert placed(reader) == first
        reader.page.context.close()
