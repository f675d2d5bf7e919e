"""What the coordinator decides: it holds for every document, is kept apart from shipped data, and is never lost."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
import shapely

from trygghet_geo import pipeline
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import coordinator, decisions, gazetteer, own

HOME = gazetteer.municipality("1961")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path))
    return gazetteer.own_folder("1961")


def placed(tmp_path, text: str) -> list[tuple[str | None, str]]:
    """Place id and precision of each feature of a document that says `text`."""
    path = tmp_path / f"{sha256(text.encode()).hexdigest()[:8]}.txt"
    path.write_text(f"Trygghetsråd Hallstahammar 2024-03-13\n\n{text}\n", encoding="utf-8")
    return [(each.place_id, each.precision) for each in pipeline.extract([path], HOME).features]


def test_an_alias_places_what_was_unknown(tmp_path):
    said = "Det är mycket klotter i Gubboskogen."
    assert [precision for _, precision in placed(tmp_path, said)] == ["none"]
    coordinator.alias(HOME, "Gubboskogen", place="1961-nibble", on=date(2026, 11, 22), by="Samordnaren")
    assert placed(tmp_path, said) == [("1961-nibble", "neighbourhood")]
    kept = coordinator.decided(HOME).aliases
    assert kept == (decisions.Alias("Gubboskogen", "1961-nibble", True, "2026-11-22", "Samordnaren"),)


def test_ignored_words_are_no_place_in_any_form(tmp_path):
    said = "Klotter i Gubboskogen. Inbrott vid Gubboskogens kiosk."
    coordinator.ignore(HOME, "gubboskogen")
    assert {mention for mention, _ in placed(tmp_path, said)} == {None}
    path = tmp_path / "m.txt"
    path.write_text(said, encoding="utf-8")
    assert all(each.mention is None for each in pipeline.extract([path], HOME).features)


def test_a_name_in_the_gazetteer_can_be_ignored_and_taken_back(tmp_path):
    said = "Klotter i Nibble."
    assert placed(tmp_path, said) == [("1961-nibble", "neighbourhood")]
    coordinator.ignore(HOME, "Nibble")
    assert placed(tmp_path, said) != [("1961-nibble", "neighbourhood")]
    assert coordinator.undo(HOME, "NIBBLE")
    assert placed(tmp_path, said) == [("1961-nibble", "neighbourhood")]
    assert not coordinator.undo(HOME, "Nibble")


def test_the_last_decision_about_the_same_words_holds(folder):
    coordinator.ignore(HOME, "Gubboskogen")
    coordinator.alias(HOME, "GUBBOSKOGEN", place="1961-kolback")
    known = coordinator.alias(HOME, "Gubboskogen", place="1961-nibble")
    assert [each.place for each in known.aliases] == ["1961-nibble"]
    assert known.ignored == ()


def test_a_new_entry_is_a_gazetteer_entry_of_its_own(tmp_path, folder):
    place = coordinator.add(HOME, {"name": "Åsbodungen", "kind": "landmark"}, shapely.Point(16.23, 59.61))
    assert place.id == "1961-asbodungen"
    assert placed(tmp_path, "Klotter vid Åsbodungen.") == [("1961-asbodungen", "site")]
    again = coordinator.add(HOME, {"name": "Åsbodungen", "kind": "landmark"}, shapely.Point(16.25, 59.6))
    assert again.id == "1961-asbodungen-2"
    written = json.loads((folder / own.PLACES_FILE).read_text(encoding="utf-8"))
    assert [each["properties"]["id"] for each in written["features"]] == ["1961-asbodungen", "1961-asbodungen-2"]


@pytest.mark.parametrize(
    ("properties", "point", "fault"),
    [
        ({"name": "X"}, (16.2, 59.6), "saknar kind"),
        ({"name": "X", "kind": "landmark"}, (59.6, 16.2), "omkastade"),
        ({"name": "X", "kind": "landmark"}, (float("nan"), 59.6), "geometrin är"),
        ({"name": " ", "kind": "landmark"}, (16.2, 59.6), "name är tomt"),
        ({"name": "X", "kind": "landmark", "parent": "ingenstans"}, (16.2, 59.6), "okänd parent"),
        ({"name": "X", "kind": "landmark", "id": "1961-kolback"}, (16.2, 59.6), "finns redan"),
    ],
)
def test_a_faulty_entry_changes_nothing(folder, properties, point, fault):
    with pytest.raises(InvalidData, match=fault):
        coordinator.add(HOME, properties, shapely.Point(point))
    assert not (folder / own.PLACES_FILE).exists()
    assert gazetteer.load(HOME).places


def test_an_alias_needs_a_place_and_words(folder):
    with pytest.raises(InvalidData, match="finns inte"):
        coordinator.alias(HOME, "Gubboskogen", place="1961-ingenstans")
    with pytest.raises(InvalidData, match="Inga ord"):
        coordinator.alias(HOME, " – ", place="1961-nibble")
    assert not (folder / decisions.FILE).exists()


def test_an_alias_of_a_place_that_an_update_took_away_is_kept_and_told(folder):
    place = coordinator.add(HOME, {"name": "Åsbodungen", "kind": "landmark"}, shapely.Point(16.23, 59.61))
    coordinator.alias(HOME, "Dungen", place=place.id)
    drawn = (folder / own.PLACES_FILE).read_bytes()
    (folder / own.PLACES_FILE).unlink()
    loaded = gazetteer.load(HOME)
    assert [each.words for each in loaded.orphans] == ["Dungen"]
    (folder / own.PLACES_FILE).write_bytes(drawn)
    back = gazetteer.load(HOME)
    assert back.orphans == ()
    assert back.places[place.id].aliases == ("Dungen",)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "JSON"),
        (b"[]", "format"),
        ('{"format": 1, "ignored": ["å"]}'.encode("cp1252"), "UTF-8"),
        (
            b'{"format": 1, "aliases": [{"words": "x"}], "ignored": [{"words": "y", "colour": 1}], "z": 0}',
            "z.*saknar.*col",
        ),
    ],
)
def test_a_broken_file_is_told_in_one_line_and_never_overwritten(folder, content, fault):
    folder.mkdir(parents=True)
    (folder / decisions.FILE).write_bytes(content)
    with pytest.raises(InvalidData, match=fault) as caught:
        gazetteer.load(HOME)
    assert "\n" not in str(caught.value)
    with pytest.raises(InvalidData):
        coordinator.ignore(HOME, "x")
    assert (folder / decisions.FILE).read_bytes() == content


def test_decisions_made_at_the_same_time_are_all_kept(folder):
    start = threading.Barrier(8)

    def decide(number: int) -> None:
        start.wait()
        coordinator.ignore(HOME, f"Påhitt{number}")

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.words for each in coordinator.decided(HOME).ignored} == {f"Påhitt{number}" for number in range(8)}


def test_decisions_are_part_of_the_version():
    before = gazetteer.load(HOME).version
    coordinator.ignore(HOME, "Gubboskogen")
    assert gazetteer.load(HOME).version != before
    coordinator.undo(HOME, "Gubboskogen")
    assert gazetteer.load(HOME).version == before


def test_decisions_and_places_kept_elsewhere_hold_as_well():
    """A shared store keeps them in its tables; the gazetteer takes them as values."""
    loaded = gazetteer.load(HOME)
    kiosk = replace(loaded.places["1961-hammartorget"], id="1961-kiosken-solen", name="Kiosken Solen")
    known = decisions.Decisions((decisions.Alias("Solen", kiosk.id),), (decisions.Ignored("Nibble"),))
    held = gazetteer.decided(loaded, known, [kiosk])
    assert held.places[kiosk.id].aliases[-1] == "Solen"
    assert held.ignored == {"nibble"}
    assert held.version != loaded.version
    assert gazetteer.decided(loaded, decisions.Decisions()) is loaded
    assert kiosk.id not in loaded.places
