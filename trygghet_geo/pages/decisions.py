"""A reviewer's decisions from click to store: which statement is open, what was saved, what was in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from trygghet_geo import store
from trygghet_geo.errors import TrygghetError
from trygghet_geo.pages import reviewer, shared
from trygghet_geo.pages.shared import say
from trygghet_geo.pages.waiting import Work
from trygghet_geo.store import Conflict, Reviewable

_DONE, _SEEN, _TOLD, _AGAINST = "review-done", "review-seen", "review-told", "review-against"


def current(work: Work) -> str | None:
    """The statement that is open: the address's, else the first that waits, else the first."""
    asked = st.query_params.get("yttrande")
    if asked in work.order:
        return asked
    found = (work.waiting or work.order or (None,))[0]
    # From now on this one is open, also when someone else decides on it meanwhile: what is typed stays with it.
    open_(found)
    return found


def open_(statement_id: str | None) -> None:
    """Open a statement; the address says which."""
    if statement_id is None:
        st.query_params.pop("yttrande", None)
    else:
        st.query_params["yttrande"] = statement_id


def seen(one: Reviewable) -> int:
    """The version that the reviewer looks at: the one that was shown first, until it is decided on."""
    versions: dict[str, int] = st.session_state.setdefault(_SEEN, {})
    return versions.setdefault(one.id, one.version)


def against(one: Reviewable) -> int:
    """The version that a decision is to change: the one seen, or the one that the reviewer was told of in a conflict.

    The fields are named by what was seen first, so that nothing typed is lost by a conflict.
    """
    return st.session_state.get(_AGAINST, {}).get(one.id) or seen(one)


def decide(
    one: Reviewable, decision: str, *, then: str | None, corrections: Mapping[str, Any] | None = None, note: str = ""
) -> None:
    """Store a decision and open `then`. When someone else was quicker nothing is stored and nothing typed is lost."""
    opened = store.open()

    def save() -> str:
        given = {"by": reviewer.name() or "", "version": against(one), "note": note.strip() or None}
        opened.review(one.id, decision, corrections=corrections, **given)
        return one.id

    stored(save, say(f"review.told.{decision}"), then)


def stored(save: Callable[[], str], told: str, then: str | None) -> None:
    """Run `save`, which gives the id of a statement it changed; remember the act for `undo`, tell it, open `then`."""
    try:
        changed = save()
    except Conflict as conflict:
        current_ = conflict.current
        if isinstance(current_, Reviewable):
            st.session_state.setdefault(_AGAINST, {})[current_.id] = current_.version
        _tell("warning", shared.markdown(str(conflict)))
        st.rerun()
    except TrygghetError as error:
        _tell("error", shared.markdown(str(error)))
        st.rerun()
    act = store.open().audit(statement_id=changed, limit=1)
    if act:
        st.session_state.setdefault(_DONE, []).append((act[0].change, changed))
    for versions in (_SEEN, _AGAINST):
        st.session_state.get(versions, {}).pop(changed, None)
    _tell("success", told)
    open_(then)
    st.rerun()


def can_undo() -> bool:
    """Whether this session has decided something that it can take back."""
    return bool(st.session_state.get(_DONE))


def undo() -> None:
    """Take back the latest decision of this session and open its statement again."""
    change, statement_id = st.session_state[_DONE][-1]
    try:
        store.open().undo(change, by=reviewer.name() or "")
    except TrygghetError as error:
        _tell("warning", shared.markdown(str(error)))
        st.rerun()
    st.session_state[_DONE].pop()
    for versions in (_SEEN, _AGAINST):
        st.session_state.get(versions, {}).clear()
    _tell("success", say("review.told.undone"))
    open_(statement_id)
    st.rerun()


def told() -> None:
    """Say what became of the last click."""
    kind, text = st.session_state.pop(_TOLD, (None, ""))
    if kind == "success":
        st.success(text, icon=":material/check:")
    elif kind == "warning":
        st.warning(text, icon=":material/sync_problem:")
    elif kind == "error":
        st.error(text)


def _tell(kind: str, text: str) -> None:
    st.session_state[_TOLD] = (kind, text)
