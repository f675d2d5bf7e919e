"""A selection held against each value once, and not against each row: the same answer as row by row."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from trygghet_geo.codes import Codes

SOME = st.sampled_from(["a", "b", "ö", None])


def test_a_missing_value_is_asked_about_as_none():
    table = pd.DataFrame({"kind": ["calm", None, "concern", "calm"]})
    assert Codes(table).where(["kind"], lambda kind: kind is None).tolist() == [False, True, False, False]
    assert Codes(table).where(["kind"], lambda kind: kind == "calm").tolist() == [True, False, False, True]


def test_values_of_several_columns_are_asked_about_together():
    table = pd.DataFrame({"category": ["theft", "theft", "traffic", None], "type": ["bicycle", None, "bicycle", None]})
    asked = []

    def test(category, kind):
        asked.append((category, kind))
        return (category, kind) == ("theft", "bicycle")

    assert Codes(table).where(["category", "type"], test).tolist() == [True, False, False, False]
    assert sorted(asked, key=str) == sorted(
        [("theft", "bicycle"), ("theft", None), ("traffic", "bicycle"), (None, None)], key=str
    )


def test_each_value_is_asked_once_however_many_rows_have_it():
    asked = []
    codes = Codes(pd.DataFrame({"kind": ["calm", "concern"] * 50}))
    assert codes.where(["kind"], lambda kind: asked.append(kind) or kind == "calm").tolist() == [True, False] * 50
    assert sorted(filter(None, asked)) == ["calm", "concern"]


def test_an_empty_table_has_no_rows():
    table = pd.DataFrame({"kind": pd.Series([], dtype=object), "type": pd.Series([], dtype=object)})
    assert Codes(table).where(["kind"], bool).tolist() == []
    assert Codes(table).where(["kind", "type"], lambda *_: True).tolist() == []


@given(st.lists(st.tuples(SOME, SOME, SOME), min_size=1), st.sets(st.tuples(SOME, SOME, SOME)))
def test_it_answers_as_if_each_row_were_asked(rows, wanted):
    table = pd.DataFrame(rows, columns=["x", "y", "z"], dtype=object)
    found = Codes(table).where(["x", "y", "z"], lambda *values: values in wanted)
    assert found.tolist() == [row in wanted for row in rows]
