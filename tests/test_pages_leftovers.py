"""What a killed server leaves behind is put away by the next; what a living one needs stays."""

import os
import subprocess
import sys

from trygghet_geo.pages import leftovers

NOW = 1_000_000_000.0


def test_only_old_folders_without_an_owner_are_removed(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    day = leftovers.DAY_S
    ages = {
        f"trygghet-map-{ended.pid}-abc": day + 1,
        f"trygghet-map-{ended.pid}-new": day - 1,
        f"trygghet-map-{os.getpid()}-abc": 400 * day,
        "trygghet-map-abc": 400 * day,
        "trygghet-upload-abc": day + 1,
        "trygghet-page-new": 60,
        "trygghet-geo": 400 * day,
        "other": 400 * day,
    }
    for name, age in ages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.json").write_text("{}")
        os.utime(tmp_path / name, (NOW - age, NOW - age))
    (tmp_path / "trygghet-upload-link").symlink_to(tmp_path / "other")
    gone = {f"trygghet-map-{ended.pid}-abc", "trygghet-upload-abc"}
    assert set(leftovers.sweep(tmp_path, now=NOW)) == gone
    assert {path.name for path in tmp_path.iterdir()} == {*ages, "trygghet-upload-link"} - gone
    assert (tmp_path / "other" / "a.json").exists()


def test_the_shelf_of_this_process_is_named_after_it():
    assert leftovers.prefix() == f"trygghet-map-{os.getpid()}-"
