"""Recurrence: raised in k of the last m meetings, with places inside places and nothing counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.statistics_made import places, quarters, said, sources
from trygghet_geo.statistics import hierarchy, occasions
from trygghet_geo.statistics.occasions import Source
from trygghet_geo.statistics.recurrence import Recurrence, Recurring, recurrence


def row(found: Recurrence, place_id: str | None, category: str = "traffic") -> Recurring:
    return next(one for one in found.rows if (one.place_id, one.category) == (place_id, category))


def test_raised_at_two_of_the_last_three_meetings_and_the_one_before() -> None:
    table = said(("m1", "traffic", "road"), ("m2", "traffic", "road"), ("m4", "traffic", "road"))
    found = row(recurrence(table, quarters(4), places(), last=3), "road")
    assert (found.k, found.m) == (2, 3)
    assert [one.day for one in found.raised] == [date(2020, 1, 1), date(2020, 4, 1), date(2020, 10, 1)]
    assert found.state == "back"
    assert found.silent_since is None
    assert found.words == "togs upp vid 2 av de senaste 3 mötena, först 2020-01-01, senast 2020-10-01; tillbaka"


@pytest.mark.parametrize(
    ("meetings", "state"),
    [
        (["m4"], "new"),
        (["m3", "m4"], "continuing"),
        (["m1", "m4"], "back"),
        (["m1", "m2"], "silent"),
    ],
)
def test_state_says_what_is_new_since_last_time(meetings: list[str], state: str) -> None:
    table = said(*((meeting, "traffic", "road") for meeting in meetings))
    found = recurrence(table, quarters(4), places())
    assert row(found, "road").state == state
    assert (row(found, "road") in found.since) == (state in ("new", "back"))


def test_silence_counts_meetings_in_which_nothing_was_found() -> None:
    found = row(recurrence(said(("m1", "traffic", "road")), quarters(4), places()), "road")
    assert found.silent_since == date(2020, 4, 1)
    assert found.silent_meetings == 3
    assert found.m == 4


def test_one_meeting_alone_calls_nothing_new() -> None:
    found = recurrence(said(("m1", "traffic", "road")), quarters(1), places())
    assert row(found, "road").state == "first_meeting"
    assert found.since == ()


def test_a_place_counts_for_those_around_it_up_to_the_municipality() -> None:
    table = said(("m1", "traffic", "square"), ("m2", "traffic", "road"), ("m3", "traffic", "other"))
    found = recurrence(table, quarters(3), places())
    assert [(one.place_id, one.k, one.own) for one in found.rows if one.place_id == "town"] == [("town", 2, False)]
    assert row(found, "town").inside == ("road", "square")
    assert row(found, "1961").k == 3
    assert "lan-19" not in {one.place_id for one in found.rows}


def test_one_statement_at_a_square_and_its_town_is_one_for_the_town() -> None:
    table = said(
        ("m1", "traffic", "square", {"statement_id": "a"}),
        ("m1", "traffic", "town", {"statement_id": "a"}),
        ("m1", "traffic", "square", {"statement_id": "a", "id": "again", "type": "speeding"}),
    )
    town = row(recurrence(table, quarters(2), places()), "town")
    assert town.raised[0].statements == ("a",)
    assert town.own


def test_two_documents_of_one_day_are_one_meeting() -> None:
    days = sources(a=date(2020, 1, 1), b=date(2020, 1, 1), c=date(2020, 4, 1))
    found = recurrence(said(("a", "traffic", "road"), ("b", "traffic", "road")), days, places())
    assert len(found.meetings) == 2
    assert row(found, "road").k == 1


def test_what_has_no_place_is_listed_and_what_is_rejected_is_not_counted() -> None:
    table = said(
        ("m1", "wellbeing", None),
        ("m1", "fire", "road", {"status": "rejected"}),
        ("m1", "fraud", "road", {"kind": "calm"}),
    )
    found = recurrence(table, quarters(1), places())
    assert [(one.place_id, one.category) for one in found.rows] == [(None, "wellbeing")]


def test_reports_are_counted_beside_the_meetings() -> None:
    report = Source("r", date(2020, 2, 1), "report")
    table = said(("m1", "traffic", "road"), ("r", "traffic", "road"), ("r", "fire", "road"))
    found = recurrence(table, (*quarters(2), report), places())
    assert (row(found, "road").k, row(found, "road").elsewhere) == (1, 1)
    assert not [one for one in found.rows if one.category == "fire"]
    assert found.basis.documents == 2


def test_calm_is_told_of_the_same_category_there_or_around_never_of_a_part() -> None:
    table = said(
        ("m1", "traffic", "centre"),
        ("m1", "fire", "centre"),
        ("m1", "fraud", "town"),
        ("m2", "traffic", "town", {"kind": "calm"}),
        ("m2", "fraud", "centre", {"kind": "calm"}),
        ("m2", "other", "centre", {"kind": "calm"}),
    )
    found = recurrence(table, quarters(2), places())
    assert row(found, "centre").calm_since == date(2020, 4, 1)
    assert row(found, "centre", "fire").calm_since is None
    assert row(found, "town", "fraud").calm_since is None


def test_undated_documents_are_counted_and_belong_to_no_meeting() -> None:
    found = recurrence(said(("x", "traffic", "road")), sources(x=None), places())
    assert (found.rows, found.meetings, found.undated) == ((), (), 1)


def test_an_empty_table_gives_empty_rows() -> None:
    assert recurrence(said(), quarters(3), places()).rows == ()


def test_until_looks_no_further() -> None:
    table = said(("m1", "traffic", "road"), ("m3", "traffic", "road"))
    found = row(recurrence(table, quarters(4), places(), until=date(2020, 5, 1)), "road")
    assert (found.k, found.m, found.silent_since) == (1, 2, date(2020, 4, 1))


def test_the_basis_changes_with_a_review_and_not_with_the_order() -> None:
    table = said(("m1", "traffic", "road"), ("m2", "fire", "town"))
    first = recurrence(table, quarters(2), places()).basis
    assert recurrence(table[::-1], quarters(2), places()).basis == first
    reviewed = said(("m1", "traffic", "road"), ("m2", "fire", "town", {"status": "confirmed"}))
    assert recurrence(reviewed, quarters(2), places()).basis.data != first.data
    assert first.words.startswith("2 uppgifter i 2 dokument; möten 2; dokumentslag minutes; dataversion ")


def test_a_ring_of_parents_ends() -> None:
    ring = {"a": replace(places()["town"], id="a", parent="b"), "b": replace(places()["town"], id="b", parent="a")}
    assert hierarchy.around("a", ring) == ("a", "b")
    assert hierarchy.around("unknown", ring) == ("unknown",)
    assert hierarchy.around(None, ring) == (None,)


def test_copies_and_other_municipalities_are_no_sources() -> None:
    class Stored:
        def __init__(self, sha256: str, duplicate_of: str | None, code: str) -> None:
            self.sha256, self.duplicate_of, self.municipality_code = sha256, duplicate_of, code
            self.meeting_date, self.kind = date(2020, 1, 1), "minutes"

    stored = [Stored("b", None, "1961"), Stored("a", "b", "1961"), Stored("c", None, "1980")]
    assert [one.sha256 for one in occasions.sources(stored)] == ["b", "c"]
    assert [one.sha256 for one in occasions.sources(stored, municipality_code="1961")] == ["b"]


def test_documents_can_be_told_from_a_table_that_came_without_them() -> None:
    table = said(("a", "traffic", "road"), ("b", "fire", None, {"meeting_date": None}))
    assert occasions.sources_of(table) == (Source("a", date(2021, 3, 10), "minutes"), Source("b", None, "minutes"))
