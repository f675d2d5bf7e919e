"""At how many of the last meetings a place was raised, counted by hand."""

from datetime import date

import numpy as np
import pytest

from tests.browser import invented
from trygghet_geo import histories, store
from trygghet_geo.histories import Histories, History
from trygghet_geo.selection import Selection
from trygghet_geo.statistics import occasions

DAYS = [date(2023, month, 1) for month in (2, 5, 9, 12)]


@pytest.fixture
def made(tmp_path):
    """Four meetings: Kolbäck at 1, 2, 2 (two statements, one of two categories) and 4; Nibble at 4; calm at 3."""
    place = {"place_id": "1961-kolback", "precision": "locality"}
    graffiti, both = (("vandalism", "graffiti"),), (("vandalism", "graffiti"), ("traffic", None))
    said = [
        [invented.Said("Klotter.", graffiti, **place)],
        [invented.Said("Klotter och fort.", both, **place), invented.Said("Mer klotter.", graffiti, **place)],
        [invented.Said("Lugnt.", graffiti, **place, kind="calm")],
        [
            invented.Said("Klotter igen.", graffiti, **place),
            invented.Said("Mopeder.", (("traffic", None),), "1961-nibble", "neighbourhood"),
        ],
    ]
    opened = invented.fill(
        tmp_path / store.FILE, [(f"{n}.txt", day, one) for n, (day, one) in enumerate(zip(DAYS, said, strict=True))]
    )
    return opened.table(), occasions.sources(opened.documents())


def test_meetings_are_counted_by_statement_and_only_concerns(made):
    table, sources = made
    prepared = Histories(table, sources)
    held = prepared.held(Selection())
    assert prepared.days(held) == tuple(DAYS)
    found = prepared.of(["1961-kolback", "1961-nibble", "1961-hallstahammar"], None, held=held)
    assert found["1961-kolback"] == History((1, 2, 0, 1), 0)
    assert found["1961-nibble"] == History((0, 0, 0, 1), 0)
    assert found["1961-hallstahammar"] == History((0, 0, 0, 0), 0)
    assert [one.state for one in found.values()] == ["back", "new", None]
    assert [one.raised for one in found.values()] == [3, 1, 0]


def test_the_selection_decides_what_is_counted_and_which_meetings_are_held(made):
    table, sources = made
    prepared = Histories(table, sources)
    traffic = (table["category"] == "traffic").to_numpy()
    every = prepared.held(Selection())
    assert prepared.of(["1961-kolback"], traffic, held=every)["1961-kolback"] == History((0, 1, 0, 0), 0)
    two = prepared.held(Selection(meetings=tuple(DAYS[2:])))
    assert prepared.days(two) == tuple(DAYS[2:])
    # Before the meetings that are let through it counts for nothing: then it is new in this selection.
    assert prepared.of(["1961-kolback"], None, held=two)["1961-kolback"] == History((0, 1), 0)
    assert prepared.held(Selection(date_from=DAYS[1], date_to=DAYS[2])) == (1, 2)
    assert prepared.held(Selection(documents=(sources[0].sha256,))) == (DAYS.index(sources[0].day),)


def test_what_lies_before_the_window_is_remembered(made):
    table, sources = made
    prepared = Histories(table, sources)
    found = prepared.of(["1961-kolback"], None, held=prepared.held(Selection()), last=2)["1961-kolback"]
    assert found == History((0, 1), 3)
    assert found.state == "back"


@pytest.mark.parametrize(
    ("counts", "earlier", "state"),
    [((1, 0), 0, "silent"), ((0, 0), 4, "silent"), ((2, 1), 0, "continuing"), ((1,), 0, "first"), ((), 0, None)],
)
def test_the_state_follows_the_last_meeting(counts, earlier, state):
    assert History(counts, earlier).state == state
    assert state is None or state in histories.STATES


def test_an_empty_table_has_no_history(made):
    table, _ = made
    prepared = Histories(table[np.zeros(len(table), dtype=bool)], ())
    assert prepared.of(["1961-kolback"], None, held=()) == {"1961-kolback": History((), 0)}
