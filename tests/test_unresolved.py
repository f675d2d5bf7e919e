"""The list of names that are not settled: each with its sentences, gone when the coordinator has decided."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import shapely

from trygghet_geo import reading, store
from trygghet_geo.places import coordinator, gazetteer
from trygghet_geo.unresolved import unresolved

HOME = gazetteer.municipality("1961")
TEXT = """Trygghetsråd i Hallstahammars kommun 2024-03-13

Lägesbild
- Klotter vid Gubboskogens kiosk.
- Inbrott i Gubboskogen.
- Mötet öppnas. Nästa möte hålls i Fjärrbygden.
- Skadegörelse i Kolbäck.
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path / "hem"))


def document(tmp_path, text: str = TEXT, name: str = "protokoll.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return reading.read(path)


def listed(tmp_path, text: str = TEXT, home=HOME) -> dict:
    return {each.words: each for each in unresolved([(document(tmp_path, text), home)])}


def test_an_unknown_name_is_listed_once_with_every_sentence_and_its_place_in_the_text(tmp_path):
    one = listed(tmp_path)["Gubboskogen"]
    assert one.reason == "unknown"
    assert one.municipality_code == "1961"
    assert [each.sentence for each in one.occurrences] == ["Klotter vid Gubboskogens kiosk.", "Inbrott i Gubboskogen."]
    for each in one.occurrences:
        assert TEXT[each.start : each.end].startswith("Gubboskogen")
        assert TEXT[each.sentence_start : each.sentence_end] == each.sentence
        assert (each.document, each.kind) == ("protokoll.txt", "concern")


def test_what_is_known_is_not_listed(tmp_path):
    assert "Kolbäck" not in listed(tmp_path)


def test_names_of_concerns_come_before_others(tmp_path):
    words = list(listed(tmp_path))
    assert words[0] == "Gubboskogen"
    assert words.index("Gubboskogen") < words.index("Fjärrbygden")


def test_a_similar_name_is_suggested_but_not_taken(tmp_path):
    coordinator.add(HOME, {"name": "Gubboskogens IP", "kind": "landmark"}, shapely.Point(16.22, 59.61))
    found = listed(tmp_path, "Hallstahammars kommun\n\nKlotter i Gubboskågens IP.\nInbrott i Gubboskågen.\n")
    assert any(hint.name == "Gubboskogens IP" for each in found.values() for hint in each.suggestions)


def test_two_namesakes_without_a_town_are_ambiguous_with_their_candidates(tmp_path):
    for town, lon, lat in (("1961-hallstahammar", 16.22, 59.61), ("1961-kolback", 16.235, 59.565)):
        facts = {"name": "Påhittsparken", "kind": "landmark", "parent": town}
        coordinator.add(HOME, facts, shapely.Point(lon, lat))
    one = listed(tmp_path, "Hallstahammars kommun\n\nKlotter i Påhittsparken.\n")["Påhittsparken"]
    assert one.reason == "ambiguous"
    assert {hint.place_id for hint in one.suggestions} == {"1961-pahittsparken", "1961-pahittsparken-2"}
    assert {hint.why for hint in one.suggestions} == {"candidate"}
    # A town beside it settles which.
    assert "Påhittsparken" not in listed(tmp_path, "Hallstahammars kommun\n\nKlotter i Påhittsparken i Kolbäck.\n")


def test_an_unverified_name_is_suggested(tmp_path):
    facts = {"name": "Norra skogen", "kind": "landmark", "unverified_aliases": ["Gubboskogen"]}
    coordinator.add(HOME, facts, shapely.Point(16.22, 59.61))
    hints = listed(tmp_path)["Gubboskogen"].suggestions
    assert [(hint.place_id, hint.why) for hint in hints] == [("1961-norra-skogen", "unverified name")]


def test_what_is_decided_is_gone_from_the_list(tmp_path):
    coordinator.alias(HOME, "Gubboskogen", place="1961-nibble")
    coordinator.ignore(HOME, "Fjärrbygden")
    assert not {"Gubboskogen", "Fjärrbygden"} & set(listed(tmp_path))


def test_a_document_without_municipality_and_an_empty_one_list_nothing(tmp_path):
    assert listed(tmp_path, home=None) == {}
    assert listed(tmp_path, "Trygghetsråd.\n") == {}


def command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "trygghet_geo", "places", *arguments], capture_output=True, text=True, encoding="utf-8"
    )


def test_the_command_lists_the_store_and_what_is_decided_holds_for_what_was_read_before(tmp_path):
    path = tmp_path / "protokoll.txt"
    path.write_text(TEXT, encoding="utf-8")
    store.open().ingest(path, HOME)
    told = json.loads(command("unresolved", "--json").stdout)
    first = next(each for each in told if each["words"] == "Gubboskogen")
    assert len(first["occurrences"]) == 2
    done = command("alias", "--municipality", "Hallstahammar", "Gubboskogen", "1961-nibble")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Gubboskogen" not in {each["words"] for each in json.loads(command("unresolved", "--json").stdout)}
    assert json.loads(command("unresolved", "--json", "--municipality", "1980").stdout) == []


def test_the_commands_add_check_ignore_and_undo(tmp_path):
    said = ("--municipality", "1961")
    done = command(
        "add", *said, "--name", "Åsdungen", "--kind", "landmark", "--lon", "16.23", "--lat", "59.61", "--json"
    )
    assert json.loads(done.stdout)["id"] == "1961-asdungen"
    assert command("check", *said).returncode == 0
    assert command("ignore", *said, "Åsdungen").returncode == 0
    assert json.loads(command("undo", *said, "Åsdungen", "--json").stdout) == {"words": "Åsdungen", "undone": True}
    wrong = command("add", *said, "--name", "Åsdungen", "--kind", "park", "--lon", "59.61", "--lat", "16.23")
    assert wrong.returncode == 2
    assert "okänd kind" in wrong.stderr
    assert "omkastade" in wrong.stderr
    assert wrong.stderr.count("\n") == 1


def test_check_tells_every_fault_and_exits_2(tmp_path):
    path = tmp_path / "egna.geojson"
    point = {"type": "Point", "coordinates": [59.6, 16.2]}
    row = {"type": "Feature", "properties": {"id": "x"}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), encoding="utf-8")
    done = command("check", "--municipality", "1961", str(path), str(tmp_path / "saknas.gpkg"), "--json")
    assert done.returncode == 2
    faults = json.loads(done.stdout)["faults"]
    assert any("omkastade" in fault for fault in faults)
    assert any("saknar name" in fault for fault in faults)
    assert any("finns inte" in fault for fault in faults)
