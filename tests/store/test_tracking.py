"""Measures, links between statements, settings and roles."""

from __future__ import annotations

from datetime import date

import pytest

from trygghet_geo import store
from trygghet_geo.errors import InvalidSelection, StoreError


def test_a_measure_is_made_changed_and_followed_up(filled) -> None:
    made = filled.measures.create(title="Ny belysning", by="anna", owner="Gatukontoret", statements=["s1"])
    assert (made.state, made.version, made.created_by, made.statements) == ("planned", 1, "anna", ("s1",))
    changes = {"state": "done", "effect": "Lugnare", "due": date(2024, 5, 1)}
    done = filled.measures.update(made.id, by="bo", version=1, **changes)
    assert (done.state, done.effect, done.due, done.version) == ("done", "Lugnare", date(2024, 5, 1), 2)
    assert done.statements == ("s1",)
    assert filled.measures.of("s1") == (done,) == filled.measures.all()
    assert filled.measures.update(made.id, by="bo", version=2, statements=[]).statements == ()
    assert filled.measures.of("s1") == ()


def test_measures_come_by_due_date_undated_last(opened) -> None:
    for title, due in (("utan", None), ("sen", date(2025, 1, 1)), ("tidig", date(2024, 1, 1))):
        opened.measures.create(title=title, by="a", due=due)
    assert [one.title for one in opened.measures.all()] == ["tidig", "sen", "utan"]


def test_two_at_one_measure(opened) -> None:
    made = opened.measures.create(title="Ny belysning", by="anna")
    opened.measures.update(made.id, by="anna", version=1, owner="Gatukontoret")
    with pytest.raises(store.Conflict) as caught:
        opened.measures.update(made.id, by="bo", version=1, title="Bättre belysning", statements=["s1"])
    assert caught.value.typed == {"title": "Bättre belysning", "statements": ("s1",)}
    assert caught.value.current == opened.measures.get(made.id)
    assert opened.measures.get(made.id).title == "Ny belysning"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "rubrik"),
        ({"title": "x", "state": "klar"}, "okänt läge"),
        ({"title": "x", "due": "i maj"}, "inget datum"),
    ],
)
def test_a_measure_that_makes_no_sense(opened, values, said) -> None:
    with pytest.raises(InvalidSelection, match=said):
        opened.measures.create(by="anna", **values)
    assert opened.measures.all() == ()


def test_a_measure_taken_away_comes_back_by_undo(opened) -> None:
    made = opened.measures.create(title="Ny belysning", by="anna", statements=["s1", "s2"])
    opened.measures.delete(made.id, by="bo")
    assert opened.measures.all() == ()
    with pytest.raises(StoreError, match="ingen åtgärd"):
        opened.measures.get(made.id)
    opened.undo(opened.audit()[0].change, by="bo")
    assert opened.measures.all() == (made,)


def test_links_are_said_changed_and_withdrawn(opened) -> None:
    opened.links.decide("s1", "s2", decision="confirmed", by="anna")
    opened.links.decide("s1", "s2", decision="denied", by="bo")
    (one,) = opened.links.all()
    assert (one.earlier, one.later, one.decision, one.decided_by) == ("s1", "s2", "denied", "bo")
    assert [change.actor for change in opened.audit()] == ["bo", "anna"]
    opened.links.withdraw("s1", "s2", by="bo")
    assert opened.links.all() == ()
    with pytest.raises(InvalidSelection):
        opened.links.decide("s1", "s2", decision="kanske", by="anna")


def test_settings_have_defaults_and_keep_what_is_set(opened) -> None:
    assert opened.settings.all() == {
        "show_unreviewed": True,
        "retention_months": None,
        "retention_action": "pseudonymise",
    }
    opened.settings.set("retention_months", 24, by="anna")
    opened.settings.set("retention_months", 36, by="anna")
    opened.settings.set("dashboard.home", {"lon": 16.2}, by="anna")
    assert opened.settings.get("retention_months") == 36
    assert opened.settings.get("dashboard.home") == {"lon": 16.2}
    assert [one.changed["value"] for one in opened.audit() if one.row_id == "retention_months"] == [
        ("24", "36"),
        (None, "24"),
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [("visa", True), ("show_unreviewed", "ja"), ("retention_months", 0), ("retention_action", "x"), ("a.b", {1, 2})],
)
def test_settings_that_make_no_sense(opened, key, value) -> None:
    with pytest.raises(InvalidSelection):
        opened.settings.set(key, value, by="anna")


def test_roles(opened) -> None:
    opened.roles.set("anna", "reviewer", by="it")
    opened.roles.set("bo", "reader", by="it")
    opened.roles.set("bo", None, by="it")
    assert opened.roles.all() == {"anna": "reviewer"}
    assert opened.roles.of("bo") is None
    with pytest.raises(InvalidSelection, match="okänd roll"):
        opened.roles.set("anna", "kung", by="it")
