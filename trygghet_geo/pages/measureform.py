"""Measures that people enter: a new one, and those there are, each with its fields and the concerns it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from trygghet_geo import store
from trygghet_geo.errors import TrygghetError
from trygghet_geo.pages import cards, reviewer, shared
from trygghet_geo.pages.shared import Content, say
from trygghet_geo.store import Conflict
from trygghet_geo.store.measures import Measure
from trygghet_geo.store.models import MEASURE_STATES

VIEWS = ("late", "open", "entered", "told")
_BEGUN, _TOLD, _SEEN, _ROUND = "measure-begun", "measure-told", "measure-seen", "measure-round"
_VIEW, _WANTED = "measure-view", "measure-view-wanted"


def view() -> str:
    """Which part of the page the reader looks at."""
    if wanted := st.session_state.pop(_WANTED, None):
        st.session_state[_VIEW] = wanted
    st.session_state.setdefault(_VIEW, VIEWS[0])
    names = {name: say(f"measures.tab.{name}") for name in VIEWS}
    chosen = st.segmented_control(
        say("measures.view"), VIEWS, format_func=names.__getitem__, key=_VIEW, label_visibility="collapsed"
    )
    return chosen or VIEWS[0]


def begin(statements: tuple[str, ...]) -> None:
    """Begin a new measure that answers `statements`."""
    st.session_state[_BEGUN] = statements
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_WANTED] = "entered"
    st.session_state[_TOLD] = ("info", say("measures.begun"))
    st.rerun()


def told() -> None:
    """Say what became of the last click."""
    kind, text = st.session_state.pop(_TOLD, ("", ""))
    if kind:
        {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[kind](text)


def new(content: Content) -> None:
    """A form for a measure that is not there yet."""
    begun = st.session_state.get(_BEGUN, ())
    number = st.session_state.get(_ROUND, 0)
    with st.expander(say("measures.new"), expanded=bool(begun), icon=":material/add:", key=f"measure-new-{number}"):
        values = _fields(content, None, begun, f"new-{number}")
        if st.button(say("measures.save"), type="primary", key="measure-save"):
            _stored(lambda: store.open().measures.create(by=reviewer.name() or "", **values), say("measures.told.new"))


def every(content: Content) -> None:
    """The measures that were entered, those due first, each to be changed or taken away."""
    kept = store.open().measures.all()
    if not kept:
        st.caption(say("measures.entered.none"))
    for one in kept:
        late = one.due is not None and one.due < date.today() and one.state in ("planned", "ongoing")
        parts = [one.title, say(f"measures.state.{one.state}"), *([shared.day(one.due)] if one.due else [])]
        label = shared.markdown(" · ".join(parts)) + (f" {shared.badge(say('measures.late'), 'red')}" if late else "")
        with st.expander(label, key=f"measure-{one.id}"):
            _one(content, one)


def _one(content: Content, one: Measure) -> None:
    seen: dict[str, int] = st.session_state.setdefault(_SEEN, {})
    version = seen.setdefault(one.id, one.version)
    values = _fields(content, one, one.statements, f"{one.id}-{st.session_state.get(f'shown-{one.id}', 0)}")
    opened, by = store.open(), reviewer.name() or ""
    with st.container(horizontal=True):
        if st.button(say("measures.save"), key=f"save-{one.id}", type="primary"):
            _stored(
                lambda: opened.measures.update(one.id, by=by, version=version, **values), say("measures.told.saved")
            )
        if st.button(say("measures.delete"), key=f"delete-{one.id}", type="tertiary"):
            _stored(lambda: opened.measures.delete(one.id, by=by), say("measures.told.gone"))


def _fields(content: Content, one: Measure | None, linked: tuple[str, ...], key: str) -> dict[str, Any]:
    """The fields of a measure, as `Measures.create` and `update` take them."""
    title = st.text_input(say("measures.field.title"), one.title if one else "", key=f"title-{key}", max_chars=200)
    columns = st.columns(3)
    with columns[0]:
        owner = st.text_input(say("measures.field.owner"), (one and one.owner) or "", key=f"owner-{key}", max_chars=120)
    with columns[1]:
        due = st.date_input(
            say("measures.field.due"), one.due if one else None, key=f"due-{key}", format="YYYY-MM-DD",
            min_value=date(1990, 1, 1), max_value=date(2100, 12, 31),
        )  # fmt: skip
    with columns[2]:
        state = st.selectbox(
            say("measures.field.state"), MEASURE_STATES, key=f"state-{key}",
            index=MEASURE_STATES.index(one.state) if one else 0, format_func=lambda s: say(f"measures.state.{s}"),
        )  # fmt: skip
    text = st.text_area(say("measures.field.description"), (one and one.description) or "", key=f"text-{key}")
    effect = st.text_area(say("measures.field.effect"), (one and one.effect) or "", key=f"effect-{key}")
    labels = _concerns(content) | {id_: say("measures.unknown") for id_ in linked if id_ not in _concerns(content)}
    statements = st.multiselect(
        say("measures.field.concerns"),
        list(labels),
        list(linked),
        format_func=labels.__getitem__,
        key=f"concerns-{key}",
        placeholder=say("measures.field.concerns.none"),
    )
    values = {"title": title.strip(), "owner": owner.strip() or None, "due": due, "state": state}
    return values | {"description": text.strip() or None, "effect": effect.strip() or None, "statements": statements}


def _concerns(content: Content) -> Mapping[str, str]:
    """Statement id → how a concern is called in the list."""
    return _labels(content.version, shared.language(), content)


@st.cache_resource(max_entries=4, show_spinner=False)
def _labels(version: str, language: str, _content: Content) -> dict[str, str]:
    rows = _content.table[_content.table["kind"] == "concern"].drop_duplicates("statement_id")
    latest = rows.sort_values(["meeting_date", "start"], ascending=[False, True], na_position="last")
    return {
        row.statement_id: " · ".join(
            [cards.one_line(row.quote)[:90], row.place or say("review.place.none"), shared.day(_day(row.meeting_date))]
        )
        for row in latest.itertuples()
    }


def _day(value: Any) -> date | None:
    return None if value is None or value != value else value.date()


def _stored(save: Any, words: str) -> None:
    """Store, and say so; where someone else was quicker nothing is stored and nothing typed is lost."""
    try:
        done = save()
    except Conflict as conflict:
        current = conflict.current
        st.session_state.setdefault(_SEEN, {})[current.id] = current.version
        facts = [
            current.title,
            current.owner or "–",
            shared.day(current.due) or "–",
            say(f"measures.state.{current.state}"),
        ]
        now = say("measures.conflict.now", now=shared.markdown(" · ".join(facts)))
        st.session_state[_TOLD] = ("warning", f"{shared.markdown(str(conflict))} {now}")
        st.rerun()
    except TrygghetError as error:
        st.error(shared.markdown(str(error)))
        return
    if done is not None:
        st.session_state.setdefault(_SEEN, {}).pop(done.id, None)
    st.session_state.pop(_BEGUN, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_TOLD] = ("success", words)
    st.rerun()
