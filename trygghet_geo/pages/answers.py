"""What came of the concerns at a place: each thread with its steps, and who has said what will be done by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from trygghet_geo import followups, store
from trygghet_geo.pages import cards, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.statistics import measures, occasions, threads

if TYPE_CHECKING:
    from collections.abc import Collection

    from trygghet_geo.statistics.measures import Measure
    from trygghet_geo.statistics.statements import Said
    from trygghet_geo.statistics.threads import Thread
    from trygghet_geo.store.measures import Measure as Kept

MOST = 6
"""Steps of a thread on the card; the latest are told, the rest counted."""


def show(content: Content, place_id: str, categories: Collection[str], *, quoted: Collection[str]) -> None:
    """The threads of `categories` at the place, without any other filter: an answer comes later than the question.

    `quoted` are the statements that the card shows anyway: they are not told again.
    """
    told, found, entered = _answers(store.open().address, content.version, place_id, _content=content)
    for one in entered:
        with st.container(key=f"quote-entered-{one.id}", border=True):
            st.markdown(shared.badge(say("duty.entered"), "blue"))
            st.text(cards.one_line(one.title))
            st.caption(_duty(one))
    here = [one for one in told if one.category in categories]
    if here:
        shared.method("threads")
    for thread in here:
        title = f"**{shared.markdown(shared.category_label(thread.category))}**"
        st.markdown(f"{title}: {say(f'thread.{thread.state}')}{_silence(thread)}")
        steps = [step for step in thread.steps if step.role != "raised" and step.said.statement not in quoted]
        if len(steps) > MOST:
            st.caption(say("thread.more", count=len(steps) - MOST))
        for number, step in enumerate(steps[-MOST:]):
            role = say(f"thread.role.{step.role}")
            label = role if step.sure else say("thread.perhaps", what=role)
            measure = found.get(step.said.statement) if step.role == "measure" else None
            _step(step.said, label, measure, key=f"quote-answer-{thread.category}-{number}")


def _step(said: Said, label: str, measure: Measure | None, *, key: str) -> None:
    with st.container(key=key, border=True):
        st.markdown(f"{shared.badge(label, 'blue')} :small[:gray[{shared.markdown(shared.day(said.day))}]]")
        st.text(cards.one_line(said.quote))
        if measure is not None:
            st.caption(_duty(measure))
        shared.link(
            "documents",
            shared.markdown(said.document),
            icon=":material/description:",
            handling=said.document_sha256[:16],
            yttrande=said.statement,
        )


def _duty(measure: Measure | Kept) -> str:
    """State, owner and last day in words; what the document does not say is said to be missing."""
    owner = shared.markdown(measure.owner) if measure.owner else say("duty.nobody")
    due = say("duty.due", day=shared.day(measure.due)) if measure.due else say("duty.no.day")
    return f"{say(f'duty.{measure.state}')} · {owner} · {due}"


def _silence(thread: Thread) -> str:
    if thread.silent_since is None:
        return ""
    return f" · {say('thread.silent', day=shared.day(thread.silent_since))}"


@st.cache_resource(max_entries=64, show_spinner=False)
def _answers(
    address: str, version: str, place_id: str, *, _content: Content
) -> tuple[tuple[Thread, ...], dict[str, Measure], tuple[Kept, ...]]:
    """The threads of one place, measures by statement, and those entered that answer one of its concerns.

    Concerns of other places cannot belong to them, and are left out before anything is looked for.
    """
    table, opened = _content.table, store.open(address)
    rows = table[((table["place_id"] == place_id) | (table["kind"] != "concern")).to_numpy()]
    sources = occasions.sources(_content.documents)
    here = set(rows["statement_id"][rows["place_id"] == place_id])
    every = threads.threads(rows, sources, _content.inside, decided=followups.links(opened, rows))
    own = tuple(one for one in every if one.place_id == place_id)
    told = {one.statement: one for one in measures.measures(rows, sources, own) if one.statement}
    return own, told, tuple(one for one in opened.measures.all() if here & set(one.statements))
