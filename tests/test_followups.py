"""What people entered, as the statistics take it: by hand from two invented meetings."""

from __future__ import annotations

from datetime import date

from tests.browser import invented
from tests.browser.invented import Said
from trygghet_geo import followups, store
from trygghet_geo.statistics.links import Link

TWO = Said("Inbrott och klotter i Kolbäck.", (("burglary", None), ("vandalism", None)), "1961-kolback", "locality")
LONELY = Said("Många är ensamma.", (("wellbeing", None),), None, "none")
DONE = Said("Belysningen är lagad.", (("environment", None),), "1961-kolback", "locality", kind="measure")


def test_a_measure_answers_every_thread_of_its_statements(tmp_path):
    opened = invented.fill(tmp_path / store.FILE, [("a.txt", date(2024, 1, 1), [TWO, LONELY])])
    ids = dict(opened.table()[["quote", "statement_id"]].itertuples(index=False))
    facts = {"owner": "Hallstahem", "due": date(2024, 5, 1), "statements": (ids[TWO.quote], ids[LONELY.quote])}
    opened.measures.create(title="Fler ronder", description="Varje kväll", by="anna", **facts)
    opened.measures.create(title="Utan problem", by="anna")
    answer, bare = sorted(followups.measures(opened, opened.table()), key=lambda one: one.text)
    assert answer.text == "Fler ronder Varje kväll"
    assert (answer.place_id, answer.owner, answer.due) == ("1961-kolback", "Hallstahem", date(2024, 5, 1))
    assert set(answer.threads) == {"1961-kolback/burglary", "1961-kolback/vandalism", "-/wellbeing"}
    assert (bare.threads, bare.place, bare.category) == ((), None, None)
    # What the selection has left out answers nothing in it.
    assert {one.threads for one in followups.measures(opened, opened.table().iloc[:0])} == {()}


def test_a_link_holds_for_every_thread_of_the_earlier_statement(tmp_path):
    opened = invented.fill(tmp_path / store.FILE, [("a.txt", date(2024, 1, 1), [TWO, DONE])])
    ids = dict(opened.table()[["quote", "statement_id"]].itertuples(index=False))
    opened.links.decide(ids[TWO.quote], ids[DONE.quote], decision="denied", by="anna")
    assert set(followups.links(opened, opened.table())) == {
        Link("1961-kolback/burglary", ids[DONE.quote], False),
        Link("1961-kolback/vandalism", ids[DONE.quote], False),
    }
