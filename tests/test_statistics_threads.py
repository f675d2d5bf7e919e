"""Threads and measures: from raised to reported effect, suggestions that a person confirms, what nobody answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.statistics_made import places, quarters, said
from trygghet_geo import pipeline, table
from trygghet_geo.places import gazetteer
from trygghet_geo.statistics import duties, likeness, measures, occasions
from trygghet_geo.statistics.links import Link
from trygghet_geo.statistics.measures import Measure
from trygghet_geo.statistics.occasions import Source
from trygghet_geo.statistics.threads import Thread, threads

MEASURE, PROPOSAL, CALM = {"kind": "measure"}, {"kind": "proposal"}, {"kind": "calm"}


def thread(found: tuple[Thread, ...], id_: str) -> Thread:
    return next(one for one in found if one.id == id_)


def roles(one: Thread) -> list[tuple[str, date]]:
    return [(step.role, step.said.day) for step in one.steps]


def test_raised_proposed_answered_and_calm_in_order() -> None:
    rows = said(
        ("m1", "traffic", "road"),
        ("m2", "traffic", "road", PROPOSAL),
        ("m3", "traffic", "road", MEASURE),
        ("m4", "traffic", "road", CALM),
    )
    found = thread(threads(rows, quarters(5), places()), "road/traffic")
    assert [role for role, _ in roles(found)] == ["raised", "proposal", "measure", "effect"]
    assert found.state == "calm"
    assert found.silent_since == date(2020, 4, 1)
    assert all(step.said.quote for step in found.steps)


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([("m1", "traffic", "road")], "unanswered"),
        ([("m1", "traffic", "road"), ("m2", "traffic", "road", PROPOSAL)], "proposed"),
        ([("m1", "traffic", "road"), ("m2", "traffic", "road", MEASURE)], "answered"),
        ([("m1", "traffic", "road"), ("m2", "traffic", "road", MEASURE), ("m3", "traffic", "road")], "back"),
        ([("m1", "traffic", "road"), ("m2", "traffic", "road", CALM)], "calm"),
        ([("m1", "fire", "road"), ("m2", "traffic", "road", MEASURE)], "unanswered"),
        ([("m2", "traffic", "road"), ("m1", "traffic", "road", MEASURE)], "unanswered"),
    ],
    ids="alone proposal measure again calm other-category measure-before".split(),
)
def test_where_a_thread_stands(rows: list, state: str) -> None:
    assert [one.state for one in threads(said(*rows), quarters(4), places())] == [state]


def test_links_are_suggested_with_reasons_by_place_and_type() -> None:
    speeding, parking = {"type": "speeding"}, {"type": "parking"}
    rows = said(
        ("m1", "traffic", "centre", speeding),
        ("m2", "traffic", "square", MEASURE | speeding),
        ("m2", "traffic", "centre", MEASURE | parking),
        ("m2", "traffic", None, MEASURE | speeding),
        ("m2", "traffic", "other", MEASURE | speeding),
        ("m2", "other", "centre", MEASURE),
    )
    steps = threads(rows, quarters(4), places())[0].steps[1:]
    assert {step.why[0]: step.score for step in steps if "kategori" in step.why[1]} == {
        "plats inom platsen": 0.5 + shared(rows, 1),
        "samma plats": 0.5 + shared(rows, 2),
        "säger inte var": 0.4 + shared(rows, 3),
    }
    assert [step.why[1] for step in steps if step.said.category == "other"] == ["allmänt sagt om platsen"]
    assert not any(step.confirmed for step in steps)


def shared(rows, number: int) -> float:
    """All made statements have the same quote: three words in common or more give the most, 0.3."""
    stems = likeness.stems(rows["quote"].iloc[0]) - likeness.stems(rows["place"].iloc[number] or "")
    stems -= likeness.stems(rows["place"].iloc[0])
    return min(0.3, 0.1 * len(stems))


def test_a_person_has_the_last_word_both_ways() -> None:
    rows = said(
        ("m1", "traffic", "road", {"statement_id": "a"}),
        ("m2", "traffic", "road", MEASURE | {"statement_id": "b"}),
        ("m2", "fraud", "other", MEASURE | {"statement_id": "c"}),
    )
    no = threads(rows, quarters(3), places(), decided=[Link("road/traffic", "b", confirmed=False)])
    assert thread(no, "road/traffic").state == "unanswered"
    yes = threads(rows, quarters(3), places(), decided=[Link("road/traffic", "c")])
    step = thread(yes, "road/traffic").steps[-1]
    assert (step.said.statement, step.score, step.confirmed) == ("c", 1.0, True)


def test_rejected_and_undated_statements_are_in_no_thread() -> None:
    rows = said(("m1", "traffic", "road"), ("m2", "traffic", "road", MEASURE | {"status": "rejected"}))
    assert threads(rows, quarters(3), places())[0].state == "unanswered"
    assert threads(rows, (Source("m1", None, "minutes"),), places()) == ()


def test_what_nobody_has_answered_longest_waiting_first() -> None:
    rows = said(
        ("m2", "traffic", "road"),
        ("m1", "fire", "town"),
        ("m1", "fraud", "town"),
        ("m2", "fraud", "town", MEASURE),
        ("m3", "traffic", "road", PROPOSAL),
    )
    found = threads(rows, quarters(4), places())
    waiting = measures.unanswered(found, occasions.meetings(quarters(4)))
    assert [(one.thread.id, one.waited_meetings, one.proposed) for one in waiting] == [
        ("town/fire", 3, False),
        ("road/traffic", 2, True),
    ]
    entered = Measure("x", "Vi bygger ett hinder", date(2021, 1, 1), threads=("town/fire",))
    left = measures.unanswered(found, occasions.meetings(quarters(4)), entered=[entered])
    assert [one.thread.id for one in left] == ["road/traffic"]


@pytest.mark.parametrize(
    ("text", "owner", "due", "state"),
    [
        ("Tekniska kontoret byter armaturerna senast den 1 maj.", "Tekniska kontoret", date(2023, 5, 1), "planned"),
        ("Häcken klipps före sommaren.", None, date(2023, 5, 31), "planned"),
        ("Två farthinder har byggts.", None, None, "done"),
        ("Belysningen är utbytt.", None, None, "done"),
        ("Polisen ska öka närvaron under hösten.", "Polisen", date(2023, 11, 30), "planned"),
        ("Nya lampor är beställda.", None, None, "planned"),
        ("Väktarna går en extra rond.", "Väktarna", None, "ongoing"),
        ("Ansvarig: gatuchefen. Klart i juni.", "gatuchefen", date(2023, 6, 30), "planned"),
        ("Förslaget om kameror avslogs.", None, None, "dropped"),
        ("Enligt polisen har klottret sanerats.", None, None, "done"),
        ("Kommunen satte upp kameror i januari.", "Kommunen", None, "done"),
        ("BOSTADSBOLAGET RÖJER BUSKARNA.", "BOSTADSBOLAGET", None, "ongoing"),
        ("Fastighetsägarna sätter upp lås under april.", "Fastighetsägarna", date(2023, 4, 30), "planned"),
    ],
)
def test_owner_due_and_state_are_read_from_the_words(
    text: str, owner: str | None, due: date | None, state: str
) -> None:
    assert duties.told(text, date(2023, 3, 8)) == (owner, due, state)


def test_measures_from_documents_and_entered_ones_and_which_are_overdue() -> None:
    quote = {"quote": "Tekniska kontoret byter lamporna senast den 1 maj 2020.", "statement_id": "b"}
    rows = said(
        ("m1", "environment", "road"),
        ("m1", "environment", "road", MEASURE | quote),
        ("m1", "environment", "town", MEASURE | quote | {"id": "x"}),
        ("m3", "environment", "road", CALM | {"quote": "Nu lyser lamporna."}),
    )
    entered = Measure("e", "Ring entreprenören", date(2020, 2, 1), due=date(2020, 6, 1), state="done")
    found = threads(rows, quarters(4), places())
    told = measures.measures(rows, quarters(4), found, entered=[entered])
    assert [one.id for one in told] == ["b", "e"]
    assert (told[0].owner, told[0].due, told[0].effect) == ("Tekniska kontoret", date(2020, 5, 1), "Nu lyser lamporna.")
    assert told[0].threads == ("road/environment",)
    assert [one.id for one in measures.overdue(told, today=date(2020, 5, 2))] == ["b"]
    assert measures.overdue(told, today=date(2020, 5, 1)) == ()


def test_stems_are_the_same_for_inflections() -> None:
    assert likeness.stems("farthindren") == likeness.stems("Farthinder")
    assert likeness.stems("lamporna") & likeness.stems("lampor")
    assert likeness.stems("och att det som") == frozenset()


@pytest.fixture(scope="module")
def examples(root: Path):
    home = gazetteer.municipality("1961")
    files = sorted(path for path in (root / "data" / "documents").iterdir() if path.suffix != ".md")
    found = [pipeline.examined(path, home) for path in files]
    rows = table.frame([feature for one in found for feature in one.features])
    documents = [Source(one.document.sha256, one.document.header.date, one.document.kind) for one in found]
    return rows, documents, gazetteer.load(home).places


def test_the_speeding_of_2021_leads_to_the_measures_told_in_2023(examples) -> None:
    found = threads(*examples)
    road = thread(found, "1961-vasterasvagen/traffic")
    told = [(step.role, step.said.day.year) for step in road.steps]
    assert told[0] == ("raised", 2021)
    assert ("measure", 2022) in told
    assert ("measure", 2023) in told
    assert ("effect", 2023) in told
    assert road.state == "calm"
    other = thread(found, "1961-lansvag-252/traffic")
    assert next(step.said.day.year for step in other.steps if step.role == "raised") == 2021
    assert any(step.role == "measure" and step.said.day.year == 2023 and step.sure for step in other.steps)


def test_every_step_leads_back_to_its_sentence(examples) -> None:
    rows, documents, places_ = examples
    quotes = set(zip(rows["statement_id"], rows["quote"], strict=True))
    for one in threads(rows, documents, places_):
        assert all((step.said.statement, step.said.quote) in quotes for step in one.steps)
        assert one.steps[0].said.day <= one.raised[0].said.day
