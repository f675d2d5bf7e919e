"""Measures and concerns followed up: what is late, what nobody has answered, what the documents tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import streamlit as st

from trygghet_geo import followups, store
from trygghet_geo.pages import cards, measureform, reviewer, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.selection import Selection
from trygghet_geo.statistics import measures, occasions, threads
from trygghet_geo.statistics.measures import Measure, Unanswered
from trygghet_geo.statistics.statements import Said
from trygghet_geo.statistics.threads import Thread

PAGE = 15
WHY = MappingProxyType(
    {
        "samma plats": "here",
        "plats inom platsen": "inside",
        "platsen ligger i den": "around",
        "hela kommunen": "whole",
        "säger inte var": "nowhere",
        "ingen av dem säger var": "neither",
        "samma kategori": "category",
        "samma kategori, annan typ": "type",
        "allmänt sagt om platsen": "general",
        "delar ord": "words",
    }
)
"""The reasons that `statistics.links` gives, by the key of their words."""


@dataclass(frozen=True)
class Found:
    """Everything this page tells, of the whole store: what answers a concern may be told anywhere."""

    threads: tuple[Thread, ...]
    measures: tuple[Measure, ...]
    late: tuple[Measure, ...]
    unanswered: tuple[Unanswered, ...]


def found(content: Content) -> Found:
    """What there is now, on today's date."""
    return _found(store.open().address, content.version, date.today(), content)


@st.cache_resource(max_entries=2, show_spinner=False)
def _found(address: str, version: str, today: date, _content: Content) -> Found:
    opened = store.open(address)
    table = Selection().apply(_content.table)
    sources = occasions.sources(_content.documents)
    every = threads.threads(table, sources, _content.inside, decided=followups.links(opened, table))
    entered = followups.measures(opened, table)
    told = measures.measures(table, sources, every, entered=entered)
    late = measures.overdue(told, today=today)
    return Found(every, told, late, measures.unanswered(every, occasions.meetings(sources), entered=entered))


def summary(every: Found) -> None:
    """Three counts at a glance."""
    counts = (("late", len(every.late)), ("open", len(every.unanswered)), ("all", len(every.measures)))
    for column, (name, count) in zip(st.columns(3), counts, strict=True):
        column.metric(say(f"measures.count.{name}"), shared.number(count))


def late(content: Content, every: Found) -> None:
    """Measures whose last day is past and that nobody has called done."""
    if not every.late:
        st.caption(say("measures.late.none"))
    for one in every.late:
        _measure(content, one, "late")


def _measure(content: Content, one: Measure, where: str) -> None:
    """A measure with its facts, and the way to its sentence where it was told in a document."""
    with st.container(border=True, key=f"quote-{where}-{one.id}"):
        st.text(cards.one_line(one.text))
        st.markdown(facts(one))
        rows = content.table.loc[content.table["statement_id"] == one.statement, "document_sha256"]
        if len(rows):
            sha = rows.iloc[0]
            label = f"{shared.markdown(content.names.get(sha, sha))} · {shared.markdown(shared.day(one.day))}"
            parameters = {"handling": sha[:16], "yttrande": str(one.statement)}
            shared.link("documents", label, icon=":material/description:", **parameters)


def facts(one: Measure) -> str:
    """State, owner and last day of a measure as Markdown."""
    when = say("measures.due", day=shared.day(one.due)) if one.due else say("measures.due.none")
    parts = [one.owner or say("measures.owner.none"), when, *([one.place] if one.place else [])]
    colour = {"planned": "gray", "ongoing": "blue", "done": "green", "dropped": "gray"}[one.state]
    state = shared.badge(say(f"measures.state.{one.state}"), colour)
    effect = f" · {say('measures.effect')}: {one.effect}" if one.effect else ""
    return f"{state} {shared.markdown(' · '.join(parts) + effect)}"


def unanswered(content: Content, every: Found) -> None:
    """Concerns without a measure, longest waiting first, each with its sentences and what may answer it."""
    st.caption(say("measures.open.why"))
    if not every.unanswered:
        st.caption(say("measures.open.none"))
    shown = max(st.session_state.get("open-shown", PAGE), PAGE)
    for one in every.unanswered[:shown]:
        thread = one.thread
        with st.container(border=True, key=f"quote-open-{_id(thread)}"):
            where = thread.place or say("review.place.none")
            st.markdown(f"**{shared.markdown(where)}** · {shared.markdown(shared.category_label(thread.category))}")
            st.caption(_waited(one))
            for step in thread.raised[:3]:
                _said(step.said)
            _perhaps(one)
            if st.button(say("measures.answer"), key=f"answer-{_id(thread)}", icon=":material/add_task:"):
                measureform.begin(tuple(step.said.statement for step in thread.raised))
    if len(every.unanswered) > shown and st.button(say("measures.more"), key="open-more"):
        st.session_state["open-shown"] = shown + PAGE
        st.rerun()


def _waited(one: Unanswered) -> str:
    parts = [say("measures.waited", day=shared.day(one.thread.first), count=one.waited_meetings)]
    return " · ".join(parts + ([say("measures.proposed")] if one.proposed else []))


def _perhaps(one: Unanswered) -> None:
    """Measures that may answer it: a person says whether they do."""
    for step in one.perhaps[:3]:
        st.markdown(f"**{say('measures.perhaps')}** :gray[{shared.markdown('; '.join(map(_why, step.why)))}]")
        _said(step.said)
        by = reviewer.name()
        if by is None:
            continue
        with st.container(horizontal=True):
            for decision in ("confirmed", "denied"):
                key = f"{decision}-{_id(one.thread)}-{step.said.statement}"
                if st.button(say(f"measures.link.{decision}"), key=key):
                    earlier = one.thread.raised[0].said.statement
                    store.open().links.decide(earlier, step.said.statement, decision=decision, by=by)
                    st.rerun()


def _why(reason: str) -> str:
    """A reason of `statistics.links`, which gives them in Swedish, in the reader's language."""
    known, _, common = reason.partition(": ")
    return say(f"link.why.{WHY[known]}", words=common) if known in WHY else reason


def _said(said: Said) -> None:
    st.text(cards.one_line(said.quote))
    label = f"{shared.markdown(said.document)} · {shared.markdown(shared.day(said.day))}"
    parameters = {"handling": said.document_sha256[:16], "yttrande": said.statement}
    shared.link("documents", label, icon=":material/description:", **parameters)


def told(content: Content, every: Found) -> None:
    """Measures that the documents tell of, latest first."""
    mine = [one for one in reversed(every.measures) if one.statement]
    if not mine:
        st.caption(say("measures.told.none"))
    shown = max(st.session_state.get("told-shown", PAGE), PAGE)
    for one in mine[:shown]:
        _measure(content, one, "told")
    if len(mine) > shown and st.button(say("measures.more"), key="told-more"):
        st.session_state["told-shown"] = shown + PAGE
        st.rerun()


def _id(thread: Thread) -> str:
    return thread.id.replace("/", "-")
