"""The commands as processes: files, exit codes, one-line errors, nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import geopandas as gpd
import pytest

from trygghet_geo import cli
from trygghet_geo.commands import output, serve
from trygghet_geo.errors import UnwritableOutput
from trygghet_geo.export import EXPORTS

MINUTES = """Trygghetsråd Hallstahammar

Datum: 2021-03-10
Deltagare: Anna Gunstad (L), Bo Dahl, kommunpolis

Läget

Det har varit flera källarinbrott i Kolbäck.

Det har varit mycket klotter i Hallstahammar, säger Bo Dahl (ring 070-123 45 67).

Många är ensamma.
"""


class Run:
    """A home of its own, documents in it, and the command to run there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "hem"
        self.home.mkdir()
        self.file = folder / "möte.txt"
        self.file.write_text(MINUTES, encoding="utf-8")

    def __call__(self, *arguments: object, code: int = 0, **more: object) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [sys.executable, "-m", "trygghet_geo", *map(str, arguments)],
            cwd=self.folder,
            env=os.environ | {"TRYGGHET_HOME": str(self.home), "PYTHONPATH": str(Path(cli.__file__).parents[1])},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            **more,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture
def run(tmp_path) -> Run:
    return Run(tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Run:
    """With the minutes in its store; for tests that only look at it."""
    run = Run(tmp_path_factory.mktemp("filled"))
    run("ingest", run.file, "--municipality", "1961")
    return run


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys):
    """The error line of a command, run in this process to be quick; nothing else may be said or left behind."""
    made = Run(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRYGGHET_HOME", str(made.home))
    before = sorted(tmp_path.rglob("*"))

    def refused(*arguments: str, code: int) -> str:
        try:
            given = cli.main(arguments)
        except SystemExit as leaving:
            given = leaving.code
        said = capsys.readouterr()
        assert (given, said.out) == (code, "")
        assert sorted(tmp_path.rglob("*")) == before
        (line,) = said.err.splitlines()
        assert line.startswith("trygghet-geo: fel: ")
        return line

    return refused


def test_extract_gives_the_same_bytes_twice(run) -> None:
    for name in ("a.geojson", "b.geojson"):
        run("extract", run.file, "--output", name, "--municipality", "Hallstahammar")
    first = (run.folder / "a.geojson").read_bytes()
    assert first == (run.folder / "b.geojson").read_bytes()
    read = gpd.read_file(run.folder / "a.geojson")
    concerns = read[read["kind"] == "concern"]
    assert sorted(concerns["category"]) == ["burglary", "vandalism", "wellbeing"]
    # Offsets are those of the decoded file itself.
    assert all(MINUTES[s:e] == q for s, e, q in zip(read["start"], read["end"], read["quote"], strict=True))
    assert not (run.home / "trygghet.gpkg").exists(), "stateless"
    assert [path.name for path in run.folder.iterdir() if path.name.startswith(".")] == []


def test_extract_to_standard_output_and_as_json(run) -> None:
    assert json.loads(run("extract", run.file, "-o", "-").stdout)["type"] == "FeatureCollection"
    told = json.loads(run("extract", run.file, "-o", "ut.geojson", "--json").stdout)
    assert told["documents"] == 1
    assert told["features"] == len(json.loads((run.folder / "ut.geojson").read_bytes())["features"])
    assert told["skipped"] == told["municipality_unknown"] == []


def test_extract_reports_and_skips_what_it_cannot_read(run) -> None:
    (run.folder / "tom.txt").write_bytes(b"")
    (run.folder / "trasig.pdf").write_bytes(b"%PDF-1.7 nej")
    done = run("extract", run.folder, "-o", "ut.geojson", "--json", code=3)
    assert {Path(one["file"]).name for one in json.loads(done.stdout)["skipped"]} == {"tom.txt", "trasig.pdf"}
    assert "tom.txt: filen är tom" in done.stderr
    assert len(json.loads((run.folder / "ut.geojson").read_bytes())["features"]) >= 3


def test_extract_writes_nothing_when_nothing_can_be_read(run) -> None:
    run.file.write_bytes(b"")
    (run.folder / "ut.geojson").write_text("förra", encoding="utf-8")
    done = run("extract", run.file, "-o", "ut.geojson", code=3)
    assert "inget skrevs" in done.stderr
    assert (run.folder / "ut.geojson").read_text(encoding="utf-8") == "förra"


def test_extract_notes_a_municipality_that_cannot_be_told(run) -> None:
    run.file.write_text("Rapport 2024-01-10\n\nDet har varit klotter vid skolan.\n", encoding="utf-8")
    done = run("extract", run.file, "-o", "ut.geojson")
    assert "ange --municipality" in done.stderr
    made = json.loads((run.folder / "ut.geojson").read_bytes())["features"]
    assert {one["properties"]["municipality"] for one in made} == {None}


def test_ingest_and_export_make_what_extract_makes(run) -> None:
    done = run("ingest", run.file, "--municipality", "1961", "--json")
    (one,) = json.loads(done.stdout)["documents"]
    assert (one["status"], one["municipality"]) == ("new", "Hallstahammar")
    again = json.loads(run("ingest", run.folder, "--municipality", "1961", "--json").stdout)["documents"]
    assert [(each["status"], each["features"]) for each in again] == [("same", 0)]
    run("export", "--output", "lager.geojson")
    run("extract", run.file, "--output", "direkt.geojson", "--municipality", "1961")
    assert (run.folder / "lager.geojson").read_bytes() == (run.folder / "direkt.geojson").read_bytes()


def test_ingest_keeps_what_it_can_read(run) -> None:
    (run.folder / "tom.txt").write_bytes(b"")
    done = run("ingest", run.folder, "--store", "eget.gpkg", code=3)
    assert "hoppar över tom.txt" in done.stderr
    run("export", "--store", "eget.gpkg", "-o", "ut.csv")
    assert not (run.home / "trygghet.gpkg").exists()


@pytest.mark.parametrize("suffix", EXPORTS)
def test_export_in_every_format_also_of_nothing(filled, suffix) -> None:
    run = filled
    told = json.loads(run("export", "-o", f"ut{suffix}", "--kind", "concern", "--json").stdout)
    assert told["features"] == 3
    empty = run("export", "-o", f"tom{suffix}", "--from", "1999-01-01", "--to", "1999-12-31")
    assert "urvalet är tomt" in empty.stderr
    assert (run.folder / f"tom{suffix}").exists()


def test_export_filters(filled, monkeypatch, capsys) -> None:
    monkeypatch.setenv("TRYGGHET_HOME", str(filled.home))

    def count(*options: str) -> int:
        command = ["export", "-o", str(filled.folder / "ut.geojson"), "--kind", "concern", "--json"]
        assert cli.main([*command, *options]) == 0
        return json.loads(capsys.readouterr().out)["features"]

    assert count("--category", "burglary,vandalism") == count("--category", "burglary", "--category", "vandalism") == 2
    assert count("--type", "basement") == 1
    assert count("--place", "kolbäck") == 1
    assert count("--from", "2021-03-10", "--to", "2021-03-10") == 3
    assert count("--from", "2021-03-11") == 0
    # Sweden and the sea off Africa.
    assert count("--bbox", "10,55,25,70") == count("--placed-only") == 2
    assert count("--bbox=-1,-1,1,1") == 0
    assert count("--text", "ENSAMMA") == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [("--place", "Kolbeck"), ("--municipality", "Hallstahamar"), ("--document", "finns-inte.txt")],
)
def test_an_unknown_value_is_no_empty_selection(filled, option, value) -> None:
    done = filled("export", "-o", "ingen.geojson", option, value, code=2)
    assert value in done.stderr
    assert not (filled.folder / "ingen.geojson").exists()


def test_public_export_names_nobody(filled) -> None:
    run = filled
    for suffix in (".geojson", ".csv"):
        done = run("export", "-o", f"ut{suffix}", "--public")
        text = (run.folder / f"ut{suffix}").read_text(encoding="utf-8")
        assert [word for word in ("Dahl", "Gunstad", "070-123") if word in text] == []
        assert "[namn]" in text
        assert "läs igenom" in done.stderr
    run("export", "-o", "inne.csv")
    assert "Dahl" in (run.folder / "inne.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "saknas: KOMMANDO"),
        (("karta",), "'karta' finns inte"),
        (("extract", "möte.txt"), "saknas: --output"),
        (("extract", "-o", "ut.geojson"), "saknas: SÖKVÄG"),
        (("extract", "möte.txt", "-o", "ut.geojson", "--municipality", "Halstahammar"), "Hallstahammar"),
        (("extract", "hem", "-o", "ut.geojson"), "formaten som går är .csv, .docx"),
        (("extract", "möte.txt", "-o", "hem"), "är en mapp"),
        (("extract", "möte.txt", "-o", "finns/inte/ut.geojson"), "finns inte"),
        (("extract", "möte.txt", "-o", "möte.txt/ut.geojson"), "är ingen mapp"),
        (("extract", "möte.txt", "-o", "ut.shp"), "formatet .shp"),
        (("extract", "möte.txt", "-o", "möte.txt"), "formatet .txt"),
        (("extract", "möte.txt", "-o", "/proc/ut.geojson"), "kan inte skrivas"),
        (("ingest", "hem"), "formaten som går är .csv, .docx"),
        (("export", "-o", "ut"), "saknar ändelse"),
        (("export", "-o", "ut.csv", "--category", "trafik"), "giltiga är burglary, theft"),
        (("export", "-o", "ut.csv", "--type", "fart"), "giltiga är"),
        (("export", "-o", "ut.csv", "--kind", "problem"), "giltiga är concern, calm"),
        (("export", "-o", "ut.csv", "--from", "igår"), "ÅÅÅÅ-MM-DD"),
        (("export", "-o", "ut.csv", "--from", "2022-01-01", "--to", "2021-01-01"), "slutar 2021-01-01"),
        (("export", "-o", "ut.csv", "--bbox", "17,59,16,60"), "väst,syd,öst,nord"),
        (("export", "-o", "ut.csv", "--bbox", "här"), "väst,syd,öst,nord"),
        (("serve", "--port", "0"), "mellan 1 och 65535"),
        (("serve", "--address", "finns.inte.invalid"), "går inte att lyssna"),
        (("places", "list", "--municipality", "Atlantis"), "Okänd kommun"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_one_line_and_leaves_nothing(refused, arguments, said) -> None:
    assert said in refused(*arguments, code=2)


def test_an_error_of_a_process_is_one_line_and_its_code(run) -> None:
    before = sorted(run.folder.rglob("*"))
    done = run("extract", run.file, "-o", "hem", code=2)
    assert done.stderr == "trygghet-geo: fel: hem: är en mapp; ange en fil att skriva\n"
    assert done.stdout == ""
    assert sorted(run.folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("export", "-o", "ut.csv"), "kommandot ingest", 1),
        (("ingest", "möte.txt", "--store", "postgresql://127.0.0.1:1/db"), "förbindelsen till servern", 1),
        (("ingest", "möte.txt", "--store", "möte.txt"), "trasig eller inget lager", 1),
        (("evaluate", "saknas.jsonl"), "saknas.jsonl", 2),
        (("read", "saknas.txt"), "finns inte", 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_fails_is_one_line_too(refused, arguments, said, code) -> None:
    assert said in refused(*arguments, code=code)


def test_a_full_disk_is_told(run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    (run.folder / "full.geojson").symlink_to("/dev/full")
    assert "disken är full" in run("extract", run.file, "-o", "full.geojson", code=2).stderr
    assert Path("/dev/full").is_char_device()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch) -> None:
    path = tmp_path / "ut.geojson"
    path.write_bytes(b"old")
    path.chmod(0o640)
    output.write(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)

    def broken(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", broken)
    with pytest.raises(UnwritableOutput, match="disken är full"):
        output.write(path, b"newer")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("ut.geojson", b"new")]


def test_a_link_keeps_pointing_where_it_did(tmp_path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    output.check(tmp_path / "link.csv")
    output.write(tmp_path / "link.csv", b"x")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"x"


def test_an_error_of_ours_is_one_line_and_can_be_traced(monkeypatch, capsys) -> None:
    def broken(options: Namespace) -> int:
        raise ZeroDivisionError("två\nrader")

    monkeypatch.setattr("trygghet_geo.commands.read.run", broken)
    assert cli.main(["read", "x.txt"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "trygghet-geo: fel: internt fel (ZeroDivisionError: två rader); kör igen med TRYGGHET_DEBUG=1 och anmäl felet"
    ]
    monkeypatch.setenv("TRYGGHET_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["read", "x.txt"])


def test_read_shows_the_parts_of_a_file(run) -> None:
    text = run("read", run.file).stdout
    assert "stycke: Det har varit flera källarinbrott i Kolbäck." in text
    assert json.loads(run("read", run.file, "--json").stdout)["header"]["date"] == "2021-03-10"


def test_places_are_listed(run) -> None:
    listed = json.loads(run("places", "list", "--municipality", "hallstahammar", "--json").stdout)
    (one,) = [place for place in listed if place["name"] == "Kolbäck" and place["kind"] == "locality"]
    assert one["source"]
    assert one["licence"]
    # Kolbäck lies by Mälaren, some 16.2° E and 59.6° N.
    assert (one["lon"], one["lat"]) == (pytest.approx(16.23, abs=0.05), pytest.approx(59.56, abs=0.05))
    assert "Kolbäck" in run("places", "list", "--municipality", "1961").stdout


def test_evaluate(run) -> None:
    text = "Det har varit flera källarinbrott i Kolbäck.\n"
    claim = {"category": "burglary", "type": "basement"}
    one = {"quote": text[:-1], "start": 0, "end": len(text) - 1, "kind": "concern", "claims": [claim]}
    one |= {"places": ["Kolbäck"], "date_start": None, "date_end": None, "intensity": None, "trend": None}
    line = {"id": "1", "genre": "minutes", "municipality": "Hallstahammar", "date": "2021-03-10", "text": text}
    path = run.folder / "facit.jsonl"
    path.write_text(json.dumps(line | {"statements": [one], "traps": []}), encoding="utf-8")
    assert json.loads(run("evaluate", path, "--json").stdout)["texts"] == 1
    assert "täckning" in run("evaluate", path).stdout


def test_every_command_has_help_and_is_documented(run, root) -> None:
    documented = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    listed = ["extract", "ingest", "export", "serve", "read", "explain", "learn", "places", "evaluate"]
    assert all(name in run("--help").stdout for name in listed)
    for name in [*listed, "places list"]:
        text = run(*name.split(), "--help").stdout
        assert text.startswith(f"användning: trygghet-geo {name}")
        assert "--help" in text
        options = [word.strip(",") for word in text.split() if word.startswith("--")]
        assert [option for option in options if f"`{option}" not in documented and option != "--help"] == []
        assert f"`{name}" in documented


def test_help_is_quick(run) -> None:
    """Nothing heavy is imported for it: the best of three, so that a busy machine does not fail it."""
    took = []
    for _ in range(3):
        start = time.perf_counter()
        run("--help")
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5


def test_serve_finds_the_dashboard_and_calls_nobody(tmp_path) -> None:
    options = Namespace(port=8502, address="0.0.0.0")
    assert serve.dashboard().name == "dashboard.py"
    flags = serve.flags(options, tmp_path / "dashboard.py")
    pairs = dict(zip(flags[::2], flags[1::2], strict=True))
    assert pairs["--server.port"] == "8502"
    assert pairs["--browser.gatherUsageStats"] == "false"
    assert pairs["--client.showErrorDetails"] == "none"
    assert serve.address(options) == "http://127.0.0.1:8502"
