"""QGIS itself on the live file: layers, styles, edits, while the program reads and writes the same store."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.made import HOME, TEXT, document, feature, unplaced
from trygghet_geo import store, taxonomy
from trygghet_geo.store.geometries import SRID

PYTHON = Path("/usr/bin/python3")
"""Debian's, which python3-qgis is for."""
SESSION = Path(__file__).with_name("qgis_session.py")
OUTSIDE = "utanför programmet (till exempel QGIS)"


@pytest.fixture
def session(tmp_path):
    """Starts QGIS on a store; skipped, with the reason, where there is none."""
    if subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True).returncode:
        pytest.skip("QGIS is missing: apt install --no-install-recommends python3-qgis qgis-providers")
    started = []

    def start(path: Path) -> subprocess.Popen:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PYTHONPATH": ""}
        command = [PYTHON, SESSION, path, tmp_path / "picture.png"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, text=True, env=environment, **pipes))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def test_qgis_opens_styles_and_edits_the_store_while_it_is_in_use(tmp_path, session) -> None:
    path = tmp_path / "trygghet.gpkg"
    opened = store.open(path)
    opened.add(document(), [feature(), unplaced()], content=TEXT.encode(), municipality=HOME)
    before = opened.version()
    qgis = session(path)

    layers = heard(qgis)["layers"]
    categories = {code: one.label_sv for code, one in taxonomy.load().categories.items()}
    assert {name: one["rows"] for name, one in layers.items()} == {
        "feature": 2, "feature_points": 1, "feature_lines": 0, "feature_areas": 0,
    }  # fmt: skip
    for one in layers.values():
        assert (one["valid"], one["crs"], one["style"]) == (True, f"EPSG:{SRID}", True)
        assert (one["renderer"], one["categories"]) == ("categorizedSymbol", categories)
    assert layers["feature"]["editable"]
    assert taxonomy.load().categories["burglary"].colour.lower() in heard(qgis)["colours"]

    assert heard(qgis)["editing"] == [True] * 4
    # Nothing is saved yet, and the program reads and writes meanwhile.
    assert opened.version() == before
    opened.measures.create(title="Belysning", by="anna")
    qgis.stdin.write("\n")
    qgis.stdin.flush()
    said = heard(qgis)
    assert said["saved"], said["errors"]

    (row,) = opened.table().itertuples()
    assert (row.category, row.status, row.geometry == feature().geometry) == ("theft", "corrected", False)
    changes = [one for one in opened.audit() if one.subject == "feature"]
    assert {one.actor for one in changes} == {OUTSIDE}
    assert {name for one in changes if one.action == "update" for name in one.changed} == {"category", "geom", "status"}
    assert [one.row_id for one in changes if one.action == "delete"] == ["00000000000000bb"]
    assert len({one.change for one in changes}) == len(changes)
    for change in dict.fromkeys(one.change for one in changes):
        opened.undo(change, by="anna")
    assert opened.table().set_index("id")["category"].to_dict() == {
        "00000000000000aa": "burglary", "00000000000000bb": "burglary",
    }  # fmt: skip
    # QGIS has the file open still, and sees what the program did.
    qgis.stdin.write("\n")
    qgis.stdin.flush()
    assert heard(qgis)["status"] == {"00000000000000aa": "read", "00000000000000bb": "read"}
    assert not [one for one in opened.health() if one.level == "fault"]


def heard(qgis: subprocess.Popen) -> dict:
    """The next line that QGIS says."""
    line = qgis.stdout.readline()
    assert line, qgis.communicate()[1][-2000:]
    return json.loads(line)
