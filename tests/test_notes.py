"""Police notes and summaries of a night: one event is told once, whatever the police write about it afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trygghet_geo import reading, taxonomy
from trygghet_geo.places import gazetteer
from trygghet_geo.places.mentions import mentions
from trygghet_geo.records import Document
from trygghet_geo.understanding import understand
from trygghet_geo.understanding.context import is_note

NIGHT = """04 mars 07:20, Sammanfattning natt, Hallands län

Ett urval av nattens händelser.

22:10 Skadegörelse, Varberg
Polis beordras till en adress på Borgmästaregatan med anledning av en skadegörelse. En ruta är krossad. Ingen \
misstänkt anträffas. En anmälan om skadegörelse upprättas.

23:40 Viltolycka, Hylte:
En bilist larmar sedan hon kört på ett rådjur på väg 26. Inga personskador rapporteras.

01:15 Viltolycka, Laholm:
En bilist larmar sedan han kört på en älg på väg 24. Inga personskador rapporteras.

03:05, Falkenberg, brand: Det brinner i en sopcontainer vid hamnen.

Övrigt:
Två personer har under natten omhändertagits för fylleri. Tre viltolyckor i länet.
"""
ROBBERY = """12 maj 21:03, Rån, Varberg

Rån mot en butik på Kungsgatan.

Larmet kom strax före stängning. En man hotade personalen med en kniv och fick med sig pengar. En anmälan om rån \
upprättas. Senare under kvällen hittas även en brinnande moped vid Borgmästaregatan.
"""


def told(text: str, folder: Path) -> list[tuple[str, str, str]]:
    """(kind, category, opening words) of each statement of a note."""
    path = folder / "notis.txt"
    path.write_text(text, encoding="utf-8")
    document = reading.read(path, apart=False)
    found = understand(document, mentions(document, gazetteer.load(None)), taxonomy.load())
    return [(s.kind, s.claims[0].category, document.text[s.start : s.end][:24]) for s in found]


def test_each_event_of_a_night_is_one_concern_in_the_sentence_under_its_label(tmp_path: Path) -> None:
    """Four events in their own words and two counts; no label, no filed report, nobody hurt."""
    assert told(NIGHT, tmp_path) == [
        ("concern", "vandalism", "Polis beordras till en a"),
        ("concern", "traffic", "En bilist larmar sedan h"),
        ("concern", "traffic", "En bilist larmar sedan h"),
        ("concern", "fire", "Det brinner i en sopcont"),
        ("concern", "disorder", "Två personer har under n"),
        ("concern", "traffic", "Tre viltolyckor i länet."),
    ]


def test_a_note_tells_its_event_once_and_what_came_besides(tmp_path: Path) -> None:
    """The line under the title is the robbery; knife and report are it again; the fire is said to be one more."""
    assert [(kind, category) for kind, category, _ in told(ROBBERY, tmp_path)] == [
        ("concern", "violence"),
        ("concern", "fire"),
    ]


def test_an_event_of_a_night_has_the_day_of_its_clock_time(tmp_path: Path) -> None:
    """The note is of 4 March; before midnight is the 3rd, after it the 4th, and without a time it is both."""
    path = tmp_path / "notis.txt"
    path.write_text(NIGHT, encoding="utf-8")
    document = reading.read(path, apart=False)
    document = replace(document, header=replace(document.header, date=date(2024, 3, 4)))
    found = understand(document, mentions(document, gazetteer.load(None)), taxonomy.load())
    third, fourth = date(2024, 3, 3), date(2024, 3, 4)
    assert [(s.date_start, s.date_end) for s in found] == [
        (third, third),
        (third, third),
        (fourth, fourth),
        (fourth, fourth),
        (third, fourth),
        (third, fourth),
    ]


def note(text: str) -> bool:
    return is_note(Document("t.txt", "0", "txt", text, None, ()))


def test_a_note_is_known_by_what_police_do_in_it_where_its_title_is_missing() -> None:
    text = "Rån mot en kiosk.\n\nPolisen larmas till torget. En anmälan om rån upprättas.\n"
    assert note(text)
    assert not note("Minnesanteckningar från trygghetsrådets möte.\n\n" + text)
    assert not note("Polisen larmas till torget varje helg.")


@pytest.mark.parametrize("rest", ["Larmet visade sig vara falskt.", "Samtliga förare var nyktra."])
def test_a_label_whose_event_did_not_happen_is_no_concern(rest: str, tmp_path: Path) -> None:
    text = f"04 mars 07:20, Sammanfattning natt, Hallands län\n\n22:10 Rattfylleri, Varberg\n{rest}\n"
    assert "concern" not in [kind for kind, _, _ in told(text, tmp_path)]


def test_a_label_says_what_its_event_is_where_no_wording_does(tmp_path: Path) -> None:
    """No word of the sentence speaks of theft."""
    text = (
        "04 mars 07:20, Sammanfattning natt, Hallands län\n\n22:10 Stöld av fordon, Varberg\nEn grå Volvo var borta.\n"
    )
    assert [(kind, category) for kind, category, _ in told(text, tmp_path)] == [("concern", "theft")]
