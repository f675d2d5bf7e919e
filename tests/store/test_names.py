"""Places and names decided here: in the store, in the audit trail, in every copy, and in force for every document."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import date

import pytest
import shapely
import sqlalchemy

from tests.made import document, feature
from trygghet_geo import store
from trygghet_geo.errors import InvalidData
from trygghet_geo.places import coordinator, decisions, gazetteer, own
from trygghet_geo.store import names, naming

KOMMUN = gazetteer.municipality("1961")
POINT = shapely.Point(16.23, 59.61)
SAID = "Trygghetsråd Hallstahammar 2024-03-13\n\nDet är mycket klotter i Gubboskogen.\n"


@pytest.fixture
def installed(address, monkeypatch) -> store.Store:
    """An empty store that is this installation's own."""
    monkeypatch.setenv("TRYGGHET_STORE", address)
    opened = store.open()
    opened.settings.set("show_unreviewed", True, by="it")  # now there is a file
    return opened


def held(opened: store.Store) -> names.Kept:
    with opened._access.reading() as connection:
        return names.kept(connection).get("1961", names.Kept())


def meaning(words: str) -> list[str]:
    """Ids of the places that have the words as a certain name."""
    return [place.id for place in gazetteer.load(KOMMUN).places.values() if words in place.aliases]


def test_a_decision_is_in_the_store_with_who_made_it_and_in_force(installed):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", on=date(2026, 11, 22), by="anna")
    naming.ignore(KOMMUN, "Fjärrbygden", by="anna")
    place = naming.add(KOMMUN, {"name": "Åsbodungen", "kind": "landmark"}, POINT, by="bo")
    found = held(installed)
    assert found.words.aliases == (decisions.Alias("Gubboskogen", "1961-nibble", True, "2026-11-22", "anna"),)
    assert [each.words for each in found.words.ignored] == ["Fjärrbygden"]
    assert [entry["properties"]["id"] for entry in found.entries] == [place.id]
    assert meaning("Gubboskogen") == ["1961-nibble"]
    assert gazetteer.load(KOMMUN).places[place.id].geometry == POINT
    told = [(one.actor, one.action, one.subject, one.row_id) for one in installed.audit(limit=3)]
    assert told == [
        ("bo", "insert", "own_place", f"1961/{place.id}"),
        ("anna", "insert", "name_decision", "1961/fjärrbygden"),
        ("anna", "insert", "name_decision", "1961/gubboskogen"),
    ]


def test_another_meaning_of_the_same_words_is_a_change_with_before_and_after(installed):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    naming.alias(KOMMUN, "GUBBOSKOGEN", place="1961-kolback", by="bo")
    (last,) = installed.audit(limit=1)
    assert (last.action, last.actor) == ("update", "bo")
    assert last.changed["place_id"] == ("1961-nibble", "1961-kolback")
    assert last.changed["words"] == ("Gubboskogen", "GUBBOSKOGEN")
    assert naming.undo(KOMMUN, "gubboskogen", by="cia")
    assert held(installed) == names.Kept()
    assert installed.audit(limit=1)[0].action == "delete"
    assert not naming.undo(KOMMUN, "gubboskogen", by="cia")


def test_undo_in_the_audit_trail_reaches_the_gazetteer(installed):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    place = naming.add(KOMMUN, {"name": "Åsbodungen", "kind": "landmark"}, POINT, by="bo")
    (entered, said) = installed.audit(limit=2)
    installed.undo(entered.change, by="cia")
    assert place.id not in gazetteer.load(KOMMUN).places
    assert meaning("Gubboskogen") == ["1961-nibble"]
    installed.undo(said.change, by="cia")
    assert meaning("Gubboskogen") == []
    installed.undo(installed.audit(limit=1)[0].change, by="cia")
    assert meaning("Gubboskogen") == ["1961-nibble"]


def test_what_the_files_held_before_there_was_a_store_is_taken_in_and_told(address, monkeypatch):
    coordinator.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    coordinator.add(KOMMUN, {"name": "Åsbodungen", "kind": "landmark"}, POINT)
    before = own.contents("1961")
    monkeypatch.setenv("TRYGGHET_STORE", address)
    store.open().settings.set("show_unreviewed", True, by="it")
    opened = store.open()
    assert opened.news == () or "1 egen plats och 1 beslut om namn ur" in opened.news[-1]
    assert held(opened).words.aliases[0].by == "anna"
    assert len(held(opened).entries) == 1
    assert own.contents("1961") == before
    assert store.open().news == ()


def test_a_store_of_the_version_before_takes_the_files_in_after_a_copy_was_laid_aside(installed):
    with installed._access.database.alone() as connection:
        for statement in (
            "DROP TABLE own_place",
            "DROP TABLE name_decision",
            "UPDATE alembic_version SET version_num = '0004'",
        ):
            connection.execute(sqlalchemy.text(statement))
    coordinator.ignore(KOMMUN, "Fjärrbygden", by="anna")
    opened = store.open()
    assert "lagret är uppdaterat från 0004 till 0005" in opened.news[0]
    assert opened.news[-1].startswith("0 egna platser och 1 beslut om namn ur ")
    assert len(opened.news) == (2 if opened.path is None else 3)
    if opened.path:
        (aside,) = opened.path.parent.glob("*.före-0005.*.gpkg")
        assert str(aside) in opened.news[1]
    assert held(opened).words.ignored == coordinator.decided(KOMMUN).ignored
    assert [one.action for one in opened.audit(limit=2)] == ["insert", "migrate"]


def test_a_second_installation_gets_what_the_first_decided(installed, tmp_path, monkeypatch):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    monkeypatch.setenv("TRYGGHET_STORE", installed.address)
    monkeypatch.setenv("TRYGGHET_HOME", str(tmp_path / "elsewhere"))
    assert meaning("Gubboskogen") == []
    assert store.open().news == ()
    assert meaning("Gubboskogen") == ["1961-nibble"]


def test_a_file_edited_by_hand_is_taken_in_as_a_change(installed):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    path = own.folder("1961") / decisions.FILE
    path.write_text(path.read_text(encoding="utf-8").replace("1961-nibble", "1961-kolback"), encoding="utf-8")
    opened = store.open()
    assert "ändrade för hand" in opened.news[-1]
    assert held(opened).words.aliases[0].place == "1961-kolback"
    assert opened.audit(limit=1)[0].changed == {"place_id": ("1961-nibble", "1961-kolback")}


def test_where_both_changed_the_store_stands_and_nothing_is_lost(installed, tmp_path, monkeypatch):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    here = own.folder("1961") / decisions.FILE
    edited = json.loads(here.read_text(encoding="utf-8"))
    edited["aliases"][0]["place"] = "1961-stromsholm"
    edited["ignored"] = [{"words": "Fjärrbygden"}]
    with monkeypatch.context() as other:
        other.setenv("TRYGGHET_HOME", str(tmp_path / "elsewhere"))
        store.open()
        naming.alias(KOMMUN, "Gubboskogen", place="1961-kolback", by="bo")
    here.write_text(json.dumps(edited), encoding="utf-8")
    (told,) = store.open().news
    assert "lagrets gäller (1 skilde sig), 1 som bara fanns i filerna är intagna" in told
    found = held(installed)
    assert found.words.aliases[0].place == "1961-kolback"
    assert [each.words for each in found.words.ignored] == ["Fjärrbygden"]
    assert coordinator.decided(KOMMUN) == found.words
    (aside,) = here.parent.glob("decisions.json.*")
    assert json.loads(aside.read_text(encoding="utf-8")) == edited


@pytest.mark.parametrize("name", own.FILES)
def test_a_file_that_is_gone_is_written_anew(installed, name):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    naming.add(KOMMUN, {"name": "Åsbodungen", "kind": "landmark"}, POINT, by="bo")
    before = own.contents("1961")
    (own.folder("1961") / name).unlink()
    store.open()
    assert own.contents("1961") == before


def test_an_act_that_breaks_off_changes_neither_the_file_nor_the_store(installed):
    naming.ignore(KOMMUN, "Fjärrbygden", by="anna")
    before = own.contents("1961")

    def act() -> None:
        coordinator.ignore(KOMMUN, "Gubboskogen")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        names.acting(installed._access, "1961", act, by="anna")
    assert own.contents("1961") == before
    assert [each.words for each in held(installed).words.ignored] == ["Fjärrbygden"]


def test_an_act_killed_between_the_files_and_the_store_is_not_taken_for_an_edit_by_hand(installed):
    naming.ignore(KOMMUN, "Fjärrbygden", by="anna")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:

        def act():
            coordinator.undo(KOMMUN, "Fjärrbygden")
            os.write(writing, b".")
            time.sleep(60)

        names.acting(installed._access, "1961", act, by="bo")
        os._exit(0)
    os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not decisions.read(own.folder("1961")).ignored  # so far it had come
    opened = store.open()
    assert "avbröts innan lagret sparat den" in opened.news[-1]
    assert [each.words for each in held(opened).words.ignored] == ["Fjärrbygden"]
    assert [each.words for each in decisions.read(own.folder("1961")).ignored] == ["Fjärrbygden"]
    assert opened.audit(limit=1)[0].actor == "anna"
    assert store.open().news == ()


def test_a_refused_entry_changes_nothing(installed):
    with pytest.raises(InvalidData, match="finns redan"):
        naming.add(KOMMUN, {"name": "X", "kind": "landmark", "id": "1961-kolback"}, POINT, by="bo")
    assert held(installed) == names.Kept()


def test_a_broken_file_is_told_and_left_alone(installed):
    naming.ignore(KOMMUN, "Fjärrbygden", by="anna")
    path = own.folder("1961") / decisions.FILE
    path.write_bytes(b"{")
    assert "JSON" in store.open().news[-1]
    with pytest.raises(InvalidData, match="JSON"):
        naming.ignore(KOMMUN, "Gubboskogen", by="anna")
    assert path.read_bytes() == b"{"
    path.unlink()
    store.open()
    assert [each.words for each in coordinator.decided(KOMMUN).ignored] == ["Fjärrbygden"]


def test_copies_and_backups_take_them_along(installed, another, tmp_path):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    naming.add(KOMMUN, {"name": "Åsbodungen", "kind": "landmark"}, POINT, by="bo")
    installed.add(document(), [feature()], content=b"x")
    target = store.open(another)
    done = installed.copy_to(target)
    assert (done.digests["own_place"].rows, done.digests["name_decision"].rows) == (1, 1)
    assert held(target) == held(installed)
    made = installed.backup(tmp_path / "b.gpkg")
    again = store.open(tmp_path / "again.gpkg")
    again.restore(made.path)
    assert held(again) == held(installed)
    assert {one.name: one.message for one in again.health()}["egna platser"] == "1 platser och 1 beslut om namn"


def test_an_entry_that_the_gazetteer_could_not_read_is_a_fault_of_health(installed):
    naming.add(KOMMUN, {"name": "Åsbodungen", "kind": "landmark"}, POINT, by="bo")
    with installed._access.writing(by="psql") as connection:
        row = dict(connection.execute(names.select(names.OWN_PLACE)).one()._mapping)
        entry = row["entry"].replace("landmark", "slott")
        connection.execute(names.update(names.OWN_PLACE).values(entry=entry))
    (found,) = [one for one in installed.health() if one.name == "egna platser"]
    assert found.level == "fault"
    assert "slott" in found.message


def test_a_store_that_is_not_the_installations_own_touches_no_file(installed, another):
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    before = own.contents("1961")
    other = store.open(another)
    other.settings.set("show_unreviewed", True, by="it")
    store.open(another)
    assert held(other) == names.Kept()
    assert own.contents("1961") == before


def test_it_holds_for_earlier_and_later_documents(installed, tmp_path):
    earlier, later = tmp_path / "a.txt", tmp_path / "b.txt"
    earlier.write_text(SAID, encoding="utf-8")
    later.write_text(SAID.replace("03-13", "05-15").replace("mycket klotter", "buskörning"), encoding="utf-8")
    installed.ingest(earlier, KOMMUN)
    assert set(installed.table()["place_id"].dropna()) == set()
    naming.alias(KOMMUN, "Gubboskogen", place="1961-nibble", by="anna")
    installed.reread(by="anna")
    installed.ingest(later, KOMMUN)
    table = installed.table()
    assert set(table["place_id"]) == {"1961-nibble"}
    assert set(table["document"]) == {"a.txt", "b.txt"}
