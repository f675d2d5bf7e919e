"""`trygghet-geo hotspots` as a process, over a store of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from trygghet_geo import cli

MINUTES = """Trygghetsråd Hallstahammar

Datum: 2021-0{month}-10

Lägesbild

Det har varit klotter på Tunboskolan i Kolbäck.

Bilarna kör för fort på Västeråsvägen.

Många är ensamma.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three meetings: six placed concerns, three without a place."""
    folder = tmp_path_factory.mktemp("hem")
    for month in (1, 2, 3):
        (folder / f"möte{month}.txt").write_text(MINUTES.format(month=month), encoding="utf-8")
    run(folder, "ingest", *(f"möte{month}.txt" for month in (1, 2, 3)), "--municipality", "1961")
    return folder


def run(home: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [sys.executable, "-m", "trygghet_geo", *arguments],
        cwd=home,
        env=os.environ | {"TRYGGHET_HOME": str(home), "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_too_little_is_an_answer_in_words_and_in_json(home: Path) -> None:
    done = run(home, "hotspots", "--output", "ut.geojson", "--json")
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "too_little"
    assert "underlaget räcker inte: n = 6 med plats" in done.stderr
    assert "3 uppgifter utan plats, eller bara i kommunen, är inte med" in done.stderr
    written = json.loads((home / "ut.geojson").read_text(encoding="utf-8"))
    assert written["result"]["words"] == answer["words"]
    assert {one["properties"]["layer"] for one in written["features"]} == {"locality", "cell"}
    assert answer["seed"] == 0
    assert answer["method"] == "docs/statistics.md#hotspots"


def test_the_same_command_writes_the_same_bytes(home: Path) -> None:
    for name in ("a.geojson", "b.geojson"):
        run(home, "hotspots", "--output", name, "--seed", "7", "--worlds", "199")
    assert (home / "a.geojson").read_bytes() == (home / "b.geojson").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--output", "x.csv"], "går inte att skriva"),
        (["--output", "x.geojson", "--against", "others"], "välj en kategori"),
        (["--output", "x.geojson", "--against", "crime"], "finns inte; välj bland"),
        (["--output", "x.geojson", "--category", "nonsens"], "okänd kategori"),
        (["--output", "x.geojson", "--size", "-5"], "inget mått"),
        (["--output", "x.geojson", "--size", "50"], "för liten"),
        (["--output", "x.geojson", "--level", "2"], "ingen risk"),
        (["--output", "x.geojson", "--worlds", "3"], "mellan 99 och 99999"),
        (["--output", "x.geojson", "--municipality", "Ingenstans"], "Okänd kommun"),
        (["--output", "x.geojson", "--residents", "saknas.gpkg"], "går inte att läsa"),
        (["--output", "borta/x.geojson"], "mappen"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_writes_nothing(
    home: Path,
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    monkeypatch.setenv("TRYGGHET_HOME", str(home))
    monkeypatch.chdir(home)
    try:
        code = cli.main(["hotspots", *arguments])
    except SystemExit as stop:
        code = stop.code
    told = capsys.readouterr().err
    assert code == 2
    assert words in told
    assert len(told.strip().splitlines()) == 1
    assert not (home / arguments[1]).exists()


def test_another_municipality_of_the_290_has_an_answer_too(home: Path) -> None:
    done = run(home, "hotspots", "--output", "sala.geojson", "--municipality", "Sala")
    assert "underlaget räcker inte" in done.stderr


@pytest.mark.parametrize("method", ["gi", "scan"])
def test_the_analyst_gets_other_methods_with_their_warning(home: Path, method: str) -> None:
    done = run(home, "hotspots", "--output", f"{method}.geojson", "--method", method, "--worlds", "99", "--json")
    assert "Varning: " in done.stderr
    written = json.loads((home / f"{method}.geojson").read_text(encoding="utf-8"))
    assert written["result"]["warning"] == json.loads(done.stdout)["warning"]
    assert "larmar" in written["result"]["warning"]
    assert bool(written["features"]) == (method == "gi")
