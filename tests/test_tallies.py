"""Counting different things by value, over and over: whatever way the count is made, it is the same."""

import numpy as np
import pytest

from trygghet_geo.tallies import tally


def by_hand(things, values, mask):
    found = {value: set() for value in sorted({v for t, v in zip(things, values, strict=True) if t and v})}
    for thing, value, chosen in zip(things, values, mask, strict=True):
        if thing and value and chosen:
            found[value].add(thing)
    return {value: len(things) for value, things in found.items()}


@pytest.mark.parametrize(
    ("things", "values"),
    [
        (["s1", "s2", "s3", "s4"], ["a", "a", "b", "b"]),  # each pair once
        (["s1", "s1", "s2", "s3", "s4", "s5"], ["a", "a", "a", "b", "b", "b"]),  # one pair twice
        (["s1", "s1", "s1", "s2", "s2"], ["a", "a", "a", "b", "b"]),  # most of them more than once
        (["s1", None, "s2", "s2"], ["a", "a", None, "b"]),  # missing
        (["s1", "s1", None, "s2", "s3"], ["a", "a", "a", "b", None]),
    ],
)
def test_a_thing_counts_once_under_any_selection(things, values):
    counted = tally(np.array(things, dtype=object), np.array(values, dtype=object))
    for chosen in range(2 ** len(things)):
        mask = np.array([bool(chosen >> at & 1) for at in range(len(things))])
        assert counted.counts(mask) == by_hand(things, values, mask)
    assert counted.counts() == by_hand(things, values, [True] * len(things))


def test_nothing_is_counted_where_there_is_nothing():
    assert tally(np.array([], dtype=object), np.array([], dtype=object)).counts(np.array([], dtype=bool)) == {}


def test_the_value_of_a_row_is_missing_where_its_pair_is():
    counted = tally(np.array(["s1", None, "s2"], dtype=object), np.array(["b", "a", "a"], dtype=object))
    assert counted.value.tolist() == [1, -1, 0]
